// The user's own work, asked for and changed over the API; what shows some of it hears of every change.

import { ask, send } from "./api.js";

const changes = new EventTarget();

/** Calls `listener({action, item})` after every change, until the signal. */
export const onChange = (listener, signal) => changes.addEventListener("change", ({ detail }) => listener(detail), { signal });

async function told(action, answer) {
  const { item = (await answer).tagging ?? (await answer).verdict } = await answer;
  changes.dispatchEvent(new CustomEvent("change", { detail: { action, item } }));
  return item;
}

export const itemsAt = (place, signal) => ask(`/research/at/${place}`, { signal }).then(body => body.items);

/** What is attached in each of these verses: `{"2:255": items}`. */
export const itemsIn = (verses, signal) => ask(`/research/of?${new URLSearchParams(verses.map(each => ["verses", each]))}`, { signal }).then(body => body.verses);

/** `{total, items}` of a kind, a layer, a tag, with these words, in the bin; the newest change first. */
export const findItems = ({ tag, ...asked }, signal) => ask(`/${tag ? `tags/${encodeURIComponent(tag)}` : "items"}?${new URLSearchParams(asked)}`, { signal });
export const itemCounts = signal => ask("/research", { signal }).then(body => body.counts);
export const itemOf = (id, signal) => ask(`/items/${id}`, { signal }).then(body => body.item);
export const historyOf = id => ask(`/items/${id}/history`).then(body => body.changes);

let tags = null;
onChange(() => { tags = null; });

/** All tags by their ids; asked for once until something changes. */
export function allTags() {
  tags ??= ask("/tags").then(body => new Map(body.tags.map(tag => [tag.id, tag])));
  tags.catch(() => { tags = null; });
  return tags;
}

export const createItem = (kind, data, anchors) => told("create", send("POST", "/items", { kind, data, ...(anchors && { anchors }) }));
export const changeItem = (id, change) => told("change", send("PUT", `/items/${id}`, change));
export const deleteItem = ({ id, revision }) => told("delete", send("DELETE", `/items/${id}?revision=${revision}`));
export const restoreItem = id => told("restore", send("POST", `/items/${id}/restore`));
export const undoItem = id => told("undo", send("POST", `/items/${id}/undo`));
export const revertItem = (id, to) => told("change", send("POST", `/items/${id}/revert`, { to }));
export const purgeItem = item => told("purge", send("DELETE", `/items/${item.id}/forever`).then(() => ({ item })));
export const tagPlace = (name, place) => told("create", send("PUT", `/tags/${encodeURIComponent(name)}/${place}`));
export const judgeHit = (id, places, verdict) => told("change", send("PUT", `/hypotheses/${id}/hits/${places.join("%20")}`, { verdict }));

/** Whether this window may write; not under `kalima serve`. */
export const mayWrite = () => !document.documentElement.classList.contains("read-only");

/** A place as its verse and the 1-based numbers of its words. */
export function wordsOf(place) {
  const [, verse, first, last = first] = /^(\d+:\d+)(?::(\d+)(?:-(\d+))?)?/u.exec(place);
  return { verse, words: Array.from({ length: first ? last - first + 1 : 0 }, (_, index) => Number(first) + index) };
}

/** The places of an item, or of one role. */
export const placesOf = ({ anchors }) => Object.values(anchors).flat().map(({ place }) => place);
