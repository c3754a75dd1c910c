import { h } from "../lib/dom.js";
import { t } from "../lib/strings.js";

const outside = (href, text) => h("a", { href, target: "_blank", rel: "noopener noreferrer" }, text);

/** Whose work is shown: the terms of the text ask for this on every page. */
export function createFooter() {
  return h(
    "footer",
    { class: "page-footer" },
    h("span", {}, `${t.credits.text}: `, outside("https://tanzil.net", "Tanzil Project")),
    h("span", {}, `${t.credits.analysis}: `, outside("https://corpus.quran.com", "Quranic Arabic Corpus")),
    h("span", {}, `${t.credits.translation}: M. M. Pickthall, 1930`),
  );
}
