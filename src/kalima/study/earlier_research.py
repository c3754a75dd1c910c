"""What the earlier backends' clients ask of the user's own work, and keep in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kalima.arabic.references import Reference
from kalima.errors import KalimaError, NotFound, ResearchConflict
from kalima.study import earlier_items as shapes
from kalima.study.earlier_items import Shape
from kalima.study.library import Library
from kalima.study.research import tags as named_tags
from kalima.study.research.items import Research
from kalima.study.research.places import parse_place

GENERAL = "general"
"""The layer of what comes without one."""
ALL = 1_000_000_000
MOST = 1_000
"""Items of one answer: these lists have no pages."""


# What is asked for


def verse(library: Library, ref: str) -> str:
    """The reference of a verse.

    :raises KalimaError: if ``ref`` is none.
    :raises NotFound: if there is no such verse.
    """
    place = parse_place(ref)
    if place.sort != "verse":
        raise KalimaError(f"{ref[:40]} is no verse.", f"Write it as {place.verse}.")
    library.verses(Reference(place.surah, place.ayah, place.ayah))
    return place.verse


def research_counts(library: Library) -> tuple[int, int]:
    """How many annotations there are, and how many tags on hypotheses."""
    research = Research(library)
    hypotheses = research.store.items(kinds=("hypothesis",))
    return research.counts()["annotation"], sum(len(each.data.get("tags", ())) for each in hypotheses)


def in_verse(library: Library, kind: str, ref: str) -> list[Shape]:
    """The items of a kind that are attached in a verse, in the order of the text."""
    return Research(library).at(verse(library, ref), (kind,))


def of_kind(library: Library, kind: str) -> list[Shape]:
    """All items of a kind, the newest first.

    :raises KalimaError: if there are too many for one answer.
    """
    found = Research(library).find((kind,), limit=MOST)
    if found["total"] > MOST:
        raise KalimaError(
            f"There are {found['total']:,} of them; one answer has {MOST:,}.", "Page through /api/v1/items."
        )
    items: list[Shape] = found["items"]
    return items


def connections(library: Library, ref: str) -> Shape:
    """Those within one verse (``internal``) and those between two (``external``); without ``ref``, all."""
    items = in_verse(library, "connection", ref) if ref else of_kind(library, "connection")
    sides: Shape = {"internal": [], "external": []}
    for item in items:
        (start,), (end,) = item["anchors"]["from"], item["anchors"]["to"]
        sides["internal" if start["ref"] == end["ref"] else "external"].append(shapes.connection(item))
    return sides


def tag_named(library: Library, name: str) -> Shape:
    """A tag with the ids of what it marks.

    :raises NotFound: if there is none of this name.
    """
    research = Research(library)
    item = named_tags.named(research, name)
    if item is None:
        raise NotFound(f"There is no tag {name[:80]!r}.", "PUT /api/tags/NAME makes one.")
    marks = research.find(("tagging",), where={"tag": item.id}, limit=MOST)["items"]
    return shapes.tag(research.get(item.id), [mark["anchors"]["target"][0]["place"] for mark in marks])


def found_in(library: Library, kind: str, id: str, ref: str = "") -> Shape:
    """The item of this kind and id that is attached in a verse.

    :raises NotFound: if there is none, or it is in the bin.
    """
    item = Research(library).get(id)
    refs = {anchor["ref"] for each in item["anchors"].values() for anchor in each}
    if item["kind"] != kind or item["deleted"] or (ref and verse(library, ref) not in refs):
        raise NotFound(
            f"There is no {kind} {id[:80]!r}{f' at {ref}' if ref else ''}.", "It may be in the bin."
        )
    return item


def annotations_of(library: Library, target: str = "") -> list[Shape]:
    """All annotations, the newest first, or those of one target, by its id.

    :raises KalimaError: if ``target`` is no id of a place.
    """
    if not target:
        return of_kind(library, "annotation")
    place = shapes.place_of(target)
    found = Research(library).at(str(parse_place(place)), ("annotation",))
    return [item for item in found if place in [anchor["place"] for anchor in item["anchors"]["target"]]]


def only_one(library: Library, kind: str, ref: str, body: Mapping[str, Any]) -> str:
    """The id that a body names, or that of the one item of this kind in a verse.

    :raises KalimaError: if the body names none and there are several.
    :raises NotFound: if there is none.
    """
    if body.get("id"):
        return str(body["id"])
    found = in_verse(library, kind, ref)
    if "language" in body:
        found = [item for item in found if item["data"].get("language") == body["language"]]
    if not found:
        raise NotFound(f"There is no {kind} at {ref}.", "POST makes one.")
    if len(found) > 1:
        raise KalimaError(f"{ref} has {len(found)} of them.", "Say which is meant by its id.")
    return str(found[0]["id"])


def inside(ref: str, *ids: str) -> str:
    """The first of these places, one of which is in the verse.

    :raises KalimaError: if none is.
    """
    if not any(parse_place(shapes.place_of(id)).verse == ref for id in ids):
        raise KalimaError(f"{ids[0][:40]} is not in {ref}.", "Send it to the address of its own verse.")
    return ids[0]


# What is kept


def put(
    library: Library, kind: str, data: Mapping[str, Any], places: Mapping[str, Sequence[str]], id: str | None
) -> Shape:
    """Make an item; if there is one of this id, the fields and places that are given are changed.

    :raises ResearchConflict: if the id is that of an item of another kind.
    """
    research = Research(library)
    at = {role: [shapes.place_of(each) for each in ids] for role, ids in places.items()}
    try:
        present = research.get(id) if id else None
    except NotFound:
        present = None
    if present is None:
        return research.create(kind, data, at, id=id)
    if present["kind"] != kind:
        raise ResearchConflict(
            f"The id {id} is that of another kind: {present['kind']}.", "Leave the id out, or choose another."
        )
    if present["deleted"]:
        research.restore(present["id"])
    return research.change(present["id"], data, at)


def with_rest(body: Mapping[str, Any], known: Iterable[str], field: str) -> dict[str, Any]:
    """The fields of a body as an item has them; what else was sent is kept in its ``field``.

    :raises KalimaError: if there is something else and ``field`` itself is no object.
    """
    data = {name: body[name] for name in known if name in body}
    rest = {name: value for name, value in body.items() if name not in data and name != "id"}
    if not rest:
        return data
    kept = data.get(field)
    kept = {} if kept is None else kept
    if not isinstance(kept, dict):
        raise KalimaError(f"{next(iter(rest))[:40]!r} is not known.", f"Send it inside {field}.")
    return data | {field: kept | rest}


def keep_tag(library: Library, name: str, body: Mapping[str, Any]) -> Shape:
    """Make a tag of this name or change it, mark the places that are named, and give it out.

    :raises KalimaError: if the name cannot be a tag's, or is another one's already.
    """
    research = Research(library)
    data = {"name": name} | {each: body[each] for each in ("name", "description", "colour") if each in body}
    if "color" in body:
        data.setdefault("colour", body["color"])
    present = named_tags.named(research, name)
    if present is None:
        research.create("tag", data)
    else:
        research.change(present.id, data if "name" in body else {**data, "name": present.data["name"]})
    for id in body.get("targets", ()):
        named_tags.put(research, data["name"], shapes.place_of(id))
    return tag_named(library, data["name"])
