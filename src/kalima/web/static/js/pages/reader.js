import { passageAddress, surahAddress } from "../lib/addresses.js";
import { fetchPassage, fetchSurahs } from "../lib/api.js";
import { h } from "../lib/dom.js";
import { pressed } from "../lib/keys.js";
import { later } from "../lib/later.js";
import { neighbour } from "../lib/passages.js";
import { keepPlace, placeOf } from "../lib/place.js";
import { t } from "../lib/strings.js";
import { withTranslations } from "../lib/translations.js";
import { createOpening, createPassageHeading, titleOf } from "../components/passage-heading.js";
import { createPassageLinks } from "../components/passage-links.js";
import { createReaderTools } from "../components/reader-tools.js";
import { createVerseTools } from "../components/verse-tools.js";
import { createVerse } from "../components/verse.js";
import { createWordByWord } from "../components/word-by-word.js";
import { placeOfWord } from "../components/word-selection.js";
import { makeStop } from "../components/word-keys.js";

const SETTLE = 300;

/** A surah, a juz, a page of the mushaf, or some verses, from the first verse to the last. */
export async function readerPage({ address, signal, go, openWord }) {
  const { passage } = address;
  const [{ verses, translation, also = [] }, surahs] = await Promise.all([
    withTranslations(chosen => fetchPassage(passage, { ...chosen, signal })),
    fetchSurahs(),
  ]);
  const entries = verses.map(verse => ({ verse, item: createVerse(verse, passage, [translation, ...also]) }));
  const byReference = new Map(entries.map(entry => [entry.verse.ref, entry]));
  const list = h("ol.verses", { role: "list", "aria-label": t.reader.verses, dataset: { words: "" } });
  for (const { verse, item } of entries) {
    if (verse.ayah === 1) list.append(createOpening(surahs[verse.surah - 1], { named: passage.kind !== "surah" }));
    list.append(item);
  }
  const wordByWord = createWordByWord(entries, { signal });
  const switches = createReaderTools(list, translation, { onWords: wordByWord.start });
  const tools = createVerseTools(passage, surahs, signal);
  const missing = h("p.notice", { role: "status", hidden: true });
  const element = h(
    "article.reader",
    createPassageHeading(passage, verses, surahs),
    h("div.reader-tools", createPassageLinks(passage, surahs), switches.element),
    missing,
    wordByWord.trouble,
    h("p.visually-hidden", t.reader.keys),
    list,
    createPassageLinks(passage, surahs, { landmark: false }),
  );
  makeStop(list.querySelector(".word"));

  /** Go to a verse, and into one of its words where one is named. */
  function goTo(place, { focus = true, scroll = true } = {}) {
    list.querySelector(".verse-target")?.classList.remove("verse-target");
    const entry = place && byReference.get(`${place.surah}:${place.ayah}`);
    missing.hidden = !place || Boolean(entry);
    missing.replaceChildren(...(missing.hidden ? [] : explainMissing(place, surahs)));
    if (!entry) return;
    entry.item.classList.add("verse-target");
    tools.show(entry.verse, entry.item);
    keepPlace(passage, place);
    const words = entry.item.querySelectorAll(":scope > .verse-arabic .word");
    const word = words[(place.word ?? 1) - 1] ?? words[0];
    makeStop(word);
    if (scroll) bringIntoView(entry.item);
    if (focus) word.focus({ preventScroll: true });
    if (place.word) openWord(word);
  }

  /** Where one is, for commands: the word that is open or focused, else the verse at the top of the window. */
  function here() {
    const word = list.querySelector(".word[aria-current]") ?? document.activeElement.closest(".verses > .verse > .verse-arabic .word");
    const target = list.querySelector(".verse-target");
    const verse = target && isInSight(target) ? target : topVerse(list);
    return { passage, ...placeOf(word ? word.dataset.ref : verse.id), at: word ? placeOfWord(word) : verse.id };
  }

  function onKey(key) {
    const step = { n: 1, p: -1 }[key];
    if (step) {
      const next = neighbour(passage, step, surahs);
      if (next) go(passageAddress(next));
    } else if (key === "s" || key === "e") {
      const { surah, ayah } = here();
      goTo({ surah, ayah, word: null }, { focus: false, scroll: false });
      if (key === "s") tools.openSimilar();
      else tools.openOwn();
    } else switches.turn(key);
  }

  document.addEventListener("keydown", event => onKey(pressed(event)), { signal });
  let settling = 0;
  window.addEventListener("scroll", () => {
    clearTimeout(settling);
    settling = setTimeout(() => signal.aborted || keepPlace(passage, placeOf(topVerse(list).id)), SETTLE);
  }, { passive: true, signal });
  keepPlace(passage, verses[0]);
  later(import("../components/research-marks.js")).then(({ markResearch }) => markResearch(entries, signal), () => {}); // what is marked can be read without

  return { title: titleOf(passage, verses, surahs), element, translation, also, goTo, here, place: address.place };
}

function explainMissing({ surah, ayah }, surahs) {
  const known = surahs[surah - 1];
  if (!known) return [t.jump.noSurah(surah)];
  if (ayah < 1 || ayah > known.ayah_count) return [t.reader.noVerse(`${surah}:${ayah}`, t.surahs.name(known), known.ayah_count)];
  return [t.reader.notHere(`${surah}:${ayah}`), " ", h("a", { href: surahAddress(surah, ayah) }, t.reader.openThere)];
}

/** Verses out of sight have only a guessed height, which settles while they are laid out. */
function bringIntoView(verse) {
  const show = () => verse.scrollIntoView({ block: "start" });
  show();
  requestAnimationFrame(() => requestAnimationFrame(show));
}

function isInSight(element) {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > 0 && top < window.innerHeight;
}

const ROUNDING = 4; // pixels: a verse of which no more is to be seen has been read

/** The first verse that is not above the window, by halving: a surah may have 286. */
function topVerse(list) {
  const verses = list.querySelectorAll(":scope > .verse");
  const edge = (parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop) || 0) + ROUNDING;
  let [low, high] = [0, verses.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (verses[middle].getBoundingClientRect().bottom > edge) high = middle;
    else low = middle + 1;
  }
  return verses[low];
}
