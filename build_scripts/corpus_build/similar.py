"""Similar verses: pairs of verses with a score, as quranic-nlp has them.

The source, ``quranic_nlp/data/sim_ayat.txt``, is a line a verse: ``surah*1000+ayah``, then ``id:score`` pairs
from the most similar down, at most 100 of them. The wheel does not say how the score was made: it is 1 for
verses with the same words and the same in both directions. So a pair is missing in one direction only where
the 100 of that verse ended before it, and from ``LEAST`` on none is.
"""

from __future__ import annotations

import zipfile
from itertools import takewhile
from typing import NamedTuple

MEMBER = "quranic_nlp/data/sim_ayat.txt"
LEAST = 0.08
"""The least score that is kept: 83,716 of the source's 615,437 entries. No list of 100 ends above 0.0788, so
from here on the source is complete, and further down it is not."""

Place = tuple[int, int]


class Similar(NamedTuple):
    """Another verse, and how similar it is: above 0, at most 1."""

    place: Place
    score: float


def read_similar(wheel: zipfile.ZipFile, least: float = LEAST) -> dict[Place, list[Similar]]:
    """For each verse in mushaf order the similar ones, from the most similar down.

    :param least: where each list is cut off; 0 for all that the source has.
    :raises ValueError: if a verse is listed twice, is similar to itself, or a score is not between 0 and 1.
    """
    verses: dict[Place, list[Similar]] = {}
    for line in wheel.read(MEMBER).decode("utf-8").splitlines():
        head, *rest = line.rstrip("\t").split("\t")
        place = _place(head)
        others = list(takewhile(lambda other: other.score >= least, map(_similar, rest)))
        names = {other.place for other in others}
        if place in verses or place in names or len(names) != len(others):
            raise ValueError(f"{place} is listed twice or is similar to itself")
        verses[place] = others
    return dict(sorted(verses.items()))


def _place(number: str) -> Place:
    return divmod(int(number), 1000)


def _similar(entry: str) -> Similar:
    number, _, score = entry.partition(":")
    value = min(round(float(score), 12), 1.0)  # the source has 1.0000000000000004
    if not 0 < value <= 1 or float(score) > 1 + 1e-9:
        raise ValueError(f"not a score: {entry}")
    return Similar(_place(number), value)


class SimilarPair(NamedTuple):
    """Two verses, the one that comes first in the mushaf first; the score in thousandths."""

    first: Place
    second: Place
    score: int


def pairs(verses: dict[Place, list[Similar]]) -> list[SimilarPair]:
    """Each pair of similar verses once, in mushaf order."""
    scores = {
        (min(place, other.place), max(place, other.place)): round(other.score * 1000)
        for place, others in verses.items()
        for other in others
    }
    return [SimilarPair(*pair, score) for pair, score in sorted(scores.items())]
