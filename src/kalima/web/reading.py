"""Reading: surahs, verses, and the words with their analysis."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from kalima.arabic.references import Reference, parse_reference
from kalima.errors import NotFound
from kalima.study import shapes
from kalima.study.library import Library


def blueprint(library: Library) -> Blueprint:
    """The routes under ``/api/v1`` that give the text."""
    reading = Blueprint("reading", __name__, url_prefix="/api/v1")

    @reading.get("/surahs")
    def surahs() -> dict[str, Any]:
        return {"surahs": [shapes.surah(each) for each in library.store.surahs]}

    @reading.get("/surahs/<int:number>")
    def surah(number: int) -> dict[str, Any]:
        record = library.store.surah(number)
        return {"surah": shapes.surah(record), "verses": shapes.verses(library, library.store.verses(number))}

    @reading.get("/verses/<reference>")
    def verses(reference: str) -> dict[str, Any]:
        return {"verses": shapes.verses(library, library.verses(_place(reference)))}

    @reading.get("/words/<reference>")
    def words(reference: str) -> dict[str, Any]:
        found = library.words(_place(reference))
        return {"words": [shapes.described_word(word, segments) for word, segments in found]}

    return reading


def _place(text: str) -> Reference:
    reference = parse_reference(text)
    if reference is None:
        raise NotFound(
            f"{text!r} is not a reference.", "Write it as 2:255, 2:255-257, or 2:255:3 for a word."
        )
    return reference
