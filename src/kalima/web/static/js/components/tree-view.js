import { h } from "../lib/dom.js";
import { keepChoice, readChoice } from "../lib/preferences.js";
import { afterFrame } from "../lib/soon.js";
import { language as ofPage, named, texts } from "../lib/texts.js";
import { createPictureSaver } from "./picture-saver.js";
import { createTreeDetails } from "./tree-details.js";
import { createDrawing, drawRows, layOutGraph } from "./tree-drawing.js";
import { createTreeTools, STEP } from "./tree-tools.js";

const t = await texts("tree");

const [SMALLEST, LARGEST] = [0.2, 4];
const NARROWEST = 320;

/**
 * The drawing of a graph with its tools: zoom, folding, names in either language, files, and the chosen word.
 *
 * @param {object} graph linked, with the `words` of the verse
 * @param {Function} kindName `(node, {code, field})`: the node's part of speech in a language
 * @param {string} name of the files that are saved
 */
export function createTreeView({ graph, kindName, openWord, name }) {
  const collapsed = new Set();
  let language = readChoice("tree-names", ofPage);
  let zoom = 1;
  let drawing = null;
  let placed = null;
  let chosen = null;
  let complete = () => {}; // draws the rows that are still left

  const names = {
    kind: node => kindName(node, { code: language, field: language === "ar" ? "arabic" : "english" }),
    relation: arc => (language === "ar" ? arc.arabic : arc.relation.replaceAll("-", " ")),
  };
  const describe = node => {
    const relations = node.heads.length ? node.heads.map(arc => t.of(arc[named], arc.head.text)) : [t.headOfSentence];
    const dependents = node.dependents.length ? [t.dependents(node.dependents.length)] : [];
    return [node.text, names.kind(node), ...relations, ...dependents].filter(Boolean).join(t.comma);
  };

  const details = createTreeDetails({ names, isCollapsed: node => collapsed.has(node), onFold: node => fold(node), onOpen: node => open(node) });
  const scroller = h("div.tree-scroller", { dir: "rtl", onclick: onClick, onkeydown: onKey, ondblclick: onDoubleClick });
  const saver = createPictureSaver(() => {
    complete();
    return drawing;
  }, name);
  const tools = createTreeTools({
    language,
    onZoom: factor => (factor ? setZoom(zoom * factor) : fit()),
    onFold: foldAll,
    savers: saver.buttons,
    onNames(wanted) {
      language = wanted;
      keepChoice("tree-names", language);
      redraw();
    },
  });
  const element = h("div", tools, saver.message, scroller, details.element);

  /** @param {number} lowest what is drawn at once, in pixels from the top of the drawing; rows below that come a moment later */
  function draw(lowest = Infinity) {
    placed = layOutGraph(graph, collapsed, names, Math.max(NARROWEST, scroller.clientWidth / Math.min(1, zoom)));
    const [whole, layout] = [createDrawing(placed), placed];
    const add = (from, to) => whole.append(...drawRows(layout, from, to, { collapsed, names, describe }));
    const first = layout.tops.filter(top => top <= lowest).length;
    add(0, first);
    drawing = whole;
    scroller.replaceChildren(drawing);
    setZoom(zoom);
    complete = () => {
      complete = () => {};
      add(first, layout.tops.length);
    };
    afterFrame(() => drawing === whole && complete());
    if (chosen && !elementOf(chosen)) chosen = null;
    choose(chosen ?? shownNodes()[0], { shown: chosen !== null });
  }

  const shownNodes = () => placed.nodes.map(({ node }) => node);

  const elementOf = node => drawing.querySelector(`[data-position="${node.position}"]`);

  /** Makes a node the one that Tab reaches; what is `shown` of it are its arcs and its details. */
  function choose(node, { focus = false, shown = true, arc = null } = {}) {
    if (shown) complete();
    for (const former of drawing.querySelectorAll('[tabindex="0"]')) former.setAttribute("tabindex", "-1");
    for (const former of drawing.querySelectorAll(".chosen")) former.classList.remove("chosen");
    const target = elementOf(node);
    target.setAttribute("tabindex", "0");
    if (focus) {
      target.focus({ preventScroll: true });
      target.scrollIntoView({ block: "nearest", inline: "nearest" });
    }
    if (!shown) {
      details.show(null);
      return;
    }
    chosen = node;
    target.classList.add("chosen");
    placed.arcs.forEach((each, index) => {
      const own = arc ? each.arc === arc : each.arc.head === node || each.arc.dependent === node;
      if (own) drawing.querySelector(`[data-arc="${index}"]`).classList.add("chosen");
    });
    details.show(node, arc ? [arc] : undefined);
  }

  function fold(node) {
    if (!node.dependents.length) return;
    if (!collapsed.delete(node)) collapsed.add(node);
    chosen = node;
    const inside = scroller.contains(document.activeElement);
    redraw({ focus: inside });
  }

  function foldAll(on) {
    collapsed.clear();
    if (on) for (const node of graph.nodes) if (node.dependents.length && node.heads.length) collapsed.add(node);
    redraw();
  }

  function redraw({ focus = false } = {}) {
    draw();
    if (focus && chosen) choose(chosen, { focus: true });
  }

  function open(node) {
    if (node.word) openWord(elementOf(node));
  }

  function setZoom(wanted) {
    zoom = Math.min(LARGEST, Math.max(SMALLEST, wanted));
    drawing.setAttribute("width", Math.round(placed.width * zoom));
    drawing.setAttribute("height", Math.round(placed.height * zoom));
  }

  function fit() {
    setZoom(Math.min(1, scroller.clientWidth / placed.width));
  }

  const nodeAt = target => {
    const found = target.closest?.("[data-position]");
    return found ? graph.nodes[found.dataset.position - 1] : null;
  };

  function onClick(event) {
    const node = nodeAt(event.target);
    const arc = placed.arcs[event.target.closest?.("[data-arc]")?.dataset.arc]?.arc;
    if (event.target.closest?.(".tree-badge, .tree-badge-text")) fold(node);
    else if (node) choose(node, { focus: true });
    else if (arc) choose(arc.dependent, { arc });
  }

  function onDoubleClick(event) {
    const node = nodeAt(event.target);
    if (node) open(node);
  }

  function onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const zooms = { "+": () => setZoom(zoom * STEP), "=": () => setZoom(zoom * STEP), "-": () => setZoom(zoom / STEP), 0: fit };
    const node = nodeAt(event.target);
    const shown = shownNodes();
    const at = shown.indexOf(node);
    const seen = (arcs, side) => arcs.map(arc => arc[side]).find(each => shown.includes(each));
    const goes = node && {
      ArrowLeft: () => shown[at + 1],
      ArrowRight: () => shown[at - 1],
      ArrowUp: () => seen(node.heads, "head"),
      ArrowDown: () => seen(node.dependents, "dependent"),
      Home: () => shown[0],
      End: () => shown.at(-1),
    }[event.key];
    if (zooms[event.key]) zooms[event.key]();
    else if (goes) {
      const next = goes();
      if (next) choose(next, { focus: true });
    } else if (node && event.key === "Enter") open(node);
    else if (node && event.key === " ") fold(node);
    else return;
    event.preventDefault();
  }

  return { element, draw: () => draw(parseFloat(getComputedStyle(scroller).maxHeight)) };
}
