"""Writes ``corpus.db`` with the tables of ``kalima.store.schema``."""

from __future__ import annotations

import inspect
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import sqlite_utils

from kalima.store.schema import TABLES, VIEWS, Table


class CorpusWriter:
    """A new ``corpus.db``. Tables are filled in the order in which they refer to one another.

    The same rows give the same bytes: nothing in the file depends on the time, the machine or its name.
    """

    def __init__(self, path: Path) -> None:
        self._db = sqlite_utils.Database(path)
        self._db.execute("PRAGMA foreign_keys = ON")
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
        for columns in table.indexes:
            self._db.table(table.name).create_index(columns)

    def insert(self, name: str, rows: Iterable[tuple[Any, ...]]) -> None:
        """Add rows, each a tuple in the order of the table's columns.

        :raises sqlite3.IntegrityError: if a row breaks a key, a reference or a NOT NULL.
        """
        columns = [column.name for column in self._tables[name].columns]
        self._db.table(name).insert_all(
            (dict(zip(columns, row, strict=True)) for row in rows), batch_size=2_000
        )

    def finish(self) -> None:
        """Describe the schema in the file itself, compact it, and close it."""
        self.insert("schema_notes", _notes())
        self._db.execute("ANALYZE")
        self._db.conn.commit()
        self._db.vacuum()
        self._db.close()


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
