"""What holds between items, and what the program fills in: beyond what the fields of one item say."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kalima.errors import KalimaError
from kalima.store.research_store import Item, ResearchStore
from kalima.study.research import corrections, queries
from kalima.study.research.fields import Id
from kalima.study.research.kinds import KINDS, Kind, check
from kalima.study.research.places import Place

if TYPE_CHECKING:
    from kalima.study.library import Library


def given(kind: Kind, data: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """What the user said of an item; that what the program fills in is as it was is no news.

    :raises KalimaError: if it is not, or if the user makes no items of this kind.
    """
    if not isinstance(data, Mapping):
        raise KalimaError("The data are no object.", 'Write them by field, as {"text": "..."}.')
    if all(field.made for field in kind.fields):
        raise KalimaError(f"A {kind.name} is made by Kalima.", "Run its hypothesis.")
    for field in kind.fields:
        if field.made and data.get(field.name, before.get(field.name)) != before.get(field.name):
            raise KalimaError(f"{field.name} is filled in by Kalima.", "Leave it out.")
    return dict(data)


def completed(library: Library, item: Item, before: Item | None = None) -> Item:
    """The item with what the program fills in, if what that depends on is new or has changed.

    :raises QueryError: if its query cannot be understood.
    :raises KalimaError: if a correction names no attribute, or no value of it.
    """
    query = item.data.get("query", "")
    new_query = before is None or query != before.data.get("query", "")
    if item.kind == "hypothesis" and new_query and query.strip():
        library.explain(query)
    elif item.kind == "query" and new_query:
        if not query.strip():
            return _filled(item, corpus=None, total=None)
        found = queries.found(library, query)
        return _filled(item, corpus=found.corpus, total=found.total)
    elif item.kind == "correction" and (before is None or _proposed(item) != _proposed(before)):
        place, attribute, value = _proposed(item)
        return _filled(item, source=corrections.checked(library, place, attribute, value))
    return item


def _proposed(correction: Item) -> tuple[Place, str, str]:
    data = correction.data
    return Place.of(correction.anchors[0]), data["attribute"], data.get("value", "")


def _filled(item: Item, **made: Any) -> Item:
    return item._replace(data=check(KINDS[item.kind], item.data | made))


def same(store: ResearchStore, item: Item) -> Item | None:
    """Another item, not in the bin, that says the same of the same: then there cannot be both."""
    if item.kind == "tag":
        others = store.items(kinds=("tag",))
    elif item.kind in ("tagging", "verdict"):
        (owner,) = KINDS[item.kind].owners
        place, where = item.anchors[0][1:3], {owner.name: item.data[owner.name]}
        others = store.items(kinds=(item.kind,), place=place, where=where)
    else:
        return None
    return next((each for each in others if each.id != item.id and _key(each) == _key(item)), None)


def _key(item: Item) -> object:
    return name_key(item.data["name"]) if item.kind == "tag" else set(map(Place.of, item.anchors))


def name_key(name: str) -> str:
    """What two names of tags must share to be the same: their letters, in whatever case; marks count."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name.strip()).casefold())


def check_consistent(store: ResearchStore, item: Item) -> None:
    """
    :raises KalimaError: if what the item belongs to is not there, or if there is another one like it.
    """
    for field in KINDS[item.kind].owners:
        owner = store.item(item.data[field.name])
        if owner is None or owner.kind != field.of:
            raise _no_owner(field, item)
        if owner.deleted:
            raise KalimaError(
                f"The {field.of} of this {item.kind} is in the bin.", f"Restore the {field.of} first."
            )
    if other := same(store, item):
        if item.kind == "tag":
            raise KalimaError(
                f"There is a tag {other.data['name']!r} already.", "Use that one, or choose another name."
            )
        places = " ".join(str(Place.of(anchor)) for anchor in other.anchors)
        (owner_field,) = KINDS[item.kind].owners
        raise KalimaError(
            f"{places} has a {item.kind} of this {owner_field.of} already.", f"Change that one: {other.id}."
        )


def check_together(store: ResearchStore, items: Sequence[Item]) -> None:
    """As :func:`check_consistent`, of many items that come together.

    What belongs to something in the bin is let be: it is found again when that is restored.

    :raises KalimaError: if what one belongs to is neither stored nor among them, or if two tags would have
        one name.
    """
    coming = {item.id: item for item in items}
    needed = {item.data[field.name] for item in items for field in KINDS[item.kind].owners} - coming.keys()
    there = {item.id: item for bin in (False, True) for item in store.items(ids=needed, bin=bin)} | coming
    for item in items:
        for field in KINDS[item.kind].owners:
            if (owner := there.get(item.data[field.name])) is None or owner.kind != field.of:
                raise _no_owner(field, item)
    stored = [tag for tag in store.items(kinds=("tag",)) if tag.id not in coming]
    names: dict[str, Item] = {}
    for tag in (*stored, *(item for item in items if item.kind == "tag" and not item.deleted)):
        first = names.setdefault(name_key(tag.data["name"]), tag)
        if first is not tag:
            raise KalimaError(
                f"There would be two tags {tag.data['name']!r}: {first.id} and {tag.id}.",
                "Rename one of them first.",
            )


def _no_owner(field: Id, item: Item) -> KalimaError:
    id = item.data[field.name]
    return KalimaError(
        f"There is no {field.of} {id}, to which the {item.kind} would belong.", f"Make the {field.of} first."
    )
