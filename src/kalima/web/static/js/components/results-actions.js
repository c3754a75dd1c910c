import { numbersAddress, searchAddress, searchesAddress } from "../lib/addresses.js";
import { h } from "../lib/dom.js";
import { hitsAsked } from "../lib/hits.js";
import { saveQuery } from "../lib/saved.js";
import { texts } from "../lib/texts.js";
import { absolute, createCopy } from "./copying.js";
import { createErrorBox } from "./error-box.js";
import { createCitation, createFiles } from "./number-notes.js";

const t = await texts("results");

/** What can be done with the results as a whole: kept, shared, counted, taken along. */
export const createResultsActions = (state, query) =>
  h(
    "div.results-actions",
    { role: "group", "aria-label": t.actions },
    h("a.button", { href: numbersAddress(new URLSearchParams({ q: query })) }, t.numbers),
    createCopy(t.copyLink, () => absolute(searchAddress(state.query, state))),
    h("a.button", { href: searchesAddress() }, t.searches),
    createFold(t.save, createSaving(state, query), "needs-change"),
    createFold(t.download, h("div", createFiles(...hitsAsked(query, state)), createCitation({ q: query }))),
  );

const createFold = (name, body, kind = null) => h("details", { class: kind }, h("summary.button", name), body);

/** Keeps the query, under a name, in the user's research. */
function createSaving(state, query) {
  const name = h("input.field", { maxlength: "500", dir: "auto", required: true, "aria-label": t.name, value: query.slice(0, 500) });
  const says = h("div", { role: "status" }, t.saveSays);

  async function save(event) {
    event.preventDefault();
    try {
      await saveQuery({ name: name.value, query, meta: { results: { ...state, only: [], facet: "", page: "1" } } });
      says.replaceChildren(t.saved);
    } catch (error) {
      says.replaceChildren(createErrorBox({ error }));
    }
  }

  return h("form", { onsubmit: save }, name, h("button.button.button-strong", { type: "submit" }, t.saveNow), says);
}
