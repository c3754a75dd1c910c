// The sentences of one part of the page: texts/AREA.LANGUAGE.json, fetched once.

import { language, named } from "./language.js";
import { messages, writer } from "./messages.js";

export { language, named }; // in which it is said

const LOCALES = { en: ["en", { isolates: false }], ar: ["ar-EG", { isolates: true }] };
const fetched = new Map();

function table(area, code) {
  const address = `/static/texts/${area}.${code}.json`;
  if (!fetched.has(address)) fetched.set(address, fetch(address).then(answer => answer.json()));
  return fetched.get(address);
}

/** A number, and a place such as 2:255-257, as the page's language writes them. */
export const { number, place } = writer(...LOCALES[language]);

/** What this part of the page says, in its language or in the one that is named; what is counted is in texts/units. */
export async function texts(area, code = language) {
  const [units, own] = await Promise.all([table("units", code), table(area, code)]);
  return messages(own, units, writer(...LOCALES[code]));
}
