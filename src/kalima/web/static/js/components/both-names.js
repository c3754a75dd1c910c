import { h } from "../lib/dom.js";
import { named } from "../lib/language.js";

const IN = {
  english: text => h("bdi", { lang: "en", dir: "ltr" }, text),
  arabic: text => h("bdi.arabic-plain", { lang: "ar", dir: "rtl" }, text),
};

/** What the server names in both languages: `[own, other]`, the page's own first. */
export function bothNames(thing) {
  const other = named === "english" ? "arabic" : "english";
  return [IN[named](thing[named]), IN[other](thing[other])];
}
