"""Reading: surahs, verses, and the words with their analysis."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kalima.arabic.references import Reference, parse_reference
from kalima.corpus.model import Verse
from kalima.errors import NotFound
from kalima.study import shapes, translations
from kalima.study.library import Library
from kalima.web import answers
from kalima.web.kinds import Choice, Kind, Natural, Text
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


@dataclass(eq=False, repr=False)
class SegmentPlace(Text):
    """A segment, by the place of its word and its own in it."""

    def parse(self, text: str, where: str) -> tuple[Reference, int]:
        """
        :raises NotFound: if it is none.
        """
        word, _, number = text.rpartition(":")
        reference = parse_reference(word)
        if reference is None or reference.word is None or not re.fullmatch(r"\d{1,9}", number):
            raise NotFound(f"{text!r} is not a segment.", "Write it as 2:255:3:1, with its word before it.")
        return reference, int(number)


PLACE = Parameter("reference", Place(), "A place: 2:255, 2:255-257, or 2:255:3 for a word.")


ALSO = Parameter("also", ListOf(Text(), most=8), "The ids of further translations to give.", (), own=True)
INCLUDE = Parameter(
    "include", ListOf(Choice(("segments",))), "What is given besides: the segments of each word.", ()
)
READ = [TRANSLATION, ALSO, INCLUDE]
_READ: dict[str, Kind] = {
    "translation": answers.TRANSLATION,
    "also": ListOf(answers.TRANSLATION),
    "verses": ListOf(answers.VERSE),
}


def _read(**named: Kind) -> Record:
    return Record({**named, **_READ}, optional=("also",))


def declare(api: Api, library: Library) -> None:
    """The routes under ``/api/v1`` that give the text."""

    def read(
        records: list[Verse], translation: str, also: Sequence[str], include: Sequence[str]
    ) -> dict[str, Any]:
        chosen = translations.find(library, translation)
        others = [translations.find(library, name) for name in also]
        ids = [each["id"] for each in others]
        analysed = "segments" in include
        verses = shapes.verses(library, records, chosen["id"], also=ids, analysed=analysed)
        return {"translation": chosen, **({"also": others} if others else {}), "verses": verses}

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
            _read(surah=answers.SURAH),
            examples=[{"number": 112}, {"number": 1, "translation": translations.BUNDLED}],
            parts=[Parameter("number", Natural(), "The surah's, from 1 to 114.")],
            query=READ,
            cache="corpus",
        )
    )
    def surah(number: int, translation: str, also: Sequence[str], include: Sequence[str]) -> dict[str, Any]:
        record = library.store.surah(number)
        read_verses = read(library.store.verses(number), translation, also, include)
        return {"surah": shapes.surah(record), **read_verses}

    @api.answers(
        Route(
            "GET",
            "/api/v1/pages/{number}",
            "The verses of a page of the Madinah mushaf",
            READING,
            _read(page=Natural(1, 604)),
            examples=[{"number": 604}, {"number": 1, "include": "segments"}],
            parts=[Parameter("number", Natural(), "The page's, from 1 to 604.")],
            query=READ,
            more="A verse is of the page on which it begins. Pages are those of the print of 1440 AH.",
            cache="corpus",
        )
    )
    def page(number: int, translation: str, also: Sequence[str], include: Sequence[str]) -> dict[str, Any]:
        return {"page": number, **read(library.verses_of("page", number), translation, also, include)}

    @api.answers(
        Route(
            "GET",
            "/api/v1/juz/{number}",
            "The verses of a juz",
            READING,
            _read(juz=Natural(1, 30)),
            examples=[{"number": 30}],
            parts=[Parameter("number", Natural(), "The juz's, from 1 to 30.")],
            query=READ,
            cache="corpus",
        )
    )
    def juz(number: int, translation: str, also: Sequence[str], include: Sequence[str]) -> dict[str, Any]:
        return {"juz": number, **read(library.verses_of("juz", number), translation, also, include)}

    @api.answers(
        Route(
            "GET",
            "/api/v1/verses/{reference}",
            "One verse or several in a row",
            READING,
            _read(),
            examples=[
                {"reference": "2:255"},
                {"reference": "2:255-257"},
                {"reference": "1:1", "include": "segments"},
            ],
            parts=[PLACE],
            query=READ,
            cache="corpus",
        )
    )
    def verses(
        reference: Reference, translation: str, also: Sequence[str], include: Sequence[str]
    ) -> dict[str, Any]:
        return read(library.verses(reference), translation, also, include)

    @api.answers(
        Route(
            "GET",
            "/api/v1/words/{reference}",
            "A word, or the words of a verse, with all that is said of them",
            READING,
            Record({"words": ListOf(answers.WORD)}),
            examples=[{"reference": "1:1:1"}, {"reference": "2:2", "include": "segments"}],
            parts=[PLACE],
            query=[
                Parameter(
                    "include",
                    ListOf(Choice(shapes.WORD_PARTS)),
                    "What is given: segments, the roots and lemmas of the dictionary, places in the tree,"
                    " how many words are spelled the same; else all of it.",
                    shapes.WORD_PARTS,
                )
            ],
            cache="corpus",
        )
    )
    def words(reference: Reference, include: Sequence[str]) -> dict[str, Any]:
        from kalima.study import analysis  # with the dictionary, which the start does not wait for

        return {"words": analysis.words(library, reference, include)}

    @api.answers(
        Route(
            "GET",
            "/api/v1/segments/{reference}",
            "A segment, with all that is said of it",
            READING,
            answers.ONE_SEGMENT,
            examples=[{"reference": "1:1:1:2"}, {"reference": "2:255:3:1"}],
            parts=[Parameter("reference", SegmentPlace(), "Surah, verse, word and segment: 2:255:3:1.")],
            cache="corpus",
        )
    )
    def segment(reference: tuple[Reference, int]) -> dict[str, Any]:
        from kalima.study import analysis

        return analysis.one_segment(library, *reference)

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
