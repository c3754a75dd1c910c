"""The log: a file that is kept small, and that only its user can read.

It is attached before anything else of Kalima is imported, and opened when there is something to say: until
then a ``--data-dir`` may name its folder.
"""

from __future__ import annotations

import contextlib
import logging
import os
import sys
from io import TextIOWrapper
from pathlib import Path

from kalima import paths

MOST = 500_000
"""Bytes of the file; then a new one is begun, and the one before is kept beside it."""
FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"


def path() -> Path:
    """Where the log is.

    :raises OSError: if there is no place for it.
    """
    return paths.log_dir() / "kalima.log"


def attach() -> None:
    """Let everything that is logged go to the file."""
    logging.basicConfig(level=logging.INFO, handlers=[_File()], format=FORMAT)


class _File(logging.Handler):
    """Writes to the log. Where that cannot be done, standard error is told what is more than news.

    The standard library's own such handler brings half a dozen modules with it to every start.
    """

    _file: TextIOWrapper | None = None

    def emit(self, record: logging.LogRecord) -> None:
        try:
            if self._file is None:
                self._file = _open()
            self._file.write(f"{self.format(record)}\n")
            self._file.flush()
            if self._file.tell() > MOST:
                self._close_file()
        except OSError:  # no folder, no right to write there, or a full disk
            if record.levelno >= logging.WARNING:
                print(f"kalima: {record.getMessage()}", file=sys.stderr)

    def close(self) -> None:
        self._close_file()
        super().close()

    def _close_file(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None


def _open() -> TextIOWrapper:
    """The file, opened for its end; a large one has made place for a new one first.

    :raises OSError: if it cannot be written.
    """
    file = path()
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if file.exists() and file.stat().st_size > MOST:
        with contextlib.suppress(OSError):  # on Windows, while another Kalima is writing to it
            file.replace(file.with_name(f"{file.name}.1"))
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    return os.fdopen(descriptor, "a", encoding="utf-8", errors="backslashreplace")
