"""Writes the documented tables of :mod:`kalima.store.schema`, references, indexes and all, as a database."""

from __future__ import annotations

import contextlib
import inspect
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from kalima import paths
from kalima.errors import CorpusDamaged
from kalima.store.schema import TABLES, VIEWS, Table

CACHE = 40_000
"""KB of pages kept while a database is written: all of it, for references are looked up everywhere."""


class FullDatabase:
    """A new database with the documented tables, filled in the order in which they refer to one another.

    The same rows give the same bytes: nothing in the file depends on the time, the machine or its name.
    """

    def __init__(self, path: Path) -> None:
        self._db = Database(path)
        # As with a copied file, a crash of the system may cost it: it can be made again.
        for pragma in (
            "foreign_keys = ON",
            "synchronous = OFF",
            "journal_mode = OFF",
            f"cache_size = -{CACHE}",
        ):
            self._db.execute(f"PRAGMA {pragma}")
        self._tables = {table.name: table for table in TABLES}
        for table in TABLES:
            self._create(table)
        for view in VIEWS:
            self._db.create_view(view.name, inspect.cleandoc(view.select))

    def _create(self, table: Table) -> None:
        foreign = [(column.name, *_split(column.references)) for column in table.columns if column.references]
        self._db.table(table.name).create(
            {column.name: column.type for column in table.columns},
            pk=table.key,
            not_null={column.name for column in table.columns if column.required},
            foreign_keys=foreign,
            strict=True,
        )
        for columns in table.unique:
            self._db.table(table.name).create_index(columns, unique=True)

    def insert(self, name: str, rows: Iterable[tuple[Any, ...]]) -> None:
        """Add rows, each a tuple in the order of the table's columns.

        :raises sqlite3.IntegrityError: if a row breaks a key, a reference or a NOT NULL.
        """
        marks = ", ".join("?" for _ in self._tables[name].columns)
        with self._db.conn:
            self._db.conn.executemany(f"INSERT INTO {name} VALUES ({marks})", rows)

    def finish(self) -> None:
        """Describe the schema in the file itself, index it and compact it."""
        self.insert("schema_notes", _notes())
        for table in TABLES:
            for columns in table.indexes:
                self._db.table(table.name).create_index(columns)
        self._db.execute("ANALYZE")
        self._db.conn.commit()
        self._db.vacuum()

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()


def write_full_database(corpus: Path, path: Path) -> None:
    """Write the documented tables of the compact ``corpus.db`` to ``path``, a new file.

    :raises CorpusDamaged: if the corpus cannot be read.
    :raises OSError: if the file cannot be written.
    """
    uri = corpus.resolve().as_uri() + "?mode=ro&immutable=1"
    with contextlib.closing(sqlite3.connect(uri, uri=True)) as source:
        try:
            with contextlib.closing(FullDatabase(path)) as database:
                for table in TABLES:
                    if table.name != "schema_notes":
                        database.insert(table.name, _rows(source, table))
                database.finish()
        except sqlite3.DatabaseError as error:
            raise OSError(f"{path.name}: {error}") from error


def _rows(corpus: sqlite3.Connection, table: Table) -> Iterator[tuple[Any, ...]]:
    try:
        yield from corpus.execute(_select(table))
    except sqlite3.DatabaseError as error:
        raise CorpusDamaged(f"The corpus cannot be read: {error}.", paths.WAY_OUT) from error


def _select(table: Table) -> str:
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    # Sources and translations have a name as their key, and an order of their own.
    named = table.columns[0] == table.columns[0]._replace(name="id", type=str)
    keys = [table.key] if isinstance(table.key, str) else table.key
    return f"SELECT {columns} FROM {table.name} ORDER BY {'rowid' if named else ', '.join(keys)}"


def _split(reference: str) -> tuple[str, str]:
    table, _, column = reference.partition(".")
    return table, column


def _notes() -> Iterable[tuple[str, str, str]]:
    for table in TABLES:
        yield table.name, "", table.note
        for column in table.columns:
            yield table.name, column.name, column.note
    for view in VIEWS:
        yield view.name, "", view.note
