"""The search index: a pickle of plain containers, opened only if it is the one that was built."""

from __future__ import annotations

import hashlib
import io
import pickle
from pathlib import Path
from typing import Any

from kalima import paths
from kalima.errors import CorpusDamaged
from kalima.search.postings import Layout, Vocabulary, unpack_set

FORMAT = 2
"""Raised whenever the containers of the index change."""


class _PlainUnpickler(pickle.Unpickler):
    """Reads numbers, strings and containers; refuses every name of a class or function."""

    def find_class(self, module: str, name: str) -> Any:
        raise pickle.UnpicklingError(f"the index names {module}.{name}; it may hold plain data only")


class SearchIndex:
    """The postings of the corpus, in memory.

    :param packed: the containers that the build made (see ``build_scripts/corpus_build/index.py``).
    """

    def __init__(self, packed: dict[str, Any]) -> None:
        size: int = packed["slots"]
        self.layout = Layout(size, packed["second"], packed["verse_ends"])
        self.features: dict[str, dict[str, int | bytes]] = packed["features"]
        self.vocabularies = {name: Vocabulary(data, size) for name, data in packed["vocabularies"].items()}
        self.foldings = {
            name: [Vocabulary(tier, size) for tier in tiers] for name, tiers in packed["foldings"].items()
        }

    def feature_bits(self, feature: str, tag: str) -> int:
        """The slots whose ``feature`` is ``tag``."""
        return unpack_set(self.features[feature][tag], self.layout.size)


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
