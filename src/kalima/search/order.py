"""The orders in which hits can be listed, besides that of the mushaf."""

from __future__ import annotations

import random
from array import array
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from kalima.arabic.folding import fold
from kalima.search.index import SearchIndex

if TYPE_CHECKING:
    from kalima.search.dictionary import Dictionary, Headword

MUSHAF = "mushaf"
OF_VERSES = (MUSHAF, "revelation")
RANDOM = "random"
ORDERS = (*OF_VERSES, "form", "lemma", "root", RANDOM)
"""``form`` is the word as it is written, by its letters and then its marks."""


class Orders:
    """Keys to sort words by, stem by stem; words of one key keep the order of the mushaf."""

    def __init__(self, index: SearchIndex, dictionary: Dictionary) -> None:
        self._index = index
        self._dictionary = dictionary
        self._kept = lru_cache(maxsize=len(ORDERS))(self._keys)

    def keys(self, order: str, seed: int = 0) -> Sequence[float] | None:
        """The key of each stem (from 0); ``None`` for the order of the mushaf.

        :param order: one of :data:`ORDERS`.
        :param seed: of the random order, which is the same for the same seed in every version of Python.
        """
        if order == RANDOM:
            draw = random.Random(seed).random  # noqa: S311  # no secret
            layout = self._index.layout
            return array("d", [draw() for _ in range(layout.words + len(layout.second))])
        return None if order == MUSHAF else self._kept(order)

    def _keys(self, order: str) -> array[int]:
        if order == "revelation":
            surahs, second = self._index.layout.surahs.by_word, self._index.layout.second
            every = chain(surahs, map(surahs.__getitem__, second))
            return array("H", (self._index.surahs[surah].order for surah in every))
        if order == "form":
            spellings = self._index.vocabularies["exact"].values
            return self._ranked("exact", sorted(range(len(spellings)), key=lambda n: (fold(spellings[n]), n)))
        kind: Headword = "root" if order == "root" else "lemma"
        return self._ranked(kind, self._dictionary.listed(kind, "", most_first=False))

    def _ranked(self, attribute: str, ordered: Iterable[int]) -> array[int]:
        """The place of each stem's value among ``ordered``; a stem that has none comes last."""
        ranks = array("H", bytes(2 * (len(self._index.vocabularies[attribute]) + 1)))
        rank = -1
        for rank, number in enumerate(ordered):
            ranks[number + 1] = rank
        ranks[0] = rank + 1
        return array("H", (ranks[number] for number in self._index.by_stem(attribute)))
