import { searchAddress } from "../lib/addresses.js";
import { h, mixed } from "../lib/dom.js";
import { figure } from "../lib/figures.js";
import { texts } from "../lib/texts.js";

const says = await texts("numbers");
const QUERIES = { count: "query", reference_count: "reference_query" };

/**
 * Rows of `names` and figures as a table; a count leads to its hits.
 *
 * @param {string[]} heads of the names
 * @param {Function} sortAddress of a column by which all rows can be sorted, else null; "value" is that of the names
 * @param {string} sort the column by which they are
 */
export function createNumberTable(rows, { label, heads, sortAddress = () => null, sort = null }) {
  const columns = Object.keys(rows[0]).filter(column => column in says.columns);
  const head = (name, column, className = null) => {
    const href = sortAddress(column);
    const order = column && sort === column && (column === "value" ? ["ascending", "↑"] : ["descending", "↓"]);
    return h("th", { scope: "col", class: className, "aria-sort": order?.[0] }, href ? h("a", { href }, name) : name, order && ` ${order[1]}`);
  };
  const cell = (row, column) => {
    const text = figure(column, row[column]);
    const query = row[QUERIES[column]];
    return h("td.numeric", query && row[column] ? h("a", { href: searchAddress(query), "aria-label": says.hitsOf(row.names.join(" · "), row[column]) }, text) : text);
  };
  return h(
    "div.wide-table.numbers-table",
    h(
      "table",
      { "aria-label": label },
      h("thead", h("tr", heads.map((name, at) => head(name, at ? null : "value")), columns.map(column => head(says.columns[column], column, "numeric")))),
      h("tbody", rows.map(row => h("tr", row.names.map(name => h("th", { scope: "row" }, mixed(name))), columns.map(column => cell(row, column))))),
    ),
  );
}
