"""Queries as cards, for who puts them together: from a query to cards and back."""

from __future__ import annotations

from typing import Any

from kalima.study import cards, shapes
from kalima.study.library import Library
from kalima.web import answers
from kalima.web.kinds import Choice, Natural, Text, Truth
from kalima.web.routes import Api, Body, Route
from kalima.web.searching import QUERY, SEARCHING
from kalima.web.structures import ListOf, MapOf, Named, Record, nullable

_NAMES = {"english": Text(), "arabic": Text()}
_PATTERN = Record(
    {
        "boxes": ListOf(
            Record(
                {
                    "letters": Text(most=60, says="One of them; none for any letter."),
                    "many": Truth(says="Any number of letters."),
                    "marks": nullable(Text(most=20, says="Just these; null for any.")),
                }
            ),
            most=40,
        ),
        "before": Truth(says="Letters may stand before these."),
        "after": Truth(says="Letters may follow."),
    },
    says="Letter by letter, what a word or spelling is asked to be; it stands for the values.",
)
_TEST = Record(
    {
        "attribute": Text(),
        "values": ListOf(Text(), most=500, says="Alternatives."),
        "denied": Truth(says="None of them may hold."),
        "exact": Truth(says="Marks and all; if it is not said, as a lemma or pattern is that has marks."),
        "literal": Truth(says="The values are themselves, not expressions."),
        "pattern": nullable(_PATTERN),
        **_NAMES,
    },
    optional=("denied", "exact", "literal", "pattern", *_NAMES),
)
_CARD = Record(
    {
        "id": Text(says="What other cards and conditions call it by."),
        "tests": ListOf(_TEST, most=50, says="All of them hold of the word."),
        "implied": Truth(says="In a tree, any word, also one that is not written."),
        "link": Choice(
            cards.LINKS, says="How it stands to what is before it, or that it depends on its head."
        ),
        "most": Natural(1, 99, says="For some: words between, at most."),
        "head": nullable(Text()),
        "relations": ListOf(Text(), most=65, says="To the head; none for any."),
        "deep": Truth(says="Through any number of arcs."),
        "denied": Truth(says="There is no such word."),
        **_NAMES,
    },
    optional=("implied", "most", "head", "relations", "deep", "denied", *_NAMES),
)
_STATE = {
    "cards": ListOf(Named("Card", _CARD), says="In the order of the text, what depends on a word after it."),
    "conditions": ListOf(
        Record({"left": Text(), "right": Text(), "attribute": Text(), "not": Truth()}, optional=("not",)),
        most=50,
        says="Two words of a row have the same value of an attribute, or not.",
    ),
    "within": Choice(cards.WITHIN),
    "region": Text(most=200, says="What in: takes, or nothing."),
}
_CARDS = Named("Cards", Record(_STATE))
_ANSWER = Record(
    {
        "query": Text(says="The query that the cards make."),
        "reading": answers.READING,
        "cards": nullable(_CARDS),
        "renamed": MapOf(Text(), says="What each card that was sent is called now: A is the first."),
        "left_out": Natural(says="Conditions between words that do not stand in one row."),
    }
)
_EXAMPLE = {
    "cards": [
        {"id": "A", "link": "next", "tests": [{"attribute": "pos", "values": ["V"]}]},
        {"id": "B", "link": "some", "most": 2, "tests": [{"attribute": "lemma", "values": ["مِن"]}]},
    ]
}


def declare(api: Api, library: Library) -> None:
    """``/api/v1/cards``."""

    def answer(query: str, renamed: dict[str, str], left_out: int) -> dict[str, Any]:
        """Of a query that is shown as cards: the one that they make, which means the same."""
        found = cards.from_query(library, query)
        written = cards.to_query(found).query if found else query
        reading = shapes.explanation(library, written)["reading"]
        return {
            "query": written,
            "reading": reading,
            "cards": found,
            "renamed": renamed,
            "left_out": left_out,
        }

    @api.answers(
        Route(
            "GET",
            "/api/v1/cards",
            "A query as cards",
            SEARCHING,
            _ANSWER,
            examples=[{"q": '[pos="V"] -subject-> [pos="PN"]'}],
            query=[QUERY],
            more="cards is null for a query that cards cannot show.",
            cache="corpus",
        )
    )
    def read(q: str) -> dict[str, Any]:
        return answer(q, {}, 0)

    @api.answers(
        Route(
            "POST",
            "/api/v1/cards",
            "The query that cards make",
            SEARCHING,
            _ANSWER,
            examples=[{"body": _EXAMPLE}],
            body=Body(Record(_STATE, optional=("conditions", "within", "region")), "cards"),
            more="A head that is not there is none; conditions between words that share no row are left out.",
            writes=False,
        )
    )
    def write(body: dict[str, Any]) -> dict[str, Any]:
        return answer(*cards.to_query(body))
