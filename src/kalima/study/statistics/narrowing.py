"""A query narrowed to some of what it finds, condition by condition, each of which can be taken off."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kalima.errors import KalimaError
from kalima.search.query import Label, walk
from kalima.study.library import Library
from kalima.study.statistics.columns import PLACES
from kalima.study.statistics.frequency import Narrower
from kalima.study.statistics.keys import Key, parse_key

MOST = 12
"""Conditions at most."""


def narrow(library: Library, query: str, only: Sequence[str]) -> dict[str, Any]:
    """The query of those matches of ``query`` that meet all conditions.

    :param only: each a key and a value as frequencies give them: ``root:قول``, ``A.pos:V``, ``surah:2``.
    :return: ``query`` as it was, the conditions by ``key`` and ``value``, and the ``narrowed`` query.
    :raises QueryError: if the query cannot be understood.
    :raises KalimaError: if a condition is none, or no query says just that.
    """
    parsed = library.explain(query).query
    labels = {each.name for each in walk(parsed) if isinstance(each, Label)}
    conditions = [_condition(library, each, labels) for each in only]
    narrowed: str | None = query
    if conditions:
        keys, values = zip(*conditions, strict=True)
        narrowed = Narrower(library, parsed, keys).query(values)
    if narrowed is None:
        raise KalimaError(
            f"No query finds just the matches with {', '.join(only)}."[:200],
            "A query of several words is narrowed by parts of the text, or by a word with a label: "
            'A.root:قول of A:[pos="V"] [].',
        )
    return {
        "query": query,
        "only": [{"key": str(key), "value": value} for key, value in conditions],
        "narrowed": narrowed,
    }


def _condition(library: Library, text: str, labels: set[str]) -> tuple[Key, str]:
    name, colon, value = text.partition(":")
    if not colon:
        raise KalimaError(f"{text[:40]!r} is no condition.", "Write a key and its value: root:قول, surah:2.")
    key = parse_key(name)
    if key.label and key.label not in labels:
        known = f"It has: {', '.join(sorted(labels))}." if labels else "Write it as A:[pos=V]."
        raise KalimaError(f"The query has no label {key.label!r}.", known)
    if value not in library.columns.column(key.attribute).names:
        where = "part of the text" if key.attribute in PLACES else f"{key.attribute} in the corpus"
        raise KalimaError(
            f"There is no {where} {value[:40]!r}.", "Take the value as the frequencies of the query have it."
        )
    return key, value
