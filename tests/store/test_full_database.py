"""The documented tables, written out of the compact corpus.db, and the compact form made of them again."""

import contextlib
import shutil
import sqlite3

import pytest

from corpus_build.compact import write_compact
from kalima.errors import CorpusDamaged
from kalima.paths import built_corpus_dir
from kalima.store import schema
from kalima.store.compact_schema import VIEWS
from kalima.store.full_database import write_full_database


@pytest.fixture(scope="module")
def database(full_database):
    connection = sqlite3.connect(f"{full_database.as_uri()}?mode=ro&immutable=1", uri=True)
    yield connection
    connection.close()


def test_the_file_has_the_tables_and_columns_that_the_schema_describes(database):
    tables = database.execute(
        "SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE 'sqlite_%'"
    )
    assert {name for (name,) in tables} == {table.name for table in schema.TABLES}
    for table in schema.TABLES:
        columns = database.execute(f"PRAGMA table_info({table.name})").fetchall()
        assert [(name, bool(required)) for _, name, _, required, *_ in columns] == [
            (column.name, column.required) for column in table.columns
        ]


def test_the_file_describes_itself(database):
    rows = database.execute("SELECT * FROM schema_notes")
    notes = {(table, column): note for table, column, note in rows}
    assert notes["segments", "state"] == "INDEF; its absence does not mean definite"
    described = {(t.name, c) for t in schema.TABLES for c in ("", *(column.name for column in t.columns))}
    assert set(notes) == described | {(view.name, "") for view in schema.VIEWS}
    for view in schema.VIEWS:
        assert database.execute(f"SELECT count(*) FROM {view.name}").fetchone()[0] > 100_000


def test_every_reference_of_a_row_to_another_holds(database):
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    foreign = {(t.name, c.name) for t in schema.TABLES for c in t.columns if c.references}
    declared = {
        (table.name, row[3])
        for table in schema.TABLES
        for row in database.execute(f"PRAGMA foreign_key_list({table.name})")
    }
    assert declared == foreign
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_the_compact_form_of_them_is_the_corpus_byte_for_byte(full_database, tmp_path):
    write_compact(full_database, tmp_path / "corpus.db")
    assert (tmp_path / "corpus.db").read_bytes() == (built_corpus_dir() / "corpus.db").read_bytes()


def test_the_corpus_has_views_with_the_columns_of_the_tables_that_they_stand_for():
    uri = f"{(built_corpus_dir() / 'corpus.db').as_uri()}?mode=ro&immutable=1"
    with contextlib.closing(sqlite3.connect(uri, uri=True)) as corpus:
        for table in schema.TABLES:
            if table.name in VIEWS:
                shown = [name for _, name, *_ in corpus.execute(f"PRAGMA table_info({table.name})")]
                assert shown == [column.name for column in table.columns]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE verses SET text = text || ' ' WHERE id = 7",
        "UPDATE verses SET transliteration = '' WHERE id = 7",
    ],
)
def test_a_verse_that_is_not_made_of_its_words_stops_the_build(full_database, tmp_path, change):
    copy = shutil.copy(full_database, tmp_path / "full.db")
    with contextlib.closing(sqlite3.connect(copy)) as changed, changed:
        changed.execute(change)
    with pytest.raises(ValueError, match="not what its words make up"):
        write_compact(copy, tmp_path / "corpus.db")


def test_a_file_that_cannot_be_written_says_so(library, tmp_path):
    with pytest.raises(OSError, match=r"kalima\.db: unable to open database file"):
        write_full_database(library.store.path, tmp_path / "no folder" / "kalima.db")


def test_a_file_that_is_no_corpus_is_refused(tmp_path):
    (tmp_path / "corpus.db").write_bytes(b"not a database, but as long as one has to be to be read" * 100)
    with pytest.raises(CorpusDamaged, match="The corpus cannot be read: file is not a database"):
        write_full_database(tmp_path / "corpus.db", tmp_path / "full.db")
