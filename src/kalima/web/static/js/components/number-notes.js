import { citationFile, numbersFile } from "../lib/api.js";
import { h } from "../lib/dom.js";
import { texts } from "../lib/texts.js";

const t = await texts("numbers");
const FORMATS = ["csv", "tsv", "json", "xlsx", "markdown", "html"];

/** What a number was made of: units, the text they are of, how values were told apart (`keys`), and what was left out. */
export function createCounted({ unit, counted, base_words: words, base_verses: verses, inferred, left_out: left, ...corpus }, keys) {
  const folded = keys.some(key => /(^|\.)word$/.test(key));
  const out = Object.entries(left).map(([name, number]) => t.counted[name](number));
  const sentences = [t.counted[unit](counted, words, verses), t.counted[folded ? "folded" : "exact"], t.counted.inferred(inferred), ...(out.length ? out : [t.counted.nothing])];
  return h("p.counted.quiet", sentences.join(" "), " ", t.counted.corpus(corpus.corpus_version), " ", h("code", corpus.corpus_blake2b));
}

/** All rows of an answer as a file of each kind. */
export const createFiles = (path, parameters) =>
  h("p.numbers-files", t.download, FORMATS.map(format => h("a.button", { href: numbersFile(path, parameters, format), download: true }, t.formats[format])));

/** The bundle with which a query is cited; what is asked besides `q` are its frequencies `by` and the `parts` of its dispersion. */
export const createCitation = asked => h("a.button", { href: citationFile(asked), download: true }, t.cite);
