// What the pages that build a query share: every change is a new address, and the focus stays where it was.

import { buildAddress } from "./addresses.js";
import { ApiError, fetchCards, sendCards } from "./api.js";

let next = {};
let turn = 0;

/** A query with its cards, or with the error that says why it has none; also what was wrong with the last change. */
export async function readBuilt(query, signal) {
  const mine = next.turn ?? turn; // of the change that led here: there may be another already
  try {
    const built = await fetchCards(query, signal);
    if (mine !== turn) await new Promise((_, stop) => signal.addEventListener("abort", stop)); // a newer page comes
    return { ...built, error: next.error };
  } catch (error) {
    if (!(error instanceof ApiError) || error.passing) throw error;
    return { query, error };
  }
}

/**
 * Go to the address of what was changed.
 *
 * @param {string} key names the control that has the focus there, on the card `id` if one is named
 * @param {string} [says] is announced
 */
export async function goOn(go, state, kind, key, id, says) {
  const mine = (turn += 1);
  try {
    const { query, renamed, left_out: lost } = await sendCards(state);
    if (mine !== turn) return; // what was changed since holds this change too
    next = { key: id ? `${key}-${renamed[id] ?? "A"}` : key, says, lost, turn: mine };
    go(buildAddress(query, kind), { focus: false });
  } catch (error) {
    next = { key, error };
    go(location.href, { focus: false });
  }
}

/** What a page returns so that it takes the focus where it was, or its heading. */
export function landing(element, sayLost) {
  const { key, says, lost } = next;
  next = {};
  return {
    element,
    announcement: lost ? sayLost(lost) : says,
    place: true,
    goTo(_, { scroll }) {
      const place = element.querySelector(`[data-key="${key}"]`);
      (place ?? element.querySelector("h1")).focus({ preventScroll: !place });
      if (!key && scroll) window.scrollTo(0, 0);
    },
  };
}
