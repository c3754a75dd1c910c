// How the page looks to this person: light or dark, and how large. The browser remembers it. The document asks for
// this module by itself, so that nothing is drawn in other colours while the sentences are on their way.

import { LANGUAGES, language } from "./language.js";
import { keepChoice, readChoice } from "./preferences.js";

export const THEMES = ["system", "light", "dark"];

/** Percent of the browser's own text size. */
export const SIZES = [85, 100, 115, 130, 150, 175];
const USUAL = 100;

export const theme = () => known(THEMES, readChoice("theme", "system"), "system");
export const size = () => known(SIZES, Number(readChoice("size", USUAL)), USUAL);

const known = (all, choice, fallback) => (all.includes(choice) ? choice : fallback);

export function chooseTheme(choice) {
  keepChoice("theme", choice);
  applyAppearance();
}

export function chooseSize(choice) {
  keepChoice("size", choice);
  applyAppearance();
}

function applyAppearance() {
  const root = document.documentElement;
  root.lang = language;
  root.dir = LANGUAGES[language].dir;
  root.dataset.theme = theme();
  root.style.fontSize = size() === USUAL ? "" : `${size()}%`;
}

applyAppearance();
