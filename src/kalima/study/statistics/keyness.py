"""What is typical of one part of the text, or of what one query finds, beside another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, Literal

from kalima.errors import KalimaError
from kalima.study.library import Library
from kalima.study.statistics.account import account, per_thousand
from kalima.study.statistics.association import Table, log_likelihood, log_ratio
from kalima.study.statistics.columns import OF_WORDS
from kalima.study.statistics.frequency import Narrower, inferred_matches
from kalima.study.statistics.keys import Number, has_value, parse_key, read
from kalima.study.statistics.listing import Listing, end
from kalima.study.statistics.occurrences import Occurrences

Sort = Literal["log_likelihood", "log_ratio"]


def keyness(
    library: Library, query: str, reference: str = "", *, offset: int = 0, limit: int = 50, **asked: Any
) -> dict[str, Any]:
    """A page of the values by which two queries differ; what is ``asked`` is as in :func:`listed`."""
    return listed(library, query, reference, **asked).page(offset, limit)


def listed(
    library: Library,
    query: str,
    reference: str = "",
    *,
    by: str = "lemma",
    sort: Sort = "log_likelihood",
    least: int = 3,
) -> Listing:
    """The values by which the matches of two queries differ: those that the first has more of, then fewer.

    :param reference: the query to compare with; if it is empty, all words that the first does not cover.
    :param least: how often a value must be in both together.
    :raises QueryError: if a query cannot be understood.
    :raises KalimaError: if there is no such attribute, or one of the two has no match.
    """
    key = parse_key(by, OF_WORDS)
    found = Occurrences(library.search(query))
    values = read(library, found, key)
    here, left_out = _tally(values.numbers)
    beside = Occurrences(library.search(reference)) if reference else None
    if beside:
        there, more = _tally(read(library, beside, key).numbers)
        left_out += more
    else:
        rest = library.index.layout.everything & ~found.hits.words
        there = Counter(library.columns.tally(key.attribute, rest))
    size, size_there = here.total(), there.total()
    if not size or not size_there:
        which = "query" if not size else "reference" if reference else "rest of the text"
        raise KalimaError(f"The {which} has no word to compare.", "Choose two that have words.")
    rows: list[dict[str, Any]] = []
    for number in here.keys() | there.keys():
        count, other = here[number], there[number]
        if has_value(number) and count + other >= least:
            table = Table(count, size, count + other, size + size_there)
            rows.append(
                {
                    "value": values.name(number),
                    "count": count,
                    "reference_count": other,
                    "per_thousand": per_thousand(count, size),
                    "reference_per_thousand": per_thousand(other, size_there),
                    "log_likelihood": round(log_likelihood(table), 4),
                    "log_ratio": round(log_ratio(count, size, other, size_there), 4),
                }
            )
    rows.sort(key=lambda row: (-row[sort], row["value"]))
    queries = Narrower(library, found.hits.query, [key])
    others = Narrower(library, beside.hits.query, [key]) if beside else None

    def shown(offset: int, limit: int | None) -> Iterator[dict[str, Any]]:
        for row in rows[offset : end(offset, limit)]:
            value = [row["value"]]
            yield {
                **row,
                "query": queries.query(value),
                "reference_query": others.query(value) if others else None,
            }

    head = {
        "query": query,
        "reference": reference,
        "by": str(key),
        "counted": account(
            library,
            "match",
            size,
            found.base,
            [key.attribute],
            inferred_matches(library, [key], [values]),
            not_written=left_out,
            second_stems=found.seconds(),
        ),
        "reference_counted": size_there,
    }
    return Listing(head, len(rows), shown)


def _tally(numbers: Any) -> tuple[Counter[Number], int]:
    """How often each value is there, and how many have none that is written."""
    counted: Counter[Number | None] = Counter(numbers)
    left_out = counted.pop(None, 0)
    return counted, left_out  # type: ignore[return-value]
