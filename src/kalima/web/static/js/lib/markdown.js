// A small part of Markdown, read into elements; whatever else stands in a note is shown as the text that it is.

import { passageAddress } from "./addresses.js";
import { h } from "./dom.js";
import { versesOf } from "./passages.js";

const INLINE = /\*\*(?=\S)(.+?)\*\*|([*_])(?=\S)(.+?)\2|\[([^\]]+)\]\(([^()\s]+)\)|(?<![\d:])\d{1,3}:\d{1,3}(?:[-:]\d{1,3})?(?![\d:])/gu;
const PLACE = /^(\d{1,3}):(\d{1,3})(?:-(\d{1,3})|(?::(\d{1,3}).*)?)$/u;
const ITEM = /^\s*(?:[-*+]|(\d+)[.)])\s+/u;
const LONGEST = 20_000; // of a line that is looked through: a note of 1 MB must be shown at once

/** Where a place is read, or null for what is none. */
export function placeAddress(text) {
  const found = PLACE.exec(text);
  if (!found) return null;
  const [surah, ayah, last, word] = found.slice(1).map(digits => (digits ? Number(digits) : null));
  return passageAddress(last ? versesOf(surah, ayah, last) : { kind: "surah", number: surah }, last ? null : { surah, ayah, word });
}

function inline(text) {
  const parts = [];
  let at = 0;
  for (const found of text.length > LONGEST ? [] : text.matchAll(INLINE)) {
    const [whole, strong, , emphasis, label, target] = found;
    const web = /^https?:\/\//u.test(target);
    const address = web ? target : placeAddress(target ?? whole);
    parts.push(text.slice(at, found.index));
    at = found.index + whole.length;
    if (strong || emphasis) parts.push(h(strong ? "strong" : "em", {}, inline(strong ?? emphasis)));
    else if (address) parts.push(h("a", { href: address, ...(web && { target: "_blank", rel: "noreferrer" }) }, h("bdi", label ?? whole)));
    else parts.push(whole);
  }
  return [...parts, text.slice(at)];
}

/** A note as elements: paragraphs, lists, emphasis, and links to places and to the web. */
export function renderMarkdown(text) {
  const made = h("div.markdown");
  let open = null; // what the next line goes on with
  for (const line of text.split(/\r?\n/u)) {
    const item = ITEM.exec(line);
    const parts = inline(item ? line.slice(item[0].length) : line.replace(/^#+ /u, ""));
    if (!line.trim()) open = null;
    else if (item) {
      const tag = item[1] ? "OL" : "UL";
      const list = open?.parentNode.tagName === tag ? open.parentNode : made.appendChild(h(tag, { dir: "auto" }));
      open = list.appendChild(h("li", parts));
    } else if (open) open.append(h("br"), ...parts);
    else open = made.appendChild(h("p", { dir: "auto" }, parts));
  }
  return made;
}
