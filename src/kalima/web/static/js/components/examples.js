import { helpAddress, numbersAddress, searchAddress } from "../lib/addresses.js";
import { fetchSearch } from "../lib/api.js";
import { h, mixed } from "../lib/dom.js";
import { unbroken } from "../lib/messages.js";
import { t } from "../lib/strings.js";
import { createQueryCode } from "./query-code.js";

/** Example searches, each with what it finds in this corpus now; what has a `by` leads to its numbers. */
export function createExamples(signal) {
  return h("ul.examples", { role: "list" }, t.start.examples.map(example => createExample(example, signal)));
}

function createExample({ query, by, says }, signal) {
  const total = h("span.example-total", "\u00a0");
  fetchSearch(query, { limit: 0, signal }).then(
    answer => (total.textContent = unbroken(t.search.total(answer.total))),
    () => (total.textContent = t.start.countFailed),
  );
  return h(
    "li",
    h(
      "a.example",
      { href: by ? numbersAddress(new URLSearchParams({ q: query, by })) : searchAddress(query) },
      createQueryCode(query),
      h("span.example-says", mixed(says)),
      total,
    ),
  );
}

/** The query language in a few lines. */
export function createSyntax() {
  return h(
    "details.syntax",
    h("summary", t.start.syntaxHeading),
    h("dl", t.start.syntax.map(({ query, says }) => [h("dt", createQueryCode(query)), h("dd", mixed(says))])),
    h("p", h("a", { href: helpAddress("query-language") }, t.start.allSyntax)),
  );
}
