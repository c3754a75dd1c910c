import { searchAddress, startAddress } from "../lib/addresses.js";
import { h, mixed } from "../lib/dom.js";
import { withoutTerm } from "../lib/query.js";
import { t } from "../lib/strings.js";
import { createQueryCode } from "./query-code.js";

const MOST = 4;

/** Searches near one that found nothing. */
export function createNextSteps(query, meanings) {
  const steps = [];
  if (meanings.some(({ attribute }) => attribute === "exact")) steps.push([query.replaceAll("=", ""), t.search.anyMarks]);
  if (query.includes('"') && !/:"/.test(query)) steps.push([query.replaceAll('"', ""), t.search.anyOrder]);
  if (meanings.length > 1) {
    for (const meaning of meanings) steps.push([withoutTerm(query, meaning), t.search.without(meaning.meaning)]);
  }
  const links = steps
    .filter(([nearby]) => nearby)
    .slice(0, MOST)
    .map(([nearby, says]) => h("li", h("a", { href: searchAddress(nearby) }, mixed(says)), createQueryCode(nearby)));
  return h(
    "section.next-steps",
    h("h2", t.search.steps),
    h("ul", { role: "list" }, links, h("li", h("a", { href: startAddress() }, t.search.examples))),
  );
}
