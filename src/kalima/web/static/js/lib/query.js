// What the page itself needs to know of the query language; the server alone understands it.

/** `field:value`, quoted where the value would otherwise end early. */
export const fieldQuery = (field, value) => (/[\s&"]/u.test(value) ? `${field}:"${value}"` : `${field}:${value}`);

const quoted = value => `"${value.replace(/["\\]/gu, "\\$&")}"`;

/** One word by several tests, each `[attribute, value]`: `[root=="كتب" & pos=="V"]`. */
export const wordQuery = tests => `[${tests.map(([attribute, value]) => `${attribute}==${quoted(value)}`).join(" & ")}]`;

/** An arc of the treebank between two words that are queries themselves. */
export const arcQuery = (head, relation, dependent) => `${head} -${relation}-> ${dependent}`;

// The server counts characters, JavaScript UTF-16 units: a sign outside the first plane is one there, two here.

/** How many characters the first `units` of the text are. */
export const charactersIn = (text, units) => Array.from(text.slice(0, units)).length;

/** How many units the first `characters` of the text are. */
export const unitsIn = (text, characters) => Array.from(text).slice(0, characters).join("").length;

/** The characters before, in and after a place the server gave. */
export function cutAt(text, [start, end]) {
  const characters = Array.from(text);
  return [characters.slice(0, start), characters.slice(start, end), characters.slice(end)];
}

/**
 * The way a query runs. Attributes, operators and names in Latin letters read from left to right, with Arabic
 * values in them; a query in Arabic alone, or with none but AND, OR and NOT, runs as Arabic does.
 */
export function queryDirection(query) {
  const latin = /[a-z]/iu.test(query.replace(/\b(?:AND|OR|NOT)\b/gu, ""));
  return !latin && /[\u0600-\u06ff]/u.test(query) ? "rtl" : "ltr";
}

/** The query without one of its terms, or null where leaving it out is not a plain cut. */
export function withoutTerm(query, meaning) {
  if (/["()[\]|]|\b(?:AND|OR|NOT)\b/u.test(query)) return null;
  const [before, , after] = cutAt(query, meaning.at).map(part => part.join(""));
  const left = before.replace(/\s*&\s*$/u, "");
  const right = left === before ? after.replace(/^\s*&\s*/u, "") : after;
  return `${left}${right}`.trim() || null;
}
