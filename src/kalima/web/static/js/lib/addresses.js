// The page's own addresses, written and read in one place.

import { reference, versesOf } from "./passages.js";
import { encode, readResults } from "./results-address.js";

export { searchAddress } from "./results-address.js";

export const startAddress = () => "/";
export const aboutAddress = () => "/about";
export const apiAddress = () => "/api";
export const translationsAddress = () => "/translations";

/** A surah, or a place in it. */
export const surahAddress = (surah, ayah = null, word = null) => passageAddress({ kind: "surah", number: surah }, ayah === null ? null : { surah, ayah, word });

/** A passage, or a place in it. */
export function passageAddress(passage, place = null) {
  const path = passage.kind === "verses" ? `/${reference(passage)}` : `/${passage.kind}/${passage.number}`;
  return place === null ? path : `${path}#${[place.surah, place.ayah, place.word].filter(Boolean).join(":")}`;
}

/** A page of the manual, or a place in it; or what is sought in all of it. */
export const helpAddress = (name = "", anchor = "") => `/help${name && `/${name}`}${anchor && `#${encodeURIComponent(anchor)}`}`;
export const helpSearchAddress = sought => `/help${sought && `?q=${encode(sought)}`}`;
export const hypothesisAddress = (id, page = 1) => `/research/hypothesis/${id}${page === 1 ? "" : `?page=${page}`}`;
export const fileAddress = () => "/research/file";

/** The user's own work: of a kind, with a tag, in a layer, with these words in it, in the bin, or one item. */
export function researchAddress({ page = 1, ...asked } = {}) {
  const given = new URLSearchParams(Object.entries({ ...asked, page: page === 1 ? "" : page }).filter(([, value]) => value));
  return `/research${given.size ? `?${given}` : ""}`;
}

export const treeAddress = (surah, ayah) => `/tree/${surah}:${ayah}`;
export const rootAddress = root => `/root/${encode(root)}`;
export const lemmaAddress = name => `/lemma/${encode(name)}`;

/** The list of roots or of lemmas. */
export function dictionaryAddress(kind, { begins = "", sort = "letter", page = 1 } = {}) {
  const asked = new URLSearchParams({ ...(begins && { begins }), ...(sort !== "letter" && { sort }), ...(page !== 1 && { page }) });
  return `/${kind}s${asked.size ? `?${asked}` : ""}`;
}

/** The searches that were saved, and the last ones. */
export const searchesAddress = () => "/searches";

/** The numbers about a query: what is asked of them, as URLSearchParams. */
export const numbersAddress = asked => `/numbers?${asked}`.replace(/\?$/u, "");

export const compareAddress = (one, other) => `/compare?a=${encode(one)}&b=${encode(other)}`;
/** The builder of a query, or with `kind` "/letters" of a pattern of letters. */
export const buildAddress = (query = "", kind = "") => `/build${kind}${query ? `?q=${encode(query)}` : ""}`;

/** `{name, …}` of a URL: what to show, and where in it. */
export function readAddress(url) {
  const path = url.pathname;
  const passage = readPassage(path);
  if (passage) return { name: "reader", passage, place: readPlace(url, passage) };
  if (path === "/search") return { name: "results", ...readResults(url.searchParams) };
  if (path === "/numbers") return { name: "numbers", query: url.searchParams.get("q") ?? "", asked: url.searchParams };
  if (path === "/compare") return { name: "numbers", query: "", asked: new URLSearchParams([...url.searchParams, ["view", "compare"]]) };
  if (path === "/build" || path === "/build/letters") return { name: path.split("/").at(-1), built: url.searchParams.get("q") ?? "" };
  const tree = /^\/tree\/(\d+):(\d+)$/.exec(path);
  if (tree) return { name: "tree", surah: Number(tree[1]), ayah: Number(tree[2]) };
  const entry = /^\/(root|lemma)\/([^/]+)$/.exec(path);
  if (entry) return { name: "entry", kind: entry[1], headword: decoded(entry[2]) };
  const help = /^\/help(?:\/([\w-]+))?$/.exec(path);
  if (help) return { name: "help", page: help[1] ?? "", sought: url.searchParams.get("q") ?? "", place: decoded(url.hash.slice(1)) };
  if (path === "/roots" || path === "/lemmas") {
    const { begins = "", sort = "letter", page = "1" } = Object.fromEntries(url.searchParams);
    return { name: "dictionary", kind: path.slice(1, -1), begins, sort, page };
  }
  if (path === "/research") return { name: "research", asked: Object.fromEntries(url.searchParams) };
  const hypothesis = /^\/research\/hypothesis\/([^/]+)$/.exec(path);
  if (hypothesis) return { name: "hypothesis", id: hypothesis[1], page: url.searchParams.get("page") ?? "1" };
  return { name: { "/": "start", "/research/file": "exchange", "/about": "about", "/translations": "translations", "/searches": "searches" }[path] ?? "notFound" };
}

/** A part of a path as it was meant; one that is badly written stands for itself, and names nothing. */
function decoded(part) {
  try {
    return decodeURIComponent(part.replaceAll("+", " "));
  } catch {
    return part;
  }
}

function readPassage(path) {
  const named = /^\/(surah|juz|page)\/(\d+)$/.exec(path);
  if (named) return { kind: named[1], number: Number(named[2]) };
  const verses = /^\/(\d+):(\d+)(?:-(\d+))?$/.exec(path);
  return verses && versesOf(Number(verses[1]), Number(verses[2]), Number(verses[3] ?? verses[2]));
}

function readPlace(url, passage) {
  const hash = /^#(\d+):(\d+)(?::(\d+))?$/.exec(url.hash);
  if (hash) return { surah: Number(hash[1]), ayah: Number(hash[2]), word: hash[3] ? Number(hash[3]) : null };
  const ayah = url.searchParams.get("ayah") ?? "";
  return passage.kind === "surah" && /^\d+$/.test(ayah) ? { surah: passage.number, ayah: Number(ayah), word: null } : null;
}
