import { surahAddress } from "../lib/addresses.js";
import { h } from "../lib/dom.js";
import { t } from "../lib/strings.js";
import { createTranslation } from "./verse.js";
import { createVerseText, surahNames } from "./verse-text.js";

/**
 * A verse among the results: whole, its matching words marked, with the way to it.
 *
 * @param {Function} [tools] gets the verse and gives what there is to do with it beside its reference: elements, or null
 */
export function createVerseHit(verse, surah, translation, { tools = () => null } = {}) {
  return h(
    "li.hit",
    h("div.hit-head", createReference(verse, surah), h("div.hit-tools", tools(verse))),
    h("p.verse-arabic", { lang: "ar", dir: "rtl", dataset: { words: "" } }, createVerseText(verse)),
    createTranslation(verse, translation),
  );
}

const createReference = (verse, surah) =>
  h(
    "a.hit-reference",
    { href: surahAddress(verse.surah, verse.ayah), "aria-label": t.search.toVerse(verse.ref, t.surahs.name(surah)) },
    h("span.hit-place", t.place(verse.ref)),
    " ",
    surahNames(surah),
  );
