"""How much one query may cost, so that no query holds up the others."""

from __future__ import annotations

import time

from kalima.errors import QueryError
from kalima.search.query import Place

SECONDS = 2.0
"""Processor time of one query. The dearest sensible ones take a tenth of it."""
MATCHES = 200_000
"""Matches that are listed one by one, as those of trees are: about 60 MB."""
SHAPES = 3_000
"""Sets of matches kept at a time, one for each length and place of the labels: about 30 MB."""


class Budget:
    """What is left of it, and the part of the query that is spending it."""

    def __init__(self) -> None:
        self._deadline = time.thread_time() + SECONDS
        self._earliest = time.monotonic() + SECONDS
        self.at: Place | None = None

    def spend(self) -> None:
        """Called now and then by whatever takes long.

        :raises QueryError: if the time is over.
        """
        # The clock on the wall is read without the system; only who runs long asks that for the thread's own.
        if time.monotonic() > self._earliest and time.thread_time() > self._deadline:
            self._stop(f"The query was stopped: this part of it took more than {SECONDS:g} seconds.")

    def check_matches(self, count: int) -> None:
        """
        :raises QueryError: if there are too many matches to list one by one.
        """
        self.spend()
        if count > MATCHES:
            self._stop(f"The query was stopped: this part of it has more than {MATCHES:,} matches.")

    def check_shapes(self, count: int) -> None:
        """
        :raises QueryError: if matches of too many lengths would have to be kept.
        """
        self.spend()
        if count > SHAPES:
            self._stop("The query was stopped: this part of it can be of too many lengths.")

    def _stop(self, message: str) -> None:
        hint = "Say more of its words, or how many may stand between them, as in []{0,5}."
        raise QueryError(message, hint, self.at)
