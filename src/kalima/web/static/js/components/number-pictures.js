import { surahAddress } from "../lib/addresses.js";
import { fetchNumbers } from "../lib/api.js";
import { h } from "../lib/dom.js";
import { figure } from "../lib/figures.js";
import { placeOf } from "../lib/place.js";
import { t } from "../lib/strings.js";
import { texts } from "../lib/texts.js";
import { drawBars, drawHeat, drawPlot } from "./charts.js";
import { createPicture } from "./picture.js";

const says = await texts("numbers");
const FEW = 5; // parts of the text that are drawn as bars

/** Rows as what is drawn; their figures in these columns are told, and that of the last is drawn. */
const itemsOf = (rows, columns) =>
  rows.map(row => ({
    ...row,
    name: row.names.join(" · "),
    short: Number(row.part) ? t.number(Number(row.part)) : row.names[0],
    told: `${row.names.join(" · ")}: ${columns.map(column => `${says.columns[column]} ${figure(column, row[column])}`).join(says.comma)}`,
    value: row[columns.at(-1)] ?? 0,
  }));

/** A bar for each row, as long as its figure in the column. */
export function createBars(rows, column, name) {
  const items = itemsOf(rows, [...new Set(["count", column])]);
  return createPicture(says.bars(says.columns[column]), `kalima-${name}`, width => drawBars(items, value => figure(column, value), width));
}

/** How many matches for 1,000 words there are in each part of the text. */
export function createHeat(parts, { counted, base_words: words }) {
  const items = itemsOf(parts, ["count", "words", "per_thousand"]);
  return createPicture(says.heat, "kalima-parts", width =>
    items.length > FEW ? drawHeat(items, (1000 * counted) / words, says.heat, width) : drawBars(items, value => figure("per_thousand", value), width),
  );
}

/** Where the matches are along the text, with its parts where they follow one another; one that is chosen is gone to. */
export function createPlot({ query, order, positions, divided_by: kind, counted }, parts, go) {
  const open = async index => {
    const { lines } = await fetchNumbers("concordance", new URLSearchParams({ q: query, sort: order, context: 0, offset: index, limit: 1 }));
    const { surah, ayah, word } = placeOf(lines[0].words[0]);
    go(surahAddress(surah, ayah, word));
  };
  const inRow = kind === "surah" || (order === "mushaf" && ["juz", "page"].includes(kind));
  const named = inRow ? itemsOf(parts, ["count"]) : [];
  return createPicture(says.plot[order], "kalima-dispersion", width => drawPlot(positions, counted.base_words, named, open, width));
}
