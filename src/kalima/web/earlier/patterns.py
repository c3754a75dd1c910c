"""Searching, as before, with plain lists of words: filters, one field of a word, and patterns of letters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from kalima.errors import KalimaError
from kalima.study import earlier, shapes
from kalima.study import earlier_letters as letters
from kalima.study import earlier_queries as queries
from kalima.study.library import Library
from kalima.web.earlier import answers
from kalima.web.earlier.answers import LIMIT, OFFSET, SEARCHING, TOTAL_HEADER, VALUE
from kalima.web.kinds import Choice, Natural, Text, Truth
from kalima.web.routes import Api, Body, Parameter, Reply, Route
from kalima.web.structures import Either, ListOf, Record, nullable

ONE_VALUE = Either((VALUE, Natural()))
FILTERS = 20
VALUES = 50
_PAGE = {"limit": Natural(0, shapes.MAX_PAGE), "offset": Natural()}
SEARCH = Body(
    Record(
        {
            "query": nullable(Text(says="In Kalima's query language.")),
            "filters": ListOf(
                Record(
                    {
                        "field": VALUE,
                        "op": Choice(("eq", "in")),
                        "value": Either((VALUE, Natural(), ListOf(ONE_VALUE, most=VALUES))),
                    },
                    optional=("op",),
                ),
                most=FILTERS,
            ),
            **_PAGE,
            "sort": nullable(
                Choice(("mushaf", "-mushaf"), says="In the order of the mushaf, or from its end.")
            ),
        },
        optional=("query", "filters", "limit", "offset", "sort"),
    ),
    "search",
)
PATTERN = Body(
    Record(
        {
            "word": nullable(Text(most=100, says="Searched for where there are no segments.")),
            "segments": ListOf(
                Record(
                    {
                        "letter": nullable(Text(most=10)),
                        "any_letter": nullable(Truth(says="Any letter, whatever letter is named.")),
                        "diacritics": nullable(
                            ListOf(Text(most=10), 20, says="Exactly these marks; where absent, any or none.")
                        ),
                        "any_diacritics": nullable(
                            Truth(says="Any marks or none, whatever marks are named.")
                        ),
                    },
                    optional=("letter", "any_letter", "diacritics", "any_diacritics"),
                ),
                most=letters.MOST,
            ),
            "allow_prefix": Truth(says="Letters may stand before these."),
            "allow_suffix": Truth(says="Letters may follow."),
            **_PAGE,
        },
        optional=("word", "segments", "allow_prefix", "allow_suffix", "limit", "offset"),
    ),
    "pattern",
)


def declare(api: Api, library: Library) -> None:
    """``/search``, what is under it, and ``/api/search/pattern_word``."""

    @api.answers(
        Route(
            "POST",
            "/search",
            "The words that a query finds and that pass all filters",
            SEARCHING,
            ListOf(answers.TOKEN_VIEW),
            examples=[
                {
                    "body": {
                        "query": "root:قول",
                        "filters": [{"field": "aspect", "op": "in", "value": ["PERF", "IMPV"]}],
                        "limit": 2,
                    }
                }
            ],
            body=SEARCH,
            more="Values under in are alternatives. A field is one of a segment or of the query language;"
            " surah takes what in: takes.",
            headers=TOTAL_HEADER,
            writes=False,
        )
    )
    def search(body: dict[str, Any]) -> Reply:
        filters = [
            (each["field"], _values(each, place)) for place, each in enumerate(body.get("filters", ()))
        ]
        hits = queries.filtered(library, body.get("query") or "", filters)
        offset, limit = body.get("offset", 0), body.get("limit", LIMIT.default)
        if body.get("sort") == "-mushaf":
            end = max(hits.word_count - offset, 0)
            found = answers.views(library, hits, max(end - limit, 0), min(limit, end))[::-1]
        else:
            found = answers.views(library, hits, offset, limit)
        return Reply(found, {"X-Total-Count": str(hits.word_count)})

    for path, says, field, example, ask in _FIELDS:
        api.answers(_field_route(path, says, field, example))(_field_handler(library, field, ask))

    @api.answers(
        Route(
            "POST",
            "/api/search/pattern_word",
            "The words that are spelled like a pattern, letter by letter",
            SEARCHING,
            answers.HIT_LIST,
            examples=[
                {
                    "body": {
                        "segments": [
                            {"letter": "ك", "any_diacritics": True},
                            {"any_letter": True, "diacritics": ["\u064e"]},
                            {"letter": "ب"},
                        ],
                        "allow_suffix": True,
                        "limit": 2,
                    }
                }
            ],
            body=PATTERN,
            more="Marks are those of a keyboard; the mushaf's smaller signs count only where one is named."
            " ا is also ٱ and آ, ي also ى.",
            writes=False,
        )
    )
    def pattern_word(body: dict[str, Any]) -> dict[str, Any]:
        segments, word = body.get("segments", []), body.get("word") or ""
        if not segments and not word.strip():
            raise KalimaError("The pattern is empty.", "Send segments, one for each letter, or a word.")
        pattern = (
            [_letter(each, f"segments[{place}]") for place, each in enumerate(segments)]
            if segments
            else letters.typed_letters(word)
        )
        hits = letters.search(
            library,
            pattern,
            before=body.get("allow_prefix", False),
            after=body.get("allow_suffix", False),
        )
        written = letters.said(pattern)
        return earlier.hit_list(
            library,
            hits,
            word or written,
            "pattern_word",
            f"a word spelled {written}",
            offset=body.get("offset", 0),
            limit=body.get("limit", LIMIT.default),
        )


def _values(filter_: Mapping[str, Any], place: int) -> list[str]:
    """
    :raises KalimaError: if ``eq`` has several.
    """
    value, several = filter_["value"], filter_.get("op", "eq") == "in"
    if isinstance(value, list) and not several:
        raise KalimaError(f"filters[{place}] has several values.", 'Use "op": "in" for alternatives.')
    return [str(each) for each in (value if isinstance(value, list) else [value])]


def _letter(sent: Mapping[str, Any], where: str) -> letters.Letter:
    """
    :raises KalimaError: if it names no letter, or no mark.
    """
    letter, marks = sent.get("letter"), sent.get("diacritics")
    any_letter, any_marks = sent.get("any_letter"), sent.get("any_diacritics")
    if not any_letter and not letter:
        raise KalimaError(f"{where} names no letter.", 'Give "letter", or "any_letter": true.')
    return letters.Letter(
        None if any_letter else letters.check_letter(letter or "", f"{where}.letter"),
        None if any_marks or marks is None else letters.check_marks(marks, f"{where}.diacritics"),
    )


def _field_route(path: str, says: str, field: str, example: str) -> Route:
    return Route(
        "GET",
        f"{path}/{{{field}}}",
        says,
        SEARCHING,
        ListOf(answers.TOKEN_VIEW),
        examples=[{field: example, "limit": 2}],
        parts=[Parameter(field, VALUE, f"The {field}, by any of its names.")],
        query=[LIMIT, OFFSET],
        headers=TOTAL_HEADER,
    )


def _field_handler(
    library: Library, field: str, ask: Callable[[Library, str], queries.Asked]
) -> Callable[..., Reply]:
    def words(limit: int, offset: int, **part: str) -> Reply:
        hits = queries.find(library, ask(library, part[field]))
        return Reply(answers.views(library, hits, offset, limit), {"X-Total-Count": str(hits.word_count)})

    return words


def _token(attribute: str) -> Callable[[Library, str], queries.Asked]:
    return lambda library, value: queries.with_value(library, attribute, value)


_FIELDS: tuple[tuple[str, str, str, str, Callable[[Library, str], queries.Asked]], ...] = (
    ("/search/root", "The words of a root", "root", "قول", _token("root")),
    ("/search/pos", "The words of a part of speech", "pos", "V", _token("pos")),
    ("/search/pattern", "The words of a pattern", "pattern", "فاعل", _token("pattern")),
    (
        "/search/verb_forms",
        "The verbs of a form",
        "form",
        "IV",
        lambda library, form: queries.verb(library, {"form": form}),
    ),
    ("/search/dependency", "The words that are this to their heads", "relation", "subject", _token("rel")),
)
