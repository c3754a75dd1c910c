// Which translations are shown: a choice that this browser remembers.

import { fetchTranslations } from "./api.js";
import { keepChoice, readChoice } from "./preferences.js";

export const BUNDLED = "en.pickthall";

export const chosenTranslation = () => readChoice("translation-id", BUNDLED);
export const chooseTranslation = id => keepChoice("translation-id", id);

/** Those that are shown below the chosen one. */
export const furtherTranslations = () =>
  readChoice("translations-also", "").split(" ").filter(id => id && id !== chosenTranslation());

export const chooseFurther = ids => keepChoice("translations-also", ids.join(" "));

/** Asks with what is chosen. What is there no more is forgotten first; where it is the first, the bundled one comes in its place. */
export async function withTranslations(ask) {
  const wanted = () => ask({ translation: chosenTranslation(), also: furtherTranslations() });
  try {
    return await wanted();
  } catch (error) {
    if (error.status !== 404 || !(await forgetRemoved())) throw error;
    return wanted();
  }
}

async function forgetRemoved() {
  const ids = new Set((await fetchTranslations()).map(({ id }) => id));
  const kept = furtherTranslations().filter(id => ids.has(id));
  const same = ids.has(chosenTranslation()) && kept.length === furtherTranslations().length;
  if (!ids.has(chosenTranslation())) chooseTranslation(BUNDLED);
  chooseFurther(kept);
  return !same;
}
