"""Notes as the earlier clients know them: by a path, with a title and a first line."""

from __future__ import annotations

from typing import Any

from kalima.errors import NotFound
from kalima.study.earlier_research import ALL, of_kind
from kalima.study.library import Library
from kalima.study.research.full_text import folded
from kalima.study.research.items import Research

SNIPPET = 200
"""Characters of a snippet."""
_SUFFIX = ".md"
_MARKS = ".,;:!?()[]*_#\"'«»،؛؟"


def path_of(item: dict[str, Any]) -> str:
    """The path that a note was given, or else its id."""
    return str(item["data"].get("path") or item["id"] + _SUFFIX)


def listed(library: Library) -> list[dict[str, str]]:
    """Every note: ``{path, title, snippet}``, the newest first."""
    return [
        {
            "path": path_of(item),
            "title": item["data"]["title"],
            "snippet": _begins(item["data"].get("text", "")),
        }
        for item in of_kind(library, "note")
    ]


def content(library: Library, path: str) -> dict[str, str]:
    """A note whole: ``{path, content}``.

    :raises NotFound: if no note has this path.
    """
    for item in of_kind(library, "note"):
        if path_of(item) == path:
            return {"path": path, "content": item["data"].get("text", "")}
    raise NotFound(f"There is no note {path[:80]!r}.", "The list of them all: /api/notes.")


def lines_with(library: Library, words: str) -> list[dict[str, Any]]:
    """The lines of notes that have all of these words: ``{path, line, snippet}``, folded as everywhere.

    The title of a note is no line of it.
    """
    wanted = folded(words).split()
    if not wanted:
        return []
    found = Research(library).find(("note",), text=words, limit=ALL)["items"]
    return [
        {"path": path_of(item), "line": number, "snippet": _begins(line)}
        for item in found
        for number, line in enumerate(item["data"].get("text", "").split("\n"), start=1)
        if _has_all(folded(line).split(), wanted)
    ]


def _has_all(words: list[str], wanted: list[str]) -> bool:
    plain = [word.strip(_MARKS) for word in words]
    return all(any(_is(word, each) for word in plain) for each in wanted)


def _is(word: str, wanted: str) -> bool:
    return word.startswith(wanted[:-1]) if wanted.endswith("*") else word == wanted


def _begins(text: str) -> str:
    first = next((line.strip() for line in text.split("\n") if line.strip()), "")
    return first if len(first) <= SNIPPET else first[: SNIPPET - 1] + "…"
