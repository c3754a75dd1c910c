import { ApiError } from "../lib/api.js";
import { h, mixed } from "../lib/dom.js";
import { cutAt } from "../lib/query.js";
import { t } from "../lib/strings.js";

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
    "div",
    { class: "error-box", role: "alert" },
    h("p", { class: "error-message" }, mixed(message)),
    known && error.at && query ? createFault(query, error.at) : null,
    hint ? h("p", { class: "error-hint" }, mixed(hint)) : null,
    known && error.lines.length ? createLines(error) : null,
    onRetry && (!known || error.passing)
      ? h("button", { type: "button", class: "button button-strong", onclick: onRetry }, t.retry)
      : null,
  );
}

function createLines({ lines, totalLines }) {
  const more = totalLines - lines.length;
  return h(
    "ul",
    { class: "bad-lines", role: "list" },
    lines.map(({ line, reason }) => h("li", {}, h("span", { class: "bad-line" }, t.errors.line(line)), " ", h("span", {}, reason))),
    more > 0 ? h("li", {}, t.errors.moreLines(more)) : null,
  );
}

const AROUND = 60;

function createFault(query, at) {
  let [before, part, after] = cutAt(query, at);
  if (before.length > AROUND) before = `…${before.slice(-AROUND)}`;
  if (after.length > AROUND) after = `${after.slice(0, AROUND)}…`;
  if (part.length > 2 * AROUND) part = `${part.slice(0, 2 * AROUND)}…`;
  return h(
    "p",
    { class: "error-query", dir: "auto" },
    before,
    h("span", { class: "error-at", title: t.search.faultIs }, part || "\u00a0"),
    after,
  );
}
