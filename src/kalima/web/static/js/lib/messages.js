// Sentences that are data: each stands in texts/AREA.LANGUAGE.json, and this fills in what it leaves open.
//
//   {0}            the first thing given: a number as the language writes it, anything else as it is
//   {0.name}       a field of it
//   {0:word}       a number and its noun, by the language's plurals ("units" in the table)
//   {0:place}      a place such as 2:255-257, which keeps its order in any sentence
//   {0:digits}     what was typed or measured, in the digits of the language and otherwise as it is
//   {0:ordinal}    1st, 2nd, 3rd
//   ⟦, {1:word}⟧   left out where nothing, 0 or an empty text is given
//
// A field called "query" is an example of what may be searched: its braces are the query's own.

const PART = /⟦([^⟧]*)⟧/gu;
const GAP = /\{(\d)(?:\.(\w+))?(?::(\w+))?\}/gu;

/** How a language writes numbers, plurals and places. */
export function writer(locale, { isolates }) {
  const digits = new Intl.NumberFormat(locale);
  const plurals = { cardinal: new Intl.PluralRules(locale), ordinal: new Intl.PluralRules(locale, { type: "ordinal" }) };
  const number = value => digits.format(value);
  const asWritten = text => String(text).replace(/\d/gu, digit => digits.format(digit));
  const place = reference => asWritten(reference).replace("-", "–");
  return {
    number,
    digits: asWritten,
    place: reference => (isolates ? `\u2066${place(reference)}\u2069` : place(reference)),
    unit: (forms, value, type = "cardinal") => (forms[plurals[type].select(value)] ?? forms.other).replace("#", number(value)),
  };
}

/** The text with every number kept on one line with its noun. */
export const unbroken = text => text.replace(/(?<=\p{Nd}) (?=\p{L})/gu, "\u00a0");

/**
 * A table of texts as what the page says: a text without gaps stays one, another becomes a function of what goes
 * into them, and lists and tables are gone through.
 *
 * @param {object} units nouns by name, each a table of plural forms in which # is the number
 */
export function messages(table, units, writes) {
  const gap = given => (whole, index, field, kind) => {
    const value = field ? given[index]?.[field] : given[index];
    if (kind === "place" || kind === "digits") return writes[kind](value);
    if (kind) return writes.unit(units[kind], value, kind === "ordinal" ? kind : "cardinal");
    return typeof value === "number" ? writes.number(value) : String(value ?? "");
  };
  const isGiven = (part, given) => [...part.matchAll(GAP)].every(([, index, field]) => (field ? given[index]?.[field] : given[index]));
  const said = text => {
    if (text.search(GAP) < 0) return text;
    return (...given) => text.replace(PART, (_, part) => (isGiven(part, given) ? part : "")).replace(GAP, gap(given));
  };
  const read = value => {
    if (typeof value === "string") return said(value);
    if (Array.isArray(value)) return value.map(read);
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, name === "query" ? each : read(each)]));
  };
  return read(table);
}
