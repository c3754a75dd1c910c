import { buildAddress, searchAddress } from "../lib/addresses.js";
import { fetchSurahs } from "../lib/api.js";
import { readCommand } from "../lib/commands.js";
import { h } from "../lib/dom.js";
import { queryDirection } from "../lib/query.js";
import { t } from "../lib/strings.js";
import { createCompletion } from "./completion.js";
import { QUERY_ERROR } from "./error-box.js";

let made = 0;

/**
 * The bar that takes a query, a place or a command. `go` is called with the address of the answer.
 *
 * @param {Function} here where one is, or null
 * @param {Function} [keeps] what the results of the next query keep of those that are shown
 */
export function createSearchBar({ go, here, onHelp, onWrite, keeps = () => ({}), large = false }) {
  const id = `search-${(made += 1)}`;
  let edited = false; // since the last page was asked for
  const input = h("input.field", {
    id,
    name: "q",
    type: "text",
    dir: "ltr",
    autocomplete: "off",
    autocapitalize: "off",
    autocorrect: "off",
    spellcheck: "false",
    enterkeyhint: "search",
    placeholder: t.search.placeholder,
    "aria-keyshortcuts": "/",
    oninput: () => {
      edited = true;
      turn();
    },
  });
  const completion = createCompletion(input, turn, { onSearch: () => element.requestSubmit() });
  const element = h(
    "form",
    { class: large ? "search-bar search-bar-large" : "search-bar", role: "search", action: "/search", onsubmit: submit },
    h("label.visually-hidden", { for: id }, t.search.label),
    input,
    h("kbd.search-key", { "aria-hidden": "true" }, "/"),
    h("button.button.button-strong", { type: "submit" }, t.search.button),
    h("button.icon-button", { title: t.search.build, "aria-label": t.search.build, onclick: () => go(buildAddress(input.value.trim())) }, "⊞"),
    completion.elements,
  );

  function turn() {
    input.dir = input.value ? queryDirection(input.value) : document.documentElement.dir;
  }

  async function submit(event) {
    event.preventDefault();
    completion.close();
    const typed = input.value.trim();
    const command = await read(typed);
    if (input.value.trim() !== typed) return;
    if (command?.help) onHelp();
    else if (command?.write) {
      input.value = "";
      onWrite(command.write);
    }
    else go(command?.address ?? searchAddress(typed, keeps()), { focus: Boolean(command?.address) });
  }

  /** What is no command is a query, which the server reads; without the surahs' names everything is. */
  async function read(typed) {
    try {
      return readCommand(typed, await fetchSurahs(), here());
    } catch {
      return null;
    }
  }

  return {
    element,
    focus() {
      input.focus();
      input.select();
    },
    /** Another page is on its way: what is typed from now on is kept when it comes. */
    await() {
      edited = false;
    },
    isTyping: () => edited && document.activeElement === input,
    /** Show what was asked, and whether it could be understood. */
    show(query, { faulty = false } = {}) {
      if (edited && document.activeElement === input) return;
      completion.close();
      if (input.value.trim() !== query) input.value = query;
      turn();
      for (const [name, value] of [["aria-invalid", "true"], ["aria-describedby", QUERY_ERROR]]) {
        if (faulty) input.setAttribute(name, value);
        else input.removeAttribute(name);
      }
    },
  };
}
