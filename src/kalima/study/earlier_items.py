"""The user's items in the shapes of the earlier backends: the same ones as today's, under other names.

Places are named as everywhere there: words and segments count from 0.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Sequence
from typing import Any

from kalima.errors import ResearchUnusable
from kalima.study.library import Library
from kalima.study.research.items import Research
from kalima.study.research.places import parse_place

Shape = dict[str, Any]
_WORDS = re.compile(r"(\d{1,9}):(\d{1,9}):(\d{1,9})(?:-(\d{1,9}))?", re.ASCII)
_SEGMENT = re.compile(r"seg-(\d{1,9})-(\d{1,9})-(\d{1,9})-(\d{1,9})", re.ASCII)

log = logging.getLogger(__name__)


def place_of(id: str) -> str:
    """The place that an id of the earlier backends means; what is none stays, and is refused as a place."""
    if words := _WORDS.fullmatch(id):
        surah, ayah, first, last = words.groups()
        return f"{surah}:{ayah}:{int(first) + 1}" + (f"-{int(last) + 1}" if last else "")
    if segment := _SEGMENT.fullmatch(id):
        surah, ayah, word, piece = map(int, segment.groups())
        return f"{surah}:{ayah}:{word + 1}:{piece + 1}"
    return id


def id_of(place: str) -> str:
    """The id by which the earlier backends would know a place: the reverse of :func:`place_of`."""
    found = parse_place(place)
    if found.word is None:
        return place
    if found.segment is not None:
        return f"seg-{found.surah}-{found.ayah}-{found.word - 1}-{found.segment - 1}"
    last = "" if found.last_word is None else f"-{found.last_word - 1}"
    return f"{found.verse}:{found.word - 1}{last}"


def annotation(item: Shape) -> Shape:
    targets = _ids(item, "target")
    return {
        **_head(item, targets),
        "target_id": targets[0],
        "target_ids": targets,
        "layer": item["data"]["layer"],
        "text": item["data"].get("text"),
        "payload": item["data"].get("payload"),
    }


def connection(item: Shape) -> Shape:
    ((start,), (end,)) = _ids(item, "from"), _ids(item, "to")
    return {
        **_head(item, [start]),
        "from_token": start,
        "to_token": end,
        "layer": item["data"]["layer"],
        "note": item["data"].get("note"),
        "meta": item["data"].get("meta"),
    }


def reference(item: Shape) -> Shape:
    (pronoun,) = _ids(item, "pronoun")
    fields = {name: item["data"].get(name) for name in ("referent_text", "certainty", "note")}
    return {
        **_head(item, [pronoun]),
        "pronoun": pronoun,
        "referent": next(iter(_ids(item, "referent")), None),
    } | fields


def hypothesis(item: Shape) -> Shape:
    data = item["data"]
    refs = _ids(item, "verse")
    return {
        **_head(item, refs),
        "verse_refs": refs,
        **{name: data.get(name) for name in ("claim", "query", "status", "note")},
        "tags": data.get("tags", []),
    }


def translation(item: Shape) -> Shape:
    fields = {name: item["data"].get(name) for name in ("language", "text", "note")}
    return {**_head(item, _ids(item, "target")), **fields}


def pattern(item: Shape) -> Shape:
    data = item["data"]
    fields = {name: data.get(name) for name in ("name", "query", "note", "total", "meta")}
    return {"id": item["id"], **fields, **_times(item)}


def tag(item: Shape, places: Sequence[str] | None = None) -> Shape:
    """
    :param places: what it marks, where that is asked for.
    """
    data = item["data"]
    found = {"id": item["id"], "name": data["name"]}
    found |= {name: data.get(name) for name in ("description", "colour")}
    count = item["uses"] if places is None else len(places)
    marked = {} if places is None else {"targets": [id_of(place) for place in places]}
    return found | {"count": count} | marked | _times(item)


def _head(item: Shape, ids: Sequence[str]) -> Shape:
    """What every item has that is attached somewhere: its id, its verse, and when it was written."""
    anchors = [anchor["ref"] for each in item["anchors"].values() for anchor in each]
    return {"id": item["id"], "verse_ref": anchors[0] if ids and anchors else None, **_times(item)}


def _times(item: Shape) -> Shape:
    return {"created_at": item["created"], "updated_at": item["changed"]}


def _ids(item: Shape, role: str) -> list[str]:
    return [id_of(anchor["place"]) for anchor in item["anchors"].get(role, ())]


class Annotations:
    """The annotations of some verses, as words and verses carry them.

    While the user's own file cannot be used, words and verses carry none, so that the text can still be read;
    who asks for the annotations themselves is told.
    """

    def __init__(self, library: Library, verses: Iterable[tuple[int, int]]) -> None:
        try:
            self._items = Research(library).at_many(verses, ("annotation",))
        except ResearchUnusable as error:
            log.warning("%s", error)
            self._items = {}

    def of_verse(self, ref: str) -> list[Shape]:
        """Everything in the verse."""
        return [annotation(item) for item in self._items.get(ref, ())]

    def of_word(self, ref: str, word: int) -> list[Shape]:
        """What is attached to a word, by its 1-based place, to a part of it or to a selection with it."""
        return [annotation(item) for item in self._items.get(ref, ()) if _touches(item, ref, word)]


def _touches(item: Shape, ref: str, word: int) -> bool:
    places = [parse_place(anchor["place"]) for anchor in item["anchors"]["target"]]
    return any(
        place.verse == ref
        and place.word is not None
        and place.word <= word <= (place.last_word or place.word)
        for place in places
    )
