"""The running Kalima as other programs of its user find it: its port, its process and its token.

And the file that leads the browser in: on a command line, every user of the computer could read the way.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
from pathlib import Path
from typing import NamedTuple

from kalima import paths
from kalima.errors import NotFound

HOST = "127.0.0.1"
SYSTEM = os.name
INSTANCE_FILE = "instance.json"
OPENING_FILE = "open.html"
_OPENING = """\
<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="referrer" content="no-referrer">
  <meta http-equiv="refresh" content="0; url={address}">
  <title>Kalima</title>
</head>
<body><p><a href="{address}">Open Kalima</a></p></body>
</html>
"""


class Instance(NamedTuple):
    """A running Kalima."""

    port: int
    pid: int
    token: str

    def publish(self) -> None:
        """Let the user's own programs find it. Where two run at once, the one that started last is found.

        :raises OSError: if the folder cannot be written.
        """
        _write_private(paths.run_dir() / INSTANCE_FILE, json.dumps(self._asdict()))

    def withdraw(self) -> None:
        """Undo :meth:`publish`, unless another one has been published since."""
        with contextlib.suppress(OSError):
            if _read() == self:
                (paths.run_dir() / INSTANCE_FILE).unlink()


def find() -> Instance:
    """The running Kalima of this user. What one that was killed has left behind counts for nothing.

    :raises NotFound: if none runs.
    """
    found = _read()
    if found is None or not answers(found.port, found.token):
        raise NotFound("No Kalima is running.", "Start it with: kalima")
    return found


def answers(port: int, token: str = "") -> bool:
    """Whether a Kalima answers on this port, and its token is this one if one is given.

    By hand: http.client would cost the start more than the wait.
    """
    shown = f"Authorization: Bearer {token}\r\n" if token else ""
    request = f"GET /health HTTP/1.0\r\nHost: {HOST}:{port}\r\n{shown}\r\n"
    try:
        with socket.create_connection((HOST, port), timeout=2) as connection:
            connection.sendall(request.encode())
            return b" 200 " in connection.recv(64)
    except OSError:
        return False


def write_opening(address: str) -> Path:
    """A file that leads the browser which opens it to this address.

    :raises OSError: if the folder cannot be written.
    """
    from html import escape  # when the server answers already; nobody waits for it

    path = paths.run_dir() / OPENING_FILE
    _write_private(path, _OPENING.format(address=escape(address)))
    return path


def remove_opening() -> None:
    """Take the file away, if it is there."""
    with contextlib.suppress(OSError):
        (paths.run_dir() / OPENING_FILE).unlink()


def _read() -> Instance | None:
    try:
        told = json.loads((paths.run_dir() / INSTANCE_FILE).read_bytes())
        port, pid, token = told["port"], told["pid"], told["token"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    sound = isinstance(port, int) and 0 < port < 65_536 and isinstance(pid, int)
    # What comes from a file goes into a request: a token that is none could write a header of its own.
    sound = sound and isinstance(token, str) and token.isascii() and token.isprintable() and " " not in token
    return Instance(port, pid, token) if sound else None


def _write_private(path: Path, text: str) -> None:
    """Write a file, all or nothing, that at no moment anybody but its user can read."""
    make_private_folder(path.parent)
    half_made = path.with_name(f"{path.name}-{os.urandom(8).hex()}")
    try:
        # O_EXCL: whatever somebody may have put there, a link above all, is not written through.
        with os.fdopen(os.open(half_made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(text)
        half_made.replace(path)
    except OSError:
        half_made.unlink(missing_ok=True)
        raise


def make_private_folder(folder: Path) -> None:
    """Make a folder that only its user can enter, and close one that is there and is open.

    Windows knows no modes: since 3.11.10 Python translates 0700, and no other mode, into a list of who may
    enter, when the folder is made; what lies in it inherits that. Before, it is as private as its parent,
    which is the user's own unless ``KALIMA_DATA`` names another.
    """
    folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.mkdir(exist_ok=True, mode=0o700)
    if SYSTEM != "nt" and folder.stat().st_mode & 0o077:
        folder.chmod(0o700)
