import { fetchCompletion } from "../lib/api.js";
import { h, mixed } from "../lib/dom.js";
import { charactersIn, unitsIn } from "../lib/query.js";
import { recentSearches } from "../lib/recent.js";
import { language, t } from "../lib/strings.js";

const PAUSE = 120;
const RECENT = 8;
const MOVES = ["ArrowLeft", "ArrowRight", "Home", "End"];

/**
 * Offers ways to go on below a text field, which becomes a combobox; below an empty one the last searches.
 *
 * What is offered belongs to the text and the cursor that it was asked for: as soon as either changes it is
 * gone, and an answer that comes later is not shown.
 *
 * @param {HTMLInputElement} input
 * @param {Function} onChange called when an offer has been put in
 * @param {Function} [before] the part of a query that stands before what is typed
 * @param {Function} [onSearch] called when what was put in is a whole search; without it none is offered
 */
export function createCompletion(input, onChange, { before = () => "", onSearch = null } = {}) {
  const id = `${input.id}-offers`;
  const list = h("ul.offers", { id, role: "listbox", "aria-label": t.search.completions, hidden: true });
  const status = h("p.visually-hidden", { role: "status" });
  let answer = null;
  let active = -1;
  let timer = 0;
  let asking = null;

  const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-haspopup": "listbox", "aria-controls": id, "aria-expanded": "false" };
  for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value);

  function close() {
    clearTimeout(timer);
    asking?.abort();
    asking = answer = null;
    activate(-1);
    list.hidden = true;
    list.replaceChildren();
    status.textContent = "";
    input.setAttribute("aria-expanded", "false");
  }

  /** The last searches, where nothing is typed; false where there are none. */
  function recall() {
    const recent = input.value || !onSearch ? [] : recentSearches().slice(0, RECENT);
    if (!recent.length) return false;
    close();
    open({ start: 0, end: 0, offers: recent.map(({ query }) => ({ text: query, english: "", arabic: "", hits: null, kind: "search" })) }, "", 0);
    status.textContent = t.search.recent(recent.length);
    return true;
  }

  async function ask() {
    if (recall()) return;
    close();
    asking = new AbortController();
    const { signal } = asking;
    const lead = before();
    const value = lead + input.value;
    try {
      const found = await fetchCompletion(value, charactersIn(value, lead.length + input.selectionStart), signal);
      if (!signal.aborted && document.activeElement === input) open(found, value, lead.length);
    } catch {
      // Without offers one types on; what is wrong with the query is said when it is run.
    }
  }

  function open({ start, end, offers }, value, lead) {
    const range = [unitsIn(value, start) - lead, unitsIn(value, end) - lead];
    const news = offers.filter(offer => offer.text !== input.value.slice(...range));
    if (!news.length) return;
    answer = { range, offers: news };
    list.replaceChildren(...news.map(createOption));
    list.hidden = false;
    status.textContent = t.search.offers(news.length);
    input.setAttribute("aria-expanded", "true");
  }

  function createOption({ text, english, arabic, hits, kind }, index) {
    return h(
      "li",
      { id: `${id}-${index}`, role: "option", "aria-selected": "false", onpointermove: () => activate(index), onclick: () => take(index) },
      h("bdi.offer-text", mixed(text)),
      english && (language === "en" || !arabic) ? h("span.offer-name", { lang: "en" }, english) : null,
      arabic ? h("bdi.offer-name.arabic-plain", { lang: "ar" }, arabic) : null,
      hits === null ? null : h("span.offer-count", t.search.offered[kind === "relation" ? "arcs" : "words"](hits)),
    );
  }

  function activate(index) {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = index;
    const option = list.children[active];
    if (!option) return input.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option.id);
  }

  function take(index) {
    const { range, offers } = answer;
    const { text, kind } = offers[index];
    input.setRangeText(text, ...range, "end");
    close();
    onChange();
    if (kind === "attribute") ask();
    if (kind === "search") onSearch();
  }

  /** From the field down through the offers and back to it. */
  function walk(step) {
    const places = answer.offers.length + 1;
    activate(((active + 1 + step + places) % places) - 1);
  }

  input.addEventListener("keydown", event => {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    if (event.key === "ArrowDown" && !answer) ask();
    else if (!answer) return;
    else if (event.key === "ArrowDown") walk(1);
    else if (event.key === "ArrowUp") walk(-1);
    else if (event.key === "Escape") close();
    else if ((event.key === "Enter" || event.key === "Tab") && active >= 0 && !event.shiftKey) take(active);
    else {
      if (MOVES.includes(event.key)) close();
      return;
    }
    event.preventDefault();
  });
  input.addEventListener("input", () => {
    close();
    if (input.value.trim()) timer = setTimeout(ask, PAUSE);
    else recall();
  });
  input.addEventListener("pointerdown", close);
  input.addEventListener("focus", recall);
  input.addEventListener("blur", close);
  list.addEventListener("pointerdown", event => event.preventDefault()); // the field keeps the focus
  list.addEventListener("mousedown", event => event.preventDefault());
  return { elements: [list, status], close };
}
