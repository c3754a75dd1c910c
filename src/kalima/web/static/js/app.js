// The whole page: header, one view at a time, the word analysis, and what leads from one to the other.

import { readAddress } from "./lib/addresses.js";
import { h } from "./lib/dom.js";
import { allDrafts } from "./lib/drafts.js";
import { pressed } from "./lib/keys.js";
import { later } from "./lib/later.js";
import { onChange } from "./lib/research.js";
import { createRouter } from "./lib/router.js";
import { afterFrame, soon } from "./lib/soon.js";
import { t } from "./lib/strings.js";
import { keepInTouch } from "./lib/window.js";
import { createDisplayDialog } from "./components/display-dialog.js";
import { createErrorBox } from "./components/error-box.js";
import { createInspector } from "./components/inspector.js";
import { createJumpDialog } from "./components/jump-dialog.js";
import { createKeySheet } from "./components/key-sheet.js";
import { createNotice } from "./components/notice.js";
import { createFooter } from "./components/page-footer.js";
import { createHeader } from "./components/page-header.js";
import { createQuitDialog } from "./components/quit-dialog.js";
import { createSearchBar } from "./components/search-bar.js";
import { createWaiting } from "./components/waiting.js";
import { installWordKeys } from "./components/word-keys.js";
import { notFoundPage } from "./pages/not-found.js";
import { readerPage } from "./pages/reader.js";
import { startPage } from "./pages/start.js";

const LATER = ["about", "build", "dictionary", "entry", "exchange", "help", "hypothesis", "letters", "numbers", "research", "results", "searches", "translations", "tree"];
const PAGES = { start: startPage, reader: readerPage, notFound: notFoundPage, ...Object.fromEntries(LATER.map(name => [name, lazy(name)])) };

/** A page that is fetched when it is first opened: `xPage` of pages/x.js. */
function lazy(name) {
  return async (...given) => (await later(fetchPage(name)))(...given);
}

/** What is there already is not imported again, which takes a moment even so. */
async function fetchPage(name) {
  const module = await import(`./pages/${name}.js`);
  return (PAGES[name] = module[`${name}Page`]);
}

const router = createRouter(show);
const here = () => current?.here?.() ?? null;
const inspector = createInspector();
const keySheet = createKeySheet({ onCommand: command => jumpDialog.open(command) });
const jumpDialog = createJumpDialog({ go: router.go, here, onHelp: keySheet.open, onWrite: write });
const displayDialog = createDisplayDialog();
const quitDialog = createQuitDialog({ onEnding: stopLoading, onEnded: end });
const searchBar = createSearchBar({ go: router.go, here, onHelp: keySheet.open, onWrite: write, keeps: () => current?.keeps });
const header = createHeader({ searchBar, onJump: jumpDialog.open, onDisplay: displayDialog.open, onQuit: quitDialog.open });
const footer = createFooter({ onKeys: keySheet.open });
const notice = createNotice();
const main = h("main", { id: "content", tabindex: "-1" });
const status = h("p.visually-hidden", { role: "status" });
const skip = h("a.skip", { href: "#content", onclick: event => {
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
  searchBar.await();
  const { signal } = asking;
  const again = () => show(url, { ...arrival, samePage: false });
  const waiting = soon(() => {
    place({ element: createWaiting(() => asking.abort(), again) }, address);
    status.textContent = t.loading;
  });
  main.setAttribute("aria-busy", "true");
  try {
    const page = await PAGES[address.name]({ address, signal, go: router.go, note: router.note, here, openWord: inspector.open, onHelp: keySheet.open, onWrite: write });
    if (signal.aborted) return;
    if (page.redirect) router.go(page.redirect, { replace: true });
    else {
      main.classList.toggle("arriving", arrival.scroll === null); // what is below the window comes a frame later
      place(page, address);
      arrive(page, arrival);
      afterFrame(() => main.classList.remove("arriving"));
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
  page.shown?.();
  footer.showTranslations([page.translation, ...(page.also ?? [])].filter(Boolean));
  header.show(page.searchBar ? address.name : address.name === "start" ? "" : address.name);
  (page.searchBar ?? searchBar).show(page.query ?? address.query ?? "", { faulty: page.faulty });
  if (page.title !== undefined) document.title = t.title(page.title);
}

/** Go to the place in the page that is meant, and tell who cannot see it. */
function arrive(page, { scroll, focus, moved }) {
  status.textContent = page.announcement ?? "";
  const toPlace = page.goTo && page.place;
  if (moved && focus && !toPlace && !searchBar.isTyping()) main.querySelector("h1")?.focus({ preventScroll: true });
  if (toPlace) page.goTo(page.place, { focus: (moved || scroll === null) && !searchBar.isTyping(), scroll: scroll === null });
  if (scroll !== null) window.scrollTo(0, scroll);
  else if (!toPlace) window.scrollTo(0, 0);
}

/** What is on its way would find nobody any more. */
function stopLoading() {
  clearTimeout(readingAhead);
  window.stop();
}

/** The program has ended: nothing here can be asked any more, not even for an image. */
function end() {
  loseTouch();
  asking?.abort();
  inspector.close({ returnFocus: false });
  document.title = t.title(t.quit.endedTitle);
  const heading = h("h1", { tabindex: "-1" }, t.quit.endedTitle);
  document.body.replaceChildren(h("main.ended", header.mark, heading, h("p", t.quit.endedBody)));
  heading.focus();
}

/** What the command line says is to be written. */
function write(what) {
  later(import("./components/desk.js")).then(desk => desk.carryOut(what), error => notice.show(null, error));
}

function onKey(event) {
  const open = {
    "/": () => (current?.searchBar ?? searchBar).focus(),
    "?": keySheet.open,
    g: () => jumpDialog.open(),
    d: displayDialog.open,
  }[pressed(event)];
  if (!open) return;
  event.preventDefault();
  open();
}

document.body.replaceChildren(
  skip,
  header.element,
  notice.element,
  h("div.stage", h("div.content", main, footer.element), inspector.element),
  status,
  jumpDialog.element,
  displayDialog.element,
  keySheet.element,
  quitDialog.element,
);
installWordKeys(main, { onOpen: inspector.open });
document.addEventListener("keydown", onKey);
const loseTouch = keepInTouch((news, error) => {
  document.documentElement.classList.toggle("read-only", news ? !news.may_change : false);
  notice.show(news, error);
});
onChange(change => later(import("./components/undo-notice.js")).then(({ sayChange }) => sayChange(change)));
router.start();
// So that the first search is shown at once; where this fails, the search asks again and says what is wrong.
const readingAhead = setTimeout(() => fetchPage("results").catch(() => {}), 500);
if (allDrafts().some(({ open }) => open)) later(import("./components/desk.js")).then(desk => desk.reopenDesk());
