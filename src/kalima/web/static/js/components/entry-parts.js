import { lemmaAddress, searchAddress, surahAddress } from "../lib/addresses.js";
import { arabic, h } from "../lib/dom.js";
import { t as page } from "../lib/strings.js";
import { named, number, place, texts } from "../lib/texts.js";

const t = await texts("dictionary");

const SHOWN = 24;

/** How many words there are of something, as the search for them, with a bar that compares it with the most. */
const createCount = (value, { words, query }, most) =>
  h(
    "a.count-link",
    { href: searchAddress(query), "aria-label": t.searchValue(value, words) },
    h("span", number(words)),
    h("meter.count-bar", { min: 0, max: most, value: words, "aria-hidden": "true" }),
  );

/** A table under a heading, of which the first rows are shown until all are asked for; nothing without rows. */
function createTable(heading, columns, rows) {
  if (!rows.length) return null;
  const id = `entry-${columns[0].replaceAll(/\s+/gu, "-")}`;
  const body = h("tbody", rows.slice(0, SHOWN));
  const more = h("button.button", { onclick: () => {
    body.append(...rows.slice(SHOWN));
    more.remove();
    rows[SHOWN].querySelector("a")?.focus();
  } }, t.showAll(rows.length));
  return h(
    "section",
    { "aria-labelledby": id },
    h("h2", { id }, heading, " ", h("span.quiet", number(rows.length))),
    h("div.wide-table", h("table", h("thead", h("tr", columns.map(name => h("th", { scope: "col" }, name)))), body)),
    rows.length > SHOWN ? more : null,
  );
}

const { columns } = t;
const most = list => Math.max(...list.map(({ words }) => words));

export function createLemmas(lemmas, posNames) {
  const largest = Math.max(...lemmas.map(({ counts }) => counts.words));
  return createTable(
    t.lemmas,
    [columns.lemma, columns.pos, columns.words, columns.forms],
    lemmas.map(({ lemma, name, pos, counts, query }) =>
      h(
        "tr",
        h("th", { scope: "row" }, h("a", { href: lemmaAddress(name) }, arabic(lemma))),
        h("td", pos.map(tag => posNames.get(tag)[named]).join(t.comma)),
        h("td", createCount(lemma, { words: counts.words, query }, largest)),
        h("td", number(counts.forms)),
      ),
    ),
  );
}

export const createForms = forms =>
  createTable(
    t.forms,
    [columns.form, columns.words, columns.first],
    forms.map(form =>
      h(
        "tr",
        h("th", { scope: "row" }, arabic(form.text)),
        h("td", createCount(form.text, form, most(forms))),
        h("td", h("a", { href: surahAddress(...form.first.split(":").map(Number)), "aria-label": t.first(form.first) }, place(form.first))),
      ),
    ),
  );

export const createPatterns = patterns =>
  createTable(
    t.patterns,
    [columns.pattern, columns.words],
    patterns.map(each => h("tr", h("th", { scope: "row" }, arabic(each.pattern)), h("td", createCount(each.pattern, each, most(patterns))))),
  );

export const createSurahs = (found, surahs) =>
  createTable(
    t.surahs,
    [columns.surah, columns.words, columns.verses],
    found.map(each => {
      const surah = surahs[each.surah - 1];
      return h(
        "tr",
        h("th", { scope: "row" }, h("a", { href: surahAddress(each.surah) }, `${number(each.surah)}. ${page.surahs.name(surah)}`), page.surahs.otherName(surah) && [" ", arabic(surah.arabic, { class: "arabic-plain" })]),
        h("td", createCount(page.surahs.name(surah), each, most(found))),
        h("td", number(each.verses)),
      );
    }),
  );

/** The features of the stems, each value with its count. */
export function createFeatures(features) {
  if (!features.length) return null;
  return h(
    "section",
    { "aria-labelledby": "entry-features" },
    h("h2", { id: "entry-features" }, t.features),
    h("dl.entry-features", features.map(feature => [
      h("dt", feature[named]),
      h("dd", h("ul", { role: "list" }, feature.values.map(value =>
        h("li", h("a", { href: searchAddress(value.query) }, value[named], " ", h("span.quiet", number(value.words)))),
      ))),
    ])),
  );
}
