// Pictures of numbers as SVG, as wide as they are asked to be. They run from the side that the page is read from.
//
// What is drawn are items `{name, short, told, value, query}`: what each is called, also where there is little room, all
// about it in words, how much it is, and the search that finds it.

import { searchAddress } from "../lib/addresses.js";
import { s } from "../lib/dom.js";
import { t } from "../lib/strings.js";
import { texts } from "../lib/texts.js";

const says = await texts("numbers");
const ROW = 42;
const LETTER = 9; // about the width of one
const CELL = 38;
const SHADES = [0, 1 / 2, 1, 2, Infinity]; // of what is usual: each reaches to its own
const STRIP = 96;
const BIN = 6;

/** Makes shapes in a picture of this width, mirrored where the page is. */
function drawer(width) {
  const mirrored = document.documentElement.dir === "rtl";
  const at = x => (mirrored ? width - x : x);
  return {
    at,
    rect: (x, y, wide, height, name) => s("rect", { class: name, x: mirrored ? at(x + wide) : x, y, width: wide, height, rx: 2 }),
    text: (x, y, text, name = "chart-name") => s("text", { class: /^[\u0600-\u06ff]/u.test(text) ? `${name} chart-arabic` : name, x: at(x), y }, text),
    picture: (height, ...shapes) => s("svg.chart", { viewBox: `0 0 ${width} ${height}`, width, height, role: "group" }, shapes),
  };
}

/** Shapes that can be opened: by their search as a link, else by `onOpen`. */
function mark({ told, query }, shapes, onOpen = null) {
  const props = { class: "chart-mark", tabindex: "-1", "aria-label": told, onclick: onOpen };
  const title = s("title", told);
  return query && !onOpen ? s("a", { ...props, href: searchAddress(query) }, title, shapes) : s("g", { ...props, role: onOpen ? "button" : "img" }, title, shapes);
}

/** A bar for each; what is below 0 runs the other way. */
export function drawBars(items, figureOf, width) {
  const { at, rect, text, picture } = drawer(width);
  const values = items.map(({ value }) => value);
  const figures = values.map(figureOf);
  const least = Math.min(0, ...values);
  const scale = (width - LETTER * Math.max(...figures.map(each => each.length)) - 6) / (Math.max(0, ...values) - least || 1);
  const zero = -least * scale;
  const most = Math.floor(width / LETTER);
  return picture(
    items.length * ROW,
    items.map((item, index) => {
      const y = index * ROW;
      const ends = zero + item.value * scale;
      return mark(item, [
        rect(0, y, width, ROW, "chart-grip"),
        text(0, y + 18, item.name.length > most ? `${item.name.slice(0, most)}…` : item.name),
        rect(Math.min(zero, ends), y + 24, Math.max(1, Math.abs(ends - zero)), 11, "chart-fill"),
        text(Math.max(zero, ends) + 5, y + 34, figures[index], "chart-figure"),
      ]);
    }),
    s("path.chart-axis", { d: `M${at(zero)} 0V${items.length * ROW}` }),
  );
}

/** A cell for each, the darker the higher its value is beside the `usual` one, and what the shades mean. */
export function drawHeat(items, usual, unit, width) {
  const { rect, text, picture } = drawer(width);
  const across = Math.max(1, Math.floor(width / CELL));
  const wide = width / across;
  const shaded = (x, y, w, height, level) => rect(x + 1, y + 1, w - 2, height, `chart-fill chart-shade-${level}`);
  const cells = items.map((item, index) => {
    const [x, y] = [(index % across) * wide, Math.floor(index / across) * CELL];
    const level = SHADES.findIndex(part => item.value <= (part && part * usual));
    return mark(item, [shaded(x, y, wide, CELL - 2, level), text(x + wide / 2, y + 24, item.short, `chart-cell ${SHADES[level] === Infinity ? "chart-on-dark" : ""}`)]);
  });
  const top = Math.ceil(items.length / across) * CELL + 14;
  const limits = SHADES.map(part => Number((part * usual).toPrecision(3)));
  const legend = limits.map((limit, level) => {
    const x = (level * width) / limits.length;
    const says_ = level === 0 ? t.number(0) : limit === Infinity ? says.above(limits[level - 1]) : says.upTo(limit);
    return [shaded(x, top, width / limits.length, 12, level), text(x, top + 28, says_, "chart-figure")];
  });
  return picture(top + 54, cells, legend, text(0, top + 48, unit, "chart-figure"));
}

/**
 * A line for each match along the text, over marks of where parts begin. Lines that are close are opened together.
 *
 * @param {number[]} positions among so many `words`, from 1
 * @param {object[]} parts with their `words`, one after the other; none where they are mixed
 * @param {Function} onOpen called with the index of the first position
 */
export function drawPlot(positions, words, parts, onOpen, width) {
  const { at, rect, text, picture } = drawer(width);
  const x = word => ((word - 0.5) / words) * width;
  let end = 0;
  let free = 0;
  const ends = parts.map(part => (end += part.words));
  const ticks = parts.map((part, index) => {
    const begins = ((ends[index] - part.words) / words) * width;
    const named = begins >= free && begins + 24 < width;
    if (named) free = begins + 32;
    return [s("path.chart-axis", { d: `M${at(begins)} ${STRIP}v${named ? 8 : 4}` }), named && text(begins + 2, STRIP + 20, part.short, "chart-figure")];
  });
  const bins = Map.groupBy(positions.keys(), index => Math.floor(x(positions[index]) / BIN));
  const marks = [...bins].map(([bin, [first, ...rest]]) => {
    const part = parts[ends.findIndex(each => positions[first] <= each)]?.name;
    const told = rest.length ? says.plot.several(first + 1, rest.at(-1) + 1, positions.length, part) : says.plot.one(first + 1, positions.length, part);
    return mark({ told }, rect(bin * BIN, 0, BIN, STRIP, "chart-grip"), () => onOpen(first));
  });
  return picture(
    STRIP + 24,
    rect(0, 0, width, STRIP, "chart-frame"),
    s("path.chart-lines", { d: positions.map(word => `M${at(x(word)).toFixed(2)} 0V${STRIP}`).join("") }),
    marks,
    ticks,
  );
}
