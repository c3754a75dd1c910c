import { surahAddress, treeAddress } from "../lib/addresses.js";
import { ApiError, fetchSurahs, fetchTagset, fetchTreebank, fetchVerse } from "../lib/api.js";
import { h } from "../lib/dom.js";
import { language, named, texts } from "../lib/texts.js";
import { withTranslations } from "../lib/translations.js";
import { linkGraph } from "../lib/tree-model.js";
import { treeFonts } from "../components/tree-drawing.js";
import { createTreeTable } from "../components/tree-table.js";
import { createTreeView } from "../components/tree-view.js";
import { createTranslation } from "../components/verse.js";
import { createVerseText } from "../components/verse-text.js";
import { makeStop } from "../components/word-keys.js";

const t = await texts("tree");
// A drawing's names are in the language that is chosen for it, whatever that of the page.
const drawing = { en: await texts("drawing", "en"), ar: await texts("drawing", "ar") };

/** The dependency graph of one verse: drawn, as a table, and beside the verse itself. */
export async function treePage({ address, signal, openWord }) {
  const reference = `${address.surah}:${address.ayah}`;
  const [answer, found, tagset, surahs] = await Promise.all([
    fetchTreebank(reference, signal),
    withTranslations(({ translation }) => fetchVerse(reference, { translation, signal })),
    fetchTagset(),
    fetchSurahs(),
    document.fonts.load(treeFonts().word, "ق"),
  ]);
  const [verse] = found.verses;
  const graph = linkGraph(answer, verse.segments);
  graph.words = verse.words;
  for (const node of graph.nodes) node.ref = node.word ? `${reference}:${node.word}` : null;
  const posNames = new Map(tagset.find(feature => feature.key === "pos").values.map(value => [value.tag, value]));
  const kindName = (node, { code, field }) =>
    (node.record ? posNames.get(node.record.pos)[field] : drawing[code].kinds[node.implied ? "implied" : node.features.pos]) ?? "";
  const view = createTreeView({ graph, kindName, openWord, name: `kalima-tree-${address.surah}-${address.ayah}` });
  const surah = surahs[address.surah - 1];
  const text = h("p.verse-arabic", { lang: "ar", dir: "rtl", dataset: { words: "" } }, createVerseText(verse));
  makeStop(text.querySelector(".word"));
  return {
    title: t.title(reference),
    translation: found.translation,
    announcement: t.summary(graph.nodes.length, graph.arcs.length, graph.nodes.filter(node => node.implied).length),
    shown: view.draw,
    element: h(
      "article.tree-page",
      h("header.tree-head", h("h1", { tabindex: "-1" }, t.heading(reference, language === "ar" ? surah.arabic : surah.transliterated)), createNeighbours(address, surahs)),
      h("p.visually-hidden", t.keys),
      view.element,
      createTreeTable(graph.nodes, node => kindName(node, { code: language, field: named })),
      h("section.tree-verse", h("h2", t.verse), text, createTranslation(verse, found.translation), h("p", h("a", { href: surahAddress(address.surah, address.ayah) }, t.read))),
      h("p.quiet", t.source),
    ),
  };
}

function createNeighbours({ surah, ayah }, surahs) {
  const before = ayah > 1 ? [surah, ayah - 1] : surah > 1 ? [surah - 1, surahs[surah - 2].ayah_count] : null;
  const after = ayah < surahs[surah - 1].ayah_count ? [surah, ayah + 1] : surah < surahs.length ? [surah + 1, 1] : null;
  const [back, on] = language === "ar" ? ["→", "←"] : ["←", "→"];
  const to = (place, rel, label, show) =>
    place && h("a.button", { rel, href: treeAddress(...place), "aria-label": `${label}: ${place.join(":")}` }, show(place.join(":")));
  return h(
    "nav.neighbours",
    { "aria-label": t.neighbours },
    to(before, "prev", t.previous, place => `${back} ${place}`),
    to(after, "next", t.next, place => `${place} ${on}`),
  );
}
