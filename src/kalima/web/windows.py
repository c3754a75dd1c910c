"""The windows that show Kalima: how many are open, and what each has to be told."""

from __future__ import annotations

from threading import Lock
from typing import Any

from kalima.errors import KalimaError, ResearchUnusable
from kalima.study.library import Library
from kalima.web import answers, guard
from kalima.web.about import ABOUT
from kalima.web.kinds import Number, Text, Truth
from kalima.web.routes import Api, Body, Route
from kalima.web.structures import Record, nullable

SILENCE = 24 * 3600.0
"""Seconds after which a window that says nothing counts as closed. Browsers put a hidden window to sleep
for as long as they like, and waiting for one that has crashed costs little."""
FIRST = 600.0
"""Seconds in which the first window comes: somebody may have to be asked which browser to open."""
STEP = 5.0
"""Seconds that count as gone by from one look to the next, at most: for longer, the computer was asleep."""
MOST = 1_000


class Windows:
    """The open windows, by the id that each has made for itself.

    Time is what :meth:`pass_time` is told, so that neither sleep nor a clock that is set anew counts.

    :param wait: seconds that the program stays after the last one was closed; ``None``: it always stays.
    """

    def __init__(self, wait: float | None = None) -> None:
        self.wait = wait
        self._now = 0.0
        self._seen: dict[str, float] = {}
        self._over = FIRST if wait is None else max(FIRST, wait)
        self._lock = Lock()

    def beat(self, window: str) -> None:
        """This window is open."""
        with self._lock:
            self._seen.pop(window, None)
            self._seen[window] = self._now
            if len(self._seen) > MOST:
                del self._seen[next(iter(self._seen))]

    def close(self, window: str) -> None:
        """This window is closed, or shows something else. It may come back, by the browser's Back."""
        with self._lock:
            if self._seen.pop(window, None) is not None and not self._seen:
                self._over = self._now + (self.wait or 0)

    def pass_time(self, seconds: float, *, busy: bool = False) -> None:
        """So much time has gone by.

        :param busy: whether something is being answered; the wait begins when it is done.
        """
        with self._lock:
            self._now += min(seconds, STEP)
            silent = [window for window, seen in self._seen.items() if self._now - seen > SILENCE]
            for window in silent:
                del self._seen[window]
            if busy or (silent and not self._seen):
                self._over = max(self._over, self._now + (self.wait or 0))

    @property
    def over(self) -> bool:
        """Whether the last window has been closed for so long that the program may end."""
        return self.wait is not None and not self._seen and self._now >= self._over


def declare(api: Api, library: Library, windows: Windows) -> None:
    """``/api/v1/windows``."""

    @api.answers(
        Route(
            "POST",
            "/api/v1/windows",
            "Says that a window of the page is open, or is closed",
            ABOUT,
            Record(
                {
                    "wait": nullable(
                        Number(
                            says="Seconds that Kalima stays after the last window; null if it always stays."
                        )
                    ),
                    "may_change": Truth(says="Whether this window may change something, or end Kalima."),
                    "trouble": nullable(
                        Record(
                            {"error": answers.TEXT, "hint": answers.TEXT},
                            says="What is wrong with the user's own file; null if nothing is.",
                        )
                    ),
                }
            ),
            examples=[{"body": {"window": "a1b2c3", "open": True}}],
            body=Body(
                Record(
                    {
                        "window": Text(most=64, least=1, says="An id that the window has made for itself."),
                        "open": Truth(says="False as it is closed."),
                    }
                ),
                "window",
            ),
            more="The page says so once a minute. Scripts need not: kalima --no-browser stays until its end.",
            writes=False,
        )
    )
    def tell(body: dict[str, Any]) -> dict[str, Any]:
        is_open = body["open"]
        (windows.beat if is_open else windows.close)(body["window"])
        error = research_trouble(library) if is_open else None
        return {
            "wait": windows.wait,
            "may_change": guard.may_change(),
            "trouble": error and {"error": error.message, "hint": error.hint},
        }


def research_trouble(library: Library) -> KalimaError | None:
    """What the user must know of their own file before something is kept in it: why it cannot be used,
    or that a damaged one was replaced.
    """
    try:
        library.research.translations()
        notice = library.research.last_word()
    except ResearchUnusable as error:
        return error
    if notice is None:
        return None
    return KalimaError(
        str(notice), "kalima restore lists the other copies; kalima research seen ends this notice."
    )
