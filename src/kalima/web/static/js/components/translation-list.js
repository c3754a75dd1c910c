import { h } from "../lib/dom.js";
import { texts } from "../lib/texts.js";
import { facts } from "./facts.js";

const t = await texts("translations");

/**
 * The translations to choose from. What is asked for is said by `onChoose(translation)`, `onAlso(translation, shown)` and
 * `onRemove(translation)`.
 *
 * @param {string} chosen the id of the one that is shown first
 * @param {string[]} also the ids of those that are shown below it
 */
export function createTranslationList(translations, chosen, also, asked) {
  return h(
    "fieldset.translation-list",
    h("legend", t.shown),
    translations.map(translation => createItem(translation, translation.id === chosen, also.includes(translation.id), asked)),
  );
}

function createItem(translation, checked, shown, { onChoose, onAlso, onRemove }) {
  const { id, name, translator, language, language_name: spoken, bundled, complete, verses } = translation;
  const radio = h("input", { type: "radio", name: "translation", value: id, checked, onchange: () => onChoose(translation) });
  const by = translator && translator !== name ? translator : null;
  return h(
    "div.translation-item",
    h(
      "label",
      radio,
      h(
        "span.translation-names",
        h("bdi.translation-name", { lang: language }, name),
        h("span.quiet", [spoken, by, bundled ? t.bundled : t.own, complete ? null : t.incomplete(verses)].filter(Boolean).join(" · ")),
      ),
    ),
    checked ? null : createAlso(translation, shown, onAlso),
    bundled ? null : h("button.button", { "aria-label": t.removeNamed(name), onclick: () => onRemove(translation) }, t.remove),
    h("details", h("summary", t.about), createSource(translation)),
  );
}

function createAlso(translation, shown, onAlso) {
  const box = h("input", { type: "checkbox", checked: shown, "aria-label": t.alsoNamed(translation.name), onchange: () => onAlso(translation, box.checked) });
  return h("label.translation-also", box, t.also);
}

function createSource({ id, source, license, file_name: file, notice }) {
  return [
    facts([
      [t.id, h("code", id)],
      [t.from, /^https?:/.test(source) ? h("a", { href: source, target: "_blank", rel: "noopener noreferrer" }, source) : source],
      [t.license, license],
      [t.file, file],
    ].filter(([, value]) => value)),
    notice ? h("pre.source-notice", { dir: "auto" }, notice) : null,
  ];
}
