import { startAddress } from "../lib/addresses.js";
import { h } from "../lib/dom.js";
import { t } from "../lib/strings.js";

/** For an address that names nothing. */
export async function notFoundPage() {
  return {
    title: t.errors.notFound,
    element: h(
      "div.notice",
      h("h1", { tabindex: "-1" }, t.errors.notFound),
      h("p", t.errors.notFoundHint),
      h("p", h("a", { href: startAddress() }, t.errors.toStart)),
    ),
  };
}
