import { fetchTagset } from "../lib/api.js";
import { h } from "../lib/dom.js";
import { allDrafts, draftOf, dropDraft, keepDraft } from "../lib/drafts.js";
import { FORMS, STATUSES, givenBy, isRole, titleOf, valuesOf } from "../lib/item-forms.js";
import { allTags, changeItem, createItem, findItems, mayWrite, tagPlace } from "../lib/research.js";
import { language, texts } from "../lib/texts.js";
import { createErrorBox } from "./error-box.js";
import { facts } from "./facts.js";
import { createPlaceField } from "./place-field.js";
import { button, say } from "./undo-notice.js";

const t = await texts("research");

/** What is offered in a field of one line. */
const OFFERS = {
  layer: async () => (await findItems({ kind: "annotation", limit: 100 })).items.map(({ data }) => data.layer),
  tagging: async () => [...(await allTags()).values()].map(({ data }) => data.name),
  attribute: async () => ["form", "lemma", "root", "wazn", ...(await fetchTagset()).filter(({ source }) => source !== "both").map(({ key }) => key)],
  certainty: async () => t.certainties,
};

const heading = h("h2", { id: "desk-title" });
const said = h("div", { "aria-live": "polite" });
const form = h("form.desk-form", { oninput: keep, onsubmit: save });
const element = h(
  "section.desk",
  { role: "dialog", "aria-labelledby": "desk-title", onkeydown: onKey },
  h("div.dialog-head", heading, h("button.icon-button", { "aria-label": t.desk.close, onclick: () => close() }, "×")),
  said,
  form,
);
let work = null; // {key, kind, id, revision, place}: what lies on the desk
let opener = null;
let over = new AbortController();

/**
 * Opens the desk to write an item of a kind at a place, or to change `item`. What was written there and not saved
 * lies there again.
 *
 * @param {object} [values] what the form holds at first
 */
export function openDesk({ kind, place = "", item = null, values = {} }) {
  if (!mayWrite()) return say(t.readOnly);
  close({ returnFocus: false });
  opener = document.activeElement;
  const role = Object.keys(FORMS[kind]).find(name => isRole(kind, name));
  const begun = item ? valuesOf(item) : { language, [role]: place, ...values };
  lay({ key: item?.id ?? `${kind} ${place}`, kind, id: item?.id, revision: item?.revision, place }, begun);
}

function lay(begun, values) {
  const draft = draftOf(begun.key);
  work = draft ?? begun;
  heading.textContent = t.desk[work.id ? "change" : "add"](t.kinds[work.kind]);
  fill(draft?.values ?? values);
  said.replaceChildren(draft ? h("div.notice", h("p", t.desk.restored), button(t.desk.anew, () => {
    dropDraft(begun.key);
    lay(begun, values);
  })) : "");
  document.body.append(element);
  (form.querySelector("textarea, input:placeholder-shown") ?? form.elements[0]).focus();
}

/** Opens what lay on the desk when the page was left. */
export function reopenDesk() {
  const draft = allDrafts().find(({ open }) => open);
  if (draft && mayWrite()) lay(draft, {});
}

function fill(values) {
  over = new AbortController();
  form.replaceChildren(
    ...Object.entries(FORMS[work.kind]).map(([name, sort]) => createField(name, sort, values[name] ?? "")),
    h("div.item-tools", h("button.button.button-strong", { type: "submit", "aria-keyshortcuts": "Control+Enter" }, t.desk.save), button(t.desk.discard, () => close({ discard: true }))),
  );
}

function createField(name, stated, value) {
  const sort = stated.replace("*", "");
  const id = `desk-${name}`;
  const special = { text: { rows: 4 }, query: { dir: "ltr" }, place: { dir: "ltr", placeholder: "2:255:3" }, colour: { type: "color" } }[sort];
  const field = h({ text: "textarea", status: "select" }[sort] ?? "input", { id, name, class: "field", dir: "auto", placeholder: " ", autocomplete: "off", required: stated.endsWith("*"), ...special }, sort === "status" && STATUSES.map(each => h("option", { value: each }, t.statuses[each])));
  field.value = value || { status: STATUSES[0], colour: "#8c8371" }[sort] || "";
  return h("div", h("label", { for: id }, t.fields[name]), sort === "place" ? createPlaceField(field, over.signal) : field, createOffers(field, OFFERS[name === "name" ? work.kind : name]));
}

function createOffers(field, offered) {
  if (!offered) return null;
  const list = h("datalist", { id: `${field.id}-offers` });
  field.setAttribute("list", list.id);
  offered().then(all => list.append(...[...new Set(all)].map(value => h("option", { value }))), () => {}); // one types on
  return list;
}

const read = () => Object.fromEntries(Object.keys(FORMS[work.kind]).map(name => [name, form.elements[name].value]));

function keep() {
  keepDraft({ ...work, open: true, values: read() });
}

async function save(event) {
  event?.preventDefault();
  if (form.ariaBusy) return;
  const { key, kind, id, revision } = work;
  const values = read();
  if (kind === "note") values.title ||= titleOf(values.text);
  const given = givenBy(kind, values, { changes: Boolean(id) });
  form.ariaBusy = "true";
  try {
    if (id) await changeItem(id, { ...given, revision });
    else if (kind === "tagging") for (const place of given.anchors.target) await tagPlace(given.data.name, place);
    else await createItem(kind, given.data, given.anchors);
    if (work?.key === key) close({ discard: true });
  } catch (error) {
    refuse(error);
  } finally {
    form.ariaBusy = null;
  }
}

/** The text stays where it is. If somebody else was quicker, theirs is shown, and one of the two is chosen. */
function refuse(error) {
  keep();
  const { stored } = error;
  said.replaceChildren(createErrorBox({ error }), h("p", t.desk.kept));
  if (!stored) return;
  const mine = () => {
    work.revision = stored.revision;
    return save();
  };
  said.append(
    facts(Object.entries(valuesOf(stored)).filter(([, value]) => value).map(([name, value]) => [t.fields[name], value])),
    h("p.item-tools", button(t.desk.mine, mine), button(t.desk.theirs, () => close({ discard: true }))),
  );
}

function onKey(event) {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  else if (event.key === "Escape") close();
  else return;
  event.preventDefault();
}

/** What is written is kept as a draft, unless it is discarded. */
function close({ discard = false, returnFocus = true } = {}) {
  if (!work) return;
  const draft = draftOf(work.key);
  if (discard) dropDraft(work.key);
  else if (draft) {
    keepDraft({ ...draft, open: false });
    say(t.desk.asDraft);
  }
  over.abort();
  work = null;
  element.remove();
  if (returnFocus && opener?.isConnected) opener.focus({ preventScroll: true });
}

/** Does what the command line asks for: a note that is written there is kept at once, else the desk opens for it. */
export async function carryOut({ kind, place, text = "" }) {
  if (!mayWrite()) return say(t.readOnly);
  if (kind === "note" && !text) return openDesk({ kind, place });
  try {
    await createItem(kind, text ? { title: titleOf(text), text } : {}, { target: [place] });
  } catch (error) {
    openDesk({ kind, place, values: { text } });
    refuse(error);
  }
}
