"""What is looked for, in the words of the store; and what is shown of a change in a list."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from kalima.errors import KalimaError
from kalima.store.research_store import Change, Filters, Item
from kalima.study.research.fields import SHOWN, check_text
from kalima.study.research.full_text import folded, title
from kalima.study.research.kinds import KINDS, kind_named
from kalima.study.research.places import parse_place


def kinds_named(names: Collection[str]) -> list[str]:
    """
    :raises NotFound: if there is no such kind.
    """
    return [kind_named(name).name for name in names]


def filters(kinds: Collection[str], place: str, where: Mapping[str, str], text: str, *, bin: bool) -> Filters:
    """What :meth:`Research.find` looks for.

    :raises NotFound: if there is no such kind.
    :raises KalimaError: if the place is no verse and no word, a field is unknown, or the text has no word.
    """
    named = kinds_named(kinds) or [kind for kind in KINDS if kind != "run"]
    _check_fields(named, where)
    found = Filters(kinds=named, where=where, bin=bin)
    if text:
        check_text(text, "text")
        found["text"] = folded(text)
        if not found["text"]:
            raise KalimaError(
                f"{text[:SHOWN]!r} has no word to look for.", "Write words, as in صبر or patien*."
            )
    if place:
        meant = parse_place(place)
        if meant.sort not in ("verse", "word"):
            raise KalimaError(f"{place} is neither a verse nor a word.", f"Ask for {meant.verse}.")
        found["place"], found["word"] = meant[:2], meant.word
    return found


def _check_fields(kinds: Collection[str], where: Mapping[str, str]) -> None:
    known = {field.name for kind in kinds for field in KINDS[kind].fields}
    for name, value in where.items():
        if name not in known:
            raise KalimaError(
                f"There is no field {name[:SHOWN]!r}.", f"There are {', '.join(sorted(known))}."
            )
        check_text(value, name)


def in_short(change: Change) -> dict[str, Any]:
    """A change as it is shown in a list: the item's title instead of the item."""
    state = change.after or change.before
    item = Item.from_json(state) if state else None
    return {
        "seq": change.seq,
        "item": change.item,
        "kind": item.kind if item else None,
        "title": title(item) if item else "",
        "revision": change.revision,
        "at": change.at,
        "who": change.who,
        "action": change.action,
    }
