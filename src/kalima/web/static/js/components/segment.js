import { searchAddress } from "../lib/addresses.js";
import { arabic, h } from "../lib/dom.js";
import { fieldQuery } from "../lib/query.js";
import { t } from "../lib/strings.js";
import { createDifferences, createTreebank, row, side } from "./treebank.js";

const kindClass = (segment) => `segment-${segment.kind.toLowerCase()}`;

/** A segment as one of the tiles that make up the word: its letters, and in words what kind it is. */
export function createSegmentRow(segment) {
  return h(
    "li",
    { class: `segment-tile ${kindClass(segment)}` },
    h("span", { class: "segment-form", lang: "ar" }, segment.form),
    h("span", { class: "segment-kind", lang: "en", dir: "ltr" }, segment.kind_english),
    arabic(segment.kind_arabic, { class: "arabic-plain segment-kind" }),
  );
}

/** A segment's features, English and Arabic side by side, and its lemma and root as searches. */
export function createSegment(segment) {
  const { wazn } = segment;
  const features = segment.features.map((feature) =>
    row(
      side(feature.english, feature.value_english, feature.inferred && h("span", { class: "inferred", "aria-describedby": "inferred-note" }, t.inspector.inferred)),
      side(feature.arabic, feature.value_arabic, feature.inferred && h("span", { class: "inferred" }, t.inspector.inferredArabic)),
    ),
  );
  return h(
    "section",
    { class: `segment ${kindClass(segment)}` },
    h(
      "h3",
      {},
      h("span", {}, segment.kind_english),
      arabic(segment.form, { class: "segment-title" }),
      arabic(segment.kind_arabic, { class: "arabic-plain" }),
    ),
    h(
      "table",
      {},
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, t.inspector.english), h("th", { scope: "col", lang: "ar", dir: "rtl" }, t.inspector.arabic))),
      h("tbody", {}, features, lemmaRow(segment.lemma), rootRow(segment.root), wazn && linked("wazn", wazn, t.inspector.wazn, t.inspector.waznArabic, t.inspector.searchWazn(wazn))),
    ),
    createDifferences(segment),
    createTreebank(segment.treebank ?? []),
  );
}

const link = (field, value, label) =>
  h("a", { href: searchAddress(fieldQuery(field, value)), "aria-label": label }, arabic(value));

const lemmaRow = (lemma) => lemma && linked("lemma", lemma, t.inspector.lemma, t.inspector.lemmaArabic, t.inspector.searchLemma(lemma));

const rootRow = (root) => root && linked("root", root, t.inspector.root, t.inspector.rootArabic, t.inspector.searchRoot(root));

const linked = (field, value, name, nameArabic, label) =>
  row(side(name, link(field, value, label)), side(nameArabic, arabic(value)));
