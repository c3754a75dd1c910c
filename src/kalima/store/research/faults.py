"""What the system or SQLite cannot do with the user's own file, in words."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from kalima.errors import ResearchUnusable

_DAMAGE = ("SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_IOERR_SHORT_READ")
_OUT_OF_REACH = ("SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_PERM", "SQLITE_AUTH")


class Damaged(ResearchUnusable):
    """What the file holds is not what SQLite wrote."""


class Unsound(sqlite3.DatabaseError):
    """What ``PRAGMA quick_check`` found, as SQLite raises what it finds by itself."""

    sqlite_errorname = "SQLITE_CORRUPT"


def newer(path: Path, version: int, known: int) -> ResearchUnusable:
    """The file has a ``version`` that is not among the ``known`` ones."""
    return ResearchUnusable(
        f"Your own data was written by a newer Kalima: {path} has version {version}, and this Kalima knows"
        f" versions up to {known}. Nothing in it was changed.",
        "Use the newer Kalima again.",
    )


def busy(path: Path) -> ResearchUnusable:
    """Another program or thread has been writing for longer than is waited for."""
    return ResearchUnusable(
        f"Another program is writing to {path}.", "Wait until it is done, then try again."
    )


def replaced(path: Path) -> ResearchUnusable:
    """The file was moved, or another put in its place, while something was written."""
    return ResearchUnusable(
        f"What was written may be lost: {path} was replaced at that moment.",
        "Look whether it is there, and else write it again.",
    )


def is_damage(error: sqlite3.Error) -> bool:
    return _code(error).startswith(_DAMAGE)


def is_out_of_reach(error: sqlite3.Error) -> bool:
    """Whether the file or its folder may not be written to, which SQLite needs to do also for reading."""
    return _code(error).startswith(_OUT_OF_REACH)


@contextlib.contextmanager
def explained(path: Path) -> Iterator[None]:
    """Say in words why the file at ``path`` cannot be used; a mistake in Kalima's own SQL stays one."""
    try:
        yield
    except OSError as error:
        raise _refused(path, error.strerror) from error
    except (sqlite3.IntegrityError, sqlite3.ProgrammingError, sqlite3.InterfaceError):
        raise
    except sqlite3.DatabaseError as error:
        code = _code(error)
        if is_damage(error):
            raise Damaged(
                f"Your own data cannot be read: {path} is damaged ({error}).",
                "Put a copy of it in its place, or move it away to begin anew; then start Kalima again.",
            ) from error
        if code.startswith("SQLITE_BUSY"):
            raise busy(path) from error
        if code.startswith("SQLITE_ERROR") or not code:
            raise
        raise _refused(path, error) from error


def _refused(path: Path, why: object) -> ResearchUnusable:
    return ResearchUnusable(
        f"Your own data cannot be read or written: {path} ({why}).",
        "Look whether the disk is full and whether the folder may be written to.",
    )


def _code(error: sqlite3.Error) -> str:
    return getattr(error, "sqlite_errorname", "")
