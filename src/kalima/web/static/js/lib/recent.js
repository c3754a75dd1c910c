// The last searches, which this browser remembers: `{query, at}`, the newest first, each once.

import { keepChoice, readChoice } from "./preferences.js";

const MOST = 50;

export function recentSearches() {
  try {
    return JSON.parse(readChoice("searches", "[]")).filter(({ query, at }) => query && at);
  } catch {
    return []; // written by another version
  }
}

const keep = searches => keepChoice("searches", JSON.stringify(searches.slice(0, MOST)));
const others = query => recentSearches().filter(each => each.query !== query);

export const rememberSearch = query => keep([{ query, at: Date.now() }, ...others(query)]);
export const forgetSearch = query => keep(others(query));
export const forgetSearches = () => keep([]);
