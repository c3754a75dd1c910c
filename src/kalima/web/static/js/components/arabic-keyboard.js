import { arabic, h } from "../lib/dom.js";

const LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأإؤئىةٱ";

/** Letters to press, for who has no Arabic keyboard; what has the focus keeps it. */
export const createArabicKeyboard = (label, onLetter) =>
  h("div.letters", { role: "group", "aria-label": label, onpointerdown: event => event.preventDefault() }, Array.from(LETTERS, letter =>
    h("button.button", { onclick: () => onLetter(letter) }, arabic(letter, { class: "arabic-plain" }))));
