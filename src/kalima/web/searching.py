"""Searching, with a true total and paging by verses, by matches or by words."""

from __future__ import annotations

from typing import Any

from kalima.study import shapes, translations
from kalima.study.library import Library
from kalima.web import answers
from kalima.web.kinds import Choice, Natural, Text
from kalima.web.reading import TRANSLATION
from kalima.web.routes import Api, Parameter, Route, Tag
from kalima.web.structures import ListOf, Record

SEARCHING = Tag("Searching", "What a query finds, what it is taken to mean, and what can be typed next.")

QUERY = Parameter("q", Text(), "The query, in Kalima's query language.", missing="The query is empty.")
LIMIT = Parameter("limit", Natural(0, shapes.MAX_PAGE), "How many hits to list, at most.", 20)
OFFSET = Parameter("offset", Natural(), "How many hits to leave out first.", 0)


def declare(api: Api, library: Library) -> None:
    """``/api/v1/search``, ``/explain`` and ``/complete``."""

    @api.answers(
        Route(
            "GET",
            "/api/v1/search",
            "What a query finds, in mushaf order",
            SEARCHING,
            answers.FOUND,
            examples=[
                {"q": "root:قول", "limit": 2},
                {"q": '[pos="V"] [root="اله" & case="NOM"]', "by": "match", "limit": 2, "offset": 10},
                {"q": "الرحمن", "by": "word", "limit": 2},
                {"q": "2:255"},
            ],
            query=[
                QUERY,
                Parameter(
                    "by",
                    Choice(("verse", "match", "word")),
                    "What is listed: the verses it holds in, each match, or the words.",
                    "verse",
                ),
                LIMIT,
                OFFSET,
                TRANSLATION,
            ],
            more="The total is of the whole corpus. A query that is a place is answered with that place.",
            refusals={404: "The query names a place that there is not, or there is no such translation."},
            cache="corpus",
        )
    )
    def search(q: str, by: str, limit: int, offset: int, translation: str) -> dict[str, Any]:
        reference = library.reference(q)
        if reference is not None:
            library.verses(reference)  # a place that is not there is said here, before the page goes to it
            return {"query": q, "reference": reference._asdict()}
        hits = library.search(q)
        answer = {
            "query": q,
            "total": shapes.total(hits),
            **shapes.understood(library, hits),
            "limit": limit,
            "offset": offset,
        }
        if by == "verse":
            chosen = translations.find(library, translation)
            verses = shapes.verse_hits(library, hits, offset, limit, chosen["id"])
            return {**answer, "translation": chosen, "verses": verses}
        listed = shapes.match_hits if by == "match" else shapes.word_hits
        return {**answer, "hits": listed(library, hits, offset, limit)}

    @api.answers(
        Route(
            "GET",
            "/api/v1/explain",
            "What a query asks, without searching for it",
            SEARCHING,
            Record(
                {
                    "query": answers.TEXT,
                    "parsed": Text(says="The query as it was parsed: a query that means the same."),
                    "reading": answers.READING,
                    "meanings": ListOf(answers.MEANING),
                }
            ),
            examples=[{"q": "root:qwl&pos:verb"}],
            query=[QUERY],
            cache="corpus",
        )
    )
    def explain(q: str) -> dict[str, Any]:
        return shapes.explanation(library, q)

    @api.answers(
        Route(
            "GET",
            "/api/v1/complete",
            "What can stand at the cursor of a query",
            SEARCHING,
            Record(
                {
                    "start": answers.NATURAL,
                    "end": answers.NATURAL,
                    "offers": ListOf(answers.OFFER, says="The best first."),
                }
            ),
            examples=[{"q": "moo"}, {"q": "root:كت", "cursor": 7}],
            query=[
                Parameter("q", Text(), "What is typed so far.", ""),
                Parameter(
                    "cursor",
                    Natural(0, shapes.MAX_QUERY),
                    "Where it stands, in characters; else the end.",
                    None,
                ),
            ],
            cache="corpus",
        )
    )
    def complete(q: str, cursor: int | None) -> dict[str, Any]:
        query = q[: shapes.MAX_QUERY]
        return shapes.completion(library, query, len(query) if cursor is None else cursor)
