"""The form of a research file: one JSON object, with one item on each line."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from kalima import __version__
from kalima.store.research.changes import ACTIONS, now
from kalima.store.research_store import Change, Item, OwnTranslation, Verses, Whole
from kalima.study.research import kinds
from kalima.study.research.exchange import FORMAT, VERSION
from kalima.study.research.fields import ID
from kalima.study.research.places import Place
from kalima.study.research.queries import corpus

if TYPE_CHECKING:
    from kalima.study.library import Library

T = TypeVar("T")

LISTS = ("items", "history", "translations")
"""The members that are lists."""
RECORDED = frozenset(ACTIONS | {"purge"})
"""What a line of history can say was done."""
Progress = Callable[[int, int], None]
"""Told how much is done, of how much."""

_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode
# As Python's bounds are; a file names a translation's text by its verse.
_REFERENCE = r"^[1-9]\d{0,2}:[1-9]\d{0,2}$"


def lines(
    library: Library, whole: Whole, *, history: bool = False, progress: Progress = lambda *_: None
) -> Iterator[str]:
    """The file that holds all of the user's work, line by line.

    :param history: whether every change of every item is in it too.
    """
    head = {
        "format": FORMAT,
        "version": VERSION,
        "kalima": __version__,
        "corpus": corpus(library),
        "exported": now(),
    }
    yield "{\n" + "".join(f"{_encode(name)}:{_encode(value)},\n" for name, value in head.items())
    yield from _list("items", counted((plain(item) for item in whole.items), whole.size, progress))
    if history:
        yield from _list("history", map(_plain_change, whole.history))
    yield from _list("translations", (plain_translation(*each) for each in whole.translations))
    yield f'"settings":{_encode(whole.settings)}\n}}\n'


def _list(name: str, rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    before = f"{_encode(name)}:[\n"
    for row in rows:
        yield before + _encode(row)
        before = ",\n"
    yield f"{before}],\n" if before != ",\n" else "\n],\n"


def counted(rows: Iterable[T], total: int, progress: Progress) -> Iterator[T]:
    """The same rows, with a word about every thousand of them."""
    for done, row in enumerate(rows, 1):
        yield row
        if done % 1_000 == 0:
            progress(done, total)


def plain(item: Item) -> dict[str, Any]:
    """An item as it stands in a file: what follows from its places is left out."""
    roles: dict[str, list[dict[str, str]]] = {}
    for anchor in item.anchors:
        roles.setdefault(anchor.role, []).append({"place": str(Place.of(anchor)), "text": anchor.text})
    return item._asdict() | {"anchors": roles}


def _plain_change(change: Change) -> dict[str, Any]:
    after = None if change.after is None else plain(Item.from_json(change.after))
    return {
        **{name: getattr(change, name) for name in ("item", "revision", "at", "who", "action")},
        "after": after,
    }


def plain_translation(record: OwnTranslation, verses: Verses) -> dict[str, Any]:
    """A whole translation as it stands in a file: its text by verse."""
    said = record._asdict()
    del said["verse_count"]
    return {**said, "verses": {f"{surah}:{ayah}": text for surah, ayah, text in verses}}


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a research file."""
    items = kinds.json_schema()
    text = {"type": "string"}
    time = {"type": "string", "format": "date-time"}
    return {
        "$schema": items["$schema"],
        "title": "A Kalima research file",
        "type": "object",
        "required": ["format", "version", "items"],
        "properties": {
            "format": {"const": FORMAT},
            "version": {"const": VERSION},
            "kalima": text | {"description": "the version of the program that wrote it"},
            "corpus": text | {"description": "the corpus that was open then: version and hash"},
            "exported": time,
            "items": {"type": "array", "items": {"oneOf": items["oneOf"]}},
            "history": {
                "type": "array",
                "description": "every change, by item and revision; the last of an item makes it what it is",
                "items": _object(
                    {
                        "item": {"type": "string", "pattern": f"^{ID}$"},
                        "revision": {"type": "integer", "minimum": 1},
                        "at": time,
                        "who": text,
                        "action": {"enum": sorted(RECORDED)},
                        "after": {"oneOf": [*items["oneOf"], {"type": "null"}]},
                    }
                ),
            },
            "translations": {
                "type": "array",
                "items": _object(
                    {
                        **{name: text for name in OwnTranslation._fields if name != "verse_count"},
                        "verses": {
                            "type": "object",
                            "minProperties": 1,
                            "patternProperties": {_REFERENCE: text},
                            "additionalProperties": False,
                        },
                    }
                ),
            },
            "settings": {"type": "object"},
        },
        "additionalProperties": False,
        "$defs": items["$defs"],
    }


def _object(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "required": list(properties),
        "properties": dict(properties),
        "additionalProperties": False,
    }
