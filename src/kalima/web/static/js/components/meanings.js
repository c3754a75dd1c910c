import { h, mixed } from "../lib/dom.js";
import { attributeName } from "../lib/figures.js";
import { language, t } from "../lib/strings.js";

const SHORT = 6;

/**
 * What each part of the query was taken to mean, and the values it stands for; folded away where that is long.
 *
 * @param {Function} nameOf a value of an attribute
 */
export function createMeanings(meanings, nameOf) {
  const length = meanings.reduce((sum, { values }) => sum + Math.max(1, values.length), 0);
  return h(
    "details.meanings",
    { open: length <= SHORT },
    h("summary", meanings.length === 1 ? t.search.readAs : t.search.readAsParts(meanings.length)),
    h("ul", { role: "list" }, meanings.map(each => createMeaning(each, nameOf))),
  );
}

function createMeaning({ attribute, typed, meaning, values, value_count: count }, nameOf) {
  const exact = attribute === "word" && /\p{M}/u.test(values[0] ?? "");
  const named = value => (language === "ar" ? nameOfValue(attribute, value, nameOf) : value);
  return h(
    "li",
    language === "ar"
      ? h("span.meaning", attributeName(exact ? "spelling" : attribute), ": ", h("bdi", count === 1 ? named(values[0]) : typed))
      : h("bdi.meaning", { lang: "en", dir: "ltr" }, mixed(meaning)),
    language === "ar" && /: (nowhere|you have no )/u.test(meaning) ? h("span", t.search.nothingOfYours) : null,
    attribute === "word" && count === 0 ? h("span", t.search.unknownSpelling) : null,
    count > 1 ? values.map(value => h("bdi.meaning-value", mixed(named(value)))) : null,
    count > values.length ? h("span", t.search.moreValues(count - values.length)) : null,
  );
}

function nameOfValue(attribute, value, nameOf) {
  if (attribute === "relation") return nameOf("rel", value);
  const [, part, ...numbers] = (attribute === "in" && /^(juz|page|)(\d+)(?:-(\d+))?$/u.exec(value)) || [];
  if (numbers.length) return numbers.filter(Boolean).map(each => nameOf(part || "surah", each)).join(" – ");
  return /^\d+:/u.test(value) ? t.place(value) : nameOf(attribute, value);
}
