// What is asked about a query's hits, as they are listed.

import { fetchNumbers } from "./api.js";

/** Where the hits are, and what is asked there: `[path, parameters]`. */
export function hitsAsked(query, { view, sort, context, group, unique, seed }) {
  const [path, asked] = view === "lines" ? ["concordance", { q: query, context, sort, group, unique, seed }] : ["search", { q: query, by: "verse", sort: sort.slice(0, 1), seed }];
  return [path, new URLSearchParams(Object.entries(asked).flatMap(([name, value]) => [value].flat().filter(Boolean).map(each => [name, each])))];
}

/** Verses or lines; `range` has their `offset` and `limit`, 500 at most, and of verses the `translation`. */
export function fetchHits(query, state, range, signal) {
  const [path, asked] = hitsAsked(query, state);
  return fetchNumbers(path, new URLSearchParams([...asked, ...Object.entries(range)]), signal);
}

/** The query of what also meets the conditions. */
export async function fetchNarrowed(query, only, signal) {
  return only.length ? (await fetchNumbers("narrow", new URLSearchParams([["q", query], ...only.map(each => ["only", each])]), signal)).narrowed : query;
}
