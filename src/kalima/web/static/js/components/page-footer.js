import { helpAddress } from "../lib/addresses.js";
import { h } from "../lib/dom.js";
import { BUNDLED } from "../lib/translations.js";
import { t } from "../lib/strings.js";

const outside = (href, text) => h("a", { href, target: "_blank", rel: "noopener noreferrer" }, text);

/** Whose work is shown: the terms of the text ask for this on every page. */
export function createFooter({ onKeys }) {
  const translation = h("span");
  const element = h(
    "footer.page-footer",
    h("span", `${t.credits.text}: `, outside("https://tanzil.net", "Tanzil Project")),
    h("span", `${t.credits.analysis}: `, outside("https://corpus.quran.com", "Quranic Arabic Corpus")),
    translation,
    h("a", { href: helpAddress() }, t.credits.manual),
    h("button.footer-keys", { "aria-haspopup": "dialog", "aria-keyshortcuts": "?", onclick: () => onKeys() }, t.credits.keys),
  );
  return {
    element,
    /** Without any, the bundled one is named. */
    showTranslations(shown) {
      const names = shown.length ? shown.map(nameOf) : [t.credits.bundled];
      translation.replaceChildren(`${t.credits.translation}: `, ...names.flatMap((name, index) => (index ? [" · ", name] : [name])));
    },
  };
}

const nameOf = ({ id, name, translator }) =>
  id === BUNDLED ? t.credits.bundled : h("bdi", [...new Set([name, translator])].filter(Boolean).join(", "));
