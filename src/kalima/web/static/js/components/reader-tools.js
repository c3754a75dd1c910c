import { translationsAddress } from "../lib/addresses.js";
import { h } from "../lib/dom.js";
import { keepChoice, readChoice } from "../lib/preferences.js";
import { t } from "../lib/strings.js";

const SWITCHES = [
  { name: "translation", usual: "on", key: "t" },
  { name: "transliteration", usual: "off", key: "l" },
  { name: "words", usual: "off", key: "w" },
];

/**
 * The switches of what is shown with the text, and the translation's name. A class of `list` says what is off.
 *
 * @param {Function} onWords called when the analysis under the words is switched on
 */
export function createReaderTools(list, translation, { onWords }) {
  const boxes = {};

  function createSwitch({ name, usual, key }) {
    const show = on => {
      list.classList.toggle(`no-${name}`, !on);
      if (on && name === "words") onWords();
    };
    const box = h("input", { type: "checkbox", role: "switch", id: `show-${name}`, "aria-keyshortcuts": key, onchange: () => {
      keepChoice(name, box.checked ? "on" : "off");
      show(box.checked);
    } });
    box.checked = readChoice(name, usual) === "on";
    show(box.checked);
    boxes[key] = box;
    return h("label.switch", { for: box.id }, box, t.reader[name]);
  }

  const element = h(
    "div.reader-switches",
    { role: "group", "aria-label": t.reader.shown },
    SWITCHES.map(createSwitch),
    h("a", { href: translationsAddress() }, h("bdi", translation.name), ` ${t.reader.changeTranslation}`),
  );
  return {
    element,
    /** Turn the switch of this key; false where it has none. */
    turn(key) {
      boxes[key]?.click();
      return key in boxes;
    },
  };
}
