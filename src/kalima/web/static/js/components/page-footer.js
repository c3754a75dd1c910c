import { h } from "../lib/dom.js";
import { BUNDLED } from "../lib/translations.js";
import { t } from "../lib/strings.js";

const outside = (href, text) => h("a", { href, target: "_blank", rel: "noopener noreferrer" }, text);

/** Whose work is shown: the terms of the text ask for this on every page. */
export function createFooter() {
  const translation = h("span");
  const element = h(
    "footer",
    { class: "page-footer" },
    h("span", {}, `${t.credits.text}: `, outside("https://tanzil.net", "Tanzil Project")),
    h("span", {}, `${t.credits.analysis}: `, outside("https://corpus.quran.com", "Quranic Arabic Corpus")),
    translation,
  );
  return {
    element,
    showTranslation(shown) {
      const name = !shown || shown.id === BUNDLED ? t.credits.bundled : h("bdi", {}, [...new Set([shown.name, shown.translator])].filter(Boolean).join(", "));
      translation.replaceChildren(`${t.credits.translation}: `, name);
    },
  };
}
