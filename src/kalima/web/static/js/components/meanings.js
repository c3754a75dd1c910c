import { h, mixed } from "../lib/dom.js";
import { groupMeanings } from "../lib/query.js";
import { t } from "../lib/strings.js";

/** What the query was taken to mean, one line for each word of it. */
export function createMeanings(query, meanings) {
  const groups = groupMeanings(query, meanings);
  return h(
    "section",
    { class: "meanings", "aria-labelledby": "meanings-title" },
    h("h2", { id: "meanings-title" }, t.search.readAs),
    h("ul", { role: "list" }, groups.map(createGroup)),
  );
}

function createGroup({ kind, meanings }, index) {
  const several = meanings.length > 1;
  return h(
    "li",
    {},
    index ? h("span", { class: "meaning-joint" }, t.search.sameVerse) : null,
    several ? h("span", { class: "meaning-joint" }, kind === "phrase" ? t.search.phrase : t.search.oneWord) : null,
    meanings.map(({ meaning, values }) =>
      h("span", { class: "meaning" }, mixed(meaning), values.length ? null : ` ${t.search.unknownSpelling}`),
    ),
  );
}
