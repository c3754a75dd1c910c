"""What the tests of the double-click share: a browser that writes down where it was sent, and processes."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

DEADLINE = 90.0

_BROWSER = """\
#!{python}
import http.cookiejar, json, os, pathlib, re, stat, sys, urllib.parse, urllib.request
target = sys.argv[1]
came = {{"target": target, "library_path": os.environ.get("LD_LIBRARY_PATH"), "inherited": sorted(n for n in os.environ if n.startswith(("_PYI", "KALIMA_TOKEN")))}}
if target.startswith("file:"):
    path = pathlib.Path(urllib.request.url2pathname(urllib.parse.urlsplit(target).path))
    came["mode"], target = stat.S_IMODE(path.stat().st_mode), path.read_text("utf-8")
    came["text"] = target
address = re.search(r"http://[^\\s\\"]+", target)
if address:
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    came["status"] = opener.open(address[0]).status
    origin = "http://" + urllib.parse.urlsplit(address[0]).netloc
    for state in os.environ.get("WINDOW", "").split():
        body = json.dumps({{"window": "w", "open": state == "open"}}).encode()
        opener.open(urllib.request.Request(origin + "/api/v1/windows", body, {{"Content-Type": "application/json"}}))
with open({seen!r}, "a") as file:
    file.write(json.dumps(came) + "\\n")
"""


class Browser:
    """A program that stands for the user's browser. ``WINDOW`` says what its window does: ``open close``."""

    def __init__(self, folder: Path) -> None:
        self._seen = folder / "seen.jsonl"
        self.program = folder / "browser"
        self.program.write_text(_BROWSER.format(python=sys.executable, seen=str(self._seen)))
        self.program.chmod(0o755)
        self.environment = {"BROWSER": f"{self.program} %s"}

    def visits(self, number: int) -> list[dict[str, object]]:
        """The first visits, when there are so many."""
        wait_for(lambda: self._seen.exists() and len(self._seen.read_text().splitlines()) >= number)
        return [json.loads(line) for line in self._seen.read_text().splitlines()]


def wait_for(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + DEADLINE
    while not condition():
        assert time.monotonic() < deadline, "it did not come about in time"
        time.sleep(0.02)


@contextlib.contextmanager
def started(*command: object, env: dict[str, str], **options) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A Kalima that says where it is; afterwards it has ended, whatever became of the test."""
    process = subprocess.Popen(
        [*map(str, command)], env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options
    )
    try:
        told = ""
        while "is open at" not in told:
            told = process.stdout.readline()
            assert told, process.stderr.read()
        yield process, int(re.search(r"(?::| port )(\d+)[/)]", told)[1])
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(signal.SIGTERM)
        try:
            process.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate(timeout=20)


def server_of(process: subprocess.Popen[str]) -> int:
    """The second of the two processes of the file: the one that serves."""
    (child,) = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    return int(child)


def is_running(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False


def instance_of(home: dict[str, str]) -> dict[str, object]:
    (word,) = Path(home["HOME"]).rglob("instance.json")
    told: dict[str, object] = json.loads(word.read_text())
    return told


def as_nobody() -> dict[str, object]:
    """Options for a process whose user may not do everything, as root may."""
    return {"user": 65534, "group": 65534, "extra_groups": []} if os.getuid() == 0 else {}


def status(port: int, *lines: str) -> int:
    """The status that answers a request of these lines, sent as they are."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall("\r\n".join([*lines, "Connection: close", "", ""]).encode("latin-1"))
        return int(connection.recv(4_096).split(b" ")[1])
