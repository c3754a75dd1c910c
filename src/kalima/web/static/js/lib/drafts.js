// What is written and not saved yet, so that neither a reload nor a closed window loses it.

import { keepChoice, readChoice } from "./preferences.js";

const MOST = 20;
const MOST_LETTERS = 1_500_000; // of all together; browsers keep about 5 MB for a site

/** The drafts, the newest first: `{key, open, values, …}`. */
export function allDrafts() {
  try {
    return JSON.parse(readChoice("drafts", "[]"));
  } catch {
    return []; // written by another version
  }
}

export const draftOf = key => allDrafts().find(each => each.key === key);

function keepAll(drafts) {
  const kept = drafts.slice(0, MOST);
  while (kept.length > 1 && JSON.stringify(kept).length > MOST_LETTERS) kept.pop();
  keepChoice("drafts", JSON.stringify(kept));
}

const without = key => allDrafts().filter(each => each.key !== key);

export const keepDraft = draft => keepAll([draft, ...without(draft.key)]);
export const dropDraft = key => draftOf(key) && keepAll(without(key));
