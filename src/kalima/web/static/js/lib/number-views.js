// The views of the numbers about a query: what each may be asked, in the names of the API.

export const ATTRIBUTES = "word spelling lemma root pos pattern template form deriv aspect mood voice person gender number case state prefix suffix rel".split(" ");
export const PARTS = ["surah", "juz", "page", "place", "period"];
export const PAGE_SIZE = 25;

/** What can be asked: a choice, a number within bounds, or a text. */
export const FIELDS = {
  within: { choices: ["window", "verse"] },
  seek: { choices: ["heads", "dependents"] },
  parts: { choices: PARTS },
  order: { choices: ["mushaf", "revelation"] },
  left: { bounds: [0, 20], usual: 5 },
  right: { bounds: [0, 20], usual: 5 },
  least: { bounds: [1, 999], usual: 3 },
  size: { bounds: [2, 8], usual: 2 },
  gap: { bounds: [0, 3], usual: 0 },
};

const MEASURES = ["log_likelihood", "log_dice", "mi3", "t_score"];
const COUNTS = { sorts: ["count", "value"] };

/** The first of `sorts` holds without being asked for. A `local` view has all its rows at once, and sorts them itself. */
export const VIEWS = {
  frequency: { fields: ["q", "by", "and"], ...COUNTS },
  collocates: { fields: ["q", "by", "within", "left", "right", "relation", "seek", "least"], sorts: [...MEASURES, "count"] },
  keyness: { fields: ["q", "reference", "by", "least"], sorts: ["log_likelihood", "log_ratio"] },
  ngrams: { fields: ["q", "by", "size", "gap", "least"], usual: { least: 2 }, sorts: ["count", ...MEASURES] },
  dispersion: { fields: ["q", "parts", "order"], local: true, sorts: ["value", "words", "count", "per_thousand"] },
  lists: { fields: ["by", "in"], ...COUNTS },
  compare: { fields: ["a", "b"], local: true, sorts: ["value", "count", "log_dice", "reference_count", "reference_log_dice"] },
};

/**
 * An address as a view, and what the server is asked for it.
 *
 * @param {URLSearchParams} asked
 * @returns {object} `{name, view, values, path, parameters, sort, page}`: `values` by field, `path` and `parameters` of the
 *   API, the path null where there is nothing to ask for yet
 */
export function readNumbers(asked) {
  const name = Object.hasOwn(VIEWS, asked.get("view")) ? asked.get("view") : "frequency";
  const view = VIEWS[name];
  const usual = field => view.usual?.[field] ?? FIELDS[field]?.choices?.[0] ?? FIELDS[field]?.usual ?? (field === "by" ? "lemma" : "");
  const values = Object.fromEntries(view.fields.map(field => [field, asked.get(field)?.trim() || String(usual(field))]));
  const parameters = new URLSearchParams(Object.entries(values).filter(([field, value]) => value && !["and", "in", "a", "b"].includes(field)));
  if (values.and) parameters.append("by", values.and);
  if (name === "lists") parameters.set("q", `[]${values.in && ` in:${values.in}`}`);
  const sort = view.sorts.includes(asked.get("sort")) ? asked.get("sort") : view.sorts[0];
  if (!view.local && view.sorts.length > 1) parameters.set("sort", sort);
  const page = Number(/^[1-9]\d{0,5}$/.exec(asked.get("page"))?.[0] ?? 1);
  const { a, b } = values;
  const path = a && b ? `roots/${encodeURIComponent(a)}/beside/${encodeURIComponent(b)}` : parameters.get("q") && (name === "lists" ? "frequency" : name);
  return { name, view, values, path, parameters, sort, page };
}

/** The names of the labels that a query gives to its words. */
export const labelsIn = query => [...new Set([...query.matchAll(/(?<![\w"])([a-z_]\w*):(?=[[(])/giu)].map(([, label]) => label))];
