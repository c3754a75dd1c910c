"""What can be asked for, as before: roots, patterns, parts of speech, and how much there is of everything."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from kalima.arabic.folding import shadda_first
from kalima.corpus import tagset
from kalima.errors import KalimaError
from kalima.study import earlier_queries as queries
from kalima.study.earlier_research import research_counts
from kalima.study.library import Library
from kalima.web.answers import NATURAL, TEXT
from kalima.web.earlier import answers
from kalima.web.earlier.answers import READING
from kalima.web.routes import Api, Route
from kalima.web.structures import ListOf, Record

_STATS = (
    "total_verses", "verses_with_tokens", "total_annotations", "total_hypothesis_tags", "total_surahs",
    "total_tokens", "total_segments", "total_roots", "total_lemmas",
)  # fmt: skip


@lru_cache(maxsize=1)
def morph_patterns(library: Library) -> list[dict[str, Any]]:
    """The patterns of words, the commonest first; an id is a pattern's place in this list."""
    patterns = map(shadda_first, library.index.vocabularies["pattern"].values)  # as segments have them
    counted = [(_count(library, "pattern", pattern), pattern) for pattern in patterns]
    counted.sort(key=lambda each: (-each[0], each[1]))
    return [
        {"id": f"mp-{place}", "pattern": pattern, "count": count}
        for place, (count, pattern) in enumerate(counted, start=1)
    ]


@lru_cache(maxsize=1)
def syntax_patterns(library: Library) -> list[dict[str, Any]]:
    """The parts of speech, the commonest first; an id is a part's place in this list."""
    values = [value for value in tagset.BY_KEY["pos"].values if value.tag in library.index.features["pos"]]
    counted = [(_count(library, "pos", value.tag), value) for value in values]
    counted.sort(key=lambda each: (-each[0], each[1].tag))
    return [
        {
            "id": f"sp-{place}",
            "pos": value.tag,
            "count": count,
            "english": value.english,
            "arabic": value.arabic,
        }
        for place, (count, value) in enumerate(counted, start=1)
    ]


def _count(library: Library, attribute: str, value: str) -> int:
    return queries.find(library, queries.with_value(library, attribute, value)).word_count


def morph_pattern(library: Library, id: str) -> str:
    """
    :raises KalimaError: if no pattern has this id.
    """
    return _with_id(morph_patterns(library), id, "/api/morph_patterns", "pattern")


def syntax_pattern(library: Library, id: str) -> str:
    """
    :raises KalimaError: if no part of speech has this id.
    """
    return _with_id(syntax_patterns(library), id, "/api/syntax_patterns", "pos")


def _with_id(listed: list[dict[str, Any]], id: str, address: str, field: str) -> str:
    for each in listed:
        if each["id"] == id:
            return str(each[field])
    raise KalimaError(f"There is no pattern with the id {id[:40]!r}.", f"{address} lists them.")


def declare(api: Api, library: Library) -> None:
    """``/api/roots``, ``/api/morph_patterns``, ``/api/syntax_patterns`` and ``/api/stats``."""

    @api.answers(
        Route("GET", "/api/roots", "All roots, sorted", READING, ListOf(TEXT), examples=[{}], cache="corpus")
    )
    def roots() -> list[str]:
        return library.index.vocabularies["root"].values

    @api.answers(
        Route(
            "GET",
            "/api/morph_patterns",
            "The patterns of words, and how many words have each",
            READING,
            ListOf(answers.MORPH_PATTERN),
            examples=[{}],
            cache="corpus",
        )
    )
    def of_words() -> list[dict[str, Any]]:
        return morph_patterns(library)

    @api.answers(
        Route(
            "GET",
            "/api/syntax_patterns",
            "The parts of speech, and how many words have each",
            READING,
            ListOf(answers.SYNTAX_PATTERN),
            examples=[{}],
            cache="corpus",
        )
    )
    def of_sentences() -> list[dict[str, Any]]:
        return syntax_patterns(library)

    @api.answers(
        Route(
            "GET",
            "/api/stats",
            "How much there is of everything",
            READING,
            Record(dict.fromkeys(_STATS, NATURAL)),
            examples=[{}],
        )
    )
    def stats() -> dict[str, int]:
        counts = library.store.counts()
        numbers = (
            counts["verses"],
            library.store.verses_with_words(),
            *research_counts(library),
            *(counts[table] for table in ("surahs", "words", "segments", "roots", "lemmas")),
        )
        return dict(zip(_STATS, numbers, strict=True))
