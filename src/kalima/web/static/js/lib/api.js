import { apiPath } from "./passages.js";
import { language, t } from "./strings.js";

const BASE = "/api/v1";
const PATIENCE = 30_000;
export const JSON_TYPE = { "Content-Type": "application/json" };

/** What the server refused or could not do, in words for the user. */
export class ApiError extends Error {
  constructor(message, { hint = "", at = null, suggestion = "", lines = [], total_lines: total = 0, status = 0, ...more } = {}) {
    super(message);
    this.hint = hint;
    this.at = at;
    this.suggestion = suggestion;
    this.lines = lines;
    this.totalLines = total;
    this.status = status;
    Object.assign(this, more); // such as what is stored, where somebody else was quicker
  }

  /** Whether asking again may help. */
  get passing() {
    return this.status === 0 || this.status >= 500;
  }
}

/** What Kalima said of a refusal, in the language of the page. */
export async function refused(body, status = 0) {
  const told = language === "ar" ? await import("./said-in-arabic.js").then(({ inArabic }) => inArabic(body), () => body) : body;
  return new ApiError(told.error, { ...told, status });
}

/** Asks Kalima; what it refuses, or cannot do, becomes an ApiError. */
export async function ask(path, { signal, patience: most = PATIENCE, ...options } = {}) {
  const stop = new AbortController();
  const patience = setTimeout(() => stop.abort(), most);
  signal?.addEventListener("abort", () => stop.abort(), { once: true });
  let response;
  let body;
  try {
    response = await fetch(BASE + path, { ...options, signal: stop.signal });
    body = await response.text();
  } catch {
    signal?.throwIfAborted();
    throw new ApiError(t.errors.network, { hint: t.errors.networkHint });
  } finally {
    clearTimeout(patience);
  }
  try {
    body = JSON.parse(body);
  } catch {
    throw new ApiError(t.errors.garbled(response.status), { hint: t.errors.garbledHint, status: response.status });
  }
  if (!response.ok) throw await refused(body, response.status);
  return body;
}

/** A request that changes something, and how long its answer may take. */
export const send = (method, path, body = {}, patience = PATIENCE) => ask(path, { method, headers: JSON_TYPE, body: method === "DELETE" ? undefined : JSON.stringify(body), patience });

/** What is asked for once, and again only if there was no answer. */
function once(path) {
  let kept = null;
  return async () => {
    kept ??= ask(path);
    try {
      return await kept;
    } catch (error) {
      kept = null;
      throw error;
    }
  };
}

const surahList = once("/surahs");
const names = once("/tagset");
const manual = once("/manual");

/** The 114 surahs. */
export const fetchSurahs = () => surahList().then(body => body.surahs);

/** Every feature with the names of its values. */
export const fetchTagset = () => names().then(body => body.features);

/** The relations of the treebank with their names. */
export const fetchRelations = () => names().then(body => body.relations);

/** What the tags of each feature are called: `{pos: {V: {english, arabic}}}`. */
export const fetchTagNames = () =>
  fetchTagset().then(features => Object.fromEntries(features.map(({ key, values }) => [key, Object.fromEntries(values.map(value => [value.tag, value]))])));

/** A surah, juz, page or verses in a row; `include` "segments" gives those of each word. */
export function fetchPassage(passage, { translation, also = [], include, signal }) {
  const parameters = new URLSearchParams(Object.entries({ translation, include }).filter(([, value]) => value));
  for (const id of also) parameters.append("also", id);
  return ask(`${apiPath(passage)}${parameters.size ? `?${parameters}` : ""}`, { signal });
}

export const fetchSimilar = (reference, { translation, signal }) =>
  ask(`/similar/${reference}?${new URLSearchParams({ translation })}`, { signal });

export const fetchWords = (reference, signal) =>
  ask(`/words/${encodeURIComponent(reference)}`, { signal }).then(body => body.words);

export const fetchTreebank = (reference, signal) => ask(`/treebank/${encodeURIComponent(reference)}`, { signal });

/** A verse with the segments of its words. */
export const fetchVerse = (reference, { translation = "", signal }) =>
  ask(`/verses/${encodeURIComponent(reference)}?${new URLSearchParams({ include: "segments", ...(translation && { translation }) })}`, { signal });

/** A page of the roots or lemmas. */
export const fetchHeadwords = (kind, parameters, signal) => ask(`/${kind}s?${new URLSearchParams(parameters)}`, { signal });

/** A root or lemma with all that the text has of it. */
export const fetchEntry = (kind, headword, signal) => ask(`/${kind}s/${encodeURIComponent(headword)}`, { signal });

/** Numbers about a query: frequency, collocates and others. */
export const fetchNumbers = (path, parameters, signal) => ask(`/${path}?${parameters}`, { signal });

/** All that is needed to cite a query and to check it. */
export const citationFile = asked => `${BASE}/citation?${new URLSearchParams(asked)}`;

/** The same as a file. */
export const numbersFile = (path, parameters, format) => `${BASE}/${path}/table?${new URLSearchParams([...parameters, ["format", format]])}`;

export const fetchReport = () => ask("/report");

/** The pages of the manual; asked for once. */
export const fetchManual = () => manual().then(body => body.pages);

export const fetchTranslations = signal => ask("/translations", { signal }).then(body => body.translations);

/** Adds the translation that a file holds; a large one takes its time. */
export const addTranslation = body =>
  send("POST", "/translations", body, 10 * PATIENCE).then(answer => answer.translation);

export const removeTranslation = id => send("DELETE", `/translations/${encodeURIComponent(id)}`);

export const fetchAbout = signal => ask("/about", { signal });

export function fetchSearch(query, { limit, offset = 0, translation = "", signal }) {
  const parameters = new URLSearchParams({ q: query, by: "verse", limit, offset });
  if (translation) parameters.set("translation", translation);
  return ask(`/search?${parameters}`, { signal });
}

export const fetchCompletion = (query, cursor, signal) =>
  ask(`/complete?${new URLSearchParams({ q: query, cursor })}`, { signal });

/** Every value that an attribute of a word can have, with its names and count. */
export const fetchChoices = attribute =>
  ask(`/complete?${new URLSearchParams({ q: `[${attribute}="`, limit: 500 })}`).then(body => body.offers);

/** A query as cards, or what cards make: `{query, reading, cards, left_out}`. */
export const fetchCards = (query, signal) => ask(`/cards?${new URLSearchParams({ q: query })}`, { signal });
export const sendCards = state => send("POST", "/cards", state);

/** The most frequent values of what a query finds. */
export const fetchFrequency = (query, { by, limit, signal }) => ask(`/frequency?${new URLSearchParams({ q: query, by, limit })}`, { signal });

/** Says that this window is open; the answer has what the window must know. */
export const tellWindow = window => send("POST", "/windows", { window, open: true });

/** Says that this window is closed; the browser sends it when the page is gone already. */
export const tellWindowClosed = window =>
  navigator.sendBeacon(`${BASE}/windows`, new Blob([JSON.stringify({ window, open: false })], { type: "application/json" }));

export const quitProgram = () => send("POST", "/quit");
