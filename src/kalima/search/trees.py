"""The treebank in memory: its nodes as units (see ``kalima.search.postings``), its arcs as arrays.

Packed it is three bytes a node, in the order of the treebank: what the node stands on, its relation to its
head, and how far on in that order the head is. A node with more heads has more such records. Side by side
the three tell xz the most of each other: the whole treebank is 0.1 MB in the executable.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import IntEnum
from functools import cached_property, lru_cache
from itertools import accumulate, chain, compress, count, pairwise
from typing import Any, NamedTuple

from kalima.corpus.relations import RELATIONS
from kalima.search.postings import Layout, bits_of

_RECORD = 3
_SKIP, _MOST_SKIPPED, _NEW_VERSE = 3, 15, 1 << 7  # of a record's first byte, above the kind
_KIND = (1 << _SKIP) - 1
_FAR = 1 << 7  # a head is less than this many nodes away
NO_WORD = -1
SEVERAL, NO_HEAD = -1, -2
SEVERAL_RELATIONS, NO_RELATION = 254, 255
_NONE = 0  # no relation: those that there are count from 1


class Kind(IntEnum):
    """What a node stands on."""

    FIRST_STEM = 0
    SECOND_STEM = 1
    AFFIX = 2
    LETTER = 3  # a letter of a segment that another node leads on
    UNATTACHED = 4  # written, but no segment could be found for it
    IMPLIED = 5
    FURTHER_HEAD = 6  # no node: one more arc of the node before


def _table(value: Callable[[int], int]) -> bytes:
    """What becomes of each possible byte: whole columns of records are read with such tables."""
    return bytes(map(value, range(256)))


_KINDS = _table(lambda code: code & _KIND)
_IS_NODE = _table(lambda code: code & _KIND != Kind.FURTHER_HEAD)
_SKIPPED = _table(lambda code: code >> _SKIP & _MOST_SKIPPED)
_BEGINS = _table(lambda code: code // _NEW_VERSE)
_IS_OTHER = _table(lambda kind: kind not in (Kind.FIRST_STEM, Kind.SECOND_STEM))
_IS_WRITTEN = _table(lambda kind: kind not in (Kind.UNATTACHED, Kind.IMPLIED))


class PackedNode(NamedTuple):
    """A node on its way into the index.

    ``word`` is the 0-based word it stands on, ``None`` if it stands on none; ``heads`` are the numbers of
    its heads among all nodes, each with the number of the relation, both from 0 on.
    """

    kind: Kind
    verse: int
    word: int | None
    heads: Iterable[tuple[int, int]]


def pack_treebank(nodes: Sequence[PackedNode]) -> bytes:
    """All nodes in order, with their arcs, each arc once.

    :raises ValueError: if the nodes do not go along the text, or an arc leads too far.
    """
    data = bytearray()
    word, verse = -1, -1
    for number, node in enumerate(nodes):
        skipped = 0 if node.word is None else node.word - word
        begun = node.verse - verse
        if not (0 <= skipped <= _MOST_SKIPPED and 0 <= begun <= 1):
            raise ValueError(f"node {number + 1} is out of the order of the text")
        word, verse = word + skipped, node.verse
        code = node.kind | skipped << _SKIP | _NEW_VERSE * begun
        for head, relation in sorted(set(node.heads)) or [(number, -1)]:
            if abs(head - number) >= _FAR:
                raise ValueError(f"the head of node {number + 1} is {head - number} nodes away")
            data += bytes((code, relation + 1, (head - number) % 256))
            code = Kind.FURTHER_HEAD
    return bytes(data)


class Arcs(NamedTuple):
    """Arcs from one side: where those of each unit begin, and the other ends and the relations of all."""

    starts: array[int]
    ends: array[int]
    relations: bytes

    def of(self, unit: int) -> list[tuple[int, int]]:
        here = slice(self.starts[unit], self.starts[unit + 1])
        return list(zip(self.ends[here], self.relations[here], strict=True))


class Treebank:
    """The nodes and arcs of the treebank. Relations are numbered as in ``relations``, from 0 on.

    Making it costs nothing: it is unpacked when it is first asked something.
    """

    def __init__(self, packed: Mapping[str, Any], layout: Layout) -> None:
        self._packed: bytes = packed["records"]
        self._layout = layout
        self.relations = [relation.key for relation in RELATIONS]
        self.heads = lru_cache(maxsize=80)(self._heads)
        self.dependents = lru_cache(maxsize=80)(self._dependents)

    # Nodes

    @cached_property
    def _nodes(self) -> tuple[bytes, array[int], array[int]]:
        """Of each node its kind, the word that it or the last node before it stands on, and its verse.

        Words and verses are counted from 1.
        """
        codes = self._packed[::_RECORD]
        nodes = codes.translate(_IS_NODE)
        words, verses = (accumulate(codes.translate(table)) for table in (_SKIPPED, _BEGINS))
        kinds = bytes(compress(codes.translate(_KINDS), nodes))
        return kinds, array("I", compress(words, nodes)), array("I", compress(verses, nodes))

    @cached_property
    def _units(self) -> array[int]:
        """The unit of each node, in the order of the treebank."""
        kinds, words, _ = self._nodes
        second_of, others = self._layout.second_of, count(self._layout.stems)
        first, second = int(Kind.FIRST_STEM), int(Kind.SECOND_STEM)
        return array(
            "I",
            [
                word - 1 if kind == first else second_of[word - 1] if kind == second else next(others)
                for kind, word in zip(kinds, words, strict=True)
            ],
        )

    @cached_property
    def _numbers(self) -> array[int]:
        """For each unit its node, counted from 1."""
        numbers = array("I", bytes(4 * self._layout.units))
        for number, unit in enumerate(self._units, start=1):
            numbers[unit] = number
        return numbers

    @cached_property
    def _others(self) -> tuple[bytes, array[int], array[int]]:
        """Of each node that leads on no stem whether it is written, the word before its end, and its verse.

        Words and verses are counted from 1.
        """
        kinds, words, verses = self._nodes
        others = kinds.translate(_IS_OTHER)
        written = bytes(compress(kinds.translate(_IS_WRITTEN), others))
        return written, array("I", compress(words, others)), array("I", compress(verses, others))

    @cached_property
    def everything(self) -> int:
        """The set of all nodes."""
        return bits_of(self._units, self._layout.units)

    @cached_property
    def written(self) -> int:
        """The set of the nodes that stand on a segment."""
        layout, (written, _, _) = self._layout, self._others
        others = bits_of(compress(range(len(written)), written), len(written))
        return self.everything & layout.all_stems | others << layout.stems

    @cached_property
    def words(self) -> array[int]:
        """For each unit the 0-based word on which it stands, ``NO_WORD`` if it is implied or unattached."""
        layout, (written, words, _) = self._layout, self._others
        others = (
            word - 1 if is_written else NO_WORD for is_written, word in zip(written, words, strict=True)
        )
        return array("i", chain(range(layout.words), layout.second, others))

    def word(self, unit: int) -> int | None:
        """The 0-based word on which ``unit`` stands; ``None`` if it is implied or unattached."""
        word = self.words[unit]
        return None if word == NO_WORD else word

    def verse(self, unit: int) -> int:
        """The 0-based verse of ``unit``, an implied one's too."""
        layout = self._layout
        if unit >= layout.stems:
            return self._others[2][unit - layout.stems] - 1
        return layout.verses.number(unit if unit < layout.words else layout.second[unit - layout.words])

    def node(self, unit: int) -> int | None:
        """The id that the node has in corpus.db; ``None`` for a stem on which no node leads."""
        return self._numbers[unit] or None

    # Arcs. They are put where they belong one by one: lists of numbers to sort would take 15 MB for a moment.

    @cached_property
    def _arcs(self) -> list[tuple[array[int], array[int]]]:
        """For each relation the heads and the dependents of its arcs."""
        units, data = self._units, self._packed
        arcs = [(array("I"), array("I")) for _ in self.relations]
        number = -1
        is_node = data[::_RECORD].translate(_IS_NODE)
        distances = memoryview(data[2::_RECORD]).cast("b")
        for begins, relation, distance in zip(is_node, data[1::_RECORD], distances, strict=True):
            number += begins
            if relation != _NONE:
                heads, dependents = arcs[relation - 1]
                heads.append(units[number + distance])
                dependents.append(units[number])
        return arcs

    def arcs(self, relation: int) -> tuple[array[int], array[int]]:
        """The heads and the dependents of all arcs of a relation, in the order of the text, each arc once."""
        return self._arcs[relation]

    def _heads(self, *relations: int) -> int:
        """The set of the nodes that are the head in an arc of any of these relations."""
        return self._nodes_in(heads for heads, _ in map(self.arcs, relations))

    def _dependents(self, *relations: int) -> int:
        """The set of the nodes that are the dependent in an arc of any of these relations."""
        return self._nodes_in(dependents for _, dependents in map(self.arcs, relations))

    def _nodes_in(self, sides: Iterable[array[int]]) -> int:
        return bits_of(chain.from_iterable(sides), self._layout.units)

    def children(self, unit: int) -> list[tuple[int, int]]:
        """The dependents of a node, each with the relation."""
        return self.down.of(unit)

    def parents(self, unit: int) -> list[tuple[int, int]]:
        """The heads of a node, each with the relation."""
        return self.up.of(unit)

    @cached_property
    def down(self) -> Arcs:
        """The arcs from their heads to their dependents."""
        return self._from([(heads, dependents) for heads, dependents in self._arcs])

    @cached_property
    def up(self) -> Arcs:
        """The arcs from their dependents to their heads."""
        return self._from([(dependents, heads) for heads, dependents in self._arcs])

    @cached_property
    def only_heads(self) -> tuple[array[int], bytes]:
        """For each unit its head and the relation to it: ``SEVERAL`` and ``SEVERAL_RELATIONS`` if it has more
        than one, ``NO_HEAD`` and ``NO_RELATION`` if it has none. Upwards nothing goes round for ever: of
        each circle one unit is told as one with several.
        """
        starts, ends, relations = self.up
        heads = array("i", [NO_HEAD]) * self._layout.units
        kinds = bytearray([NO_RELATION]) * self._layout.units
        for unit, (start, stop) in enumerate(pairwise(starts)):
            if stop == start + 1:
                heads[unit], kinds[unit] = ends[start], relations[start]
            elif stop > start:
                heads[unit], kinds[unit] = SEVERAL, SEVERAL_RELATIONS
        for unit in _in_circles(heads):
            heads[unit], kinds[unit] = SEVERAL, SEVERAL_RELATIONS
        return heads, bytes(kinds)

    def _from(self, sides: list[tuple[array[int], array[int]]]) -> Arcs:
        """The arcs by their first side; ``sides`` has both sides of the arcs of each relation."""
        counts = array("I", bytes(4 * (self._layout.units + 1)))
        for near, _ in sides:
            for unit in near:
                counts[unit + 1] += 1
        starts = array("I", accumulate(counts))
        free = starts[:]
        ends, relations = array("I", bytes(4 * starts[-1])), bytearray(starts[-1])
        for relation, (near, far) in enumerate(sides):
            for here, there in zip(near, far, strict=True):
                at = free[here]
                free[here] = at + 1
                ends[at], relations[at] = there, relation
        return Arcs(starts, ends, bytes(relations))


def _in_circles(heads: Sequence[int]) -> list[int]:
    """One unit of each circle of heads."""
    found: list[int] = []
    seen = array("i", bytes(4 * len(heads)))  # the number of the walk that first came by, from 1 on
    for begin, head in enumerate(heads):
        if head < begin:  # one arc of each circle leads onwards, or back to where it begins
            continue
        unit, walk = begin, begin + 1
        while unit >= 0 and not seen[unit]:
            seen[unit] = walk
            unit = heads[unit]
        if unit >= 0 and seen[unit] == walk:
            found.append(unit)
    return found
