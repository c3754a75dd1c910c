import { SIZES, THEMES, chooseSize, chooseTheme, size, theme } from "../lib/appearance.js";
import { h } from "../lib/dom.js";
import { LANGUAGES, chooseLanguage, language } from "../lib/language.js";
import { t } from "../lib/strings.js";

/** Language, colours and text size; what is chosen holds at once. */
export function createDisplayDialog() {
  const element = h(
    "dialog",
    { class: "dialog", "aria-labelledby": "display-title", onclick: (event) => event.target === element && element.close() },
    h(
      "div",
      { class: "dialog-head" },
      h("h2", { id: "display-title", tabindex: "-1", autofocus: true }, t.display.title),
      h("button", { type: "button", class: "icon-button", "aria-label": t.display.close, onclick: () => element.close() }, "×"),
    ),
    createChoice("language", t.display.language, Object.entries(LANGUAGES).map(([code, { name }]) => [code, name]), language, chooseLanguage),
    createChoice("theme", t.display.theme, THEMES.map((each) => [each, t.display.themes[each]]), theme(), chooseTheme),
    createChoice("size", t.display.size, SIZES.map((each) => [String(each), t.display.percent(each)]), String(size()), (each) => chooseSize(Number(each))),
  );
  return { element, open: () => element.showModal() };
}

function createChoice(name, label, values, chosen, choose) {
  return h(
    "fieldset",
    { class: "choice" },
    h("legend", {}, label),
    h("div", { class: "choice-values" }, values.map(([value, text]) =>
      h(
        "label",
        { lang: name === "language" ? value : null },
        h("input", { type: "radio", name: `display-${name}`, value, checked: value === chosen, onchange: () => choose(value) }),
        h("span", {}, text),
      ),
    )),
  );
}
