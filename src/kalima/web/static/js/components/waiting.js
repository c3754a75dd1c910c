import { h } from "../lib/dom.js";
import { t } from "../lib/strings.js";

/** What is shown while an answer takes its time: it can be given up, and asked for again. */
export function createWaiting(onCancel, onRetry) {
  const createButton = (name, onclick) => h("button.button", { onclick }, name);
  const again = createButton(t.retry, onRetry);
  const element = h("div.loading", t.loading, h("progress", { "aria-label": t.loading }), createButton(t.cancel, () => {
    onCancel();
    element.replaceChildren(t.cancelled, again);
    again.focus();
  }));
  return element;
}
