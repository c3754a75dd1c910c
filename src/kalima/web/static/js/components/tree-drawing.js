import { s } from "../lib/dom.js";
import { texts } from "../lib/texts.js";
import { layOut, TYPE } from "../lib/tree-layout.js";
import { countBelow, visibleNodes } from "../lib/tree-model.js";

const t = await texts("tree");

const SHORT = 13;
const LINE = 14;
const FRAME = 8;

/** The typefaces of a drawing, as a canvas wants them. */
export function treeFonts() {
  const style = getComputedStyle(document.documentElement);
  const [quran, english, arabic] = ["--quran", "--interface", "--arabic-interface"].map(name => style.getPropertyValue(name));
  return { word: `${TYPE.word}px ${quran}`, piece: `${TYPE.piece}px ${quran}`, name: `${TYPE.name}px ${english}, ${arabic}` };
}

/**
 * Measures and lays out what is visible of a graph.
 *
 * @param {object} graph linked nodes and arcs, and the `words` of the verse
 * @param {Set} collapsed the nodes whose dependents are folded away
 * @param {object} names `kind(node)` and `relation(arc)`: what they are called
 * @param {number} most the width that a row should keep to
 */
export function layOutGraph(graph, collapsed, names, most) {
  const fonts = treeFonts();
  const widthOf = font => {
    const pen = document.createElement("canvas").getContext("2d");
    pen.font = fonts[font];
    const known = new Map();
    return text => {
      if (!known.has(text)) known.set(text, pen.measureText(text).width);
      return known.get(text);
    };
  };
  const width = { word: widthOf("word"), piece: widthOf("piece"), name: widthOf("name") };
  const visible = visibleNodes(graph.nodes, collapsed);
  const standing = Map.groupBy(graph.nodes, node => node.word ?? node);
  const inPieces = node => standing.get(node.word ?? node).length > 1;
  const slotOf = node => {
    const text = node.word ? graph.words[node.word - 1] : node.text;
    const kind = inLines(names.kind(node));
    const framed = node.word ? 0 : 2 * FRAME;
    return { node, text, kind, widths: { word: width.word(text) + framed, piece: inPieces(node) ? width.piece(node.text) : 0, name: Math.max(...kind.map(width.name)) } };
  };
  const slots = graph.nodes.filter(node => visible.has(node)).map(slotOf);
  const arcs = graph.arcs.filter(({ head, dependent }) => visible.has(head) && visible.has(dependent) && head !== dependent && !collapsed.has(head));
  for (const arc of arcs) arc.labelWidth = width.name(names.relation(arc));
  return layOut(slots, arcs, most);
}

/** A long name on two lines, as even as its spaces allow. */
function inLines(text) {
  const spaces = [...text.matchAll(/ /gu)].map(({ index }) => index);
  if (text.length <= SHORT || !spaces.length) return [text];
  const uneven = at => Math.abs(text.length - 1 - 2 * at);
  const cut = spaces.reduce((best, at) => (uneven(at) < uneven(best) ? at : best));
  return [text.slice(0, cut), text.slice(cut + 1)];
}

/** An SVG for the drawing of a layout, still without its rows. */
export const createDrawing = ({ width, height }) =>
  s("svg.tree-drawing", { viewBox: `0 0 ${width} ${height}`, width, height, role: "group", "aria-label": t.drawing });

/** Rows of a layout, from one to before another, a group each; nodes and arcs can be told by `data-position` and `data-arc`. */
export function drawRows(layout, from, to, { collapsed, names, describe }) {
  const rows = layout.tops.map(() => ({ arcs: [], nodes: [], words: [] }));
  const wanted = ({ row }) => from <= row && row < to;
  layout.arcs.forEach((placed, index) => wanted(placed) && rows[placed.row].arcs.push(drawArc(placed, index, names)));
  for (const placed of layout.nodes.filter(wanted)) rows[placed.row].nodes.push(drawNode(placed, collapsed, describe));
  for (const placed of layout.words.filter(wanted)) rows[placed.row].words.push(drawWord(placed));
  return rows.slice(from, to).map(({ arcs, nodes, words }) => s("g.tree-row", arcs, nodes, s("g.tree-words", { lang: "ar", "aria-hidden": "true" }, words)));
}

function drawArc({ arc, path, arrow, x, y }, index, names) {
  return s(
    "g.tree-arc",
    { dataset: { arc: index } },
    s("title", `${arc.english} · ${arc.arabic}`),
    s("path.tree-grip", { d: path }),
    s("path.tree-line", { d: path }),
    s("path.tree-arrow", { d: arrow }),
    s("text.tree-name", { x, y: y + 4 }, names.relation(arc)),
  );
}

function drawWord({ slot, x, y }) {
  const implied = !slot.node.word;
  return [
    implied && s("rect.tree-implied", { x: x - slot.widths.word / 2, y: y - 40, width: slot.widths.word, height: 62, rx: 8 }),
    s("text", { class: implied ? "tree-word tree-word-implied" : "tree-word", x, y }, slot.text),
  ];
}

function drawNode({ node, kind, x, y, pieceY, nameY, width, pieces }, collapsed, describe) {
  const below = collapsed.has(node) ? countBelow(node) : 0;
  const part = node.part ? `segment-${node.part.toLowerCase()}` : "tree-node-other";
  return s(
    "g",
    { class: `tree-node ${part}`, role: "button", tabindex: "-1", "aria-label": describe(node), "aria-expanded": node.dependents.length ? String(!below) : null, dataset: { position: node.position, ref: node.ref } },
    s("rect.tree-place", { x: x - width / 2 - 2, y: y - 6, width: width + 4, height: nameY - y + 24, rx: 6 }),
    s("circle.tree-dot", { cx: x, cy: y, r: 4 }),
    pieces > 1 && s("text.tree-piece", { x, y: pieceY, lang: "ar" }, node.text),
    kind.map((line, index) => s("text.tree-kind", { x, y: nameY + index * LINE }, line)),
    below > 0 && [
      s("rect.tree-badge", { x: x - 16, y: nameY + 19, width: 32, height: 17, rx: 8.5 }),
      s("text.tree-badge-text", { x, y: nameY + 32 }, t.badge(below)),
    ],
  );
}
