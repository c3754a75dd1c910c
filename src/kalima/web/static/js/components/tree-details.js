import { searchAddress } from "../lib/addresses.js";
import { arabic, h } from "../lib/dom.js";
import { arcQuery, wordQuery } from "../lib/query.js";
import { language, texts } from "../lib/texts.js";
import { bothNames } from "./both-names.js";
import { createQueryCode } from "./query-code.js";

const t = await texts("tree");

/** What is said of the chosen word or arc of a tree, with the searches that each arc leads to. */
export function createTreeDetails({ names, isCollapsed, onFold, onOpen }) {
  const element = h("section.tree-details", { "aria-label": t.chosen });

  function show(node, arcs = node?.heads ?? []) {
    if (!node) {
      element.replaceChildren(h("p.quiet", t.choose));
      return;
    }
    element.replaceChildren(
      h(
        "div.tree-details-head",
        h("p", arabic(node.text), " ", h("span.quiet", names.kind(node))),
        h(
          "div.tree-details-tools",
          node.word ? h("button.button", { onclick: () => onOpen(node) }, t.openWord) : null,
          node.dependents.length ? h("button.button", { onclick: () => onFold(node) }, isCollapsed(node) ? t.unfoldOne : t.foldOne) : null,
        ),
      ),
      ...(arcs.length ? arcs.map(arc => createArc(arc)) : [h("p.quiet", t.noHead)]),
    );
  }

  show(null);
  return { element, show };
}

function createArc(arc) {
  const [own, other] = bothNames(arc);
  return h(
    "div.tree-details-arc",
    h(
      "p",
      h("strong", own),
      " · ",
      other,
      h("span.tree-pair", arabic(arc.head.text), language === "ar" ? " ← " : " → ", arabic(arc.dependent.text)),
    ),
    h("ul", { role: "list" }, arcSearches(arc).map(({ says, query }) =>
      h("li", h("a", { href: searchAddress(query) }, `${t.find} `, says), " ", createQueryCode(query)),
    )),
  );
}

/** The ways to look for an arc elsewhere, the widest first. */
export function arcSearches({ head, relation, dependent }) {
  const ofKind = node => (node.record ? wordQuery([["pos", node.record.pos]]) : "_");
  const searches = [{ says: t.findAny, query: arcQuery("_", relation, "_") }];
  if (head.record || dependent.record) searches.push({ says: t.findKinds, query: arcQuery(ofKind(head), relation, ofKind(dependent)) });
  for (const node of [head, dependent]) {
    const lemma = node.record?.lemma;
    if (!lemma) continue;
    const one = wordQuery([["lemma", lemma]]);
    searches.push({ says: t.findLemma(lemma), query: node === head ? arcQuery(one, relation, "_") : arcQuery("_", relation, one) });
  }
  return searches;
}
