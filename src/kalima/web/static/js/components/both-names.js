import { h } from "../lib/dom.js";
import { named } from "../lib/language.js";

const IN = {
  english: (text, props) => h("bdi", { lang: "en", dir: "ltr", ...props }, text),
  arabic: (text, props) => h("bdi", { lang: "ar", dir: "rtl", class: "arabic-plain", ...props }, text),
};

/** What the server names in both languages: `[own, other]`, the page's own first. */
export function bothNames(thing) {
  const other = named === "english" ? "arabic" : "english";
  return [IN[named](thing[named]), IN[other](thing[other])];
}
