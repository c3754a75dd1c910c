"""Files and folders that come into being whole or not at all, and are nobody else's to read."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from kalima.errors import KalimaError


@contextlib.contextmanager
def whole_file(path: Path, *, replace: bool = False) -> Iterator[TextIO]:
    """A file to write to, which stands at ``path`` when all is written.

    :param replace: whether it may take the place of another file.
    :raises KalimaError: if there is something else at the path, or nothing can be written there.
    """
    target = path.expanduser().absolute()
    with explained(target):
        if target.is_dir() or (target.exists() and not replace):
            hint = "Name a file." if target.is_dir() else "Choose another name, or say --replace."
            raise KalimaError(f"There is {target} already, and nothing was written.", hint)
        target.parent.mkdir(parents=True, exist_ok=True)
        half_made = _beside(target)
        try:
            with os.fdopen(_private(half_made), "w", encoding="utf-8", newline="\n") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            half_made.replace(target)
        finally:
            half_made.unlink(missing_ok=True)


@contextlib.contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """A folder to write files into, which stands at ``path`` when all is written.

    :raises KalimaError: if there is something at the path other than an empty folder, or nothing can be
        written there.
    """
    target = path.expanduser().absolute()
    with explained(target):
        if target.exists() and not (target.is_dir() and not any(target.iterdir())):
            raise KalimaError(f"There is {target} already, and nothing was written.", "Name a new folder.")
        target.parent.mkdir(parents=True, exist_ok=True)
        half_made = _beside(target)
        half_made.mkdir(mode=0o700)
        try:
            yield half_made
            if target.is_dir():
                target.rmdir()  # it is empty; Windows renames onto no folder at all
            half_made.rename(target)
        finally:
            shutil.rmtree(half_made, ignore_errors=True)


def private(path: Path) -> TextIO:
    """A new file that only its owner may read; its lines end as they are written."""
    return os.fdopen(_private(path), "w", encoding="utf-8", newline="")


def _private(path: Path) -> int:
    return os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)


def _beside(target: Path) -> Path:
    return target.parent / f".{target.name[:100]}-{secrets.token_hex(4)}"


@contextlib.contextmanager
def explained(target: Path) -> Iterator[None]:
    """Say in words why ``target`` cannot be written."""
    try:
        yield
    except OSError as error:
        raise KalimaError(
            f"{target} cannot be written: {error.strerror or error}.",
            "Nothing was written. Choose a place that you may write to, on a disk that is not full.",
        ) from error
