import { h } from "../lib/dom.js";
import { t } from "../lib/strings.js";

/**
 * Links to the other pages of a list; nothing where there is only one.
 *
 * @param {Function} addressOf a page's number
 */
export function createPager(addressOf, page, pages, label) {
  if (pages <= 1) return null;
  const to = (number, text, rel = null) => h("a.button", { href: addressOf(number), rel }, text);
  return h(
    "nav.pager",
    { "aria-label": label },
    page > 1 ? to(page - 1, t.search.previous, "prev") : null,
    h(
      "ol",
      { role: "list" },
      numbersAround(page, pages).map(number => h("li", number === null ? "…" : createNumber(addressOf(number), number, page))),
    ),
    page < pages ? to(page + 1, t.search.next, "next") : null,
  );
}

function createNumber(href, number, page) {
  const here = number === page;
  return h(
    "a.button",
    { href, "aria-label": t.search.goToPage(number), "aria-current": here ? "page" : null },
    t.number(number),
  );
}

/** The first, the last and those near `page`, with null for a gap. */
function numbersAround(page, pages) {
  const near = [1, page - 1, page, page + 1, pages].filter(number => number >= 1 && number <= pages);
  const sorted = [...new Set(near)].sort((a, b) => a - b);
  return sorted.flatMap((number, index) => {
    const gap = number - (sorted[index - 1] ?? 0);
    if (gap === 1) return [number];
    return gap === 2 ? [number - 1, number] : [null, number];
  });
}
