"""How strongly two things go together: measures over a table of two by two (see ``manual/statistics.md``)."""

from __future__ import annotations

from collections.abc import Mapping
from math import log, log2, sqrt
from typing import Literal, NamedTuple


class Table(NamedTuple):
    """Observed frequencies.

    :param both: how often the two meet.
    :param one: how often the first is there, with the other or without.
    :param other: how often the second is there.
    :param size: how many there are in all.
    """

    both: int
    one: int
    other: int
    size: int

    @property
    def expected(self) -> float:
        """How often the two would meet by chance."""
        return self.one * self.other / self.size if self.size else 0.0


def tables(
    both: Mapping[int, int], others: Mapping[int, int], one: int, size: int, least: int
) -> dict[int, Table]:
    """The table of each value that has a name, by its number.

    :param both: how often each value goes with what is looked at; below ``least`` it is left out.
    :param others: how often each is there at all.
    """
    return {
        number: Table(count, one, others[number], size)
        for number, count in both.items()
        if number and count >= least
    }


def log_dice(table: Table) -> float:
    """14 and the binary logarithm of Dice's coefficient: 14 where neither is ever without the other."""
    return 14 + log2(2 * table.both / (table.one + table.other)) if table.both else float("-inf")


def log_likelihood(table: Table) -> float:
    """Dunning's G² over all four cells; below 0 where the two meet less often than by chance."""
    both, one, other, size = table
    total = _cell(both, one, other, size)
    total += _cell(one - both, one, size - other, size)
    total += _cell(other - both, size - one, other, size)
    total += _cell(size - one - other + both, size - one, size - other, size)
    return (2 if both >= table.expected else -2) * max(total, 0.0)


def _cell(observed: int, row: int, column: int, size: int) -> float:
    return observed * log(observed * size / (row * column)) if observed else 0.0


def mutual_information_3(table: Table) -> float:
    """Mutual information with the observed frequency to its third power, which favours no rare words."""
    return log2(table.both**3 / table.expected) if table.both else float("-inf")


def t_score(table: Table) -> float:
    """How many standard deviations the observed frequency is above the expected one."""
    return (table.both - table.expected) / sqrt(table.both) if table.both else float("-inf")


def log_ratio(count: int, size: int, count_other: int, size_other: int) -> float:
    """The binary logarithm of the ratio of two relative frequencies; a count of 0 is taken as a half."""
    return log2(((count or 0.5) / size) / ((count_other or 0.5) / size_other))


MEASURES = {
    "log_dice": log_dice,
    "log_likelihood": log_likelihood,
    "mi3": mutual_information_3,
    "t_score": t_score,
}
Measure = Literal["log_dice", "log_likelihood", "mi3", "t_score", "count"]
"""What values can be ranked by."""
