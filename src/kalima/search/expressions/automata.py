"""A regular expression as an automaton, which reads every value once, letter by letter.

It is the automaton of positions: a state for each letter that stands in the expression, and an arrow to
each letter that may come next. It may be at many positions at once; they are the bits of an integer.
Each set of positions becomes a state of its own when it is first come to, and so what is read is not the
expression but a table. Nothing is ever tried and taken back: the time is that of the letters read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import getitem

from kalima.search.expressions.syntax import Choice, Letters, Repeat, Row, Tree

Spend = Callable[[], None]

_STATES = 4_000  # states of a table that are kept: about 4 MB
_STEPS = 1_000  # new arrows of the table, or values read, between two looks at the budget


def free() -> None:
    """The budget of who has no limit."""


@dataclass(slots=True)
class _Part:
    """What the automaton needs to know of a part: where it may begin and end, and whether it may be empty."""

    first: int
    last: list[int]
    empty: bool


class Automaton:
    """Accepts the words that ``tree`` describes."""

    def __init__(self, tree: Tree) -> None:
        self._letters: list[Letters] = []
        self._next: list[int] = []
        whole = self._part(tree)
        self.first, self.empty = whole.first, whole.empty
        self.last = sum(1 << position for position in whole.last)
        self._width = len(self._letters) // 8 + 1
        self._accepting: dict[str, int] = {}
        self._after: dict[int, int] = {}

    def _part(self, tree: Tree) -> _Part:
        if isinstance(tree, Letters):
            self._letters.append(tree)
            self._next.append(0)
            position = len(self._letters) - 1
            return _Part(1 << position, [position], False)
        if isinstance(tree, Choice):
            parts = [self._part(part) for part in tree.parts]
            first = 0
            for part in parts:
                first |= part.first
            last = [position for part in parts for position in part.last]
            return _Part(first, last, any(part.empty for part in parts))
        if isinstance(tree, Row):
            return self._follow([self._part(part) for part in tree.parts], len(tree.parts))
        return self._repeated(tree)

    def _repeated(self, tree: Repeat) -> _Part:
        """As many copies as there can be; if there is no end of them, the last leads back to itself."""
        copies = [self._part(tree.part) for _ in range(max(tree.low, tree.high or 1))]
        if tree.high is None:
            self._arrows(copies[-1].last, copies[-1].first)
        return self._follow(copies, tree.low)

    def _follow(self, parts: list[_Part], needed: int) -> _Part:
        """The parts one after the other. It may be over before any of those after the ``needed`` ones.

        From the end, so that an arrow need not be drawn past each part that may be empty.
        """
        rest = _Part(0, [], True)
        for number in reversed(range(len(parts))):
            part = parts[number]
            self._arrows(part.last, rest.first)
            first = part.first | rest.first if part.empty else part.first
            last = part.last + rest.last if rest.empty else rest.last
            rest = _Part(first, last, number >= needed or (part.empty and rest.empty))
        return rest

    def _arrows(self, positions: Iterable[int], to: int) -> None:
        for position in positions:
            self._next[position] |= to

    def accepting(self, letter: str) -> int:
        """The positions at which this letter may stand."""
        found = self._accepting.get(letter)
        if found is None:
            found = sum(1 << at for at, letters in enumerate(self._letters) if letters.accepts(letter))
            self._accepting[letter] = found
        return found

    def after(self, positions: int) -> int:
        """The positions that may come next after any of these: looked up for eight of them at a time."""
        reached = 0
        for number, eight in enumerate(positions.to_bytes(self._width, "little")):
            if eight:
                found = self._after.get(number << 8 | eight)
                reached |= self._after_eight(number, eight) if found is None else found
        return reached

    def _after_eight(self, number: int, eight: int) -> int:
        reached = 0
        for position in range(8):
            if eight >> position & 1:
                reached |= self._next[number * 8 + position]
        self._after[number << 8 | eight] = reached
        return reached

    def table(self, spend: Spend = free) -> Table:
        """The table that reads values, as yet empty."""
        return Table(self, spend)


class _State(dict[str, "_State"]):
    """A set of positions: to which state each letter leads from it, as far as it has been asked."""

    __slots__ = ("_reach", "_table", "accepts")

    def __init__(self, table: Table, reach: int, accepts: bool) -> None:
        super().__init__()
        self._table = table
        self._reach = reach
        self.accepts = accepts

    def __missing__(self, letter: str) -> _State:
        state = self[letter] = self._table.state(self._reach, letter)
        return state


class Table:
    """The states that values lead to.

    :param spend: called now and then; it may raise.
    """

    def __init__(self, automaton: Automaton, spend: Spend) -> None:
        self._automaton = automaton
        self._spend = spend
        self._start = _State(self, automaton.first, automaton.empty)
        self._states: dict[int, _State] = {}
        self._steps = 0

    def state(self, reach: int, letter: str) -> _State:
        """Where ``letter`` leads to if any of the positions ``reach`` may come next."""
        self._steps += 1
        if self._steps % _STEPS == 0:
            self._spend()
        positions = reach & self._automaton.accepting(letter)
        state = self._states.get(positions)
        if state is None:
            if len(self._states) >= _STATES:
                self._states.clear()
                self._start.clear()
            accepts = bool(positions & self._automaton.last)
            state = self._states[positions] = _State(self, self._automaton.after(positions), accepts)
        return state

    def accepts(self, value: str) -> bool:
        """Whether the whole of ``value`` is a word of the automaton."""
        return reduce(getitem, value, self._start).accepts

    def numbers(self, values: Sequence[str], first: int = 0) -> list[int]:
        """The numbers of the values that it accepts; the first has the number ``first``."""
        found: list[int] = []
        for start in range(0, len(values), _STEPS):
            self._spend()
            block = values[start : start + _STEPS]
            found += [
                number
                for number, value in enumerate(block, first + start)
                if reduce(getitem, value, self._start).accepts  # accepts(value), without the call
            ]
        return found
