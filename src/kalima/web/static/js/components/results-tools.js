import { searchAddress } from "../lib/addresses.js";
import { h } from "../lib/dom.js";
import { keepChoice } from "../lib/preferences.js";
import { texts } from "../lib/texts.js";
import { createChoice } from "./choice.js";

const t = await texts("results");
const draw = () => 1 + Math.floor(Math.random() * 9999);

/** How the results are listed, each choice an address: as verses or lines, in which order, in pages or endless. */
export function createResultsTools(state, { go, endless }) {
  const { view, sort } = state;
  const random = sort.includes("random");
  let wanted = { ...state, page: "1" };

  /** Two choices before the first is answered hold together. */
  function to(change) {
    wanted = { ...wanted, ...change };
    go(searchAddress(wanted.query, wanted), { focus: false });
  }

  function sortBy(at, value) {
    const sorts = wanted.sort.toSpliced(at, 1, value).filter(each => each && each !== "mushaf");
    to({ sort: sorts, seed: !sorts.includes("random") ? "0" : random ? state.seed : draw() });
  }

  /** A list with its name before it, which the list has of itself. */
  const named = (key, label, options, chosen, onChoose) =>
    h("span.results-choice", h("span", { "aria-hidden": "true" }, label), createChoice(label, Object.entries(options), chosen, onChoose, key));
  const choose = (name, label, options) => named(name, label, options, state[name], value => to({ [name]: value }));
  return h(
    "div.results-tools",
    { role: "group", "aria-label": t.tools },
    h("div.results-views", Object.keys(t.views).map(each =>
      h("button.button", { "data-key": each, "aria-pressed": String(each === view), onclick: () => to({ view: each, sort: [], seed: "0" }) }, t.views[each]),
    )),
    // After a key that leaves nothing equal another would do nothing.
    (view === "lines" ? [0, 1, 2] : [0]).filter(at => !at || (sort[at - 1] && sort[at - 1] !== "random")).map(at =>
      named(`sort-${at}`, at ? t.then : t.sort, view === "lines" ? t.lineSorts : t.verseSorts, sort[at] ?? "mushaf", value => sortBy(at, value)),
    ),
    random && [h("span.quiet", t.seed(Number(state.seed))), h("button.button", { "data-key": "draw", onclick: () => to({ seed: draw() }) }, t.draw)],
    view === "lines" && [choose("context", t.context, t.contexts), choose("group", t.group, t.groups), choose("unique", t.unique, t.uniques)],
    named("paging", t.paging, t.pagings, endless ? "endless" : "pages", value => {
      keepChoice("paging", value);
      to({});
    }),
  );
}
