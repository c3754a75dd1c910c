import { hypothesisAddress } from "../lib/addresses.js";
import { h } from "../lib/dom.js";
import { pressed } from "../lib/keys.js";
import { undoItem } from "../lib/research.js";
import { texts } from "../lib/texts.js";

const t = await texts("research");

const said = h("p", { role: "status" });
const tools = h("span");
const element = h("div.undo-notice", said, tools, h("button.icon-button", { "aria-label": t.undo.close, onclick: () => element.remove() }, "×"));

/** A sentence at the edge of the window, until it is closed or something else is to be said. */
export function say(text, ...more) {
  if (!element.isConnected) document.body.append(element);
  said.textContent = text;
  tools.replaceChildren(...more);
}

/** A button whose failure is said. */
export const button = (says, act, props) =>
  h("button.button", { ...props, onclick: () => Promise.resolve(act()).catch(error => say(`${error.message} ${error.hint ?? ""}`)) }, says);

/** What was done to an item, with the way back. */
export function sayChange({ action, item }) {
  const isNew = action === "create" && item.kind === "hypothesis";
  say(
    t.undo[action](t.kinds[item.kind]),
    isNew ? h("a.button", { href: hypothesisAddress(item.id) }, t.open) : "",
    /undo|purge/u.test(action) ? "" : button(t.undo.button, () => undoItem(item.id), { "aria-keyshortcuts": "u" }),
  );
}

document.addEventListener("keydown", event => pressed(event) === "u" && element.isConnected && tools.querySelector("button")?.click());
