import { surahAddress } from "../lib/addresses.js";
import { indicDigits } from "../lib/arabic.js";
import { h } from "../lib/dom.js";
import { t } from "../lib/strings.js";
import { createVerseText } from "./verse-text.js";

/** A verse in the reader: its text, its number as it is printed, its translation. */
export function createVerse(verse) {
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
    h(
      "p",
      { class: "translation", lang: "en", dir: "ltr" },
      h("span", { class: "translation-number" }, String(verse.ayah)),
      verse.translation,
    ),
  );
}
