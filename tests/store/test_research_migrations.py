"""Every earlier version of the user's own file is brought up to date, whole, and a newer one is left alone."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kalima.errors import ResearchUnusable
from kalima.store.research import migrations
from kalima.store.research_store import Anchor, Item, OwnTranslation, ResearchStore, Write

FIXTURES = Path(__file__).parent / "fixtures"
EARLIER = range(1, len(migrations.MIGRATIONS))
MINE = OwnTranslation(
    "en.mine",
    "en",
    "Mine",
    "A. Person",
    "example.org",
    "# Name: Mine",
    "mine.txt",
    "2026-01-01T00:00:00+00:00",
    3,
)
HERS = OwnTranslation("ur.hers", "ur", "ان کا", "", "", "", "hers.txt", "2026-01-02T00:00:00+00:00", 1)


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "research.db"


def schema(path: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()


def version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return migrations.version(connection)


def contents(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {file.name: (file.read_bytes(), file.stat().st_mtime_ns) for file in folder.iterdir()}


def test_there_is_a_file_of_every_earlier_version():
    found = {
        int(file.stem.removeprefix("research-")): version(file) for file in FIXTURES.glob("research-*.db")
    }
    assert found == {number: number for number in EARLIER}


@pytest.mark.parametrize("number", EARLIER)
def test_an_earlier_version_is_upgraded_with_all_that_is_in_it(path, number):
    shutil.copyfile(FIXTURES / f"research-{number}.db", path)
    store = ResearchStore(path)
    assert store.translations() == [MINE, HERS]
    assert store.translation_texts("en.mine", [(1, 1), (1, 2), (1, 3), (114, 6)]) == {
        (1, 1): "one", (1, 2): "two", (114, 6): "last",
    }  # fmt: skip
    assert store.translation_texts("ur.hers", [(2, 255)]) == {(2, 255): "اللہ"}
    store.write([Write("create", Item("a", "note", {}, (Anchor("target", 1, 1),)))], who="me")
    assert store.items(place=(1, 1)) == [store.item("a")]
    assert version(path) == len(migrations.MIGRATIONS)
    fresh = path.with_name("fresh.db")
    ResearchStore(fresh).set_setting("a", 1)
    assert schema(path) == schema(fresh)


@pytest.mark.parametrize("number", EARLIER)
def test_a_backup_of_the_earlier_version_is_made_first(path, number):
    shutil.copyfile(FIXTURES / f"research-{number}.db", path)
    store = ResearchStore(path)
    store.translations()
    store.settle()
    assert [(backup.reason, backup.version) for backup in store.backups() if backup.reason == "upgrade"] == [
        ("upgrade", number)
    ]
    (backup,) = (path.parent / "backups" / each.name for each in store.backups() if each.reason == "upgrade")
    assert (version(backup), schema(backup)) == (number, schema(FIXTURES / f"research-{number}.db"))


def test_an_upgrade_that_fails_half_way_changes_nothing(path, monkeypatch):
    shutil.copyfile(FIXTURES / "research-1.db", path)
    before = schema(path)

    def fail(db: object) -> None:
        raise sqlite3.IntegrityError("this migration fails")

    monkeypatch.setattr(migrations, "MIGRATIONS", (*migrations.MIGRATIONS, fail))
    with pytest.raises(sqlite3.IntegrityError, match="this migration fails"):
        ResearchStore(path).translations()
    assert (version(path), schema(path)) == (1, before)
    monkeypatch.undo()
    assert ResearchStore(path).translations() == [MINE, HERS]


def test_where_no_backup_can_be_made_nothing_is_upgraded(path):
    shutil.copyfile(FIXTURES / "research-1.db", path)
    (path.parent / "backups").write_text("a file that is in the way")
    with pytest.raises(ResearchUnusable, match="cannot be read or written"):
        ResearchStore(path).translations()
    assert version(path) == 1


@pytest.mark.parametrize("in_the_log", [False, True], ids=["in the file", "in its log"])
def test_a_newer_file_is_refused_untouched(path, in_the_log):
    store = ResearchStore(path)
    store.set_setting("a", 1)
    newer = len(migrations.MIGRATIONS) + 1
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {newer}")
        if in_the_log:  # as if that Kalima had been killed
            folder = path.parent / "killed"
            folder.mkdir()
            for suffix in ("", "-wal"):
                shutil.copyfile(f"{path}{suffix}", folder / f"research.db{suffix}")
    if not in_the_log:
        folder = path.parent / "closed"
        folder.mkdir()
        shutil.copyfile(path, folder / "research.db")
        with closing(sqlite3.connect(folder / "research.db")) as connection:
            connection.execute(f"PRAGMA user_version = {newer}")
    store = ResearchStore(folder / "research.db")
    before = contents(folder)
    said = f"was written by a newer Kalima: .* has version {newer}, and this Kalima knows versions up to {newer - 1}"
    for act in (store.counts, lambda: store.set_setting("a", 2), store.back_up):
        with pytest.raises(ResearchUnusable, match=said) as caught:
            act()
        assert caught.value.hint == "Use the newer Kalima again."
    after = contents(folder)
    after.pop("research.db-shm", None)  # SQLite's memory of the log, which every reader makes
    assert after == before
