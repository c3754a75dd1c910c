import { arabic, h } from "../lib/dom.js";
import { t } from "../lib/strings.js";

/**
 * The text of a verse, its words joined by single spaces as the source has them, each word to be opened.
 *
 * @param {object} verse as the API gives it; `hits` are the 1-based places of words to be marked, `labels` those
 *   under each label
 */
export function createVerseText(verse) {
  const { hits = [], labels = {} } = verse;
  const marked = new Set(hits);
  const names = namesByPlace(labels);
  const element = h("span.verse-text", { lang: "ar", dir: "rtl" });
  verse.words.forEach((text, index) => {
    const place = index + 1;
    const word = document.createElement("span");
    word.className = "word";
    word.setAttribute("role", "button");
    word.tabIndex = -1;
    word.dataset.ref = `${verse.ref}:${place}`;
    word.textContent = text;
    if (index) element.append(" ");
    if (names.has(place)) label(word, names.get(place));
    element.append(marked.has(place) || names.has(place) ? h("mark", word) : word);
  });
  return element;
}

function namesByPlace(labels) {
  const names = new Map();
  for (const [name, places] of Object.entries(labels)) {
    for (const place of places) names.set(place, [...(names.get(place) ?? []), name]);
  }
  return names;
}

/** The style sheet writes the names beside the word, so that they are no part of the text that is copied. */
function label(word, names) {
  word.dataset.labels = names.join(" ");
  word.setAttribute("aria-label", t.search.labelled(word.textContent, names.join(", ")));
}

/** A surah's name in the page's language, and in Arabic. */
export const surahNames = surah => [h("span", t.surahs.name(surah)), t.surahs.otherName(surah) ? [" ", arabic(surah.arabic)] : null];
