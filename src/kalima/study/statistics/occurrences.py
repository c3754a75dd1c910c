"""The matches of a query in mushaf order, as the words and units that they stand on, from 0."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from kalima.errors import KalimaError, QueryError
from kalima.search.hits import Hits
from kalima.search.matches import NO_UNIT, Dense, LabelPlace, Row, in_order
from kalima.search.postings import positions
from kalima.search.query import Clause, Label, Or, Query, Region, conjuncts, walk
from kalima.search.regions import Regions

Unit = int | tuple[int, ...]
"""What a match or a label stands on: one unit, or those of several words."""


def labels_of(query: Query) -> list[str]:
    """The labels of a query, each once."""
    return list(dict.fromkeys(node.name for node in walk(query) if isinstance(node, Label)))


class Standing(NamedTuple):
    """What each match, or its label, stands on; ``None`` where it is not written or not in the match."""

    units: Sequence[Unit | None]
    flat: bool
    """Whether each is one unit."""


class Occurrences:
    """The matches of ``hits``, to be counted.

    :raises QueryError: if the query asks for verses alone and so finds no words.
    """

    def __init__(self, hits: Hits) -> None:
        self.hits = hits
        self._layout = hits.index.layout
        self._single: list[int] | None = None
        if isinstance(hits.found, Dense):
            if all(shape == (1, ()) for shape in hits.found.shapes):
                self._single = positions(hits.found.shapes.get((1, ()), 0))
            if not hits.found.shapes and hits.verses:
                typed, either = hits.query.text.strip(), isinstance(hits.query.clause, Or)
                raise QueryError(
                    "The query finds verses and no words that could be counted.",
                    f"Add [] for every word of them: [] {f'({typed})' if either else typed}",
                )

    def __len__(self) -> int:
        return self.hits.match_count

    @cached_property
    def rows(self) -> list[Row]:
        """The words and the labels of each match."""
        found = self.hits.found
        if not isinstance(found, Dense):
            return found.rows
        return list(in_order(found.shapes.items()))

    @cached_property
    def firsts(self) -> list[int]:
        """The first word of each match."""
        return self._single if self._single is not None else [words[0] for words, _ in self.rows]

    @cached_property
    def lasts(self) -> list[int]:
        """The last word of each match."""
        return self._single if self._single is not None else [words[-1] for words, _ in self.rows]

    def words(self, number: int) -> tuple[int, ...]:
        """The words that the match with this number covers."""
        return (self._single[number],) if self._single is not None else self.rows[number][0]

    @cached_property
    def labels(self) -> list[str]:
        """The labels of the query, each once."""
        return labels_of(self.hits.query)

    def standing(self, label: str = "") -> Standing:
        """What each match stands on or, if it is given, its label.

        :raises KalimaError: if the query has no such label.
        """
        if label:
            if label not in self.labels:
                known = f"It has: {', '.join(self.labels)}." if self.labels else "Write it as A:[pos=V]."
                raise KalimaError(f"The query has no label {label!r}.", known)
            units = [self._labelled(label, labels) for _, labels in self.rows]
        elif self._single is not None:
            moved = self.hits.moved
            if moved:
                return Standing([moved.get(word, word) for word in self._single], True)
            return Standing(self._single, True)
        else:
            units = [self._units(words) for words, _ in self.rows]
        return Standing(units, all(isinstance(each, int) for each in units))

    def _labelled(self, name: str, labels: Sequence[LabelPlace]) -> Unit | None:
        for label in labels:
            if label.name == name and label.first >= 0:
                if label.unit != NO_UNIT:
                    return label.unit
                return self._units(range(label.first, label.last + 1))
        return None

    def _units(self, words: Sequence[int]) -> Unit:
        moved = self.hits.moved
        if len(words) == 1:
            return moved.get(words[0], words[0])
        return tuple(moved.get(word, word) for word in words)

    @cached_property
    def base(self) -> int:
        """The words of the part of the text that the query's ``in:`` chooses; else those of all of it."""
        base = self._layout.everything
        reader = Regions(self.hits.index, self.hits.query.text)
        for region in self.regions:
            base &= reader.verses(region)[0]
        return base

    @cached_property
    def regions(self) -> list[Region]:
        """The parts of the text that the whole query is looked for in."""
        return [part for part in self.parts if isinstance(part, Region)]

    @property
    def parts(self) -> Sequence[Clause]:
        """What has to hold in a verse, all of it: the parts of the query that a space joins."""
        return list(conjuncts(self.hits.query.clause))

    def seconds(self) -> int:
        """How many of the covered words have a second stem, of which one of the two was counted."""
        return (self.hits.words & self._layout.with_second).bit_count()
