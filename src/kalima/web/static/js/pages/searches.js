import { searchAddress, startAddress } from "../lib/addresses.js";
import { h } from "../lib/dom.js";
import { forgetSearch, forgetSearches, recentSearches } from "../lib/recent.js";
import { fetchSaved, removeSaved, restoreSaved } from "../lib/saved.js";
import { language, texts } from "../lib/texts.js";
import { createErrorBox } from "../components/error-box.js";
import { createQueryCode } from "../components/query-code.js";

const t = await texts("searches");
const time = new Intl.DateTimeFormat(language === "ar" ? "ar-EG" : "en", { dateStyle: "medium", timeStyle: "short" });
const createButton = (name, onclick, query, kind = "") => h("button", { class: `button ${kind}`, "aria-label": query && t.named(name, query), onclick }, name);

/** The searches that were saved, each with what it found, and the last ones. */
export async function searchesPage({ signal }) {
  const saved = await fetchSaved(signal).then(({ items }) => createSaved(items), error => createErrorBox({ error }));
  return { title: t.title, element: h("div.searches", h("h1", { tabindex: "-1" }, t.title), h("h2", t.saved), saved, h("h2", { tabindex: "-1" }, t.recent), createRecent()) };
}

const createSaved = items => (items.length ? h("ul", { role: "list" }, items.map(createItem)) : h("p.quiet", t.noneSaved));

/** A saved search, which opens as it was listed; in the bin it can be taken back. */
function createItem({ id, data, created }) {
  const { name, query, total, corpus, meta } = data;
  const remove = createButton(t.remove, () => change(removeSaved, [h("span", t.removed(name)), undo]), name, "needs-change");
  const undo = createButton(t.undo, () => change(restoreSaved, parts), name);
  const parts = [h("a", { href: searchAddress(query, meta?.results) }, h("bdi", name)), name === query ? null : createQueryCode(query), h("span.quiet", t.found(total, corpus, time.format(new Date(created)))), remove].filter(Boolean);
  const item = h("li", parts);

  async function change(does, shown) {
    try {
      await does(id);
      item.replaceChildren(...shown);
      shown.at(-1).focus();
    } catch (error) {
      item.append(createErrorBox({ error }));
    }
  }

  return item;
}

function createRecent() {
  const element = h("div");

  /** After something was forgotten the focus is on what stands in its place. */
  function show(focused) {
    const recent = recentSearches();
    const rows = recent.map(({ query, at }, index) => h(
      "li",
      h("a", { href: searchAddress(query) }, createQueryCode(query)),
      h("span.quiet", time.format(new Date(at))),
      createButton(t.forget, () => (forgetSearch(query), show(index)), query),
    ));
    element.replaceChildren(
      h("p.quiet", { tabindex: "-1" }, recent.length ? t.recentSays(recent.length) : t.noneRecent, " ", h("a", { href: startAddress() }, t.examples)),
      h("ul", { role: "list" }, rows),
      ...(recent.length ? [createButton(t.clear, () => (forgetSearches(), show(0)))] : []),
    );
    if (focused !== undefined) (rows[Math.min(focused, rows.length - 1)]?.querySelector("button") ?? element.firstChild).focus();
  }

  show();
  return element;
}
