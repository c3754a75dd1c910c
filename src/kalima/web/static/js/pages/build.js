import { fetchSurahs, fetchTagset } from "../lib/api.js";
import { goOn, landing, readBuilt } from "../lib/built.js";
import { h } from "../lib/dom.js";
import { named, texts } from "../lib/texts.js";
import { createFrame } from "../components/build-frame.js";
import { withArcs } from "../components/card-arcs.js";
import { createConditions } from "../components/card-conditions.js";
import { createButton, createChoice } from "../components/choice.js";
import { createWordCard } from "../components/word-card.js";

const t = await texts("build");
const ANY = "[]";
const MOST = 26;

/** A query as cards to put together, for who does not write queries. */
export async function buildPage({ address, signal, go }) {
  const [built, features, surahs] = await Promise.all([readBuilt(address.built || ANY, signal), fetchTagset(), fetchSurahs()]);
  const state = built.cards ?? { cards: [{ id: "A", link: "next", tests: [] }], conditions: [], within: "aya", region: "" };
  const { cards, conditions } = state;
  const apply = (change, ...focus) => {
    change();
    return goOn(go, state, "", ...focus);
  };
  const attributes = [...Object.entries(t.attributes), ...features.map(each => [each.key, each[named]])];
  const builder = { cards, apply, attributes };
  const add = () => apply(() => cards.push({ id: "new", link: "next", tests: [] }), "add", "new");
  const choice = (key, label, values) => createChoice(label, values, state[key], value => apply(() => (state[key] = value), key), key);
  const element = createFrame("", t, built, built.cards, [
    withArcs(h("ol.word-cards", { role: "list" }, cards.map(card => createWordCard(card, builder)), h("li", createButton(t.addWord, add, { disabled: cards.length >= MOST }))), cards),
    createConditions(conditions, builder),
    h("div.build-row", choice("region", t.region, regions(surahs, state.region)), choice("within", t.within, Object.entries(t.spans))),
  ], signal);
  return { title: t.title, query: address.built && built.query, ...landing(element, t.lost) };
}

function regions(surahs, region) {
  const known = [
    ...Object.entries(t.regions),
    ...surahs.map(({ number, arabic, transliterated }) => [String(number), t.surah(number, named === "arabic" ? arabic : transliterated)]),
    ...Array.from({ length: 30 }, (_, index) => [`juz${index + 1}`, t.juz(index + 1)]),
  ];
  return known.some(([value]) => value === region) ? known : [...known, [region, region]];
}
