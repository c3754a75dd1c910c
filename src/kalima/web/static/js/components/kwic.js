import { surahAddress } from "../lib/addresses.js";
import { h } from "../lib/dom.js";
import { t } from "../lib/strings.js";
import { texts } from "../lib/texts.js";

const says = (await texts("results")).lines;

/**
 * Matches as lines of a table that runs as Arabic does: each between the words around it, one below the other.
 *
 * @param {Function} nameOf a group's value as it is called
 * @param {Function} tools gets a line and gives what there is to do with it
 */
export function createLines(caption, { nameOf, tools }) {
  const body = h("tbody", { dataset: { words: "" } });
  const head = h("tr", says.columns.map(name => h("th", { scope: "col" }, name)));
  let last = null;

  function createGroup(value, groups) {
    const { lines } = groups.find(each => each.value === value);
    return h("tr", h("th.kwic-group", { colspan: 4, scope: "rowgroup" }, nameOf(value), " ", h("span.quiet", says.inGroup(lines))));
  }

  return {
    element: h("table.kwic", { dir: "rtl" }, h("caption.quiet", { dir: document.documentElement.dir }, caption), h("thead", head), body),
    /** Add lines below those that are shown; the first is given back. */
    append({ lines, groups }) {
      const rows = lines.map(line => {
        const begins = line.group !== last;
        last = line.group;
        const row = createLine(line, tools);
        body.append(...(begins ? [createGroup(last, groups), row] : [row]));
        return row;
      });
      return rows[0];
    },
  };
}

/** One match with the words around it. */
function createLine(line, tools) {
  const { left, hit, right, alike, words } = line;
  const wordsOf = readFrom(line);
  return h(
    "tr",
    h("th.kwic-place", { scope: "row" }, h("a", { href: surahAddress(...words[0].split(":")) }, t.place(line.ref)), " ", h("span.hit-tools", tools(line))),
    h("td.kwic-before", { lang: "ar" }, wordsOf(left)),
    h("td.kwic-hit", { lang: "ar" }, wordsOf(hit), alike > 1 && h("span.quiet", { title: says.alike(alike) }, ` ×${t.number(alike)}`)),
    h("td", { lang: "ar" }, wordsOf(right)),
  );
}

/** Reads the texts of a line one after the other: each word is opened by a click, those that were found are marked. */
function readFrom({ first, spaced, words: found }) {
  let [surah, ayah, place] = first.split(":").map(Number);
  return text => {
    const pieces = text ? text.split(" ") : [];
    const shown = [];
    while (pieces.length) {
      let piece = pieces.shift();
      if (shown.length) shown.push(" ");
      if (piece.startsWith("\u06dd")) {
        [ayah, place] = [ayah + 1, 1]; // the end of a verse
        shown.push(piece);
        continue;
      }
      const ref = `${surah}:${ayah}:${place++}`;
      if (spaced.includes(ref)) piece += ` ${pieces.shift()}`;
      const word = h("span.word", { role: "button", tabindex: "-1", dataset: { ref } }, piece);
      shown.push(found.includes(ref) ? h("mark", word) : word);
    }
    return shown;
  };
}
