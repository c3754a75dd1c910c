"""Serves the app with waitress on a loopback port of its own."""

from __future__ import annotations

import contextlib
import logging
import select
import socket
import threading
import time
from functools import partial
from pathlib import Path
from typing import Any, cast

from waitress import wasyncore
from waitress.server import BaseWSGIServer, create_server

from kalima.errors import KalimaError
from kalima.study.library import Library
from kalima.web import guard
from kalima.web.app import create_app
from kalima.web.connection import Connection
from kalima.web.guard import Rules
from kalima.web.kept import Kept
from kalima.web.routes import LARGEST_BODY
from kalima.web.windows import Windows

# A browser asks for six things at once, which is no news.
logging.getLogger("waitress.queue").setLevel(logging.ERROR)

HOST = "127.0.0.1"
PREFERRED_PORT = 8642
THREADS = 2
"""The interpreter answers one request at a time, in milliseconds. Of 1, 2 and 4, one lets everybody wait
for a dear query, and four take as much of the processor for an answer as two do, and 2 MB more.
"""
CONNECTIONS = 400
"""Open at once; one that sends half a request and waits holds no thread, only its place among these.

Where there is no poll (Windows), select watches 512 sockets at most.
"""
GRACE = 2
"""Seconds that answers under way get when the server ends."""


class Server:
    """A running Kalima: its port is bound when it is made, and it answers once :meth:`serve` runs.

    :param port: the port wanted; ``None`` for the preferred one. If it is taken, a free one is used
        and ``port_was_taken`` says so.
    :param bind: the address of this computer to listen on.
    :param rules: who is served, and what they may do.
    :param wait: seconds that the program stays after its last window; ``None``: until it is ended.
    :param grace: seconds that answers under way get when the server ends.
    :raises KalimaError: if no port is to be had, or the environment gives a token that is none.
    """

    def __init__(
        self,
        library: Library,
        font: Path,
        port: int | None = None,
        *,
        bind: str = HOST,
        rules: Rules = guard.OWN_USER,
        wait: float | None = None,
        grace: float = GRACE,
    ) -> None:
        self._socket, self.port_was_taken = _bind(bind, PREFERRED_PORT if port is None else port)
        self.windows = Windows(wait)
        self._grace = grace
        self.port: int = self._socket.getsockname()[1]
        self.url = f"http://{HOST}:{self.port}/"
        # A plain flag and no Event: stop() runs in signal handlers too, and an Event's lock, taken when a
        # second signal comes in the middle of the first, would never be given back.
        self._stopping = False
        self._map: dict[int, Any] = {}
        try:
            app = create_app(
                library,
                port=self.port,
                font=font,
                quit_program=self.stop,
                rules=rules,
                open_windows=self.windows,
            )
        except KalimaError:
            self._socket.close()
            raise
        self._access = guard.access_of(app)
        waitress = create_server(
            app,
            map=self._map,
            sockets=[self._socket],
            threads=THREADS,
            connection_limit=CONNECTIONS,
            ident=None,
            max_request_body_size=LARGEST_BODY,
            clear_untrusted_proxy_headers=True,
        )
        self._waitress = cast(BaseWSGIServer, waitress)  # one socket makes one server
        self._waitress.channel_class = partial(Connection, Kept())  # type: ignore[assignment]

    @property
    def token(self) -> str:
        """What the user's own programs send as ``Authorization: Bearer TOKEN``."""
        return self._access.token

    def let_in(self, path: str = "/") -> tuple[str, threading.Event]:
        """An address that opens the page at ``path`` in one browser, once; the event is set when it has."""
        ticket = self._access.issue(path)
        return f"{self.url}enter?token={ticket.code}", ticket.used

    def serve(self) -> None:
        """Answer requests until :meth:`stop` is called; what was asked before is answered first."""
        while not self._stopping:
            self._turn(timeout=1)
        deadline = time.monotonic() + self._grace
        while self.busy and time.monotonic() < deadline:
            self._turn(timeout=0.05)
        self._waitress.task_dispatcher.shutdown(cancel_pending=False, timeout=GRACE)
        wasyncore.close_all(self._map)

    @property
    def busy(self) -> bool:
        """Whether something is being answered, or an answer is on its way."""
        dispatcher = self._waitress.task_dispatcher
        return bool(dispatcher.active_count or dispatcher.queue) or self._unsent()

    def stop(self) -> None:
        """Let :meth:`serve` end. May be called from any thread, and from a signal handler."""
        self._stopping = True
        if self._map:  # else it has ended already
            with contextlib.suppress(OSError):  # or ends just now
                self._waitress.pull_trigger()

    def _turn(self, timeout: float) -> None:
        wasyncore.loop(timeout=timeout, use_poll=hasattr(select, "poll"), map=self._map, count=1)

    def _unsent(self) -> bool:
        return any(getattr(channel, "total_outbufs_len", 0) for channel in list(self._map.values()))


def _bind(address: str, port: int) -> tuple[socket.socket, bool]:
    """A listening socket on this port, or on a free one if it is taken.

    :raises KalimaError: if no port can be had at all.
    """
    for wanted in dict.fromkeys((port, 0)):
        listener = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM)
        try:
            _claim(listener)
            listener.bind((address, wanted))
            listener.listen(128)
        except OSError as error:
            listener.close()
            reason = error
        else:
            return listener, wanted != port
    raise KalimaError(
        f"Kalima cannot listen at {address}: {reason.strerror}.",
        "It may be no address of this computer, or a firewall may forbid it.",
    )


def _claim(listener: socket.socket) -> None:
    """Let no other program share the port, and let a restart have it at once.

    On Windows SO_REUSEADDR would let another program take the port over; there the exclusive option
    is the safe one. Elsewhere SO_REUSEADDR only forgives connections that are still dying.
    """
    exclusive = getattr(socket, "SO_EXCLUSIVEADDRUSE", None)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR if exclusive is None else exclusive, 1)
