"""How strongly the two words of a pair go together: what stands beside what, in a part of the text."""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple

from kalima.search.postings import positions
from kalima.study.library import Library
from kalima.study.statistics.association import MEASURES, Table

_DECIMALS = 4


class Pairs(NamedTuple):
    """The words that begin a pair, counted by the numbers of values.

    :param both: by the first value and the second, how many begin such a pair.
    :param firsts: how many have each value; ``seconds`` how many have it in reach after them.
    :param size: how many there are in all.
    """

    both: Counter[tuple[int, int]]
    firsts: Counter[int]
    seconds: Counter[int]
    size: int

    def table(self, first: int, second: int) -> Table:
        """What is observed of a pair, out of all words that begin one."""
        return Table(self.both[first, second], self.firsts[first], self.seconds[second], self.size)


def pairs_of(library: Library, base: int, attribute: str, gap: int) -> Pairs:
    """All pairs of a part of the text: a word with a value, and one in its verse at most ``gap`` words on."""
    numbers, rest = library.columns.column(attribute).numbers, library.index.layout.verses.rest
    both: Counter[tuple[int, int]] = Counter()
    firsts: Counter[int] = Counter()
    seconds: Counter[int] = Counter()
    inside = base
    for distance in range(1, gap + 2):
        inside &= rest >> (distance - 1)
        words = positions(inside)
        columns = (map(numbers[step:].__getitem__, words) for step in range(distance + 1))
        for (first, *between, second), count in Counter(zip(*columns, strict=True)).items():
            if first and second:
                if second not in between:
                    both[first, second] += count
                    seconds[second] += count
                if not any(between):
                    firsts[first] += count
    return Pairs(both, firsts, seconds, firsts.total())


def figures(table: Table) -> dict[str, Any]:
    """How often a pair is there, how often it would be by chance, and all measures of it."""
    return {
        "frequency": table.both,
        "expected": round(table.expected, _DECIMALS),
        **{name: round(measure(table), _DECIMALS) for name, measure in MEASURES.items()},
    }
