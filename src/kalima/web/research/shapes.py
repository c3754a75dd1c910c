"""What is sent of an item, and what is given out, from the kinds as the study room declares them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kalima.study.research import kinds
from kalima.study.research.fields import Field
from kalima.web.kinds import Choice, Kind, Natural, Text, Truth
from kalima.web.structures import Either, ListOf, MapOf, Named, Record, nullable

MAX_BODY = 13 << 20
"""Bytes of a request that sends an item: its longest text, of letters that JSON writes as two escapes."""

TIME = Text(says="In UTC: 2026-11-23T09:30:00.000Z.")
ITEM_ID = Text(says="It never changes.")
PLACE = Text(says="2:255, 2:255:3, 2:255:3-5, 2:255:3:1, or 2:255:*4 for an implied word.")
SEEN = Natural(1, says="The revision that was seen; then nobody's newer change is written over.")


@dataclass(eq=False, repr=False)
class Stated(Kind):
    """A field of an item, as the study room declares it."""

    field: Field

    def named(self) -> str:
        return self.field.named()

    def _schema(self) -> dict[str, Any]:
        return self.field.schema()

    def check(self, value: Any, where: str) -> Any:
        self.field.check(value)
        return value


def _data(kind: kinds.Kind, *, given: bool) -> Record:
    """The fields of a kind: those that may be given, or those that are given out."""
    fields = [field for field in kind.fields if not (given and field.made)]
    optional = [field.name for field in fields if not field.required]
    shapes: dict[str, Kind] = {field.name: Stated(field) for field in fields}
    return Record(
        {name: nullable(shape) if given and name in optional else shape for name, shape in shapes.items()},
        optional,
    )


def _new(kind: kinds.Kind) -> Named:
    places = {
        role.name: ListOf(
            PLACE, role.most, says=f"{role.least} to {role.most} of these: {', '.join(role.sorts)}."
        )
        for role in kind.roles
    }
    optional = [role.name for role in kind.roles if not role.least]
    anchored = {"anchors": Record(places, optional)} if places else {}
    fields = {
        "kind": Choice((kind.name,)),
        "data": _data(kind, given=True),
        **anchored,
        "id": Text(says="Its own id, if it has one already: up to 128 of A-Z a-z 0-9 . _ : @ ~ -"),
    }
    left_out = ["id"] if len(optional) < len(places) else ["id", "anchors"]
    return Named(f"New{kind.name.title()}", Record(fields, left_out), says=f"{kind.name}: {kind.says}.")


GIVEN = tuple(kind for kind in kinds.KINDS.values() if kind.name != "run")
"""The kinds that a client may make: a run is made by running a hypothesis."""


class NewItem(Record):
    """An item to be made: one of the kinds. Its fields and places are checked where they are kept."""

    def __init__(self) -> None:
        loose: dict[str, Kind] = {
            "kind": Choice(tuple(kind.name for kind in GIVEN)),
            "data": Record({}, open=True),
            "anchors": ANCHORED,
            "id": Text(),
        }
        super().__init__(loose, ("anchors", "id"))
        self._each = Either(tuple(_new(kind) for kind in GIVEN))

    def parts(self) -> Sequence[Kind]:
        return (self._each,)

    def _schema(self) -> dict[str, Any]:
        return self._each.schema()


ANCHORED = MapOf(ListOf(PLACE), says="Places by their role.")
_ANCHOR = Named(
    "Anchor",
    Record(
        {
            "place": PLACE,
            "ref": Text(says="Its verse."),
            "text": Text(says="What stood there when it was attached."),
            "moved": Either((Truth(), Text()), says="False, or what stands there now."),
        }
    ),
    says="A place in the text, and whether it still is what it was.",
)
KIND = Choice(tuple(kinds.KINDS))


def _item(data: Kind) -> dict[str, Kind]:
    return {
        "id": ITEM_ID,
        "kind": KIND,
        "data": data,
        "anchors": MapOf(ListOf(_ANCHOR)),
        "created": TIME,
        "changed": TIME,
        "deleted": nullable(Text(says="Since when it is in the bin.")),
        "revision": Natural(1),
    }


DATA = {
    kind.name: Named(f"{kind.name.title()}Fields", _data(kind, given=False), says=f"{kind.says}.")
    for kind in kinds.KINDS.values()
}
ITEM = Named("Item", Record(_item(Either(tuple(DATA.values())))), says="Something that the user made.")


def item_of(kind: str, **more: Kind) -> Record:
    """An item of one kind, with what else is said of it."""
    return Record(_item(DATA[kind]) | more)


_RUN = kinds.kind_named("run")
_IN_SHORT = [field for field in _RUN.fields if field.name != "places"]
RUN = Named(
    "RunInShort",
    Record(_item(Record({each.name: Stated(each) for each in _IN_SHORT}))),
    says="What a query found on one corpus, without the places of its hits.",
)
ITEMS = Record(
    {"total": Natural(says="Of all that were asked for, whatever page this is."), "items": ListOf(ITEM)}
)
CHANGE = Named(
    "Change",
    Record(
        {
            "seq": Natural(1),
            "revision": Natural(1),
            "at": TIME,
            "who": Text(),
            "action": Text(says="create, change, delete, restore, undo, import or purge."),
            "before": nullable(ITEM),
            "after": nullable(ITEM),
        }
    ),
    says="What was done to an item, with the item before and after it.",
)
RECENT = Named(
    "RecentChange",
    Record(
        {
            "seq": Natural(1),
            "item": ITEM_ID,
            "kind": nullable(KIND),
            "title": Text(says="How the item begins."),
            "revision": Natural(1),
            "at": TIME,
            "who": Text(),
            "action": Text(),
        }
    ),
)
