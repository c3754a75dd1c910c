"""One connection, byte by byte: what is kept is sent at once, and to nobody but who asks for it."""

from __future__ import annotations

import contextlib
import re
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from waitress.channel import HTTPChannel

from kalima.web import connection
from kalima.web.server import Server

from ..running import running as serving

PATIENCE = 20
"""Seconds in which an answer comes even on a busy machine. Nothing here is about speed."""
LONGEST = "/api/v1/surahs/2"


class Client:
    """A connection that sends what it is told to, and reads whole answers; small ones, if its ``window`` is."""

    def __init__(self, server: Server, window: int = 0) -> None:
        self._socket = socket.socket()
        if window:
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, window)
        self._socket.settimeout(PATIENCE)
        self._socket.connect(("127.0.0.1", server.port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._file = self._socket.makefile("rb")

    def send(self, data: bytes) -> None:
        self._socket.sendall(data)

    def read(self) -> bytes:
        """One answer, or nothing at the end."""
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            line = self._file.readline()
            if not line:
                return head
            head += line
        length = re.search(rb"\r\nContent-Length: (\d+)\r\n", head)
        return head + (self._file.read(int(length[1])) if length else b"")

    def ask(self, request: bytes) -> bytes:
        self.send(request)
        return self.read()

    def close(self) -> None:
        self._file.close()
        self._socket.close()


@pytest.fixture
def running(library) -> Iterator[Server]:
    """A server that remembers nothing of another test."""
    with serving(Server(library, Path(), port=0), PATIENCE) as started:
        yield started


@pytest.fixture
def connect(running) -> Iterator[Callable[..., Client]]:
    with contextlib.ExitStack() as opened:
        yield lambda **how: opened.enter_context(contextlib.closing(Client(running, **how)))


@pytest.fixture
def tasks(running, monkeypatch) -> list[object]:
    """What was handed to another thread."""
    handed: list[object] = []
    add_task = running._waitress.add_task
    monkeypatch.setattr(running._waitress, "add_task", lambda task: handed.append(task) or add_task(task))
    return handed


def request(server: Server, path: str, *more: str, version: str = "1.1", token: str | None = None) -> bytes:
    shown = server.token if token is None else token
    known = [f"Host: 127.0.0.1:{server.port}", *([f"Authorization: Bearer {shown}"] if shown else [])]
    return "\r\n".join((f"GET {path} HTTP/{version}", *known, *more, "", "")).encode()


def undated(answer: bytes) -> bytes:
    dateless, dates = re.subn(rb"\r\nDate: \w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT\r\n", b"\r\n", answer)
    assert dates == 1
    return dateless


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


def remember(server: Server, client: Client, path: str, *more: str) -> tuple[bytes, bytes]:
    """A request that is kept from now on, and its answer."""
    asked = request(server, path, *more)
    client.ask(asked)
    return asked, client.ask(asked)


def channels(server: Server) -> list[HTTPChannel]:
    return [each for each in list(server._map.values()) if isinstance(each, HTTPChannel)]


def waiting_for(happens: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not happens():
        assert time.monotonic() < deadline
        time.sleep(0.005)


@pytest.mark.parametrize(
    "path", ["/api/v1/verses/1:1", LONGEST, "/api/v1/search?q=root:qwl&by=word&limit=50"]
)
def test_a_kept_answer_is_the_first_one_byte_for_byte_and_takes_no_thread(running, connect, tasks, path):
    client, asked = connect(), request(running, path)
    answers = [client.ask(asked) for _ in range(5)]
    assert status(answers[0]) == 200
    assert {undated(each) for each in answers} == {undated(answers[0])}
    assert len(tasks) == 2
    assert undated(connect().ask(asked)) == undated(answers[0])
    assert len(tasks) == 2


def test_a_kept_answer_has_the_date_on_which_it_is_sent(running, connect, monkeypatch):
    client = connect()
    asked, answer = remember(running, client, "/api/v1/verses/1:1")
    monkeypatch.setattr(connection, "time", SimpleNamespace(time=lambda: 86_400.5))
    again = client.ask(asked)
    assert b"\r\nDate: Fri, 02 Jan 1970 00:00:00 GMT\r\n" in again
    assert undated(again) == undated(answer)


def test_what_is_asked_at_once_is_answered_in_order(running, connect):
    client = connect()
    asked, answer = remember(running, client, "/api/v1/surahs/112")
    new = [request(running, f"/api/v1/surahs/{number}") for number in (113, 114)]
    client.send(asked + new[0] + asked + new[1])
    client.send(asked)
    answers = [client.read() for _ in range(5)]
    assert [undated(each) == undated(answer) for each in answers] == [True, False, True, False, True]
    assert [b'"number":113' in answers[1], b'"number":114' in answers[3]] == [True, True]


def test_a_request_in_pieces_is_the_same_request(running, connect):
    client = connect()
    asked, answer = remember(running, client, "/api/v1/verses/1:1")
    for cut in (1, 10, len(asked) - 3, len(asked) - 1):
        client.send(asked[:cut])
        time.sleep(0.02)  # so that the pieces are two, as a rule; else nothing is tested, and nothing fails
        assert undated(client.ask(asked[cut:])) == undated(answer)
    client.send(b"".join(bytes([each]) for each in asked) * 2)
    assert [undated(client.read()) for _ in range(2)] == [undated(answer)] * 2


@pytest.mark.parametrize(
    ("begun", "expected"),
    [
        ("GET /api/v1/surahs/113 HTTP/1.1\r\nX-Any: ", 200),
        ("POST /api/v1/quit HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: {length}\r\n\r\n", 403),
    ],
)
def test_a_kept_request_inside_another_one_is_a_part_of_that(running, connect, begun, expected):
    client = connect()
    asked, answer = remember(running, client, "/api/v1/verses/1:1")
    other = connect()
    other.send(begun.format(port=running.port, length=len(asked)).encode())
    waiting_for(lambda: any(each.request for each in channels(running)))
    told = other.ask(asked)
    assert status(told) == expected and undated(told) != undated(answer)
    assert undated(other.ask(asked)) == undated(answer)  # and it is answered once


def test_who_shows_the_token_before_is_not_who_shows_it_now(running, connect):
    """After "100 Continue" waitress reads the next head as more of the same one, with the token of the first."""
    first = (
        f"GET / HTTP/1.1\r\nAuthorization: Bearer {running.token}\r\nExpect: 100-continue\r\n\r\n".encode()
    )
    bare = request(running, "/api/v1/surahs/112", token="")
    for _ in range(3):
        client = connect()
        assert status(client.ask(first)) == 100
        assert (
            status(client.ask(bare)) == 200
        )  # which is waitress's mistake, and harms nobody but who makes it
    assert status(connect().ask(bare)) == 403


def test_a_request_with_a_body_is_made_every_time(running, connect, tasks):
    client, asked = connect(), request(running, "/api/v1/surahs/112", "Content-Length: 2") + b"{}"
    answers = [client.ask(asked) for _ in range(4)]
    assert {status(each) for each in answers} == {200} and len(tasks) == 4


@pytest.mark.parametrize(
    ("version", "more", "stays"),
    [("1.1", [], True), ("1.1", ["Connection: close"], False), ("1.0", [], False), ("1.0", ["Connection: keep-alive"], True)],
)  # fmt: skip
def test_a_kept_answer_ends_the_connection_as_the_first_one_did(running, connect, version, more, stays):
    asked, answers = request(running, "/api/v1/surahs/112", *more, version=version), []
    for _ in range(4):
        client = connect()
        answers.append(client.ask(asked))
        if stays:
            answers.append(client.ask(asked))
        else:
            assert client.read() == b""
    assert {undated(each) for each in answers} == {undated(answers[0])}
    assert (b"\r\nConnection: close\r\n" in answers[0]) is not stays


def ask_until_no_more_is_taken(server: Server, client: Client, asked: bytes) -> tuple[HTTPChannel, int]:
    """Ask and read nothing, until an answer waits in the server; the connection there, and how often it took."""
    count = calm = 0
    while calm < 20:  # the system may take more a moment later
        held = [each for each in channels(server) if each.total_outbufs_len]
        calm = calm + 1 if held else 0
        if not held:
            client.send(asked)
            count += 1
        assert count < 1_000
        time.sleep(0.01)  # so that each is read by itself, as a rule
    return held[0], count


def test_a_kept_answer_that_does_not_fit_is_sent_as_it_is_read(running, connect):
    asked, answer = remember(running, connect(), LONGEST)
    slow = connect(window=4_096)
    _, count = ask_until_no_more_is_taken(running, slow, asked)
    slow.send(asked * 2)
    assert {undated(slow.read()) for _ in range(count + 2)} == {undated(answer)}


def test_who_asks_for_what_is_kept_and_never_reads_loses_its_place(running, connect):
    asked, _ = remember(running, connect(), LONGEST)
    slow = connect(window=4_096)
    held, _ = ask_until_no_more_is_taken(running, slow, asked)
    waits = held.total_outbufs_len
    slow.send(asked * 50)  # which is not even read
    status(connect().ask(asked))
    assert held.total_outbufs_len == waits
    held.last_activity, running._waitress.next_channel_cleanup = 0, 0  # two minutes later
    connect().ask(asked)
    waiting_for(lambda: held not in channels(running))


def test_who_goes_away_before_the_answer_is_sent_disturbs_nobody(running, connect):
    client = connect()
    asked, answer = remember(running, client, LONGEST)
    for _ in range(20):
        gone = Client(running)
        gone.send(asked)
        gone.close()
    assert undated(client.ask(asked)) == undated(answer)
    waiting_for(lambda: len(channels(running)) == 1)


def test_a_server_that_stops_sends_what_is_on_its_way(running, connect):
    asked, answer = remember(running, connect(), LONGEST)
    slow = connect(window=4_096)
    _, count = ask_until_no_more_is_taken(running, slow, asked)
    running._grace = PATIENCE
    running.stop()
    assert {undated(slow.read()) for _ in range(count)} == {undated(answer)}
    assert slow.read() == b""
