import { fetchChoices, sendCards } from "../lib/api.js";
import { arabic, h } from "../lib/dom.js";
import { texts } from "../lib/texts.js";
import { createArabicKeyboard } from "./arabic-keyboard.js";
import { bothNames } from "./both-names.js";
import { createButton, createChoice, createSwitch } from "./choice.js";
import { createCompletion } from "./completion.js";

const t = await texts("build");
const TYPED = ["root", "lemma", "word", "spelling", "pattern", "template", "tb_root"];

/**
 * Asks for a feature: an attribute and values, one of which a word must have, or none. Values are ticked in a list, or
 * typed where there are thousands.
 *
 * @param {string[][]} attributes pairs of an attribute and its name
 * @param {object} test what to begin with
 * @param {Function} onDone takes the test that was made
 */
export function askFeature(title, attributes, test, onDone) {
  let { attribute } = test;
  const chosen = new Set(test.values);
  const denied = h("input", { type: "checkbox", checked: test.denied });
  const body = h("div.feature-values");
  const says = h("p.error-message", { role: "alert" });
  const typed = h("input.field", { id: "feature-value", dir: "rtl", autocomplete: "off", spellcheck: "false", "aria-label": t.value });
  const completion = createCompletion(typed, () => {}, { before: () => `[${attribute}="` });
  const element = h("dialog.dialog", { "aria-label": title, onclose: () => element.remove() },
    h("form", { onsubmit: submit }, h("h2", title),
      attributes.length > 1 ? h("div.build-row", createChoice(t.feature, attributes, attribute, turn), h("label.chip", denied, t.not)) : null,
      body, says,
      h("div.dialog-buttons", createButton(t.cancel, () => element.close()), h("button.button.button-strong", { type: "submit" }, t.done))));

  const toggle = value => on => chosen[on ? "add" : "delete"](value);

  async function turn(wanted) {
    if (wanted !== attribute) chosen.clear();
    attribute = wanted;
    if (TYPED.includes(attribute)) {
      body.replaceChildren(
        ...Array.from(chosen, value => createSwitch(arabic(value), true, toggle(value))),
        h("div.search-bar", typed, createButton(t.or, () => take() && turn(attribute)), completion.elements),
        createArabicKeyboard(t.keyboard, letter => typed.setRangeText(letter, typed.selectionStart, typed.selectionEnd, "end")));
      return;
    }
    body.replaceChildren(t.loading);
    try {
      const offers = await fetchChoices(attribute);
      if (wanted === attribute) body.replaceChildren(...offers.map(offer => createSwitch(
        [offer.arabic ? bothNames(offer).flatMap(name => [name, " "]) : offer.text, h("span.quiet", t.count(offer.hits))], chosen.has(offer.text), toggle(offer.text))));
    } catch (error) {
      body.replaceChildren(error.message);
    }
  }

  /** What is typed becomes a value. */
  function take() {
    if (TYPED.includes(attribute) && typed.value.trim()) chosen.add(typed.value.trim());
    typed.value = "";
    typed.focus();
    return true;
  }

  async function submit(event) {
    event.preventDefault();
    completion.close();
    take();
    try {
      if (!chosen.size && attributes.length > 1) throw new Error(t.noValue);
      const { literal } = attribute === test.attribute ? test : {};
      const made = { attribute, values: [...chosen], denied: denied.checked, ...(literal === false && { literal }) };
      if (attributes.length > 1) await sendCards({ cards: [{ id: "A", link: "next", tests: [made] }] }); // says what is wrong with it
      element.close();
      onDone(made);
    } catch (error) {
      says.textContent = [error.message, error.hint].filter(Boolean).join(" ");
      turn(attribute);
    }
  }

  document.body.append(element);
  turn(attribute);
  element.showModal();
}
