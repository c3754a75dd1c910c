"""A Kalima that is started from outside, as its user starts it, and asked over HTTP."""

from __future__ import annotations

import contextlib
import http.client
import itertools
import json
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any
from urllib.parse import quote

import freeze

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
TOKEN = secrets.token_urlsafe(32)
"""By which this run asks the Kalimas that it starts."""
PATIENCE = 60.0
"""Seconds that a start or an answer may take before the run is given up."""


class Server:
    """A Kalima that was started here, and one connection to it that is kept open."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self.process, self.port = process, port
        self._token = TOKEN
        self._connection = connect(process, port)

    @property
    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._token}", "Content-Type": "application/json"}

    def get(self, path: str) -> bytes:
        """The body that answers ``GET path``. :raises RuntimeError: if the answer is an error"""
        self._connection.request("GET", path, headers=self._headers)
        response = self._connection.getresponse()
        body = response.read()
        if response.status != 200:
            raise RuntimeError(
                f"GET {path} answered {response.status}: {body[:200].decode('utf-8', 'replace')}"
            )
        return body

    def get_json(self, path: str) -> Any:
        return json.loads(self.get(path))

    def milliseconds(self, path: str) -> float:
        """From the request to the last byte of its answer."""
        start = time.perf_counter()
        self.get(path)
        return (time.perf_counter() - start) * 1e3

    def stop(self) -> None:
        """Tell the program to end, and see that it does."""
        try:
            if self.process.poll() is not None:
                return  # somebody was quicker
            if (
                sys.platform == "win32"
            ):  # there, ending the process that was started leaves the server running
                self._connection.request("POST", "/api/v1/quit", body="{}", headers=self._headers)
                self._connection.getresponse().read()
            else:
                self.process.terminate()
            self.process.wait(PATIENCE)
        finally:
            self._connection.close()
            self.process.kill()


@contextlib.contextmanager
def running(
    command: Sequence[Path | str], home: Path, *, errors: int | IO[bytes] = subprocess.DEVNULL, **further: str
) -> Iterator[Server]:
    """A Kalima whose user's home, with the cache and the log, is ``home``.

    :param command: starts Kalima, from the executable or otherwise.
    :param errors: where its standard error goes.
    :param further: variables of its environment.
    """
    port = free_port()
    process = subprocess.Popen(
        [*map(str, command), "--no-browser", "--port", str(port)],
        env=environment(home) | {"KALIMA_TOKEN": TOKEN} | further,
        stdout=subprocess.DEVNULL,
        stderr=errors,
    )
    try:
        server = Server(process, port)
    except BaseException:
        process.terminate()
        raise
    try:
        yield server
    finally:
        server.stop()


def environment(home: Path) -> dict[str, str]:
    """The environment of a user who has never started Kalima, until this home is used again."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KALIMA")}
    folders = {"HOME": "", "XDG_CACHE_HOME": "cache", "XDG_STATE_HOME": "state", "XDG_DATA_HOME": "data"}
    folders |= {"LOCALAPPDATA": "local", "APPDATA": "roaming"}
    for folder in folders.values():
        (home / folder).mkdir(parents=True, exist_ok=True)
    return kept | {name: str(home / folder) for name, folder in folders.items()}


def free_port() -> int:
    """A port for the program: where it has no console, it could not print the one that it chose."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def connect(process: subprocess.Popen[bytes], port: int) -> http.client.HTTPConnection:
    """A connection to the program, as soon as it listens.

    :raises RuntimeError: if it ends instead, or does not listen in time.
    """
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        connection = http.client.HTTPConnection(HOST, port, timeout=PATIENCE)
        try:
            connection.connect()
        except ConnectionRefusedError:
            connection.close()
            time.sleep(0.002)
        else:
            return connection
    raise RuntimeError(f"Kalima does not answer (exit code {process.poll()}).")


@contextlib.contextmanager
def serving(command: Sequence[str]) -> Iterator[Server]:
    """A Kalima for a user of its own, who is gone afterwards."""
    path = os.pathsep.join(sys.path)
    with (
        TemporaryDirectory(prefix="kalima-bench-", ignore_cleanup_errors=True) as home,
        running(command, Path(home), PYTHONPATH=path) as server,
    ):
        yield server


def choose_server() -> tuple[list[str], str]:
    """The command that starts Kalima, and what is started by it: the executable, if it is the newest."""
    parts = [ROOT / "kalima.spec", *(ROOT / "src").rglob("*"), *freeze.CORPUS.rglob("*")]
    files = [part for part in parts if part.is_file() and "__pycache__" not in part.parts]
    executable = freeze.EXECUTABLE
    newest = max(file.stat().st_mtime for file in files)
    if executable.exists() and executable.stat().st_mtime >= newest:
        return [str(executable)], "the executable"
    return [sys.executable, "-m", "kalima"], "from its sources: the executable is missing or older"


def different_searches(server: Server, count: int) -> list[str]:
    """Paths of this many searches, no two alike, of seven kinds in turn, made from the words of surah 2."""
    paths: dict[str, None] = {}
    for ayah in itertools.count(1):
        words = server.get_json(f"/api/v1/words/2:{ayah}")["words"]
        for place, (word, following) in enumerate(itertools.pairwise(words)):
            stem = next(each for each in word["segments"] if each["kind"] == "STEM")
            lemma, root = stem["lemma"] or word["text"], stem["root"]
            kinds = (
                word["text"],
                f"={word['text']}",
                f'"{word["text"]} {following["text"]}"',
                f"lemma:{lemma}" if stem["lemma"] else f"{word['modern']} pos:{stem['pos']}",
                f"root:{root}" if root else f"{word['text']}&pos:{stem['pos']}",
                f"root:{root}&pos:{stem['pos']}" if root else f"{word['modern']} prefix:Al",
                f"{word['text']} {following['modern']}",
            )
            by = "word" if place % 3 == 0 else "verse"
            paths[f"/api/v1/search?q={quote(kinds[len(paths) % len(kinds)])}&by={by}&limit=20"] = None
            if len(paths) == count:
                return list(paths)
    raise AssertionError("unreachable: a surah that ends is an error of the server")
