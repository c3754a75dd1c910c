import { h } from "../lib/dom.js";
import { named, texts } from "../lib/texts.js";
import { createButton, createChoice } from "./choice.js";
import { askFeature } from "./feature-dialog.js";

const t = await texts("build");

/** How a word stands to what is before it, or what it is to the word that it depends on. */
export function createCardLink(card, { cards, apply }) {
  const { id, link, head } = card;
  const first = card === cards[0];
  const isBelow = each => each.id === id || (each.link === "head" && isBelow(cards.find(other => other.id === each.head)));
  const kinds = [
    ...(first ? [[link, t.first]] : ["next", "some", "later", "verse"].map(each => [each, t.links[each]])),
    ...cards.filter(each => !isBelow(each)).map(each => [each.id, t.depends(id, each.id)]),
  ];
  const put = (change, key) => apply(() => Object.assign(card, change), key, id);
  const depth = `${card.denied ? "not" : "is"}${card.deep ? "Deep" : ""}`;
  const size = h("input.field", { type: "number", min: 1, max: 99, required: true, value: card.most, "aria-label": t.size, "data-key": `size-${id}`, onchange: () =>
    size.reportValidity() && put({ most: Number(size.value) }, "size") });
  const ask = () => askFeature(t.relation, [["rel"]], { attribute: "rel", values: card.relations }, ({ values }) => put({ relations: values }, "relation"));
  return h("div.build-row.card-link",
    createChoice(t.link(id), kinds, head ?? link, kind => put(kind in t.links ? { link: kind, head: null } : { link: "head", head: kind }, "link"), `link-${id}`),
    link === "some" && !first ? size : null,
    head && [
      createButton(card[named] || t.anyRelation, ask, { "data-key": `relation-${id}`, "aria-label": t.as(card[named] || t.anyRelation) }),
      createChoice(t.depth, Object.entries(t.depths), depth, each => put({ denied: each.startsWith("not"), deep: each.endsWith("Deep") }, "depth"), `depth-${id}`),
    ]);
}
