"""How the Quran is divided for reading, and how the Madinah mushaf prints it.

Two sources, and two prints of that mushaf:

- ``quran_cli/assets/data/metadata.json`` lists where each juz, hizb quarter, page, ruku and manzil starts,
  and the verses of prostration. Its pages are those of the older print (1405 AH).
- ``quran_text_data/hafs.json`` is the text of the newer print (1440 AH) word by word: one list of words,
  and lists of the positions at which surahs, verses, pages and printed lines start. Signs are not in the
  words but beside them, as ``[position, type]``. Its lines are those with text; on the page, a surah's title
  and its basmalah are a line each as well.

A page of either print begins with a verse and ends with one, so a verse has one page in each.
"""

from __future__ import annotations

import json
import zipfile
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

from kalima.arabic.folding import fold

STARTS = "quran_cli/assets/data/metadata.json"
MUSHAF = "quran_text_data/hafs.json"

Place = tuple[int, int]

# What the signs tell a reader, by the key of the mushaf's own legend (its last pages). The sign for "do not
# pause", U+06D9, is in that legend and in the source's table, but stands nowhere in this print.
SIGNS = {
    "\u06d6": "continuing_preferred",
    "\u06d7": "pause_preferred",
    "\u06d8": "pause_required",
    "\u06d9": "pause_forbidden",
    "\u06da": "pause_allowed",
    "\u06db": "pause_at_one_of_two",
    "\u06dc": "silence",
    "\u06de": "quarter",
    "\u06e4": "sajda_line",
    "\u06e9": "sajda",
}
_KINDS = {"waqf", "division", "sajdah_line", "sajdah"}
_SINGLE_HEADINGS = {1, 9}  # 1:1 is the basmalah itself, and surah 9 has none


class Parts(NamedTuple):
    """The divisions that one verse is in, each counted from 1 over the whole Quran.

    ``quarter`` is 1 to 240, four to a hizb; ``sajda`` is ``obligatory``, ``recommended`` or ``None``.
    """

    juz: int
    hizb: int
    quarter: int
    page: int
    ruku: int
    manzil: int
    sajda: str | None


@dataclass(frozen=True, slots=True)
class Divisions:
    """Where each division starts, as (surah, ayah), and the kind of each verse of prostration."""

    juz: tuple[Place, ...]
    quarters: tuple[Place, ...]
    pages: tuple[Place, ...]
    ruku: tuple[Place, ...]
    manzil: tuple[Place, ...]
    sajdas: Mapping[Place, str]

    def of(self, place: Place) -> Parts:
        """The parts that the verse at ``place`` is in."""
        quarter = bisect_right(self.quarters, place)
        return Parts(
            bisect_right(self.juz, place),
            (quarter + 3) // 4,
            quarter,
            bisect_right(self.pages, place),
            bisect_right(self.ruku, place),
            bisect_right(self.manzil, place),
            self.sajdas.get(place),
        )


def read_divisions(wheel: zipfile.ZipFile) -> Divisions:
    """The divisions as quran-cli has them, unchanged.

    :raises ValueError: if a list of starts does not begin at 1:1 or does not rise.
    """
    lists = json.loads(wheel.read(STARTS))
    return Divisions(
        juz=_starts("parts", lists),
        quarters=_starts("quarters", lists),
        pages=_starts("pages", lists),
        ruku=_starts("ruku", lists),
        manzil=_starts("manzil", lists),
        sajdas={(surah, ayah): kind for surah, ayah, kind in lists["sajda"]},
    )


def _starts(name: str, lists: Mapping[str, Sequence[Sequence[int]]]) -> tuple[Place, ...]:
    starts = tuple((surah, ayah) for surah, ayah in lists[name])
    if starts[0] != (1, 1) or any(first >= second for first, second in pairwise(starts)):
        raise ValueError(f"the starts of {name} do not rise from 1:1")
    return starts


class Mark(NamedTuple):
    """A sign that the mushaf prints at a word: before it, or else after it."""

    sign: str
    kind: str  # a value of SIGNS
    before: bool


class Printed(NamedTuple):
    """A word as the mushaf prints it.

    ``line`` is 1 to 15 on its page, titles and basmalahs counted; ``plain`` is its modern spelling without
    marks, which the source lacks for 76 words.
    """

    text: str
    plain: str | None
    page: int
    line: int
    marks: tuple[Mark, ...]


class Mushaf(NamedTuple):
    """The printed words of every verse, and where this source has a juz start."""

    verses: dict[Place, list[Printed]]
    juz: tuple[Place, ...]


def read_mushaf(wheel: zipfile.ZipFile) -> Mushaf:
    """The Madinah mushaf, word by word.

    :raises ValueError: if it has a sign that ``SIGNS`` lacks, or a surah that starts within a line.
    """
    source = json.loads(wheel.read(MUSHAF))
    pages, lines = _layout(source)
    marks: dict[int, list[Mark]] = {}
    types = [_mark(kind) for kind in source["mark_types"]]
    for position, number in source["marks"]:
        marks.setdefault(position, []).append(types[number])
    words = [
        Printed(text, plain, pages[n], lines[n], tuple(marks.get(n, ())))
        for n, (text, plain) in enumerate(zip(source["words"], source["rasm_imlai"], strict=True))
    ]
    places = [(s["number"], ayah) for s in source["surahs"] for ayah in range(1, s["ayah_count"] + 1)]
    starts = source["ayah_starts"]
    ends = [*starts[1:], len(words)]
    verses = {place: words[start:end] for place, start, end in zip(places, starts, ends, strict=True)}
    verse_at = dict(zip(starts, places, strict=True))
    return Mushaf(verses, tuple(verse_at[position] for position in source["juz_starts"]))


def _mark(kind: Mapping[str, str]) -> Mark:
    if kind["sign"] not in SIGNS or kind["kind"] not in _KINDS:
        raise ValueError(f"unknown sign of the mushaf: {kind}")
    return Mark(kind["sign"], SIGNS[kind["sign"]], kind["side"] == "before")


def _layout(source: Mapping[str, Any]) -> tuple[list[int], list[int]]:
    """The page, and the line on it, of every word."""
    size = len(source["words"])
    page_starts, line_starts = set(source["page_starts"]), set(source["line_starts"])
    headings = {
        position: 1 if number in _SINGLE_HEADINGS else 2
        for number, position in enumerate(source["surah_starts"], start=1)
    }
    if not page_starts | headings.keys() <= line_starts:
        raise ValueError("a page or a surah starts within a line")
    pages = list(accumulate(int(n in page_starts) for n in range(size)))
    lines, line = [], 0
    for n in range(size):
        if n in page_starts:
            line = 0
        line += headings.get(n, 0) + (n in line_starts)
        lines.append(line)
    return pages, lines


class Pair(NamedTuple):
    """The numbers of the corpus's words, and of the printed words that they are, in one verse."""

    words: tuple[int, ...]
    printed: tuple[int, ...]


def pair_words(words: Sequence[str], printed: Sequence[str]) -> list[Pair]:
    """Pair the words of a verse with the printed ones by their folded letters, as few as possible at a time.

    :raises ValueError: if the two are not the same letters.
    """
    ours = [fold(word).replace(" ", "") for word in words]
    theirs = [fold(word) for word in printed]
    pairs, first, second = [], 0, 0
    while first < len(ours) and second < len(theirs):
        a, b = first + 1, second + 1
        while (left := "".join(ours[first:a])) != (right := "".join(theirs[second:b])):
            if left.startswith(right) and b < len(theirs):
                b += 1
            elif right.startswith(left) and a < len(ours):
                a += 1
            else:
                raise ValueError(f"the mushaf has other letters: {left} is not {right}")
        pairs.append(Pair(tuple(range(first, a)), tuple(range(second, b))))
        first, second = a, b
    if first != len(ours) or second != len(theirs):
        raise ValueError(f"{len(words)} words do not pair with {len(printed)} printed ones: {printed}")
    return pairs


class Laid(NamedTuple):
    """Where a word of the corpus stands in the mushaf; ``plain`` is the mushaf's modern spelling of it."""

    page: int
    line: int
    marks: tuple[Mark, ...]
    plain: str | None


def lay_words(words: Sequence[str], printed: Sequence[Printed]) -> list[Laid]:
    """Page, line and signs of each word of a verse.

    A word that is printed as two stands where the first is, and has the signs of both; of two words that
    are printed as one, the first has the signs before it, the last those after it, and neither a spelling.
    """
    laid = []
    for pair in pair_words(words, [word.text for word in printed]):
        pieces = [printed[number] for number in pair.printed]
        marks = [mark for piece in pieces for mark in piece.marks]
        plains = [piece.plain for piece in pieces if piece.plain is not None]
        whole = len(pair.words) == 1 and len(plains) == len(pieces)
        for number in pair.words:
            first, last = number == pair.words[0], number == pair.words[-1]
            kept = tuple(mark for mark in marks if (first if mark.before else last))
            laid.append(Laid(pieces[0].page, pieces[0].line, kept, " ".join(plains) if whole else None))
    return laid


def signed_quarters(mushaf: Mushaf) -> list[Place]:
    """The verses before which the mushaf prints the sign of a quarter. A surah's first verse has none."""
    return [
        place
        for place, words in mushaf.verses.items()
        if any(mark.kind == "quarter" for mark in words[0].marks)
    ]


def as_printed(divisions: Divisions, mushaf: Mushaf) -> Divisions:
    """``divisions`` with the pages of ``mushaf``, and each quarter where its sign is printed.

    :raises ValueError: if a sign is not at a quarter's start, nor at the verse before or after one.
    """
    starts = list(divisions.quarters)
    order = {place: number for number, place in enumerate(mushaf.verses)}
    signs = signed_quarters(mushaf)
    unsigned = {place for place in starts if place[1] != 1} - set(signs)
    for sign in signs:
        if sign in starts:
            continue
        near = [place for place in unsigned if abs(order[place] - order[sign]) == 1]
        if len(near) != 1:
            raise ValueError(f"the sign of a quarter before {sign} is at no quarter's start")
        starts[starts.index(near[0])] = sign
    pages: dict[int, Place] = {}
    for place, words in mushaf.verses.items():
        pages.setdefault(words[0].page, place)
    return replace(divisions, quarters=tuple(starts), pages=tuple(pages.values()))


class Disagreement(NamedTuple):
    """A verse that two sources put in different divisions."""

    division: str
    place: Place
    quran_cli: int
    quran_text: int


def compare(divisions: Divisions, mushaf: Mushaf) -> list[Disagreement]:
    """Every verse whose page, quarter or juz is not the same in both sources, as they stand."""
    printed = replace(as_printed(divisions, mushaf), juz=mushaf.juz)
    return [
        Disagreement(name, place, getattr(divisions.of(place), name), getattr(printed.of(place), name))
        for name in ("page", "quarter", "juz")
        for place in mushaf.verses
        if getattr(divisions.of(place), name) != getattr(printed.of(place), name)
    ]


def spelling_differences(pairs: Iterable[tuple[str, str]]) -> Counter[tuple[str, str]]:
    """The pairs (our modern spelling, the mushaf's) that do not fold alike, with counts."""
    return Counter(pair for pair in pairs if fold(pair[0]) != fold(pair[1]))
