import { aboutAddress, startAddress } from "../lib/addresses.js";
import { h } from "../lib/dom.js";
import { t } from "../lib/strings.js";

/** The banner of every view: the way home, the search bar, the surahs, About and Quit. */
export function createHeader({ searchBar, onSurahs, onQuit }) {
  const mark = h("img", { src: "/static/icon.svg", alt: "", width: 28, height: 28 });
  const about = h("a", { href: aboutAddress(), class: "button" }, t.header.about);
  const element = h(
    "header",
    { class: "page-header" },
    h(
      "a",
      { href: startAddress(), class: "brand", "aria-label": t.header.home },
      mark,
      h("span", {}, t.name),
    ),
    searchBar.element,
    h(
      "nav",
      { class: "page-nav", "aria-label": t.header.navigation },
      h("button", { type: "button", class: "button", "aria-haspopup": "dialog", onclick: onSurahs }, t.header.surahs),
      about,
      h("button", { type: "button", class: "button", "aria-haspopup": "dialog", onclick: onQuit }, t.header.quit),
    ),
  );
  return {
    element,
    mark,
    /** The start page has a bar of its own, and About is marked while it is shown. */
    show(page) {
      searchBar.element.hidden = page === "start";
      element.classList.toggle("without-search", page === "start");
      if (page === "about") about.setAttribute("aria-current", "page");
      else about.removeAttribute("aria-current");
    },
  };
}
