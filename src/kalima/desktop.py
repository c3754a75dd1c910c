"""The double-click: a log, a server on a port of its own, the browser, and the way out."""

from __future__ import annotations

import logging
import logging.handlers
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import webbrowser
from collections.abc import Callable
from typing import Generic, TypeVar
from urllib.parse import urlsplit

from kalima import __version__, paths
from kalima.bundle import open_library
from kalima.errors import KalimaError

log = logging.getLogger(__name__)

Result = TypeVar("Result")


def open_kalima(*, port: int | None = None, browser: bool = True) -> int:
    """Start Kalima and stay until it is ended; return the exit code.

    :param port: the port wanted; a free one is taken where it is not to be had, and that is said.
    :raises KalimaError: if the corpus is missing or damaged, or no port is to be had.
    """
    _start_log()
    opening = _Later(open_library)
    # Importing the web framework takes as long as opening the corpus; the two go on beside each other.
    from kalima.web.server import Server

    try:
        library, font = opening.result()
        server = Server(library, font, port)
    except KalimaError as error:
        log.error("%s", error)
        raise
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: server.stop())
    if server.port_was_taken:
        _say(f"Port {port or 'of Kalima'} is in use by another program; Kalima took port {server.port}.")
    _say(f"Kalima {__version__} is open at {server.url}")
    if sys.stdout is not None and sys.stdout.isatty():
        _say("Press Ctrl-C, or choose Quit in the page, to end it.")
    if browser:
        threading.Thread(target=_open_browser_when_ready, args=(server.url,), daemon=True).start()
    server.serve()
    log.info("ended")
    return 0


class _Later(Generic[Result]):
    """What a function returns or raises, worked out on a thread of its own."""

    def __init__(self, work: Callable[[], Result]) -> None:
        self._work = work
        self._thread = threading.Thread(target=self._run)
        self._error: BaseException | None = None
        self._thread.start()

    def _run(self) -> None:
        try:
            self._result = self._work()
        except BaseException as error:  # it is raised where the result is asked for
            self._error = error

    def result(self) -> Result:
        self._thread.join()
        if self._error is not None:
            raise self._error
        return self._result


def _say(sentence: str) -> None:
    """Tell the terminal, where there is one, and the log."""
    log.info("%s", sentence)
    if sys.stdout is not None:
        print(sentence, flush=True)


def _start_log() -> None:
    """Log to a file that is kept small; without a writable folder, to standard error alone."""
    try:
        folder = paths.log_dir()
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handler: logging.Handler = logging.handlers.RotatingFileHandler(
            folder / "kalima.log", maxBytes=500_000, backupCount=2, encoding="utf-8", delay=True
        )
    except OSError:
        handler = logging.StreamHandler() if sys.stderr is not None else logging.NullHandler()
    logging.basicConfig(
        level=logging.INFO, handlers=[handler], format="%(asctime)s %(levelname)s %(name)s %(message)s"
    )


def _open_browser_when_ready(url: str) -> None:
    """Open the page once the server answers; a page that cannot load is worse than a moment's wait."""
    deadline = time.monotonic() + 10
    while not _answers(url) and time.monotonic() < deadline:
        time.sleep(0.02)
    if not _open_browser(url):
        _say(f"No browser could be opened. Open one yourself and go to {url}")


def _answers(url: str) -> bool:
    """Whether the server answers. By hand: http.client would cost the start more than the wait."""
    place = urlsplit(url)
    request = f"GET /health HTTP/1.0\r\nHost: {place.netloc}\r\n\r\n"
    try:
        with socket.create_connection((place.hostname, place.port), timeout=1) as connection:
            connection.sendall(request.encode())
            return b" 200 " in connection.recv(64)
    except OSError:
        return False


def _open_browser(url: str) -> bool:
    """Hand the address to the system's browser, with the system's own libraries.

    A one-file program on Linux points LD_LIBRARY_PATH at its unpacked libraries, and a browser that
    inherited them could not start.
    """
    if paths.frozen() and sys.platform.startswith("linux"):
        environment = dict(os.environ)
        original = environment.pop("LD_LIBRARY_PATH_ORIG", None)
        environment.pop("LD_LIBRARY_PATH", None)
        if original is not None:
            environment["LD_LIBRARY_PATH"] = original
        try:
            subprocess.Popen(  # noqa: S603 - a fixed program and our own address
                ["xdg-open", url],  # noqa: S607
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        except OSError:
            return False
        return True
    return webbrowser.open(url)
