"""How evenly the matches of a query are spread over the text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import accumulate
from math import sqrt
from typing import Any, Literal

from kalima.errors import KalimaError
from kalima.search.postings import flags
from kalima.study.library import Library
from kalima.study.statistics.account import account, per_thousand
from kalima.study.statistics.frequency import in_parts
from kalima.study.statistics.occurrences import Occurrences

PARTS = ("surah", "juz", "page", "place", "period")
Order = Literal["mushaf", "revelation"]


def dispersion(
    library: Library, query: str, *, parts: str = "surah", order: Order = "mushaf"
) -> dict[str, Any]:
    """Where the matches of ``query`` are, how many are in each part, and how even that is.

    :param parts: one of :data:`PARTS`.
    :param order: of the positions, and of the surahs where these are the parts.
    :raises QueryError: if the query cannot be understood, or has no match.
    """
    if parts not in PARTS:
        raise KalimaError(f"The text is not divided by {parts[:40]!r}.", f"Choose {', '.join(PARTS)}.")
    found = Occurrences(library.search(query))
    total = len(found)
    return {
        "query": query,
        "order": order,
        "counted": account(library, "match", total, found.base, second_stems=found.seconds()),
        **spread(library, found, parts, order),
        "positions": _positions(library, found, order),
    }


def spread(library: Library, found: Occurrences, parts: str, order: Order = "mushaf") -> dict[str, Any]:
    """How many matches are in each part of the text, and how even that is."""
    column = library.columns.column(parts)
    names = column.names
    sizes = library.columns.tally(parts, found.base)
    counts = Counter(map(column.numbers.__getitem__, found.firsts))
    total, base = len(found), sizes.total()
    numbers = sorted(sizes)
    if parts == "surah" and order == "revelation":
        numbers.sort(key=lambda number: library.index.surahs[number - 1].order)
    by_count, by_size = [counts[number] for number in numbers], [sizes[number] for number in numbers]
    return {
        "divided_by": parts,
        "range": sum(map(bool, by_count)),
        "juilland_d": _rounded(juilland_d(by_count, by_size)),
        "gries_dp": _rounded(gries_dp(by_count, by_size)),
        "gries_dp_norm": _rounded(gries_dp_norm(by_count, by_size)),
        "parts": [
            {
                "part": names[number],
                "words": sizes[number],
                "count": counts[number],
                "expected": round(total * sizes[number] / base, 4),
                "per_thousand": per_thousand(counts[number], sizes[number]),
                "query": in_parts(found.hits.query, [(parts, names[number] or "")]),
            }
            for number in numbers
        ],
    }


def _positions(library: Library, found: Occurrences, order: Order) -> list[int]:
    """The place of the first word of each match among the words of the base, from 1."""
    layout = library.index.layout
    places = list(accumulate(flags(found.base | 1 << layout.words)))
    if order == "mushaf":
        return [places[word] for word in found.firsts]
    moved, before = {}, 0
    for surah in sorted(range(len(layout.surahs)), key=lambda number: library.index.surahs[number].order):
        first, last = layout.surahs.span(surah)
        begun = places[first - 1] if first else 0
        moved[surah] = before - begun
        before += places[last] - begun
    return sorted(places[word] + moved[layout.surahs.by_word[word]] for word in found.firsts)


def juilland_d(counts: Sequence[int], sizes: Sequence[int]) -> float | None:
    """Juilland's D over relative frequencies: 1 for the same in each part, 0 for all in one of equal parts.

    ``None`` for fewer than two parts or no match.
    """
    parts = len(counts)
    if parts < 2 or not any(counts):
        return None
    shares = [count / size for count, size in zip(counts, sizes, strict=True)]
    mean = sum(shares) / parts
    deviation = sqrt(sum((share - mean) ** 2 for share in shares) / parts)
    return 1 - deviation / mean / sqrt(parts - 1)


def gries_dp(counts: Sequence[int], sizes: Sequence[int]) -> float | None:
    """Gries's deviation of proportions: 0 if each part has its share, near 1 if a small one has all."""
    total, size = sum(counts), sum(sizes)
    if not total:
        return None
    return sum(abs(count / total - part / size) for count, part in zip(counts, sizes, strict=True)) / 2


def gries_dp_norm(counts: Sequence[int], sizes: Sequence[int]) -> float | None:
    """The same stretched so that 1 is reached where all matches are in the smallest part."""
    deviation = gries_dp(counts, sizes)
    smallest = min(sizes) / sum(sizes) if sizes else 1.0
    return None if deviation is None or smallest == 1 else deviation / (1 - smallest)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 6)
