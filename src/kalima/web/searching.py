"""Searching, with a true total and paging by verses, by matches or by words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kalima.errors import KalimaError
from kalima.study import shapes, translations
from kalima.study.library import Library
from kalima.web import answers
from kalima.web.kinds import Choice, Natural, Text
from kalima.web.reading import TRANSLATION
from kalima.web.routes import Api, Parameter, Route, Tag
from kalima.web.structures import ListOf, Record

SEARCHING = Tag("Searching", "What a query finds, what it is taken to mean, and what can be typed next.")

QUERY = Parameter(
    "q",
    Text(),
    "The query, in Kalima's query language.",
    own=Library.may_ask_research,
    missing="The query is empty.",
)
PLACE_ALONE = "ref"
"""Asked for as a part of each hit, it stands for none but the hit's place, which is always given."""
_PARTS = dict.fromkeys(part for each in shapes.LISTINGS.values() for part in each.parts)
_ORDERS = shapes.LISTINGS["word"].orders
INCLUDE = Parameter(
    "include",
    ListOf(Choice((PLACE_ALONE, *_PARTS))),
    "Which parts of each hit are given; ref alone for none but its place.",
    (),
)
SORT = Parameter(
    "sort",
    Choice(_ORDERS),
    "The order: of the mushaf, of revelation, by the spelling, lemma or root of a hit's first word, or "
    "random, in which matches that begin with one word stay together.",
    _ORDERS[0],
)
SEED = Parameter("seed", Natural(), "Of the random order, which is the same for the same seed.", 0)
LIMIT = Parameter("limit", Natural(0, shapes.MAX_PAGE), "How many hits to list, at most.", 20)
OFFSET = Parameter("offset", Natural(), "How many hits to leave out first.", 0)


def _parts(by: str, include: Sequence[str]) -> Sequence[str]:
    """The parts of each hit that are asked for.

    :raises KalimaError: if hits of this kind have no such part.
    """
    known = (PLACE_ALONE, *shapes.LISTINGS[by].parts)
    for part in include:
        if part not in known:
            raise KalimaError(f"include={part} is not of a {by}.", f"With by={by}: {', '.join(known)}.")
    return include or shapes.LISTINGS[by].usual


def check_order(by: str, order: str) -> None:
    """
    :raises KalimaError: if what is listed cannot be sorted so.
    """
    if order not in shapes.LISTINGS[by].orders:
        raise KalimaError(f"A {by} has no {order} to be sorted by.", "List by=match or by=word.")


def _included() -> str:
    """What can be included, for the description."""
    return " ".join(
        f"Of a {by}: {', '.join(each.usual)}; if asked for {', '.join(each.more)}."
        for by, each in shapes.LISTINGS.items()
    )


def declare(api: Api, library: Library) -> None:
    """``/api/v1/search``, ``/explain`` and ``/complete``."""

    @api.answers(
        Route(
            "GET",
            "/api/v1/search",
            "What a query finds",
            SEARCHING,
            answers.FOUND,
            examples=[
                {"q": "root:قول", "limit": 2},
                {"q": '[pos="V"] [root="اله" & case="NOM"]', "by": "match", "limit": 2, "offset": 10},
                {"q": "الرحمن", "by": "word", "limit": 2},
                {
                    "q": "root:رحم",
                    "by": "word",
                    "sort": "form",
                    "include": ["text", "verse"],
                    "limit": 2,
                },
                {"q": "root:رحم", "sort": "revelation", "include": "ref", "limit": 3},
                {"q": "root:رحم", "sort": "random", "seed": 7, "limit": 2},
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
                SORT,
                SEED,
                INCLUDE,
                TRANSLATION,
            ],
            more="The total is of the whole corpus. A query that is a place is answered with that place. "
            + _included(),
            refusals={404: "The query names a place that there is not, or there is no such translation."},
            cache="corpus",
        )
    )
    def search(
        q: str,
        by: str,
        limit: int,
        offset: int,
        sort: str,
        seed: int,
        include: Sequence[str],
        translation: str,
    ) -> dict[str, Any]:
        reference = library.reference(q)
        if reference is not None:
            library.verses(reference)  # a place that is not there is said here, before the page goes to it
            return {"query": q, "reference": reference._asdict()}
        parts = _parts(by, include)
        check_order(by, sort)
        hits = library.search(q)
        answer = {
            "query": q,
            "total": shapes.total(hits),
            **shapes.understood(library, hits),
            "limit": limit,
            "offset": offset,
        }
        if "translation" in parts:
            answer["translation"] = translations.find(library, translation)
        keys = library.orders.keys(sort, seed)
        listed = shapes.HITS[by](
            library, hits, offset, limit, keys=keys, parts=parts, translation=translation
        )
        return {**answer, "verses" if by == "verse" else "hits": listed}

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
            examples=[{"q": "moo"}, {"q": "root:كت", "cursor": 7}, {"q": '[case="', "limit": 50}],
            query=[
                Parameter("q", Text(), "What is typed so far.", "", own=Library.may_ask_research),
                Parameter(
                    "cursor",
                    Natural(0, shapes.MAX_QUERY),
                    "Where it stands, in characters; else the end.",
                    None,
                ),
                Parameter(
                    "limit", Natural(1, shapes.MAX_PAGE), "How many offers, at most.", shapes.USUAL_OFFERS
                ),
            ],
            cache="corpus",
        )
    )
    def complete(q: str, cursor: int | None, limit: int) -> dict[str, Any]:
        query = q[: shapes.MAX_QUERY]
        return shapes.completion(library, query, len(query) if cursor is None else cursor, limit)
