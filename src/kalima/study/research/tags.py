"""Tags by their names: a place is marked with a word, and the word is made a tag when it is first used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kalima.errors import NotFound
from kalima.store.research_store import Item
from kalima.study.research.anchors import anchor
from kalima.study.research.places import Place, parse_place
from kalima.study.research.rules import name_key

if TYPE_CHECKING:
    from kalima.study.research.items import Research


def named(research: Research, name: str) -> Item | None:
    """The tag of this name, in whatever case."""
    key = name_key(name)
    tags = research.store.items(kinds=("tag",))
    return next((each for each in tags if name_key(each.data["name"]) == key), None)


def listed(research: Research) -> list[dict[str, Any]]:
    """All tags by name, each with how many places it marks, under ``uses``."""
    tags = sorted(research.store.items(kinds=("tag",)), key=lambda tag: name_key(tag.data["name"]))
    return [
        {**plain, "uses": research.store.count(kinds=("tagging",), where={"tag": tag.id})}
        for tag, plain in zip(tags, research.shaped(tags), strict=True)
    ]


def put(research: Research, name: str, place: str) -> dict[str, Any]:
    """Mark a place with a tag, which is made if there is none of this name; return the tagging.

    A place that is marked so already stays so.

    :raises NotFound: if there is no such place.
    :raises KalimaError: if the name cannot be a tag's.
    """
    anchor(research.library, parse_place(place), "target")  # an error, before there is a tag without a use
    with research.writing():
        tag = named(research, name)
        id = tag.id if tag else research.create("tag", {"name": name})["id"]
        if tagging := _tagging(research, id, place):
            return research.shaped([tagging])[0]
        return research.create("tagging", {"tag": id}, {"target": [place]})


def take_off(research: Research, name: str, place: str) -> dict[str, Any]:
    """Put the tagging of a place with a tag into the bin; the tag stays.

    :raises NotFound: if there is no such tag, or it does not mark the place.
    """
    with research.writing():
        tag = named(research, name)
        if tag is None:
            raise NotFound(f"There is no tag {name[:80]!r}.")
        tagging = _tagging(research, tag.id, place)
        if tagging is None:
            raise NotFound(f"{place} is not marked with {tag.data['name']!r}.")
        return research.delete(tagging.id)


def _tagging(research: Research, tag: str, place: str) -> Item | None:
    meant = parse_place(place)
    items = research.store.items(kinds=("tagging",), place=meant[:2], where={"tag": tag})
    return next((item for item in items if Place.of(item.anchors[0]) == meant), None)
