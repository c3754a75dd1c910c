"""What was counted: the one shape in which every answer says so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Literal

from kalima.search.query import WORD
from kalima.study.library import Library

CountedUnit = Literal["match", "word", "verse", "arc", "ngram"]
FOLDED = "spellings without their marks, with one form of alif, hamza on a seat, ya and ta marbuta"
EXACT = "values as they are written, with all marks"


def account(
    library: Library,
    unit: CountedUnit,
    counted: int,
    base: int,
    attributes: Iterable[str] = (),
    inferred: int = 0,
    **left_out: int,
) -> dict[str, Any]:
    """What a number was made of.

    :param counted: how many units were counted.
    :param base: the set of words of the part of the text that they were looked for in.
    :param attributes: those by which they were told apart.
    :param inferred: how many of the units have a value that was inferred.
    :param left_out: how many were not counted, by the reason; a second stem's word is counted by another.
    """
    return {
        "unit": unit,
        "counted": counted,
        "base_words": base.bit_count(),
        "base_verses": library.index.layout.verses.hit(base).bit_count(),
        "folding": FOLDED if WORD in attributes else EXACT,
        "inferred": inferred,
        "left_out": {name: count for name, count in left_out.items() if count},
        "corpus_version": library.manifest["corpus_version"],
        "corpus_blake2b": library.manifest["blake2b"]["corpus.db"],
    }


def inferred_units(library: Library, attributes: Sequence[str]) -> int:
    """The units of which a value of one of these attributes was inferred."""
    inferred = library.index.features["inferred"]
    units = 0
    for attribute in attributes:
        if attribute in inferred:
            units |= library.index.feature_bits("inferred", attribute)
    return units


def per_thousand(count: int, words: int) -> float:
    """A count for 1,000 words, to three decimals; 0 if there are none."""
    return round(count * 1000 / words, 3) if words else 0.0
