import { h } from "../lib/dom.js";
import { texts } from "../lib/texts.js";
import { button } from "./undo-notice.js";
import { placeOfWord } from "./word-selection.js";

const t = await texts("research");

/** A field for places, to be typed or chosen in the text, wherever that is: the page can be left meanwhile. */
export function createPlaceField(input, signal) {
  const pick = button(t.pick, () => (picking ? stop() : start()), { "aria-pressed": "false" });
  const hint = h("p.quiet", { role: "status" });
  let picking = null;

  function start() {
    picking = new AbortController();
    const options = { capture: true, signal: picking.signal };
    document.addEventListener("click", take, options);
    document.addEventListener("keydown", event => event.key === "Escape" ? stop(event) : event.key === "Enter" && take(event), options);
    pick.setAttribute("aria-pressed", "true");
    hint.textContent = t.picking;
  }

  function stop(event) {
    event?.preventDefault();
    event?.stopPropagation();
    picking?.abort();
    picking = null;
    pick.setAttribute("aria-pressed", "false");
    hint.textContent = "";
  }

  function take(event) {
    const target = event.target.closest?.(".word, .verse-number");
    if (!target) return;
    stop(event);
    input.value = target.matches(".word") ? placeOfWord(target) : target.closest(".verse").id;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.focus();
  }

  signal.addEventListener("abort", () => stop());
  return h("div.place-field", input, pick, hint);
}
