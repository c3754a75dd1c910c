import { h } from "../lib/dom.js";

/** Names and values, side by side. */
export const facts = pairs => h("dl.facts", pairs.map(([name, value]) => [h("dt", name), h("dd", value)]));
