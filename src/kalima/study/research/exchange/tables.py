"""The user's items as tables for a spreadsheet, one a kind. Nothing is read back from them."""

from __future__ import annotations

import contextlib
import csv
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from kalima.store.research_store import Item
from kalima.study.on_disk import private
from kalima.study.research.kinds import KINDS, Kind
from kalima.study.research.places import Place
from kalima.study.tables.cells import MARK, guarded


def write_tables(items: Iterable[Item], folder: Path) -> dict[str, int]:
    """Write a file for each kind of which there are items; return how many rows each file has, by name."""
    counts: dict[str, int] = {}
    with contextlib.ExitStack() as files:
        writers: dict[str, Any] = {}
        for item in items:
            name, kind = f"{item.kind}.csv", KINDS[item.kind]
            if name not in writers:
                file = files.enter_context(private(folder / name))
                file.write(MARK)
                writers[name] = csv.writer(file)
                writers[name].writerow(columns(kind))
            writers[name].writerow(map(_cell, _row(kind, item)))
            counts[name] = counts.get(name, 0) + 1
    return dict(sorted(counts.items()))


def columns(kind: Kind) -> list[str]:
    """The names of a table's columns."""
    places = [name for role in kind.roles for name in (role.name, f"{role.name}_quote")]
    return [
        "id",
        *places,
        *(field.name for field in kind.fields),
        "created",
        "changed",
        "deleted",
        "revision",
    ]


def _row(kind: Kind, item: Item) -> list[Any]:
    places: list[str] = []
    for role in kind.roles:
        attached = [anchor for anchor in item.anchors if anchor.role == role.name]
        places.append(" ".join(str(Place.of(anchor)) for anchor in attached))
        places.append("\n".join(anchor.text for anchor in attached))
    fields = [item.data.get(field.name) for field in kind.fields]
    return [item.id, *places, *fields, item.created, item.changed, item.deleted, item.revision]


def _cell(value: Any) -> str:
    """A value as text: what would be calculated gets an apostrophe before it."""
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return guarded(text)
