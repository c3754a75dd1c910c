import { h } from "../lib/dom.js";

/** A dialog with a heading, closed by its cross, by Escape, or by pressing beside it. */
export function createDialog(name, { title, close }, ...parts) {
  const end = () => element.close();
  const element = h(
    `dialog.dialog.${name}`,
    { "aria-labelledby": `${name}-title`, onclick: event => event.target === element && end() },
    h(
      "div.dialog-head",
      h("h2", { id: `${name}-title`, tabindex: "-1", autofocus: true }, title),
      h("button.icon-button", { "aria-label": close, onclick: end }, "×"),
    ),
    parts,
  );
  return element;
}
