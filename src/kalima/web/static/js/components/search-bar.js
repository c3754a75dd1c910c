import { searchAddress } from "../lib/addresses.js";
import { h } from "../lib/dom.js";
import { t } from "../lib/strings.js";

let made = 0;

/** The bar that takes a query or a place. `go` is called with the address of the answer. */
export function createSearchBar({ go, large = false }) {
  const id = `search-${(made += 1)}`;
  const input = h("input", {
    id,
    name: "q",
    class: "field",
    type: "search",
    dir: "auto",
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: "false",
    enterkeyhint: "search",
    placeholder: t.search.placeholder,
    "aria-keyshortcuts": "/",
  });
  const element = h(
    "form",
    { class: large ? "search-bar search-bar-large" : "search-bar", role: "search", action: "/search", onsubmit: submit },
    h("label", { for: id, class: "visually-hidden" }, t.search.label),
    input,
    h("kbd", { class: "search-key", "aria-hidden": "true" }, "/"),
    h("button", { type: "submit", class: "button button-strong" }, t.search.button),
  );

  function submit(event) {
    event.preventDefault();
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
      if (input.value.trim() !== query) input.value = query;
      if (faulty) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
    },
  };
}
