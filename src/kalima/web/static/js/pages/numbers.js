import { numbersAddress, searchAddress } from "../lib/addresses.js";
import { ApiError, fetchNumbers } from "../lib/api.js";
import { h } from "../lib/dom.js";
import { attributeName, figure, valueNames } from "../lib/figures.js";
import { PAGE_SIZE, readNumbers, VIEWS } from "../lib/number-views.js";
import { named, texts } from "../lib/texts.js";
import { createErrorBox } from "../components/error-box.js";
import { facts } from "../components/facts.js";
import { createNumberForm } from "../components/number-form.js";
import { createCitation, createCounted, createFiles } from "../components/number-notes.js";
import { createBars, createHeat, createPlot } from "../components/number-pictures.js";
import { createNumberTable } from "../components/number-table.js";
import { createPager } from "../components/pager.js";
import { createQueryCode } from "../components/query-code.js";

const says = await texts("numbers");
const WHOLE_FIGURES = ["tokens", "types", "hapaxes", "type_token_ratio", "guiraud", "range", "juilland_d", "gries_dp", "gries_dp_norm"];

/** The numbers about a query, in one view: a table, a picture, and what was counted. */
export async function numbersPage({ address: { asked, query }, signal, go }) {
  const numbers = readNumbers(asked);
  const { name, values } = numbers;
  const about = query || [values.a, values.b].filter(Boolean).join(" – ");
  const to = parameters => numbersAddress(new URLSearchParams(parameters));
  const [answer, form] = await Promise.all([ask(numbers, signal), createNumberForm(numbers, query, next => go(numbersAddress(next)))]);
  const found = answer?.total && says.found[name](answer.total, answer.counted.counted);
  const body = !answer ? createExamples(says.examples[name], example => to({ view: name, ...example }))
    : answer instanceof ApiError ? createErrorBox({ error: answer, query })
    : found ? [h("p.numbers-total", found), createAnswer(numbers, answer, asked, go)]
    : h("div.notice", h("p", says.empty), h("p", h("a", { href: searchAddress(query) }, says.toHits)));
  return {
    title: [says.views[name], about].filter(Boolean).join(": "),
    query,
    faulty: Boolean(answer?.at),
    announcement: found || "",
    element: h(
      "article.numbers",
      h("h1", { tabindex: "-1" }, says.views[name], about && [" ", createQueryCode(about)]),
      h("nav.dictionary-kinds", { "aria-label": says.title }, Object.keys(VIEWS).map(view =>
        h("a.button", { href: to({ ...(query && { q: query }), view }), "aria-current": view === name ? "page" : null }, says.views[view]),
      )),
      h("p.quiet", says.about[name]),
      form,
      body,
    ),
  };
}

/** The answer with the names of its rows, what was wrong with the question, or null if there is none yet. */
async function ask({ view, path, parameters, sort, page }, signal) {
  if (!path) return null;
  const from = (page - 1) * PAGE_SIZE;
  try {
    const paged = view.local ? [] : [["limit", PAGE_SIZE], ["offset", from]];
    const [answer, nameOf] = await Promise.all([fetchNumbers(path, new URLSearchParams([...parameters, ...paged]), signal), valueNames()]);
    const keys = [answer.divided_by ?? answer.by ?? ["how", "what"]].flat();
    const rows = answer.roots ? besides(answer, nameOf)
      : (answer.rows ?? answer.parts).map(row => ({ ...row, names: inGrams(answer, (row.values ?? [row.value ?? row.part]).map((value, at) => nameOf(keys[at] ?? keys[0], value))) }));
    if (!view.local) return { ...answer, keys, rows };
    const sorted = sort === "value" ? rows : rows.toSorted((one, other) => (other[sort] ?? -Infinity) - (one[sort] ?? -Infinity));
    const counted = answer.counted ?? answer.roots[0].counted;
    return { ...answer, keys, counted, all: rows, total: counted.counted && rows.length, rows: sorted.slice(from, from + PAGE_SIZE) };
  } catch (error) {
    if (error instanceof ApiError && !error.passing) return error;
    throw error;
  }
}

const inGrams = ({ size }, names) => (size ? [names.join(" ")] : names);

/** What two roots are joined to, and how their words are formed, as rows of a table. */
function besides({ relations, forms, places }, nameOf) {
  const row = (names, { counts, log_dice: measures = [null, null], queries }) =>
    ({ names, count: counts[0], log_dice: measures[0], reference_count: counts[1], reference_log_dice: measures[1], query: queries[0], reference_query: queries[1] });
  return [
    ...places.map(each => row([attributeName("place"), nameOf("place", each.values[0])], each)),
    ...forms.map(each => row([says.sketch.forms, each.values.map((value, at) => value && nameOf(["pos", "form", "deriv"][at], value)).filter(Boolean).join(" · ")], each)),
    ...relations.flatMap(({ rows, seek, ...relation }) => rows.map(each => row([says.sketch[seek](relation[named]), nameOf("node", each.value)], each))),
  ];
}

function createAnswer({ name, view, path, parameters, sort, page }, answer, asked, go) {
  const pages = Math.ceil(answer.total / PAGE_SIZE);
  const to = changes => numbersAddress(new URLSearchParams({ ...Object.fromEntries(asked), ...changes }));
  if (page > pages) return h("p.notice", says.noPage(page, pages), " ", h("a", { href: to({ page: 1 }) }, says.firstPage));
  const whole = { ...answer, ...answer.types };
  return [
    facts(WHOLE_FIGURES.filter(each => each in whole).map(each => [says.figures[each], figure(each, whole[each])])),
    h(
      "div.numbers-answer",
      h(
        "div",
        createNumberTable(answer.rows, {
          label: says.views[name],
          heads: answer.keys.map(attributeName),
          sortAddress: column => (view.sorts.length > 1 && view.sorts.includes(column) ? to({ sort: column, page: 1 }) : null),
          sort,
        }),
        createPager(number => to({ page: number }), page, pages, says.pages),
      ),
      h("div", answer.parts ? [createPlot(answer, answer.all, go), createHeat(answer.all, answer.counted)] : createBars(answer.rows, sort === "value" ? "count" : sort, name)),
    ),
    (answer.roots ?? [answer]).map(each => createCounted(each.counted, answer.keys)),
    createFiles(path, parameters),
    parameters.has("q") && h("p.numbers-files", createCitation([...parameters].filter(([field]) => ["q", "by", "parts"].includes(field)))),
  ];
}

const createExamples = (examples, addressOf) =>
  h("section.notice", h("p", says.noQuery), h("ul", { role: "list" }, examples.map(({ says: text, query: q, ...example }) => h("li", h("a", { href: addressOf({ ...(q && { q }), ...example }) }, text)))));
