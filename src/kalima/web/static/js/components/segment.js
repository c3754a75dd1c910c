import { searchAddress } from "../lib/addresses.js";
import { arabic, h } from "../lib/dom.js";
import { fieldQuery } from "../lib/query.js";
import { texts } from "../lib/texts.js";
import { createDifferences, createTreebank, row, side } from "./treebank.js";

const t = await texts("words");

const kindClass = segment => `segment-${segment.kind.toLowerCase()}`;

/** A segment as one of the tiles that make up the word: its letters, and in words what kind it is. */
export function createSegmentRow(segment) {
  return h(
    "li",
    { class: `segment-tile ${kindClass(segment)}` },
    h("span.segment-form", { lang: "ar" }, segment.form),
    h("span.segment-kind", { lang: "en", dir: "ltr" }, segment.kind_english),
    arabic(segment.kind_arabic, { class: "arabic-plain segment-kind" }),
  );
}

/** A segment's features, lemma and root, English and Arabic side by side. */
export function createSegment(segment) {
  const { wazn } = segment;
  const features = segment.features.map(feature =>
    row(
      side(feature.english, feature.value_english, feature.inferred && h("span.inferred", { "aria-describedby": "inferred-note" }, t.inferredEnglish)),
      side(feature.arabic, feature.value_arabic, feature.inferred && h("span.inferred", t.inferredArabic)),
    ),
  );
  return h(
    "section",
    { class: `segment ${kindClass(segment)}` },
    h(
      "h3",
      h("span", { lang: "en", dir: "ltr" }, segment.kind_english),
      arabic(segment.form, { class: "segment-title" }),
      arabic(segment.kind_arabic, { class: "arabic-plain" }),
    ),
    h(
      "table",
      h("thead", h("tr", h("th", { scope: "col", lang: "en", dir: "ltr" }, t.english), h("th", { scope: "col", lang: "ar", dir: "rtl" }, t.arabic))),
      h("tbody", features, plain(segment.lemma, t.lemma, t.lemmaArabic), plain(segment.root, t.root, t.rootArabic), wazn && linked("wazn", wazn, t.wazn, t.waznArabic, t.searchWazn(wazn))),
    ),
    createDifferences(segment),
    createTreebank(segment.treebank ?? []),
  );
}

const link = (field, value, label) =>
  h("a", { href: searchAddress(fieldQuery(field, value)), "aria-label": label }, arabic(value));

const plain = (value, name, nameArabic) => value && row(side(name, arabic(value)), side(nameArabic, arabic(value)));

const linked = (field, value, name, nameArabic, label) =>
  row(side(name, link(field, value, label)), side(nameArabic, arabic(value)));
