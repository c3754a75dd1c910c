import { surahAddress } from "../lib/addresses.js";
import { ApiError, fetchWords } from "../lib/api.js";
import { arabic, h } from "../lib/dom.js";
import { soon } from "../lib/soon.js";
import { t } from "../lib/strings.js";
import { createErrorBox } from "./error-box.js";
import { createSegment, createSegmentRow } from "./segment.js";

/** The word analysis beside the text (below it in a narrow window). */
export function createInspector() {
  const heading = h("h2", { tabindex: "-1", id: "inspector-title" });
  const body = h("div", { class: "inspector-body" });
  const element = h(
    "aside",
    { class: "inspector", "aria-labelledby": "inspector-title", hidden: true },
    h(
      "div",
      { class: "inspector-head" },
      heading,
      h("button", { type: "button", class: "icon-button", "aria-label": t.inspector.close, onclick: () => close() }, "×"),
    ),
    body,
  );
  let opener = null;
  let asking = null;

  async function open(word) {
    const reference = word.dataset.ref;
    setOpener(word);
    element.hidden = false;
    document.body.classList.add("inspecting");
    const [surah, ayah, place] = reference.split(":").map(Number);
    heading.replaceChildren(h("a", { href: surahAddress(surah, ayah, place) }, t.inspector.word(reference)));
    heading.focus({ preventScroll: true });
    await fill(reference);
    if (word === opener) keepInSight(word);
  }

  async function fill(reference) {
    asking?.abort();
    asking = new AbortController();
    const { signal } = asking;
    const waiting = soon(() => body.replaceChildren(h("p", { class: "quiet", role: "status" }, t.loading)));
    try {
      const [word] = await fetchWords(reference, signal);
      if (!word) throw new ApiError(t.errors.notFound, { status: 404 });
      body.replaceChildren(...createAnalysis(word));
      body.scrollTop = 0;
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

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented && !document.querySelector("dialog[open]")) close();
  });

  return { element, open, close };
}

function createAnalysis(word) {
  const inferred = word.segments.some((segment) => segment.features.some((feature) => feature.inferred));
  return [
    h("p", { class: "inspector-word", lang: "ar", dir: "rtl" }, word.text),
    h("p", { class: "inspector-modern" }, `${t.inspector.modern} `, arabic(word.modern)),
    h("ul", { class: "segment-row", dir: "rtl", role: "list", "aria-label": t.inspector.parts }, word.segments.map(createSegmentRow)),
    ...word.segments.map(createSegment),
    inferred ? h("p", { class: "inferred-note", id: "inferred-note" }, t.inspector.inferredNote) : null,
    h("p", { class: "quiet inspector-credit" }, t.inspector.credit),
  ].filter(Boolean);
}
