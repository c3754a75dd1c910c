import { addTranslation, ApiError } from "../lib/api.js";
import { h } from "../lib/dom.js";
import { t } from "../lib/strings.js";
import { texts } from "../lib/texts.js";
import { createErrorBox } from "./error-box.js";

const own = await texts("translations");

const MOST_BYTES = 20_000_000;
const MOST_PLACES = 20;

/** Adds a translation from a file that is chosen or dropped; `onAdded(translation)` once it is there. */
export function createTranslationImport({ onAdded }) {
  const outcome = h("div.import-outcome", { "aria-live": "polite" });
  const input = h("input.visually-hidden", { id: "import-file", type: "file", accept: ".txt,text/plain", onchange: () => take(input.files) });
  const name = field("import-name", own.name, own.nameHint);
  const language = field("import-language", own.language, own.languageHint);
  const details = h("details", h("summary", own.more), h("div.import-fields", name.row, language.row));
  const form = h(
    "fieldset.import-form",
    h("legend.visually-hidden", own.add),
    h("div.drop", input, h("label.button.button-strong", { for: "import-file" }, own.choose), h("span.quiet", own.orDrop)),
    details,
  );

  function take(files) {
    if (form.disabled || !files.length) return;
    if (files.length > 1) show(createErrorBox({ error: new ApiError(own.oneFile, { status: 400 }) }));
    else add(files[0]);
  }

  async function add(file, { replace = false } = {}) {
    form.disabled = true;
    let next = input;
    show(h("p", own.adding(file.name)), h("progress", { "aria-label": own.adding(file.name) }));
    try {
      const added = await addTranslation({ ...(await read(file)), name: name.input.value, language: language.input.value, replace });
      name.input.value = language.input.value = "";
      await onAdded(added);
      show(createSuccess(added));
    } catch (error) {
      show(createErrorBox({ error }), createWayOut(file, error));
      if (error.status === 400 && !error.lines?.length) {
        details.open = true;
        next = language.input;
      }
    } finally {
      form.disabled = false;
      input.value = ""; // so that the same file can be chosen again
      if (document.activeElement === document.body) next.focus();
    }
  }

  const createWayOut = (file, error) =>
    h(
      "div.import-way-out",
      error.status === 409
        ? h("button.button.button-strong", { onclick: () => add(file, { replace: true }) }, own.replace)
        : h("button.button", { onclick: () => add(file) }, t.retry),
    );

  const show = (...parts) => outcome.replaceChildren(...parts);

  /** Files may be dropped anywhere on `target`. */
  function acceptDrops(target) {
    const over = on => form.classList.toggle("drop-over", on);
    target.addEventListener("dragover", event => {
      event.preventDefault();
      over(true);
    });
    target.addEventListener("dragleave", event => target.contains(event.relatedTarget) || over(false));
    target.addEventListener("drop", event => {
      event.preventDefault();
      over(false);
      take(event.dataTransfer.files);
    });
  }

  return { element: h("div", form, outcome), acceptDrops };
}

async function read(file) {
  if (file.size > MOST_BYTES) throw new ApiError(own.tooLarge((file.size / 1e6).toFixed(1), MOST_BYTES / 1e6), { status: 413 });
  try {
    return { text: await file.text(), file_name: file.name };
  } catch {
    throw new ApiError(own.unreadable(file.name), { hint: own.unreadableHint, status: 410 });
  }
}

function field(id, label, hint) {
  const input = h("input.field", { id, type: "text", autocomplete: "off", dir: "auto", "aria-describedby": `${id}-hint` });
  return { input, row: h("div", h("label", { for: id }, label), input, h("span.quiet", { id: `${id}-hint` }, hint)) };
}

function createSuccess({ name, verses, missing, missing_verses: lacking }) {
  return h(
    "div.notice",
    h("p", h("bdi", name), ` ${own.added(verses)}`),
    missing.length ? h("p", own.missing(lacking, placesOf(missing))) : null,
  );
}

/** The first of many places, in a row. */
const placesOf = places => places.slice(0, MOST_PLACES).map(t.place).join(t.comma) + (places.length > MOST_PLACES ? " …" : "");
