import { researchAddress } from "../lib/addresses.js";
import { ApiError, ask, send } from "../lib/api.js";
import { h } from "../lib/dom.js";
import { texts } from "../lib/texts.js";
import { askFirst } from "../components/confirm-dialog.js";
import { createErrorBox } from "../components/error-box.js";
import { facts } from "../components/facts.js";
import { button, say } from "../components/undo-notice.js";

const t = await texts("research");
const PATIENCE = 600_000;

/** The user's work as files: out of Kalima, into it, and the copies that are kept. */
export async function exchangePage({ signal }) {
  const section = (name, ...parts) => h("section", h("h2", t.file[name]), h("p", t.file[`${name}Body`]), parts);
  const list = h("ul", { role: "list" });
  const change = { class: "needs-change" };
  const when = at => new Date(at).toLocaleString(document.documentElement.lang);

  async function refresh() {
    const { backups } = await ask("/backups", { signal });
    list.replaceChildren(...backups.map(({ name, at, reason, bytes }) => h("li.item", `${when(at)} · ${t.file.reasons[reason]} · ${t.file.size(Math.ceil(bytes / 1024))} `, button(t.restore, () => restore(name, at), change))));
  }

  async function restore(name, at) {
    if (!(await askFirst({ ...t.file.restoreFirst, title: t.file.restoreTitle(when(at)) }))) return;
    await send("POST", `/backups/${name}/restore`);
    await refresh();
    say(t.file.restored);
  }

  async function make() {
    await send("POST", "/backups");
    await refresh();
    say(t.file.made);
  }

  await refresh();
  return {
    title: t.file.title,
    element: h(
      "div.research",
      h("h1", { tabindex: "-1" }, t.file.title),
      h("p", h("a", { href: researchAddress() }, t.title)),
      h("p.quiet.why-read-only", t.readOnly),
      section("export", h("p.item-tools", Object.entries(t.file.formats).map(([format, name]) => h("a.button", { href: `/api/v1/research/export?format=${format}`, download: "", target: "_self" }, name)))),
      h("div.needs-change", section("import", createImport(refresh))),
      section("backups", h("p.item-tools", button(t.file.make, make, change)), list),
    ),
  };
}

/** Says first what a file would change; it is changed when the user has seen that. */
function createImport(onDone) {
  const outcome = h("div", { "aria-live": "polite" });
  const input = h("input", { type: "file", accept: ".json", onchange: () => input.files[0] && take(input.files[0], false) });

  async function take(file, apply) {
    outcome.replaceChildren(h("progress", { "aria-label": t.file.reading }));
    try {
      const told = await send("POST", "/research/import", { file: await file.text(), apply }, PATIENCE);
      outcome.replaceChildren(createTold(told, () => take(file, true)));
      if (apply) await onDone();
    } catch (error) {
      const { message, hint, status, faults = [], total_faults: total } = error;
      const lines = faults.map(({ line, part, id, reason }) => ({ line: line ?? 1, reason: `${part} ${id}: ${reason}` }));
      outcome.replaceChildren(createErrorBox({ error: lines.length ? new ApiError(message, { hint, status, lines, total_lines: total ?? lines.length }) : error }));
    }
    input.value = ""; // so that the same file can be chosen again
  }

  return [h("label", t.file.choose, " ", input), outcome];
}

function createTold({ applied, total, changes, backup }, onApply) {
  const counts = Object.entries(total).filter(([, count]) => count);
  return h(
    "div.notice",
    h("p", applied ? t.file.done : counts.length ? t.file.would : t.file.empty),
    facts(counts.map(([name, count]) => [t.file.outcomes[name], t.number(count)])),
    h("ul", changes.map(({ kind, title, outcome }) => h("li", `${t.kinds[kind]} `, h("bdi", title), ` – ${t.file.outcomes[outcome]}`))),
    backup && h("p.quiet", t.file.copied(backup)),
    applied || !counts.length ? null : button(t.file.apply, onApply, { class: "button-strong" }),
  );
}
