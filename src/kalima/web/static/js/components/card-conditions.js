import { h } from "../lib/dom.js";
import { texts } from "../lib/texts.js";
import { createButton, createChoice } from "./choice.js";

const t = await texts("build");

/** What two words must share or not share, a line each. */
export function createConditions(conditions, { cards, apply, attributes }) {
  const words = cards.map(({ id }) => [id, t.word(id)]);
  const row = (condition, index) => {
    const choice = (key, label, values) => createChoice(label, values, String(condition[key]), value => apply(() => (condition[key] = key === "not" ? value === "true" : value), `${key}-${index}`), `${key}-${index}`);
    return h("li.build-row",
      choice("left", t.compared, words),
      choice("not", t.comparison, [["false", t.same], ["true", t.different]]),
      choice("attribute", t.feature, attributes),
      choice("right", t.compared, words),
      h("button.icon-button", { onclick: () => apply(() => conditions.splice(index, 1), "compare"), "aria-label": t.removeCondition }, "×"));
  };
  const add = () => apply(() => conditions.push({ left: words[0][0], right: words[1][0], attribute: "root" }), `left-${conditions.length}`);
  return [h("ul", { role: "list" }, conditions.map(row)), cards.length > 1 ? createButton(t.compare, add, { "data-key": "compare" }) : null];
}
