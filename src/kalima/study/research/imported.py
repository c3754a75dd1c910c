"""Reads an item as it is given out, from a file or another Kalima, and refuses what is not one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from kalima.errors import KalimaError
from kalima.store.research_store import Anchor, Item
from kalima.study.research.anchors import check_sort
from kalima.study.research.fields import SHOWN, check_id, check_text
from kalima.study.research.kinds import Kind, Role, check, check_roles, kind_named
from kalima.study.research.places import parse_place

MOST_ANCHORED = 20_000
"""Characters of what stood at an anchor: more than the longest verse has."""
_MEMBERS = {"id", "kind", "data", "anchors", "created", "changed", "deleted", "revision"}
TIME = re.compile(
    r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z", re.ASCII
)


def read_item(plain: Any) -> Item:
    """The item that was given out as ``plain``. Its places need not exist: they may have moved.

    :raises KalimaError: if it is no item; the message names the member, the field or the role.
    """
    if not isinstance(plain, Mapping):
        raise KalimaError("This is no item.", "An item is an object with id, kind, data and anchors.")
    if unknown := sorted(map(str, plain.keys() - _MEMBERS)):
        raise KalimaError(f"An item has no {unknown[0][:SHOWN]!r}.", f"It has {', '.join(sorted(_MEMBERS))}.")
    id, name, data = (plain.get(member) for member in ("id", "kind", "data"))
    for member, value in (("id", id), ("kind", name)):
        if not isinstance(value, str):
            raise KalimaError(f"{member} is missing." if value is None else f"{member} is no text.")
    check_id(str(id), "id")
    kind = kind_named(str(name))
    if not isinstance(data, Mapping):
        raise KalimaError("data is missing or no object.", "It has the item's fields.")
    revision = plain.get("revision", 1)
    if not isinstance(revision, int) or isinstance(revision, bool) or not 1 <= revision < 2**31:
        raise KalimaError("revision is no whole number from 1 on.")
    created, changed, deleted = (_time(plain, member) for member in ("created", "changed", "deleted"))
    attached = _anchors(kind, plain.get("anchors", {}))
    return Item(
        str(id), kind.name, check(kind, data), attached, created or "", changed or "", deleted, revision
    )


def _time(plain: Mapping[str, Any], member: str) -> str | None:
    value = plain.get(member)
    if value is not None and not (isinstance(value, str) and TIME.fullmatch(value)):
        raise KalimaError(f"{member} is no time.", "A time is written as 2026-01-31T09:30:00.000Z.")
    return value


def _anchors(kind: Kind, roles: Any) -> tuple[Anchor, ...]:
    if not isinstance(roles, Mapping) or not all(isinstance(places, list) for places in roles.values()):
        raise KalimaError(
            "anchors is no object of lists.", 'It is written as {"target": [{"place": "2:255", ...}]}.'
        )
    check_roles(kind, Counter(role for role, places in roles.items() for _ in places))
    return tuple(_anchor(kind, role, plain) for role in kind.roles for plain in roles.get(role.name, ()))


def _anchor(kind: Kind, role: Role, plain: Any) -> Anchor:
    where = f"A place of {role.name}"
    if not isinstance(plain, Mapping) or not all(
        isinstance(plain.get(each), str) for each in ("place", "text")
    ):
        raise KalimaError(
            f"{where} is no object with place and text.", 'Write {"place": "2:255", "text": "..."}.'
        )
    if unknown := sorted(map(str, plain.keys() - {"place", "ref", "text", "moved"})):
        raise KalimaError(f"{where} has no {unknown[0][:SHOWN]!r}.", "It has place and text.")
    place = parse_place(plain["place"])
    check_sort(kind, role, place)
    check_text(plain["text"], f"The text at {place}")
    if len(plain["text"]) > MOST_ANCHORED:
        raise KalimaError(
            f"The text at {place} is too long.", f"It has {MOST_ANCHORED:,} characters at most."
        )
    return Anchor(role.name, *place, text=plain["text"])
