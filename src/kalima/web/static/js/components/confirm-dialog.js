import { h } from "../lib/dom.js";

/** Asks before something is done that cannot be undone; true if the user agrees. */
export function askFirst({ title, body, confirm, cancel }) {
  const stay = h("button.button", { onclick: () => element.close("") }, cancel);
  const element = h(
    "dialog.dialog",
    { role: "alertdialog", "aria-labelledby": "confirm-title", "aria-describedby": "confirm-body" },
    h("h2", { id: "confirm-title" }, title),
    h("p", { id: "confirm-body" }, body),
    h("div.dialog-buttons", stay, h("button.button.button-strong", { onclick: () => element.close("yes") }, confirm)),
  );
  document.body.append(element);
  element.showModal();
  stay.focus();
  return new Promise(resolve => {
    element.addEventListener("close", () => {
      element.remove();
      resolve(element.returnValue === "yes");
    });
  });
}
