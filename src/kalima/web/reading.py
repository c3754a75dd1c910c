"""Reading: surahs, verses, and the words with their analysis."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kalima.arabic.references import Reference, parse_reference
from kalima.errors import NotFound
from kalima.study import shapes, translations
from kalima.study.library import Library
from kalima.web import answers
from kalima.web.kinds import Natural, Text
from kalima.web.routes import Api, Parameter, Route, Tag
from kalima.web.structures import ListOf, Record

READING = Tag("Reading", "The text, its words with their analysis, and the graphs of the treebank.")

TRANSLATION = Parameter(
    "translation",
    Text(),
    "The id of the translation to give; see /api/v1/translations.",
    translations.BUNDLED,
    own=True,
)


@dataclass(eq=False, repr=False)
class Place(Text):
    """A reference, as people type them."""

    def parse(self, text: str, where: str) -> Reference:
        """
        :raises NotFound: if it is none.
        """
        reference = parse_reference(text)
        if reference is None:
            raise NotFound(
                f"{text!r} is not a reference.", "Write it as 2:255, 2:255-257, or 2:255:3 for a word."
            )
        return reference


PLACE = Parameter("reference", Place(), "A place: 2:255, 2:255-257, or 2:255:3 for a word.")


def declare(api: Api, library: Library) -> None:
    """The routes under ``/api/v1`` that give the text."""

    @api.answers(
        Route(
            "GET",
            "/api/v1/surahs",
            "The 114 surahs",
            READING,
            Record({"surahs": ListOf(answers.SURAH)}),
            examples=[{}],
            cache="corpus",
        )
    )
    def surahs() -> dict[str, Any]:
        return {"surahs": [shapes.surah(each) for each in library.store.surahs]}

    @api.answers(
        Route(
            "GET",
            "/api/v1/surahs/{number}",
            "A surah with all its verses",
            READING,
            Record(
                {
                    "surah": answers.SURAH,
                    "translation": answers.TRANSLATION,
                    "verses": ListOf(answers.VERSE),
                }
            ),
            examples=[{"number": 112}, {"number": 1, "translation": translations.BUNDLED}],
            parts=[Parameter("number", Natural(), "The surah's, from 1 to 114.")],
            query=[TRANSLATION],
            cache="corpus",
        )
    )
    def surah(number: int, translation: str) -> dict[str, Any]:
        record, chosen = library.store.surah(number), translations.find(library, translation)
        verses = shapes.verses(library, library.store.verses(number), chosen["id"])
        return {"surah": shapes.surah(record), "translation": chosen, "verses": verses}

    @api.answers(
        Route(
            "GET",
            "/api/v1/verses/{reference}",
            "One verse or several in a row",
            READING,
            Record({"translation": answers.TRANSLATION, "verses": ListOf(answers.VERSE)}),
            examples=[{"reference": "2:255"}, {"reference": "2:255-257"}],
            parts=[PLACE],
            query=[TRANSLATION],
            cache="corpus",
        )
    )
    def verses(reference: Reference, translation: str) -> dict[str, Any]:
        records, chosen = library.verses(reference), translations.find(library, translation)
        return {"translation": chosen, "verses": shapes.verses(library, records, chosen["id"])}

    @api.answers(
        Route(
            "GET",
            "/api/v1/words/{reference}",
            "A word, or the words of a verse, with every feature of every segment",
            READING,
            Record({"words": ListOf(answers.WORD)}),
            examples=[{"reference": "1:1:1"}, {"reference": "2:2"}],
            parts=[PLACE],
            cache="corpus",
        )
    )
    def words(reference: Reference) -> dict[str, Any]:
        return {"words": shapes.described_words(library, reference)}

    @api.answers(
        Route(
            "GET",
            "/api/v1/similar/{reference}",
            "The verses similar to a verse",
            READING,
            Record(
                {
                    "ref": answers.VERSE_REF,
                    "similar": ListOf(answers.SIMILAR_VERSE),
                    "translation": answers.TRANSLATION,
                }
            ),
            examples=[{"reference": "2:255"}],
            parts=[PLACE],
            query=[TRANSLATION],
            more="The most similar comes first. The source does not say how it scores them.",
            cache="corpus",
        )
    )
    def similar(reference: Reference, translation: str) -> dict[str, Any]:
        chosen = translations.find(library, translation)
        return {**shapes.similar(library, reference, chosen["id"]), "translation": chosen}

    @api.answers(
        Route(
            "GET",
            "/api/v1/treebank/{reference}",
            "The dependency graph of a verse",
            READING,
            answers.GRAPH,
            examples=[{"reference": "1:1"}],
            parts=[PLACE],
            cache="corpus",
        )
    )
    def treebank(reference: Reference) -> dict[str, Any]:
        return shapes.graph(library, reference)
