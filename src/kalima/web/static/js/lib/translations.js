// Which translation is shown: a choice that this browser remembers.

import { keepChoice, readChoice } from "./preferences.js";

export const BUNDLED = "en.pickthall";

export const chosenTranslation = () => readChoice("translation-id", BUNDLED);
export const chooseTranslation = (id) => keepChoice("translation-id", id);

/** Asks with the chosen translation. If that one is gone, the bundled one is asked for and chosen from then on. */
export async function withTranslation(ask) {
  const chosen = chosenTranslation();
  if (chosen === BUNDLED) return ask("");
  try {
    return await ask(chosen);
  } catch (error) {
    if (error.status !== 404) throw error;
    const answer = await ask("");
    chooseTranslation(BUNDLED);
    return answer;
  }
}
