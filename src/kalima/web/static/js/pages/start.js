import { fetchSurahs } from "../lib/api.js";
import { h } from "../lib/dom.js";
import { t } from "../lib/strings.js";
import { createExamples, createSyntax } from "../components/examples.js";
import { createSearchBar } from "../components/search-bar.js";
import { createSurahList } from "../components/surah-list.js";

/** The start page: what this is, the bar, examples to try, and every surah. */
export async function startPage({ signal, go }) {
  const surahs = await fetchSurahs();
  const searchBar = createSearchBar({ go, large: true });
  return {
    title: "",
    searchBar,
    element: h(
      "div",
      { class: "start" },
      h("div", { class: "start-head" }, h("h1", { tabindex: "-1" }, t.name), h("p", { class: "tagline" }, t.tagline), searchBar.element),
      h("section", { "aria-labelledby": "examples-title" }, h("h2", { id: "examples-title" }, t.start.examplesHeading), createExamples(signal), createSyntax()),
      h("section", { "aria-labelledby": "index-title" }, h("h2", { id: "index-title" }, t.start.indexHeading), createSurahList(surahs).element),
    ),
  };
}
