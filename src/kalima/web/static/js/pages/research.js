import { fileAddress, researchAddress } from "../lib/addresses.js";
import { h } from "../lib/dom.js";
import { allTags, findItems, itemCounts, itemOf, onChange } from "../lib/research.js";
import { texts } from "../lib/texts.js";
import { openDesk } from "../components/desk.js";
import { createErrorBox } from "../components/error-box.js";
import { createItemCard } from "../components/item-card.js";
import { createPager } from "../components/pager.js";
import { button } from "../components/undo-notice.js";

const t = await texts("research");
const PAGE_SIZE = 20;

/** All of the user's own work: by kind, with words in it, in a layer, with a tag; the bin; or one item. */
export async function researchPage({ address, signal, go }) {
  const { page: stated, id, ...asked } = address.asked;
  const page = Math.max(1, Number.parseInt(stated, 10) || 1);
  const kinds = h("ul.item-tools", { role: "list" });
  const total = h("h2");
  const list = h("ul", { role: "list" });
  const pager = h("div");

  async function refresh() {
    try {
      const [counts, tags, found] = await Promise.all([
        itemCounts(signal),
        allTags(),
        id ? itemOf(id, signal).then(item => ({ items: [item], total: 1 })) : findItems({ ...asked, limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE }, signal),
      ]);
      kinds.replaceChildren(createKind(t.everything, {}), ...Object.keys(t.kinds).filter(kind => counts[kind]).map(kind => createKind(t.kinds[kind], { kind }, counts[kind])), createKind(t.bin, { bin: "true" }));
      total.textContent = asked.tag ? t.tagged(asked.tag, found.total) : found.total ? t.found(found.total) : t.nothing;
      list.replaceChildren(...found.items.map(item => createItemCard(item, tags, { whole: Boolean(id) })));
      pager.replaceChildren(createPager(number => researchAddress({ ...asked, page: number }), page, Math.ceil(found.total / PAGE_SIZE), t.pages) ?? "");
    } catch (error) {
      if (signal.aborted) return;
      list.replaceChildren(h("li", createErrorBox({ error, onRetry: refresh })));
    }
  }

  function createKind(name, { kind, bin }, count) {
    const here = asked.kind === kind && asked.bin === bin && !asked.tag && !id;
    return h("li", h("a.button", { href: researchAddress({ kind, bin }), "aria-current": here ? "page" : null }, name, count && h("span.quiet", `\u00a0${t.number(count)}`)));
  }

  function search(event) {
    event.preventDefault();
    go(researchAddress({ kind: asked.kind, bin: asked.bin, ...Object.fromEntries(new FormData(event.target)) }));
  }

  const field = name => h("label", t.find[name], h("input.field", { name, dir: "auto", value: asked[name] }));

  await refresh();
  onChange(refresh, signal);
  return {
    title: t.title,
    announcement: total.textContent,
    element: h(
      "div.research",
      h("h1", { tabindex: "-1" }, t.title),
      h("p", t.body, " ", h("a", { href: fileAddress() }, t.file.title)),
      h("p.quiet.why-read-only", t.readOnly),
      kinds,
      h("form.item-tools", { role: "search", "aria-label": t.title, onsubmit: search }, field("text"), field("layer"), h("button.button.button-strong", { type: "submit" }, t.find.button)),
      h("p.item-tools.needs-change", ["note", "hypothesis", "query", "tag"].map(kind => button(`+ ${t.kinds[kind]}`, () => openDesk({ kind })))),
      total,
      list,
      pager,
    ),
  };
}
