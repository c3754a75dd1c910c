import { helpAddress, searchAddress } from "../lib/addresses.js";
import { h, mixed } from "../lib/dom.js";
import { createQueryCode } from "./query-code.js";

const UNBROKEN = 20; // code that is shorter stands on one line: `--port N`
const PATH = /(?<=[\w%][/\\])(?=[\w.])/u;

// Latin letters, their signs and what joins them; and places such as ٢:٢٥٥.
const LATIN = "[\\p{Script=Latin}ʾʿʹ]";
const APART = new RegExp(`(-?${LATIN}(?:[\\p{Script=Latin}\\p{M}\\p{N}ʾʿʹ'’+-]|[.,:/ ] ?(?=${LATIN})|[. ](?=\\d))*|[٠-٩]+(?:[:–-][٠-٩]+)+)`, "u");
const latinApart = text => text.split(APART).map((run, index) => (index % 2 ? h("bdi", { dir: "ltr" }, run) : run));

/** A page of the manual, from its blocks; `names` are those of all pages. */
export function createManualPage(page, names) {
  const write = page.language === "ar" ? latinApart : mixed; // what is of the other script stands apart, and the sentence keeps its order
  const run = each => createRun(each, to => target(to, page, names), write);
  return h("article.manual", { lang: page.language, dir: page.language === "ar" ? "rtl" : "ltr" }, page.blocks.map(block => createBlock(block, run)));
}

function createBlock({ kind, level, anchor, rows }, run) {
  const cell = runs => runs.map(run);
  if (kind === "heading") return h(`h${level}`, { id: anchor, tabindex: "-1" }, cell(rows[0][0]));
  if (kind === "code") {
    const [code] = rows[0][0];
    return h("pre", { dir: "ltr" }, code.kind === "query" ? run(code) : h("code", code.text));
  }
  if (kind === "list" || kind === "numbered") return h(kind === "list" ? "ul" : "ol", {}, rows.map(([item]) => h("li", cell(item))));
  if (kind !== "table") return h("p", cell(rows[0][0]));
  const [head, ...body] = rows;
  return h(
    "div.wide-table",
    h(
      "table",
      h("thead", h("tr", head.map(each => h("th", { scope: "col" }, cell(each))))),
      h("tbody", body.map(row => h("tr", row.map(each => h("td", cell(each)))))),
    ),
  );
}

function createRun({ kind, text, to }, leads, write) {
  if (kind === "query") return h("a", { href: searchAddress(text) }, createQueryCode(text));
  if (kind === "code") return h("span", { class: text.length < UNBROKEN && "unbroken" }, PATH.test(text) ? createPath(text) : createQueryCode(text));
  if (kind === "link") return leads(to) ? h("a", leads(to), text) : text;
  return kind === "text" ? write(text) : h(kind, { dir: "auto" }, write(text));
}

/** Code with a path in it, which breaks between the folders. */
const createPath = text => h("code", { dir: "ltr" }, text.split(PATH).map((part, index) => [index > 0 && h("wbr"), mixed(part)]));

/** A link to another page, to a place on this one, or out; null where it leads to what is not in the program. */
function target(to, page, names) {
  if (/^https?:/.test(to)) return { href: to, target: "_blank", rel: "noopener noreferrer" };
  const [, name = page.name, anchor = ""] = /^(?:([\w-]+)\.md)?(?:#(.+))?$/.exec(to) ?? [null, ""];
  return names.includes(name) ? { href: helpAddress(name, anchor) } : null;
}
