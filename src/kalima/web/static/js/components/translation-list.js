import { h } from "../lib/dom.js";
import { t } from "../lib/strings.js";
import { facts } from "./facts.js";

/** The translations to choose from; `onChoose(translation)` and `onRemove(translation)` say what was asked. */
export function createTranslationList(translations, chosen, { onChoose, onRemove }) {
  return h(
    "fieldset",
    { class: "translation-list" },
    h("legend", {}, t.translations.shown),
    translations.map((translation) => createItem(translation, translation.id === chosen, { onChoose, onRemove })),
  );
}

function createItem(translation, checked, { onChoose, onRemove }) {
  const { id, name, translator, language, language_name: spoken, bundled, complete, verses } = translation;
  const radio = h("input", { type: "radio", name: "translation", value: id, checked, onchange: () => onChoose(translation) });
  const by = translator && translator !== name ? translator : null;
  return h(
    "div",
    { class: "translation-item" },
    h(
      "label",
      {},
      radio,
      h(
        "span",
        { class: "translation-names" },
        h("bdi", { class: "translation-name", lang: language }, name),
        h("span", { class: "quiet" }, [spoken, by, bundled ? t.translations.bundled : t.translations.own, complete ? null : t.translations.incomplete(verses)].filter(Boolean).join(" · ")),
      ),
    ),
    bundled ? null : h("button", { type: "button", class: "button", "aria-label": t.translations.removeNamed(name), onclick: () => onRemove(translation) }, t.translations.remove),
    h("details", {}, h("summary", {}, t.translations.about), createSource(translation)),
  );
}

function createSource({ id, source, license, file_name: file, notice }) {
  return [
    facts([
      [t.translations.id, h("code", {}, id)],
      [t.about.from, /^https?:/.test(source) ? h("a", { href: source, target: "_blank", rel: "noopener noreferrer" }, source) : source],
      [t.about.license, license],
      [t.translations.file, file],
    ].filter(([, value]) => value)),
    notice ? h("pre", { class: "source-notice", dir: "auto" }, notice) : null,
  ];
}
