import { h } from "../lib/dom.js";
import { fetchSurahs } from "../lib/api.js";
import { t } from "../lib/strings.js";
import { createErrorBox } from "./error-box.js";
import { createSurahList } from "./surah-list.js";

/** A dialog with all surahs: typing narrows them, Enter opens the first, the arrow keys walk through them. */
export function createSurahChooser() {
  const input = h("input", { id: "surah-filter", type: "text", class: "field", dir: "auto", autocomplete: "off", placeholder: t.surahs.filter });
  const found = h("p", { class: "surah-found", role: "status" });
  const body = h("div", { class: "surah-chooser-body" });
  const element = h(
    "dialog",
    { class: "dialog surah-chooser", "aria-labelledby": "surah-chooser-title" },
    h(
      "div",
      { class: "dialog-head" },
      h("h2", { id: "surah-chooser-title" }, t.surahs.title),
      h("button", { type: "button", class: "icon-button", "aria-label": t.surahs.close, onclick: () => element.close() }, "×"),
    ),
    h("label", { for: "surah-filter", class: "visually-hidden" }, t.surahs.filter),
    input,
    found,
    body,
  );
  let list = null;

  const links = () => [...body.querySelectorAll("li:not([hidden]) a")];

  function narrow() {
    found.textContent = t.surahs.found(list.filter(input.value));
    body.scrollTop = 0;
  }

  function walk(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const places = [input, ...links()];
    if (step && places.length > 1) {
      event.preventDefault();
      places[Math.max(0, places.indexOf(document.activeElement) + step)]?.focus();
    } else if (event.key === "Enter" && event.target === input) {
      event.preventDefault();
      if (input.value.trim()) links()[0]?.click();
    }
  }

  async function fill() {
    body.replaceChildren(h("p", { class: "quiet" }, t.loading));
    try {
      list = createSurahList(await fetchSurahs());
      body.replaceChildren(list.element);
      narrow();
    } catch (error) {
      body.replaceChildren(createErrorBox({ error, onRetry: fill }));
    }
  }

  input.addEventListener("input", () => list && narrow());
  element.addEventListener("keydown", walk);
  element.addEventListener("click", (event) => {
    if (event.target === element || event.target.closest("a")) element.close();
  });

  return {
    element,
    open() {
      input.value = "";
      element.showModal();
      input.focus();
      if (list) narrow();
      else fill();
    },
  };
}
