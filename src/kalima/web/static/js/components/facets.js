import { searchAddress } from "../lib/addresses.js";
import { fetchNumbers } from "../lib/api.js";
import { h } from "../lib/dom.js";
import { attributeName } from "../lib/figures.js";
import { t as page } from "../lib/strings.js";
import { texts } from "../lib/texts.js";
import { createChoice } from "./choice.js";
import { createErrorBox } from "./error-box.js";

const t = await texts("results");
const MOST = 60;
const FIRST = ["surah", "place", "pos", "root", "lemma", "word", "pattern"];
const FURTHER = ["juz", "period", "spelling", "form", "aspect", "mood", "voice", "deriv", "case", "state", "person", "gender", "number", "prefix", "suffix", "rel"];
const OF_LABELS = ["root", "lemma", "pos", "form", "case"];

/** The conditions that the query is narrowed by, each to be taken off. */
export function createConditions(state, nameOf) {
  const leave = (only, ...says) => h("a.button.condition", { href: searchAddress(state.query, { ...state, only, page: "1" }) }, says);
  return state.only.length > 0 && h(
    "div.conditions",
    { role: "group", "aria-label": t.only },
    t.only,
    state.only.map((each, index) => {
      const [key, ...value] = each.split(":");
      return leave(state.only.toSpliced(index, 1), h("span.visually-hidden", t.takeOff), attributeName(key), ": ", h("bdi", nameOf(key, value.join(":"))), h("span", { "aria-hidden": "true" }, "×"));
    }),
    state.only.length > 1 && leave([], t.takeAllOff),
  );
}

/**
 * Counts of the matches by one of several keys; each value narrows the query.
 *
 * @param {string} query as it is narrowed already
 * @param {string[]} labels of the query, whose words can be counted by themselves
 */
export function createFacets(state, { query, nameOf, labels, go, signal }) {
  const { facet } = state;
  const to = key => go(searchAddress(state.query, { ...state, facet: key }), { focus: false });
  const panel = h("div.facet", { id: "facet", hidden: !facet }, page.loading);
  const further = [...FURTHER, ...labels.flatMap(label => OF_LABELS.map(key => `${label}.${key}`))].map(key => [key, attributeName(key)]);

  async function fill() {
    try {
      const { rows, total, counted } = await fetchNumbers("frequency", new URLSearchParams({ q: query, by: facet, limit: MOST }), signal);
      panel.replaceChildren(
        h("h2", (total > MOST ? t.countedMost : t.countedBy)(counted.counted, attributeName(facet), total, MOST)),
        h("ul", { role: "list" }, rows.map(({ values: [value], count, query: narrowed }) => h("li", h(
          narrowed && value !== null ? "a" : "span",
          { href: narrowed && searchAddress(state.query, { ...state, only: [...state.only, `${facet}:${value}`], facet: "", page: "1" }) },
          h("bdi", nameOf(facet, value)),
          " ",
          h("span.facet-count", page.number(count)),
        )))),
        rows.some(row => row.query) ? "" : h("p.quiet", t.noNarrowing),
      );
    } catch (error) {
      if (!signal.aborted) panel.replaceChildren(createErrorBox({ error, onRetry: fill }));
    }
  }

  if (facet) fill();
  return h(
    "section.facets",
    { "aria-label": t.narrow },
    h("div.facet-keys", t.narrow, FIRST.map(key =>
      h("button.button", { "data-key": key, "aria-expanded": String(key === facet), "aria-controls": "facet", onclick: () => to(key === facet ? "" : key) }, attributeName(key)),
    ), createChoice(t.further, [["", t.further], ...further], FIRST.includes(facet) ? "" : facet, to, "further")),
    panel,
  );
}
