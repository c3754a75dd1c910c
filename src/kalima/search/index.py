"""The search index: a pickle of plain containers, opened only if it is the one that was built."""

from __future__ import annotations

import hashlib
import io
import pickle
from array import array
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from kalima import paths
from kalima.arabic.letters import vowelled
from kalima.errors import CorpusDamaged
from kalima.search.columns import Columns
from kalima.search.postings import Layout, Vocabulary, pack_vocabulary, positions, unpack_set
from kalima.search.trees import Treebank

FORMAT = 3
"""Raised whenever the containers of the index change."""


class _PlainUnpickler(pickle.Unpickler):
    """Reads numbers, strings and containers; refuses every name of a class or function."""

    def find_class(self, module: str, name: str) -> Any:
        raise pickle.UnpicklingError(f"the index names {module}.{name}; it may hold plain data only")


class IndexedSurah(NamedTuple):
    """What a query can ask of a surah. ``place`` is Meccan or Medinan, ``order`` that of revelation."""

    arabic: str
    place: str
    order: int


class SearchIndex:
    """The postings and the treebank of the corpus, in memory.

    Sets have a bit for each unit of ``layout``. Those of the features ``pos``, ``person``, ``gender`` and
    ``number`` and of the vocabularies ``prefix`` and ``suffix`` hold, besides stems, the nodes of the
    affixes that have the value themselves; in every other set there are stems only.

    :param packed: the containers that the build made (see ``build_scripts/corpus_build/postings.py``).
    """

    def __init__(self, packed: dict[str, Any]) -> None:
        size: int = packed["units"]
        self.layout = Layout(packed["words"], packed["second"], size, packed["spans"])
        self.treebank = Treebank(packed["treebank"], self.layout)
        self.features: dict[str, dict[str, int | bytes]] = packed["features"]
        self.vocabularies = {name: Vocabulary(data, size) for name, data in packed["vocabularies"].items()}
        self.foldings = {
            name: [Vocabulary(tier, size) for tier in tiers] for name, tiers in packed["foldings"].items()
        }
        self.surahs = [IndexedSurah(*row) for row in packed["surahs"]]
        self.sajda: dict[str, list[int]] = packed["sajda"]
        """The verses of prostration, from 0, by their kind."""
        # The common features are asked for again and again, those of the corpus for every
        # page of a root; 96 sets are 1.4 MB at most.
        self.feature_bits = lru_cache(maxsize=96)(self._feature_bits)
        self.by_stem = lru_cache(maxsize=None)(self._by_stem)

    @cached_property
    def columns(self) -> Columns:
        """The attributes as columns, to compare words."""
        return Columns(self)

    @cached_property
    def spellings(self) -> Vocabulary:
        """The spellings with the marks of a keyboard alone. Made when first asked for: few queries do."""
        exact = self.vocabularies["exact"]
        postings: dict[str, list[int]] = {}
        for number, value in enumerate(exact.values):
            postings.setdefault(vowelled(value), []).extend(exact.units_of(number))
        return Vocabulary(pack_vocabulary(postings), self.layout.units)

    def _by_stem(self, attribute: str) -> array[int]:
        """For each stem the number of its root, lemma, pattern, ``exact`` spelling or tag, from 1; or 0."""
        if attribute in self.vocabularies:
            return self.vocabularies[attribute].by_stem(self.layout.stems)
        numbers = array("H", bytes(2 * self.layout.stems))
        for number, tag in enumerate(self.features[attribute], start=1):
            for stem in positions(self.feature_bits(attribute, tag) & self.layout.all_stems):
                numbers[stem] = number
        return numbers

    def _feature_bits(self, feature: str, tag: str) -> int:
        """The units whose ``feature`` is ``tag``."""
        return unpack_set(self.features[feature][tag], self.layout.units)


def write_index(packed: dict[str, Any], path: Path) -> None:
    """Write the containers of an index."""
    path.write_bytes(pickle.dumps({"format": FORMAT, **packed}, protocol=5))


def open_index(path: Path, blake2b: str) -> SearchIndex:
    """The index at ``path``.

    :param blake2b: the hash (32 bytes, hexadecimal) that was fixed when the index was built.
    :raises CorpusDamaged: if the file is missing, is another one, or has another format.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CorpusDamaged(
            f"The search index cannot be read: {error.strerror} ({path}).", paths.WAY_OUT
        ) from error
    if hashlib.blake2b(data, digest_size=32).hexdigest() != blake2b:
        raise CorpusDamaged(
            f"The search index is damaged: it is not the file that was built ({path}).", paths.WAY_OUT
        )
    packed = _PlainUnpickler(io.BytesIO(data)).load()
    if packed["format"] != FORMAT:
        raise CorpusDamaged(
            f"The search index has format {packed['format']}; this program reads {FORMAT}.", paths.WAY_OUT
        )
    return SearchIndex(packed)
