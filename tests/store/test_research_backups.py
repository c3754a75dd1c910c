"""Backups of the user's own file: when they are made, how one comes back, and what happens to a damaged file."""

from __future__ import annotations

import gc
import re
import shutil
import sqlite3
import stat
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest

from kalima.errors import NotFound, ResearchUnusable
from kalima.store.research import connection, migrations
from kalima.store.research_store import Backup, Item, ResearchStore, Write


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "own" / "research.db"


def add(store: ResearchStore, *ids: str) -> None:
    store.write([Write("create", Item(id, "note", {"text": id * 100})) for id in ids], who="me")


def ids(store: ResearchStore) -> str:
    return " ".join(sorted(item.id for item in store.items()))


def reasons(store: ResearchStore) -> list[str]:
    """Of the backups, the newest first, once the one that is being made is done."""
    store.settle()
    return [backup.reason for backup in store.backups()]


def age(store: ResearchStore) -> None:
    """Make every backup a day older."""
    for backup in store.backups():
        file = store.path.parent / "backups" / backup.name
        day = re.search(r"-(\d\d)T", backup.name)
        file.rename(file.with_name(backup.name.replace(f"-{day[1]}T", f"-{int(day[1]) - 1:02}T")))


def file_of(store: ResearchStore, backup: Backup) -> Path:
    return store.path.parent / "backups" / backup.name


def test_a_backup_is_a_file_of_its_own_that_only_the_user_may_read(path):
    store = ResearchStore(path)
    assert store.back_up() is None
    add(store, "a")
    backup = store.back_up("import")
    assert backup == store.backups()[0]
    assert re.fullmatch(r"research-\d{4}-\d\d-\d\dT\d{9}Z-v2-import\.db", backup.name)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", backup.at)
    file = file_of(store, backup)
    assert (backup.bytes, backup.version, backup.reason) == (
        file.stat().st_size,
        len(migrations.MIGRATIONS),
        "import",
    )
    with closing(sqlite3.connect(file)) as other:
        assert other.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        assert other.execute("SELECT id FROM items").fetchall() == [("a",)]
    assert sorted(each.name for each in file.parent.iterdir()) == [backup.name]
    if sys.platform != "win32":
        assert [stat.S_IMODE(each.stat().st_mode) for each in (file, file.parent)] == [0o600, 0o700]


@pytest.mark.parametrize("reason", ["", "../x", "A", "a b", "a/b"])
def test_a_reason_is_a_part_of_a_name(path, reason):
    store = ResearchStore(path)
    add(store, "a")
    with pytest.raises(ValueError, match="cannot be a part of a file's name"):
        store.back_up(reason)
    assert store.backups() == []


def test_one_backup_a_day_is_made_by_itself(path):
    add(ResearchStore(path), "a")
    assert reasons(ResearchStore(path)) == [], "made when it is opened, and so far it is not"
    for _ in range(2):
        store = ResearchStore(path)
        add(store, f"b{_}")
        assert reasons(store) == ["daily"]
    with closing(sqlite3.connect(file_of(store, store.backups()[0]))) as other:
        assert other.execute("SELECT id FROM items WHERE id <> 'b0'").fetchall() == [("a",)]


def test_nothing_is_backed_up_while_there_is_nothing(path):
    path.parent.mkdir()
    path.touch()
    store = ResearchStore(path)
    assert (store.counts(), reasons(store), store.back_up()) == ({}, [], None)


def test_a_program_that_runs_for_days_makes_one_each_day(path, monkeypatch):
    add(ResearchStore(path), "a")
    store = ResearchStore(path)
    store.counts()
    store.settle()
    age(store)
    now = connection.time.time()
    monkeypatch.setattr(connection.time, "time", lambda: now + 86_400)
    store.counts()
    assert reasons(store) == ["daily", "daily"]


def test_the_last_seven_that_were_made_by_themselves_are_kept_and_all_others(path):
    store = ResearchStore(path)
    add(store, "a")
    kept = store.back_up().name
    folder = path.parent / "backups"
    for day in range(1, 10):
        for reason in ("daily", "upgrade"):
            shutil.copyfile(folder / kept, folder / f"research-2020-01-0{day}T000000000Z-v2-{reason}.db")
    (folder / "notes.txt").write_text("of the user")
    store = ResearchStore(path)
    store.counts()
    assert sorted(reasons(store)) == ["by-hand"] + ["daily"] * 7 + ["upgrade"] * 9
    assert [each.at[:10] for each in store.backups() if each.reason == "daily"][1:] == [
        f"2020-01-0{day}" for day in range(9, 3, -1)
    ]
    assert (folder / "notes.txt").exists()


def test_restoring_is_seen_by_every_thread_and_can_be_taken_back(path):
    store = ResearchStore(path)
    add(store, "a", "b")
    backup = store.back_up()
    add(store, "c")
    store.write([Write("delete", Item("a", "", {}))], who="me")
    seen: list[str] = []
    opened, restored = threading.Event(), threading.Event()

    def other_thread() -> None:
        seen.append(ids(store))
        opened.set()
        restored.wait(60)
        seen.append(ids(store))
        add(store, "d")

    thread = threading.Thread(target=other_thread)
    thread.start()
    opened.wait(60)
    other_program = ResearchStore(path)
    assert ids(other_program) == "b c"
    store.restore(backup.name)
    restored.set()
    thread.join()
    assert seen == ["b c", "a b"]
    assert ids(store) == ids(other_program) == "a b d"
    assert [line.revision for line in store.history("a")] == [1]
    (before,) = (each for each in store.backups() if each.reason == "restore")
    store.restore(before.name)
    assert ids(store) == ids(other_program) == "b c"
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_a_backup_of_an_earlier_version_is_upgraded_on_its_way(path):
    store = ResearchStore(path)
    add(store, "a")
    (path.parent / "backups").mkdir()
    fixture = Path(__file__).parent / "fixtures" / "research-1.db"
    file = path.parent / "backups" / "research-2026-01-01T000000000Z-v1-daily.db"
    shutil.copyfile(fixture, file)
    store.restore(file.name)
    assert (ids(store), [each.id for each in store.translations()]) == ("", ["en.mine", "ur.hers"])
    assert file.read_bytes() == fixture.read_bytes()


@pytest.mark.parametrize("damage", ["newer", "cut", "no database", "empty"])
def test_a_backup_that_is_no_good_changes_nothing(path, damage):
    store = ResearchStore(path)
    add(store, "a")
    file = file_of(store, store.back_up())
    if damage == "newer":
        with closing(sqlite3.connect(file)) as other:
            other.execute("PRAGMA user_version = 99")
    else:
        file.write_bytes(
            {"cut": file.read_bytes()[:9_000], "no database": b"words" * 1000, "empty": b""}[damage]
        )
    with pytest.raises(
        ResearchUnusable, match="newer Kalima" if damage == "newer" else "is damaged"
    ) as caught:
        store.restore(file.name)
    assert file.name in caught.value.message
    assert ids(store) == "a"


@pytest.mark.parametrize("name", ["", "x.db", "../research.db", "..\\research.db", "/etc/passwd", "lock"])
def test_only_a_backup_can_be_restored(path, name):
    store = ResearchStore(path)
    add(store, "a")
    store.back_up()
    with pytest.raises(NotFound, match="There is no backup"):
        store.restore(name)


def damage_page(path: Path) -> None:
    """Overwrite the pages in the middle of a file that nobody has open."""
    whole = path.read_bytes()
    path.write_bytes(whole[:8_192] + b"\xff" * 12_288 + whole[20_480:])


DAMAGES = {
    "no database": lambda path: path.write_bytes(b"these are notes, and no database" * 100),
    "header": lambda path: path.write_bytes(b"\0" * 100 + path.read_bytes()[100:]),
    "cut": lambda path: path.write_bytes(path.read_bytes()[:9_000]),
    "pages": damage_page,
}


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("act", [ids, lambda store: add(store, "d")], ids=["reading", "writing"])
def test_a_damaged_file_is_set_aside_and_the_newest_good_backup_opened(path, damage, act):
    store = ResearchStore(path)
    add(store, "a", "b")
    good = store.back_up()
    add(store, "c")
    bad = file_of(store, store.back_up())
    del store
    gc.collect()  # so that its connection is closed, and all of it is in the one file
    bad.write_bytes(b"no database")
    DAMAGES[damage](path)
    damaged = path.read_bytes()

    store = ResearchStore(path)
    act(store)
    assert ids(store).startswith("a b")
    assert "c" not in ids(store)
    notice = store.last_word()
    assert (notice.backup, notice.since) == (good.name, good.at)
    assert Path(notice.set_aside).read_bytes() == damaged
    assert re.fullmatch(r"research\.damaged-\d{4}-\d\d-\d\dT\d{6}\.\d{3}Z\.db", Path(notice.set_aside).name)
    assert str(notice) == (
        f"Your own data was damaged. The backup {good.name} was opened in its place: what you wrote after"
        f" {good.at} may be missing. The damaged file is kept as {notice.set_aside}."
    )
    assert ResearchStore(path).last_word() == notice
    store.take_note()
    assert store.last_word() is None
    store.settle()
    if sys.platform != "win32":
        modes = {stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir() if file.is_file()}
        assert modes == {0o600}


def test_damage_that_comes_while_it_is_open_is_noticed_by_every_thread(path):
    """The pages are overwritten below SQLite; no thread may go on in the file that was set aside."""
    store = ResearchStore(path)
    add(store, *(f"a{number}" for number in range(100)))
    store.back_up()
    other = ResearchStore(path)
    other.counts()
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with path.open("r+b") as file:
        file.seek(8_192)
        file.write(b"\xff" * (path.stat().st_size - 8_192))
    assert len(ResearchStore(path).items()) == 100
    add(other, "b")
    add(store, "c")
    assert ids(store) == ids(other) == ids(ResearchStore(path))
    assert ids(store).endswith("b c")


def test_without_a_good_backup_a_damaged_file_stays_where_it_is(path):
    store = ResearchStore(path)
    add(store, "a")
    bad = file_of(store, store.back_up())
    del store
    gc.collect()
    for file in (path, bad):
        file.write_bytes(b"no database")
    store = ResearchStore(path)
    for act in (store.items, lambda: add(store, "b")):
        with pytest.raises(ResearchUnusable, match="is damaged") as caught:
            act()
    assert "move it away" in caught.value.hint
    assert path.read_bytes() == b"no database"
    assert not list(path.parent.glob("*damaged*"))


def test_a_large_damaged_file_is_found_when_its_backup_is_made(path, monkeypatch):
    monkeypatch.setattr(connection, "SMALL", 0)
    store = ResearchStore(path)
    add(store, *(f"a{number}" for number in range(200)))
    good = store.back_up()
    del store
    gc.collect()
    whole = path.read_bytes()
    with closing(sqlite3.connect(path)) as raw:
        (page,) = raw.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'idx_items_kind_deleted_changed'"
        ).fetchone()
    at = (page - 1) * 4096
    path.write_bytes(whole[:at] + b"\xff" * 4096 + whole[at + 4096 :])
    store = ResearchStore(path)
    assert store.setting("nothing") is None, "the damage lies elsewhere"
    store.settle()
    assert store.last_word().backup == good.name
    assert store.count(kinds=["note"]) == 200
    assert reasons(store)[0] == "daily"


def test_several_programs_that_find_the_damage_set_it_aside_once(path):
    store = ResearchStore(path)
    add(store, "a")
    store.back_up()
    del store
    gc.collect()
    path.write_bytes(b"no database")
    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.append(ids(ResearchStore(path)))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == ["a"] * 6
    assert len(list(path.parent.glob("*damaged*"))) == 1
