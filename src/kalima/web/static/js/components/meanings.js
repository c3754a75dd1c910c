import { h, mixed } from "../lib/dom.js";
import { t } from "../lib/strings.js";

const SHORT = 6;

/** What each part of the query was taken to mean, and the values it stands for; folded away where that is long. */
export function createMeanings(meanings) {
  const length = meanings.reduce((sum, { values }) => sum + Math.max(1, values.length), 0);
  return h(
    "details",
    { class: "meanings", open: length <= SHORT },
    h("summary", {}, t.search.readAs(meanings.length)),
    h("ul", { role: "list" }, meanings.map(createMeaning)),
  );
}

function createMeaning({ attribute, meaning, values, value_count: count }) {
  return h(
    "li",
    {},
    h("span", { class: "meaning" }, mixed(meaning)),
    attribute === "word" && count === 0 ? h("span", {}, t.search.unknownSpelling) : null,
    count > 1 ? values.map((value) => h("bdi", { class: "meaning-value" }, mixed(value))) : null,
    count > values.length ? h("span", {}, t.search.moreValues(count - values.length)) : null,
  );
}
