"""The queries that find what stands together: a collocate and what it goes with, an n-gram with a hit."""

from __future__ import annotations

from collections.abc import Sequence

from kalima.search.query import (
    Alternatives,
    And,
    Arc,
    Not,
    Query,
    Repeat,
    TestNode,
    Token,
    Tree,
    Unit,
)
from kalima.search.query import Sequence as Row
from kalima.study.library import Library
from kalima.study.statistics.frequency import NOT_SEARCHED, exact_test, short, tested, word_and_regions


class Together:
    """Writes queries of one word of a query beside others; of a query of several words it writes none.

    :param attribute: of the values that are asked for.
    """

    def __init__(self, library: Library, query: Query, attribute: str) -> None:
        self._library = library
        self._attribute = attribute
        word, self._regions = word_and_regions(query.clause)
        self._word = None if attribute in NOT_SEARCHED else word

    def near(self, value: str, left: int, right: int) -> str | None:
        """The word and, so many words before or after it at most, another with the value; pair by pair."""
        if self._word is None or self._word.test is None:
            return None
        other, rows = self._other(value, self._word.test), []
        if right:
            rows.append(Row((self._word, *_between(right), other)))
        if left:
            rows.append(Row((other, *_between(left), self._word)))
        return self._written(Alternatives(tuple(rows)) if len(rows) > 1 else rows[0]) if rows else None

    def in_verse(self, value: str) -> str | None:
        """The verses that have the word and another with the value."""
        if self._word is None or self._word.test is None:
            return None
        other = self._other(value, self._word.test)
        return short(" ".join([f"{self._word!r} AND {other!r}", *map(repr, self._regions)]))

    def along(self, value: str, relation: str, heads: bool) -> str | None:
        """The arcs of a relation between the word and its heads, or else its dependents, with the value."""
        if self._word is None:
            return None
        there = Token(self._test(value))
        head, dependent = (there, self._word) if heads else (self._word, there)
        return self._written(Tree(head, (Arc(relation, False, False, dependent),)))

    def gram(self, values: Sequence[str], gap: int) -> str | None:
        """Words with these values, of which one is the word at least; none is passed over between three."""
        if self._word is None or (gap and len(values) > 2):
            return None
        tests = [self._test(value) for value in values]
        places = range(len(tests)) if self._word.test else range(1)
        rows = [_gram(self._word, place, tests, gap) for place in places]
        return self._written(Alternatives(tuple(rows)) if len(rows) > 1 else rows[0])

    def _test(self, value: str) -> TestNode:
        return exact_test(self._library, self._attribute, value)

    def _other(self, value: str, word: TestNode) -> Token:
        return Token(And((self._test(value), Not(word))))

    def _written(self, pattern: Unit | Tree) -> str | None:
        return short(" ".join([repr(pattern), *map(repr, self._regions)]))


def _between(away: int) -> tuple[Unit, ...]:
    """The words between two of which the second is so far away at most."""
    return (Repeat(Token(None), 0, away - 1),) if away > 1 else ()


def _gram(word: Token, place: int, tests: Sequence[TestNode], gap: int) -> Row:
    """Words that pass ``tests`` in a row, of which the one at ``place`` is also ``word``."""
    units: list[Unit] = []
    for at, test in enumerate(tests):
        if units and gap:
            units.append(Repeat(Token(None), 0, gap))
        units.append(tested(word, [test]) if at == place else Token(test))
    return Row(tuple(units))
