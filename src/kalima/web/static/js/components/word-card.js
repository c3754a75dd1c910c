import { h, mixed } from "../lib/dom.js";
import { named, texts } from "../lib/texts.js";
import { createCardLink } from "./card-link.js";
import { createButton, createSwitch } from "./choice.js";
import { askFeature } from "./feature-dialog.js";

const t = await texts("build");
const DELETES = ["Delete", "Backspace"];

/** A word of the query: how it stands to another, and its features as chips. */
export function createWordCard(card, builder) {
  const { cards, apply, attributes } = builder;
  const { id, tests } = card;
  const name = t.word(id);
  const roots = cards.filter(({ link }) => link !== "head");
  const place = roots.indexOf(card);
  const inTree = place < 0 || cards.some(({ head }) => head === id);
  const small = (label, sign, does, disabled) => h("button.icon-button", { onclick: does, "aria-label": label, disabled }, sign);
  const ask = test => askFeature(name, attributes, test ?? { attribute: "root", values: [] }, made =>
    apply(() => tests.splice(test ? tests.indexOf(test) : tests.length, test ? 1 : 0, made), "add", id));

  /** Words change places with all that depends on them; the gaps stay. */
  function move(step) {
    const other = roots[place + step];
    if (!other || place < 0) return;
    apply(() => {
      const [one, two] = [cards.indexOf(card), cards.indexOf(other)];
      [cards[one], cards[two]] = [other, card];
      [card.link, card.most, other.link, other.most] = [other.link, other.most, card.link, card.most];
    }, "card", id, t.moved(name));
  }

  /** What depended on the word is a word of its own. */
  const remove = () => apply(() => {
    cards.splice(cards.indexOf(card), 1);
    for (const each of cards) if (each.head === id) Object.assign(each, { link: "next", head: null });
    if (!cards.length) cards.push({ id, link: "next", tests: [] });
  }, "card", id, t.removed(name));

  function onKey(event) {
    const step = { ArrowLeft: 1, ArrowRight: -1 }[event.key];
    if (DELETES.includes(event.key)) remove();
    else if (step && event.shiftKey) move(step);
    else if (step) document.querySelector(`[data-key="card-${cards[cards.indexOf(card) + step]?.id}"]`)?.focus();
    else return;
    event.preventDefault();
  }

  const createChip = (test, index) => {
    const says = test[named];
    const drop = () => apply(() => tests.splice(index, 1), "add", id, t.removed(says));
    return h("li.chip", { onkeydown: event => DELETES.includes(event.key) && drop() },
      h("button", { "aria-label": t.change(says), onclick: () => ask(test) }, mixed(says)),
      h("button", { "aria-label": t.remove(says), onclick: drop }, "×"));
  };

  return h("li.word-card",
    cards.length > 1 ? createCardLink(card, builder) : null,
    h("div.build-row",
      createButton(name, null, { "data-key": `card-${id}`, "aria-describedby": "build-hint", onkeydown: onKey }),
      place < 0 ? null : [small(t.earlier(name), "→", () => move(-1), place === 0), small(t.later(name), "←", () => move(1), place === roots.length - 1)],
      small(t.remove(name), "×", remove)),
    tests.length ? h("ul.build-row", { "aria-label": t.features(name) }, tests.map(createChip)) : card.implied ? null : h("p.quiet", t.anyWord),
    card.implied ? null : createButton(t.add, () => ask(), { "data-key": `add-${id}`, "aria-label": t.addTo(name) }),
    inTree && !tests.length ? createSwitch(t.implied, card.implied, on => apply(() => (card.implied = on), "implied", id), `implied-${id}`) : null);
}
