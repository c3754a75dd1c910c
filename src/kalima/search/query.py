"""The parsed form of a query, and what its parts were taken to mean.

What is typed in the search bar and what is typed as a pattern become the same nodes. ``repr`` of a node is
the query written out in full; parsed again it gives the same nodes. Every node knows its place ``at`` in
the text that was typed (start and end, in characters); equality ignores it.

There are three levels. *Tests* ask something of one stem. *Units* stand for words in a row or in a tree.
*Clauses* join units within a verse, as the search bar does. ``And``, ``Or`` and ``Not`` join tests and
clauses alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Literal

from kalima.structs import Struct

Place = tuple[int, int]
Operator = Literal[":", "=", "!=", "=="]

NOWHERE: Place = (0, 0)
WORD = "word"
SPELLING = "spelling"
"""The word with its marks; ``word`` is without."""


def quoted(text: str) -> str:
    """``text`` as a string of the query language."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


class _Node(Struct):
    """Equal to another wherever both were typed."""

    _apart = ("at", "relation_at")


class Test(_Node):
    """``attribute`` must have ``value`` (as typed), the attribute by its canonical name.

    ``:`` is the search bar's operator: a value by any of its names, a spelling that may hold ``*`` and ``?``.
    ``=`` and ``!=`` take a regular expression over folded values, matched whole; ``==`` one exact value.
    """

    attribute: str
    operator: Operator
    value: str
    at: Place = NOWHERE

    def __repr__(self) -> str:
        bare = self.operator == ":" and re.fullmatch(r'[^\s"&|()\[\]]+', self.value)
        return f"{self.attribute}{self.operator}{self.value if bare else quoted(self.value)}"


class And(_Node):
    """All ``parts``, of one stem or in one verse."""

    parts: tuple[Any, ...]
    at: Place = NOWHERE

    def __repr__(self) -> str:
        joint = " & " if _is_test(self) else " AND "
        return joint.join(_within(part, (Or, And)) for part in self.parts)


class Or(_Node):
    """At least one of ``parts``."""

    parts: tuple[Any, ...]
    at: Place = NOWHERE

    def __repr__(self) -> str:
        joint = " | " if _is_test(self) else " OR "
        return joint.join(_within(part, (Or,)) for part in self.parts)


class Not(_Node):
    """Not ``part``: a stem that does not pass it, a verse without it."""

    part: Any
    at: Place = NOWHERE

    def __repr__(self) -> str:
        return ("!" if _is_test(self) else "NOT ") + _within(self.part, (Or, And))


TestNode = Test | And | Or | Not


class Token(_Node):
    """A written word of which one stem passes ``test``; any word if there is none.

    In a tree it is a node that stands on a written segment.
    """

    test: TestNode | None
    at: Place = NOWHERE

    def __repr__(self) -> str:
        return f"[{self.test!r}]" if self.test else "[]"


class Anything(_Node):
    """``_``: any node of a tree, implied words included."""

    at: Place = NOWHERE

    def __repr__(self) -> str:
        return "_"


class Phrase(_Node):
    """``tokens`` one after the other, typed between quotes: each a test of its spelling.

    Two typed words may be one written word: يا أيها is يَـٰٓأَيُّهَا in the text.
    """

    tokens: tuple[Token, ...]
    at: Place = NOWHERE

    def __repr__(self) -> str:
        tests = (token.test for token in self.tokens if isinstance(token.test, Test))
        words = [f"={test.value}" if test.operator == "==" else test.value for test in tests]
        return quoted(" ".join(words))


class Sequence(_Node):
    """``units`` one after the other."""

    units: tuple[Unit, ...]
    at: Place = NOWHERE

    def __repr__(self) -> str:
        return " ".join(_within(unit, (Sequence, Tree, Pattern)) for unit in self.units)


class Alternatives(_Node):
    """One of ``units``."""

    units: tuple[Unit, ...]
    at: Place = NOWHERE

    def __repr__(self) -> str:
        return " | ".join(_within(unit, (Sequence, Alternatives, Tree, Pattern)) for unit in self.units)


class Repeat(_Node):
    """``unit`` at least ``least`` times in a row, at most ``most`` times if that is not ``None``."""

    unit: Unit
    least: int
    most: int | None
    at: Place = NOWHERE

    def __repr__(self) -> str:
        most = "" if self.most is None else self.most
        times = f"{{{self.least}}}" if self.least == self.most else f"{{{self.least},{most}}}"
        inner = (Sequence, Alternatives, Tree, Pattern, Repeat, Label)
        return _within(self.unit, inner) + {(0, 1): "?", (0, None): "*", (1, None): "+"}.get(
            (self.least, self.most), times
        )


class Label(_Node):
    """``unit`` under a name. The unit of a label in a tree is a token or ``_``."""

    name: str
    unit: Unit
    at: Place = NOWHERE

    def __repr__(self) -> str:
        return f"{self.name}:{_within(self.unit, (Sequence, Alternatives, Tree, Pattern, Label))}"


class Arc(_Node):
    """An arc from the head of a tree to ``node``, its dependent.

    ``relation`` is as typed, names with ``|`` between them or a regular expression, or ``None`` for any.
    ``deep`` allows further arcs on the way, each of that relation; ``negated`` says that there is none such.
    """

    relation: str | None
    deep: bool
    negated: bool
    node: Node
    at: Place = NOWHERE
    relation_at: Place = NOWHERE

    def __repr__(self) -> str:
        arrow = f"{'!' if self.negated else ''}-{self.relation or ''}{'->>' if self.deep else '->'}"
        if self.relation is None:
            arrow = arrow.replace("--", "-")
        return f"{arrow} {_within(self.node, (Tree,))}"


class Tree(_Node):
    """A head and the arcs that leave it."""

    head: Node
    arcs: tuple[Arc, ...]
    at: Place = NOWHERE

    def __repr__(self) -> str:
        return f"{_within(self.head, (Tree,))} " + " ; ".join(map(repr, self.arcs))


class Span(_Node):
    """A part of the text: ``kind`` is aya, sura, page or juz; ``tests`` say which ones."""

    kind: str
    tests: tuple[Test, ...]
    at: Place = NOWHERE

    def __repr__(self) -> str:
        return f"<{' '.join((self.kind, *map(repr, self.tests)))}/>"


class Limit(_Node):
    """The match must lie within one such span, or contain one whole."""

    how: Literal["within", "containing"]
    span: Span
    at: Place = NOWHERE

    def __repr__(self) -> str:
        return f"{self.how} {self.span!r}"


class Comparison(_Node):
    """What two labelled words must share, or must not share."""

    left: str
    left_attribute: str
    operator: Literal["=", "!="]
    right: str
    right_attribute: str
    at: Place = NOWHERE

    def __repr__(self) -> str:
        return f"{self.left}.{self.left_attribute} {self.operator} {self.right}.{self.right_attribute}"


class Pattern(_Node):
    """A unit with limits (all of them) and conditions between its labels (all of them)."""

    unit: Unit
    limits: tuple[Limit, ...]
    conditions: tuple[Comparison, ...]
    at: Place = NOWHERE

    def __repr__(self) -> str:
        conditions = f":: {' & '.join(map(repr, self.conditions))}" if self.conditions else ""
        return " ".join(filter(None, (_within(self.unit, (Pattern,)), *map(repr, self.limits), conditions)))


class Region(_Node):
    """``in:``: the verses of a part of the text. ``value`` is as typed: 2, 2:1-20, juz30, meccan, baqara."""

    value: str
    at: Place = NOWHERE

    def __repr__(self) -> str:
        bare = re.fullmatch(r'[^\s"&|()\[\]]+', self.value)
        return f"in:{self.value if bare else quoted(self.value)}"


class Translated(_Node):
    """``en:``: the verses whose translation has these words in a row."""

    language: str
    words: str
    at: Place = NOWHERE

    def __repr__(self) -> str:
        bare = re.fullmatch(r'[^\s"&|()\[\]]+', self.words)
        return f"{self.language}:{self.words if bare else quoted(self.words)}"


class Researched(_Node):
    """``note:``, ``tag:`` or ``has:``: the verses with such research of the user's, or a word with it."""

    test: Test
    at: Place = NOWHERE

    def __repr__(self) -> str:
        return repr(self.test)


Node = Token | Anything | Label | Tree
Unit = Token | Anything | Phrase | Sequence | Alternatives | Repeat | Label | Tree | Pattern
Clause = Unit | And | Or | Not | Region | Translated | Researched


class Query(Struct):
    """One clause, and the text that it was parsed from."""

    clause: Clause
    text: str = ""

    _apart = ("text",)

    def __repr__(self) -> str:
        return repr(self.clause)


def conjuncts(clause: Clause) -> Iterator[Clause]:
    """What ``AND`` joins, also within parentheses of its own; else the clause itself."""
    if not isinstance(clause, And):
        yield clause
        return
    for part in clause.parts:
        yield from conjuncts(part)


def walk(node: Struct) -> Iterator[Struct]:
    """``node`` and every node in it, in the order of the text."""
    yield node
    for name in node._fields:
        inner = getattr(node, name)
        for part in inner if isinstance(inner, tuple) else (inner,):
            if isinstance(part, Struct):
                yield from walk(part)


def _is_test(node: object) -> bool:
    """Whether ``And``, ``Or`` or ``Not`` joins tests: its first leaf says so."""
    while not isinstance(node, Test):
        if isinstance(node, And | Or):
            node = node.parts[0]
        elif isinstance(node, Not):
            node = node.part
        else:
            return False
    return True


def _within(node: object, loose: tuple[type, ...]) -> str:
    """``node`` written out, in parentheses if it binds no tighter than what stands around it."""
    return f"({node!r})" if isinstance(node, loose) else repr(node)


class Meaning(Struct):
    """What one part of a query was taken to mean, so that the answer can say so.

    ``attribute`` is that of a test, or ``relation``, ``in`` or a language; ``values`` are the values in the
    corpus that it stands for (keys of ``kalima.corpus.relations`` for a relation, references for a region).
    None is an answer too for a word that the text does not have. ``words`` says it in English.
    """

    attribute: str
    typed: str
    values: tuple[str, ...]
    words: str
    at: Place
