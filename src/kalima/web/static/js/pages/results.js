import { searchAddress, surahAddress } from "../lib/addresses.js";
import { ApiError, fetchSurahs } from "../lib/api.js";
import { h } from "../lib/dom.js";
import { attributeName, valueNames } from "../lib/figures.js";
import { fetchHits, fetchNarrowed } from "../lib/hits.js";
import { unbroken } from "../lib/messages.js";
import { readChoice } from "../lib/preferences.js";
import { rememberSearch } from "../lib/recent.js";
import { t } from "../lib/strings.js";
import { texts } from "../lib/texts.js";
import { withTranslations } from "../lib/translations.js";
import { copyLine, copyTools } from "../components/copying.js";
import { createEndless } from "../components/endless.js";
import { createErrorBox } from "../components/error-box.js";
import { createExamples, createSyntax } from "../components/examples.js";
import { createConditions, createFacets } from "../components/facets.js";
import { createLines } from "../components/kwic.js";
import { createMeanings } from "../components/meanings.js";
import { createNextSteps } from "../components/next-steps.js";
import { createPager } from "../components/pager.js";
import { createReading } from "../components/reading.js";
import { createResultsActions } from "../components/results-actions.js";
import { createResultsTools } from "../components/results-tools.js";
import { createVerseHit } from "../components/verse-hit.js";
import { makeStop } from "../components/word-keys.js";

const says = await texts("results");
const PAGE_SIZE = { verses: 20, lines: 50 };
const MOST = 500; // hits of one answer

/** The answer to a query: a place to go to, verses or lines, nothing found, or what is wrong with it. */
export async function resultsPage({ address: state, signal, go, note }) {
  const { query, only, view, context, group, unique } = state;
  const title = t.search.title(query);
  const keeps = { view, context, group, unique };
  const focused = document.activeElement?.dataset.key;
  const size = PAGE_SIZE[view] ?? PAGE_SIZE.verses;
  const [first, last] = pagesOf(state.page, MOST / size);
  const endless = first !== last || readChoice("paging", "pages") === "endless";
  const range = { offset: ((first || 1) - 1) * size, limit: (last - first + 1) * size };
  let narrowed;
  let answer;
  let lines;
  let surahs;
  let nameOf;
  try {
    narrowed = await fetchNarrowed(query, only, signal);
    const verses = view === "lines" ? { sort: [] } : state;
    [answer, lines, surahs, nameOf] = await Promise.all([
      withTranslations(({ translation }) => fetchHits(narrowed, verses, { ...(view === "lines" ? { limit: 1 } : range), translation }, signal)),
      view === "lines" ? fetchHits(narrowed, state, range, signal).catch(refusal) : null,
      fetchSurahs(),
      valueNames(),
    ]);
  } catch (error) {
    return { title, query, keeps, faulty: true, element: createRefused(refusal(error), state, signal) };
  }
  if (answer.reference) {
    const { surah, ayah, word } = answer.reference;
    return { redirect: surahAddress(surah, ayah, word) };
  }
  rememberSearch(query);
  const { total } = answer;
  const heading = total.verses ? unbroken(t.search.total(total)) : t.search.none;
  const labels = [...new Set((answer.verses ?? []).flatMap(verse => Object.keys(verse.labels)))];
  const list = lines instanceof ApiError || !total.verses ? null
    : lines ? createLineList(state, narrowed, lines, surahs, nameOf, signal)
    : createVerseList(state, narrowed, answer, surahs, signal);
  const body = !total.verses ? only.length === 0 && createNextSteps(query, answer.meanings)
    : list ? createHits(state, list, { first, last, size, endless, note, signal })
    : createErrorBox({ error: lines });
  return {
    title,
    query,
    keeps,
    translation: lines ? undefined : answer.translation,
    announcement: heading,
    /** What the list was changed by has the focus again. */
    shown: () => document.activeElement === document.body && focused && document.querySelector(`.results [data-key="${focused}"]`)?.focus({ preventScroll: true }),
    element: h(
      "div.results",
      h("h1.results-total", { tabindex: "-1" }, heading),
      createConditions(state, nameOf),
      createReading(narrowed, answer.reading),
      createMeanings(answer.meanings, nameOf),
      total.verses > 0 && createResultsActions(state, narrowed),
      total.matches > 0 && createFacets(state, { query: narrowed, nameOf, labels, go, signal }),
      total.verses > 0 && createResultsTools(state, { go, endless }),
      body,
    ),
  };
}

/** `[first, last]` of the pages that an address asks for, `most` at most; `[0, 0]` where it asks for none. */
function pagesOf(text, most) {
  const pages = /^([1-9]\d{0,6})(?:-([1-9]\d{0,6}))?$/.exec(text);
  if (!pages) return [0, 0];
  const first = Number(pages[1]);
  return [first, Math.min(Math.max(first, Number(pages[2] ?? first)), first + most - 1)];
}

/** What the server has refused, which asking again does not help. */
function refusal(error) {
  if (error instanceof ApiError && !error.passing) return error;
  throw error;
}

/** The hits as pages, or as one list that goes on. */
function createHits(state, list, { first, last, size, endless, note, signal }) {
  const pages = Math.ceil(list.count / size);
  const to = page => searchAddress(state.query, { ...state, page });
  if (!first || first > pages) {
    return h("div.notice", h("p", t.search.noPage(state.page, pages)), h("p", h("a", { href: to(1) }, t.search.firstPage)));
  }
  let end = last;
  const load = async () => {
    const row = await list.load({ offset: end * size, limit: size });
    end += 1;
    note(to(`${first}-${end}`));
    return row;
  };
  return h(
    "div",
    endless && first > 1 && h("a", { href: to(first - 1) }, says.earlier),
    pages > 1 && !endless && h("p.quiet.results-page", t.search.page(first, pages)),
    list.element,
    endless ? createEndless(load, () => Math.max(0, list.count - end * size), signal) : createPager(to, first, pages, t.search.pages),
  );
}

function createVerseList(state, query, { verses: found, offset, total, translation }, surahs, signal) {
  const tools = copyTools(surahs, translation);
  const element = h("ol.hits", { role: "list", start: String(offset + 1) });

  function append(verses) {
    const rows = verses.map(verse => createVerseHit(verse, surahs[verse.surah - 1], translation, { tools }));
    element.append(...rows);
    for (const row of rows) makeStop(row.querySelector("mark .word") ?? row.querySelector(".word"));
    return rows[0];
  }

  append(found);
  return { element, count: total.verses, load: async range => append((await fetchHits(query, state, { ...range, translation: translation.id }, signal)).verses) };
}

function createLineList(state, query, found, surahs, nameOf, signal) {
  const caption = found.total === found.counted.counted ? says.lines.caption(found.total) : says.lines.captionAlike(found.total, found.counted.counted);
  const { element, append } = createLines(caption, { nameOf: value => [attributeName(state.group), ": ", nameOf(state.group, value)], tools: copyLine(surahs) });
  append(found);
  const word = element.querySelector(".kwic-hit .word");
  if (word) makeStop(word);
  return { element, count: found.total, load: async range => append(await fetchHits(query, state, range, signal)) };
}

function createRefused(error, { query, only }, signal) {
  return h(
    "div.results",
    h("h1.visually-hidden", { tabindex: "-1" }, t.search.title("")),
    createErrorBox({ error, query }),
    only.length > 0 && h("a", { href: searchAddress(query) }, says.takeAllOff),
    h("section", h("h2", t.start.examplesHeading), createExamples(signal), createSyntax()),
  );
}
