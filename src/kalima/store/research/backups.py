"""Copies of the user's own file, in the folder ``backups`` beside it."""

from __future__ import annotations

import contextlib
import os
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kalima.errors import ResearchUnusable
from kalima.store.research import faults
from kalima.store.research.migrations import check_version, version
from kalima.store.research.records import Backup

FOLDER = "backups"
AUTOMATIC = frozenset({"daily", "upgrade", "restore"})
KEPT = 7
"""How many of each automatic reason are kept."""
_NAME = re.compile(r"research-(\d{4}-\d\d-\d\dT)(\d\d)(\d\d)(\d\d)(\d{3}Z)-v(\d+)-([a-z0-9-]+)\.db")
_TIME = "%Y-%m-%dT%H%M%S%f"
_UNFINISHED = ".part"


def listed(folder: Path) -> list[Backup]:
    """The backups in the folder, the newest first."""
    try:
        files = [(file, found) for file in folder.iterdir() if (found := _NAME.fullmatch(file.name))]
    except FileNotFoundError:
        return []
    return [_backup(file, found) for file, found in sorted(files, reverse=True)]


def _backup(file: Path, found: re.Match[str]) -> Backup:
    day, hour, minute, second, rest, number, reason = found.groups()
    at = f"{day}{hour}:{minute}:{second}.{rest}"
    return Backup(file.name, at, file.stat().st_size, int(number), reason)


def due(folder: Path) -> bool:
    """Whether there is no daily backup of today, in UTC."""
    today = datetime.now(UTC).date().isoformat()
    return not any(each.reason == "daily" and each.at.startswith(today) for each in listed(folder))


def make(source: sqlite3.Connection, folder: Path, reason: str) -> Backup:
    """Copy all that is in the open file into the folder, and keep the last seven automatic ones.

    :raises ValueError: if the reason is not made of small letters, digits and hyphens.
    :raises sqlite3.DatabaseError: if the source is damaged; then no copy is left.
    """
    if not re.fullmatch(r"[a-z0-9-]+", reason):
        raise ValueError(f"{reason!r} cannot be a part of a file's name")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _unfinished(folder) as part:
        with closing(connect(part, "mode=rw")) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, also when someone looks into it
            check_whole(copy)
            number = version(copy)
        at = datetime.now(UTC).strftime(_TIME)[:-3]
        file = part.replace(folder / f"research-{at}Z-v{number}-{reason}.db")
    _let_go(folder, reason)
    return next(backup for backup in listed(folder) if backup.name == file.name)


@contextlib.contextmanager
def _unfinished(folder: Path) -> Iterator[Path]:
    """An empty file that only the user may read, gone afterwards wherever it has not been renamed."""
    part = folder / f"{os.getpid()}-{time.time_ns()}{_UNFINISHED}"
    os.close(private(part))
    try:
        yield part
    finally:
        for leftover in (part, part.with_name(f"{part.name}-journal")):
            leftover.unlink(missing_ok=True)


def _let_go(folder: Path, reason: str) -> None:
    if reason in AUTOMATIC:
        for old in [each for each in listed(folder) if each.reason == reason][KEPT:]:
            (folder / old.name).unlink(missing_ok=True)
    yesterday = time.time() - timedelta(days=1).total_seconds()
    for part in folder.glob(f"*{_UNFINISHED}*"):  # of a program that was killed
        with contextlib.suppress(FileNotFoundError):
            if part.stat().st_mtime < yesterday:
                part.unlink()


@contextlib.contextmanager
def alone(folder: Path, patience: float) -> Iterator[None]:
    """Keep all other programs of this user out of the same block, for as long as this one lives.

    :raises sqlite3.OperationalError: if another one stays in it for longer than ``patience`` seconds.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = folder / "lock"  # an empty file, which SQLite knows how to lock on every system
    with contextlib.suppress(FileExistsError):
        os.close(private(lock))
    with closing(connect(lock, "mode=rw", patience)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        yield


@contextlib.contextmanager
def unfinished_copy(folder: Path, name: str) -> Iterator[Path]:
    """A copy of a backup to work on, gone afterwards unless it has been moved.

    :raises ResearchUnusable: if a newer Kalima made the backup.
    :raises sqlite3.DatabaseError: if it is damaged.
    """
    with _unfinished(folder) as part:
        with _opened(folder / name) as source, closing(connect(part, "mode=rw")) as copy:
            source.backup(copy)
        yield part


@contextlib.contextmanager
def _opened(file: Path) -> Iterator[sqlite3.Connection]:
    """A backup that is whole, only to be read and leaving nothing beside it."""
    with closing(connect(file, "mode=ro&immutable=1")) as connection:
        if not (number := version(connection)):
            raise faults.Unsound("it is empty")
        check_version(number, file)
        check_whole(connection)
        yield connection


def newest_sound(folder: Path) -> Backup | None:
    """The newest backup that is whole and that this Kalima can read."""
    for backup in listed(folder):
        with (
            contextlib.suppress(sqlite3.DatabaseError, ResearchUnusable, OSError),
            _opened(folder / backup.name),
        ):
            return backup
    return None


def check_whole(connection: sqlite3.Connection) -> None:
    """
    :raises sqlite3.DatabaseError: if a page of the open file is damaged.
    """
    found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise faults.Unsound(found)


def connect(file: Path, how: str, patience: float = 0) -> sqlite3.Connection:
    """A connection that begins no transaction by itself; ``how`` is in the words of SQLite's URIs."""
    address = f"{file.resolve().as_uri()}?{how}"
    connection = sqlite3.connect(address, uri=True, timeout=patience, isolation_level=None)
    connection.execute("PRAGMA trusted_schema = OFF")  # a file may come from anywhere
    return connection


def private(file: Path) -> int:
    """A descriptor of a new file that only the user may read."""
    return os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
