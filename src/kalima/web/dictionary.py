"""The roots and the lemmas of the text: lists of them, and a page of each."""

from __future__ import annotations

from typing import Any, Literal

from kalima.study.library import Library
from kalima.web import answers
from kalima.web.kinds import Choice, Text
from kalima.web.routes import Api, Parameter, Route, Tag
from kalima.web.searching import LIMIT, OFFSET
from kalima.web.structures import ListOf, Record

Headword = Literal["root", "lemma"]
Sort = Literal["letter", "frequency"]

DICTIONARY = Tag("Dictionary", "The roots and the lemmas of the text, with all their forms.")
LONGEST = 40
"""Characters of a root or lemma; the longest there is has 15."""

LISTING = [
    Parameter("begins", Text(most=LONGEST), "What they begin with, in Arabic or Buckwalter letters.", ""),
    Parameter("sort", Choice(("letter", "frequency")), "By the alphabet, or most words first.", "letter"),
    LIMIT,
    OFFSET,
]
_PAGED = {
    "total": answers.NATURAL,
    "letters": ListOf(
        Record({"letter": answers.TEXT, "count": answers.NATURAL}),
        says="Every first letter, with how many begin with it, whatever is asked for.",
    ),
    "limit": answers.NATURAL,
    "offset": answers.NATURAL,
}


def declare(api: Api, library: Library) -> None:
    """``/api/v1/roots`` and ``/api/v1/lemmas``."""

    def listing(kind: Headword, begins: str, sort: Sort, limit: int, offset: int) -> dict[str, Any]:
        from kalima.study import dictionary  # the start does not wait for it

        listed = dictionary.listing(library, kind, begins, sort, offset, limit)
        return {**listed, "limit": limit, "offset": offset}

    def entry(kind: Headword, typed: str) -> dict[str, Any]:
        from kalima.study import dictionary

        return dictionary.entry(library, kind, typed)

    @api.answers(
        Route(
            "GET",
            "/api/v1/roots",
            "The roots, by letter or by frequency",
            DICTIONARY,
            Record({**_PAGED, "roots": ListOf(answers.ROOT_ROW)}),
            examples=[{"sort": "frequency", "limit": 5}, {"begins": "كت"}, {"begins": "kt", "offset": 1}],
            query=LISTING,
            cache="corpus",
        )
    )
    def roots(begins: str, sort: Sort, limit: int, offset: int) -> dict[str, Any]:
        return listing("root", begins, sort, limit, offset)

    @api.answers(
        Route(
            "GET",
            "/api/v1/roots/{root}",
            "A root: its lemmas, forms, patterns and features, and where it is",
            DICTIONARY,
            answers.ROOT,
            examples=[{"root": "كتب"}, {"root": "rHm"}],
            parts=[Parameter("root", Text(most=LONGEST), "In Arabic or Buckwalter letters: قول or qwl.")],
            more="Words are counted, unless it is said to be verses; each query finds what is counted.",
            cache="corpus",
        )
    )
    def root(root: str) -> dict[str, Any]:
        return entry("root", root)

    @api.answers(
        Route(
            "GET",
            "/api/v1/lemmas",
            "The lemmas, by letter or by frequency",
            DICTIONARY,
            Record({**_PAGED, "lemmas": ListOf(answers.LEMMA_ROW)}),
            examples=[{"sort": "frequency", "limit": 5}, {"begins": "كت"}],
            query=LISTING,
            cache="corpus",
        )
    )
    def lemmas(begins: str, sort: Sort, limit: int, offset: int) -> dict[str, Any]:
        return listing("lemma", begins, sort, limit, offset)

    @api.answers(
        Route(
            "GET",
            "/api/v1/lemmas/{lemma}",
            "A lemma: its root, forms, patterns and features, and where it is",
            DICTIONARY,
            answers.LEMMA,
            examples=[{"lemma": "كِتَٰب"}, {"lemma": "rHmp"}],
            parts=[
                Parameter(
                    "lemma",
                    Text(most=LONGEST),
                    "In Arabic or Buckwalter letters; with its marks where several are spelled alike.",
                )
            ],
            more="The second of two lemmas with the same marks has a 2 at its end: إِذَا and إِذَا2.",
            cache="corpus",
        )
    )
    def lemma(lemma: str) -> dict[str, Any]:
        return entry("lemma", lemma)
