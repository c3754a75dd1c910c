"""The server's port, its start and its end, and the program around it."""

from __future__ import annotations

import http.client
import json
import signal
import socket
import subprocess
import sys
import threading

import pytest

from kalima.bundle import open_library
from kalima.web.server import Server


def start(*arguments: str) -> tuple[subprocess.Popen[str], list[str], int]:
    """Kalima as a process; what it said, and the port it said."""
    process = subprocess.Popen(
        [sys.executable, "-m", "kalima", "--no-browser", *arguments],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
    )  # fmt: skip
    said = []
    while not said or "is open at" not in said[-1]:
        line = process.stdout.readline()
        if not line:
            pytest.fail(f"Kalima ended: {process.stderr.read()}")
        said.append(line.rstrip("\n"))
    return process, said, int(said[-1].rsplit(":", 1)[1].rstrip("/"))


def end(process: subprocess.Popen[str]) -> tuple[int, str]:
    _, errors = process.communicate(timeout=15)
    return process.returncode, errors


def request(port: int, method: str, path: str, **headers: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request(method, path, body="{}" if method == "POST" else None, headers=headers)
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response.status, body


def test_a_port_in_use_is_replaced_and_that_is_said():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        process, said, port = start("--port", str(taken))
        assert port != taken
        assert said[0] == f"Port {taken} is in use by another program; Kalima took port {port}."
        assert request(port, "GET", "/health") == (200, b"ok")
        process.send_signal(signal.SIGTERM)
        assert end(process) == (0, "")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_cleanly(number):
    process, _, _ = start("--port", "0")
    process.send_signal(number)
    assert end(process) == (0, "")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a process, it does not signal it")
def test_signals_one_upon_the_other_end_it_too():
    for _ in range(5):
        process, _, _ = start("--port", "0")
        for _ in range(20):
            process.send_signal(signal.SIGTERM)
        assert end(process)[0] == 0


def test_quit_is_answered_and_then_it_ends():
    process, _, port = start("--port", "0")
    status, body = request(port, "POST", "/api/v1/quit", **{"Content-Type": "application/json"})
    assert (status, json.loads(body)) == (200, {"quitting": True})
    assert end(process) == (0, "")
    with pytest.raises(OSError, match="refused"):
        request(port, "GET", "/health")


def test_the_same_port_can_be_had_again_at_once():
    first, _, port = start("--port", "0")
    request(port, "GET", "/health")
    first.send_signal(signal.SIGTERM)
    end(first)
    second, _, again = start("--port", str(port))
    second.send_signal(signal.SIGTERM)
    assert (again, end(second)) == (port, (0, ""))


def test_what_is_being_answered_when_it_stops_is_answered(monkeypatch):
    asked, stopped = threading.Event(), threading.Event()

    def surah(record: tuple[object, ...]) -> dict[str, object]:
        asked.set()
        stopped.wait(10)
        return {"number": record[0]}

    monkeypatch.setattr("kalima.study.shapes.surah", surah)
    server = Server(*open_library(), port=0)
    thread = threading.Thread(target=server.serve)
    thread.start()
    answers = []
    asker = threading.Thread(
        target=lambda: answers.append(request(server.port, "GET", "/api/v1/surahs/112")[0])
    )
    asker.start()
    assert asked.wait(10)
    server.stop()
    stopped.set()
    asker.join(10)
    thread.join(10)
    assert answers == [200]
    assert not thread.is_alive()
    server.stop()  # once more, as a signal after Quit would: nothing happens
