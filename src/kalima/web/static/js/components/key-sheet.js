import { helpAddress } from "../lib/addresses.js";
import { h, mixed } from "../lib/dom.js";
import { t } from "../lib/strings.js";
import { createDialog } from "./dialog.js";

/** All keys and commands; a command that is pressed is put into the field that takes it. */
export function createKeySheet({ onCommand }) {
  const element = createDialog(
    "key-sheet",
    t.keys,
    h(
      "div.key-groups",
      t.keys.groups.map(({ heading, keys }) => h("section", h("h3", heading), h("dl", keys.map(createKey)))),
      h(
        "section",
        h("h3", t.keys.commandsHeading),
        h("p.quiet", t.keys.commandsBody, " ", h("a", { href: helpAddress(), onclick: () => element.close() }, t.credits.manual)),
        h("dl.key-commands", t.keys.commands.map(createCommand)),
      ),
    ),
  );

  function createCommand({ command, says }) {
    const take = () => {
      element.close();
      onCommand(command);
    };
    return [h("dt", h("button.command", { onclick: take }, mixed(command))), h("dd", mixed(says))];
  }

  return { element, open: () => element.showModal() };
}

const createKey = ({ press, says }) => [
  h("dt", press.map((key, index) => [index ? ` ${t.keys.or} ` : null, h("kbd", { dir: "ltr" }, t.keys.names[key] ?? key)])),
  h("dd", says),
];
