"""Gives out the whole tables of a documented database, row by row: for exports."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from kalima import paths
from kalima.errors import CorpusDamaged

_MANY = 2_000
"""Rows fetched at a time: memory stays bounded whatever the size of the table."""
_LEFT_OUT = {"sources": ("notice",)}
"""Texts of many lines: no row of a table, and written in full beside it."""


class Table(NamedTuple):
    """One table, joined with what its numbers stand for."""

    name: str
    columns: tuple[str, ...]
    rows: Iterator[tuple[Any, ...]]


def quoted(name: str) -> str:
    """A table's or column's name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def table_names(database: sqlite3.Connection) -> list[str]:
    """The tables of the database, in the order in which it was made."""
    return [
        name
        for (name,) in database.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid"
        )
    ]


@contextmanager
def joined_tables(path: Path) -> Iterator[list[Table]]:
    """Every table, each with the columns of what it refers to, its rows read as they are asked for.

    :raises CorpusDamaged: if the file cannot be read, also while the rows are read.
    """
    try:
        with closing(sqlite3.connect(path.resolve().as_uri() + "?mode=ro&immutable=1", uri=True)) as database:
            yield [_table(database, name) for name in table_names(database)]
    except sqlite3.DatabaseError as error:
        raise CorpusDamaged(f"The corpus cannot be read: {error}.", paths.WAY_OUT) from error


def _table(database: sqlite3.Connection, name: str) -> Table:
    select = _select(database, name)
    described = database.execute(f"{select} LIMIT 0").description
    return Table(name, tuple(column for column, *_ in described), _rows(database, select))


def _rows(database: sqlite3.Connection, select: str) -> Iterator[tuple[Any, ...]]:
    cursor = database.execute(select)
    while rows := cursor.fetchmany(_MANY):
        yield from rows


def _columns(database: sqlite3.Connection, table: str) -> list[str]:
    return [name for _, name, *_ in database.execute(f"PRAGMA table_info({quoted(table)})")]


def _select(database: sqlite3.Connection, table: str) -> str:
    """The table in its own order, with the verse in front and what its references say behind."""
    own = [name for name in _columns(database, table) if name not in _LEFT_OUT.get(table, ())]
    before, behind, joins = [], [], []
    if table == "segments":
        joins += ["JOIN words ON words.id = t.word"]
        before += ["words.position AS word_position"]
    if table == "disagreements":
        joins += ["JOIN segments ON segments.id = t.segment", "JOIN words ON words.id = segments.word"]
        before += ["words.position AS word_position", "segments.position AS segment_position"]
    if table == "arcs":
        joins += ["JOIN nodes AS heads ON heads.id = t.head", "JOIN nodes AS deps ON deps.id = t.dependent"]
        behind += ["heads.position AS head_position", "heads.text AS head_text"]
        behind += ["deps.position AS dependent_position", "deps.text AS dependent_text"]
    verse = {"segments": "words.verse", "disagreements": "words.verse", "arcs": "heads.verse"}.get(
        table, "t.verse" if "verse" in own else None
    )
    if verse:
        joins += [f"JOIN verses ON verses.id = {verse}"]
        before = ["verses.surah AS surah", "verses.ayah AS ayah", *before]
    names, name_joins = _names(database, table)
    shown = [*before, *(f"t.{quoted(column)}" for column in own), *behind, *names]
    return (
        f"SELECT {', '.join(shown)} FROM {quoted(table)} AS t {' '.join(joins + name_joins)} ORDER BY t.rowid"
    )


def _names(database: sqlite3.Connection, table: str) -> tuple[list[str], list[str]]:
    """What the ids of a table's lemma, root, relation and treebank features stand for, and the joins."""
    said = [
        f"node_features.{quoted(column)} AS {quoted('treebank_' + column)}"
        for column in _columns(database, "node_features")
        if column != "id"
    ]
    if table == "segments":
        names = [
            "lemmas.lemma AS lemma_text",
            "lemmas.homograph AS lemma_homograph",
            "roots.root AS root_text",
        ]
        return [*names, "leading.id AS node", *said], [
            "LEFT JOIN lemmas ON lemmas.id = t.lemma LEFT JOIN roots ON roots.id = t.root",
            "LEFT JOIN nodes AS leading ON leading.segment = t.id AND leading.leads = 1",
            "LEFT JOIN node_features ON node_features.id = leading.features",
        ]
    if table == "nodes":
        return said, ["LEFT JOIN node_features ON node_features.id = t.features"]
    if table == "arcs":
        shown = [f"relations.{name} AS relation_{name}" for name in ("arabic", "english")]
        shown = ["relations.relation AS relation_key", *shown]
        return shown, ["JOIN relations ON relations.id = t.relation"]
    return [], []
