"""What was answered is there: after a kill in the middle, on a full disk, with several programs at once."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from kalima.errors import ResearchUnusable
from kalima.store.research_store import Anchor, Item, ResearchStore, Write

KILLS = 200
SOURCES = Path(__file__).parents[2] / "src"

HEAD = """
import os, sys, threading
from itertools import count
from pathlib import Path
from kalima.errors import ResearchUnusable
from kalima.store.research_store import Anchor, Item, ResearchStore, Write
store = ResearchStore(Path(sys.argv[1]))
"""
WRITERS = (
    HEAD
    + """
def answer(item):
    os.write(1, f"{item.id} {item.revision}\\n".encode())

def work(name):
    for number in count():
        item = Item(f"{name}-{number}", "note", {"text": name * 40}, (Anchor("target", 2, 255),))
        answer(store.write([Write("create", item, "words")], who=name)[0])
        answer(store.write([Write("change", item._replace(data={}), "words", 1)], who=name)[0])

os.write(1, b"ready\\n")
if not sys.stdin.readline():
    sys.exit("there is nobody to answer")
for name in sys.argv[2:]:
    threading.Thread(target=work, args=(name,)).start()
"""
)


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "research.db"


def start(program: str, path: Path, *arguments: str) -> subprocess.Popen[bytes]:
    """A program that imports nothing but the store."""
    return subprocess.Popen(
        [sys.executable, "-c", program, str(path), *arguments],
        env=os.environ | {"PYTHONPATH": str(SOURCES)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def finish(program: subprocess.Popen[bytes]) -> str:
    """What the program says until it ends well."""
    said, complaints = program.communicate(timeout=60)
    assert (program.returncode, complaints.decode()) == (0, "")
    return said.decode()


def inconsistent(path: Path, anchors: int = 1, words: int = 1) -> list[tuple[object, ...]]:
    """Items whose history, anchors or words are not those of the item, and history without an item."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("INSERT INTO item_text(item_text) VALUES ('integrity-check')")
        return connection.execute(
            """SELECT id FROM items WHERE
                (SELECT count(*) FROM history WHERE item = id) <> revision
                OR (SELECT max(revision) FROM history WHERE item = id) <> revision
                OR (SELECT after ->> 'data' FROM history WHERE item = id ORDER BY revision DESC LIMIT 1) <> data
                OR (SELECT count(*) FROM anchors WHERE item = number) <> :anchors
                OR (SELECT count(*) FROM item_text WHERE rowid = number) <> :words
            UNION ALL SELECT item FROM history WHERE item NOT IN (SELECT id FROM items)""",
            {"anchors": anchors, "words": words},
        ).fetchall()


def test_a_kill_in_the_middle_of_writing_loses_nothing_that_was_answered(path):
    chance = random.Random(7)  # noqa: S311
    ResearchStore(path).set_setting("a", 1)
    answered: dict[str, int] = {}
    stored: dict[str, int] = {}
    waiting = start(WRITERS, path, *(f"0{name}" for name in "abcd"))
    for run in range(1, KILLS + 1):
        program = waiting
        assert program.stdout.readline() == b"ready\n"
        program.stdin.write(b"go\n")
        program.stdin.flush()
        said = [program.stdout.readline() for _ in range(chance.randint(1, 30))]
        program.kill()
        waiting = start(WRITERS, path, *(f"{run}{name}" for name in "abcd"))
        rest, complaints = program.communicate()
        assert complaints == b""
        now = dict(line.decode().split() for line in (*said, *rest.splitlines()))
        answered |= {id: int(revision) for id, revision in now.items()}
        with closing(sqlite3.connect(path)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            stored = dict(connection.execute("SELECT id, revision FROM items").fetchall())
        assert {id: revision for id, revision in answered.items() if stored.get(id, 0) < revision} == {}
    waiting.kill()
    waiting.communicate()
    assert inconsistent(path) == []
    assert len(answered) > KILLS
    assert stored != answered, "at least one kill came between a write and its answer"


COUNTING = (
    HEAD
    + """
from kalima.errors import ResearchConflict
for _ in range(40):
    while True:
        item = store.item("counter")
        try:
            changed = item._replace(data={"n": item.data["n"] + 1})
            store.write([Write("change", changed, "", item.revision)], who=sys.argv[2])
            break
        except ResearchConflict:
            continue
"""
)


def test_programs_that_change_the_same_item_lose_no_change(path):
    store = ResearchStore(path)
    store.write([Write("create", Item("counter", "note", {"n": 0}))], who="me")
    programs = [start(COUNTING, path, name) for name in "abc"]
    assert [finish(program) for program in programs] == ["", "", ""]
    assert (store.item("counter").data, store.item("counter").revision) == ({"n": 120}, 121)
    assert sorted(line.who for line in store.history("counter")) == ["a"] * 40 + ["b"] * 40 + ["c"] * 40 + [
        "me"
    ]


def test_many_threads_write_and_read_at_once(path):
    store = ResearchStore(path)
    failures: list[BaseException] = []

    def work(name: int) -> None:
        try:
            for number in range(25):
                item = Item(f"{name}-{number}", "note", {}, (Anchor("target", 1, 1),))
                store.write([Write("create", item, "words")], who=str(name))
                assert item.id in {each.id for each in store.items(place=(1, 1), text="words")}
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(name,)) for name in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (failures, store.count(), inconsistent(path)) == ([], 200, [])


def test_a_reader_does_not_wait_for_a_writer(path):
    store = ResearchStore(path)
    store.set_setting("a", 1)
    with closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE settings SET value = 2")
        assert (store.setting("a"), ResearchStore(path).setting("a")) == (1, 1), "what was last answered"
        writer.execute("COMMIT")
    assert store.setting("a") == 2


FULL = (
    HEAD
    + """
import resource
store.write([Write("create", Item("first", "note", {}))], who="me")
room = os.stat(sys.argv[1] + "-wal").st_size + 50_000
resource.setrlimit(resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))
written = []
try:
    for number in range(1000):
        written += store.write([Write("create", Item(str(number), "note", {"text": "x" * 5_000}))], who="me")
except ResearchUnusable as error:
    print(error.message)
    print(error.hint)
print(0 < len(written) < 1000, [item.id for item in reversed(store.items())] == ["first", *(item.id for item in written)])
resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, resource.RLIM_INFINITY))
try:
    store.back_up()
except ResearchUnusable as error:
    print(error.hint, store.backups())
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
store.write([Write("create", Item("last", "note", {}))], who="me")
print(store.count() == len(written) + 2)
"""
)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows limits no files")
def test_a_full_disk_loses_nothing_and_is_written_to_again_when_there_is_room(path):
    hint = "Look whether the disk is full and whether the folder may be written to."
    assert finish(start(FULL, path)).splitlines() == [
        f"Your own data cannot be read or written: {path} (disk I/O error).",
        hint,
        "True True",
        f"{hint} []",
        "True",
    ]
    assert inconsistent(path, anchors=0, words=0) == []


def test_a_file_that_may_not_grow_loses_nothing(path):
    """SQLite's own word for a full disk, on every system."""
    store = ResearchStore(path)
    store.set_setting("a", 1)
    limit = store._file._connection().execute
    limit("PRAGMA max_page_count = 1")  # as few as there are
    with pytest.raises(ResearchUnusable, match="database or disk is full") as caught:
        store.set_setting("b", "x" * 1_000_000)
    assert "Look whether the disk is full" in caught.value.hint
    assert (store.setting("a"), store.setting("b")) == (1, None)
    limit("PRAGMA max_page_count = 1000000")
    store.set_setting("b", 2)
    assert store.setting("b") == 2


READING = (
    HEAD
    + """
import logging, sqlite_utils  # while they may be read
if os.geteuid() == 0:  # whom file permissions do not bind
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)

def say(work):
    try:
        print(work())
    except ResearchUnusable as error:
        print(error.message.partition(":")[0], error.hint, sep=" | ")

say(lambda: [item.id for item in store.items(text="words")])
say(lambda: len(store.translations()))
say(lambda: store.write([Write("create", Item("b", "note", {}))], who="me"))
say(store.back_up)
"""
)
REFUSED = (
    "Your own data cannot be read or written | "
    "Look whether the disk is full and whether the folder may be written to."
)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
@pytest.mark.parametrize(
    ("what", "file_mode", "folder_mode", "read"),
    [
        ("present", 0o444, 0o555, ["['a']", "0"]),
        ("present", 0o444, 0o777, ["['a']", "0"]),
        ("killed", 0o444, 0o555, ["['a']", "0"]),
        ("version 1", 0o444, 0o555, ["[]", "2"]),
        ("version 1", 0o444, 0o777, ["[]", "2"]),
        ("empty", 0o444, 0o555, ["[]", "0"]),
        ("present", 0o000, 0o555, [REFUSED, REFUSED]),
        ("present", 0o444, 0o000, [REFUSED, REFUSED]),
    ],
)
def test_what_may_not_be_written_is_read_if_it_can_be(what, file_mode, folder_mode, read, shared_folder):
    path = shared_folder / "research.db"
    if what == "version 1":
        shutil.copyfile(Path(__file__).parent / "fixtures" / "research-1.db", path)
    elif what == "empty":
        path.touch()
    elif what == "present":
        finish(start(WRITE_ONE, path))
    else:
        program = start(WRITE_ONE + "print('done', flush=True); sys.stdin.readline()", path)
        assert program.stdout.readline() == b"done\n"
        program.kill()
        program.communicate()
        assert path.with_name("research.db-wal").stat().st_size
    for file in shared_folder.iterdir():
        file.chmod(file_mode)
    before = {file.name: file.read_bytes() for file in shared_folder.iterdir()}
    shared_folder.chmod(folder_mode)
    said = finish(start(READING, path)).splitlines()
    shared_folder.chmod(0o777)
    assert said[:3] == [*read, REFUSED]
    assert path.read_bytes() == before["research.db"]
    if folder_mode != 0o777:
        assert {file.name: file.read_bytes() for file in shared_folder.iterdir()} == before


WRITE_ONE = (
    HEAD
    + """
store.write([Write("create", Item("a", "note", {}, (Anchor("target", 1, 1),)), "words")], who="me")
"""
)


@pytest.fixture
def shared_folder() -> Iterator[Path]:
    """A folder that another user may come to; pytest's own may be entered by nobody else."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        yield folder
