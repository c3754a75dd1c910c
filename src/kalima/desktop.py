"""The double-click: a log, a server on a port of its own, the browser, and the way out."""

from __future__ import annotations

import logging
import logging.handlers
import os
import signal
import subprocess
import sys
import threading
import time
import webbrowser
from collections.abc import Callable
from typing import TYPE_CHECKING, Generic, TypeVar

from kalima import __version__, instance, paths
from kalima.bundle import open_library
from kalima.errors import KalimaError

if TYPE_CHECKING:
    from kalima.web.server import Server

ARRIVAL = 20.0
"""Seconds in which a browser that was opened has come to the page, also one that had to be started."""

log = logging.getLogger(__name__)

Result = TypeVar("Result")


def open_kalima(*, port: int | None = None, browser: bool = True) -> int:
    """Start Kalima and stay until it is ended; return the exit code.

    :param port: the port wanted; a free one is taken where it is not to be had, and that is said.
    :raises KalimaError: if the corpus is missing or damaged, or no port is to be had, or ``KALIMA_TOKEN``
        is no token.
    """
    _start_log()
    opening = _Later(open_library)
    # Importing the web framework takes as long as opening the corpus; the two go on beside each other.
    from kalima.web import guard
    from kalima.web.server import Server

    try:
        library, font = opening.result()
        server = Server(library, font, port)
    except KalimaError as error:
        log.error("%s", error)
        raise
    os.environ.pop(guard.TOKEN_VARIABLE, None)  # the browser, which inherits the rest, has no use for it
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: server.stop())
    running = instance.Instance(server.port, os.getpid(), server.token)
    try:
        _publish(running)
        if server.port_was_taken:
            _say(f"Port {port or 'of Kalima'} is in use by another program; Kalima took port {server.port}.")
        _say(f"Kalima {__version__} is open at {server.url}")
        if browser:
            threading.Thread(target=_bring_browser, args=(server,), daemon=True).start()
        else:
            _tell_way_in(server)
        if _on_terminal():
            _say("Press Ctrl-C, or choose Quit in the page, to end it.")
        server.serve()
    finally:
        running.withdraw()
        instance.remove_opening()
    log.info("ended")
    return 0


def _publish(running: instance.Instance) -> None:
    try:
        running.publish()
    except OSError as error:  # the page needs none of it
        log.warning("kalima token will not find this Kalima: %s", error)


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


def _on_terminal() -> bool:
    """Whether a person reads what is printed, and nothing keeps it."""
    return sys.stdout is not None and sys.stdout.isatty()


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


def _bring_browser(server: Server) -> None:
    """Open the page once the server answers; a page that cannot load is worse than a moment's wait.

    First by a file, which nobody else can read. Some browsers cannot read it either (those from a snap do not
    see hidden folders), and on some computers another program opens such files: where nobody comes, the
    address itself is opened. It lets in once only, so who reads it on the command line comes too late.
    """
    deadline = time.monotonic() + 10
    while not instance.answers(server.port) and time.monotonic() < deadline:
        time.sleep(0.02)
    if not (_arrives(server, by_file=True) or _arrives(server, by_file=False)):
        _say("No browser could be opened. Kalima lets in one that you open yourself:")
        _tell_way_in(server)


def _arrives(server: Server, *, by_file: bool) -> bool:
    """Open a browser at the page, and wait whether it gets there."""
    address, arrived = server.let_in()
    try:
        target = instance.write_opening(address).as_uri() if by_file else address
    except OSError as error:
        log.warning("the browser is not led in by a file: %s", error)
        return False
    try:
        return _open_browser(target) and arrived.wait(ARRIVAL)
    finally:
        if by_file:
            instance.remove_opening()


def _tell_way_in(server: Server) -> None:
    """Print an address that lets one browser in, for a person at a terminal; what is kept never holds it."""
    if _on_terminal():
        print(f"To open it in a browser, once: {server.let_in()[0]}", flush=True)


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
