import { searchAddress } from "../lib/addresses.js";
import { h } from "../lib/dom.js";
import { queryDirection } from "../lib/query.js";
import { t } from "../lib/strings.js";
import { createCompletion } from "./completion.js";
import { QUERY_ERROR } from "./error-box.js";

let made = 0;

/** The bar that takes a query or a place. `go` is called with the address of the answer. */
export function createSearchBar({ go, large = false }) {
  const id = `search-${(made += 1)}`;
  const input = h("input", {
    id,
    name: "q",
    class: "field",
    type: "text",
    dir: "ltr",
    autocomplete: "off",
    autocapitalize: "off",
    autocorrect: "off",
    spellcheck: "false",
    enterkeyhint: "search",
    placeholder: t.search.placeholder,
    "aria-keyshortcuts": "/",
    oninput: turn,
  });
  const completion = createCompletion(input, turn);
  const element = h(
    "form",
    { class: large ? "search-bar search-bar-large" : "search-bar", role: "search", action: "/search", onsubmit: submit },
    h("label", { for: id, class: "visually-hidden" }, t.search.label),
    input,
    h("kbd", { class: "search-key", "aria-hidden": "true" }, "/"),
    h("button", { type: "submit", class: "button button-strong" }, t.search.button),
    completion.elements,
  );

  function turn() {
    input.dir = queryDirection(input.value);
  }

  function submit(event) {
    event.preventDefault();
    completion.close();
    go(searchAddress(input.value.trim()), { focus: false });
  }

  return {
    element,
    focus() {
      input.focus();
      input.select();
    },
    /** Show what was asked, and whether it could be understood. */
    show(query, { faulty = false } = {}) {
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
