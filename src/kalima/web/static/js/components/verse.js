import { surahAddress } from "../lib/addresses.js";
import { indicDigits } from "../lib/arabic.js";
import { h } from "../lib/dom.js";
import { t } from "../lib/strings.js";
import { createVerseText } from "./verse-text.js";

/** A verse in the reader: its text, its number as it is printed, its translation. */
export function createVerse(verse, translation) {
  return h(
    "li",
    { class: "verse", id: verse.ref },
    h(
      "p",
      { class: "verse-arabic", lang: "ar", dir: "rtl" },
      createVerseText(verse),
      "\u00a0",
      h(
        "a",
        { class: "verse-number", href: surahAddress(verse.surah, verse.ayah), tabindex: "-1", "aria-label": t.reader.verse(verse.ref) },
        `\u06dd${indicDigits(verse.ayah)}`,
      ),
    ),
    createTranslation(verse, translation, h("span", { class: "translation-number" }, String(verse.ayah))),
  );
}

/** A verse in translation, in its own language and direction, or the sentence that it is not translated. */
export function createTranslation(verse, { language, dir }, number = null) {
  return verse.translation === null
    ? h("p", { class: "translation quiet" }, number, t.reader.untranslated)
    : h("p", { class: "translation", lang: language, dir }, number, verse.translation);
}
