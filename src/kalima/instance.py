"""The running Kalima of a user: that there is one only, and how the user's other programs find it."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import time
from pathlib import Path
from typing import NamedTuple

from kalima import locks, paths
from kalima.errors import KalimaError, NotFound

HOST = "127.0.0.1"
SYSTEM = os.name
INSTANCE_FILE = "instance.json"
LOCK_FILE = "lock"
PATIENCE = 40.0
"""Seconds that one which is starting or ending may take; on a slow disk, a first start unpacks the corpus."""


class Instance(NamedTuple):
    """A running Kalima."""

    port: int
    pid: int
    token: str
    build: str
    """Of which build it is: another one may have taken its place on the disk."""

    @property
    def url(self) -> str:
        """Where it shows itself."""
        return f"http://{HOST}:{self.port}/"

    def publish(self) -> None:
        """Let the user's own programs find it.

        :raises OSError: if the folder cannot be written.
        """
        write_private(paths.run_dir() / INSTANCE_FILE, json.dumps(self._asdict()))

    def withdraw(self) -> None:
        """Undo :meth:`publish`, unless another one has been published since, as only a lost lock allows."""
        with contextlib.suppress(OSError):
            if _read() == self:
                (paths.run_dir() / INSTANCE_FILE).unlink()


def find() -> Instance:
    """The running Kalima of this user. What one that was killed has left behind counts for nothing.

    :raises NotFound: if none runs.
    """
    found = _running()
    if found is None:
        raise NotFound("No Kalima is running.", "Start it with: kalima")
    return found


def claim() -> locks.Lock | Instance:
    """The right to be the one Kalima of this user's data folder, or the one that has it.

    One that is just starting or ending is waited for.

    :raises KalimaError: if another one has the right and does not answer.
    :raises OSError: if the folder cannot be written, or knows no locks.
    """
    deadline = time.monotonic() + PATIENCE
    make_private_folder(paths.run_dir())
    while (lock := locks.take(paths.run_dir() / LOCK_FILE)) is None:
        if running := _running():
            return running
        if time.monotonic() > deadline:
            told = _read()
            which = f" (process {told.pid})" if told else ""
            raise KalimaError(
                f"Another Kalima{which} uses {paths.data_dir()} and does not answer.",
                "End it, if need be in the system's list of programs, and start Kalima again; or start this"
                " one with a folder of its own: kalima --data-dir DIR.",
            )
        time.sleep(0.03)
    return lock


def take_over(old: Instance) -> locks.Lock | Instance:
    """Let a running Kalima of another build end, as its Quit would, and :func:`claim` its right.

    :raises KalimaError: if it does not end.
    """
    exchange(old.port, "POST /api/v1/quit", old.token, "{}")
    deadline = time.monotonic() + PATIENCE
    while (claimed := claim()) == old and time.monotonic() < deadline:
        time.sleep(0.03)
    if claimed == old:
        raise KalimaError(
            f"An older Kalima (process {old.pid}) runs and does not end.",
            "Choose Quit in its page, then start again.",
        )
    return claimed


def answers(port: int, token: str = "") -> bool:
    """Whether a Kalima answers on this port, and its token is this one if one is given."""
    return exchange(port, "GET /health", token).partition("\r\n")[0].endswith(" 200 OK")


def exchange(port: int, start: str, token: str = "", body: str = "") -> str:
    """The head of what is answered on this port to a request; nothing where nobody answers.

    By hand: http.client would cost the start more than the wait.

    :param start: method and target.
    :param body: JSON.
    """
    lines = [f"{start} HTTP/1.0", f"Host: {HOST}" if port == 80 else f"Host: {HOST}:{port}"]
    lines += [f"Authorization: Bearer {token}"] if token else []
    lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"] if body else []
    try:
        with socket.create_connection((HOST, port), timeout=2) as connection:
            connection.sendall("\r\n".join([*lines, "", body]).encode())
            answer = b""
            while b"\r\n\r\n" not in answer and (more := connection.recv(4_096)):
                answer += more
            return answer.decode("latin-1").partition("\r\n\r\n")[0]
    except OSError:
        return ""


def _running() -> Instance | None:
    found = _read()
    return found if found is not None and answers(found.port, found.token) else None


def _read() -> Instance | None:
    try:
        told = json.loads((paths.run_dir() / INSTANCE_FILE).read_bytes())
        port, pid, token, build = told["port"], told["pid"], told["token"], str(told.get("build"))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    sound = isinstance(port, int) and 0 < port < 65_536 and isinstance(pid, int)
    # What comes from a file goes into a request: a token that is none could write a header of its own.
    sound = sound and isinstance(token, str) and token.isascii() and token.isprintable() and " " not in token
    return Instance(port, pid, token, build) if sound else None


def write_private(path: Path, text: str) -> None:
    """Write a file, all or nothing, that at no moment anybody but its user can read.

    :raises OSError: if the folder cannot be written.
    """
    make_private_folder(path.parent)
    half_made = path.with_name(f"{path.name}-{os.urandom(8).hex()}")
    try:
        # O_EXCL: whatever somebody may have put there, a link above all, is not written through.
        with os.fdopen(
            os.open(half_made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
        ) as file:
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
