import { helpAddress } from "../lib/addresses.js";
import { h, mixed } from "../lib/dom.js";
import { t } from "../lib/strings.js";

/** All keys and commands; a command that is pressed is put into the field that takes it. */
export function createKeySheet({ onCommand }) {
  const element = h(
    "dialog",
    { class: "dialog key-sheet", "aria-labelledby": "keys-title", onclick: (event) => event.target === element && element.close() },
    h(
      "div",
      { class: "dialog-head" },
      h("h2", { id: "keys-title", tabindex: "-1", autofocus: true }, t.keys.title),
      h("button", { type: "button", class: "icon-button", "aria-label": t.keys.close, onclick: () => element.close() }, "×"),
    ),
    h(
      "div",
      { class: "key-groups" },
      t.keys.groups.map(({ heading, keys }) => h("section", {}, h("h3", {}, heading), h("dl", {}, keys.map(createKey)))),
      h(
        "section",
        {},
        h("h3", {}, t.keys.commandsHeading),
        h("p", { class: "quiet" }, t.keys.commandsBody, " ", h("a", { href: helpAddress(), onclick: () => element.close() }, t.credits.manual)),
        h("dl", { class: "key-commands" }, t.keys.commands.map(createCommand)),
      ),
    ),
  );

  function createCommand({ command, says }) {
    const take = () => {
      element.close();
      onCommand(command);
    };
    return [h("dt", {}, h("button", { type: "button", class: "command", onclick: take }, mixed(command))), h("dd", {}, mixed(says))];
  }

  return { element, open: () => element.showModal() };
}

const createKey = ({ press, says }) => [
  h("dt", {}, press.map((key, index) => [index ? ` ${t.keys.or} ` : null, h("kbd", { dir: "ltr" }, t.keys.names[key] ?? key)])),
  h("dd", {}, says),
];
