import { searchAddress } from "../lib/addresses.js";
import { ApiError } from "../lib/api.js";
import { h, mixed, sentence } from "../lib/dom.js";
import { cutAt, queryDirection } from "../lib/query.js";
import { t } from "../lib/strings.js";
import { createQueryCode } from "./query-code.js";

/** The error of a query, which describes the search bar that it was typed into. */
export const QUERY_ERROR = "query-error";

/**
 * What went wrong, where in the query, and the next step.
 *
 * @param {object} options
 * @param {string} [options.query] what was typed, shown with the part in question underlined
 * @param {Function} [options.onRetry] offered where asking again may help
 */
export function createErrorBox({ error, query = "", onRetry = null }) {
  const known = error instanceof ApiError;
  if (!known) console.error(error);
  const message = known ? error.message : t.errors.unforeseen;
  const hint = known ? error.hint : t.errors.unforeseenHint;
  return h(
    "div.error-box",
    { role: "alert", id: query ? QUERY_ERROR : null },
    sentence(message, "error-message"),
    known && error.at && query ? createFault(query, error.at) : null,
    hint ? sentence(hint, "error-hint") : null,
    known && error.suggestion ? createSuggestion(error.suggestion) : null,
    known && error.lines.length ? createLines(error) : null,
    onRetry && (!known || error.passing)
      ? h("button.button.button-strong", { onclick: onRetry }, t.retry)
      : null,
  );
}

function createLines({ lines, totalLines }) {
  const more = totalLines - lines.length;
  return h(
    "ul.bad-lines",
    { role: "list" },
    lines.map(({ line, reason }) => h("li", h("span.bad-line", t.errors.line(line)), " ", h("span", reason))),
    more > 0 ? h("li", t.errors.moreLines(more)) : null,
  );
}

const AROUND = 60;
const GAP = "\u0000"; // where the query itself goes

function createFault(query, at) {
  let [before, part, after] = cutAt(query, at);
  // Within an Arabic word the letters must stay joined: there nothing is set apart.
  const cutsWord = [[before, part], [part, after]].some(([one, other]) => isArabic(one.at(-1)) && isArabic(other[0]));
  const shown = characters => (cutsWord ? characters.join("") : mixed(characters.join("")));
  if (before.length > AROUND) before = ["…", ...before.slice(-AROUND)];
  if (after.length > AROUND) after = [...after.slice(0, AROUND), "…"];
  if (part.length > 2 * AROUND) part = [...part.slice(0, 2 * AROUND), "…"];
  return h(
    "p.error-query",
    { dir: queryDirection(query) },
    shown(before),
    h("span.error-at", { title: t.search.faultIs }, part.length ? shown(part) : "\u00a0"),
    shown(after),
  );
}

const isArabic = (character = "") => /[\u0600-\u06ff]/u.test(character);

function createSuggestion(query) {
  const [before, after] = t.search.instead(GAP).split(GAP);
  return h("a.button.button-strong", { href: searchAddress(query) }, before, createQueryCode(query), after);
}
