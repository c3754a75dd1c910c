"""Searching, with a true total and paging by verses or by words."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request

from kalima.errors import KalimaError
from kalima.study import shapes
from kalima.study.library import Library
from kalima.web.reading import chosen_translation


def blueprint(library: Library) -> Blueprint:
    """``/api/v1/search?q=&by=verse|match|word&limit=&offset=&translation=``, ``/explain``, ``/complete``."""
    searching = Blueprint("searching", __name__, url_prefix="/api/v1")

    @searching.get("/search")
    def search() -> dict[str, Any]:
        query = request.args.get("q", "")
        limit, offset = _number("limit", 20, shapes.MAX_PAGE), _number("offset", 0, 10**9)
        by = request.args.get("by", "verse")
        if by not in ("verse", "match", "word"):
            raise KalimaError(f"by={by[:40]} is not known.", "Use by=verse, by=match or by=word.")
        reference = library.reference(query)
        if reference is not None:
            library.verses(reference)  # a place that is not there is said here, before the page goes to it
            return {"query": query, "reference": reference._asdict()}
        hits = library.search(query)
        answer = {
            "query": query,
            "total": shapes.total(hits),
            **shapes.understood(library, hits),
            "limit": limit,
            "offset": offset,
        }
        if by == "verse":
            translation = chosen_translation(library)
            verses = shapes.verse_hits(library, hits, offset, limit, translation["id"])
            return {**answer, "translation": translation, "verses": verses}
        listed = shapes.match_hits if by == "match" else shapes.word_hits
        return {**answer, "hits": listed(library, hits, offset, limit)}

    @searching.get("/explain")
    def explain() -> dict[str, Any]:
        """What a query asks and what its parts are taken to mean, in words."""
        return shapes.explanation(library, request.args.get("q", ""))

    @searching.get("/complete")
    def complete() -> dict[str, Any]:
        """What can stand at the cursor, which is at the end if it is not given."""
        query = request.args.get("q", "")[: shapes.MAX_QUERY]
        return shapes.completion(library, query, _number("cursor", len(query), shapes.MAX_QUERY))

    return searching


def _number(name: str, default: int, most: int) -> int:
    text = request.args.get(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdigit() and len(text) < 12 and int(text) <= most):
        raise KalimaError(
            f"{name}={text[:40]} is not a whole number from 0 to {most:,}.",
            f"Leave {name} out for {default}.",
        )
    return int(text)
