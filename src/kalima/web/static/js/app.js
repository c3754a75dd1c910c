// The whole page: header, one view at a time, the word analysis, and what leads from one to the other.

import { readAddress } from "./lib/addresses.js";
import { h } from "./lib/dom.js";
import { createRouter } from "./lib/router.js";
import { soon } from "./lib/soon.js";
import { t } from "./lib/strings.js";
import { createErrorBox } from "./components/error-box.js";
import { createInspector } from "./components/inspector.js";
import { createFooter } from "./components/page-footer.js";
import { createHeader } from "./components/page-header.js";
import { createQuitDialog } from "./components/quit-dialog.js";
import { createSearchBar } from "./components/search-bar.js";
import { createSurahChooser } from "./components/surah-chooser.js";
import { installWordKeys } from "./components/word-keys.js";
import { aboutPage } from "./pages/about.js";
import { notFoundPage } from "./pages/not-found.js";
import { readerPage } from "./pages/reader.js";
import { resultsPage } from "./pages/results.js";
import { startPage } from "./pages/start.js";
import { translationsPage } from "./pages/translations.js";

const PAGES = { start: startPage, reader: readerPage, results: resultsPage, about: aboutPage, translations: translationsPage, notFound: notFoundPage };

const router = createRouter(show);
const searchBar = createSearchBar({ go: router.go });
const inspector = createInspector();
const chooser = createSurahChooser();
const quitDialog = createQuitDialog({ onEnded: end });
const header = createHeader({ searchBar, onSurahs: chooser.open, onQuit: quitDialog.open });
const footer = createFooter();
const main = h("main", { id: "content", tabindex: "-1" });
const status = h("p", { class: "visually-hidden", role: "status" });
const skip = h("a", { class: "skip", href: "#content", onclick: (event) => {
  event.preventDefault();
  (main.querySelector("h1") ?? main).focus();
} }, t.skip);

let current = null;
let asking = null;

async function show(url, arrival) {
  const address = readAddress(url);
  if (arrival.samePage && current?.goTo) {
    current.goTo(address.place, { focus: arrival.focus, scroll: arrival.scroll === null });
    if (arrival.scroll !== null) window.scrollTo(0, arrival.scroll);
    return;
  }
  asking?.abort();
  asking = new AbortController();
  const { signal } = asking;
  const again = () => show(url, { ...arrival, samePage: false });
  const waiting = soon(() => {
    place({ element: h("p", { class: "loading" }, t.loading) }, address);
    status.textContent = t.loading;
  });
  main.setAttribute("aria-busy", "true");
  try {
    const page = await PAGES[address.name]({ address, signal, go: router.go, openWord: inspector.open });
    if (signal.aborted) return;
    if (page.redirect) router.go(page.redirect, { replace: true });
    else {
      place(page, address);
      arrive(page, arrival);
    }
  } catch (error) {
    if (signal.aborted) return;
    status.textContent = "";
    place({ title: error.message, query: address.query, element: createErrorBox({ error, query: address.query, onRetry: again }) }, address);
  } finally {
    waiting.cancel();
    if (asking.signal === signal) main.removeAttribute("aria-busy");
  }
}

/** Put a page into the window. */
function place(page, address) {
  inspector.close({ returnFocus: false });
  current = page;
  main.replaceChildren(page.element);
  footer.showTranslation(page.translation);
  header.show(page.searchBar ? address.name : address.name === "start" ? "" : address.name);
  (page.searchBar ?? searchBar).show(page.query ?? address.query ?? "", { faulty: page.faulty });
  if (page.title !== undefined) document.title = t.title(page.title);
}

/** Go to the place in the page that is meant, and tell who cannot see it. */
function arrive(page, { scroll, focus, moved }) {
  status.textContent = page.announcement ?? "";
  const toPlace = page.goTo && page.place;
  if (moved && focus && !toPlace) main.querySelector("h1")?.focus({ preventScroll: true });
  if (toPlace) page.goTo(page.place, { focus: moved || scroll === null, scroll: scroll === null });
  if (scroll !== null) window.scrollTo(0, scroll);
  else if (!toPlace) window.scrollTo(0, 0);
}

/** The program has ended: nothing here can be asked any more, not even for an image. */
function end() {
  asking?.abort();
  inspector.close({ returnFocus: false });
  document.title = t.title(t.quit.endedTitle);
  const heading = h("h1", { tabindex: "-1" }, t.quit.endedTitle);
  document.body.replaceChildren(h("main", { class: "ended" }, header.mark, heading, h("p", {}, t.quit.endedBody)));
  heading.focus();
}

function onKey(event) {
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  (current?.searchBar ?? searchBar).focus();
}

document.body.replaceChildren(
  skip,
  header.element,
  h("div", { class: "stage" }, h("div", { class: "content" }, main, footer.element), inspector.element),
  status,
  chooser.element,
  quitDialog.element,
);
installWordKeys(main, { onOpen: inspector.open });
document.addEventListener("keydown", onKey);
router.start();
