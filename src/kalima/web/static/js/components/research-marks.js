import { itemsIn, onChange, placesOf, wordsOf } from "../lib/research.js";
import { t } from "../lib/strings.js";

/** A quiet mark on the verses and words of the reader to which something of the user's is attached. */
export function markResearch(entries, signal) {
  const byReference = new Map(entries.map(entry => [entry.verse.ref, entry.item]));
  const versesOf = new Map(); // of each item that was found

  async function mark(asked, verses) {
    const found = await itemsIn(asked, signal).catch(() => ({})); // unmarked it can be opened all the same
    for (const verse of verses) show(verse, found[verse] ?? []);
  }

  function show(verse, items) {
    const item = byReference.get(verse);
    const counts = new Map();
    for (const each of items) {
      versesOf.set(each.id, new Set(versesOf.get(each.id)).add(verse));
      const here = placesOf(each).map(wordsOf).filter(place => place.verse === verse);
      for (const word of new Set(here.flatMap(({ words }) => words))) counts.set(word, (counts.get(word) ?? 0) + 1);
    }
    set(item.querySelector(".verse-number"), items.length);
    item.querySelectorAll(":scope > .verse-arabic .word").forEach((word, index) => set(word, counts.get(index + 1)));
  }

  function set(element, count) {
    element.classList.toggle("noted", count > 0);
    if (count) element.setAttribute("aria-description", t.reader.marked(count));
    else element.removeAttribute("aria-description");
  }

  function markAll() {
    for (const row of Map.groupBy(entries, ({ verse }) => verse.surah).values()) {
      mark([`${row[0].verse.ref}-${row.at(-1).verse.ayah}`], row.map(({ verse }) => verse.ref));
    }
  }

  markAll();
  onChange(({ item }) => {
    const places = placesOf(item);
    if (!places.length) return markAll(); // with a tag or a hypothesis goes what belongs to it
    const verses = [...new Set([...(versesOf.get(item.id) ?? []), ...places.map(place => wordsOf(place).verse)])].filter(verse => byReference.has(verse));
    if (verses.length) mark(verses, verses);
  }, signal);
}
