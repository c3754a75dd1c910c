"""The plain reading of a query: what it asks for, as one sentence in English and one in Arabic."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from kalima.search.query import Meaning, Query
from kalima.search.reading.arabic import Arabic
from kalima.search.reading.english import English


class Reading(NamedTuple):
    """One query in words, in both languages."""

    english: str
    arabic: str


def read(query: Query, meanings: Sequence[Meaning], surah_names: Sequence[str] = ()) -> Reading:
    """What ``query`` asks for, in words.

    Script of the other direction is wrapped in isolates (U+2068, U+2069), so that either sentence displays
    properly in a line of its own direction.

    :param meanings: what the parts of the query were taken to mean; a part without one is read as typed.
    :param surah_names: the Arabic names of the surahs in order; without them surahs have only their numbers.
    """
    return Reading(English(meanings).sentence(query), Arabic(meanings, surah_names).sentence(query))
