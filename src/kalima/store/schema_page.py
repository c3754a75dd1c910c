"""Describes a database as a page of Markdown, from nothing but the database itself."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from kalima import paths
from kalima.errors import CorpusDamaged
from kalima.store.table_rows import quoted, table_names

_LONGEST_EXAMPLE = 60
_INTRODUCTION = """\
# The tables of {name}

An SQLite database. With `PRAGMA foreign_keys = ON;` SQLite holds every reference (→) when rows are changed.
Places (`position`, `ayah`, `word_number`) are counted from 1; where a note says "1 if", 0 is no. The examples
are one row of the table: the first of those that have the most values.

| table | rows |
|---|---:|
"""


def schema_page(path: Path) -> str:
    """The page: every table and view with its columns, types, references, notes and an example.

    :raises CorpusDamaged: if the file cannot be read.
    """
    try:
        with closing(sqlite3.connect(path.resolve().as_uri() + "?mode=ro&immutable=1", uri=True)) as database:
            notes = {(table, column): note for table, column, note in _all(database, "schema_notes")}
            tables = table_names(database)
            counts = "".join(f"| {table} | {_count(database, table):,} |\n" for table in tables)
            sections = [_table(database, table, notes) for table in tables]
            sections += [_view(database, *view) for view in _views(database)]
    except sqlite3.DatabaseError as error:
        raise CorpusDamaged(f"The corpus cannot be read: {error}.", paths.WAY_OUT) from error
    return "\n".join([_INTRODUCTION.format(name=path.name) + counts, *sections])


def _all(database: sqlite3.Connection, table: str) -> list[tuple[Any, ...]]:
    return database.execute(f"SELECT * FROM {quoted(table)}").fetchall()


def _count(database: sqlite3.Connection, table: str) -> int:
    return int(database.execute(f"SELECT count(*) FROM {quoted(table)}").fetchone()[0])


def _views(database: sqlite3.Connection) -> list[tuple[str, str]]:
    return database.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'view' ORDER BY name"
    ).fetchall()


def _table(database: sqlite3.Connection, table: str, notes: dict[tuple[str, str], str]) -> str:
    information = database.execute(f"PRAGMA table_info({quoted(table)})").fetchall()
    references = {
        column: f"{other}.{key}"
        for _, _, other, column, key, *_ in database.execute(f"PRAGMA foreign_key_list({quoted(table)})")
    }
    example = _example(database, table, [name for _, name, *_ in information])
    lines = [
        f"## {table}\n",
        f"{notes.get((table, ''), '')} Rows: {_count(database, table):,}.\n",
        "| column | type | | what it holds | example |",
        "|---|---|---|---|---|",
    ]
    for (_, name, kind, required, _, key), value in zip(information, example, strict=True):
        facts = ["primary key"] if key else []
        facts += [f"→ {references[name]}"] if name in references else []
        facts += [] if required else ["may be NULL"]
        note = notes.get((table, name), "")
        lines.append(
            f"| {name} | {kind} | {', '.join(facts)} | {_cell(note)} | {_cell(value, _LONGEST_EXAMPLE)} |"
        )
    unique = [
        f"({', '.join(column for _, _, column in database.execute(f'PRAGMA index_info({quoted(index)})'))})"
        for _, index, is_unique, origin, *_ in database.execute(f"PRAGMA index_list({quoted(table)})")
        if is_unique and origin != "pk"
    ]
    return "\n".join([*lines, *([f"\nUnique: {', '.join(unique)}."] if unique else []), ""])


def _example(database: sqlite3.Connection, table: str, columns: list[str]) -> tuple[Any, ...]:
    filled = " + ".join(f"({quoted(column)} IS NOT NULL)" for column in columns)
    row = database.execute(f"SELECT * FROM {quoted(table)} ORDER BY {filled} DESC, rowid LIMIT 1").fetchone()
    return row if row is not None else (None,) * len(columns)


def _view(database: sqlite3.Connection, name: str, sql: str) -> str:
    columns = [column for _, column, *_ in database.execute(f"PRAGMA table_info({quoted(name)})")]
    return f"## {name} (view)\n\nColumns: {', '.join(columns)}.\n\n```sql\n{sql.strip()};\n```\n"


def _cell(value: object, longest: int | None = None) -> str:
    """A value inside a Markdown table: on one line, cut where it is longer than ``longest``."""
    text = "" if value is None else " ".join(str(value).split())
    if longest is not None and len(text) > longest:
        text = text[:longest].rstrip() + " …"
    return text.replace("|", "\\|")
