"""Reads and writes ``research.db``, the user's own file.

Nothing is on disk until something is written, and a program that only reads the corpus never opens it.
Everything in it points at places (surah, ayah) that outlive an upgrade of the corpus.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from kalima.errors import ResearchUnusable

if TYPE_CHECKING:
    from sqlite_utils import Database

FILE_NAME = "research.db"
PATIENCE = 10.0
"""Seconds to wait for another program or thread that is writing."""
_MAGIC = b"SQLite format 3\0"
_VERSION_AT = 60
"""Where the header of a SQLite file holds ``user_version``, four bytes long, the highest first."""


class OwnTranslation(NamedTuple):
    """A translation that the user added. ``notice`` is the comment block of its file, unchanged."""

    id: str
    language: str
    name: str
    translator: str
    source: str
    notice: str
    file_name: str
    added: str
    verse_count: int


def _translations(db: Database) -> None:
    db.table("translations").create(
        {name: int if name == "verse_count" else str for name in OwnTranslation._fields},
        pk="id",
        not_null=set(OwnTranslation._fields),
        strict=True,
    )
    db.table("translation_verses").create(
        {"translation": str, "surah": int, "ayah": int, "text": str},
        pk=("translation", "surah", "ayah"),
        not_null={"translation", "surah", "ayah", "text"},
        foreign_keys=[("translation", "translations", "id")],
        strict=True,
    )


MIGRATIONS: tuple[Callable[[Database], None], ...] = (_translations,)
"""What makes each version out of the one before: the first makes version 1. Only ever added to."""


class ResearchStore:
    """The user's own work as records. Every thread has a connection of its own.

    :param path: the file, which need not exist.
    :raises ResearchUnusable: by any method, if the file is damaged, comes from a newer Kalima, is kept
        busy by another program, or cannot be read or written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()

    def translations(self) -> list[OwnTranslation]:
        """The user's translations, by language and name."""
        rows = self._rows(
            f"SELECT {', '.join(OwnTranslation._fields)} FROM translations ORDER BY language, name, id"
        )
        return [OwnTranslation._make(row) for row in rows]

    def translation_texts(
        self, translation: str, places: Sequence[tuple[int, int]]
    ) -> dict[tuple[int, int], str]:
        """What the translation has for those of these verses (surah, ayah) that it translates."""
        marks = ",".join("(?, ?)" for _ in places)
        rows = self._rows(
            "SELECT surah, ayah, text FROM translation_verses"
            f" WHERE translation = ? AND (surah, ayah) IN (VALUES {marks})",
            (translation, *(number for place in places for number in place)),
        )
        return {(surah, ayah): text for surah, ayah, text in rows}

    def add_translation(
        self, record: OwnTranslation, verses: Iterator[tuple[int, int, str]], *, replace: bool = False
    ) -> bool:
        """Add a translation with its verses (surah, ayah, text), all of it or nothing.

        :return: whether it was added; not if there is one of its id that may not be replaced.
        """
        with self._writing() as db:
            if list(db.query("SELECT id FROM translations WHERE id = ?", [record.id])):
                if not replace:
                    return False
                _delete_translation(db, record.id)
            db.table("translations").insert(record._asdict())
            db.conn.executemany(
                "INSERT INTO translation_verses VALUES (?, ?, ?, ?)", ((record.id, *row) for row in verses)
            )
        return True

    def remove_translation(self, translation: str) -> bool:
        """Remove a translation with its verses; return whether there was one."""
        if not self.path.is_file():
            return False
        with self._writing() as db:
            return _delete_translation(db, translation)

    def _rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """What a SELECT gives; nothing while there is no file."""
        if getattr(self._local, "connection", None) is None and not self.path.is_file():
            return []
        with self._explained():
            rows: list[tuple[Any, ...]] = self._connection().execute(sql, parameters).fetchall()
            return rows

    @contextlib.contextmanager
    def _writing(self) -> Iterator[Database]:
        """One transaction, committed at the end of the block, or rolled back if the block raises."""
        with self._explained(), _transaction(self._connection()) as db:
            yield db

    def _connection(self) -> sqlite3.Connection:
        """This thread's connection, with the file created if need be and of the present version."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            self._create_file()
            connection = self._local.connection = self._connect()
        return connection

    def _create_file(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with contextlib.suppress(FileExistsError):
            os.close(os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))

    def _connect(self) -> sqlite3.Connection:
        with self.path.open("rb") as file:  # before SQLite, which may already change the files beside it
            self._check_header(file.read(100))
        connection = sqlite3.connect(f"{self.path.resolve().as_uri()}?mode=rw", uri=True, timeout=PATIENCE)
        try:
            self._prepare(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _prepare(self, connection: sqlite3.Connection) -> None:
        version = _version(connection)
        self._check_version(version)
        if version == 0:
            # Kept in the file. Whoever else holds it at this moment is setting the same.
            with contextlib.suppress(sqlite3.OperationalError):
                connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")  # what was answered survives a power cut
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA trusted_schema = OFF")
        if version < len(MIGRATIONS):
            self._migrate(connection)

    def _migrate(self, connection: sqlite3.Connection) -> None:
        with _transaction(connection) as db:
            version = _version(connection)  # again: another thread may have been quicker
            self._check_version(version)
            for migration in MIGRATIONS[version:]:
                migration(db)
            connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")

    def _check_header(self, header: bytes) -> None:
        if header and not header.startswith(_MAGIC):
            raise self._damaged("it is not a SQLite file")
        self._check_version(int.from_bytes(header[_VERSION_AT : _VERSION_AT + 4], "big"))

    def _check_version(self, version: int) -> None:
        if version > len(MIGRATIONS):
            raise ResearchUnusable(
                f"Your own data was written by a newer Kalima: {self.path} has version {version}, and this"
                f" Kalima knows versions up to {len(MIGRATIONS)}. Nothing in it was changed.",
                "Use the newer Kalima again.",
            )

    def _damaged(self, why: object) -> ResearchUnusable:
        return ResearchUnusable(
            f"Your own data cannot be read: {self.path} is damaged ({why}).",
            "Put a copy of it in its place, or move it away to begin anew; then start Kalima again.",
        )

    @contextlib.contextmanager
    def _explained(self) -> Iterator[None]:
        """Say in words what the system or SQLite cannot do; a mistake in Kalima's own SQL stays one."""
        try:
            yield
        except OSError as error:
            raise self._refused(error.strerror) from error
        except (sqlite3.IntegrityError, sqlite3.ProgrammingError, sqlite3.InterfaceError):
            raise
        except sqlite3.OperationalError as error:
            code = getattr(error, "sqlite_errorname", "")
            if code.startswith("SQLITE_ERROR"):
                raise
            if code == "SQLITE_IOERR_SHORT_READ":  # a part of the file is not there
                raise self._damaged(error) from error
            if code.startswith("SQLITE_BUSY"):
                raise ResearchUnusable(
                    f"Another program is writing to {self.path}.", "Wait until it is done, then try again."
                ) from error
            raise self._refused(error) from error
        except sqlite3.DatabaseError as error:
            raise self._damaged(error) from error

    def _refused(self, why: object) -> ResearchUnusable:
        return ResearchUnusable(
            f"Your own data cannot be read or written: {self.path} ({why}).",
            "Look whether the disk is full and whether the folder may be written to.",
        )


def _version(connection: sqlite3.Connection) -> int:
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return version


@contextlib.contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[Database]:
    """A transaction that holds the right to write from its first statement on."""
    from sqlite_utils import Database  # only now: its import takes longer than many a whole run

    db = Database(connection, execute_plugins=False)
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield db
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _delete_translation(db: Database, translation: str) -> bool:
    db.execute("DELETE FROM translation_verses WHERE translation = ?", [translation])
    return db.execute("DELETE FROM translations WHERE id = ?", [translation]).rowcount > 0
