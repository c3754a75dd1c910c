import { fetchRelations, fetchSurahs } from "../lib/api.js";
import { h } from "../lib/dom.js";
import { attributeName, valueNames } from "../lib/figures.js";
import { ATTRIBUTES, FIELDS, labelsIn, PARTS } from "../lib/number-views.js";
import { queryDirection } from "../lib/query.js";
import { t } from "../lib/strings.js";
import { named, texts } from "../lib/texts.js";
import { createCompletion } from "./completion.js";

const says = await texts("numbers");
const option = (value, text) => h("option", { value }, text);
const group = (label, keys, nameOf = attributeName) => h("optgroup", { label }, keys.map(key => option(key, nameOf(key))));
const upTo = number => Array.from({ length: number }, (_, at) => at + 1);

function attributes(name, query) {
  const labels = name === "frequency" ? labelsIn(query) : [];
  const places = name === "frequency" || name === "lists";
  return [
    group(says.ofHit, ATTRIBUTES),
    labels.map(label => group(says.ofLabel(label), ATTRIBUTES.map(key => `${label}.${key}`))),
    places && group(says.where, PARTS),
  ];
}

/** The fields that are chosen from a list that is made for them. */
const LISTS = {
  by: ({ name, query }) => attributes(name, query),
  and: ({ name, query }) => [option("", says.nothing), attributes(name, query)],
  in: ({ surahs }) => [
    option("", says.whole),
    ["meccan", "medinan"].map(part => option(part, says.choices[part])),
    group(says.attributes.surah, upTo(114), number => `${t.number(number)}. ${t.surahs.name(surahs[number - 1])}`),
    group(says.attributes.juz, upTo(30).map(number => `juz${number}`), part => says.part.juz(Number(part.slice(3)))),
  ],
  relation: ({ relations }) => [option("", says.noRelation), relations.map(each => option(each.tag, each[named]))],
};

/**
 * What a view of the numbers may be asked, as a form.
 *
 * @param {object} numbers as `readNumbers` gives it
 * @param {Function} onAsk called with the address's parameters of what is then asked
 */
export async function createNumberForm({ name, view, values }, query, onAsk) {
  const [surahs, relations] = await Promise.all([fetchSurahs(), fetchRelations(), valueNames()]);
  const createField = field => {
    const props = { id: `numbers-${field}`, name: field, class: "field" };
    const { choices, bounds } = FIELDS[field] ?? {};
    const list = choices?.map(choice => option(choice, says.choices[choice] ?? attributeName(choice))) ?? LISTS[field]?.({ name, query, surahs, relations });
    const turn = () => (input.dir = queryDirection(input.value));
    const input = list ? h("select", props, list)
      : bounds ? h("input", { ...props, type: "number", min: bounds[0], max: bounds[1], required: true })
      : h("input", { ...props, autocomplete: "off", spellcheck: "false", placeholder: field === "reference" && says.rest, oninput: turn });
    const value = values[field];
    if (list && ![...input.options].some(each => each.value === value)) input.append(option(value, attributeName(value)));
    input.value = value;
    const kind = list ? "list" : bounds ? "number" : "query";
    const offers = kind === "query" && createCompletion(input, turn).elements;
    if (offers) turn();
    return h("p", { class: `numbers-field numbers-${kind} numbers-${field}` }, h("label", { for: props.id }, says.fields[field]), input, offers);
  };
  const form = h(
    "form.numbers-form",
    { onsubmit: event => {
      event.preventDefault();
      onAsk(new URLSearchParams([["view", name], ...[...new FormData(form)].filter(([, value]) => value.trim())]));
    } },
    view.fields.map(createField),
    h("button.button.button-strong", { type: "submit" }, says.count),
  );
  return form;
}
