import shutil
import sqlite3

import pytest

from kalima.errors import CorpusDamaged
from kalima.paths import built_corpus_dir
from kalima.store.corpus_store import CorpusStore
from kalima.store.schema import TABLES, VIEWS


@pytest.fixture(scope="session")
def database():
    connection = sqlite3.connect(
        f"{(built_corpus_dir() / 'corpus.db').as_uri()}?mode=ro&immutable=1", uri=True
    )
    yield connection
    connection.close()


def test_the_file_has_the_tables_and_columns_that_the_schema_describes(database):
    tables = database.execute(
        "SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE 'sqlite_%'"
    )
    assert {name for (name,) in tables} == {table.name for table in TABLES}
    for table in TABLES:
        columns = database.execute(f"PRAGMA table_info({table.name})").fetchall()
        assert [(name, bool(required)) for _, name, _, required, *_ in columns] == [
            (column.name, column.required) for column in table.columns
        ]


def test_the_file_describes_itself(database):
    rows = database.execute("SELECT * FROM schema_notes")
    notes = {(table, column): note for table, column, note in rows}
    assert notes["segments", "state"] == "INDEF; its absence does not mean definite"
    described = {(t.name, c) for t in TABLES for c in ("", *(column.name for column in t.columns))}
    assert set(notes) == described | {(view.name, "") for view in VIEWS}
    for view in VIEWS:
        assert database.execute(f"SELECT count(*) FROM {view.name}").fetchone()[0] > 100_000


def test_every_reference_of_a_row_to_another_holds(database):
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    foreign = {(t.name, c.name) for t in TABLES for c in t.columns if c.references}
    declared = {
        (table.name, row[3])
        for table in TABLES
        for row in database.execute(f"PRAGMA foreign_key_list({table.name})")
    }
    assert declared == foreign
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_a_missing_corpus_says_what_is_missing_and_what_to_do(tmp_path):
    with pytest.raises(CorpusDamaged, match="The corpus is missing") as caught:
        CorpusStore(tmp_path / "corpus.db")
    assert "dev.py setup" in caught.value.hint


def test_a_file_that_is_no_corpus_is_refused(tmp_path):
    (tmp_path / "corpus.db").write_bytes(b"not a database, but as long as one has to be to be read" * 100)
    with pytest.raises(CorpusDamaged, match="The corpus cannot be read: file is not a database"):
        CorpusStore(tmp_path / "corpus.db")


def test_a_folder_with_spaces_and_arabic_letters(tmp_path):
    folder = tmp_path / "a folder كلمة 100%"
    folder.mkdir()
    shutil.copy(built_corpus_dir() / "corpus.db", folder)
    assert CorpusStore(folder / "corpus.db").counts()["words"] == 77_429


def test_the_words_of_a_verse_are_the_words_of_the_table(library):
    """Verse.words splits the text; the table has one row a word. They must be the same everywhere."""
    store = library.store
    for surah in store.surahs:
        verses = store.verses(surah.number)
        words = store.words_of([verse.id for verse in verses])
        assert [verse.words for verse in verses] == [
            [word.text for word in words[verse.id]] for verse in verses
        ]
