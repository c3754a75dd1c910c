import { helpAddress, helpSearchAddress } from "../lib/addresses.js";
import { ApiError, fetchManual } from "../lib/api.js";
import { h, mixed } from "../lib/dom.js";
import { findInManual, pagesIn } from "../lib/manual.js";
import { language, texts } from "../lib/texts.js";
import { createManualPage } from "../components/manual-blocks.js";

const t = await texts("help");
const WIDE = "(width >= 48rem)"; // as in help.css: there the list of pages stands beside the page

/** The manual: its pages, one of them, and a field that looks through all. */
export async function helpPage({ address, go }) {
  const pages = pagesIn(await fetchManual(), language);
  const page = address.page ? pages.find(({ name }) => name === address.page) : pages[0];
  if (!page) throw new ApiError(t.noPage(address.page), { hint: t.noPageHint, status: 404 });
  const shown = createManualPage(page, pages.map(({ name }) => name));
  const field = h("input.field", { type: "search", id: "help-sought", value: address.sought, dir: "auto", autocomplete: "off", oninput: look });
  const status = h("p.quiet", { role: "status" });
  const body = h("div");

  function look() {
    const sought = field.value.trim();
    const { total, hits } = findInManual(pages, sought);
    status.textContent = sought ? t.found(total) : "";
    body.replaceChildren(...(sought ? [h("h1.visually-hidden", { tabindex: "-1" }, t.title), createHits(hits)] : [page.language === language ? "" : h("p.quiet", t.foreign), shown]));
    if (sought !== address.sought) history.replaceState(history.state, "", sought ? helpSearchAddress(sought) : helpAddress(address.page));
  }

  const submit = event => {
    event.preventDefault();
    go(helpSearchAddress(field.value.trim()));
  };
  look();
  return {
    title: address.sought ? t.title : page.title,
    place: address.place,
    goTo: (anchor, { focus = true, scroll = true } = {}) => {
      const heading = (anchor && shown.querySelector(`[id="${CSS.escape(anchor)}"]`)) || shown.querySelector("h1");
      if (focus) heading.focus({ preventScroll: true });
      if (scroll) anchor ? heading.scrollIntoView() : window.scrollTo(0, 0);
    },
    element: h(
      "div.help",
      h(
        "form.help-search",
        { role: "search", "aria-label": t.title, onsubmit: submit },
        h("label", { for: field.id }, t.seek),
        field,
        status,
      ),
      h("nav.help-pages", { "aria-label": t.pages }, h("details", { open: matchMedia(WIDE).matches }, h("summary", t.pages), h("ul", { role: "list" }, pages.map(each =>
        h("li", h("a", { href: helpAddress(each.name), lang: each.language, "aria-current": !address.sought && each === page ? "page" : null }, each.title)),
      )))),
      body,
    ),
  };
}

const createHits = hits =>
  h("ul.help-hits", { role: "list" }, hits.map(({ page, anchor, heading, around }) => {
    const write = page.language === "ar" ? String : mixed; // Arabic words make a line of themselves
    return h(
      "li",
      { lang: page.language, dir: page.language === "ar" ? "rtl" : "ltr" },
      h("a", { href: helpAddress(page.name, anchor) }, heading === page.title ? heading : `${page.title}: ${heading}`),
      h("p", around.map(([word, sought]) => [sought ? h("mark", write(word)) : write(word), " "])),
    );
  }));
