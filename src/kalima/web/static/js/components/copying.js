import { surahAddress } from "../lib/addresses.js";
import { h } from "../lib/dom.js";
import { t as page } from "../lib/strings.js";
import { texts } from "../lib/texts.js";

const t = await texts("results");

/** A button that copies what `text` gives, and says whether it could. */
export function createCopy(name, text, label = null) {
  const says = h("span", { role: "status" });
  const copy = async () => navigator.clipboard.writeText(text()); // there is none where the page is served without TLS
  return h("button.button.copy", { "aria-label": label, onclick: () =>
    copy().then(() => t.copied, () => t.notCopied).then(said => (says.textContent = said)) }, name, says);
}

export const absolute = address => new URL(address, location.href).href;

const sourceOf = (surahs, ref) => t.cited(page.surahs.name(surahs[ref.split(":")[0] - 1]), ref);

/** What can be copied of a verse among the results: itself as a citation, and its address. */
export const copyTools = (surahs, translation) => verse => [
  createCopy(t.cite, () => [
    `${verse.text} ﴿${verse.ref}﴾`,
    verse.translation && `${verse.translation} (${translation.name})`,
    sourceOf(surahs, verse.ref),
  ].filter(Boolean).join("\n"), t.citeVerse(verse.ref)),
  createCopy(t.link, () => absolute(surahAddress(verse.surah, verse.ayah)), t.linkVerse(verse.ref)),
];

/** The same of a line. */
export const copyLine = surahs => ({ ref, left, hit, right }) =>
  createCopy(t.cite, () => `${[left, hit, right].filter(Boolean).join(" ")} ﴿${ref}﴾\n${sourceOf(surahs, ref)}`, t.citeVerse(ref));
