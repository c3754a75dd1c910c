"""Which windows count as open, and when the program ends for want of one."""

from __future__ import annotations

import http.client
import json
import os
import sqlite3
import sys
import threading
from pathlib import Path

import pytest

from kalima import desktop
from kalima.bundle import open_library
from kalima.paths import DATA_VARIABLE
from kalima.web.server import Server
from kalima.web.windows import FIRST, MOST, SILENCE, STEP, Windows

from ..running import running

HOUR = 3600.0


def play(wait: float | None, *happens: str | float) -> bool:
    """Whether it is over after: ``+a`` a word of a window, ``-a`` its goodbye, seconds, ``busy`` for the next."""
    windows = Windows(wait)
    busy = False
    for each in happens:
        if each == "busy":
            busy = True
        elif isinstance(each, str):
            (windows.beat if each[0] == "+" else windows.close)(each[1:])
        else:
            steps, rest = divmod(each, STEP)
            for seconds in [STEP] * int(steps) + [rest]:
                windows.pass_time(seconds, busy=busy)
            busy = False
    return windows.over


@pytest.mark.parametrize(
    ("wait", "happens", "over"),
    [
        # nobody has come yet
        (120, [FIRST - 1], False),
        (120, [FIRST], True),
        (2 * FIRST, [FIRST], False),
        # one window
        (120, ["+a", 5 * HOUR], False),
        (120, ["+a", "-a", 119], False),
        (120, [FIRST, "+a", "-a", 119], False),
        (120, [FIRST, "+a", "-a", 120], True),
        (0, [FIRST, "+a", "-a"], True),
        # it is loaded anew, or comes back
        (120, [FIRST, "+a", "-a", 60, "+b", 5 * HOUR], False),
        (120, [FIRST, "+a", "-a", 60, "+a", 5 * HOUR], False),
        (120, [FIRST, "+a", "-a", 60, "+b", "-b", 119], False),
        (120, [FIRST, "+a", "-a", 60, "+b", "-b", 120], True),
        # several
        (120, [FIRST, "+a", "+b", "-a", 5 * HOUR], False),
        (120, [FIRST, "+a", "+b", "-a", "-b", 120], True),
        (120, [FIRST, "+a", "+b", "-a", "-a", 5 * HOUR], False),
        (120, [FIRST, "+a", "-b", 5 * HOUR], False),
        (120, [FIRST, "+a", "-a", 60, "-a", 60], True),
        # silent for long: asleep, or its browser has crashed
        (120, ["+a", SILENCE], False),
        (120, ["+a", SILENCE + STEP, 60], False),
        (120, ["+a", SILENCE + STEP, 120], True),
        (120, ["+a", SILENCE - 1, "+a", SILENCE], False),
        (120, ["+a", SILENCE + STEP, "+a", 5 * HOUR], False),
        # work that goes on
        (120, [FIRST, "+a", "-a", 60, "busy", 1, 119], False),
        (120, [FIRST, "+a", "-a", 60, "busy", 1, 120], True),
        (120, ["busy", FIRST, 119], False),
        # it stays
        (None, [FIRST, "+a", "-a", 5 * HOUR], False),
    ],
)  # fmt: skip
def test_when_it_is_over(wait, happens, over):
    assert play(wait, *happens) is over


def test_sleep_and_a_clock_that_is_set_are_no_time(monkeypatch):
    windows = Windows(120)
    windows.pass_time(FIRST)
    assert not windows.over  # one look after ten minutes: the computer was asleep
    windows.beat("a")
    for _ in range(3):
        windows.pass_time(SILENCE)
    windows.close("a")
    windows.pass_time(1e9)
    assert not windows.over


def test_no_number_of_windows_fills_the_memory():
    windows = Windows(1)
    for number in range(2 * MOST):
        windows.beat(f"w{number}")
    assert len(windows._seen) == MOST
    assert f"w{2 * MOST - 1}" in windows._seen


# ---- over HTTP


def tell(server, body: object) -> tuple[int, dict]:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    connection.request("POST", "/api/v1/windows", json.dumps(body), {"Content-Type": "application/json"})
    response = connection.getresponse()
    answer = json.loads(response.read())
    connection.close()
    return response.status, answer


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"window": "a", "open": True}, 200),
        ({"window": "a", "open": False}, 200),
        ({"window": "", "open": True}, 400),
        ({"window": "a" * 65, "open": True}, 400),
        ({"window": "a"}, 400),
        ({"window": "a", "open": "yes"}, 400),
        ({"window": 1, "open": True}, 400),
        ([], 400),
    ],
)
def test_what_a_window_says(server, body, status):
    found, answer = tell(server, body)
    assert found == status
    assert (
        answer == {"wait": None, "may_change": True, "trouble": None} if status == 200 else "error" in answer
    )


@pytest.mark.parametrize(
    ("content", "says"),
    [("newer", "was written by a newer Kalima"), ("damaged", "is damaged")],
)
def test_a_window_is_told_what_is_wrong_with_the_users_own_file(tmp_path, monkeypatch, content, says):
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path))
    research = tmp_path / "research.db"
    if content == "newer":
        with sqlite3.connect(research) as connection:
            connection.execute("CREATE TABLE kept (text)")
            connection.execute("PRAGMA user_version = 99")
        connection.close()
    else:
        research.write_bytes(b"not a database" * 100)
    before = research.read_bytes()
    with running(Server(*open_library(), port=0)) as server:
        _, answer = tell(server, {"window": "a", "open": True})
        assert says in answer["trouble"]["error"] and str(research) in answer["trouble"]["error"]
        assert answer["trouble"]["hint"]
    assert research.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["research.db"]


# ---- the watch


def watched(**options) -> tuple[Server, threading.Thread]:
    server = Server(*open_library(), port=0, **options)
    thread = threading.Thread(target=server.serve)
    thread.start()
    threading.Thread(target=desktop.watch, args=(server,), daemon=True).start()
    return server, thread


def test_the_server_ends_after_its_last_window():
    server, thread = watched(wait=0)
    tell(server, {"window": "a", "open": True})
    tell(server, {"window": "a", "open": False})
    server.windows._over = 0  # as if the first ten minutes were over
    thread.join(30)
    assert not thread.is_alive()


def test_the_server_ends_when_the_process_that_was_started_is_killed(monkeypatch, tmp_path):
    monkeypatch.setattr(os, "getppid", lambda: 1)
    _, thread = watched()  # run from its sources: whoever started it may go
    assert not desktop.paths.unpacked_at_start()
    unpacked = tmp_path / "_MEIx"
    unpacked.mkdir()
    monkeypatch.setattr(sys, "_MEIPASS", str(unpacked), raising=False)
    thread.join(30)
    assert not thread.is_alive()
    assert Path(unpacked).exists()  # until the program ends


def test_work_in_progress_is_seen(monkeypatch):
    asked, go_on = threading.Event(), threading.Event()

    def surah(record):
        asked.set()
        go_on.wait(20)
        return {"number": record[0]}

    monkeypatch.setattr("kalima.study.shapes.surah", surah)
    server = Server(*open_library(), port=0)
    thread = threading.Thread(target=server.serve)
    thread.start()
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    try:
        connection.request("GET", "/api/v1/surahs/112")
        assert asked.wait(20)
        assert server.busy
        go_on.set()
        connection.getresponse().read()
        while server.busy:
            assert thread.is_alive()
    finally:
        connection.close()
        server.stop()
        thread.join(10)
