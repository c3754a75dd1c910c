// The language of the page and, with it, the direction: what was chosen, else what the browser asks for.

import { keepChoice, readChoice } from "./preferences.js";

export const LANGUAGES = { en: { name: "English", dir: "ltr" }, ar: { name: "العربية", dir: "rtl" } };

const asked = navigator.languages.map(each => each.split("-")[0]).find(each => each in LANGUAGES) ?? "en";
const chosen = readChoice("language", asked);

export const language = chosen in LANGUAGES ? chosen : asked;

/** The field of this language where the server names something in both: `english` or `arabic`. */
export const named = { en: "english", ar: "arabic" }[language];

/** Everything on the page was said in the former language, so it begins anew. */
export function chooseLanguage(code) {
  keepChoice("language", code);
  location.reload();
}
