import { passageAddress } from "../lib/addresses.js";
import { h } from "../lib/dom.js";
import { neighbour } from "../lib/passages.js";
import { t } from "../lib/strings.js";
import { titleOf } from "./passage-heading.js";

/** The ways to what comes before and after a passage; only one of those on a page is a landmark. */
export function createPassageLinks(passage, surahs, { landmark = true } = {}) {
  return h(
    landmark ? "nav" : "div",
    { class: "neighbours", "aria-label": landmark && t.reader.neighbours[passage.kind] },
    createLink(neighbour(passage, -1, surahs), "prev", t.reader.previous[passage.kind], surahs),
    createLink(neighbour(passage, 1, surahs), "next", t.reader.next[passage.kind], surahs),
  );
}

function createLink(passage, rel, label, surahs) {
  if (!passage) return null;
  const name = passage.kind === "surah" ? t.surahs.name(surahs[passage.number - 1]) : titleOf(passage, [], surahs);
  const arrow = h("span", { "aria-hidden": "true" }, t.reader.arrows[rel]);
  const parts = rel === "prev" ? [arrow, h("bdi", name)] : [h("bdi", name), arrow];
  return h("a.button", { rel, href: passageAddress(passage), "aria-label": `${label}: ${name}`, "aria-keyshortcuts": rel === "prev" ? "p" : "n" }, parts);
}
