// How figures, and the values that are counted, are written in the language of the page.

import { fetchRelations, fetchSurahs, fetchTagset } from "./api.js";
import { t } from "./strings.js";
import { language, named, number, texts } from "./texts.js";

const says = await texts("numbers");
const locale = { en: "en", ar: "ar-EG" }[language];
const places = (count, options) => new Intl.NumberFormat(locale, { minimumFractionDigits: count, maximumFractionDigits: count, ...options });
const [measure, share] = [places(3), places(1, { style: "percent" })];
const WHOLE = new Set(["count", "frequency", "words", "reference_count", "tokens", "types", "hapaxes", "range"]);

/** A figure by its name: a count, a share, or a measure to three places. */
export function figure(name, value) {
  if (value === null) return says.none;
  return (WHOLE.has(name) ? number : name === "share" ? share.format : measure.format)(value);
}

const features = new Map(); // what the tagset calls them, as soon as valueNames() has read it

/** What an attribute is called, that of a label with its label: A · root. */
export const attributeName = key => key.split(".").map(part => says.attributes[part] ?? features.get(part) ?? part).join(" · ");

/** Gives a function `(key, value)` that names a value of an attribute. */
export async function valueNames() {
  const [tagset, relations, surahs] = await Promise.all([fetchTagset(), fetchRelations(), fetchSurahs()]);
  for (const each of tagset) features.set(each.key, each[named]);
  const tags = Object.fromEntries([...tagset, { key: "rel", values: relations }].map(({ key, values }) => [key, new Map(values.map(value => [value.tag, value[named]]))]));
  tags.has = new Map(Object.entries(says.has));
  return (key, value) => {
    const attribute = key.split(".").at(-1);
    if (value === null) return says.noValue;
    if (attribute === "surah") return `${number(Number(value))}. ${t.surahs.name(surahs[value - 1])}`;
    if (says.part[attribute]) return says.part[attribute](Number(value));
    if (tags[attribute]) return value.split(" ").map(tag => tags[attribute].get(tag) ?? tag).join(" ");
    if (attribute.endsWith("fix")) return value.split("+").map(each => says.values[each] ?? tags.pos.get(each) ?? each).join(" + ");
    return says.values[value] ?? value;
  };
}
