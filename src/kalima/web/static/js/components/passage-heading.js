import { surahAddress } from "../lib/addresses.js";
import { arabic, h } from "../lib/dom.js";
import { reference } from "../lib/passages.js";
import { t } from "../lib/strings.js";

// Before every surah but the first, of which it is a verse, and the ninth, which has none. As Tanzil spells it there.
const BASMALA = "بِسْمِ ٱللَّهِ ٱلرَّحْمَـٰنِ ٱلرَّحِيمِ";
const WITHOUT_BASMALA = [1, 9];

/** What a passage is called, in the heading and in the window's title. */
export function titleOf(passage, verses, surahs) {
  const surah = surahs[(passage.kind === "surah" ? passage.number : passage.surah) - 1];
  if (passage.kind === "surah") return t.reader.title(surah.number, t.surahs.name(surah));
  return passage.kind === "verses" ? t.reader.passage(t.surahs.name(surah), reference(passage)) : t.reader[passage.kind](passage.number);
}

/** The heading of what is read. */
export function createPassageHeading(passage, verses, surahs) {
  return passage.kind === "surah" ? createSurahHeading(surahs[passage.number - 1]) : createPartHeading(passage, verses, surahs);
}

function createSurahHeading(surah) {
  const other = t.surahs.otherName(surah);
  const facts = [t.surahs.meaning(surah), t.surahs.place[surah.place], t.surahs.verses(surah.ayah_count), t.reader.revealed(surah.revelation_order)];
  return createHeading(
    t.reader.kicker.surah(surah.number),
    [arabic(surah.arabic, { class: "surah-heading-arabic" }), other ? [" ", h("span.surah-heading-name", t.surahs.name(surah))] : null],
    facts,
  );
}

function createPartHeading(passage, verses, surahs) {
  const [first, last] = [verses[0], verses.at(-1)].map(({ surah, ayah }) => t.reader.passage(t.surahs.name(surahs[surah - 1]), `${surah}:${ayah}`));
  const span = passage.kind === "verses" ? null : t.reader.span(first, last);
  const name = h("span.passage-heading-name", titleOf(passage, verses, surahs));
  return createHeading(t.reader.kicker[passage.kind], name, [span, t.surahs.verses(verses.length)]);
}

const createHeading = (kicker, name, facts) =>
  h(
    "header.surah-heading",
    h("h1", { tabindex: "-1" }, kicker ? [h("span.surah-heading-kicker", kicker), " "] : null, name),
    h("p.surah-heading-facts", facts.filter(Boolean).join(" · ")),
  );

/** What stands before a surah's first verse: its name where it is not the heading already, and the basmala. */
export function createOpening(surah, { named }) {
  return h(
    "li.surah-opening",
    named ? h("h2", h("a", { href: surahAddress(surah.number) }, arabic(surah.arabic), " ", h("span", t.surahs.otherName(surah) ? t.reader.title(surah.number, t.surahs.name(surah)) : t.reader.kicker.surah(surah.number)))) : null,
    WITHOUT_BASMALA.includes(surah.number) ? null : h("p.basmala", { lang: "ar", dir: "rtl" }, BASMALA),
  );
}
