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

from kalima import __version__, paths
from kalima.bundle import open_library
from kalima.errors import KalimaError
from kalima.web.server import HOST, Server

log = logging.getLogger(__name__)


def open_kalima(*, port: int | None = None, browser: bool = True) -> int:
    """Start Kalima and stay until it is ended; return the exit code.

    :param port: the port wanted; a free one is taken where it is not to be had, and that is said.
    :raises KalimaError: if the corpus is missing or damaged, or no port is to be had.
    """
    _start_log()
    try:
        library, font = open_library()
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
        threading.Thread(target=_open_browser_when_ready, args=(server.port,), daemon=True).start()
    server.serve()
    log.info("ended")
    return 0


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


def _open_browser_when_ready(port: int) -> None:
    """Open the page once the server answers; a page that cannot load is worse than a moment's wait."""
    deadline = time.monotonic() + 10
    while not _answers(port) and time.monotonic() < deadline:
        time.sleep(0.02)
    url = f"http://{HOST}:{port}/"
    if not _open_browser(url):
        _say(f"No browser could be opened. Open one yourself and go to {url}")


def _answers(port: int) -> bool:
    """Whether the server answers. By hand: http.client would cost the start more than the wait."""
    request = f"GET /health HTTP/1.0\r\nHost: {HOST}:{port}\r\n\r\n"
    try:
        with socket.create_connection((HOST, port), timeout=1) as connection:
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
