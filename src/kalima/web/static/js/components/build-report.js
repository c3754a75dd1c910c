import { fetchReport } from "../lib/api.js";
import { h, mixed } from "../lib/dom.js";
import { t } from "../lib/strings.js";
import { texts } from "../lib/texts.js";
import { createErrorBox } from "./error-box.js";
import { facts } from "./facts.js";

const own = await texts("about");

const ELSEWHERE = ["corpus_version", "sources"];
const SHORT = 12;

/** What the build of the corpus counted and could not resolve; asked for when it is opened. */
export function createBuildReport() {
  const body = h("div", { lang: "en", dir: "ltr" });
  const element = h("details.report", { ontoggle: () => element.open && !body.hasChildNodes() && fill() }, h("summary", own.report.show), body);

  async function fill() {
    body.replaceChildren(h("p.quiet", { role: "status" }, t.loading));
    try {
      const parts = Object.entries(await fetchReport()).filter(([key]) => !ELSEWHERE.includes(key));
      body.replaceChildren(...parts.map(([key, value]) => h("section", h("h3", nameOf(key)), value.length > SHORT ? createFolded(own.report.list, value) : createPart(value))));
    } catch (error) {
      body.replaceChildren(createErrorBox({ error, onRetry: fill }));
    }
  }

  return element;
}

const nameOf = key => {
  const words = own.report.names[key] ?? key.replaceAll("_", " ");
  return words[0].toUpperCase() + words.slice(1);
};

const isPlain = value => typeof value !== "object" || value === null;

const say = value => (typeof value === "number" ? t.number(value) : mixed(String(value)));

/** Single values side by side; lists and tables folded away, each with how long it is. */
function createPart(value) {
  if (Array.isArray(value)) return h("ul.report-list", { role: "list" }, value.map(createItem));
  const entries = Object.entries(value);
  const plain = entries.filter(([, each]) => isPlain(each));
  return [
    plain.length ? facts(plain.map(([key, each]) => [nameOf(key), say(each)])) : null,
    entries.filter(([, each]) => !isPlain(each)).map(([key, each]) => createFolded(nameOf(key), each)),
  ];
}

const createFolded = (name, value) =>
  h("details", h("summary", `${name} (${t.number(Object.keys(value).length)})`), createPart(value));

/** An entry of a list: a text, or something of which the number, where it has one, is what counts. */
function createItem(item) {
  if (isPlain(item)) return h("li", say(item));
  const { count, meaning, ...rest } = item;
  const what = meaning ?? Object.entries(rest).map(([key, value]) => `${nameOf(key)}: ${isPlain(value) ? value : JSON.stringify(value)}`).join(", ");
  return h("li", mixed(what), count === undefined ? null : [": ", say(count)]);
}
