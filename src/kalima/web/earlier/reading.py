"""Reading, as before: surahs, verses with their words, their analysis and their dependency trees."""

from __future__ import annotations

from typing import Any

from kalima.arabic.references import Reference
from kalima.corpus.model import Verse
from kalima.corpus.relations import RELATIONS
from kalima.errors import NotFound
from kalima.study import earlier, shapes
from kalima.study.library import Library
from kalima.web.answers import NATURAL, SURAH, TEXT
from kalima.web.earlier import answers
from kalima.web.earlier.answers import READING
from kalima.web.kinds import Natural, Text
from kalima.web.routes import Api, Parameter, Route
from kalima.web.structures import ListOf, Record

VERSES = 6_236


def declare(api: Api, library: Library) -> None:
    """The addresses that give the text."""
    at_verse = [answers.SURAH, answers.AYAH]
    numbers = {"surah": Natural(1, 114), "ayah": Natural(1)}

    def verse_at(surah: int, ayah: int) -> Verse:
        return library.verses(Reference(surah, ayah, ayah))[0]

    @api.answers(
        Route(
            "GET",
            "/api/surahs",
            "The 114 surahs",
            READING,
            ListOf(Record({"number": Natural(1, 114), "name": TEXT, **_others()})),
            examples=[{}],
            cache="corpus",
        )
    )
    def surahs() -> list[dict[str, Any]]:
        return [
            {"number": each.number, "name": each.arabic, **shapes.surah(each)}
            for each in library.store.surahs
        ]

    @api.answers(
        Route(
            "GET",
            "/api/surah/{number}",
            "A surah with its verses and their words",
            READING,
            Record({"surah": answers.SURAH_NAME, "verses": ListOf(answers.VERSE)}),
            examples=[{"number": 112}],
            parts=[Parameter("number", Natural(), answers.SURAH.says)],
        )
    )
    def surah(number: int) -> dict[str, Any]:
        verses = library.store.verses(number)
        return {"surah": earlier.surah_named(library, number), "verses": earlier.verses(library, verses)}

    @api.answers(
        Route(
            "GET",
            "/api/verse/{surah}/{ayah}",
            "A verse with its words",
            READING,
            answers.VERSE,
            examples=[{"surah": 1, "ayah": 1}],
            parts=at_verse,
        )
    )
    def verse(surah: int, ayah: int) -> dict[str, Any]:
        return earlier.verses(library, [verse_at(surah, ayah)])[0]

    @api.answers(
        Route(
            "GET",
            "/api/verse/index/{index}",
            "A verse by its place among all",
            READING,
            answers.VERSE,
            examples=[{"index": 6_235}],
            parts=[Parameter("index", Natural(), f"From 0 to {VERSES - 1:,}.")],
        )
    )
    def verse_by_index(index: int) -> dict[str, Any]:
        if index >= VERSES:
            raise NotFound(f"There is no verse with the index {index}.", f"Choose 0 to {VERSES - 1:,}.")
        return earlier.verses(library, library.store.verses_by_id([index + 1]))[0]

    @api.answers(
        Route(
            "GET",
            "/api/verses",
            "Verses in a row, with their words",
            READING,
            Record({"verses": ListOf(answers.VERSE), "total": NATURAL, "start": NATURAL, "limit": NATURAL}),
            examples=[{"start": 7, "limit": 2}],
            query=[
                Parameter("start", Natural(), "How many verses to leave out first.", 0),
                Parameter("limit", Natural(0, shapes.MAX_PAGE), "How many to list, at most.", 50),
            ],
        )
    )
    def verses(start: int, limit: int) -> dict[str, Any]:
        ids = list(range(start + 1, min(start + limit, VERSES) + 1))
        listed = earlier.verses(library, library.store.verses_by_id(ids))
        return {"verses": listed, "total": VERSES, "start": start, "limit": limit}

    @api.answers(
        Route(
            "GET",
            "/api/morphology/{surah}/{ayah}",
            "Every segment of a verse, in order",
            READING,
            Record({**numbers, "morphology": ListOf(answers.SEGMENT)}),
            examples=[{"surah": 1, "ayah": 1}],
            parts=at_verse,
            cache="corpus",
        )
    )
    def morphology(surah: int, ayah: int) -> dict[str, Any]:
        record = verse_at(surah, ayah)
        words = library.store.words_of([record.id])[record.id]
        parts = earlier.segments(library, words)
        segments = [segment for word in words for segment in parts[word.id]]
        return {"surah": surah, "ayah": ayah, "morphology": segments}

    @api.answers(
        Route(
            "GET",
            "/api/morphology/parsed/{surah}/{ayah}",
            "Every word of a verse with its features in plain English",
            READING,
            Record({**numbers, "text": TEXT, "tokens": ListOf(answers.PARSED)}),
            examples=[{"surah": 1, "ayah": 1}],
            parts=at_verse,
            cache="corpus",
        )
    )
    def parsed(surah: int, ayah: int) -> dict[str, Any]:
        record = verse_at(surah, ayah)
        tokens = earlier.described(library, record)
        return {"surah": surah, "ayah": ayah, "text": record.text, "tokens": tokens}

    @api.answers(
        Route(
            "GET",
            "/api/morphology/features",
            "Every feature of a segment, its values, and what they are called",
            READING,
            Record({"features": ListOf(answers.FEATURE)}),
            examples=[{}],
            cache="corpus",
        )
    )
    def features() -> dict[str, Any]:
        return {"features": earlier.features()}

    @api.answers(
        Route(
            "GET",
            "/api/dependency/{surah}/{ayah}",
            "The dependency tree of a verse, implied words included",
            READING,
            Record({**numbers, "dependency_tree": ListOf(answers.TREE_NODE)}),
            examples=[{"surah": 1, "ayah": 1}],
            parts=at_verse,
            cache="corpus",
        )
    )
    def dependency(surah: int, ayah: int) -> dict[str, Any]:
        tree = earlier.dependency_tree(library, verse_at(surah, ayah))
        return {"surah": surah, "ayah": ayah, "dependency_tree": tree}

    @api.answers(
        Route(
            "GET",
            "/api/dependency/relations",
            "The relations of the treebank, and in the same order what they are called in Arabic",
            READING,
            Record({"relations": ListOf(TEXT), "relations_ar": ListOf(TEXT)}),
            examples=[{}],
            cache="corpus",
        )
    )
    def relations() -> dict[str, Any]:
        return {
            "relations": [each.key for each in RELATIONS],
            "relations_ar": [each.arabic for each in RELATIONS],
        }

    @api.answers(
        Route(
            "GET",
            "/segment/{id}",
            "A word by its id, or by that of one of its segments",
            READING,
            answers.TOKEN_VIEW,
            examples=[{"id": "1:1:0"}, {"id": "seg-1-1-0-1"}],
            parts=[Parameter("id", Text(), "2:255:0 for a word, seg-2-255-0-0 for a segment.")],
        )
    )
    def segment(id: str) -> dict[str, Any]:
        return earlier.token_view(library, id)


def _others() -> dict[str, Any]:
    """What else is said of a surah: all of the newer answer."""
    fields = dict(SURAH.kind.fields)  # type: ignore[attr-defined]
    del fields["number"]
    return fields
