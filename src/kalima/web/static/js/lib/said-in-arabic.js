// What the server refuses is said in English, for scripts rely on its words; here it is said in Arabic. errors.ar.json
// has each English sentence, or part of one, with {0} … for what is filled in, in quotes what was typed. The Arabic one
// has it as {0.typed}, or set apart as {0.codes}, or as a number {0.count}; and as {0} by its Arabic name, if any.

import { number, place, texts } from "./texts.js";

const GAP = /('\{\d\}'|\{\d\})/u;
const JOINT = /(, | or | \(|\)| (?=\d))/u;
const JOINTS = { ", ": "، ", " or ": " أو " };

// Who was not let in gets no names; but what they are told to do has none.
const tagset = fetch("/api/v1/tagset").then(answer => (answer.ok ? answer.json() : { features: [], relations: [] }));
const [sentences, { fields }, tags] = await Promise.all([texts("errors"), texts("research"), tagset]);
const names = new Map(Object.entries(fields));
for (const each of [tags.features, tags.features.map(({ values }) => values), tags.relations].flat(2)) if (!names.has(each.english)) names.set(each.english, each.arabic);

const known = Object.entries(sentences).map(([english, arabic]) => {
  const parts = english.split(GAP);
  const pattern = parts.map((part, index) => (index % 2 ? part.replace(/\{\d\}/u, "(.*)").replaceAll("'", "['\"]") : part.replace(/[\\^$.*+?()[\]{}|]/gu, "\\$&")));
  return { arabic, gaps: parts.filter((_, index) => index % 2), pattern: new RegExp(`^${pattern.join("")}$`, "su"), length: english.replace(/\{\d\}/gu, "").length };
}).sort((one, other) => other.length - one.length);

const apart = text => `\u2068${text}\u2069`;
const split = (text, say) => text.split(JOINT).map((part, index) => (index % 2 ? JOINTS[part] ?? part : part && say(part))).join("");
const count = text => Number(text.replaceAll(",", ""));

function named(text) {
  const name = said(text) ?? names.get(text);
  if (name) return name;
  if (/^(0|[1-9][\d,]*)(\.\d+)?$/u.test(text)) return number(count(text));
  if (/^\d+(:\*?\d+)+(-\d+)?$/u.test(text)) return place(text);
  return JOINT.test(text) ? split(text, named) : text && apart(text);
}

function whole(text) {
  for (const { arabic, gaps, pattern } of known) {
    const found = pattern.exec(text);
    if (!found) continue;
    const given = [];
    gaps.forEach((gap, index) => {
      const quoted = gap[0] === "'";
      const typed = quoted ? found[index + 1].replaceAll("\\\\", "\\") : found[index + 1];
      given[gap.match(/\d/u)] = { typed, count: count(typed), codes: split(typed, apart), toString: () => (quoted ? typed : named(typed)) };
    });
    return typeof arabic === "string" ? arabic : arabic(...given);
  }
}

/** One sentence, or several; undefined if they are not known. */
function said(text) {
  for (const { index } of text.matchAll(/(?<=[.?]) /gu)) {
    const first = whole(text.slice(0, index));
    const rest = first && said(text.slice(index + 1));
    if (rest) return `${first} ${rest}`;
  }
  return whole(text);
}

/** What the server answered. */
export const inArabic = refused => Object.fromEntries(Object.entries(refused).map(([name, value]) => [name,
  /^(lines|faults)$/u.test(name) ? value.map(inArabic) : name === "part" ? named(value) : /^(error|hint|reason)$/u.test(name) ? said(value) ?? value : value]));
