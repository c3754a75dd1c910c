import { searchAddress } from "../lib/addresses.js";
import { arabic, h } from "../lib/dom.js";
import { arcQuery } from "../lib/query.js";
import { texts } from "../lib/texts.js";
import { bothNames } from "./both-names.js";

const t = await texts("tree");

/** A dependency graph as a table: every node in order, what governs it, and in what relation; made when it is opened. */
export function createTreeTable(nodes, kindOf) {
  const body = h("tbody");
  const fill = () => body.childElementCount || body.append(...nodes.flatMap(node => createRows(node, kindOf)));
  return h(
    "details.tree-table",
    { ontoggle: fill },
    h("summary", t.table),
    h("div.wide-table", h("table", h("thead", h("tr", t.columns.map(name => h("th", { scope: "col" }, name)))), body)),
  );
}

function createRows(node, kindOf) {
  const arcs = node.heads.length ? node.heads : [null];
  return arcs.map((arc, index) =>
    h(
      "tr",
      index === 0 ? h("th", { scope: "row", rowspan: arcs.length > 1 ? arcs.length : null }, createNode(node)) : null,
      index === 0 ? h("td", { rowspan: arcs.length > 1 ? arcs.length : null }, kindOf(node)) : null,
      h("td", arc && createRelation(arc)),
      h("td", arc && createNode(arc.head)),
    ),
  );
}

const createNode = node => [h("span.quiet.tree-number", String(node.position)), " ", arabic(node.text), node.implied ? ` (${t.implied})` : null];

function createRelation(arc) {
  const [own, other] = bothNames(arc);
  return [h("a", { href: searchAddress(arcQuery("_", arc.relation, "_")) }, own), " ", h("span.quiet", other)];
}
