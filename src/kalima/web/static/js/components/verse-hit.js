import { surahAddress } from "../lib/addresses.js";
import { h } from "../lib/dom.js";
import { t } from "../lib/strings.js";
import { createTranslation } from "./verse.js";
import { createVerseText, surahNames } from "./verse-text.js";

/** A verse among the results: whole, its matching words marked, with the way to it. */
export function createVerseHit(verse, surah, translation) {
  return h(
    "li",
    { class: "hit" },
    h(
      "a",
      { class: "hit-reference", href: surahAddress(verse.surah, verse.ayah), "aria-label": t.search.toVerse(verse.ref, surah.transliterated) },
      h("span", { class: "hit-place" }, verse.ref),
      " ",
      surahNames(surah),
    ),
    h("p", { class: "verse-arabic", lang: "ar", dir: "rtl", dataset: { words: "" } }, createVerseText(verse)),
    createTranslation(verse, translation),
  );
}
