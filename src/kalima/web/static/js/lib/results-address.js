// The state of the results, as their address has it.

/** What an address leaves out. `only` are conditions, each a key and a value of what is counted: root:قول. */
const USUAL = { view: "verses", sort: [], context: "5", group: "", unique: "no", seed: "0", only: [], facet: "", page: "1" };

export const encode = text => encodeURIComponent(text).replaceAll("%3A", ":").replaceAll("%20", "+");

/** The address of a query's results; a page may also be pages in a row, 1-5. */
export function searchAddress(query, state = {}) {
  const parts = [`q=${encode(query)}`];
  for (const name of Object.keys(USUAL)) {
    if (String(state[name] ?? USUAL[name]) !== String(USUAL[name])) for (const each of [state[name]].flat()) parts.push(`${name}=${encode(each)}`);
  }
  return `/search?${parts.join("&")}`;
}

/** The state that an address has; what is wrong in it is for the server to refuse. */
export const readResults = parameters => ({
  query: parameters.get("q") ?? "",
  ...Object.fromEntries(Object.entries(USUAL).map(([name, usual]) => [name, Array.isArray(usual) ? parameters.getAll(name) : (parameters.get(name) ?? usual)])),
});
