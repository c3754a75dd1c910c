"""The user's own file as it is opened, read and written, by several threads and programs at once."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kalima.errors import NotFound, ResearchUnusable
from kalima.store.research import backups, damage, faults, migrations
from kalima.store.research.records import Backup

if TYPE_CHECKING:
    import logging

T = TypeVar("T")
Work = Callable[[sqlite3.Connection], T]

PATIENCE = 10.0
"""Seconds to wait for another program or thread that is writing."""
SMALL = 16_000_000
"""Bytes of a file that is checked whole when it is opened; a larger one is when its backup is made."""
_DAY = 86_400


class ResearchFile:
    """The file at ``path``, which need not exist.

    :raises ResearchUnusable: by any method, if the file is damaged, comes from a newer Kalima, is kept
        busy by another program, or cannot be read or written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.backups = path.parent / backups.FOLDER
        self._local = threading.local()
        self._opening = threading.RLock()
        self._replacing = threading.RLock()
        self._is_alone = False
        self._turn = threading.Lock()  # SQLite's own queue sleeps, and may let one wait for ever
        self._looked_after_on = 0
        self._backing_up: threading.Thread | None = None

    def read(self, ask: Work[T], nothing: T) -> T:
        """What ``ask`` says of the file, or ``nothing`` while there is none."""

        def work() -> T:
            if self._identity() is None:
                return nothing
            with self._readable() as connection:
                return ask(connection)

        return self._mended(work)

    def write(self, act: Work[T]) -> T:
        """Do what ``act`` does in one transaction: all of it or nothing. It may be called again."""
        return self._mended(lambda: self._written(act))

    def back_up(self, reason: str) -> Backup | None:
        """Copy the whole file as it is now; ``None`` while there is nothing in it."""
        return self.read(lambda connection: self._backed_up(connection, reason), None)

    def restore(self, name: str) -> None:
        """Put a backup in the place of what is there now, of which a backup is made first.

        :raises NotFound: if there is no backup of this name.
        :raises ResearchUnusable: also if the backup is damaged or comes from a newer Kalima.
        """
        if name not in [backup.name for backup in backups.listed(self.backups)]:
            raise NotFound(f"There is no backup {name!r}.", "The list of them all: kalima restore.")
        with (
            faults.explained(self.backups / name),
            self._alone(),
            backups.unfinished_copy(self.backups, name) as copy,
            closing(backups.connect(copy, "mode=rw")) as source,
        ):
            migrations.bring_up_to_date(source, copy)
            damage.forget(source)  # what it was once opened in the place of
            with self._turn:  # so that no thread writes what is neither in the copy nor kept
                self.back_up("restore")
                self._mended(lambda: self._replaced_by(source))

    def settle(self) -> None:
        """Wait until the backup that is being made, if one is, is done."""
        if self._backing_up is not None:
            self._backing_up.join()

    # How it is read and written.

    def _mended(self, work: Callable[[], T]) -> T:
        """What ``work`` gives; if the file is damaged and there is a good backup, of that one."""
        try:
            with faults.explained(self.path):
                return work()
        except faults.Damaged:
            self._close()
            with faults.explained(self.path):
                if not self._set_aside():
                    raise
        with faults.explained(self.path):
            return work()

    def _set_aside(self) -> bool:
        """Whether the file is whole now, because of a backup in its place or by another's doing."""
        if not backups.listed(self.backups):
            return False
        with self._alone():
            if self._is_whole():
                return True
            notice = damage.set_aside(self.path)
        if notice is None:
            return False
        _logger().error("%s", notice)
        return True

    def _is_whole(self) -> bool:
        try:
            with closing(backups.connect(self.path, "mode=ro", PATIENCE)) as connection:
                backups.check_whole(connection)
        except sqlite3.DatabaseError as error:
            if faults.is_damage(error):
                return False
            raise
        return True

    def _written(self, act: Work[T]) -> T:
        if not self._turn.acquire(timeout=PATIENCE):
            raise faults.busy(self.path)
        try:
            connection = self._connection()
            with migrations.transaction(connection):
                done = act(connection)
        finally:
            self._turn.release()
        if self._identity() != self._local.identity:
            raise faults.replaced(self.path)
        return done

    @contextlib.contextmanager
    def _readable(self) -> Iterator[sqlite3.Connection]:
        """This thread's connection or, where nothing may be written, one that does without."""
        try:
            connection = self._connection()
        except sqlite3.OperationalError as error:
            if not faults.is_out_of_reach(error):
                raise
            with self._read_only() as connection:
                yield connection
        else:
            yield connection

    @contextlib.contextmanager
    def _read_only(self) -> Iterator[sqlite3.Connection]:
        """The file where nothing may be written; only for now, as nobody else's change would be seen."""
        with closing(self._connect_to_read()) as connection:
            migrations.check_version(migrations.version(connection), self.path)
            if migrations.version(connection) == len(migrations.MIGRATIONS):
                yield connection
                return
            with closing(sqlite3.connect(":memory:", isolation_level=None)) as upgraded:
                connection.backup(upgraded)
                migrations.bring_up_to_date(upgraded, self.path)
                yield upgraded

    # How it is opened.

    def _identity(self) -> tuple[int, int] | None:
        """Which file it is that stands at the path, if any: a connection goes on with one that was moved."""
        try:
            found = self.path.stat()
        except (FileNotFoundError, NotADirectoryError):
            return None
        return found.st_dev, found.st_ino

    def _connection(self) -> sqlite3.Connection:
        """This thread's connection, with the file created if need be and of the present version."""
        identity = self._identity()
        if identity is None or getattr(self._local, "identity", None) != identity:
            self._close()
            with self._opening:
                self._create_file()
                identity = self._identity()
                self._local.connection = self._opened()
                self._local.identity = identity
        if self._looked_after_on != (today := int(time.time()) // _DAY):
            self._look_after(today)
        connection: sqlite3.Connection = self._local.connection
        return connection

    def _close(self) -> None:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        self._local.connection = self._local.identity = None
        if connection is not None:
            with contextlib.suppress(sqlite3.Error):
                connection.close()

    def _create_file(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with contextlib.suppress(FileExistsError):
            os.close(backups.private(self.path))

    def _opened(self) -> sqlite3.Connection:
        # First without changing anything, and by SQLite: to close a file that one has opened by oneself would
        # take SQLite's locks on it away from the whole program.
        with closing(self._connect_to_read()) as header:
            migrations.check_version(migrations.version(header), self.path)
        connection = backups.connect(self.path, "mode=rw", PATIENCE)
        try:
            self._prepare(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _connect_to_read(self) -> sqlite3.Connection:
        """A connection that leaves the file as it is and, where there is no log, makes none beside it."""
        wal = self.path.with_name(f"{self.path.name}-wal")
        immutable = "" if wal.exists() and wal.stat().st_size else "&immutable=1"
        return backups.connect(self.path, f"mode=ro{immutable}", PATIENCE)

    def _prepare(self, connection: sqlite3.Connection) -> None:
        number = migrations.version(connection)
        migrations.check_version(number, self.path)
        if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            # Kept in the file. Whoever else holds it at this moment is setting the same.
            with contextlib.suppress(sqlite3.OperationalError):
                connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")  # what was answered survives a power cut
        connection.execute("PRAGMA foreign_keys = ON")
        migrations.bring_up_to_date(connection, self.path, self._back_up_before_upgrade)

    # How it is looked after.

    def _back_up_before_upgrade(self) -> None:
        with closing(backups.connect(self.path, "mode=rw", PATIENCE)) as connection:
            backups.make(connection, self.backups, "upgrade")

    def _look_after(self, today: int) -> None:
        """Once a day: see whether the file is whole, and have a backup made of it."""
        with self._opening:
            if self._looked_after_on == today:
                return
            connection: sqlite3.Connection = self._local.connection
            if self.path.stat().st_size <= SMALL:
                backups.check_whole(connection)
            self._looked_after_on = today
            changeable = os.access(
                self.path, os.W_OK
            )  # else it needs none, and there may be no place for one
            if changeable and _has_content(connection) and backups.due(self.backups):
                self._backing_up = threading.Thread(target=self._make_daily_backup, name="backup")
                self._backing_up.start()

    def _make_daily_backup(self) -> None:
        try:
            with faults.explained(self.backups), self._alone():
                if backups.due(self.backups):
                    self.back_up("daily")
        except ResearchUnusable as error:
            _logger().warning("No backup was made today. %s", error)
        finally:
            self._close()

    def _backed_up(self, connection: sqlite3.Connection, reason: str) -> Backup | None:
        return backups.make(connection, self.backups, reason) if _has_content(connection) else None

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep other threads and programs from putting files in place. Never asked for while opening."""
        with self._replacing:
            if self._is_alone:
                yield
                return
            self._is_alone = True
            try:
                with backups.alone(self.backups, PATIENCE):
                    yield
            finally:
                self._is_alone = False

    def _replaced_by(self, source: sqlite3.Connection) -> None:
        """Write another database over this one in one transaction, as its other connections will see."""
        end = time.monotonic() + PATIENCE

        def wait(status: int, remaining: int, total: int) -> None:
            if remaining and time.monotonic() > end:
                raise faults.busy(self.path)

        source.backup(self._connection(), progress=wait)


def _logger() -> logging.Logger:
    import logging  # only now: a search in the terminal does without

    return logging.getLogger(__name__)


def _has_content(connection: sqlite3.Connection) -> bool:
    found = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM items) OR EXISTS (SELECT 1 FROM history)"
        " OR EXISTS (SELECT 1 FROM translations) OR EXISTS (SELECT 1 FROM settings)"
    )
    return bool(found.fetchone()[0])
