"""What is attached where, what was done lately, and what kinds of items there are."""

from __future__ import annotations

from typing import Any

from kalima.arabic.references import Reference
from kalima.errors import KalimaError
from kalima.study.library import Library
from kalima.study.research import kinds
from kalima.study.research.items import Research
from kalima.web.kinds import Natural, Text
from kalima.web.research.items import LIMIT, OFFSET, TAG
from kalima.web.research.shapes import ITEM, KIND, PLACE, RECENT
from kalima.web.routes import Api, Parameter, Route
from kalima.web.structures import ListOf, MapOf, Record

MOST_VERSES = 300
"""Verses of one request: the longest surah has 286."""


def declare(api: Api, library: Library) -> None:
    """``/api/v1/research``."""

    @api.answers(
        Route(
            "GET",
            "/api/v1/research",
            "How many items there are of each kind, without the bin",
            TAG,
            Record({"counts": MapOf(Natural(), says="Items by kind.")}),
            examples=[{}],
        )
    )
    def counts() -> dict[str, Any]:
        return {"counts": Research(library).counts()}

    @api.answers(
        Route(
            "GET",
            "/api/v1/research/kinds",
            "The kinds of items as a JSON Schema",
            TAG,
            Record({}, open=True),
            examples=[{}],
            cache="corpus",
        )
    )
    def schema() -> dict[str, Any]:
        return kinds.json_schema()

    @api.answers(
        Route(
            "GET",
            "/api/v1/research/recent",
            "The newest changes of all items",
            TAG,
            Record({"changes": ListOf(RECENT)}),
            examples=[{"limit": 10}],
            query=[LIMIT, OFFSET],
        )
    )
    def recent(limit: int, offset: int) -> dict[str, Any]:
        return {"changes": Research(library).recent(limit, offset)}

    @api.answers(
        Route(
            "GET",
            "/api/v1/research/at/{place}",
            "What is attached to a place or to a part of it",
            TAG,
            Record({"place": PLACE, "items": ListOf(ITEM)}),
            examples=[{"place": "2:255"}, {"place": "2:255:3"}],
            parts=[Parameter("place", Text(), PLACE.says)],
            query=[Parameter("kind", ListOf(KIND), "Of these kinds.", ())],
            more="A verse has everything in it; a word what is attached to it, to a selection with it, or to "
            "a segment of it; a segment what is attached to it or to its word.",
        )
    )
    def at(place: str, kind: list[str]) -> dict[str, Any]:
        return {"place": place, "items": Research(library).at(place, kind)}

    @api.answers(
        Route(
            "GET",
            "/api/v1/research/of",
            "What is attached in each of several verses",
            TAG,
            Record(
                {
                    "verses": MapOf(
                        ListOf(ITEM), says="By the verse's reference; verses without anything are left out."
                    )
                }
            ),
            examples=[{"verses": ["2:255", "2:256-257"]}],
            query=[
                Parameter("verses", ListOf(Text(), 50), "A verse, or verses of one surah: 2:255-257."),
                Parameter("kind", ListOf(KIND), "Of these kinds.", ()),
            ],
            refusals={404: "There is no such verse."},
        )
    )
    def of(verses: list[str], kind: list[str]) -> dict[str, Any]:
        meant = [verse for each in verses for verse in library.verses(_reference(library, each))]
        if len(meant) > MOST_VERSES:
            raise KalimaError(
                f"These are {len(meant):,} verses; the most is {MOST_VERSES}.", "Ask for fewer."
            )
        return {"verses": Research(library).at_many([(verse.surah, verse.ayah) for verse in meant], kind)}


def _reference(library: Library, text: str) -> Reference:
    reference = library.reference(text)
    if reference is None or reference.word is not None:
        raise KalimaError(
            f"{text[:40]!r} is no verse and no range of verses.", "Write it as 2:255 or 2:255-257."
        )
    return reference
