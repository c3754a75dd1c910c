"""What makes each version of the user's own file out of the one before."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from kalima.store.research import faults
from kalima.store.research.records import OwnTranslation

if TYPE_CHECKING:
    from sqlite_utils import Database


def _translations(db: Database) -> None:
    db.table("translations").create(
        {name: int if name == "verse_count" else str for name in OwnTranslation._fields},
        pk="id",
        not_null=set(OwnTranslation._fields),
        strict=True,
    )
    db.table("translation_verses").create(
        {"translation": str, "surah": int, "ayah": int, "text": str},
        pk=("translation", "surah", "ayah"),
        not_null={"translation", "surah", "ayah", "text"},
        foreign_keys=[("translation", "translations", "id")],
        strict=True,
    )


INDEXED = ("layer", "tag", "hypothesis")
"""The fields of an item's data by which many are listed and counted: they have columns of their own. An index
on what is within the data would need functions that SQLite does not trust a file with."""


def _items(db: Database) -> None:
    items = db.table("items").create(
        {
            "number": int, "id": str, "kind": str, "data": str,
            "created": str, "changed": str, "deleted": str, "revision": int,
            **dict.fromkeys(INDEXED, str),
        },
        pk="number",
        not_null={"id", "kind", "data", "created", "changed", "revision"},
        strict=True,
    )  # fmt: skip
    items.create_index(["id"], unique=True)
    items.create_index(["deleted", "changed", "kind"])
    items.create_index(["kind", "deleted", "changed"])
    for field in INDEXED:
        db.execute(
            f"CREATE INDEX idx_items_{field} ON items ({field}, kind, deleted, changed)"
            f" WHERE {field} IS NOT NULL"
        )
    anchors = db.table("anchors").create(
        {
            "item": int, "position": int, "role": str, "surah": int, "ayah": int,
            "word": int, "last_word": int, "segment": int, "node": int, "text": str,
        },
        pk=("item", "position"),
        not_null={"item", "position", "role", "surah", "ayah", "text"},
        foreign_keys=[("item", "items", "number")],
        strict=True,
    )  # fmt: skip
    anchors.create_index(["surah", "ayah", "item", "word", "last_word"])
    history = db.table("history").create(
        {"seq": int, "item": str, "revision": int, "at": str, "who": str, "action": str, "after": str},
        pk="seq",
        not_null={"item", "revision", "at", "who", "action"},
        strict=True,
    )  # without a foreign key: it goes on where the item is no more
    history.create_index(["item", "revision"], unique=True)
    db.execute("CREATE VIRTUAL TABLE item_text USING fts5(text, tokenize = 'unicode61')")
    db.table("settings").create(
        {"name": str, "value": str}, pk="name", not_null={"name", "value"}, strict=True
    )


MIGRATIONS: tuple[Callable[[Database], None], ...] = (_translations, _items)
"""The first makes version 1 out of nothing. Only ever added to."""


def version(connection: sqlite3.Connection) -> int:
    """The version of the file that is open; 0 if nothing is in it yet."""
    number: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return number


def check_version(number: int, path: Path) -> None:
    """
    :raises ResearchUnusable: if a newer Kalima wrote a file of this version.
    """
    if number > len(MIGRATIONS):
        raise faults.newer(path, number, len(MIGRATIONS))


def bring_up_to_date(
    connection: sqlite3.Connection, path: Path, before: Callable[[], object] = lambda: None
) -> None:
    """Make the file's version the present one, all the way or not at all.

    :param before: called if there is something to change and before it is changed, while nobody else can.
    :raises ResearchUnusable: if a newer Kalima wrote it.
    """
    if version(connection) == len(MIGRATIONS):
        return
    with transaction(connection):
        number = version(connection)  # again: another thread or program may have been quicker
        check_version(number, path)
        if number == len(MIGRATIONS):
            return
        if number:
            before()
        from sqlite_utils import Database  # only now: its import takes longer than many a whole run

        db = Database(connection, execute_plugins=False)
        for migration in MIGRATIONS[number:]:
            migration(db)
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")


@contextlib.contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """A transaction that holds the right to write from its first statement on."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
