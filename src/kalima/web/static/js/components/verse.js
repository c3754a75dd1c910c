import { passageAddress } from "../lib/addresses.js";
import { indicDigits } from "../lib/arabic.js";
import { h } from "../lib/dom.js";
import { t } from "../lib/strings.js";
import { createVerseText } from "./verse-text.js";

/**
 * A verse in the reader: its text, its number as it is printed, its transliteration and translations.
 *
 * @param {object} passage what is read: the verse's number leads to its place there
 * @param {object[]} translations the first is that of `verse.translation`, the others are in `verse.also`
 */
export function createVerse(verse, passage, [translation, ...also]) {
  const item = h(
    "li.verse",
    { id: verse.ref },
    h(
      "p.verse-arabic",
      { lang: "ar", dir: "rtl" },
      createVerseText(verse),
      "\u00a0",
      h(
        "a.verse-number",
        { href: passageAddress(passage, verse), tabindex: "-1", "aria-label": t.reader.verse(verse.ref) },
        `\u06dd${indicDigits(verse.ayah)}`,
      ),
    ),
    h("p.transliteration", { lang: "ar-Latn", dir: "ltr" }, verse.transliteration),
    createTranslation(verse, translation, h("span.translation-number", String(verse.ayah))),
    also.map(each => createTranslation({ translation: verse.also[each.id] }, each, h("bdi.translation-number", each.name))),
  );
  item.style.setProperty("--words", verse.words.length); // a guess of the height while it is out of sight
  return item;
}

/** A verse in translation, in its own language and direction, or the sentence that it is not translated. */
export function createTranslation(verse, { language, dir }, label = null) {
  return verse.translation === null
    ? h("p.translation.quiet", label, t.reader.untranslated)
    : h("p.translation", { lang: language, dir }, label, verse.translation);
}
