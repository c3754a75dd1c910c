import { fetchTranslations, removeTranslation } from "../lib/api.js";
import { h } from "../lib/dom.js";
import { t } from "../lib/strings.js";
import { BUNDLED, chooseTranslation, chosenTranslation } from "../lib/translations.js";
import { askFirst } from "../components/confirm-dialog.js";
import { createErrorBox } from "../components/error-box.js";
import { createTranslationImport } from "../components/translation-import.js";
import { createTranslationList } from "../components/translation-list.js";

/** The translations: which one is shown, adding one from a file, removing one's own. */
export async function translationsPage({ signal }) {
  const list = h("div");
  const said = h("p", { class: "quiet", role: "status" });
  const importing = createTranslationImport({ onAdded: async (added) => {
    chooseTranslation(added.id);
    await refresh();
  } });
  const heading = h("h1", { tabindex: "-1" }, t.translations.title);
  const element = h(
    "div",
    { class: "translations" },
    heading,
    h("p", {}, t.translations.body),
    list,
    said,
    h("section", { "aria-labelledby": "import-title" }, h("h2", { id: "import-title" }, t.translations.add), h("p", {}, t.translations.addBody), importing.element),
  );
  importing.acceptDrops(element);

  async function refresh() {
    const translations = await fetchTranslations(signal);
    if (!translations.some(({ id }) => id === chosenTranslation())) chooseTranslation(BUNDLED);
    list.replaceChildren(createTranslationList(translations, chosenTranslation(), { onChoose: choose, onRemove: remove }));
  }

  function choose({ id, name }) {
    chooseTranslation(id);
    said.textContent = t.translations.chosen(name);
  }

  async function remove({ id, name }) {
    const { removeTitle: title, removeBody: body, removeConfirm: confirm, removeCancel: cancel } = t.translations;
    if (!(await askFirst({ title: title(name), body, confirm, cancel }))) return;
    try {
      await removeTranslation(id);
      await refresh();
      said.textContent = t.translations.removed(name);
      heading.focus();
    } catch (error) {
      said.replaceChildren(createErrorBox({ error }));
    }
  }

  await refresh();
  return { title: t.translations.title, element };
}
