// What is asked for of each kind of item, in this order. A star: it must be given.

const place = "place";

export const FORMS = {
  note: { text: "text", title: "line", target: place },
  annotation: { layer: "line*", text: "text", target: "place*", head: place, relation: "line" },
  tagging: { name: "line*", target: "place*" },
  connection: { from: "place*", to: "place*", layer: "line*", note: "text" },
  pronoun: { pronoun: "place*", referent: place, referent_text: "line", certainty: "line", note: "text" },
  correction: { target: "place*", attribute: "line*", value: "line", reason: "text" },
  translation: { target: "place*", language: "line*", text: "text*", note: "text" },
  bookmark: { target: "place*", label: "line" },
  hypothesis: { claim: "text*", query: "query", status: "status*", note: "text" },
  query: { name: "line*", query: "query*", note: "text" },
  tag: { name: "line*", description: "text", colour: "colour" },
};

export const STATUSES = ["open", "supported", "contradicted", "abandoned"];

/** Whether a field is for places, which an item keeps apart from its data. */
export const isRole = (kind, name) => FORMS[kind][name].startsWith(place);

/** The kinds that can be attached to a place: a verse, words, or one word. */
export function kindsFor(reference) {
  const word = reference.split(":")[2];
  return ["note", "annotation", "tagging", "connection", ...(!word ? ["translation"] : word.includes("-") ? [] : ["pronoun", "correction"]), "bookmark"];
}

/** An item as its form shows it: `{field: text}`. */
export const valuesOf = ({ kind, data, anchors }) =>
  Object.fromEntries(Object.keys(FORMS[kind] ?? {}).map(name => [name, isRole(kind, name) ? (anchors[name] ?? []).map(each => each.place).join(" ") : data[name] ?? ""]));

/** A form as the API takes it; of an item that is there, what is empty is taken out. */
export function givenBy(kind, values, { changes }) {
  const [data, anchors] = [{}, {}];
  for (const [name, value] of Object.entries(values)) {
    const text = value.trim();
    if (!text && !changes) continue;
    if (isRole(kind, name)) anchors[name] = text.split(/[\s,،]+/u).filter(Boolean);
    else data[name] = text || null;
  }
  return { data, ...(Object.keys(anchors).length && { anchors }) };
}

const TITLE = 80;

/** What a text is called by, where it has no title: how it begins. */
export function titleOf(text) {
  const line = text.trim().split("\n")[0].replace(/^[#>\s-]+|\*+|\[([^\]]+)\]\([^)]*\)/gu, "$1");
  return line.length > TITLE ? `${line.slice(0, TITLE).replace(/\s+\S*$/u, "")}…` : line;
}
