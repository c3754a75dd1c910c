import { h, mixed } from "../lib/dom.js";
import { queryDirection } from "../lib/query.js";

const ARROW = /(!?-[\w|.-]*->>?)/u;

/** A query as it is written: its Arabic keeps to the place where it was typed, an arrow is not broken. */
export function createQueryCode(query) {
  const parts = query.split(ARROW).map((part, index) => (index % 2 ? h("span.query-arrow", part) : mixed(part)));
  return h("code.query", { dir: queryDirection(query) }, parts);
}
