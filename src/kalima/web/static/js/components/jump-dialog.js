import { fetchSurahs } from "../lib/api.js";
import { readCommand } from "../lib/commands.js";
import { h } from "../lib/dom.js";
import { t } from "../lib/strings.js";
import { createDialog } from "./dialog.js";
import { createErrorBox } from "./error-box.js";
import { createSurahList } from "./surah-list.js";

/**
 * Where to go: a field for a place or a command, which says what it was taken for, and all surahs below it, which
 * typing narrows. Enter does what is said, or else opens the first surah.
 *
 * @param {Function} here where one is, or null
 */
export function createJumpDialog({ go, here, onHelp, onWrite }) {
  const input = h("input.field", { id: "jump-line", type: "text", dir: "auto", autocomplete: "off", autocapitalize: "off", spellcheck: "false", placeholder: t.jump.placeholder, "aria-describedby": "jump-hint" });
  const does = h("button.button.button-strong.jump-does", { type: "submit", hidden: true });
  const found = h("p.surah-found", { role: "status" });
  const body = h("div.surah-chooser-body");
  const element = createDialog(
    "surah-chooser",
    t.jump,
    h("form.jump-form", { onsubmit: submit }, h("label.visually-hidden", { for: "jump-line" }, t.jump.label), input, does),
    h("p.quiet.jump-hint", { id: "jump-hint" }, t.jump.hint),
    found,
    body,
  );
  let surahs = null;
  let list = null;
  let place = null;
  let command = null;
  let entered = false; // while the surahs were on their way

  const links = () => [...body.querySelectorAll("li:not([hidden]) a")];

  function read() {
    command = input.value.trim() ? readCommand(input.value, surahs, place) : null;
    const count = list.filter(input.value);
    does.hidden = !command?.says;
    does.textContent = command?.says ?? "";
    found.textContent = command?.problem ?? (count ? t.jump.found(count) : command?.says ?? t.jump.foundNone);
    found.classList.toggle("visually-hidden", found.textContent === command?.says); // the button says it
    body.hidden = count === 0;
    body.scrollTop = 0;
  }

  function submit(event) {
    event?.preventDefault();
    entered = !list;
    if (!list || !input.value.trim() || command?.problem) return;
    element.close();
    if (command?.help) onHelp();
    else if (command?.write) onWrite(command.write);
    else if (command) go(command.address);
    else links()[0]?.click();
  }

  function walk(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const places = [input, ...links()];
    if (!step || body.hidden || places.length < 2) return;
    event.preventDefault();
    places[Math.max(0, places.indexOf(document.activeElement) + step)]?.focus();
  }

  async function fill() {
    body.replaceChildren(h("p.quiet", t.loading));
    try {
      surahs = await fetchSurahs();
      list = createSurahList(surahs);
      body.replaceChildren(list.element);
      read();
      if (entered) submit();
    } catch (error) {
      body.replaceChildren(createErrorBox({ error, onRetry: fill }));
    }
  }

  input.addEventListener("input", () => list && read());
  element.addEventListener("keydown", walk);
  body.addEventListener("click", event => event.target.closest("a") && element.close());

  return {
    element,
    open(typed = "") {
      input.value = typed;
      place = here();
      entered = false;
      element.showModal();
      input.focus();
      if (list) read();
      else fill();
    },
  };
}
