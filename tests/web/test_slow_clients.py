"""Clients that are slow, or mean it badly: they get nothing of what the others wait for."""

from __future__ import annotations

import contextlib
import http.client
import json
import socket
import threading
import time
from collections.abc import Callable

import pytest
from waitress.channel import HTTPChannel

from kalima.bundle import open_library
from kalima.web.server import THREADS, Server

PATIENCE = 20
"""Seconds in which an answer comes even on a busy machine. Nothing here is about speed."""
LONGEST = "/api/v1/surahs/2"


@pytest.fixture(scope="module")
def server():
    """A server of this file's own: what is done to it here is done to no other test's."""
    running = Server(*open_library(), port=0)
    thread = threading.Thread(target=running.serve)
    thread.start()
    running.thread = thread
    yield running
    running.stop()
    thread.join(PATIENCE)
    assert not thread.is_alive()


def head(server: Server, method: str, path: str, *more: str) -> bytes:
    """A request up to its body, as it is sent."""
    known = (f"Host: 127.0.0.1:{server.port}", f"Authorization: Bearer {server.token}")
    return "\r\n".join((f"{method} {path} HTTP/1.1", *known, *more, "", "")).encode()


@pytest.fixture
def crowd(server):
    """Opens connections that say something and then wait, until the test is over."""
    with contextlib.ExitStack() as opened:

        def gather(count: int, said: bytes) -> list[socket.socket]:
            connections = []
            for _ in range(count):
                connection = socket.socket()
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
                connection.settimeout(PATIENCE)
                connection.connect(("127.0.0.1", server.port))
                connections.append(opened.enter_context(connection))
                connection.sendall(said)
            return connections

        yield gather


def connections(server: Server) -> list[HTTPChannel]:
    return [each for each in list(server._map.values()) if isinstance(each, HTTPChannel)]


def unsent(server: Server) -> int:
    """Bytes that were made, and that the system does not take because the client does not."""
    return sum(each.total_outbufs_len for each in connections(server))


def waiting_for(happens: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not happens():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def is_answered(server: Server) -> bool:
    """Whether somebody else gets answers: one that is made, one over a connection that stays open."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
    with contextlib.closing(connection):
        bodies = []
        for path in ("/api/v1/verses/2:255", "/api/v1/search?q=root:qwl&by=word&limit=50"):
            connection.request("GET", path, headers={"Authorization": f"Bearer {server.token}"})
            response = connection.getresponse()
            assert response.status == 200
            bodies.append(json.loads(response.read()))
        return len(bodies[0]["verses"]) == 1 and len(bodies[1]["hits"]) == 50


@pytest.mark.parametrize(
    "said", [b"", b"GET /api/v1/surahs/2 HT", b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-"]
)
def test_two_hundred_that_say_half_a_request_hold_up_nobody(server, crowd, said):
    crowd(200, said)
    assert is_answered(server)


@pytest.mark.parametrize(
    ("size", "sent"), [("1000", b"{"), ("20000000", b'{"text": "' + bytes([97]) * 100_000)]
)
def test_bodies_that_never_end_hold_up_nobody(server, crowd, size, sent):
    request = head(server, "POST", "/api/v1/translations", "Content-Type: application/json")
    crowd(4 * THREADS, request[:-2] + f"Content-Length: {size}\r\n\r\n".encode() + sent)
    assert is_answered(server)


def test_a_chunk_that_never_ends_holds_up_nobody(server, crowd):
    more = ("Content-Type: application/json", "Transfer-Encoding: chunked")
    crowd(4 * THREADS, head(server, "POST", "/api/v1/translations", *more) + b"fff\r\n{")
    assert is_answered(server)


def test_who_never_reads_an_answer_holds_up_nobody(server, crowd):
    crowd(4 * THREADS, head(server, "GET", LONGEST))
    assert is_answered(server)


@pytest.mark.skipif(not hasattr(time, "pthread_getcpuclockid"), reason="no clock of one thread's own")
def test_the_loop_rests_while_nobody_reads(server, crowd, monkeypatch):
    """With answers half sent, and with one sent and the next one being made."""
    making, made = threading.Event(), threading.Event()

    def graph(*_: object) -> dict[str, object]:
        making.set()
        made.wait(PATIENCE)
        return {}

    monkeypatch.setattr("kalima.study.shapes.graph", graph)
    crowd(4, head(server, "GET", LONGEST) * 20)
    waiting_for(lambda: unsent(server) > 1_000_000)
    crowd(1, head(server, "GET", "/health") + head(server, "GET", "/api/v1/treebank/1:1"))
    assert making.wait(PATIENCE)
    clock = time.pthread_getcpuclockid(server.thread.ident)
    before, start = time.clock_gettime(clock), time.monotonic()
    made.wait(0.5)
    used, waited = time.clock_gettime(clock) - before, time.monotonic() - start
    made.set()
    assert used < waited / 4
    assert is_answered(server)


def test_who_asks_for_more_and_more_and_never_reads_is_let_go(server, crowd):
    waiting_for(lambda: not connections(server))  # those of the tests before
    greedy = crowd(2, head(server, "GET", LONGEST) * 150)
    assert is_answered(server)  # who came after them: so they had come too
    waiting_for(lambda: not connections(server))
    for connection in greedy:
        said = b""
        with contextlib.suppress(ConnectionError):
            while piece := connection.recv(1 << 20):
                said += piece
        assert said.count(b"HTTP/1.1 200 OK\r\n") < 150


def test_who_asks_for_much_at_once_and_never_reads_holds_up_nobody(server, crowd):
    pressing = 60
    crowd(2 * THREADS, head(server, "GET", LONGEST) * pressing)
    for _ in range(pressing):  # whose turn comes between two of theirs, until all of theirs were had
        assert is_answered(server)


def test_what_was_asked_at_once_is_answered_in_turn(server, crowd):
    (slow,) = crowd(1, head(server, "GET", "/api/v1/verses/1:1") * 3 + head(server, "GET", "/health", "Connection: close"))  # fmt: skip
    assert is_answered(server)
    said = b""
    while piece := slow.recv(65_536):
        said += piece
    assert said.count(b"HTTP/1.1 200 OK\r\n") == 4
    assert said.endswith(b"\r\n\r\nok")


def test_who_leaves_in_the_middle_holds_up_nobody(server, crowd):
    for said in (b"GET / HT", head(server, "GET", LONGEST) * 20):
        for connection in crowd(2 * THREADS, said):
            connection.close()
    assert is_answered(server)
