import { surahAddress, translationsAddress } from "../lib/addresses.js";
import { fetchSurah, fetchSurahs } from "../lib/api.js";
import { arabic, h } from "../lib/dom.js";
import { keepChoice, readChoice } from "../lib/preferences.js";
import { t } from "../lib/strings.js";
import { withTranslation } from "../lib/translations.js";
import { createVerse } from "../components/verse.js";
import { makeStop } from "../components/word-keys.js";

/** A surah from its first verse to its last. */
export async function readerPage({ address, signal, openWord }) {
  const [{ surah, verses, translation }, surahs] = await Promise.all([
    withTranslation((id) => fetchSurah(address.surah, { translation: id, signal })),
    fetchSurahs(),
  ]);
  const list = h("ol", { class: "verses", role: "list", "aria-label": t.reader.verses, dataset: { words: "" } }, verses.map((verse) => createVerse(verse, translation)));
  const missing = h("p", { class: "notice", role: "status", hidden: true });
  const element = h(
    "article",
    { class: "reader" },
    createHeading(surah),
    h("div", { class: "reader-tools" }, createNeighbours(surah, surahs), createTranslationSwitch(list, translation)),
    missing,
    h("p", { class: "visually-hidden" }, t.reader.keys),
    list,
    createNeighbours(surah, surahs),
  );
  makeStop(list.querySelector(".word"));

  /** Go to a verse of this surah, and into one of its words where one is named. */
  function goTo(place, { focus = true, scroll = true } = {}) {
    list.querySelector(".verse-target")?.classList.remove("verse-target");
    const verse = place && document.getElementById(`${surah.number}:${place.ayah}`);
    missing.hidden = !place || Boolean(verse);
    missing.textContent = missing.hidden ? "" : t.reader.noVerse(surah, place.ayah);
    if (!verse) return;
    verse.classList.add("verse-target");
    const words = verse.querySelectorAll(".word");
    const word = words[(place.word ?? 1) - 1] ?? words[0];
    makeStop(word);
    if (scroll) bringIntoView(verse);
    if (focus) word.focus({ preventScroll: true });
    if (place.word) openWord(word);
  }

  return { title: t.reader.title(surah), element, translation, goTo, place: address.place };
}

/** Verses out of sight have only a guessed height, which settles while they are laid out. */
function bringIntoView(verse) {
  const show = () => verse.scrollIntoView({ block: "start" });
  show();
  requestAnimationFrame(() => requestAnimationFrame(show));
}

function createHeading(surah) {
  const facts = [surah.english, t.surahs.place[surah.place] ?? surah.place, t.surahs.verses(surah.ayah_count), t.reader.revealed(surah.revelation_order)];
  return h(
    "header",
    { class: "surah-heading" },
    h(
      "h1",
      { tabindex: "-1" },
      h("span", { class: "surah-heading-kicker" }, t.reader.kicker(surah)),
      " ",
      arabic(surah.arabic, { class: "surah-heading-arabic" }),
      " ",
      h("span", { class: "surah-heading-name" }, surah.transliterated),
    ),
    h("p", { class: "surah-heading-facts" }, facts.join(" · ")),
  );
}

function createTranslationSwitch(list, translation) {
  const show = (on) => list.classList.toggle("no-translation", !on);
  const box = h("input", { type: "checkbox", role: "switch", id: "show-translation", onchange: () => {
    show(box.checked);
    keepChoice("translation", box.checked ? "on" : "off");
  } });
  box.checked = readChoice("translation", "on") === "on";
  show(box.checked);
  return h(
    "div",
    { class: "translation-tools" },
    h("label", { class: "switch", for: "show-translation" }, box, t.reader.translation),
    h("a", { href: translationsAddress() }, h("bdi", {}, translation.name), ` ${t.reader.changeTranslation}`),
  );
}

function createNeighbours(surah, surahs) {
  const to = (number, rel, label) => {
    const other = surahs.find((each) => each.number === number);
    return other
      ? h(
          "a",
          { class: "button", rel, href: surahAddress(number), "aria-label": `${label}: ${other.transliterated}` },
          rel === "prev" ? `← ${other.transliterated}` : `${other.transliterated} →`,
        )
      : null;
  };
  return h(
    "nav",
    { class: "neighbours", "aria-label": t.reader.neighbours },
    to(surah.number - 1, "prev", t.reader.previous),
    to(surah.number + 1, "next", t.reader.next),
  );
}
