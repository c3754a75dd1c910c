"""Reading: surahs, verses, and the words with their analysis."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request

from kalima.arabic.references import Reference, parse_reference
from kalima.errors import NotFound
from kalima.study import shapes, translations
from kalima.study.library import Library


def blueprint(library: Library) -> Blueprint:
    """The routes under ``/api/v1`` that give the text."""
    reading = Blueprint("reading", __name__, url_prefix="/api/v1")

    @reading.get("/surahs")
    def surahs() -> dict[str, Any]:
        return {"surahs": [shapes.surah(each) for each in library.store.surahs]}

    @reading.get("/surahs/<int:number>")
    def surah(number: int) -> dict[str, Any]:
        record, translation = library.store.surah(number), chosen_translation(library)
        verses = shapes.verses(library, library.store.verses(number), translation["id"])
        return {"surah": shapes.surah(record), "translation": translation, "verses": verses}

    @reading.get("/verses/<reference>")
    def verses(reference: str) -> dict[str, Any]:
        records, translation = library.verses(_place(reference)), chosen_translation(library)
        return {"translation": translation, "verses": shapes.verses(library, records, translation["id"])}

    @reading.get("/words/<reference>")
    def words(reference: str) -> dict[str, Any]:
        return {"words": shapes.described_words(library, _place(reference))}

    @reading.get("/similar/<reference>")
    def similar(reference: str) -> dict[str, Any]:
        translation = chosen_translation(library)
        return {
            **shapes.similar(library, _place(reference), translation["id"]),
            "translation": translation,
        }

    @reading.get("/treebank/<reference>")
    def treebank(reference: str) -> dict[str, Any]:
        return shapes.graph(library, _place(reference))

    return reading


def chosen_translation(library: Library) -> dict[str, Any]:
    """The translation that ``?translation=`` names, or the bundled one.

    :raises NotFound: if there is none of this id.
    """
    return translations.find(library, request.args.get("translation") or translations.BUNDLED)


def _place(text: str) -> Reference:
    reference = parse_reference(text)
    if reference is None:
        raise NotFound(
            f"{text!r} is not a reference.", "Write it as 2:255, 2:255-257, or 2:255:3 for a word."
        )
    return reference
