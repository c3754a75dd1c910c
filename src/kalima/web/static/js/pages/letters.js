import { searchAddress } from "../lib/addresses.js";
import { fetchFrequency } from "../lib/api.js";
import { goOn, landing, readBuilt } from "../lib/built.js";
import { arabic, h } from "../lib/dom.js";
import { texts } from "../lib/texts.js";
import { createArabicKeyboard } from "../components/arabic-keyboard.js";
import { createFrame } from "../components/build-frame.js";
import { createButton, createSwitch } from "../components/choice.js";

const t = await texts("build");
const MARKS = "\u064e\u064f\u0650\u0652\u0651\u064b\u064c\u064d\u0670";
const SHOWN = 24;
const THREE = '[word="..."]';

const newBox = () => ({ letters: "", many: false, marks: null });

// The box that is being filled, and whether a letter goes beside those that it has.
let at = 0;
let beside = false;

/** A word by its letters and marks, box by box. */
export async function lettersPage({ address, signal, go }) {
  const built = await readBuilt(address.built || THREE, signal);
  const { cards: [{ tests: [test, ...more] }, ...others], region } = built.cards ?? { cards: [{ tests: [] }] };
  const read = more.length || others.length || region || test?.denied ? null : test?.pattern;
  const pattern = read ?? { boxes: [newBox()], before: false, after: false };
  const { boxes } = pattern;
  at = Math.min(at, boxes.length - 1);
  const apply = (change, key = `box-${at}`) => {
    change();
    goOn(go, { cards: [{ id: "A", link: "next", tests: [{ attribute: "word", values: [], pattern }] }] }, "/letters", key);
  };
  const set = (change, key) => apply(() => Object.assign(boxes[at], change), key);
  const toggled = (text, sign) => (text.includes(sign) ? text.replace(sign, "") : text + sign);
  const put = (sign, more) => set({ many: false, letters: more ? toggled(boxes[at].letters, sign) : sign });
  const mark = (sign, key) => set({ many: false, marks: toggled(boxes[at].marks ?? "", sign) || null }, key);
  const choose = index => {
    if (!boxes[index]) return;
    at = index;
    apply(() => {}, `box-${at}`);
  };
  const insert = place => {
    boxes.splice((at = place), 0, newBox());
    apply(() => {}, `box-${at}`);
  };
  const remove = () => {
    if (boxes.length === 1) return;
    boxes.splice(at, 1);
    choose(Math.max(0, at - 1));
  };
  const keys = { ArrowLeft: () => choose(at + 1), ArrowRight: () => choose(at - 1), Delete: remove, Backspace: remove, Insert: () => insert(at + 1), ".": () => set(newBox()), "*": () => set({ ...newBox(), many: true }) };

  function onKey(event) {
    const { key } = event;
    const does = keys[key] ?? (/^[\u0621-\u064a\u0671]$/u.test(key) ? () => put(key, event.altKey) : MARKS.includes(key) ? () => mark(key) : null);
    if (!does || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    does();
  }

  const pressable = (name, key, pressed, change) => createButton(name, () => set(change, key), { "data-key": key, "aria-pressed": String(pressed) });
  const box = boxes[at];
  const element = createFrame("/letters", t.letters, built, read, [
    h("div.letter-boxes", { role: "group", "aria-label": t.letters.boxes, "aria-describedby": "build-hint", onkeydown: onKey }, boxes.map((each, index) =>
      createButton(arabic(each.many ? "…" : `${[...each.letters].join("/") || "◌"}${each.marks ?? ""}`), () => choose(index), { "data-key": `box-${index}`, "aria-label": t.letters.box(index + 1, saysOf(each)), "aria-pressed": String(index === at) }))),
    h("div.build-row", createButton(t.letters.add, () => insert(at + 1)), createButton(t.letters.addBefore, () => insert(at)), createButton(t.letters.remove, remove, { disabled: boxes.length === 1 }),
      ["before", "after"].map(each => createSwitch(t.letters[each], pattern[each], on => apply(() => (pattern[each] = on), each), each))),
    h("h2", t.letters.choose(at + 1)),
    h("div.build-row",
      pressable(t.letters.any, "any", !box.many && !box.letters, { letters: "", many: false }),
      pressable(t.letters.many, "many", box.many, { ...newBox(), many: true }),
      createSwitch(t.letters.several, beside, on => (beside = on))),
    createArabicKeyboard(t.keyboard, sign => put(sign, beside)),
    h("div.build-row", { role: "group", "aria-label": t.letters.marks },
      pressable(t.letters.anyMarks, "anyMarks", box.marks === null, { marks: null }),
      pressable(t.letters.unmarked, "unmarked", box.marks === "", { marks: "", many: false }),
      Array.from(MARKS, (sign, index) => createButton([arabic(`ـ${sign}`), t.marks[index]], () => mark(sign, sign), { "data-key": sign, "aria-pressed": String(Boolean(box.marks?.includes(sign))) }))),
    read ? createForms(built.query, signal) : null,
  ], signal);
  return { title: t.letters.title, query: address.built && built.query, ...landing(element) };
}

/** A box in words. */
function saysOf({ letters, many, marks }) {
  if (many) return t.letters.many;
  const on = marks === "" ? t.letters.unmarked : Array.from(marks ?? "", sign => t.marks[MARKS.indexOf(sign)]).join(" ");
  return `${[...letters].join(t.joint) || t.letters.any} ${on}`.trim();
}

/** The spellings that fit, the most frequent first. */
function createForms(query, signal) {
  const list = h("ul.build-row", { "aria-label": t.letters.forms }, h("li", t.loading));
  fetchFrequency(query, { by: "spelling", limit: SHOWN, signal }).then(
    ({ rows, total }) => list.replaceChildren(...rows.map(row => h("li", h("a.chip", { href: searchAddress(row.query) }, arabic(row.values[0]), h("span.quiet", t.count(row.count))))), h("li", t.letters.total(total))),
    error => signal.aborted || list.replaceChildren(h("li", error.message)),
  );
  return [h("h2", t.letters.forms), list];
}
