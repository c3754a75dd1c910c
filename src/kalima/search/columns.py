"""Attributes as columns: for each stem or node the number of its value, to compare two words.

A column is also kept as *planes*: plane ``n`` has the words whose number has bit ``n``. Two words ``d`` apart
have the same value where no plane differs from itself moved by ``d``: a handful of operations compares all
words of the text with their neighbours.
"""

from __future__ import annotations

from array import array
from functools import lru_cache, reduce
from operator import or_
from typing import TYPE_CHECKING, NamedTuple

from kalima.arabic.folding import fold
from kalima.search.parser.names import RESEARCH
from kalima.search.postings import positions
from kalima.search.query import SPELLING, WORD

if TYPE_CHECKING:
    from kalima.search.index import SearchIndex

MANY_VALUED = ("prefix", "suffix", "rel", "differs", "inferred")
"""A word may have several values of these."""
NOT_COMPARED = ("translit", SPELLING, *RESEARCH)
_BIT = [bytes(b"01"[byte >> bit & 1] for byte in range(256)) for bit in range(8)]


class Column(NamedTuple):
    """``numbers`` by unit (0: no value), the ``names`` of the numbers, the planes over first stems."""

    numbers: array[int]
    names: dict[str, int]
    planes: tuple[int, ...]
    present: int


class Columns:
    """The columns of an index, made when they are first asked for."""

    def __init__(self, index: SearchIndex) -> None:
        self._index = index
        self.column = lru_cache(maxsize=6)(self._column)
        self.values = lru_cache(maxsize=6)(self._values)

    def _column(self, attribute: str, like: str = "") -> Column:
        """The column of ``attribute``, its values numbered as those of ``like`` if that is given."""
        names = dict(self.column(like).names) if like else {}
        numbers = array("H", bytes(2 * self._index.layout.units))
        for value, members in self._postings(attribute):
            number = names.setdefault(value, len(names) + 1)
            for unit in members:
                numbers[unit] = number
        words = numbers[: self._index.layout.words]
        low, high = words.tobytes()[::2][::-1], words.tobytes()[1::2][::-1]
        if words.itemsize == 2 and array("H", [1]).tobytes()[0] == 0:  # big-endian
            low, high = high, low
        planes = tuple(
            int(half.translate(_BIT[bit]), 2)
            for first, half in ((0, low), (8, high))
            for bit in range(8)
            if len(names) >> (first + bit)
        )
        return Column(numbers, names, planes, reduce(or_, planes, 0))

    def _postings(self, attribute: str) -> list[tuple[str, list[int]]]:
        index = self._index
        if attribute == WORD:
            exact = index.vocabularies["exact"]
            return [(fold(value), exact.members(value)) for value in exact.values]
        if attribute in index.vocabularies:
            vocabulary = index.vocabularies[attribute]
            return [(value, vocabulary.members(value)) for value in vocabulary.values]
        return [(tag, positions(index.feature_bits(attribute, tag))) for tag in index.features[attribute]]

    def _values(self, attribute: str) -> dict[str, int]:
        """The units that have each value of an attribute of which a word may have several."""
        index = self._index
        if attribute == "rel":
            treebank = index.treebank
            return {key: treebank.dependents(number) for number, key in enumerate(treebank.relations)}
        if attribute in index.vocabularies:
            vocabulary = index.vocabularies[attribute]
            return {value: vocabulary.bits(value) for value in vocabulary.values}
        return {tag: index.feature_bits(attribute, tag) for tag in index.features[attribute]}
