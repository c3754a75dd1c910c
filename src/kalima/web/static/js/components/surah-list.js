import { surahAddress } from "../lib/addresses.js";
import { foldName } from "../lib/arabic.js";
import { arabic, h } from "../lib/dom.js";
import { t } from "../lib/strings.js";

/** All surahs as links, with `filter(typed)` to keep those that are meant; it returns how many. */
export function createSurahList(surahs) {
  const entries = surahs.map(surah => ({ surah, item: createItem(surah), folded: foldedNames(surah) }));
  const element = h("ol.surah-list", { role: "list" }, entries.map(({ item }) => item));

  function filter(typed) {
    const wanted = foldName(typed);
    let shown = 0;
    for (const { surah, item, folded } of entries) {
      const found = /^\d+$/.test(wanted) ? String(surah.number).startsWith(wanted) : folded.some(name => name.includes(wanted));
      item.hidden = !found;
      shown += found;
    }
    return shown;
  }

  return { element, filter };
}

function foldedNames({ arabic: name, transliterated, english, place }) {
  return [name, transliterated, transliterated.replaceAll("-", " "), english, place, t.surahs.place[place]].map(foldName);
}

function createItem(surah) {
  return h(
    "li",
    h(
      "a.surah-link",
      { href: surahAddress(surah.number) },
      h("span.surah-number", t.number(surah.number)),
      h(
        "span.surah-names",
        h("span.surah-name", t.surahs.name(surah)),
        t.surahs.meaning(surah) ? h("span.surah-meaning", t.surahs.meaning(surah)) : null,
      ),
      h("span.surah-facts", [t.surahs.place[surah.place], t.surahs.verses(surah.ayah_count)].join(" · ")),
      t.surahs.otherName(surah) ? arabic(surah.arabic, { class: "surah-arabic" }) : null,
    ),
  );
}
