"""The user's own file: when it comes into being, who may read it, and what it refuses."""

from __future__ import annotations

import gc
import sqlite3
import stat
import subprocess
import sys
import threading
from contextlib import closing

import pytest

from kalima.errors import ResearchUnusable
from kalima.store.research.migrations import MIGRATIONS
from kalima.store.research_store import OwnTranslation, ResearchStore

ROWS = [(1, 1, "one"), (1, 2, "two")]


def record(id: str = "en.mine", **values: str) -> OwnTranslation:
    said = {"id": id, "language": "en", "name": id, "translator": "", "source": "", "notice": ""}
    return OwnTranslation(
        **said | values, file_name="f.txt", added="2026-01-01T00:00:00+00:00", verse_count=2
    )


@pytest.fixture
def path(tmp_path):
    return tmp_path / "own data" / "research.db"


def user_version(path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("PRAGMA user_version").fetchone()[0]


def test_nothing_is_on_disk_until_something_is_written(path):
    store = ResearchStore(path)
    assert store.translations() == []
    assert store.translation_texts("en.mine", [(1, 1)]) == {}
    assert store.remove_translation("en.mine") is False
    assert not path.parent.exists()


def test_what_is_written_is_read_again_and_by_others(path):
    store = ResearchStore(path)
    assert store.add_translation(record(), iter(ROWS))
    for each in (store, ResearchStore(path)):
        assert each.translations() == [record()]
        assert each.translation_texts("en.mine", [(1, 2), (1, 3)]) == {(1, 2): "two"}
    assert store.translation_texts("en.mine", [(1, ayah) for ayah in range(1, 601)]) == {
        (1, 1): "one",
        (1, 2): "two",
    }


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_only_the_user_may_read_it(path):
    store = ResearchStore(path)
    store.add_translation(record(), iter(ROWS))
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    files = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    assert files == {"research.db": 0o600, "research.db-wal": 0o600, "research.db-shm": 0o600}


def test_it_is_made_to_last(path):
    ResearchStore(path).add_translation(record(), iter(ROWS))
    assert user_version(path) == len(MIGRATIONS)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("PRAGMA foreign_key_list(translation_verses)").fetchone()[2:5] == (
            "translations", "translation", "id",
        )  # fmt: skip


def test_a_second_of_its_id_replaces_the_first_only_if_it_may(path):
    store = ResearchStore(path)
    store.add_translation(record(), iter(ROWS))
    newer = record(name="newer")
    assert store.add_translation(newer, iter([(2, 1, "x")])) is False
    assert store.translations() == [record()]
    assert store.add_translation(newer, iter([(2, 1, "x")]), replace=True)
    assert store.translations() == [newer]
    assert store.translation_texts("en.mine", [(1, 1), (2, 1)]) == {(2, 1): "x"}


@pytest.mark.parametrize("replace", [False, True])
def test_an_error_half_way_leaves_what_was_there(path, replace):
    store = ResearchStore(path)
    store.add_translation(record(), iter(ROWS))
    id = "en.mine" if replace else "en.other"
    with pytest.raises(sqlite3.IntegrityError):
        store.add_translation(record(id), iter([(1, 1, "x"), (1, 1, "again")]), replace=replace)
    assert store.translations() == [record()]
    assert store.translation_texts("en.mine", [(1, 1)]) == {(1, 1): "one"}


def test_removing(path):
    store = ResearchStore(path)
    store.add_translation(record(), iter(ROWS))
    assert (store.remove_translation("en.mine"), store.remove_translation("en.mine")) == (True, False)
    assert (store.translations(), store.translation_texts("en.mine", [(1, 1)])) == ([], {})


def test_a_newer_file_is_refused_untouched(path):
    ResearchStore(path).add_translation(record(), iter(ROWS))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = path.read_bytes(), path.stat().st_mtime_ns
    store = ResearchStore(path)
    for act in (store.translations, lambda: store.add_translation(record("en.b"), iter(ROWS))):
        with pytest.raises(ResearchUnusable, match="was written by a newer Kalima") as caught:
            act()
    assert caught.value.hint == "Use the newer Kalima again."
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


def test_a_newer_version_that_is_still_in_the_log_is_seen_too(path):
    ResearchStore(path).add_translation(record(), iter(ROWS))
    with closing(sqlite3.connect(path)) as other:
        other.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
        with pytest.raises(ResearchUnusable, match="newer Kalima"):
            ResearchStore(path).translations()


@pytest.mark.parametrize("damage", ["no database", "cut", "overwritten"])
def test_a_damaged_file_is_said_to_be_so(path, damage):
    if damage == "no database":
        path.parent.mkdir()
        path.write_bytes(b"these are notes, and no database" * 100)
    else:
        ResearchStore(path).add_translation(record(), ((s, 1, "x" * 5_000) for s in range(1, 50)))
        gc.collect()  # so that its connection is closed, and all of it is in the one file
        whole = path.read_bytes()
        path.write_bytes(whole[:3_000] if damage == "cut" else whole[:200].ljust(len(whole), b"\xff"))
    with pytest.raises(ResearchUnusable, match="is damaged") as caught:
        ResearchStore(path).translations()
    assert "move it away" in caught.value.hint


def test_an_empty_file_is_a_beginning(path):
    path.parent.mkdir()
    path.touch()
    assert ResearchStore(path).translations() == []
    assert user_version(path) == len(MIGRATIONS)


def test_a_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(ResearchUnusable, match="cannot be read or written"):
        ResearchStore(tmp_path / "file" / "research.db").add_translation(record(), iter(ROWS))


def test_a_file_that_another_program_keeps_busy(path, monkeypatch):
    monkeypatch.setattr("kalima.store.research.connection.PATIENCE", 0.05)
    store = ResearchStore(path)
    store.add_translation(record(), iter(ROWS))
    other = ResearchStore(path)
    with closing(sqlite3.connect(path)) as busy:
        busy.execute("BEGIN IMMEDIATE")
        assert other.translations() == [record()]  # reading goes on
        with pytest.raises(ResearchUnusable, match="Another program is writing"):
            other.add_translation(record("en.b"), iter(ROWS))
    assert other.add_translation(record("en.b"), iter(ROWS))


def test_many_threads_write_at_once_also_into_a_new_file(path):
    store = ResearchStore(path)
    failures: list[BaseException] = []

    def write(number: int) -> None:
        try:
            for round in range(5):
                store.add_translation(record(f"en.t{number}-{round}"), iter(ROWS))
                store.translations()
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(store.translations()) == 30


PROGRAM = """
import sys
from pathlib import Path
from kalima.store.research_store import OwnTranslation, ResearchStore
store = ResearchStore(Path(sys.argv[1]))
for number in range(10):
    row = OwnTranslation(f"en.{sys.argv[2]}-{number}", "en", "n", "", "", "", "", "", 1)
    store.add_translation(row, iter([(1, 1, "text")]))
"""


def test_several_programs_write_at_once_into_a_new_file(path):
    programs = [
        subprocess.Popen([sys.executable, "-c", PROGRAM, str(path), name], stderr=subprocess.PIPE)
        for name in "abc"
    ]
    assert [program.communicate(timeout=60)[1] for program in programs] == [b"", b"", b""]
    assert len(ResearchStore(path).translations()) == 30


def test_reading_does_not_import_what_writing_needs(path):
    ResearchStore(path).add_translation(record(), iter(ROWS))
    program = (
        "import sys; from pathlib import Path; from kalima.store.research_store import ResearchStore;"
        "print(len(ResearchStore(Path(sys.argv[1])).translations()), 'sqlite_utils' in sys.modules)"
    )
    found = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True
    )
    assert found.stdout == "1 False\n"
