import { inLevels } from "../lib/arc-levels.js";
import { h, s } from "../lib/dom.js";
import { named, texts } from "../lib/texts.js";

const t = await texts("build");
const LEVEL = 30;
const CORNER = 9;

/** The list of the cards with an arc from each word to what depends on it: above a row, beside a column of them. */
export function withArcs(list, cards) {
  const arcs = inLevels(cards.flatMap((card, to) => {
    const from = cards.findIndex(({ id }) => id === card.head);
    return from < 0 ? [] : [{ card, from, to, low: Math.min(from, to), high: Math.max(from, to) }];
  }));
  if (!arcs.length) return list;
  const drawing = s("svg.tree-drawing.card-arcs", { "aria-hidden": "true" });
  const element = h("div.with-arcs", list, drawing);
  element.style.setProperty("--levels", Math.max(...arcs.map(({ level }) => level)));

  function draw() {
    const boxes = [...list.children].slice(0, cards.length);
    list.classList.remove("stacked");
    const stacked = boxes.some(each => each.offsetTop !== boxes[0].offsetTop);
    list.classList.toggle("stacked", stacked);
    drawing.replaceChildren(...arcs.flatMap(arc => drawArc(arc, boxes, stacked)));
  }

  new ResizeObserver(() => requestAnimationFrame(draw)).observe(list);
  return element;
}

function drawArc({ card, from, to, level }, boxes, stacked) {
  const middle = box => (stacked ? box.offsetTop + box.offsetHeight / 2 : box.offsetLeft + box.offsetWidth / 2);
  const ground = stacked ? boxes[from].offsetLeft : boxes[from].offsetTop;
  const at = (along, away) => (stacked ? `${ground - away} ${along}` : `${along} ${ground - away}`);
  const turn = Math.sign(middle(boxes[to]) - middle(boxes[from]));
  const foot = turn * Math.max(4, 40 - 10 * level); // longer arcs stand further inside
  const [head, end] = [middle(boxes[from]) + foot, middle(boxes[to]) - foot];
  const top = level * LEVEL - CORNER;
  const [low, corner] = [top - CORNER, turn * CORNER];
  return [
    s("path", { class: `tree-line${card.denied ? " tree-implied" : ""}`, d: `M${at(head, 3)}L${at(head, low)}Q${at(head, top)} ${at(head + corner, top)}L${at(end - corner, top)}Q${at(end, top)} ${at(end, low)}L${at(end, 9)}` }),
    s("path.tree-arrow", { d: `M${at(end, 2)}L${at(end - 4.5, 10)}L${at(end + 4.5, 10)}z` }),
    s("text.tree-name", { transform: `translate(${at((head + end) / 2, top)})${stacked ? "rotate(-90)" : ""}`, dy: "0.3em" }, card[named] || t.anyRelation),
  ];
}
