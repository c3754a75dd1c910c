import { passageAddress } from "../lib/addresses.js";
import { fetchSimilar } from "../lib/api.js";
import { h } from "../lib/dom.js";
import { later } from "../lib/later.js";
import { versesOf } from "../lib/passages.js";
import { soon } from "../lib/soon.js";
import { t } from "../lib/strings.js";
import { withTranslations } from "../lib/translations.js";
import { createErrorBox } from "./error-box.js";
import { createVerseHit } from "./verse-hit.js";
import { makeStop } from "./word-keys.js";

/**
 * What there is to do with the verse one is at, under that verse: the user's own work on it, the
 * verses similar to it, and where else it is read. */
export function createVerseTools(passage, surahs, signal) {
  const similar = h("button.button", { "aria-expanded": "false", "aria-keyshortcuts": "s", onclick: () => openSimilar() }, t.reader.similar);
  const links = h("span.verse-tools-links");
  const body = h("div.similar", { id: "similar-verses", hidden: true });
  const own = h("button.button", { "aria-expanded": "false", "aria-keyshortcuts": "e", onclick: () => openOwn() }, t.reader.own);
  const ownBody = h("div.similar", { hidden: true });
  const element = h("div.verse-tools", { role: "group" }, own, similar, links, ownBody, body);
  similar.setAttribute("aria-controls", body.id);
  let verse = null;
  let asking = null;

  /** Stand under this verse. */
  function show(shown, item) {
    if (shown === verse) return;
    verse = shown;
    close();
    element.setAttribute("aria-label", t.reader.tools(verse.ref));
    const isOwn = ({ kind, number }) => passage.kind === kind && passage.number === number;
    const others = [
      [versesOf(verse.surah, verse.ayah), t.reader.alone],
      [{ kind: "surah", number: verse.surah }, t.reader.inSurah],
      [{ kind: "page", number: verse.page }, t.reader.page(verse.page)],
      [{ kind: "juz", number: verse.juz }, t.reader.juz(verse.juz)],
    ].filter(([other]) => !isOwn(other) && passageAddress(other) !== passageAddress(passage));
    links.replaceChildren(...others.map(([other, name]) => h("a.button", { href: other.kind === "verses" ? passageAddress(other) : passageAddress(other, verse) }, name)));
    item.append(element);
  }

  function close() {
    body.hidden = true;
    body.replaceChildren();
    similar.setAttribute("aria-expanded", "false");
    closeOwn();
  }

  function closeOwn() {
    asking?.abort();
    ownBody.hidden = true;
    own.setAttribute("aria-expanded", "false");
  }

  async function openOwn() {
    if (!ownBody.hidden) return closeOwn();
    asking = new AbortController();
    signal.addEventListener("abort", closeOwn, { signal: asking.signal });
    ownBody.hidden = false;
    own.setAttribute("aria-expanded", "true");
    try {
      const { createPlaceResearch } = await later(import("./place-research.js"));
      ownBody.replaceChildren(createPlaceResearch(verse.ref, asking.signal));
      ownBody.querySelector("summary").focus();
    } catch (error) {
      ownBody.replaceChildren(createErrorBox({ error }));
    }
  }

  async function openSimilar() {
    if (!body.hidden) return close();
    body.hidden = false;
    similar.setAttribute("aria-expanded", "true");
    const asked = verse;
    const waiting = soon(() => body.replaceChildren(h("p.quiet", { role: "status" }, t.loading)));
    let shown;
    try {
      shown = createSimilar(asked, await withTranslations(({ translation }) => fetchSimilar(asked.ref, { translation, signal })), surahs);
    } catch (error) {
      if (signal.aborted) return;
      shown = [createErrorBox({ error, onRetry: () => (close(), openSimilar()) })];
    } finally {
      waiting.cancel();
    }
    if (asked !== verse || body.hidden) return;
    body.replaceChildren(...shown);
    for (const text of body.querySelectorAll("[data-words]")) makeStop(text.querySelector(".word"));
  }

  return { element, show, openSimilar, openOwn };
}

function createSimilar(verse, { similar, translation }, surahs) {
  return [
    h("h3", t.reader.similarTo(verse.ref)),
    similar.length
      ? h("ol.hits", { role: "list" }, similar.map(each => createVerseHit(each, surahs[each.surah - 1], translation)))
      : h("p.quiet", t.reader.noSimilar),
  ];
}
