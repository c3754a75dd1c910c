import { quitProgram } from "../lib/api.js";
import { h } from "../lib/dom.js";
import { t } from "../lib/strings.js";
import { createErrorBox } from "./error-box.js";

/** Asks before the program is ended; `onEnding` runs before it is told, `onEnded` once it has agreed. */
export function createQuitDialog({ onEnding, onEnded }) {
  const trouble = h("div");
  const cancel = h("button.button", { onclick: () => element.close() }, t.quit.cancel);
  const confirm = h("button.button.button-strong", { onclick: quit }, t.quit.confirm);
  const element = h(
    "dialog.dialog",
    { role: "alertdialog", "aria-labelledby": "quit-title", "aria-describedby": "quit-body" },
    h("h2", { id: "quit-title" }, t.quit.title),
    h("p", { id: "quit-body" }, t.quit.body),
    trouble,
    h("div.dialog-buttons", cancel, confirm),
  );

  async function quit() {
    confirm.disabled = true;
    confirm.textContent = t.quit.ending;
    onEnding();
    try {
      await quitProgram();
      element.close();
      onEnded();
    } catch (error) {
      trouble.replaceChildren(createErrorBox({ error }));
    } finally {
      confirm.disabled = false;
      confirm.textContent = t.quit.confirm;
    }
  }

  return {
    element,
    open() {
      trouble.replaceChildren();
      element.showModal();
      cancel.focus();
    },
  };
}
