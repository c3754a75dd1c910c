import { hypothesisAddress } from "../lib/addresses.js";
import { ask, fetchSurahs, send } from "../lib/api.js";
import { h } from "../lib/dom.js";
import { pressed } from "../lib/keys.js";
import { placeAddress } from "../lib/markdown.js";
import { deleteItem, itemOf, judgeHit, onChange, wordsOf } from "../lib/research.js";
import { texts } from "../lib/texts.js";
import { withTranslations } from "../lib/translations.js";
import { createErrorBox } from "../components/error-box.js";
import { createItemCard } from "../components/item-card.js";
import { createPager } from "../components/pager.js";
import { button } from "../components/undo-notice.js";
import { createVerseHit } from "../components/verse-hit.js";
import { makeStop } from "../components/word-keys.js";

const t = await texts("research");
const PAGE_SIZE = 10;
const VERDICTS = ["supports", "contradicts", "unclear"]; // keys 1, 2, 3; 0 takes it away

/** A hypothesis: its claim and query, how far its hits are judged, and the hits, each with its verdict. */
export async function hypothesisPage({ address, signal }) {
  const { id } = address;
  const page = Math.max(1, Number.parseInt(address.page, 10) || 1);
  const about = h("ul", { role: "list" });
  const progress = h("div");
  const difference = h("div", { "aria-live": "polite" });
  const list = h("ol.hits", { role: "list", onkeydown: onKey });
  const pager = h("div");
  const surahs = await fetchSurahs();

  async function showHypothesis() {
    about.replaceChildren(createItemCard(await itemOf(id, signal), new Map()));
  }

  /** Runs the query, keeps what it found, and says what is new since the last time. */
  async function run() {
    const { added, removed, before, total, verdicts } = await send("POST", `/hypotheses/${id}/run`);
    const same = added && !added.length && !removed.length;
    difference.replaceChildren(h(
      "div.notice",
      h("p", t.hypothesis.total(total), " ", verdicts.elsewhere ? t.hypothesis.elsewhere(verdicts.elsewhere) : null),
      same || !added ? h("p", t.hypothesis[same ? "same" : before ? "unknown" : "first"]) : [createPlaces("added", added), createPlaces("removed", removed)],
    ));
    await showHits();
  }

  async function fetchHits(limit) {
    const answer = await ask(`/hypotheses/${id}/hits?limit=${limit}&offset=${(page - 1) * PAGE_SIZE}`, { signal });
    const { judged, total } = answer;
    const sum = VERDICTS.reduce((all, each) => all + judged[each], 0);
    const says = t.hypothesis.judged(sum, total);
    progress.replaceChildren(h("progress", { max: Math.max(total, sum, 1), value: sum, "aria-label": says }), h("p", [says, ...VERDICTS.map(each => `${t.verdicts[each]} ${t.number(judged[each])}`)].join(" · ")));
    return answer;
  }

  async function showHits() {
    try {
      const { total, hits } = await fetchHits(PAGE_SIZE);
      const verses = await Promise.all(hits.map(({ ref }) => withTranslations(({ translation }) => ask(`/verses/${ref}?translation=${translation}`, { signal }))));
      list.replaceChildren(...hits.map((hit, index) => createHit(hit, verses[index])));
      pager.replaceChildren(createPager(number => hypothesisAddress(id, number), page, Math.ceil(total / PAGE_SIZE), t.pages) ?? "");
    } catch (error) {
      list.replaceChildren(h("li", createErrorBox({ error, onRetry: showHits })));
    }
  }

  function createHit({ places, ref, verdict }, { verses: [verse], translation }) {
    const words = places.map(wordsOf).filter(place => place.verse === ref).flatMap(place => place.words);
    const element = createVerseHit({ ...verse, hits: words }, surahs[verse.surah - 1], translation);
    const buttons = [...VERDICTS, "none"].map((each, index) => button(t.verdicts[each], () => judge(each), { "aria-keyshortcuts": (index + 1) % 4, value: each }));
    let given = verdict;

    function show() {
      for (const each of buttons) each.setAttribute("aria-pressed", each.value === (given?.data.verdict ?? "none"));
    }

    async function judge(wanted) {
      if (wanted !== "none") given = await judgeHit(id, places, wanted);
      else if (given) given = void (await deleteItem(given));
      show();
      await fetchHits(0);
    }

    show();
    element.append(h("div.item-tools.needs-change", { role: "group", "aria-label": t.hypothesis.verdict(ref) }, buttons));
    makeStop(element.querySelector("mark .word") ?? element.querySelector(".word"));
    return element;
  }

  /** 1, 2, 3 and 0 judge the hit that has the focus; the next one then has it. */
  function onKey(event) {
    const key = pressed(event);
    if (!/^[0-3]$/u.test(key)) return;
    const hit = event.target.closest(".hit");
    hit.querySelectorAll(".item-tools button")[(Number(key) + 3) % 4].click();
    (hit.nextElementSibling ?? hit).querySelector(".item-tools button").focus();
  }

  await Promise.all([showHypothesis(), showHits()]);
  onChange(({ item, action }) => {
    if (item.id === id) showHypothesis();
    else if (action === "undo") showHits();
  }, signal);
  return {
    title: t.kinds.hypothesis,
    element: h(
      "div.research",
      h("h1", { tabindex: "-1" }, t.kinds.hypothesis),
      about,
      h("p.needs-change", button(t.hypothesis.run, run, { class: "button-strong" })),
      difference,
      progress,
      h("p.quiet.needs-change", t.hypothesis.keys),
      list,
      pager,
    ),
  };
}

const MOST = 50; // places that are named

const createPlaces = (says, hits) =>
  hits.length > 0 && h("p", t.hypothesis[says](hits.length), hits.slice(0, MOST).map(hit => [" ", h("a", { href: placeAddress(hit.split(" ")[0]) }, h("bdi", { dir: "ltr" }, hit))]), hits.length > MOST && " …");
