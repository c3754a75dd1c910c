import { searchAddress, surahAddress } from "../lib/addresses.js";
import { ApiError, fetchSearch, fetchSurahs } from "../lib/api.js";
import { h } from "../lib/dom.js";
import { t } from "../lib/strings.js";
import { withTranslation } from "../lib/translations.js";
import { createErrorBox } from "../components/error-box.js";
import { createExamples, createSyntax } from "../components/examples.js";
import { createMeanings } from "../components/meanings.js";
import { createReading } from "../components/reading.js";
import { createNextSteps } from "../components/next-steps.js";
import { createPager } from "../components/pager.js";
import { createVerseHit } from "../components/verse-hit.js";
import { makeStop } from "../components/word-keys.js";

const PAGE_SIZE = 20;

/** The answer to a query: a place to go to, verses, nothing found, or what is wrong with it. */
export async function resultsPage({ address, signal }) {
  const { query } = address;
  const title = t.search.title(query);
  const page = /^[1-9]\d{0,6}$/.test(address.page) ? Number(address.page) : null;
  let answer;
  let surahs;
  try {
    [answer, surahs] = await Promise.all([
      withTranslation((translation) => fetchSearch(query, { limit: PAGE_SIZE, offset: ((page ?? 1) - 1) * PAGE_SIZE, translation, signal })),
      fetchSurahs(),
    ]);
  } catch (error) {
    if (!(error instanceof ApiError) || error.passing) throw error;
    return { title, query, faulty: true, element: createRefused(error, query, signal) };
  }
  if (answer.reference) {
    const { surah, ayah, word } = answer.reference;
    return { redirect: surahAddress(surah, ayah, word) };
  }
  const { total } = answer;
  const pages = Math.max(1, Math.ceil(total.verses / PAGE_SIZE));
  const body = total.verses === 0 ? createNextSteps(query, answer.meanings)
    : page === null || page > pages ? createNoPage(query, address.page, pages)
    : createHits(answer, surahs, page, pages);
  const says = total.verses ? t.search.total(total) : t.search.none;
  return {
    title,
    query,
    translation: answer.translation,
    announcement: says,
    element: h(
      "div",
      { class: "results" },
      h("h1", { class: "results-total", tabindex: "-1" }, says),
      createReading(query, answer.reading),
      createMeanings(answer.meanings),
      body,
    ),
  };
}

function createHits(answer, surahs, page, pages) {
  const list = h(
    "ol",
    { class: "hits", role: "list", start: String(answer.offset + 1) },
    answer.verses.map((verse) => createVerseHit(verse, surahs[verse.surah - 1], answer.translation)),
  );
  for (const text of list.querySelectorAll("[data-words]")) makeStop(text.querySelector("mark .word") ?? text.querySelector(".word"));
  return h(
    "div",
    {},
    pages > 1 ? h("p", { class: "quiet results-page" }, t.search.page(page, pages)) : null,
    list,
    createPager(answer.query, page, pages),
  );
}

function createNoPage(query, page, pages) {
  return h(
    "div",
    { class: "notice" },
    h("p", {}, t.search.noPage(page, pages)),
    h("p", {}, h("a", { href: searchAddress(query) }, t.search.firstPage)),
  );
}

function createRefused(error, query, signal) {
  return h(
    "div",
    { class: "results" },
    h("h1", { class: "visually-hidden", tabindex: "-1" }, t.search.title("")),
    createErrorBox({ error, query }),
    h("section", {}, h("h2", {}, t.start.examplesHeading), createExamples(signal), createSyntax()),
  );
}
