// A passage is what the reader shows: a surah, a juz, a page of the mushaf, or verses in a row of one surah.

export const MOST = { surah: 114, juz: 30, page: 604 };

const COLLECTIONS = { surah: "surahs", juz: "juz", page: "pages" };

export const versesOf = (surah, first, last = first) => ({ kind: "verses", surah, first, last });

export const reference = ({ surah, first, last }) => `${surah}:${first}${last === first ? "" : `-${last}`}`;

/** Where the API has it. */
export const apiPath = passage =>
  passage.kind === "verses" ? `/verses/${reference(passage)}` : `/${COLLECTIONS[passage.kind]}/${passage.number}`;

/** The passage of the same length before (`step` -1) or after (1) this one, or null. */
export function neighbour(passage, step, surahs) {
  if (passage.kind !== "verses") {
    const number = passage.number + step;
    return number >= 1 && number <= MOST[passage.kind] ? { ...passage, number } : null;
  }
  return step > 0 ? after(passage, surahs) : before(passage, surahs);
}

const countOf = (surahs, number) => surahs[number - 1]?.ayah_count ?? 0;

function after({ surah, first, last }, surahs) {
  const more = last - first;
  const count = countOf(surahs, surah);
  if (last < count) return versesOf(surah, last + 1, Math.min(last + 1 + more, count));
  const next = countOf(surahs, surah + 1);
  return next ? versesOf(surah + 1, 1, Math.min(1 + more, next)) : null;
}

function before({ surah, first, last }, surahs) {
  const more = last - first;
  if (first > 1) return versesOf(surah, Math.max(1, first - 1 - more), first - 1);
  const count = countOf(surahs, surah - 1);
  return count ? versesOf(surah - 1, Math.max(1, count - more), count) : null;
}
