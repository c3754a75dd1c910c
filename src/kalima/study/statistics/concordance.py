"""The matches as lines, each between the words around it: sorted, grouped, each kind once if wished."""

from __future__ import annotations

import random
import re
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Any, Literal

from kalima.errors import KalimaError
from kalima.search.order import OF_VERSES, RANDOM
from kalima.search.query import WORD
from kalima.search.reading.arabic_words import digits
from kalima.search.trees import NO_WORD
from kalima.study.library import Library
from kalima.study.statistics.account import account
from kalima.study.statistics.keys import Key, Values, parse_key, read
from kalima.study.statistics.listing import Listing
from kalima.study.statistics.occurrences import Occurrences, Unit

MOST_CONTEXT = 20
MOST_SORTS = 3
MOST_COLUMNS = 8
_AT_ONCE = 500
"""Lines whose texts are read from the corpus together."""
VERSE = "verse"
SORTS = (WORD, "lemma", "root", *OF_VERSES, RANDOM)
"""By what lines are sorted besides ``left1`` to ``left3`` and ``right1`` to ``right3``."""
Unique = Literal["no", "form", "phrase"]
_SIDE = re.compile(r"(left|right)([123])")
_NONE_LAST = 0xFFFF
_VERSE_END = "\u06dd"


def concordance(
    library: Library, query: str, *, offset: int = 0, limit: int = 50, **asked: Any
) -> dict[str, Any]:
    """A page of the lines of ``query``, and the groups on it; what is ``asked`` is as in :func:`listed`."""
    found = listed(library, query, **asked)
    page = found.page(offset, limit)
    on_page = {line["group"] for line in page["lines"]}
    return page | {"groups": [each for each in page["groups"] if each["value"] in on_page]}


def listed(
    library: Library,
    query: str,
    *,
    context: str = "5",
    sort: Sequence[str] = (),
    columns: Sequence[str] = (),
    group: str = "",
    unique: Unique = "no",
    seed: int = 0,
) -> Listing:
    """The lines of ``query``, and all groups that they are put in.

    :param context: how many words stand on either side, or ``verse``.
    :param sort: up to three of :data:`SORTS` or a word to the left or right.
    :param columns: what else each line says: keys of the hit or of a labelled word, or a label for its words.
    :param group: a key of the hit by which the lines are put together first.
    :param unique: whether a line stands for all whose hit (``form``), or whose every shown word (``phrase``),
        is spelled alike without marks.
    :param seed: of :data:`RANDOM`.
    :raises QueryError: if the query cannot be understood.
    :raises KalimaError: if a parameter is none that there is.
    """
    found = Occurrences(library.search(query))
    lines = _Lines(library, found, _width(context), [name for name in columns if name in found.labels])
    numbers, alike = lines.kept(unique)
    keys = [lines.sort_key(each, seed) for each in _sorts(sort)]
    besides = {name: read(library, found, key) for name, key in _attributes(found, columns).items()}
    groups = read(library, found, parse_key(group)) if group else None
    order = numbers
    for key in reversed(keys):
        if key is not None:
            order = sorted(order, key=key.__getitem__)
    if groups:
        order = sorted(
            (n for n in order if groups.numbers[n] is not None),
            key=lambda n: _none_last(groups.numbers[n]),
        )

    def shown(offset: int, limit: int | None) -> Iterator[dict[str, Any]]:
        last = len(order) if limit is None else min(offset + limit, len(order))
        for begin in range(offset, last, _AT_ONCE):
            batch = order[begin : min(begin + _AT_ONCE, last)]
            for (line, labelled), number in zip(lines.shown(batch), batch, strict=True):
                yield {
                    **line,
                    "columns": [
                        _name(besides[name], number) if name in besides else labelled[name]
                        for name in columns
                    ],
                    "alike": alike[number] if alike else 1,
                    "group": _name(groups, number) if groups else None,
                }

    head = {
        "query": query,
        "columns": list(columns),
        "counted": account(
            library,
            "match",
            len(found),
            found.base,
            [WORD],
            second_stems=found.seconds(),
            not_written=len(numbers) - len(order),
        ),
        "groups": _groups(groups, order) if groups else [],
    }
    return Listing(head, len(order), shown, "lines")


def _attributes(found: Occurrences, names: Sequence[str]) -> dict[str, Key]:
    """The columns that are no label's words.

    :raises KalimaError: if there is no such attribute, or there are too many.
    """
    if len(names) > MOST_COLUMNS:
        raise KalimaError(f"A line has {MOST_COLUMNS} columns at most.", "Leave the others out.")
    return {name: parse_key(name) for name in names if name not in found.labels}


def _name(values: Values, number: int) -> str | None:
    """The value of the match with this number, if it has one that is written."""
    value = values.numbers[number]
    return None if value is None else values.name(value)


def _groups(groups: Values, order: Sequence[int]) -> list[dict[str, Any]]:
    """The groups in order: how many lines each has, and where its first one is."""
    counts = Counter(groups.numbers[number] for number in order)
    begun = [0, *accumulate(counts.values())]
    return [
        {"value": groups.name(each), "lines": lines, "offset": offset}  # type: ignore[arg-type]
        for (each, lines), offset in zip(counts.items(), begun, strict=False)
    ]


class _Lines:
    """The lines of a concordance by their numbers, which go along the mushaf.

    :param width: of the context in words; ``None`` for the whole verse.
    :param labels: those whose words are given beside each line.
    """

    def __init__(
        self, library: Library, found: Occurrences, width: int | None, labels: Sequence[str] = ()
    ) -> None:
        self._labelled = {name: found.standing(name).units for name in labels}
        self._library = library
        self._found = found
        self._width = width
        self._columns = library.columns
        self._layout = library.index.layout

    def sort_key(self, sort: str, seed: int) -> Sequence[Any] | None:
        """What the lines are sorted by, by number; ``None`` for the order that they have."""
        if sort in OF_VERSES:
            keys = self._library.orders.keys(sort)
            return None if keys is None else list(map(keys.__getitem__, self._found.firsts))
        if sort == RANDOM:
            source = random.Random(seed)  # noqa: S311  # no secret
            return [source.random() for _ in range(len(self._found))]
        if side := _SIDE.fullmatch(sort):
            return self._beside(side[1] == "left", int(side[2]))
        values = read(self._library, self._found, parse_key(sort))
        if values.flat:
            return [_NONE_LAST if number == 0 else number for number in values.numbers]
        return [_none_last(number) for number in values.numbers]

    def _beside(self, left: bool, distance: int) -> list[int]:
        """The numbers of the words so far to the left or right within the surah."""
        words = self._columns.column(WORD).numbers[: self._layout.words]
        none = array("H", (_NONE_LAST,)) * distance
        moved = none + words[:-distance] if left else words[distance:] + none
        for surah in range(len(self._layout.surahs)):
            first, last = self._layout.surahs.span(surah)
            if left:
                moved[first : first + distance] = none
            else:
                moved[last + 1 - distance : last + 1] = none
        return list(map(moved.__getitem__, self._found.firsts if left else self._found.lasts))

    def kept(self, unique: Unique) -> tuple[Sequence[int], dict[int, int]]:
        """The lines that are shown, the first of each kind, and for how many each stands."""
        if unique == "no":
            return range(len(self._found)), {}
        words = self._columns.column(WORD).numbers
        first: dict[tuple[Any, ...], int] = {}
        alike: Counter[int] = Counter()
        for number in range(len(self._found)):
            hit = self._found.words(number)
            kind: tuple[Any, ...] = tuple(words[word] for word in hit)
            if unique == "phrase":
                begin, end = self._around(number)
                kind = tuple(word - begin for word in hit), *words[begin : end + 1]
            alike[first.setdefault(kind, number)] += 1
        return list(alike), dict(alike)

    def _around(self, number: int) -> tuple[int, int]:
        """The first and the last word of a line, within the surah."""
        first, last = self._found.firsts[number], self._found.lasts[number]
        verses, surahs = self._layout.verses, self._layout.surahs
        if self._width is None:
            return verses.span(verses.by_word[first])[0], verses.span(verses.by_word[last])[1]
        begin, _ = surahs.span(surahs.by_word[first])
        _, end = surahs.span(surahs.by_word[last])
        return max(begin, first - self._width), min(end, last + self._width)

    def _words_of(self, unit: Unit | None) -> list[int]:
        """The words on which a label stands; none if it is not written."""
        units = () if unit is None else (unit,) if isinstance(unit, int) else unit
        words = self._library.index.treebank.words
        return [words[each] for each in units if words[each] != NO_WORD]

    def shown(self, numbers: Sequence[int]) -> list[tuple[dict[str, Any], dict[str, str | None]]]:
        """These lines as they are given out, and the words of each of their labels."""
        verse_of = self._layout.verses.by_word
        around = {number: self._around(number) for number in numbers}
        wanted = {verse for a, b in around.values() for verse in range(verse_of[a], verse_of[b] + 1)}
        named = {
            number: {name: self._words_of(units[number]) for name, units in self._labelled.items()}
            for number in numbers
        }
        wanted.update(verse_of[word] for each in named.values() for words in each.values() for word in words)
        verses = {
            each.id - 1: each for each in self._library.store.verses_by_id([v + 1 for v in sorted(wanted)])
        }
        texts = {number: verse.words for number, verse in verses.items()}

        def text(word: int) -> str:
            return texts[verse_of[word]][word - self._layout.verses.span(verse_of[word])[0]]

        def ending(word: int) -> str:
            verse = verse_of[word]
            if word != self._layout.verses.ends[verse]:
                return ""
            return _VERSE_END + digits(verses[verse].ayah)

        def joined(begin: int, end: int) -> str:
            """The words from ``begin`` on, with the ends of verses between them."""
            pieces = []
            for word in range(begin, end):
                pieces += [text(word), ending(word)]
            return " ".join(filter(None, pieces))

        lines = []
        for number in numbers:
            first, last = self._found.firsts[number], self._found.lasts[number]
            begin, end = around[number]
            labels = {name: " ".join(map(text, words)) or None for name, words in named[number].items()}
            line = {
                "ref": verses[verse_of[first]].reference,
                "words": [self._reference(verses, word) for word in self._found.words(number)],
                "first": self._reference(verses, begin),
                "spaced": [
                    self._reference(verses, word) for word in range(begin, end + 1) if " " in text(word)
                ],
                "left": joined(begin, first),
                "hit": " ".join(filter(None, (joined(first, last), text(last)))),
                "right": " ".join(filter(None, (ending(last), joined(last + 1, end + 1)))),
            }
            lines.append((line, labels))
        return lines

    def _reference(self, verses: Any, word: int) -> str:
        verse = self._layout.verses.by_word[word]
        return f"{verses[verse].reference}:{word - self._layout.verses.span(verse)[0] + 1}"


def _none_last(number: Any) -> tuple[int, ...]:
    """A key by which a word without a value comes after all others."""
    if isinstance(number, int):
        return (number or _NONE_LAST,)
    return tuple(each or _NONE_LAST for each in number)


def _width(context: str) -> int | None:
    if context == VERSE:
        return None
    if context.isascii() and context.isdigit() and int(context) <= MOST_CONTEXT:
        return int(context)
    raise KalimaError(
        f"context={context[:20]} is not known.",
        f"Write a number of words from 0 to {MOST_CONTEXT}, or verse.",
    )


def _sorts(sort: Sequence[str]) -> list[str]:
    """
    :raises KalimaError: if there are too many, or one is none that there is.
    """
    if len(sort) > MOST_SORTS:
        raise KalimaError(f"Lines are sorted by {MOST_SORTS} keys at most.", "Leave the others out.")
    for each in sort:
        if each not in SORTS and not _SIDE.fullmatch(each):
            raise KalimaError(
                f"Lines cannot be sorted by {each[:40]!r}.",
                f"Known: {', '.join(SORTS)}, left1 to left3, right1 to right3.",
            )
    return list(sort)
