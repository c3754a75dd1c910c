import { aboutAddress, dictionaryAddress, researchAddress, startAddress } from "../lib/addresses.js";
import { h } from "../lib/dom.js";
import { t } from "../lib/strings.js";

/** The banner of every view: the way home, the search bar, and what leads elsewhere or changes the page. */
export function createHeader({ searchBar, onJump, onDisplay, onQuit }) {
  const mark = h("img", { src: "/static/icon.svg", alt: "", width: 28, height: 28 });
  const about = h("a.button", { href: aboutAddress() }, t.header.about);
  const roots = h("a.button", { href: dictionaryAddress("root") }, t.header.roots);
  const research = h("a.button", { href: researchAddress() }, t.header.research);
  const element = h(
    "header.page-header",
    h(
      "a.brand",
      { href: startAddress(), "aria-label": t.header.home },
      mark,
      h("span", t.name),
    ),
    searchBar.element,
    h(
      "nav.page-nav",
      { "aria-label": t.header.navigation },
      opener(t.header.goTo, onJump, "g"),
      roots,
      research,
      about,
      opener(t.header.display, onDisplay, "d"),
      opener(t.header.quit, onQuit, null, "needs-change"),
    ),
  );
  return {
    element,
    mark,
    /** The start page has a bar of its own, and what is shown is marked. */
    show(page) {
      searchBar.element.hidden = page === "start";
      element.classList.toggle("without-search", page === "start");
      for (const [link, name] of [[roots, "dictionary"], [research, "research"], [about, "about"]]) {
        if (page === name) link.setAttribute("aria-current", "page");
        else link.removeAttribute("aria-current");
      }
    },
  };
}

const opener = (name, onclick, key = null, kind = "") =>
  h("button", { class: `button ${kind}`.trim(), "aria-haspopup": "dialog", "aria-keyshortcuts": key, onclick: () => onclick() }, name);
