import { lemmaAddress, rootAddress, searchAddress, surahAddress, treeAddress } from "../lib/addresses.js";
import { arabic, h } from "../lib/dom.js";
import { texts } from "../lib/texts.js";
import { bothNames } from "./both-names.js";

const t = await texts("words");

/** What a word is found under: the root and lemma of each stem with their counts, and the words that are spelled the same. */
export function createDictionary(word) {
  const rows = word.dictionary.flatMap(({ root, lemma }) => [
    root && createHeadword("root", root.root, rootAddress(root.root), root),
    lemma && createHeadword("lemma", lemma.lemma, lemmaAddress(lemma.name), lemma),
  ]);
  return h(
    "section.word-section",
    { "aria-labelledby": "word-dictionary" },
    h("h3", { id: "word-dictionary" }, t.dictionary),
    h("ul", { role: "list" }, rows, createSame(word.text, word.same)),
  );
}

function createHeadword(kind, text, address, { counts, query }) {
  const rest = [t.forms(counts.forms), kind === "root" && t.lemmas(counts.lemmas)].filter(Boolean).join(t.comma);
  return h(
    "li",
    h("span.quiet", t.kicker[kind]),
    h("a", { href: address, "aria-label": t.entry[kind](text) }, arabic(text)),
    h("span", h("a", { href: searchAddress(query), "aria-label": t.search[kind](text) }, t.words(counts.words)), t.comma, rest),
  );
}

const createSame = (text, { words, verses, query }) =>
  h(
    "li",
    h("span.quiet", t.same),
    arabic(text),
    h("span", words === 1 ? t.onlyHere : h("a", { href: searchAddress(query) }, t.elsewhere(words, verses))),
  );

/** A word's place in its verse's tree: what governs it, what it governs, and the way there. */
export function createTreePlace({ surah, ayah, tree }) {
  const own = new Set(tree.nodes.map(node => node.position));
  const outside = links => links.filter(({ node }) => !own.has(node.position));
  const place = { surah, ayah };
  const heads = outside(tree.heads).map(link => createLink(t.governedBy, link, place));
  const dependents = outside(tree.dependents).map(link => createLink(t.governs, link, place));
  return h(
    "section.word-section",
    { "aria-labelledby": "word-tree" },
    h("h3", { id: "word-tree" }, t.tree),
    own.size === 0
      ? h("p.quiet", t.noTree)
      : [heads.length ? null : h("p.quiet", t.head), h("ul", { role: "list" }, heads, dependents)],
    h("p", h("a", { href: treeAddress(surah, ayah) }, t.openTree)),
  );
}

function createLink(says, link, { surah, ayah }) {
  const { node } = link;
  const [own, other] = bothNames(link);
  const text = arabic(node.text);
  return h(
    "li",
    h("span.quiet", says),
    node.word ? h("a", { href: surahAddress(surah, ayah, node.word) }, text) : text,
    h("span", own, node.implied ? ` (${t.implied})` : null, " ", h("span.quiet", other)),
  );
}
