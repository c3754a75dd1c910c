import { hypothesisAddress, researchAddress, searchAddress } from "../lib/addresses.js";
import { arabic, h } from "../lib/dom.js";
import { FORMS, isRole, titleOf, valuesOf } from "../lib/item-forms.js";
import { placeAddress, renderMarkdown } from "../lib/markdown.js";
import { deleteItem, historyOf, purgeItem, restoreItem, revertItem } from "../lib/research.js";
import { texts } from "../lib/texts.js";
import { askFirst } from "./confirm-dialog.js";
import { openDesk } from "./desk.js";
import { facts } from "./facts.js";
import { createQueryCode } from "./query-code.js";
import { button } from "./undo-notice.js";

const t = await texts("research");
const SHORT = 1_500; // letters of a text in a list

/**
 * An item of the user's: its kind, places and texts, and what can be done with it.
 *
 * @param {Map} tags the tags by their ids
 * @param {string} [at] the place that one is at anyway
 * @param {boolean} [whole] whether it is shown to its end, with its history
 */
export function createItemCard(item, tags, { at = "", whole = false } = {}) {
  const { kind, data, deleted } = item;
  const can = (says, act) => button(says, act, { class: "needs-change", "aria-label": `${says}: ${t.kinds[kind]}` });
  const fields = Object.keys(FORMS[kind] ?? {}).filter(name => !isRole(kind, name) && data[name]).sort((one, other) => (other === "title") - (one === "title"));
  const tag = tags.get(data.tag)?.data;
  return h(
    "li.item",
    h("p.quiet", h("strong", t.kinds[kind]), Object.entries(item.anchors).map(([role, all]) => all.map(anchor => anchor.place === at && !anchor.moved ? null : createPlace(anchor, role)))),
    tag && h("p", h("a.chip", { href: researchAddress({ tag: tag.name }) }, tag.colour ? createSpot(tag.colour) : null, h("bdi", tag.name))),
    kind === "verdict" && h("p", h("a", { href: hypothesisAddress(data.hypothesis) }, t.verdicts[data.verdict])),
    fields.map(name => createValue(item, name, whole)),
    kind === "correction" && h("p.quiet", `${t.source} `, h("bdi", data.source || "–")),
    h(
      "p.item-tools",
      deleted ? [can(t.restore, () => restoreItem(item.id)), can(t.purge.confirm, async () => (await askFirst(t.purge)) && purgeItem(item))] : null,
      deleted || !FORMS[kind] || kind === "tagging" ? null : can(t.edit, () => openDesk({ kind, item })),
      deleted ? null : can(t.delete, () => deleteItem(item)),
    ),
    createHistory(item, whole),
  );
}

const createPlace = ({ place, text, moved }, role) => [
  role === "target" || role === "from" ? " " : ` · ${t.fields[role]} `,
  h("a", { href: placeAddress(place) }, h("bdi", { dir: "ltr" }, place)),
  place.split(":")[2] ? [" ", arabic(text)] : null,
  moved ? h("span.item-moved", ` ${t.moved} `, arabic(moved)) : null,
];

function createSpot(colour) {
  const spot = h("span.tag-spot");
  spot.style.setProperty("--tag", colour);
  return spot;
}

function createValue({ id, kind, data }, name, whole) {
  const value = data[name];
  if (name === "claim") return h("p", { dir: "auto" }, h("a", { href: hypothesisAddress(id) }, value));
  if (name === "query") return h("p", h("a", { href: searchAddress(value) }, createQueryCode(value)));
  if (name === "colour" || (name === "title" && titleOf(data.text ?? "") === value)) return null;
  if (name === "title" || name === "name") return h("p", { dir: "auto" }, h("strong", value));
  if (!FORMS[kind][name].startsWith("text")) return h("p", h("span.quiet", `${t.fields[name]}: `), h("bdi", t.statuses[value] ?? value));
  const isLong = !whole && value.length > SHORT;
  const shown = isLong ? `${value.slice(0, SHORT)}…` : value;
  return [kind === "note" ? renderMarkdown(shown) : h("p.item-text", { dir: "auto" }, shown), isLong && h("p", h("a", { href: researchAddress({ id }) }, t.all))];
}

/** Who changed what when, with the way back to each state; asked for when it is opened. */
function createHistory(item, open) {
  const list = h("ol");
  async function show() {
    list.replaceChildren(...(await historyOf(item.id)).map(change => createChange(change, item)));
  }
  return h("details", { open, ontoggle: event => event.target.open && show() }, h("summary", t.history.link), list);
}

function createChange({ revision, at, who, action, before, after }, item) {
  const [was, is] = [before, after].map(each => (each ? valuesOf(each) : {}));
  return h(
    "li.item",
    h("p", `${t.history.actions[action]} · `, h("time", { datetime: at }, new Date(at).toLocaleString(document.documentElement.lang)), " · ", h("bdi", who)),
    facts(Object.keys(is).filter(name => (was[name] ?? "") !== is[name]).map(name => [t.fields[name], [h("del", was[name]), " ", h("ins", is[name])]])),
    after && !after.deleted && revision !== item.revision ? button(t.history.revert, () => revertItem(item.id, revision), { class: "needs-change" }) : null,
  );
}
