import { buildAddress, numbersAddress, passageAddress } from "../lib/addresses.js";
import { fetchSurahs } from "../lib/api.js";
import { h } from "../lib/dom.js";
import { lastPlace } from "../lib/place.js";
import { t } from "../lib/strings.js";
import { createExamples, createSyntax } from "../components/examples.js";
import { createSearchBar } from "../components/search-bar.js";
import { createSurahList } from "../components/surah-list.js";

/** The start page: what this is, the bar, where one was reading, examples to try, and every surah. */
export async function startPage({ signal, go, here, onHelp, onWrite }) {
  const surahs = await fetchSurahs();
  const searchBar = createSearchBar({ go, here, onHelp, onWrite, large: true });
  return {
    title: "",
    searchBar,
    element: h(
      "div.start",
      h("div.start-head", h("h1", { tabindex: "-1" }, t.name), h("p.tagline", t.tagline), searchBar.element, createGoOn(surahs), h("p.go-on", h("a.button", { href: buildAddress() }, t.search.build), " ", h("a.button", { href: numbersAddress("") }, t.start.numbers))),
      h("section", { "aria-labelledby": "examples-title" }, h("h2", { id: "examples-title" }, t.start.examplesHeading), createExamples(signal), createSyntax()),
      h("section", { "aria-labelledby": "index-title" }, h("h2", { id: "index-title" }, t.start.indexHeading), createSurahList(surahs).element),
    ),
  };
}

/** The way back to the verse that was last read. */
function createGoOn(surahs) {
  const last = lastPlace();
  const surah = surahs[last?.place.surah - 1];
  return surah
    ? h("p.go-on", h("a.button", { href: passageAddress(last.passage, last.place) }, t.start.goOn(t.reader.passage(t.surahs.name(surah), `${last.place.surah}:${last.place.ayah}`))))
    : null;
}
