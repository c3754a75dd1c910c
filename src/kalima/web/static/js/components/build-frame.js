import { buildAddress, searchAddress } from "../lib/addresses.js";
import { fetchSearch } from "../lib/api.js";
import { h } from "../lib/dom.js";
import { t as page } from "../lib/strings.js";
import { texts } from "../lib/texts.js";
import { createErrorBox } from "./error-box.js";
import { createReading } from "./reading.js";

const t = await texts("build");
const PAUSE = 200;
const KEYS = /(Shift|Alt|Delete|Insert)/u;

/** What both builders have around their `parts`; none if the query cannot be shown so. */
export const createFrame = (kind, { title, hint }, { query, error, reading }, shown, parts, signal) =>
  h("div.build",
    h("h1", { tabindex: "-1" }, title),
    h("nav.dictionary-kinds", { "aria-label": t.title }, Object.entries(t.kinds).map(([each, name]) =>
      h("a.button", { href: buildAddress("", each), "aria-current": each === kind ? "page" : null }, name))),
    h("p.quiet", { id: "build-hint" }, hint.split(KEYS).map(part => (KEYS.test(part) ? h("kbd", part) : part))),
    error ? createErrorBox({ error, query }) : shown ? null : h("p.notice", t.unreadable(query)),
    parts,
    shown ? createOutcome(query, reading, signal) : null);

/** What the query finds, as soon as it is counted, the way there, and the query in words. */
function createOutcome(query, reading, signal) {
  const count = h("p.results-total", { role: "status" }, t.counting);
  const timer = setTimeout(async () => {
    try {
      count.textContent = page.search.total((await fetchSearch(query, { limit: 0, signal })).total);
    } catch (error) {
      if (!signal.aborted) count.textContent = `${error.message} ${error.hint}`;
    }
  }, PAUSE);
  signal.addEventListener("abort", () => clearTimeout(timer));
  return h("section.results", count, h("a.button.button-strong", { href: searchAddress(query) }, t.search), createReading(query, reading));
}
