import { dictionaryAddress, lemmaAddress, rootAddress, searchAddress } from "../lib/addresses.js";
import { fetchHeadwords } from "../lib/api.js";
import { arabic, h } from "../lib/dom.js";
import { texts } from "../lib/texts.js";
import { createPager } from "../components/pager.js";

const t = await texts("dictionary");

const PAGE_SIZE = 100;

/** The roots or the lemmas, by letter or by frequency. */
export async function dictionaryPage({ address, signal, go }) {
  const { kind, begins } = address;
  const sort = address.sort === "frequency" ? "frequency" : "letter";
  const page = /^[1-9]\d{0,4}$/.test(address.page) ? Number(address.page) : null;
  const answer = await fetchHeadwords(kind, { sort, begins, limit: PAGE_SIZE, offset: ((page ?? 1) - 1) * PAGE_SIZE }, signal);
  const rows = answer[`${kind}s`];
  const pages = Math.max(1, Math.ceil(answer.total / PAGE_SIZE));
  const total = t.total[kind](answer.total);
  const to = change => dictionaryAddress(kind, { begins, sort, ...change });
  return {
    title: t.list[kind],
    announcement: total,
    element: h(
      "div.dictionary",
      h("h1", { tabindex: "-1" }, t.list[kind]),
      h("p.quiet", t.says[kind]),
      createKinds(kind),
      createLetters(answer.letters, begins, to),
      createTools({ begins, sort, to, go }),
      h("p.dictionary-total", total),
      answer.total === 0 ? h("p.notice", t.none(begins))
        : page === null || page > pages ? h("p.notice", t.noPage(address.page, pages))
        : [createList(kind, rows), createPager(number => to({ page: number }), page, pages, t.pages)],
    ),
  };
}

const createKinds = kind =>
  h("nav.dictionary-kinds", { "aria-label": t.kinds }, ["root", "lemma"].map(each =>
    h("a.button", { href: dictionaryAddress(each), "aria-current": each === kind ? "page" : null }, t.list[each]),
  ));

const createLetters = (letters, begins, to) =>
  h("nav.letters", { "aria-label": t.letters }, [
    h("a.button", { href: to({ begins: "" }), "aria-current": begins === "" ? "true" : null }, t.everyLetter),
    letters.map(({ letter, count }) =>
      h("a.button", { href: to({ begins: letter }), "aria-label": t.letter(letter, count), "aria-current": begins === letter ? "true" : null }, arabic(letter, { class: "arabic-plain" })),
    ),
  ]);

function createTools({ begins, sort, to, go }) {
  const typed = h("input.field", { id: "begins", value: begins, maxlength: "40", dir: "auto", autocomplete: "off", spellcheck: "false", "aria-describedby": "begins-hint" });
  const order = h("select.field", { id: "order", onchange: () => go(to({ sort: order.value, begins: typed.value.trim() }), { focus: false }) }, ["letter", "frequency"].map(each => h("option", { value: each }, t.sorts[each])));
  order.value = sort;
  return h(
    "form.dictionary-tools",
    { onsubmit: event => {
      event.preventDefault();
      go(to({ begins: typed.value.trim() }), { focus: false });
    } },
    h("label", { for: "begins" }, t.begins),
    typed,
    h("button.button.button-strong", { type: "submit" }, t.show),
    h("label", { for: "order" }, t.sort),
    order,
    h("p.quiet", { id: "begins-hint" }, t.beginsHint),
  );
}

function createList(kind, rows) {
  const addressOf = row => (kind === "root" ? rootAddress(row.root) : lemmaAddress(row.name));
  return h("ol.headwords", { role: "list" }, rows.map(row =>
    h(
      "li",
      h("a.headword", { href: addressOf(row) }, arabic(row[kind])),
      h("a.headword-count", { href: searchAddress(row.query), "aria-label": t.search[kind](row[kind]) }, t.words(row.counts.words)),
      h("span.quiet", kind === "root" ? h("bdi", row.buckwalter) : row.root && [t.ofRoot, " ", h("a", { href: rootAddress(row.root) }, arabic(row.root, { class: "arabic-plain" }))]),
    ),
  ));
}
