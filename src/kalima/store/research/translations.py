"""The user's own translations."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from kalima.store.research.records import OwnTranslation

_COLUMNS = ", ".join(OwnTranslation._fields)
_MARKS = ", ".join("?" for _ in OwnTranslation._fields)


def listed(connection: sqlite3.Connection) -> list[OwnTranslation]:
    """All of them, by language and name."""
    rows = connection.execute(f"SELECT {_COLUMNS} FROM translations ORDER BY language, name, id")
    return [OwnTranslation._make(row) for row in rows]


def texts(
    connection: sqlite3.Connection, translation: str, places: Sequence[tuple[int, int]]
) -> dict[tuple[int, int], str]:
    """What a translation has for those of these verses (surah, ayah) that it translates."""
    marks = ",".join("(?, ?)" for _ in places)
    rows = connection.execute(
        "SELECT surah, ayah, text FROM translation_verses"
        f" WHERE translation = ? AND (surah, ayah) IN (VALUES {marks})",
        (translation, *(number for place in places for number in place)),
    )
    return {(surah, ayah): text for surah, ayah, text in rows}


def add(
    connection: sqlite3.Connection,
    record: OwnTranslation,
    verses: Sequence[tuple[int, int, str]],
    *,
    replace: bool,
) -> bool:
    """Add one with its verses; not if there is one of its id that may not be replaced."""
    if connection.execute("SELECT 1 FROM translations WHERE id = ?", [record.id]).fetchone():
        if not replace:
            return False
        remove(connection, record.id)
    connection.execute(f"INSERT INTO translations ({_COLUMNS}) VALUES ({_MARKS})", record)
    connection.executemany(
        "INSERT INTO translation_verses VALUES (?, ?, ?, ?)", ((record.id, *row) for row in verses)
    )
    return True


def remove(connection: sqlite3.Connection, translation: str) -> bool:
    """Remove one with its verses; return whether there was one."""
    connection.execute("DELETE FROM translation_verses WHERE translation = ?", [translation])
    return connection.execute("DELETE FROM translations WHERE id = ?", [translation]).rowcount > 0
