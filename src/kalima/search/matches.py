"""Sets of matches, and what can be done with them.

A *dense* set keeps the matches of words in a row by their shape: the length, and where the labels lie in it.
All matches of one shape are one set of first words, so that sequences, alternatives and repetition are
operations on whole sets. A *sparse* set lists its matches one by one, as those of trees are: their words need
not stand in a row. Words are numbered from 0.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain
from operator import itemgetter
from typing import NamedTuple

from kalima.search.budget import Budget
from kalima.search.postings import Partition, bits_of, positions

_WORDS = itemgetter(0)
NO_TOKEN = -1
NO_UNIT = -1


class LabelShape(NamedTuple):
    """A label in a dense match: where it begins, how long it is, and which token it stands on, if on one."""

    name: str
    offset: int
    length: int
    token: int = NO_TOKEN


Shape = tuple[int, tuple[LabelShape, ...]]


class LabelPlace(NamedTuple):
    """A label in a sparse match: its first and last word (-1 if none), its token, its unit in a tree."""

    name: str
    first: int
    last: int
    token: int = NO_TOKEN
    unit: int = NO_UNIT


Row = tuple[tuple[int, ...], tuple[LabelPlace, ...]]
"""One match of a sparse set: the words it covers, ascending, and its labels."""


class Dense(NamedTuple):
    """Matches by shape; ``empty`` says that no word at all matches too, everywhere."""

    shapes: dict[Shape, int]
    empty: bool = False


class Sparse(NamedTuple):
    """Matches one by one; ``tidy`` says that their labels are in order and stand on no token."""

    rows: list[Row]
    empty: bool = False
    tidy: bool = False


Matches = Dense | Sparse


class Algebra:
    """Operations on sets of matches.

    :param size: the number of words.
    :param budget: of the query.
    """

    def __init__(self, size: int, budget: Budget) -> None:
        self._size = size
        self._budget = budget

    def union(self, parts: Iterable[Matches]) -> Matches:
        """The matches of any part."""
        parts = list(parts)
        empty = any(part.empty for part in parts)
        if all(isinstance(part, Dense) for part in parts):
            shapes: dict[Shape, int] = defaultdict(int)
            for part in parts:
                for shape, starts in part.shapes.items():  # type: ignore[union-attr]
                    shapes[shape] |= starts
            self._budget.check_shapes(len(shapes))
            return Dense(dict(shapes), empty)
        rows = [row for part in parts for row in self.rows(part)]
        return Sparse(list(dict.fromkeys(rows)), empty)

    def concatenate(self, first: Matches, second: Matches, scope: Partition) -> Matches:
        """A match of ``first`` with a match of ``second`` directly after it, in one span of ``scope``."""
        joined: list[Matches] = []
        if isinstance(first, Dense) and isinstance(second, Dense):
            joined.append(self._concatenate_dense(first, second, scope))
        else:
            joined.append(self._concatenate_sparse(first, second, scope))
        if first.empty:
            joined.append(second._replace(empty=False))
        if second.empty:
            joined.append(first._replace(empty=False))
        matches = self.union(joined) if len(joined) > 1 else joined[0]
        return matches._replace(empty=first.empty and second.empty)

    def _concatenate_dense(self, first: Dense, second: Dense, scope: Partition) -> Dense:
        shapes: dict[Shape, int] = defaultdict(int)
        for (length, labels), starts in first.shapes.items():
            self._budget.check_shapes(len(shapes))
            open_starts = starts & (scope.rest >> (length - 1))
            if not open_starts:
                continue
            for (length_after, labels_after), starts_after in second.shapes.items():
                if both := open_starts & (starts_after >> length):
                    moved = tuple(each._replace(offset=each.offset + length) for each in labels_after)
                    shapes[length + length_after, labels + moved] |= both
        return Dense(dict(shapes))

    def _concatenate_sparse(self, first: Matches, second: Matches, scope: Partition) -> Sparse:
        """Each side is first cut down to what can meet the other, then they are joined one by one."""
        if isinstance(first, Dense):
            begins = bits_of((words[0] for words, _ in self.rows(second)), self._size)
            first = Dense(
                {
                    shape: starts & (begins >> shape[0]) & (scope.rest >> (shape[0] - 1))
                    for shape, starts in first.shapes.items()
                }
            )
        ends: dict[int, list[Row]] = defaultdict(list)
        for row in self.rows(first):
            if scope.rest >> row[0][-1] & 1:
                ends[row[0][-1] + 1].append(row)
        if isinstance(second, Dense):
            begins = bits_of(ends, self._size)
            second = Dense({shape: starts & begins for shape, starts in second.shapes.items()})
        rows: dict[Row, None] = {}
        for words, labels in self.rows(second):
            for words_before, labels_before in ends.get(words[0], ()):
                rows[words_before + words, labels_before + labels] = None
            self._budget.check_matches(len(rows))
        return Sparse(list(rows))

    def repeat(self, unit: Matches, least: int, most: int | None, scope: Partition) -> Matches:
        """``unit`` as often in a row as is allowed. What matches no word is not repeated."""
        once = unit._replace(empty=False)
        power, found, times = once, [], 1
        while (most is None or times <= most) and not is_none(power):
            # Where a repetition may be empty, fewer times are as good as more.
            if times >= least or unit.empty:
                found.append(power)
            power = self.concatenate(power, once, scope)
            times += 1
        empty = least == 0 or unit.empty
        return self.union(found)._replace(empty=empty) if found else Dense({}, empty)

    def rows(self, matches: Matches) -> list[Row]:
        """The matches one by one, each once."""
        if isinstance(matches, Sparse):
            return matches.rows
        self._budget.check_matches(sum(starts.bit_count() for starts in matches.shapes.values()))
        return [
            dense_row(start, shape) for shape, starts in matches.shapes.items() for start in positions(starts)
        ]


def is_none(matches: Matches) -> bool:
    """Whether there is no match that covers a word."""
    return not (any(matches.shapes.values()) if isinstance(matches, Dense) else matches.rows)


def dense_row(start: int, shape: Shape) -> Row:
    """The match of this shape that begins at the word ``start``."""
    length, labels = shape
    places = tuple(
        LabelPlace(name, start + offset, start + offset + size - 1, token)
        for name, offset, size, token in labels
    )
    return tuple(range(start, start + length)), places


def cover(matches: Matches, size: int) -> int:
    """All words that any match covers."""
    if isinstance(matches, Sparse):
        return bits_of(list(chain.from_iterable(map(_WORDS, matches.rows))), size)
    covered = 0
    for (length, _), starts in matches.shapes.items():
        covered |= widened(starts, length)
    return covered


def widened(starts: int, length: int) -> int:
    """The words from each start on, ``length`` of them."""
    reached = 1
    while reached < length:
        step = min(reached, length - reached)
        starts |= starts << step
        reached += step
    return starts


def narrowed(words: int, length: int) -> int:
    """The words at which ``length`` of ``words`` begin that stand in a row."""
    reached = 1
    while reached < length:
        step = min(reached, length - reached)
        words &= words >> step
        reached += step
    return words


def public_labels(row: Row) -> Row:
    """The match as a person tells it from others: by its words and what its labels name, not by tokens."""
    words, labels = row
    return words, tuple(sorted(label._replace(token=NO_TOKEN) for label in labels))


def public(matches: Matches) -> Matches:
    """The set in which matches differ by their words and labels alone."""
    if isinstance(matches, Sparse):
        rows: Iterable[Row] = matches.rows
        if not matches.tidy:
            rows = map(public_labels, rows)
        # They come nearly in order, which dict keeps and set does not: that is half of the sorting.
        return Sparse(sorted(dict.fromkeys(rows)))
    shapes: dict[Shape, int] = defaultdict(int)
    for (length, labels), starts in matches.shapes.items():
        shapes[length, tuple(sorted(label._replace(token=NO_TOKEN) for label in labels))] |= starts
    return Dense({shape: shapes[shape] for shape in sorted(shapes) if shapes[shape]})


def in_order(shapes: Iterable[tuple[Shape, int]], begin: int = 0, most: int | None = None) -> Iterator[Row]:
    """The matches of these shapes from the word ``begin`` on, in mushaf order; ``most`` of each shape."""
    rows = [
        (begin + start, shape) for shape, starts in shapes for start in positions(starts >> begin, 0, most)
    ]
    for start, shape in sorted(rows):
        yield dense_row(start, shape)
