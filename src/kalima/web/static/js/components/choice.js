import { h } from "../lib/dom.js";

/** A list to choose one value from: `values` are pairs of a value and its name. */
export function createChoice(label, values, chosen, onChoose, key) {
  const select = h("select.field", { "aria-label": label, "data-key": key, onchange: () => onChoose(select.value) }, values.map(([value, name]) => h("option", { value }, name)));
  select.value = chosen;
  return select;
}

/** A chip that is on or off. */
export const createSwitch = (name, on, onSwitch, key) =>
  h("label.chip", h("input", { type: "checkbox", checked: on, "data-key": key, onchange: event => onSwitch(event.target.checked) }), name);

export const createButton = (name, onclick, props = {}) => h("button.button", { onclick, ...props }, name);
