import { h, mixed } from "../lib/dom.js";
import { texts } from "../lib/texts.js";

const t = await texts("words");

// What the corpus's features are called in the treebank, where it is not tb_ and the same name.
const COUNTERPART = { form: "verbclass", deriv: "nounkind" };

export const row = (english, inArabic) =>
  h("tr", h("td", { lang: "en", dir: "ltr" }, english), h("td", { lang: "ar", dir: "rtl" }, inArabic));

export const side = (name, value, note = null) => [
  h("span.feature-name", name),
  " ",
  h("span.feature-value", value),
  note ? [" ", note] : null,
].flat();

/** What the treebank says of a segment: folded away, for the corpus's own analysis comes first. */
export function createTreebank(features) {
  if (!features.length) return null;
  // The heading says already what these names say at their end.
  const plain = name => name.replace(/\s*\((treebank|بنك الأشجار)\)$/u, "");
  return h(
    "details.treebank",
    h("summary", t.treebank),
    h("table", h("tbody", features.map(feature =>
      row(side(plain(feature.english), mixed(feature.value_english ?? feature.tag)), side(plain(feature.arabic), feature.value_arabic ?? feature.tag)),
    ))),
    h("p.quiet", t.treebankSource),
  );
}

/** Where the corpus and the treebank say different things of a segment. */
export function createDifferences(segment) {
  if (!segment.disagreements?.length) return null;
  return h(
    "div.differences",
    h("p", h("strong", t.differ)),
    h("ul", { role: "list" }, segment.disagreements.map(each => h("li", mixed(createDifference(segment, each))))),
  );
}

function createDifference(segment, { feature, corpus, treebank, inferred }) {
  const named = (features, tag, keys) => features.find(each => each.tag === tag && keys.includes(each.key))?.value_english ?? tag;
  const name = segment.features.find(each => each.key === feature)?.english ?? t.featureNames[feature] ?? feature;
  const theirs = named(segment.treebank ?? [], treebank, [`tb_${feature}`, COUNTERPART[feature]]);
  return t.difference(name, named(segment.features, corpus, [feature]), theirs, inferred && t.inferred);
}
