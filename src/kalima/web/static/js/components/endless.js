import { h } from "../lib/dom.js";
import { texts } from "../lib/texts.js";
import { createErrorBox } from "./error-box.js";

const t = await texts("results");

/**
 * What follows a list that goes on: more comes when its end is near, and by a button.
 *
 * @param {Function} load adds more and gives the first of it
 * @param {Function} left how many are not shown yet
 */
export function createEndless(load, left, signal) {
  const button = h("button.button", { onclick: more });
  const element = h("div.endless");
  const watch = new IntersectionObserver(([end]) => end.isIntersecting && more(), { rootMargin: "600px" });
  let loading = null;

  async function more() {
    if (loading) return;
    const focused = document.activeElement === button;
    try {
      loading = load();
      const first = await loading;
      if (focused) first.querySelector("a").focus({ preventScroll: true });
      loading = null;
      show();
    } catch (error) {
      loading = null;
      watch.disconnect();
      if (!signal.aborted) element.replaceChildren(createErrorBox({ error, onRetry: show }));
    }
  }

  function show() {
    watch.disconnect();
    button.textContent = t.more(left());
    element.replaceChildren(left() ? button : t.allShown);
    if (left()) watch.observe(element); // which says at once whether the end is still near
  }

  show();
  signal.addEventListener("abort", () => watch.disconnect());
  return element;
}
