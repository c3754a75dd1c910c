"""The user's notes, as before: listed, read, and searched line by line."""

from __future__ import annotations

from typing import Any

from kalima.study import earlier_notes as notes
from kalima.study.library import Library
from kalima.web.earlier.answers import RESEARCH
from kalima.web.kinds import Natural, Text
from kalima.web.routes import Api, Parameter, Route
from kalima.web.structures import ListOf, Record

_PATH = Text(says="The note's own path, or its id with .md: never a file of the computer.")
_SNIPPET = Text(says="How it begins, or the line that was found.")


def declare(api: Api, library: Library) -> None:
    """``/api/notes``, ``/api/notes/content`` and ``/api/library_search``."""

    @api.answers(
        Route(
            "GET",
            "/api/notes",
            "The notes, the newest first",
            RESEARCH,
            Record({"notes": ListOf(Record({"path": _PATH, "title": Text(), "snippet": _SNIPPET}))}),
            examples=[{}],
        )
    )
    def listing() -> dict[str, Any]:
        return {"notes": notes.listed(library)}

    @api.answers(
        Route(
            "GET",
            "/api/notes/content",
            "A note whole",
            RESEARCH,
            Record({"path": _PATH, "content": Text(says="In Markdown.")}),
            examples=[{"path": "example-note.md"}],
            query=[Parameter("path", Text(), "As the list of notes has it.")],
            refusals={404: "There is no such note."},
        )
    )
    def content(path: str) -> dict[str, Any]:
        return notes.content(library, path)

    @api.answers(
        Route(
            "GET",
            "/api/library_search",
            "The lines of the notes that have all of these words",
            RESEARCH,
            Record(
                {
                    "results": ListOf(Record({"path": _PATH, "line": Natural(1), "snippet": _SNIPPET})),
                    "query": Text(),
                    "type": Text(),
                    "count": Natural(says="Of all lines found."),
                }
            ),
            examples=[{"q": "throne"}],
            query=[
                Parameter(
                    "q",
                    Text(),
                    "Words; Arabic with or without its marks.",
                    missing="The query is empty.",
                ),
                Parameter("limit", Natural(0, 500), "How many lines to list, at most.", 50),
                Parameter("offset", Natural(), "How many lines to leave out first.", 0),
            ],
        )
    )
    def search(q: str, limit: int, offset: int) -> dict[str, Any]:
        found = notes.lines_with(library, q)
        return {"results": found[offset : offset + limit], "query": q, "type": "library", "count": len(found)}
