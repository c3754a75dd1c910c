import { fetchPassage, fetchTagNames } from "../lib/api.js";
import { h } from "../lib/dom.js";
import { versesOf } from "../lib/passages.js";
import { named, t } from "../lib/strings.js";
import { createErrorBox } from "./error-box.js";

const PORTION = 20; // verses that are asked for at once
const NEAR = "100% 0px"; // how far from the window they are put in
const SLICE = 5; // milliseconds of a frame that it may take

/**
 * The analysis of each word, under the word. It is asked for in portions, what is in sight first, and put in only
 * where it comes near to the window: in a long surah all of it at once would hold up the page.
 *
 * @param {{verse: object, item: Element}[]} verses
 */
export function createWordByWord(verses, { signal }) {
  const trouble = h("div");
  const pending = new Set(verses);
  const ready = new Map();
  const near = new Set();
  const ofItem = new Map(verses.map(each => [each.item, each]));
  let names = null;
  let running = false;
  let frame = 0;

  const observer = new IntersectionObserver(changes => {
    for (const { target, isIntersecting } of changes) {
      const entry = ofItem.get(target);
      if (isIntersecting) near.add(entry);
      else near.delete(entry);
    }
    fillNear();
  }, { rootMargin: NEAR });

  /** Put in what is near, a few verses in each frame: scrolling must not wait for the rest. */
  function fillNear() {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => {
      // Not from the frame's own time: on a busy computer the slice would be over before the first verse.
      const until = performance.now() + SLICE;
      for (const entry of [...near].filter(each => ready.has(each))) {
        fill(entry);
        if (performance.now() > until) return fillNear();
      }
    });
  }

  function fill(entry) {
    const segments = ready.get(entry);
    ready.delete(entry);
    observer.unobserve(entry.item);
    near.delete(entry);
    putUnder(entry, segments, names);
  }

  /** Verses in a row of one surah that are not there yet, beginning with one in sight. */
  function nextPortion() {
    const start = verses.findIndex(each => pending.has(each) && near.has(each));
    const from = start >= 0 ? start : verses.findIndex(each => pending.has(each));
    const portion = [];
    for (const entry of verses.slice(from, from + PORTION)) {
      if (!pending.has(entry) || entry.verse.surah !== verses[from].verse.surah) break;
      portion.push(entry);
    }
    return portion;
  }

  async function start() {
    if (running || !pending.size) return;
    running = true;
    trouble.replaceChildren();
    if (!names) for (const { item } of verses) observer.observe(item);
    try {
      names = await fetchTagNames();
      while (pending.size && !signal.aborted) {
        const portion = nextPortion();
        const [first, last] = [portion[0].verse, portion.at(-1).verse];
        const answer = await fetchPassage(versesOf(first.surah, first.ayah, last.ayah), { include: "segments", signal });
        portion.forEach((entry, index) => {
          pending.delete(entry);
          ready.set(entry, answer.verses[index].segments);
        });
        fillNear();
      }
    } catch (error) {
      if (!signal.aborted) trouble.replaceChildren(h("p.quiet", t.reader.wordsFailed), createErrorBox({ error, onRetry: start }));
    } finally {
      running = false;
    }
  }

  window.addEventListener("beforeprint", () => [...ready.keys()].forEach(fill), { signal });
  signal.addEventListener("abort", () => observer.disconnect());
  return { trouble, start };
}

function putUnder({ verse, item }, segments, names) {
  const sounds = soundsOf(verse);
  item.querySelectorAll(":scope > .verse-arabic .word").forEach((word, index) => {
    const focused = word === document.activeElement;
    const column = h("span.word-column");
    word.replaceWith(column);
    column.append(word, createGloss(sounds[index], segments[index], names));
    if (focused) word.focus({ preventScroll: true }); // moving it has taken the focus from it
  });
}

/** The transliteration of each word. Some words are of two, as بَعْدَ مَا; the names of initial letters are several. */
function soundsOf({ words, transliteration }) {
  const sounds = transliteration.split(" ");
  const lengths = words.map(word => word.split(" ").length);
  lengths[0] += sounds.length - lengths.reduce((sum, length) => sum + length);
  return lengths.map(length => sounds.splice(0, length).join(" "));
}

function createGloss(sound, segments, names) {
  const root = segments.find(segment => segment.root)?.root;
  return h(
    "span.gloss",
    { lang: document.documentElement.lang, dir: document.documentElement.dir },
    h("bdi.gloss-sound", { lang: "ar-Latn", dir: "ltr" }, sound),
    segments.map(segment => h("span", { class: `gloss-part segment-${segment.kind.toLowerCase()}` }, describe(segment, names))),
    root ? h("bdi.gloss-root", { lang: "ar", dir: "rtl" }, root) : null,
  );
}

function describe(segment, names) {
  const name = (feature, tag) => (tag ? names[feature][tag][named] : "");
  const isFinite = segment.aspect !== null;
  const said = t.reader.wordPart({
    kind: name("deriv", segment.derivation) || name("pos", segment.pos),
    aspect: name("aspect", segment.aspect),
    mood: isFinite ? name("mood", segment.mood) : "",
    grammaticalCase: name("case", segment.case),
    voice: segment.voice === "PASS" && isFinite ? name("voice", "PASS") : "",
  });
  return said.trim();
}
