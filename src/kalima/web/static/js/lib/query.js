// What the page itself needs to know of the query language; the server alone understands it.

/** `field:value`, quoted where the value would otherwise end early. */
export const fieldQuery = (field, value) => (/[\s&"]/u.test(value) ? `${field}:"${value}"` : `${field}:${value}`);

/** The text cut at a place the server gave: it counts characters, JavaScript counts UTF-16 units. */
export function cutAt(text, [start, end]) {
  const characters = Array.from(text);
  return [characters.slice(0, start), characters.slice(start, end), characters.slice(end)].map((part) => part.join(""));
}

/**
 * The meanings in groups: those joined by & are conditions on one word, those inside one pair of quotes a
 * phrase; groups meet in one verse.
 *
 * @returns {{kind: "word"|"phrase", meanings: object[]}[]}
 */
export function groupMeanings(query, meanings) {
  const groups = [];
  let end = 0;
  for (const meaning of meanings) {
    const [before] = cutAt(query, meaning.at);
    const between = Array.from(query).slice(end, meaning.at[0]).join("");
    const inQuotes = (before.split('"').length - 1) % 2 === 1;
    const last = groups.at(-1);
    if (last && between.includes("&")) last.meanings.push(meaning);
    else if (last && inQuotes && last.kind === "phrase" && !between.includes('"')) last.meanings.push(meaning);
    else groups.push({ kind: inQuotes ? "phrase" : "word", meanings: [meaning] });
    end = meaning.at[1];
  }
  return groups;
}

/** The query without one of its terms, or null where leaving it out is not a plain cut. */
export function withoutTerm(query, meaning) {
  if (query.includes('"')) return null;
  const [before, , after] = cutAt(query, meaning.at);
  const left = before.replace(/\s*&\s*$/u, "");
  const right = left === before ? after.replace(/^\s*&\s*/u, "") : after;
  return `${left}${right}`.trim() || null;
}
