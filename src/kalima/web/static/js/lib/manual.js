// The manual as something to look through: its sections, and those in which words stand.

import { foldLine } from "./arabic.js";

const MOST = 40;
const [BEFORE, AFTER] = [10, 24]; // words of a section that are shown around the first one found

/** The pages in this language; a page that it lacks is the English one. */
export const pagesIn = (pages, language) =>
  pages.filter(page => page.language === language || (page.language === "en" && !pages.some(other => other.name === page.name && other.language === language)));

const sections = page => {
  const found = [];
  for (const { kind, anchor, rows } of page.blocks) {
    const text = rows.flat(2).map(run => run.text).join(" ");
    if (kind === "heading") found.push({ page, anchor, heading: rows[0][0].map(run => run.text).join(""), words: [] });
    found.at(-1).words.push(...text.split(/\s+/u));
  }
  return found.map(section => ({ ...section, folded: section.words.map(foldLine) }));
};

/**
 * The sections that have every word that is sought, or its beginning; those with the first one in the heading come first.
 *
 * @returns {{total: number, hits: {page, anchor, heading, around: [string, boolean][]}[]}} `around` are words, and whether each is sought
 */
export function findInManual(pages, sought) {
  const wanted = foldLine(sought).split(" ").filter(Boolean);
  const begins = word => wanted.some(each => word.includes(each));
  const found = wanted.length === 0 ? [] : pages.flatMap(sections).filter(({ folded }) => wanted.every(each => folded.some(word => word.includes(each))));
  const inHeading = ({ heading }) => foldLine(heading).includes(wanted[0]);
  const sorted = [...found.filter(inHeading), ...found.filter(each => !inHeading(each))];
  const hits = sorted.slice(0, MOST).map(({ page, anchor, heading, words, folded }) => {
    const first = folded.findIndex(begins);
    const from = Math.max(0, first - BEFORE);
    const around = words.slice(from, first + AFTER).map((word, index) => [word, begins(folded[from + index])]);
    return { page, anchor, heading, around };
  });
  return { total: found.length, hits };
}
