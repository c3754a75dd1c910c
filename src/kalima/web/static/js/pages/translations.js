import { fetchTranslations, removeTranslation } from "../lib/api.js";
import { h } from "../lib/dom.js";
import { texts } from "../lib/texts.js";
import { BUNDLED, chooseFurther, chooseTranslation, chosenTranslation, furtherTranslations } from "../lib/translations.js";
import { askFirst } from "../components/confirm-dialog.js";
import { createErrorBox } from "../components/error-box.js";
import { createTranslationImport } from "../components/translation-import.js";
import { createTranslationList } from "../components/translation-list.js";

const t = await texts("translations");

/** The translations: which one is shown, adding one from a file, removing one's t. */
export async function translationsPage({ signal }) {
  const list = h("div");
  const said = h("p.quiet", { role: "status" });
  const importing = createTranslationImport({ onAdded: async added => {
    chooseTranslation(added.id);
    await refresh();
  } });
  const heading = h("h1", { tabindex: "-1" }, t.title);
  const element = h(
    "div.translations",
    heading,
    h("p", t.body),
    list,
    said,
    h("section.needs-change", { "aria-labelledby": "import-title" }, h("h2", { id: "import-title" }, t.add), h("p", t.addBody), importing.element),
  );
  importing.acceptDrops(element);

  async function refresh() {
    const translations = await fetchTranslations(signal);
    if (!translations.some(({ id }) => id === chosenTranslation())) chooseTranslation(BUNDLED);
    chooseFurther(furtherTranslations().filter(id => translations.some(each => each.id === id)));
    list.replaceChildren(createTranslationList(translations, chosenTranslation(), furtherTranslations(), { onChoose: choose, onAlso: showAlso, onRemove: remove }));
  }

  async function choose({ id, name }) {
    chooseTranslation(id);
    said.textContent = t.chosen(name);
    await refresh(); // which of them can be shown as well depends on it
    list.querySelector("input:checked").focus();
  }

  function showAlso({ id, name }, shown) {
    const others = furtherTranslations().filter(each => each !== id);
    chooseFurther(shown ? [...others, id] : others);
    said.textContent = (shown ? t.alsoShown : t.alsoHidden)(name);
  }

  async function remove({ id, name }) {
    const { removeTitle: title, removeBody: body, removeConfirm: confirm, removeCancel: cancel } = t;
    if (!(await askFirst({ title: title(name), body, confirm, cancel }))) return;
    try {
      await removeTranslation(id);
      await refresh();
      said.textContent = t.removed(name);
      heading.focus();
    } catch (error) {
      said.replaceChildren(createErrorBox({ error }));
    }
  }

  await refresh();
  return { title: t.title, element };
}
