import { arabic, h } from "../lib/dom.js";

/**
 * The text of a verse, its words joined by single spaces as the source has them, each word to be opened.
 *
 * @param {object} verse as the API gives it
 * @param {number[]} [hits] 1-based places of words to be marked
 */
export function createVerseText(verse, hits = []) {
  const marked = new Set(hits);
  const element = h("span", { class: "verse-text", lang: "ar", dir: "rtl" });
  verse.words.forEach((text, index) => {
    const place = index + 1;
    const word = document.createElement("span");
    word.className = "word";
    word.setAttribute("role", "button");
    word.tabIndex = -1;
    word.dataset.ref = `${verse.ref}:${place}`;
    word.textContent = text;
    if (index) element.append(" ");
    element.append(marked.has(place) ? h("mark", {}, word) : word);
  });
  return element;
}

/** A surah's name in both scripts. */
export const surahNames = (surah) => [h("span", {}, surah.transliterated), " ", arabic(surah.arabic)];
