import { h } from "../lib/dom.js";
import { createPictureSaver } from "./picture-saver.js";

/**
 * A picture that is drawn to the width that it has. Its marks are walked by the arrow keys, and it can be saved.
 *
 * @param {string} name of the files that are saved
 * @param {Function} draw gives the SVG for a width
 */
export function createPicture(label, name, draw) {
  const frame = h("div", { onkeydown: onKey });
  const saver = createPictureSaver(() => frame.firstElementChild, name);
  const marks = () => [...frame.querySelectorAll(".chart-mark")];
  let chosen = 0;

  new ResizeObserver(([{ contentRect: { width } }]) => {
    if (!width || frame.firstElementChild?.viewBox.baseVal.width === Math.floor(width)) return;
    const focused = frame.contains(document.activeElement);
    frame.replaceChildren(draw(Math.floor(width)));
    frame.firstElementChild.setAttribute("aria-label", label);
    choose(chosen, focused);
  }).observe(frame);

  /** Makes a mark the one that Tab reaches. */
  function choose(index, focus) {
    const all = marks();
    if (!all[index]) return;
    all[chosen]?.setAttribute("tabindex", "-1");
    all[index].setAttribute("tabindex", "0");
    if (focus) all[index].focus();
    chosen = index;
  }

  function onKey(event) {
    const at = marks().indexOf(event.target);
    if (at < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    const on = document.documentElement.dir === "rtl" ? -1 : 1;
    const goes = { ArrowDown: at + 1, ArrowUp: at - 1, ArrowRight: at + on, ArrowLeft: at - on, Home: 0, End: marks().length - 1 }[event.key];
    if (goes !== undefined) choose(goes, true);
    else if (event.key === "Enter" && !event.target.href) event.target.dispatchEvent(new MouseEvent("click", { bubbles: true }));
    else return;
    event.preventDefault();
  }

  return h("figure.picture", h("figcaption", h("b", label), h("span.picture-savers", saver.buttons)), saver.message, frame);
}
