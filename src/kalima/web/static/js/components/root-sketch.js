import { compareAddress } from "../lib/addresses.js";
import { fetchNumbers } from "../lib/api.js";
import { h } from "../lib/dom.js";
import { attributeName, figure, valueNames } from "../lib/figures.js";
import { named, texts } from "../lib/texts.js";
import { facts } from "./facts.js";
import { createCounted, createFiles } from "./number-notes.js";
import { createHeat } from "./number-pictures.js";
import { createNumberTable } from "./number-table.js";

const says = await texts("numbers");

/** What goes with a root: its lemmas, what its words are joined to in the trees, and where they are. */
export async function createRootSketch(root, signal, go) {
  const path = `roots/${encodeURIComponent(root)}/sketch`;
  const [sketch, nameOf] = await Promise.all([fetchNumbers(path, "", signal), valueNames()]);
  const part = (heading, keys, rows, note = null) =>
    h("section", h("h3", heading), note && h("p.quiet", note), createNumberTable(
      rows.map(({ per_thousand: _, ...row }) => ({ ...row, names: (row.values ?? [row.value]).map((value, at) => nameOf(keys[at], value)) })),
      { label: heading, heads: keys.map(attributeName) },
    ));
  const other = h("input.field", { id: "compare-with", required: true, maxlength: "40", dir: "auto", autocomplete: "off" });
  const compare = event => {
    event.preventDefault();
    go(compareAddress(sketch.root, other.value.trim()));
  };
  const parts = sketch.dispersion.parts.map(each => ({ ...each, names: [nameOf("surah", each.part)] }));
  return h(
    "section.sketch",
    { "aria-labelledby": "sketch" },
    h("h2", { id: "sketch" }, says.sketch.title),
    h("form.dictionary-tools", { onsubmit: compare }, h("label", { for: other.id }, says.sketch.beside), other, h("button.button", { type: "submit" }, says.sketch.compare)),
    h(
      "div.entry-parts",
      part(says.sketch.lemmas, ["lemma", "pos", "form"], sketch.lemmas),
      part(says.attributes.place, ["place"], sketch.places),
      h("section", h("h3", says.views.dispersion), facts(["range", "juilland_d", "gries_dp"].map(each => [says.figures[each], figure(each, sketch.dispersion[each])])), createHeat(parts, sketch.counted)),
      sketch.relations.filter(({ rows }) => rows.length).map(({ rows, seek, arcs, not_written: more, ...relation }) =>
        part(says.sketch[seek](relation[named]), ["node"], rows, says.sketch.arcs(arcs, more)),
      ),
    ),
    createCounted(sketch.counted, []),
    createFiles(path, []),
  );
}
