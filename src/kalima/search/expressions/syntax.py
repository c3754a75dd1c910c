"""The syntax tree of a regular expression, simplified as it is put together.

A tree is made by :func:`row`, :func:`choice` and :func:`repeat`, which leave out what says nothing: a
group of one part, a repetition of a repetition, an alternative between single letters (a class). So many
expressions become *linear*, a row of repeated letters, and can be searched for in one go.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

_LARGEST = 5_000  # a count that simplifying may come to: beyond, the repetitions stay as they were typed
_LONGEST = 64  # letters of a prefix: few values are longer, and repetitions in repetitions soon are


@dataclass(frozen=True, slots=True)
class Letters:
    """One letter: one of ``members``, or any that is not one of them if they are ``excluded``."""

    members: frozenset[str]
    excluded: bool = False

    def accepts(self, letter: str) -> bool:
        return (letter in self.members) is not self.excluded

    @property
    def letter(self) -> str:
        """The only letter there is, ``""`` if there are more."""
        return next(iter(self.members)) if len(self.members) == 1 and not self.excluded else ""

    def __or__(self, other: Letters) -> Letters:
        if not self.excluded and not other.excluded:
            return Letters(self.members | other.members)
        if self.excluded and other.excluded:
            return Letters(self.members & other.members, True)
        without, among = (self, other) if self.excluded else (other, self)
        return Letters(without.members - among.members, True)


@dataclass(frozen=True, slots=True)
class Row:
    """Parts that follow one another; none at all is the empty word."""

    parts: tuple[Tree, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """Any one of the parts."""

    parts: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """``part`` at least ``low`` and at most ``high`` times; as often as one likes if that is None."""

    part: Tree
    low: int
    high: int | None


Tree = Letters | Row | Choice | Repeat

ANY = Letters(frozenset(), True)
EMPTY = Row()
ANYTHING = Repeat(ANY, 0, None)


def word(letters: str) -> Tree:
    """The tree of these letters, one after the other."""
    return row([Letters(frozenset(letter)) for letter in letters])


def row(parts: Sequence[Tree]) -> Tree:
    """The tree of parts that follow one another."""
    flat: list[Tree] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, Row) else [part])
    return flat[0] if len(flat) == 1 else Row(tuple(flat))


def choice(parts: Sequence[Tree]) -> Tree:
    """The tree of an alternative. All that are single letters are one class, where the first of them was."""
    flat: dict[Tree, None] = {}  # a set that keeps the order
    letters: Letters | None = None
    for part in parts:
        for each in part.parts if isinstance(part, Choice) else [part]:
            if isinstance(each, Letters):
                letters = each if letters is None else letters | each
            else:
                flat[each] = None
    all_parts = [*([letters] if letters else []), *flat]
    return all_parts[0] if len(all_parts) == 1 else Choice(tuple(all_parts))


def repeat(part: Tree, low: int, high: int | None) -> Tree:
    """The tree of a repetition."""
    if part == EMPTY or high == 0:
        return EMPTY
    if low == high == 1:
        return part
    if isinstance(part, Repeat):
        least = part.low * low
        most = None if high is None or part.high is None else part.high * high
        if max(least, most or 0) <= _LARGEST and _without_gaps(part, low, high):
            return Repeat(part.part, least, most)
    return Repeat(part, low, high)


def _without_gaps(part: Repeat, low: int, high: int | None) -> bool:
    """Whether ``part`` repeated comes to every count between the least and the most: (a{3}){0,2} does not."""
    if low == high or part.low <= 1:
        return True
    return low > 0 and (part.high is None or (low + 1) * part.low <= low * part.high + 1)


def alternatives(tree: Tree, most: int) -> list[Tree]:
    """Trees that together say the same: (a|b)(c)? as a, ac, b, bc.

    :param most: a row is taken apart if no more than so many come of it.
    """
    if isinstance(tree, Choice):
        return [each for part in tree.parts for each in alternatives(part, most)]
    if isinstance(tree, Repeat) and (tree.low, tree.high) == (0, 1) and not isinstance(tree.part, Letters):
        return [EMPTY, *alternatives(tree.part, most)]
    if isinstance(tree, Row):
        apart = [alternatives(part, most) for part in tree.parts]
        if prod(map(len, apart)) <= most:
            return [row(parts) for parts in product(*apart)]
    return [tree]


def size(tree: Tree) -> int:
    """The number of letters in the tree when every repetition is written out: the automaton's positions."""
    if isinstance(tree, Letters):
        return 1
    if isinstance(tree, Repeat):
        return size(tree.part) * max(tree.low, tree.high or 1)
    return sum(map(size, tree.parts))


def prefix(tree: Tree) -> str:
    """The letters that every match begins with."""
    return _beginning(tree)[0]


def _beginning(tree: Tree) -> tuple[str, bool]:
    """The letters that every match begins with, and whether a match is those and nothing else."""
    if isinstance(tree, Letters):
        return tree.letter, bool(tree.letter)
    if isinstance(tree, Choice):
        return _shared([prefix(part) for part in tree.parts]), False
    if isinstance(tree, Repeat):
        letters, whole = _beginning(tree.part) if tree.low else ("", False)
        if not whole:
            return letters, False
        whole = tree.low == tree.high and tree.low * len(letters) <= _LONGEST
        return (letters * min(tree.low, _LONGEST))[:_LONGEST], whole
    begun = ""
    for part in tree.parts:
        letters, whole = _beginning(part)
        begun += letters
        if not whole or len(begun) > _LONGEST:
            return begun[:_LONGEST], False
    return begun, True


def _shared(words: list[str]) -> str:
    """The letters that all words begin with: those that the first and the last in order do."""
    first, last = min(words), max(words)
    differing = (at for at, (one, other) in enumerate(zip(first, last, strict=False)) if one != other)
    return first[: next(differing, len(first))]


Item = tuple[Letters, int, int | None]


def items(tree: Tree) -> list[Item] | None:
    """The tree as a row of repeated letters, equal neighbours made one; None if it is more than that."""
    row_of: list[Item] = []
    for part in tree.parts if isinstance(tree, Row) else (tree,):
        repeated = part if isinstance(part, Repeat) else Repeat(part, 1, 1)
        letters, low, high = repeated.part, repeated.low, repeated.high
        if not isinstance(letters, Letters):
            return None
        if row_of and row_of[-1][0] == letters:
            _, least, most = row_of.pop()
            low, high = least + low, None if most is None or high is None else most + high
        row_of.append((letters, low, high))
    return row_of
