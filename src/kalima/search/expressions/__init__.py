r"""Regular expressions and wildcards over the values of an attribute, none of which can take for ever.

What an expression may hold describes whole words: letters, ``.``, classes, groups, ``|``, repetitions and
escapes. Letters are folded as the values are. Nothing else that ``re`` knows is taken, and each is refused
with what to write instead.

Each alternative is looked for in the quickest way there is: a word is looked up, a row of letters is found
by ``re`` in all values at once, and the rest is read by an automaton.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Protocol

from kalima.arabic.folding import fold
from kalima.search.expressions.automata import Automaton, Spend, Table, free
from kalima.search.expressions.marked import MarkedReader
from kalima.search.expressions.reader import Reader, too_large
from kalima.search.expressions.rows import LinePattern, beginning, plain, quick
from kalima.search.expressions.syntax import (
    ANY,
    ANYTHING,
    Choice,
    Item,
    Tree,
    alternatives,
    choice,
    items,
    prefix,
    row,
    size,
    word,
)
from kalima.search.query import Place

POSITIONS = 500
"""The letters that an automaton may have to read, repetitions written out."""
_ROWS = 8  # alternatives that are looked for one after the other: more take longer than the automaton
_BLOCK = 1_000  # values compared between two looks at the budget


class Values(Protocol):
    """A vocabulary: sorted values, and all of them in one string, a value a line."""

    @property
    def text(self) -> str: ...
    def __len__(self) -> int: ...
    def value(self, number: int, /) -> str: ...
    def numbers_from(self, prefix: str, /) -> range: ...


class _Way(Protocol):
    """A way to find the values that match an alternative."""

    def fullmatch(self, value: str) -> bool: ...
    def matching(self, values: Values, spend: Spend) -> Sequence[int]: ...


class _Word:
    """A plain word: it is looked up."""

    def __init__(self, word: str) -> None:
        self._word = word

    def fullmatch(self, value: str) -> bool:
        return value == self._word

    def matching(self, values: Values, spend: Spend) -> Sequence[int]:
        numbers = values.numbers_from(self._word)  # the word itself is the first that begins with it
        return numbers[:1] if numbers and values.value(numbers[0]) == self._word else ()


class _Beginning:
    """Whatever begins with a word: those values stand side by side."""

    def __init__(self, word: str) -> None:
        self._word = word

    def fullmatch(self, value: str) -> bool:
        return value.startswith(self._word)

    def matching(self, values: Values, spend: Spend) -> Sequence[int]:
        return values.numbers_from(self._word)


class _Rows:
    """A row of letters: it is searched for in the lines that begin as it does."""

    def __init__(self, tree: Tree, letters: list[Item]) -> None:
        self._prefix = prefix(tree)
        self._letters = letters

    @cached_property
    def _pattern(self) -> LinePattern:
        return LinePattern(self._letters)

    def fullmatch(self, value: str) -> bool:
        return self._pattern.fullmatch(value)

    def matching(self, values: Values, spend: Spend) -> Sequence[int]:
        lines, first = _lines(values, self._prefix)
        return () if lines is None else self._pattern.numbers(lines, first, spend)


class _Any:
    """Anything else: the automaton reads the lines that begin as the expression does."""

    def __init__(self, tree: Tree) -> None:
        self._prefix = prefix(tree)
        self._tree = tree

    @cached_property
    def _automaton(self) -> Automaton:
        return Automaton(self._tree)

    @cached_property
    def _table(self) -> Table:
        return self._automaton.table()

    def fullmatch(self, value: str) -> bool:
        return self._table.accepts(value)

    def matching(self, values: Values, spend: Spend) -> Sequence[int]:
        lines, first = _lines(values, self._prefix)
        return () if lines is None else self._automaton.table(spend).numbers(lines.split("\n"), first)


def _lines(values: Values, beginning: str) -> tuple[str | None, int]:
    """The lines that begin so, None if there are none, and the number of the first."""
    numbers = values.numbers_from(beginning)
    if not numbers:
        return None, 0
    text = values.text
    start = text.index("\n" + beginning) + 1 if numbers.start else 0
    end = text.find("\n", text.rfind("\n" + beginning) + 1) if numbers.stop < len(values) else len(text)
    return text[start:end], numbers.start


class Expression:
    """What :func:`parse_expression` and :func:`parse_wildcards` have read.

    ``alternatives`` are the words that it consists of, as typed, if it is nothing but words with ``|``
    between them, else None; ``alternative_places`` are their places in the query. Every match begins with
    ``prefix``, which is folded.
    """

    def __init__(self, tree: Tree, at: Place, words: Sequence[tuple[str, Place]]) -> None:
        self.prefix = prefix(tree)
        self.alternatives = tuple(typed for typed, _ in words) or None
        self.alternative_places = tuple(place for _, place in words)
        self._ways = _ways(tree, at)

    def fullmatch(self, value: str) -> bool:
        """Whether the whole of ``value``, which is folded and has no line feed, matches."""
        return any(way.fullmatch(value) for way in self._ways)

    def matching(self, values: Sequence[str] | Values, spend: Spend = free) -> list[int]:
        """The numbers of the values that match whole, ascending.

        :param values: a vocabulary, or any strings in any order, which takes longer.
        :param spend: called every few thousand steps; what it raises ends the search.
        """
        if isinstance(values, Sequence):
            return self._matching_each(values, spend)
        if len(self._ways) == 1:
            return list(self._ways[0].matching(values, spend))
        return sorted({number for way in self._ways for number in way.matching(values, spend)})

    def _matching_each(self, values: Sequence[str], spend: Spend) -> list[int]:
        found: list[int] = []
        for start in range(0, len(values), _BLOCK):
            spend()
            block = values[start : start + _BLOCK]
            found += [number for number, value in enumerate(block, start) if self.fullmatch(value)]
        return found


def _ways(tree: Tree, at: Place) -> list[_Way]:
    """A way for each alternative that has a quick one, and one for all the others together.

    :raises QueryError: if the others are too large.
    """
    ways: list[_Way] = []
    others: list[Tree] = []
    rows = 0
    for part in tree.parts if isinstance(tree, Choice) else (tree,):
        quick_ways = _quick_ways(part)
        more = sum(isinstance(way, _Rows) for way in quick_ways)
        if quick_ways and rows + more <= _ROWS:
            ways += quick_ways
            rows += more
        else:
            others.append(part)
    if others:
        rest = choice(others)
        if size(rest) > POSITIONS:
            raise too_large(f"written out, it has more than {POSITIONS:,} letters", at)
        ways.append(_Any(rest))
    return ways


def _quick_ways(tree: Tree) -> list[_Way]:
    """The ways to find what is a few rows of letters; none if it is more than that."""
    ways: list[_Way] = []
    for part in alternatives(tree, _ROWS):
        letters = items(part)
        if letters is None or not quick(letters):
            return []
        if (whole := plain(letters)) is not None:
            ways.append(_Word(whole))
        elif (begun := beginning(letters)) is not None:
            ways.append(_Beginning(begun))
        else:
            ways.append(_Rows(part, letters))
    return ways


def parse_expression(text: str, *, start: int = 0, letters: Callable[[str], str] = fold) -> Expression:
    """A regular expression that is compared with whole values.

    :param start: where ``text`` stands in the query, for the places of errors.
    :param letters: folds letters as the values are folded.
    :raises QueryError: if it is not one, has what is not taken here, or would take too long.
    """
    reader = Reader(text, start, letters)
    tree = reader.read()
    return Expression(tree, (start, start + len(text)), reader.alternatives)


def parse_wildcards(text: str, *, start: int = 0, letters: Callable[[str], str] = fold) -> Expression:
    """A spelling in which ``*`` is any letters or none and ``?`` is one letter.

    :param start: where ``text`` stands in the query.
    :param letters: folds letters as the values are folded.
    :raises QueryError: if it would take too long.
    """
    place = (start, start + len(text))
    signs: dict[str, Tree] = {"*": ANYTHING, "?": ANY}
    parts = re.split("([*?])", text)
    tree = row([signs[part] if part in signs else word(letters(part)) for part in parts])
    return Expression(tree, place, [(text, place)] if text and len(parts) == 1 else [])


def parse_marked(text: str, *, start: int = 0) -> Expression:
    """An expression that is compared letter by letter with spellings and their marks.

    :param start: where ``text`` stands in the query.
    :raises QueryError: if it is not one, has what is not taken here, or would take too long.
    """
    reader = MarkedReader(text, start)
    return Expression(reader.read(), (start, start + len(text)), ())
