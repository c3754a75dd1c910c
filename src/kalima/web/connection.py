"""A connection to a client: what is kept in memory is answered at once, all else on a thread of the server.

The server's loop reads all connections on one thread. To hand a request to another one and its answer back
takes longer than to send an answer that is there; so the loop sends that, before anybody reads the request.
"""

from __future__ import annotations

import time
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Any

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.task import WSGITask
from waitress.utilities import build_http_date

from kalima.web import kept
from kalima.web.kept import Answer, Kept

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment


class Request(HTTPRequestParser):
    """A request that knows the bytes that it was read from."""

    head = b""
    """All of it, as it was sent, where nothing else has a say in the answer; or nothing."""

    def received(self, data: bytes) -> int:
        begun = self.header_plus
        taken = int(super().received(data))
        # After "100 Continue" waitress adds the next head to this one: its bytes alone do not say who asks.
        if self.completed and not self.error and self.body_rcv is None and "EXPECT" not in self.headers:
            self.head = begun + data[:taken]
        return taken


class Task(WSGITask):
    """The answer to one request, made by the app unless it is kept."""

    channel: Connection
    request: Request  # type: ignore[assignment]  # whatever the stubs say
    environ: WSGIEnvironment

    def execute(self) -> None:
        answer = self.channel.kept.get(self.request.head)
        if answer is None:
            super().execute()
        else:
            self.wrote_header, self.close_on_finish = True, answer.closes
            self.channel.write_soon(answer.at(_now()))

    def write(self, data: bytes) -> None:
        """Called with each piece of the answer, which has one if it may be kept."""
        if not self._is_for_all(data):
            super().write(data)
            return
        head = self.build_response_header()
        # Before it is sent: who has it and asks again gets it from memory.
        self.channel.kept.offer(self.request.head, Answer.of(head, data, self.close_on_finish))
        self.wrote_header, self.content_bytes_written = True, len(data)
        self.channel.write_soon(head + data)

    def _is_for_all(self, data: bytes) -> bool:
        """Whether it was marked, nothing went wrong after that, and it gives nobody a cookie."""
        return bool(
            kept.is_marked(self.environ)
            and self.request.head
            and self.environ["REQUEST_METHOD"] == "GET"
            and self.status == "200 OK"
            and self.content_length == len(data)
            and not any(name.lower() == "set-cookie" for name, _ in self.response_headers)
        )


class Connection(HTTPChannel):
    """One client; it loses its place when it asks for more and more and reads nothing of it.

    :param kept: the answers that all connections share.
    """

    parser_class = Request
    task_class = Task

    def __init__(self, kept: Kept, *arguments: Any, **named: Any) -> None:
        self.kept = kept
        self.requests_lock: Lock
        super().__init__(*arguments, **named)

    def received(self, data: bytes) -> bool:
        """Called by the loop with what a client has sent: a piece of a request, one, or several."""
        # What is kept is whole requests: these very bytes are one, if nothing came before them.
        answer = self.kept.get(data) if self._is_idle() else None
        if answer is None:
            return bool(super().received(data))
        self._send(answer)
        return True

    def _is_idle(self) -> bool:
        """Whether nothing is under way, in either direction: then no other thread touches the connection."""
        with self.requests_lock:
            return not (
                self.request
                or self.requests
                or self.total_outbufs_len
                or self.close_when_flushed
                or self.will_close
            )

    def _send(self, answer: Answer) -> None:
        data = answer.at(_now())
        try:
            sent = self.send(data)
        except OSError:
            self.handle_close()
        if not self.connected:
            return
        self.close_when_flushed = answer.closes
        if sent < len(data):  # the loop sends the rest when the client has read this
            self.write_soon(data[sent:])

    def _flush_outbufs_below_high_watermark(self) -> None:
        """Called before more is written; waitress itself would let the thread wait until the client reads."""
        if self.total_outbufs_len > self.adj.outbuf_high_watermark:
            self.connected, self.will_close = False, True
            self.server.pull_trigger()

    def writable(self) -> bool:
        """Asked at every turn of the loop: also lets go of who has lost their place.

        waitress would do so only when something can be sent, which is never while the client reads nothing.
        """
        if self.will_close:
            self.handle_close()
            return False
        return bool(super().writable())


def _now() -> bytes:
    """The date, as heads have it."""
    return _date(int(time.time()))


@lru_cache(maxsize=1)
def _date(second: int) -> bytes:
    return build_http_date(second).encode("ascii")
