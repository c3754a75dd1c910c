import { surahAddress } from "../lib/addresses.js";
import { ApiError, fetchWords } from "../lib/api.js";
import { arabic, h } from "../lib/dom.js";
import { later } from "../lib/later.js";
import { soon } from "../lib/soon.js";
import { t } from "../lib/strings.js";
import { texts } from "../lib/texts.js";
import { createErrorBox } from "./error-box.js";
import { createSegment, createSegmentRow } from "./segment.js";
import { createDictionary, createTreePlace } from "./word-places.js";
import { placeOfWord } from "./word-selection.js";
import { createWordsLike } from "./words-like.js";

const own = await texts("words");

/** The word analysis beside the text (below it in a narrow window), with what the user has attached to the word. */
export function createInspector() {
  const heading = h("h2", { tabindex: "-1", id: "inspector-title" });
  const body = h("div.inspector-body");
  const element = h(
    "aside.inspector",
    { "aria-labelledby": "inspector-title", hidden: true },
    h(
      "div.inspector-head",
      heading,
      h("button.icon-button", { "aria-label": own.close, onclick: () => close() }, "×"),
    ),
    body,
  );
  let opener = null;
  let asking = null;

  async function open(word) {
    const reference = placeOfWord(word);
    setOpener(word);
    element.hidden = false;
    document.body.classList.add("inspecting");
    const [surah, ayah, place] = reference.split(/[:-]/u).map(Number);
    heading.replaceChildren(h("a", { href: surahAddress(surah, ayah, place) }, reference.includes("-") ? own.chosen(reference) : own.word(reference)));
    heading.focus({ preventScroll: true });
    await fill(reference);
    if (word === opener) keepInSight(word);
  }

  async function fill(reference) {
    asking?.abort();
    asking = new AbortController();
    const { signal } = asking;
    const waiting = soon(() => body.replaceChildren(h("p.quiet", { role: "status" }, t.loading)));
    try {
      const parts = reference.includes("-") ? createChosen() : await analyse(reference, signal);
      const section = h("section.word-section", { "aria-label": t.reader.own }, h("h3", t.reader.own));
      waiting.cancel();
      body.replaceChildren(...parts);
      (body.querySelector(".segment-row") ?? body.firstChild).after(section);
      body.scrollTop = 0;
      const { createPlaceResearch } = await later(import("./place-research.js"));
      if (!signal.aborted) section.append(createPlaceResearch(reference, signal));
    } catch (error) {
      if (!signal.aborted) body.replaceChildren(createErrorBox({ error, onRetry: () => fill(reference) }));
    } finally {
      waiting.cancel();
    }
  }

  function setOpener(word) {
    opener?.removeAttribute("aria-current");
    opener = word;
    opener?.setAttribute("aria-current", "true");
  }

  function close({ returnFocus = true } = {}) {
    if (element.hidden) return;
    asking?.abort();
    element.hidden = true;
    document.body.classList.remove("inspecting");
    const word = opener;
    setOpener(null);
    if (returnFocus && word?.isConnected) word.focus({ preventScroll: true });
  }

  /** In a narrow window the sheet may cover the word it is about. */
  function keepInSight(word) {
    const sheet = element.getBoundingClientRect();
    const box = word.getBoundingClientRect();
    if (sheet.left <= box.left && box.bottom > sheet.top) window.scrollBy({ top: box.bottom - sheet.top + 16 });
  }

  document.addEventListener("keydown", event => {
    if (event.key === "Escape" && !event.defaultPrevented && !document.querySelector("dialog[open]")) close();
  });

  return { element, open, close };
}

/** The words that are chosen together. */
const createChosen = () => [h("p.inspector-word", { lang: "ar", dir: "rtl" }, [...document.querySelectorAll(".word[aria-pressed]")].map(word => word.textContent).join(" "))];

async function analyse(reference, signal) {
  const [word] = await fetchWords(reference, signal);
  if (!word) throw new ApiError(t.errors.notFound, { status: 404 });
  return createAnalysis(word);
}

function createAnalysis(word) {
  const inferred = word.segments.some(segment => segment.features.some(feature => feature.inferred));
  return [
    h("p.inspector-word", { lang: "ar", dir: "rtl" }, word.text),
    h("p.inspector-modern", `${own.modern} `, arabic(word.modern)),
    h("ul.segment-row", { dir: "rtl", role: "list", "aria-label": own.parts }, word.segments.map(createSegmentRow)),
    createDictionary(word),
    createTreePlace(word),
    ...createWordsLike(word),
    ...word.segments.map(createSegment),
    inferred ? h("p.inferred-note", { id: "inferred-note" }, own.inferredNote) : null,
    h("p.quiet.inspector-credit", own.credit),
  ].filter(Boolean);
}
