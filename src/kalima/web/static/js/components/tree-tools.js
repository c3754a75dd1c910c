import { h } from "../lib/dom.js";
import { texts } from "../lib/texts.js";

const t = await texts("tree");

/** How much a drawing grows at each step. */
export const STEP = 1.25;

/**
 * The tools above a drawing.
 *
 * @param {object} options
 * @param {string} options.language of the names at first
 * @param {Function} options.onZoom with a factor, or null to fit the window
 * @param {Function} options.onFold with true to fold all, false to unfold
 * @param {Array} options.savers buttons that save it
 * @param {Function} options.onNames with the language that names are wanted in
 */
export function createTreeTools({ language, onZoom, onFold, onNames, savers }) {
  const button = (text, onclick, label = null) => h("button.button", { onclick, "aria-label": label, title: label }, text);
  const group = (...tools) => h("span.tree-tool-group", tools);
  const names = h(
    "select.field",
    { id: "tree-names", onchange: () => onNames(names.value) },
    h("option", { value: "en", lang: "en" }, t.english),
    h("option", { value: "ar", lang: "ar" }, t.arabic),
  );
  names.value = language;
  return h(
    "div.tree-tools",
    { role: "group", "aria-label": t.tools },
    group(button("−", () => onZoom(1 / STEP), t.zoomOut), button("+", () => onZoom(STEP), t.zoomIn), button(t.fit, () => onZoom(null), t.zoomFit)),
    group(button(t.fold, () => onFold(true)), button(t.unfold, () => onFold(false))),
    h("label.tree-tool-group", { for: "tree-names" }, t.names, names),
    group(savers),
  );
}
