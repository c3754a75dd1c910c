"""The double-click: one Kalima for its user, the browser, and the way out."""

from __future__ import annotations

import atexit
import contextlib
import logging
import os
import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Generic, TypeVar

from kalima import instance, opening, paths, trouble, versions
from kalima.errors import KalimaError
from kalima.instance import Instance

if TYPE_CHECKING:
    from pathlib import Path

    from kalima.study.library import Library
    from kalima.web.server import Server

WAIT = 120.0
"""Seconds that Kalima stays after its last window: by then, a browser that starts anew has it back."""

log = logging.getLogger(__name__)

Result = TypeVar("Result")


def open_kalima(*, port: int | None = None, browser: bool = True, wait: float | None = WAIT) -> int:
    """Show Kalima, and stay until it is ended; where one runs already, show that one. Return the exit code.

    :param port: the port wanted; a free one is taken where it is not to be had, and that is said.
    :param wait: seconds to stay after the last window was closed; ``None``: until it is ended otherwise.
    :raises KalimaError: if the corpus is missing or damaged, or no port is to be had, or ``KALIMA_TOKEN``
        is no token.
    """
    trouble.shows_page = browser and not trouble.on_terminal()
    try:
        with _claimed() as running:
            if running is None:
                return _run(port, browser, wait)
        return _join(running, browser)
    except KalimaError as error:
        trouble.show(trouble.put_in_words(error))
        raise


@contextlib.contextmanager
def _claimed() -> Iterator[Instance | None]:
    """While the block runs, this is the user's one Kalima; or else the one that is.

    Another build that runs is ended first: who has put a new file in the place of an old one wants the new.
    """
    try:
        claimed = instance.claim()
        while isinstance(claimed, Instance) and claimed.build != versions.build():
            say(f"Another build of Kalima is open ({claimed.build}); it ends, and this one takes its place.")
            claimed = instance.take_over(claimed)
    except OSError as error:  # the corpus needs none of it
        reason = f"{error.strerror}: {error.filename}" if error.strerror else error
        log.warning(
            "Kalima cannot write to its data folder (%s): the corpus can be read, nothing kept.", reason
        )
        yield None
        return
    if isinstance(claimed, Instance):
        yield claimed
        return
    try:
        yield None
    finally:
        claimed.release()


def _join(running: Instance, browser: bool) -> int:
    """Show the Kalima that runs already."""
    say(f"Kalima is open already, at {running.url}")
    _let_somebody_in(running, browser)
    return 0


def _run(port: int | None, browser: bool, wait: float | None) -> int:
    opened = _Later(open_library)
    # Importing the web framework takes as long as opening the corpus; the two go on beside each other.
    from kalima.web import guard
    from kalima.web.server import Server
    from kalima.web.windows import research_trouble

    library, font = opened.result()
    server = Server(library, font, port, wait=wait if browser else None)
    os.environ.pop(guard.TOKEN_VARIABLE, None)  # the browser, which inherits the rest, has no use for it
    end_by_signals(server)
    running = Instance(server.port, os.getpid(), server.token, versions.build())
    with _published(running):
        if server.port_was_taken:
            say(f"Port {port or 'of Kalima'} is in use by another program; Kalima took port {server.port}.")
        say(f"Kalima {versions.PROGRAM} is open at {server.url}")
        if trouble.on_terminal():
            say("Press Ctrl-C, or choose Quit in the page, to end it.")

        def welcome() -> None:
            _let_somebody_in(running, browser)
            if error := research_trouble(library):
                say(str(error))

        threading.Thread(target=welcome, daemon=True).start()
        threading.Thread(target=watch, args=(server,), daemon=True).start()
        server.serve()
    log.info("ended")
    return 0


def open_library() -> tuple[Library, Path]:
    """The corpus, and the file of its font; a second double-click does not wait for what that imports."""
    from kalima import bundle

    return bundle.open_library()


@contextlib.contextmanager
def _published(running: Instance) -> Iterator[None]:
    """While the block runs, the user's own programs find this Kalima."""
    opening.remove_pages()
    try:
        running.publish()
    except OSError as error:  # the user knows already
        log.info("kalima token will not find this Kalima: %s", error)
    try:
        yield
    finally:
        running.withdraw()
        opening.remove_pages()


def end_by_signals(server: Server) -> None:
    """Let Ctrl-C, the system's polite end, and the end of a terminal end the server cleanly."""
    for number in ending_signals():
        if signal.getsignal(number) != signal.SIG_IGN:  # as nohup has it
            signal.signal(number, lambda *_: server.stop())


def ending_signals() -> list[signal.Signals]:
    """The signals by which this system asks a program to end."""
    names = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
    return [getattr(signal, name) for name in names if hasattr(signal, name)]


def watch(server: Server) -> None:
    """End the server when nobody has a window of it any more, or the process that was started is killed."""
    before = time.monotonic()
    while True:
        time.sleep(1)
        now = time.monotonic()
        server.windows.pass_time(now - before, busy=server.busy)
        before = now
        if server.windows.over:
            say("Kalima ends: no window is open any more.")
            break
        # A one-file program is two processes: who ends the first by force means Kalima.
        if paths.unpacked_at_start() and os.getppid() != paths.STARTED_BY:
            log.warning("the process that was started has been killed")
            atexit.register(shutil.rmtree, paths.unpacked_at_start(), ignore_errors=True)
            break
    server.stop()


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


def say(sentence: str) -> None:
    """Tell the terminal and the log."""
    log.info("%s", sentence)
    print(sentence, flush=True)


def _let_somebody_in(running: Instance, browser: bool) -> None:
    """Open the page in the browser, or say how else to get to it, once the server answers."""
    deadline = time.monotonic() + 10
    while not instance.answers(running.port) and time.monotonic() < deadline:
        time.sleep(0.02)
    if browser:
        if opening.bring_browser(running):
            return
        say("No browser could be opened. Kalima lets in one that you open yourself.")
    # Printed for a person who asked for it; what is kept, as the log is, never holds it.
    if trouble.on_terminal() and (address := opening.way_in(running)):
        print(f"To open it in a browser, once: {address}", flush=True)
