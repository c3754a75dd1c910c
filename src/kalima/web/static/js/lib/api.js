import { t } from "./strings.js";

const BASE = "/api/v1";
const PATIENCE = 30_000;
const JSON_TYPE = { "Content-Type": "application/json" };

/** What the server refused or could not do, in words for the user. */
export class ApiError extends Error {
  constructor(message, { hint = "", at = null, suggestion = "", lines = [], total_lines: total = 0, status = 0 } = {}) {
    super(message);
    this.hint = hint;
    this.at = at;
    this.suggestion = suggestion;
    this.lines = lines;
    this.totalLines = total;
    this.status = status;
  }

  /** Whether asking again may help. */
  get passing() {
    return this.status === 0 || this.status >= 500;
  }
}

async function ask(path, { signal, patience: most = PATIENCE, ...options } = {}) {
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
  if (!response.ok) throw new ApiError(body.error, { ...body, status: response.status });
  return body;
}

let surahList = null;

/** The 114 surahs; asked for once. */
export async function fetchSurahs() {
  surahList ??= ask("/surahs").then((body) => body.surahs);
  try {
    return await surahList;
  } catch (error) {
    surahList = null;
    throw error;
  }
}

export const fetchSurah = (number, { translation = "", signal }) =>
  ask(`/surahs/${number}${translation && `?${new URLSearchParams({ translation })}`}`, { signal });

export const fetchWords = (reference, signal) =>
  ask(`/words/${encodeURIComponent(reference)}`, { signal }).then((body) => body.words);

export const fetchReport = () => ask("/report");

export const fetchTranslations = (signal) => ask("/translations", { signal }).then((body) => body.translations);

/** Adds the translation that a file holds; a large one takes its time. */
export const addTranslation = (body) =>
  ask("/translations", { method: "POST", headers: JSON_TYPE, body: JSON.stringify(body), patience: 10 * PATIENCE }).then((answer) => answer.translation);

export const removeTranslation = (id) =>
  ask(`/translations/${encodeURIComponent(id)}`, { method: "DELETE", headers: JSON_TYPE });

export const fetchAbout = (signal) => ask("/about", { signal });

export function fetchSearch(query, { limit, offset = 0, translation = "", signal }) {
  const parameters = new URLSearchParams({ q: query, by: "verse", limit, offset });
  if (translation) parameters.set("translation", translation);
  return ask(`/search?${parameters}`, { signal });
}

export const fetchCompletion = (query, cursor, signal) =>
  ask(`/complete?${new URLSearchParams({ q: query, cursor })}`, { signal });

export const quitProgram = () =>
  ask("/quit", { method: "POST", headers: JSON_TYPE, body: "{}" });
