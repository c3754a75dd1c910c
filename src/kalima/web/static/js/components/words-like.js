import { searchAddress } from "../lib/addresses.js";
import { fetchSearch } from "../lib/api.js";
import { arabic, h } from "../lib/dom.js";
import { wordQuery } from "../lib/query.js";
import { named, texts } from "../lib/texts.js";
import { createQueryCode } from "./query-code.js";

const t = await texts("words");

const PAUSE = 200;

/** "Find words like this": for each stem of a word its features to choose from, and the query that they make. */
export function createWordsLike(word) {
  const stems = word.segments.map((segment, index) => ({ segment, index })).filter(({ segment }) => segment.kind === "STEM");
  return stems.map(({ segment, index }) => createChoice(word, segment, index, stems.length > 1));
}

function createChoice(word, stem, index, several) {
  const headwords = word.dictionary.find(({ segment }) => segment === index + 1);
  const chips = testsOf(word, stem, headwords).map(createChip);
  const query = h("p.like-query");
  const says = h("p.quiet", { role: "status" });
  const search = h("a.button.button-strong", t.searchLike);
  let asking = null;
  let timer = 0;

  function choose() {
    clearTimeout(timer);
    asking?.abort();
    const tests = chips.filter(({ box }) => box.checked).map(({ test }) => test);
    search.hidden = tests.length === 0;
    if (!tests.length) {
      query.replaceChildren();
      says.textContent = t.none;
      return;
    }
    const wanted = wordQuery(tests);
    query.replaceChildren(createQueryCode(wanted));
    search.href = searchAddress(wanted);
    says.textContent = t.counting;
    timer = setTimeout(() => count(wanted), PAUSE);
  }

  async function count(wanted) {
    asking = new AbortController();
    const { signal } = asking;
    try {
      const { total } = await fetchSearch(wanted, { limit: 0, signal });
      says.textContent = t.found(total.words, total.verses);
    } catch (error) {
      if (!signal.aborted) says.textContent = error.message;
    }
  }

  const element = h(
    "details.words-like",
    { ontoggle: () => element.open && choose() },
    h("summary", several ? [t.likeStem(""), arabic(stem.form)] : t.like),
    h("fieldset", { onchange: choose }, h("legend", t.choose), chips.map(({ element: chip }) => chip)),
    query,
    says,
    search,
  );
  return element;
}

/** What can be asked of a stem and of the word around it. */
function testsOf(word, stem, headwords) {
  const tests = [];
  const add = (name, value, test, chosen = false, inferred = false) => tests.push({ name, value, test, chosen, inferred });
  if (headwords?.root) add(t.kicker.root, arabic(headwords.root.root), ["root", headwords.root.root], true);
  if (headwords?.lemma) add(t.kicker.lemma, arabic(headwords.lemma.lemma), ["lemma", headwords.lemma.name], !headwords.root);
  for (const feature of stem.features) {
    add(feature[named], feature[`value_${named}`], [feature.key, feature.tag], feature.key === "pos", feature.inferred);
  }
  if (stem.wazn) add(t.pattern, arabic(stem.wazn), ["pattern", stem.wazn]);
  for (const segment of word.segments) {
    const { kind, function: role, person, gender, number, form } = segment;
    const value = kind === "SUFFIX" && person ? `${person}${gender ?? ""}${number ?? ""}` : role;
    if (kind !== "STEM" && value) add(segment[`kind_${named}`], arabic(form), [kind.toLowerCase(), value]);
  }
  add(t.spelling, arabic(word.text), ["word", word.text]);
  return tests;
}

function createChip({ name, value, test, chosen, inferred }) {
  const box = h("input", { type: "checkbox" });
  box.checked = chosen;
  const element = h("label.chip", box, h("span.quiet", name), " ", h("span", value), inferred ? h("span.inferred", t.inferred) : null);
  return { box, test, element };
}
