// Where everything of a dependency graph stands: words from right to left in rows, arcs above them in levels.

import { inLevels } from "./arc-levels.js";

export const TYPE = { word: 30, piece: 18, name: 12.5 };

const LEVEL = 30;
const CORNER = 9;
const MARGIN = 20;
const BETWEEN_ENDS = 9;
const BETWEEN_WORDS = 24;
const BETWEEN_PIECES = 8;
const BELOW = { word: 56, piece: 90, name: 112, end: 146 };
const BETWEEN_ROWS = 6;

/**
 * Lays out the visible part of a graph.
 *
 * @param {object[]} slots a node each, in order: `{node, widths: {word, piece, name}}`
 * @param {object[]} arcs between nodes of these slots, each with the width of its label as `labelWidth`
 * @param {number} most the width that rows should keep to; what hangs together is never broken
 */
export function layOut(slots, arcs, most) {
  const placeOf = new Map(slots.map((slot, index) => [slot.node, index]));
  const spans = inLevels(arcs.map(arc => {
    const [from, to] = [placeOf.get(arc.head), placeOf.get(arc.dependent)];
    return { arc, from, to, low: Math.min(from, to), high: Math.max(from, to) };
  }));
  const ends = orderEnds(slots, spans);
  const words = groupWords(slots);
  const gaps = measureGaps(slots, spans, words, ends);
  const rows = breakIntoRows(slots, spans, gaps, most);
  return place({ slots, spans, words, ends, gaps, rows });
}

/** The arcs at each slot as they touch down from right to left, so that none crosses another of the same node. */
function orderEnds(slots, spans) {
  const ends = slots.map(() => []);
  for (const span of spans) for (const at of [span.low, span.high]) ends[at].push(span);
  ends.forEach((all, at) => {
    const length = span => span.high - span.low;
    const rank = span => (span.high === at ? length(span) - 1e6 : 1e6 - length(span));
    all.sort((one, other) => rank(one) - rank(other));
  });
  return ends;
}

/** Slots in a row that stand on one word. */
function groupWords(slots) {
  const words = [];
  slots.forEach((slot, index) => {
    const { word } = slot.node;
    const last = words.at(-1);
    if (word && last?.word === word) last.slots.push(index);
    else words.push({ word, slots: [index] });
  });
  return words;
}

/** The distance of each slot from the one before; arcs get room for their labels. */
function measureGaps(slots, spans, words, ends) {
  const width = slots.map((slot, index) => Math.max(slot.widths.piece, slot.widths.name, (ends[index].length + 1) * BETWEEN_ENDS));
  const first = new Set();
  for (const { slots: own } of words) {
    first.add(own[0]);
    const missing = slots[own[0]].widths.word - own.reduce((sum, index) => sum + width[index] + BETWEEN_PIECES, -BETWEEN_PIECES);
    if (missing > 0) for (const index of own) width[index] += missing / own.length;
  }
  const gaps = slots.map((_, index) =>
    index === 0 ? 0 : (width[index - 1] + width[index]) / 2 + (first.has(index) ? BETWEEN_WORDS : BETWEEN_PIECES),
  );
  for (const { arc, low, high } of spans) {
    let distance = 0;
    for (let index = low + 1; index <= high; index += 1) distance += gaps[index];
    const missing = arc.labelWidth + 2 * CORNER + 30 - distance;
    if (missing > 0) for (let index = low + 1; index <= high; index += 1) gaps[index] += missing / (high - low);
  }
  slots.forEach((slot, index) => { slot.width = width[index]; });
  return gaps;
}

/** Rows of slots `[start, end)`: a row is broken where no arc and no word would be, once it is full. */
function breakIntoRows(slots, spans, gaps, most) {
  const crossed = new Array(slots.length).fill(false);
  for (const { low, high } of spans) crossed.fill(true, low + 1, high + 1);
  const rows = [];
  let start = 0;
  let width = 0; // of the row so far, from its edge to the edge of the last slot that it may be broken after
  for (let from = 0; from < slots.length; ) {
    let to = from + 1;
    while (to < slots.length && (crossed[to] || (slots[to].node.word && slots[to].node.word === slots[to - 1].node.word))) to += 1;
    const own = lengthOf(slots, gaps, from, to);
    if (from > start && width + BETWEEN_WORDS + own > most - 2 * MARGIN) {
      rows.push([start, from]);
      start = from;
      width = 0;
    }
    width += own + (from > start ? BETWEEN_WORDS : 0);
    from = to;
  }
  if (slots.length) rows.push([start, slots.length]);
  return rows;
}

function lengthOf(slots, gaps, from, to) {
  let length = (slots[from].width + slots[to - 1].width) / 2;
  for (let index = from + 1; index < to; index += 1) length += gaps[index];
  return length;
}

function place({ slots, spans, words, ends, gaps, rows }) {
  const width = Math.max(...rows.map(([from, to]) => lengthOf(slots, gaps, from, to))) + 2 * MARGIN;
  const at = new Array(slots.length);
  const tops = [];
  let top = MARGIN / 2;
  rows.forEach(([from, to], row) => {
    tops.push(top);
    const levels = Math.max(0, ...spans.filter(span => span.low >= from && span.low < to).map(span => span.level));
    const ground = top + levels * LEVEL + 12;
    let x = width - MARGIN - slots[from].width / 2;
    for (let index = from; index < to; index += 1) {
      if (index > from) x -= gaps[index];
      at[index] = { x, y: ground, row };
    }
    top = ground + BELOW.end + BETWEEN_ROWS;
  });
  return {
    width,
    height: top - BETWEEN_ROWS + MARGIN / 2,
    tops,
    nodes: words.flatMap(({ slots: own }) =>
      own.map(index => ({ ...slots[index], ...at[index], pieces: own.length, pieceY: at[index].y + BELOW.piece, nameY: at[index].y + BELOW.name })),
    ),
    words: words.map(({ slots: own }) => ({
      slot: slots[own[0]],
      row: at[own[0]].row,
      x: (at[own[0]].x + at[own.at(-1)].x) / 2,
      y: at[own[0]].y + BELOW.word,
    })),
    arcs: spans.map(span => placeArc(span, at, ends)),
  };
}

function placeArc(span, at, ends) {
  const foot = index => {
    const all = ends[index];
    return at[index].x - (all.indexOf(span) - (all.length - 1) / 2) * BETWEEN_ENDS;
  };
  const [head, dependent] = [foot(span.from), foot(span.to)];
  const ground = at[span.low].y - 7;
  const top = ground - span.level * LEVEL + 12;
  const turn = dependent > head ? CORNER : -CORNER;
  const x = (head + dependent) / 2;
  const gap = Math.sign(turn) * Math.min(span.arc.labelWidth / 2 + 4, Math.abs(x - head) - CORNER);
  return {
    arc: span.arc,
    row: at[span.low].row,
    path: `M${n(head)} ${n(ground)}V${n(top + CORNER)}Q${n(head)} ${n(top)} ${n(head + turn)} ${n(top)}H${n(x - gap)}M${n(x + gap)} ${n(top)}H${n(dependent - turn)}Q${n(dependent)} ${n(top)} ${n(dependent)} ${n(top + CORNER)}V${n(ground)}`,
    arrow: `M${n(dependent)} ${n(ground + 3)}l-4.5 -8h9z`,
    x,
    y: top,
  };
}

const n = number => Math.round(number * 10) / 10;
