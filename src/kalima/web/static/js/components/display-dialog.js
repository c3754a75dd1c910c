import { SIZES, THEMES, chooseSize, chooseTheme, size, theme } from "../lib/appearance.js";
import { h } from "../lib/dom.js";
import { LANGUAGES, chooseLanguage, language } from "../lib/language.js";
import { t } from "../lib/strings.js";
import { createDialog } from "./dialog.js";

/** Language, colours and text size; what is chosen holds at once. */
export function createDisplayDialog() {
  const element = createDialog(
    "display",
    t.display,
    createChoice("language", t.display.language, Object.entries(LANGUAGES).map(([code, { name }]) => [code, name]), language, chooseLanguage),
    createChoice("theme", t.display.theme, THEMES.map(each => [each, t.display.themes[each]]), theme(), chooseTheme),
    createChoice("size", t.display.size, SIZES.map(each => [String(each), t.display.percent(each)]), String(size()), each => chooseSize(Number(each))),
  );
  return { element, open: () => element.showModal() };
}

function createChoice(name, label, values, chosen, choose) {
  return h(
    "fieldset.choice",
    h("legend", label),
    h("div.choice-values", values.map(([value, text]) =>
      h(
        "label",
        { lang: name === "language" ? value : null },
        h("input", { type: "radio", name: `display-${name}`, value, checked: value === chosen, onchange: () => choose(value) }),
        h("span", text),
      ),
    )),
  );
}
