"""A lock on a file that the system gives back when its holder ends, however it ends."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

SYSTEM = os.name
_TAKEN = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)


class Lock:
    """A lock that is held. It is let go by :meth:`release`, or when the process ends."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def release(self) -> None:
        """Let others take it. The file stays: a lock on one that was removed would keep nobody out."""
        os.close(self._descriptor)


def take(path: Path) -> Lock | None:
    """The lock on this file, which is made if need be; ``None`` while another one holds it.

    :raises OSError: if the file cannot be made, or its file system knows no locks.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _lock(descriptor)
    except OSError as error:
        os.close(descriptor)
        if error.errno in _TAKEN:
            return None
        raise
    return Lock(descriptor)


def _lock(descriptor: int) -> None:
    """Lock the open file for this process, without waiting, in the way of the system."""
    if SYSTEM == "nt":
        import msvcrt

        windows: Any = msvcrt  # known by its names on Windows only
        windows.locking(descriptor, windows.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
