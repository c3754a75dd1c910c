import { h } from "../lib/dom.js";
import { t } from "../lib/strings.js";
import { createErrorBox } from "./error-box.js";
import { ApiError, refused } from "../lib/api.js";

/** What concerns the whole window, above every view: Kalima has ended, or the user's own file cannot be used. */
export function createNotice() {
  const element = h("div.window-notice");
  let shown = "";
  let wasKnown = false;

  function show(error) {
    const said = error ? `${error.message} ${error.hint}` : "";
    if (said === shown) return; // not read out once a minute
    shown = said;
    element.replaceChildren(...(error ? [createErrorBox({ error })] : []));
  }

  return {
    element,
    /** `news` is Kalima's answer, `error` the reason that there is none. */
    async show(news, error) {
      if (news) show(news.trouble && (await refused(news.trouble)));
      else if (!error.status) show(new ApiError(t.lost.message, { hint: t.lost.hint }));
      else if (wasKnown) show(error); // else the view itself says so
      wasKnown ||= Boolean(news);
    },
  };
}
