"""Items as they are changed, every change with its line of history; and settings, which have none."""

from __future__ import annotations

import itertools
import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from kalima.errors import NotFound, ResearchConflict
from kalima.store.research import items, translations
from kalima.store.research.migrations import INDEXED
from kalima.store.research.records import Anchor, Arrival, Change, Item, Write

_COLUMNS = ("id", "kind", "data", "created", "changed", "deleted", "revision", *INDEXED)
_KEEP = f"""INSERT INTO items ({", ".join(_COLUMNS)}) VALUES ({", ".join(f":{name}" for name in _COLUMNS)})
    ON CONFLICT (id) DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in _COLUMNS)}
    RETURNING number"""
_ATTACH = f"""INSERT INTO anchors (item, position, {", ".join(Anchor._fields)})
    VALUES (?, ?{", ?" * len(Anchor._fields)})"""
_MAKE = f"""INSERT INTO items (number, {", ".join(_COLUMNS)})
    VALUES (:number, {", ".join(f":{name}" for name in _COLUMNS)})"""
_KEEP_TEXT = "INSERT INTO item_text (rowid, text) VALUES (?, ?)"
_KEEP_LINE = "INSERT INTO history (item, revision, at, who, action, after) VALUES (?, ?, ?, ?, ?, ?)"
_AT_ONCE = 1_000
"""Items that are taken in by one round of statements."""
_NEXT, _SOON = timedelta(milliseconds=1), timedelta(seconds=1)
ACTIONS = frozenset({"create", "change", "delete", "restore", "undo", "import"})


def now() -> str:
    """The time, UTC, in ISO 8601 with milliseconds and ``Z``."""
    return _told(datetime.now(UTC))


def _told(time: datetime) -> str:
    return time.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _time_of_its_own(connection: sqlite3.Connection) -> str:
    """The time, or one soon after it that no write has: it tells what went into the bin together."""
    at = now()
    newest = connection.execute("SELECT at FROM history ORDER BY seq DESC LIMIT 1").fetchone()
    if newest is None or newest[0] < at:
        return at
    last = datetime.fromisoformat(newest[0])
    # What is much later was written before the clock was put right.
    return _told(last + _NEXT) if last - datetime.fromisoformat(at) < _SOON else at


def write(connection: sqlite3.Connection, changes: Sequence[Write], who: str) -> list[Item]:
    """Make the changes in order, and give the items as they are then.

    What changes nothing leaves no trace in the history.

    :raises ResearchConflict: if a stored item is not of the revision that the writer saw, or is to be made.
    :raises NotFound: if an item that is to be changed does not exist.
    """
    at = _time_of_its_own(connection)
    return [_write(connection, change, who, at) for change in changes]


def _write(connection: sqlite3.Connection, change: Write, who: str, at: str) -> Item:
    stored = items.find(connection, change.item.id)
    _check(stored, change)
    item = _changed(stored, change, at)
    if stored is not None and _is_no_news(stored, item, change.action):
        return stored
    if stored is None:
        last = _last_revision(connection, item.id)
        item = item._replace(revision=max(item.revision, last + 1))
    else:
        item = item._replace(revision=max(item.revision, stored.revision + 1))
    _store(connection, item, None if change.action in ("delete", "restore") else change.text)
    _log(connection, item.id, item.revision, at, who, change.action, _plain(item.as_json()))
    return item


def _check(stored: Item | None, change: Write) -> None:
    if change.action not in ACTIONS:
        raise ValueError(f"{change.action!r} is none of {', '.join(sorted(ACTIONS))}")
    id = change.item.id
    if stored is None:
        if change.action not in ("create", "import"):
            raise NotFound(f"There is nothing of yours with the id {id!r}.", "It may have been purged.")
    elif change.action == "create":
        raise ResearchConflict(f"There is something with the id {id!r} already.", "Choose another id.")
    elif change.revision not in (None, stored.revision):
        raise ResearchConflict(
            f"{stored.kind} {id!r} was changed since it was read: that was revision {change.revision},"
            f" and it has revision {stored.revision} now.",
            "Read it again and make your change to what is there now.",
        )


def _changed(stored: Item | None, change: Write, at: str) -> Item:
    """The item as the change leaves it; its revision is yet to be found."""
    given = change.item
    if change.action == "import":
        return given._replace(created=given.created or at, changed=given.changed or at)
    if stored is None:
        return given._replace(created=at, changed=at, deleted=None, revision=0)
    if change.action == "delete":
        return stored._replace(changed=at, deleted=stored.deleted or at)
    if change.action == "restore":
        return stored._replace(changed=at, deleted=None)
    deleted = given.deleted if change.action == "undo" else stored.deleted
    return given._replace(created=stored.created, changed=at, deleted=deleted, revision=0)


def _is_no_news(stored: Item, item: Item, action: str) -> bool:
    if action != "import":
        return _content(stored) == _content(item)
    # What is imported brings its times along, and a higher number: or else two files would never be the same.
    known = item._replace(revision=stored.revision).as_json()
    return item.revision <= stored.revision and _plain(known) == _plain(stored.as_json())


def _content(item: Item) -> tuple[Any, ...]:
    return item.kind, item.data, item.anchors, item.deleted is None


def _last_revision(connection: sqlite3.Connection, id: str) -> int:
    """The last revision of an item that is no more: one of the same id goes on from there."""
    last: int | None = connection.execute(
        "SELECT max(revision) FROM history WHERE item = ?", [id]
    ).fetchone()[0]
    return last or 0


def _store(connection: sqlite3.Connection, item: Item, text: str | None) -> None:
    """Keep the item as it is now, and its words unless ``text`` is ``None``."""
    (number,) = connection.execute(_KEEP, _row(item)).fetchone()
    if text is None:
        return
    _forget(connection, number)
    connection.executemany(
        _ATTACH,
        ((number, position, *anchor) for position, anchor in enumerate(item.anchors)),
    )
    if text:
        connection.execute(_KEEP_TEXT, [number, text])


def _row(item: Item) -> dict[str, Any]:
    fields = {field: item.data[field] for field in INDEXED if isinstance(item.data.get(field), str)}
    return item._asdict() | dict.fromkeys(INDEXED) | fields | {"data": _plain(item.data)}


def _forget(connection: sqlite3.Connection, number: int) -> None:
    """Leave the item without its anchors and its words."""
    connection.execute("DELETE FROM anchors WHERE item = ?", [number])
    connection.execute("DELETE FROM item_text WHERE rowid = ?", [number])


def take_in(connection: sqlite3.Connection, arrival: Arrival, who: str) -> None:
    """Keep all that has arrived from a file. What is new goes in a thousand at a time, in few statements.

    :raises ResearchConflict: if an item is not of the revision that the writer saw: 0 where there was none.
    """
    at, writes = now(), iter(arrival.writes())
    while part := list(itertools.islice(writes, _AT_ONCE)):
        ids = json.dumps([change.item.id for change in part])
        found = connection.execute("SELECT id FROM items WHERE id IN (SELECT value FROM json_each(?))", [ids])
        there = {id for (id,) in found}
        _make(
            connection, [change for change in part if change.item.id not in there], arrival.history, at, who
        )
        for change in part:
            if change.item.id in there:
                _write(connection, change, who, at)
    for record, verses in arrival.translations:
        translations.add(connection, record, verses, replace=True)
    for name, value in arrival.settings.items():
        set_setting(connection, name, value)


def _make(
    connection: sqlite3.Connection,
    changes: Sequence[Write],
    history: Mapping[str, Sequence[Change]],
    at: str,
    who: str,
) -> None:
    """Keep items that are not there yet, with the history that they bring, or a line that they came."""
    first = connection.execute("SELECT coalesce(max(number), 0) + 1 FROM items").fetchone()[0]
    found = connection.execute(
        """SELECT item, max(revision) FROM history
        WHERE item IN (SELECT value FROM json_each(?)) GROUP BY item""",
        [json.dumps([change.item.id for change in changes])],
    )
    last = dict(found.fetchall())  # of what was there once, and purged
    rows, anchors, texts, lines = [], [], [], []
    for number, change in enumerate(changes, first):
        item = _changed(None, change, at)
        brought = history.get(item.id, ())
        if item.id in last or not brought:
            item = item._replace(revision=max(item.revision, last.get(item.id, 0) + 1))
            brought = [Change(0, item.id, item.revision, at, who, change.action, None, item.as_json())]
        rows.append(_row(item) | {"number": number})
        anchors += [(number, position, *anchor) for position, anchor in enumerate(item.anchors)]
        texts += [(number, change.text)] if change.text else []
        lines += [(*line[1:6], None if line.after is None else _plain(line.after)) for line in brought]
    connection.executemany(_MAKE, rows)
    connection.executemany(_ATTACH, anchors)
    connection.executemany(_KEEP_TEXT, texts)
    connection.executemany(_KEEP_LINE, lines)


def purge(connection: sqlite3.Connection, ids: Iterable[str], who: str) -> int:
    """Take items out of the bin for good; of their history one line without content is left.

    :return: how many of them were in the bin.
    """
    at = now()
    found = connection.execute(
        """SELECT number, id, revision FROM items
        WHERE deleted IS NOT NULL AND id IN (SELECT value FROM json_each(?))""",
        [json.dumps(list(ids))],
    ).fetchall()
    for number, id, revision in found:
        _forget(connection, number)
        connection.execute("DELETE FROM items WHERE number = ?", [number])
        _log(connection, id, revision + 1, at, who, "purge", None)
        connection.execute("DELETE FROM history WHERE item = ? AND revision <= ?", [id, revision])
    return len(found)


def _log(
    connection: sqlite3.Connection, id: str, revision: int, at: str, who: str, action: str, after: str | None
) -> None:
    connection.execute(_KEEP_LINE, [id, revision, at, who, action, after])


_plain = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode


def setting(connection: sqlite3.Connection, name: str) -> Any | None:
    """The value of a setting, or ``None`` if it is not set."""
    row = connection.execute("SELECT value FROM settings WHERE name = ?", [name]).fetchone()
    return json.loads(row[0]) if row else None


def set_setting(connection: sqlite3.Connection, name: str, value: Any) -> None:
    """Set a setting to anything that JSON can hold; ``None`` takes it away."""
    if value is None:
        connection.execute("DELETE FROM settings WHERE name = ?", [name])
    else:
        connection.execute(
            "INSERT INTO settings VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
            [name, _plain(value)],
        )
