// The page's command line: what a person types to get somewhere, in English or Arabic, with digits or numbers in words.

import { buildAddress, helpAddress, numbersAddress, passageAddress, searchAddress, surahAddress } from "./addresses.js";
import { foldLine, foldName } from "./arabic.js";
import { withDigits } from "./numerals.js";
import { MOST, versesOf } from "./passages.js";
import { t } from "./strings.js";

const SEARCH = /^\s*(?:search|find|ابحث|بحث)\s+(?:(?:for|عن)\s+)?(\S.*)$/isu;
const COUNT = /^\s*(?:count|عد|عُدّ|أحص|احص)\s+(\S.*)$/isu;
const WRITE = /^\s*(?:write(?:\s+|$)|اكتب\s+)(?:ملاحظة?\s*$)?(\S.*)?$/isu;
const BOOKMARK = /^(?:bookmark|ضع علامه|ضع اشاره)(?: (.+))?$/u;
const WHERE = /^([\d٠-٩]+:[\d٠-٩]+(?::[\d٠-٩]+)?)(?:\s+(.*))?$/su;
const HELP = /^(?:help|مساعده|المساعده)$/u;
const BUILD = /^(?:build|انشي|انشاء)(?: .*?(letters|حروف)?)?$/u;
const MANUAL = /^(?:manual|دليل|الدليل)$/u;
const SEE = /^(?:(?:see|go to|go|goto|read|open|show|اذهب الي|انتقل الي|الي|اقرا|افتح|اظهر|اعرض|انظر) )+/u;
const INSPECT = /^(?:inspect|analyse|analyze|حلل|تحليل)(?: (.+))?$/u;
const PART = { juz: /^(?:juz|para|جزء|الجزء) ?(\d+)$/u, page: /^(?:page|صفحه|الصفحه) ?(\d+)$/u };
const VERSE = /^(?:verse|ayah|aya|ايه|الايه) ?(\d+)$/u;
const WORD = /^(?:word|كلمه|الكلمه) ?(\d+)$/u;
const SURAH = /^(?:surah|sura|chapter|سوره|السوره) ?(?=[\d\p{L}])/u;
const UNIT = /(?:^| )(?:verses?|ayah|aya|word|ايه|الايه|ايات|الايات|كلمه|الكلمه)(?= \d)/u;
const NUMBERS = /^(\d+)(?: ?[:.] ?| )(\d+)(?: ?[-–] ?(\d+)| ?: ?(\d+))?$/u;
const NAMED = /^(\D+?)(?: ?:? ?(\d+)(?: ?[-–] ?(\d+)| ?: ?(\d+))?)?$/u;

/**
 * What a line asks for: where it leads and that in words, `{address, says}`, or `{help, says}`, or
 * `{write: {kind, place, text}, says}`; `{problem}` where there
 * is no such place; null where it is no command. The name of a surah alone is none: it may be a word to be searched.
 *
 * @param {object[]} surahs
 * @param {object|null} here where one is: `{passage, surah, ayah, word}`
 */
export function readCommand(text, surahs, here) {
  const search = SEARCH.exec(text);
  if (search) return { address: searchAddress(search[1].trim()), says: t.jump.search(search[1].trim()) };
  const count = COUNT.exec(text);
  if (count) return { address: numbersAddress(new URLSearchParams({ q: count[1].trim() })), says: t.jump.count(count[1].trim()) };
  const written = WRITE.exec(text);
  if (written) return readWrite(written[1] ?? "", surahs, here);
  const line = withDigits(foldLine(text));
  if (HELP.test(line)) return { help: true, says: t.jump.help };
  const build = BUILD.exec(line);
  if (build) return { address: buildAddress("", build[1] ? "/letters" : ""), says: t.jump.build };
  if (MANUAL.test(line)) return { address: helpAddress(), says: t.jump.manual };
  const marked = BOOKMARK.exec(line);
  if (marked) return atPlace(marked[1], surahs, here, place => ({ write: { kind: "bookmark", place }, says: t.jump.toBookmark(place) }));
  const inspected = INSPECT.exec(line);
  if (inspected) return readInspect(inspected[1], surahs, here);
  const rest = line.replace(SEE, "");
  return readPlace(rest, surahs, here, { bare: rest !== line });
}

/** A note, or nothing but the place of one. */
function readWrite(rest, surahs, here) {
  const [, where, text = where ? "" : rest] = WHERE.exec(rest) ?? [];
  return atPlace(where, surahs, here, place => ({ write: { kind: "note", place, text: text.trim() }, says: t.jump[text ? "toWrite" : "toBegin"](place) }));
}

/** What is done at a place that is given, or where one is. */
function atPlace(where, surahs, here, act) {
  if (!where) return here ? act(here.at ?? `${here.surah}:${here.ayah}`) : { problem: t.jump.nowhere };
  const { verse, problem } = readPlace(withDigits(foldLine(where)), surahs, here, { bare: true }) ?? {};
  if (!verse) return { problem: problem ?? t.jump.noPlace(where) };
  return act([verse.surah, verse.ayah, verse.word].filter(Boolean).join(":"));
}

function readInspect(what, surahs, here) {
  if (!what) return here ? toWord(here.passage, { ...here, word: here.word ?? 1 }) : { problem: t.jump.nowhere };
  const place = readPlace(what, surahs, here, { bare: true });
  return place?.verse && !place.problem ? toWord({ kind: "surah", number: place.verse.surah }, { ...place.verse, word: place.verse.word ?? 1 }) : place;
}

function readPlace(line, surahs, here, { bare }) {
  for (const [kind, pattern] of Object.entries(PART)) {
    const found = pattern.exec(line);
    if (found) return toPart(kind, Number(found[1]));
  }
  const [verse, word] = [VERSE.exec(line), WORD.exec(line)];
  if ((verse || word) && !here) return { problem: t.jump.nowhere };
  if (verse) return toVerse(surahs, here.surah, Number(verse[1]));
  if (word) return toWord(here.passage, { ...here, word: Number(word[1]) });
  const plain = line.replace(SURAH, "").replace(UNIT, "").trim();
  if (/^\d+$/.test(plain)) return toSurah(surahs, Number(plain));
  const numbers = NUMBERS.exec(plain);
  if (numbers) return toVerse(surahs, ...numbers.slice(1).map(toNumber));
  const named = NAMED.exec(plain);
  if (!named || (!named[2] && !bare && plain === line)) return null;
  const surah = findSurah(named[1], surahs);
  if (!surah) return null;
  return named[2] ? toVerse(surahs, surah.number, ...named.slice(2).map(toNumber)) : toSurah(surahs, surah.number);
}

const toNumber = digits => (digits === undefined ? null : Number(digits));

function toPart(kind, number) {
  if (number < 1 || number > MOST[kind]) return { problem: (kind === "juz" ? t.jump.noJuz : t.jump.noPage)(number) };
  return { address: passageAddress({ kind, number }), says: t.jump[kind](number) };
}

function toSurah(surahs, number) {
  const surah = surahs[number - 1];
  return surah ? { address: surahAddress(number), says: t.jump.surah(number, t.surahs.name(surah)) } : { problem: t.jump.noSurah(number) };
}

function toVerse(surahs, number, ayah, last = null, word = null) {
  const surah = surahs[number - 1];
  if (!surah) return { problem: t.jump.noSurah(number) };
  for (const each of [ayah, last ?? ayah]) if (each < 1 || each > surah.ayah_count) return { problem: t.reader.noVerse(`${number}:${each}`, t.surahs.name(surah), surah.ayah_count) };
  const verse = { surah: number, ayah, word };
  if (last !== null && last < ayah) return { problem: t.jump.backwards(`${number}:${last}-${ayah}`) };
  if (last !== null) return { verse, address: passageAddress(versesOf(number, ayah, last)), says: t.jump.verses(t.surahs.name(surah), `${number}:${ayah}-${last}`) };
  if (word !== null) return { verse, ...toWord({ kind: "surah", number }, verse) };
  return { verse, address: surahAddress(number, ayah), says: t.jump.verse(`${number}:${ayah}`, t.surahs.name(surah)) };
}

const toWord = (passage, { surah, ayah, word }) => ({
  address: passageAddress(passage, { surah, ayah, word }),
  says: t.jump.word(`${surah}:${ayah}:${word}`),
});

const ARTICLE = /^(?:ال|(?:al|an|ar|as|ash|at|az|ad|adh)[ -])/u;
const LEAST = 3; // letters of a name that is written only in part

const keyOf = name => foldLine(name).replace(ARTICLE, "").replace(/[ -]/gu, "");

/** The surah of this name, or the only one whose name begins so. */
function findSurah(typed, surahs) {
  const wanted = keyOf(typed);
  const by = test => surahs.filter(({ arabic, transliterated, english }) => [arabic, transliterated, english].map(keyOf).some(test));
  const exact = by(name => name === wanted || name === foldName(typed).replaceAll(" ", ""));
  if (exact.length) return exact[0];
  const begun = wanted.length < LEAST ? [] : by(name => name.startsWith(wanted));
  return begun.length === 1 ? begun[0] : null;
}
