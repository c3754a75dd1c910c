// Words in a row of one verse that are chosen together: with Shift, by a click or the arrow keys.

let first = null;
let chosen = [];

const verseOf = word => word.dataset.ref.replace(/:\d+$/u, "");

export function clearSelection() {
  for (const word of chosen) word.removeAttribute("aria-pressed");
  first = null;
  chosen = [];
}

/** Choose the words up to this one, from the one that was chosen first, or from `from` in the same verse. */
export function extendSelection(from, to) {
  const text = to.closest(".verse-text, tr");
  if (!text) return;
  const words = [...text.querySelectorAll(".word")].filter(word => verseOf(word) === verseOf(to));
  const start = [first, from, to].find(word => words.includes(word));
  clearSelection();
  first = start;
  const [low, high] = [words.indexOf(start), words.indexOf(to)].sort((a, b) => a - b);
  chosen = words.slice(low, high + 1);
  for (const word of chosen) word.setAttribute("aria-pressed", "true");
}

/** The place of a word, or of the words that are chosen with it: 2:255:3-5. */
export function placeOfWord(word) {
  if (chosen.length < 2 || !chosen.includes(word)) return word.dataset.ref;
  return `${chosen[0].dataset.ref}-${chosen.at(-1).dataset.ref.split(":").at(-1)}`;
}
