import { h } from "../lib/dom.js";
import { draftOf } from "../lib/drafts.js";
import { kindsFor } from "../lib/item-forms.js";
import { allTags, createItem, itemsAt, onChange } from "../lib/research.js";
import { texts } from "../lib/texts.js";
import { openDesk } from "./desk.js";
import { createErrorBox } from "./error-box.js";
import { createItemCard } from "./item-card.js";
import { button } from "./undo-notice.js";

const t = await texts("research");

/** What the user has attached to a place, and what they can attach to it. */
export function createPlaceResearch(place, signal) {
  const list = h("ul", { role: "list" });
  const add = kind => (kind === "bookmark" ? createItem(kind, {}, { target: [place] }) : openDesk({ kind, place }));

  async function refresh() {
    try {
      const [items, tags] = await Promise.all([itemsAt(place, signal), allTags()]);
      list.replaceChildren(...items.map(item => createItemCard(item, tags, { at: place })));
    } catch (error) {
      if (!signal.aborted) list.replaceChildren(h("li", createErrorBox({ error, onRetry: refresh })));
    }
  }

  onChange(refresh, signal);
  refresh();
  return h(
    "div.place-research",
    list,
    h("details.needs-change", { open: !place.split(":")[2] }, h("summary", t.attach(place)), h("p.item-tools", kindsFor(place).map(kind =>
      button(draftOf(`${kind} ${place}`) ? `${t.kinds[kind]} (${t.draft})` : t.kinds[kind], () => add(kind)),
    ))),
    h("p.quiet.why-read-only", t.readOnly),
  );
}
