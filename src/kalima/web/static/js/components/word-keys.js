// Words as one tab stop per text: arrows move in reading direction, Enter or a click opens the analysis, and with
// Shift several words are chosen.

import { clearSelection, extendSelection } from "./word-selection.js";

const STOP = ".word, .verse-number";
const GROUP = "[data-words]";

/** Listens once for all words inside `root`, whatever is put there later. */
export function installWordKeys(root, { onOpen }) {
  root.addEventListener("click", event => {
    const word = event.target.closest(".word");
    if (!word || (event.detail && !getSelection().isCollapsed)) return;
    if (event.shiftKey) extendSelection(word.closest(GROUP).querySelector('.word[tabindex="0"]'), word);
    else clearSelection();
    makeStop(word);
    onOpen(word);
  });
  root.addEventListener("mousedown", event => {
    if (event.shiftKey && event.target.closest(".word")) event.preventDefault(); // the browser would mark the text
  });
  root.addEventListener("keydown", event => {
    const stop = event.target.closest(STOP);
    if (!stop || event.ctrlKey || event.metaKey || event.altKey) return;
    if ((event.key === "Enter" || event.key === " ") && stop.matches(".word")) onOpen(stop);
    else if (!move(stop, event.key)) return;
    else if (!event.shiftKey) clearSelection();
    else if (document.activeElement.matches(".word")) extendSelection(stop, document.activeElement);
    event.preventDefault();
  });
}

/** Let this word be the one that Tab reaches in its text. */
export function makeStop(word) {
  const group = word.closest(GROUP);
  for (const former of group.querySelectorAll('[tabindex="0"]')) if (former.matches(STOP) && former.closest(GROUP) === group) former.tabIndex = -1;
  word.tabIndex = 0;
}

function move(stop, key) {
  const group = stop.closest(GROUP);
  const stops = [...group.querySelectorAll(STOP)].filter(each => each.closest(GROUP) === group);
  const rightToLeft = getComputedStyle(stop).direction === "rtl";
  const at = stops.indexOf(stop);
  const verse = stop.closest(".verse-text, .verse-arabic, .hit, tr");
  const ofVerse = stops.filter(each => verse.contains(each));
  const target = {
    ArrowLeft: () => stops[at + (rightToLeft ? 1 : -1)],
    ArrowRight: () => stops[at + (rightToLeft ? -1 : 1)],
    ArrowDown: () => nearest(stop, stops.slice(at + 1)),
    ArrowUp: () => nearest(stop, stops.slice(0, at).reverse()),
    Home: () => ofVerse[0],
    End: () => ofVerse.at(-1),
  }[key];
  if (!target) return false;
  const next = target();
  if (next) {
    makeStop(next);
    next.focus();
  }
  return true;
}

/** Of the first other line among `candidates`, the word nearest in the horizontal. */
function nearest(stop, candidates) {
  const own = stop.getBoundingClientRect();
  const middle = box => (box.left + box.right) / 2;
  let line = null;
  let best = null;
  let distance = Infinity;
  for (const candidate of candidates) {
    const box = candidate.getBoundingClientRect();
    if (line === null && Math.abs(box.top - own.top) < own.height / 2) continue;
    line ??= box.top;
    if (Math.abs(box.top - line) > own.height / 2) break;
    const away = Math.abs(middle(box) - middle(own));
    if (away < distance) [best, distance] = [candidate, away];
  }
  return best;
}
