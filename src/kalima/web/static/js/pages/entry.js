import { dictionaryAddress, rootAddress, searchAddress } from "../lib/addresses.js";
import { fetchEntry, fetchSurahs, fetchTagset } from "../lib/api.js";
import { arabic, h } from "../lib/dom.js";
import { named, texts } from "../lib/texts.js";
import { createFeatures, createForms, createLemmas, createPatterns, createSurahs } from "../components/entry-parts.js";

const t = await texts("dictionary");

/** The page of a root or of a lemma: all that the text has of it, every count a search. */
export async function entryPage({ address, signal, go }) {
  const { kind } = address;
  const part = kind === "root" ? import("../components/root-sketch.js") : null;
  const [entry, surahs, tagset] = await Promise.all([fetchEntry(kind, address.headword, signal), fetchSurahs(), fetchTagset()]);
  const sketch = part && (await (await part).createRootSketch(address.headword, signal, go));
  const posNames = new Map(tagset.find(({ key }) => key === "pos").values.map(value => [value.tag, value]));
  const text = entry[kind];
  return {
    title: t.heading[kind](text),
    element: h(
      "article.entry",
      h(
        "header.entry-heading",
        h("h1", { tabindex: "-1" }, h("span.surah-heading-kicker", t.kicker[kind]), " ", arabic(text, { class: "surah-heading-arabic" })),
        h("p.quiet", createFacts(kind, entry, posNames)),
        h("p.entry-ways", h("a.button.button-strong", { href: searchAddress(entry.query) }, t.searchAll(entry.counts.words)), h("a.button", { href: dictionaryAddress(kind) }, t.all[kind])),
      ),
      h(
        "div.entry-parts",
        kind === "root" ? createLemmas(entry.lemmas, posNames) : null,
        createForms(entry.forms),
        createFeatures(entry.features),
        createPatterns(entry.patterns),
        createSurahs(entry.surahs, surahs),
      ),
      sketch,
    ),
  };
}

function createFacts(kind, { buckwalter, counts, root, pos }, posNames) {
  const facts = [t.words(counts.words), t.verses(counts.verses), t.spellings(counts.forms)];
  if (kind === "root") return [h("bdi", buckwalter), " · ", [...facts, t.lemmaCount(counts.lemmas)].join(" · ")];
  const kinds = pos.map(tag => posNames.get(tag)[named]).join(t.comma);
  return [`${kinds} · `, root && [t.ofRoot, " ", h("a", { href: rootAddress(root) }, arabic(root)), " · "], facts.join(" · ")];
}
