"""What a query found: its totals, and its matches, words and verses page by page, in mushaf order."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from kalima.search.index import SearchIndex
from kalima.search.matches import NO_UNIT, Dense, Matches, Row, in_order
from kalima.search.postings import positions
from kalima.search.query import Meaning, Query

Keys = Sequence[float] | None
"""By stem (from 0), what hits are sorted by; ``None`` for the order of the mushaf."""
_NONE_MOVED: Mapping[int, int] = {}


class Labelled(NamedTuple):
    """What a label is in a match: the ids of its words, and the node of the treebank if it stands in a tree.

    A node that is not written has no word.
    """

    words: tuple[int, ...]
    node: int | None = None


class Match(NamedTuple):
    """One match: the ids of the words it covers (1-based, ascending), and its labels by name."""

    words: tuple[int, ...]
    labels: Mapping[str, Labelled]


@dataclass(frozen=True)
class Hits:
    """What a query found. ``words`` and ``verses`` are sets: covered words, last words of verses.

    ``stems`` are all that pass the test of any of its tokens, in a match or not: they tell which stem of a
    word of two is meant.
    """

    index: SearchIndex
    query: Query
    found: Matches
    words: int
    verses: int
    meanings: tuple[Meaning, ...]
    stems: int

    @cached_property
    def match_count(self) -> int:
        """Matches that differ in their words or in what their labels name."""
        if isinstance(self.found, Dense):
            return sum(starts.bit_count() for starts in self.found.shapes.values())
        return len(self.found.rows)

    @property
    def word_count(self) -> int:
        """Words that any match covers."""
        return self.words.bit_count()

    @property
    def verse_count(self) -> int:
        """Verses in which the whole query holds."""
        return self.verses.bit_count()

    @property
    def of_single_words(self) -> bool:
        """Whether every match is one word without a label, so that a list of words says all."""
        if isinstance(self.found, Dense):
            return all(shape == (1, ()) for shape in self.found.shapes)
        return all(len(words) == 1 and not labels for words, labels in self.found.rows)

    @cached_property
    def moved(self) -> dict[int, int]:
        """The second stem of each word of which it, and not the first, passes a test of the query."""
        layout = self.index.layout
        seconds = positions(self.stems >> layout.words & (1 << len(layout.second)) - 1)
        words = ((layout.second[number], layout.words + number) for number in seconds)
        return {word: unit for word, unit in words if not self.stems >> word & 1}

    def word_ids(self, offset: int = 0, limit: int | None = None, keys: Keys = None) -> list[int]:
        """Ids of covered words (1-based), ``limit`` of them from ``offset`` on."""
        return [word + 1 for word in _page(self.words, offset, limit, keys, self.moved)]

    def verse_ids(self, offset: int = 0, limit: int | None = None, keys: Keys = None) -> list[int]:
        """Ids of verses in which the query holds (1-based)."""
        number = self.index.layout.verses.number
        return [number(word) + 1 for word in _page(self.verses, offset, limit, keys)]

    def places_in(self, verse_ids: list[int]) -> dict[int, list[int]]:
        """The 1-based places of the covered words in each of these verses."""
        # To shift the whole set for each verse takes three times as long as to cut its bytes.
        data = self.words.to_bytes(self.index.layout.words // 8 + 1, "little")
        places = {}
        for verse in verse_ids:
            first, last = self.index.layout.verses.span(verse - 1)
            around = int.from_bytes(data[first >> 3 : (last >> 3) + 1], "little") >> (first & 7)
            in_verse = around & (2 << last - first) - 1
            places[verse] = [word + 1 for word in positions(in_verse)]
        return places

    def matches(self, offset: int = 0, limit: int | None = None, keys: Keys = None) -> list[Match]:
        """Matches in the order of their first words, ``limit`` of them from ``offset`` on."""
        if keys is not None:
            every = self._dense_rows(0, None) if isinstance(self.found, Dense) else self.found.rows
            moved = self.moved
            rows = sorted(every, key=lambda row: keys[moved.get(row[0][0], row[0][0])])
            rows = rows[offset : _end(offset, limit)]
        elif isinstance(self.found, Dense):
            rows = self._dense_rows(offset, limit)
        else:
            rows = self.found.rows[offset : _end(offset, limit)]
        return list(map(self._match, rows))

    def labels_in(self, verse_ids: list[int]) -> dict[int, dict[str, list[int]]]:
        """The 1-based places of the words that each label names in matches that begin in these verses."""
        labels: dict[int, dict[str, list[int]]] = {}
        for verse in verse_ids:
            first, last = self.index.layout.verses.span(verse - 1)
            places: dict[str, set[int]] = {}
            for row in self._rows_in(first, last) if self._has_labels else ():
                for name, begin, end, *_ in row[1]:
                    inside = range(max(begin, first), min(end, last) + 1) if begin >= 0 else ()
                    places.setdefault(name, set()).update(word - first + 1 for word in inside)
            labels[verse] = {name: sorted(found) for name, found in sorted(places.items())}
        return labels

    @cached_property
    def _has_labels(self) -> bool:
        if isinstance(self.found, Dense):
            return any(labels for _, labels in self.found.shapes)
        return any(labels for _, labels in self.found.rows)

    def _rows_in(self, first: int, last: int) -> list[Row]:
        """The matches that begin at the words from ``first`` to ``last``."""
        if isinstance(self.found, Dense):
            mask = (2 << last) - (1 << first)
            return list(in_order((shape, starts & mask) for shape, starts in self.found.shapes.items()))
        rows = self.found.rows
        begin = bisect_left(rows, first, key=lambda row: row[0][0])
        end = bisect_left(rows, last + 1, key=lambda row: row[0][0])
        return rows[begin:end]

    def _dense_rows(self, offset: int, limit: int | None) -> list[Row]:
        """A page of matches: the words before which ``offset`` of them begin are not looked at."""
        shapes = self.found.shapes if isinstance(self.found, Dense) else {}
        begin, before = self._word_at(offset) if offset else (0, 0)
        skipped = offset - before
        most = None if limit is None else skipped + limit  # of each shape: more are not on the page
        rows = in_order(shapes.items(), begin, most)
        return list(islice(rows, skipped, most))

    def _word_at(self, number: int) -> tuple[int, int]:
        """The word at which the match with this 0-based number begins, and how many begin before it."""
        shapes = self.found.shapes if isinstance(self.found, Dense) else {}

        def before(word: int) -> int:
            mask = (1 << word) - 1
            return sum((starts & mask).bit_count() for starts in shapes.values())

        low, high = 0, self.index.layout.words
        while low < high:
            middle = (low + high) // 2
            if before(middle + 1) <= number:
                low = middle + 1
            else:
                high = middle
        return low, before(low)

    def _match(self, row: Row) -> Match:
        words, places = row
        labels = {}
        for name, first, last, _, unit in places:
            node = None if unit == NO_UNIT else self.index.treebank.node(unit)
            labels[name] = Labelled(() if first < 0 else tuple(range(first + 1, last + 2)), node)
        return Match(tuple(word + 1 for word in words), labels)


def _page(
    members: int, offset: int, limit: int | None, keys: Keys, moved: Mapping[int, int] = _NONE_MOVED
) -> list[int]:
    """Some of the members of a set, sorted by ``keys``: of a word that is in ``moved`` by that stem's."""
    if keys is None:
        return positions(members, offset, limit)
    return sorted(positions(members), key=lambda word: keys[moved.get(word, word)])[
        offset : _end(offset, limit)
    ]


def _end(offset: int, limit: int | None) -> int | None:
    return None if limit is None else offset + limit
