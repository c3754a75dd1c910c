// Where one is in the text, and where one was when the reader was last left.

import { keepChoice, readChoice } from "./preferences.js";

const FIELDS = ["kind", "number", "surah", "first", "last"];

/** `{passage, place}` of the verse that was last read, or null. */
export function lastPlace() {
  try {
    const { passage, place } = JSON.parse(readChoice("last-place", "null")) ?? {};
    const whole = ["surah", "juz", "page", "verses"].includes(passage?.kind) && [place?.surah, place?.ayah].every(Number.isInteger);
    return whole ? { passage, place } : null;
  } catch {
    return null; // written by a version that kept it otherwise
  }
}

export function keepPlace(passage, { surah, ayah }) {
  const kept = Object.fromEntries(FIELDS.filter(field => field in passage).map(field => [field, passage[field]]));
  keepChoice("last-place", JSON.stringify({ passage: kept, place: { surah, ayah } }));
}

/** A place from its reference: 2:255, or 2:255:3 for a word. */
export function placeOf(reference) {
  const [surah, ayah, word = null] = reference.split(":").map(Number);
  return { surah, ayah, word };
}
