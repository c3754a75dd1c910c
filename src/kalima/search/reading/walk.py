"""The walk over a parsed query that its readings share.

A language says how a thing is called; here stands in which order things are said, and what has to be put in
parentheses so that the sentence can be understood in one way only.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import ClassVar

from kalima.search.parser.labels import is_single
from kalima.search.query import (
    Alternatives,
    And,
    Anything,
    Arc,
    Clause,
    Comparison,
    Label,
    Limit,
    Not,
    Or,
    Pattern,
    Phrase,
    Query,
    Region,
    Repeat,
    Researched,
    Test,
    TestNode,
    Token,
    Translated,
    Tree,
    Unit,
)
from kalima.search.query import Sequence as Row
from kalima.search.reading.parts import MOST_SHOWN, Meant, Place, Said, normal

_UNITS = (Token, Anything, Phrase, Row, Alternatives, Repeat, Label, Tree, Pattern)


class Reader(Meant, ABC):
    """Reads queries in one language."""

    THEN: ClassVar[str]
    AND: ClassVar[str]

    def sentence(self, query: Query) -> str:
        """``query`` in words."""
        clause = query.clause
        return self._unit(clause).text if isinstance(clause, _UNITS) else self._verses(clause)

    # Units.

    def _unit(self, unit: Unit) -> Said:
        match unit:
            case Token():
                return self._noun(unit.test)
            case Anything():
                return Said(self._anything(""))
            case Phrase():
                return self._phrase(unit)
            case Row():
                return Said(self.THEN.join(map(self._step, unit.units)), False, True)
            case Alternatives():
                return Said(self._either([self._unit(each).closed for each in unit.units]), False, True)
            case Repeat():
                return self._repeat(unit)
            case Label():
                return self._labelled(unit)
            case Tree():
                return self._node(unit)
            case Pattern():
                return self._pattern(unit)

    def _step(self, unit: Unit) -> str:
        """A unit of a sequence. Only a sequence within a sequence could be taken for a part of it."""
        said = self._unit(unit)
        return said.closed if said.is_row and not isinstance(unit, Alternatives) else said.text

    def _labelled(self, label: Label) -> Said:
        if isinstance(label.unit, Token | Anything | Label):
            return self._node(label, in_tree=False)
        inner = self._unit(label.unit)
        text = inner.text if isinstance(label.unit, Repeat) else inner.closed
        return Said(text + self._called(label.name, is_single=is_single(label.unit)))

    def _phrase(self, phrase: Phrase) -> Said:
        """The words between quotes as they stand there, if none of them is more than a spelling."""
        tests = [token.test for token in phrase.tokens if isinstance(token.test, Test)]
        if len(tests) == 1:
            return self._noun(tests[0])
        if any(test.operator != ":" or self._wildcard(test) for test in tests):
            return Said(self.THEN.join(self._noun(test).text for test in tests), False, True)
        words = " ".join(test.value for test in tests)
        return Said(self._as_phrase(words, [test.value for test in tests if self._is_absent(test)]))

    def _repeat(self, repeat: Repeat) -> Said:
        least, most = repeat.least, repeat.most
        if repeat.unit == Token(None) and (least, most) != (1, 1):
            return Said(self._words(least, most))
        inner = self._unit(repeat.unit)
        if (least, most) == (1, 1):
            return inner
        return Said(self._times(inner.closed, least, most), False)

    def _node(self, node: Unit, *, in_tree: bool = True) -> Said:
        """A single word with its label, and the arcs that leave it."""
        arcs: list[Arc] = []
        called = ""
        while isinstance(node, Tree | Label):
            if isinstance(node, Tree):
                arcs = [*node.arcs, *arcs]
                node = node.head
            else:
                called += self._called(node.name, is_single=True)
                node = node.unit
        if isinstance(node, Token):
            return self._noun(node.test, arcs, called, in_tree=in_tree)
        told = self._told(arcs, is_feminine=True)
        return Said(self._with_clauses(self._anything(called), told), not told)

    def _told(self, arcs: Sequence[Arc], is_feminine: bool = False) -> list[str]:
        """A clause for each arc; what an arc leads to is in parentheses unless it ends the sentence."""
        return [self._arc(arc, arc is arcs[-1], is_feminine) for arc in arcs]

    def _pattern(self, pattern: Pattern) -> Said:
        unit = self._unit(pattern.unit)
        many = not is_single(pattern.unit) and not isinstance(pattern.unit, Tree)
        text = unit.text + (self._limits(pattern.limits, many) if pattern.limits else "")
        if pattern.conditions:
            text += self._where([self._condition(each) for each in pattern.conditions])
        return Said(text, False, True)

    # Clauses.

    def _verses(self, clause: Clause) -> str:
        """The verses in which ``clause`` holds."""
        clause = normal(clause)
        parts = list(clause.parts) if isinstance(clause, And) else [clause]
        units = [self._unit(part) for part in parts if isinstance(part, _UNITS)]
        has = [self._have(self._all_of(units))] if units else []
        others = Or | Translated | Researched | Region
        has += [self._holds(part) for part in parts if isinstance(part, others)]
        lacks = [self._holds(part) for part in parts if isinstance(part, Not)]
        return self._such_verses(has, lacks)

    def _all_of(self, units: Sequence[Said]) -> str:
        return units[0].text if len(units) == 1 else self._listed([unit.closed for unit in units])

    def _holds(self, part: Clause) -> str:
        """What is said of a verse in which ``part`` holds; ``part`` is in its normal form."""
        if isinstance(part, Or):
            if all(isinstance(each, _UNITS) for each in part.parts):
                return self._have(self._or([self._unit(each).closed for each in part.parts]))
            held = [(self._holds(each), isinstance(each, And)) for each in part.parts]
            return self._either([f"({words})" if nested else words for words, nested in held])
        if isinstance(part, And):
            held = [(self._holds(each), isinstance(each, Or)) for each in part.parts]
            return self.AND.join(f"({words})" if nested else words for words, nested in held)
        denied = isinstance(part, Not)
        leaf = part.part if isinstance(part, Not) else part
        if isinstance(leaf, Region):
            return self._lie(self._region(self._place(leaf)), denied)
        if isinstance(leaf, Translated):
            return self._translated(leaf, denied)
        if isinstance(leaf, Researched):
            return self._researched(leaf.test, denied)
        return self._have(self._unit(leaf).text, denied)

    # Lists.

    def _some(self, values: Sequence[str], before: str, kind: str, show: Callable[[str], str]) -> str:
        """All values after ``before`` if they are few, otherwise their number and some of them.

        :param kind: what they are, in the plural.
        """
        if len(values) <= MOST_SHOWN:
            return before + self._or([show(value) for value in values])
        shown = [show(value) for value in values[: MOST_SHOWN - 1]]
        return self._one_of(len(values), kind, self._and_more(shown, len(values) - len(shown)))

    @abstractmethod
    def _one_of(self, number: int, kind: str, some: str) -> str: ...
    @abstractmethod
    def _or(self, items: Sequence[str]) -> str: ...
    @abstractmethod
    def _listed(self, items: Sequence[str]) -> str: ...
    @abstractmethod
    def _either(self, items: Sequence[str]) -> str: ...
    @abstractmethod
    def _and_more(self, items: Sequence[str], more: int) -> str: ...

    # Wording.

    @abstractmethod
    def _noun(
        self, test: TestNode | None, arcs: Sequence[Arc] = (), called: str = "", *, in_tree: bool = False
    ) -> Said: ...
    @abstractmethod
    def _with_clauses(self, noun: str, clauses: Sequence[str]) -> str: ...
    @abstractmethod
    def _anything(self, called: str) -> str: ...
    @abstractmethod
    def _as_phrase(self, words: str, absent: Sequence[str]) -> str: ...
    @abstractmethod
    def _words(self, least: int, most: int | None) -> str: ...
    @abstractmethod
    def _times(self, unit: str, least: int, most: int | None) -> str: ...
    @abstractmethod
    def _called(self, name: str, *, is_single: bool) -> str: ...
    @abstractmethod
    def _arc(self, arc: Arc, is_last: bool, is_feminine: bool) -> str: ...
    @abstractmethod
    def _limits(self, limits: Sequence[Limit], many: bool) -> str: ...
    @abstractmethod
    def _condition(self, condition: Comparison) -> str: ...
    @abstractmethod
    def _where(self, conditions: Sequence[str]) -> str: ...
    @abstractmethod
    def _such_verses(self, has: Sequence[str], lacks: Sequence[str]) -> str: ...
    @abstractmethod
    def _have(self, what: str, denied: bool = False) -> str: ...
    @abstractmethod
    def _lie(self, where: str, denied: bool) -> str: ...
    @abstractmethod
    def _region(self, place: Place) -> str: ...
    @abstractmethod
    def _translated(self, part: Translated, denied: bool) -> str: ...
    @abstractmethod
    def _researched(self, test: Test, denied: bool) -> str: ...
