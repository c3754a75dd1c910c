"""An answer whose rows are made when they are given out: a page of them, or all, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple


class Listing(NamedTuple):
    """What was found, before any row of it is written out.

    :param head: what is said of all rows: the query, what was counted.
    :param total: how many rows there are.
    :param rows: the rows from one on (from 0), so many of them; ``None`` for all that follow.
    :param listed: the name that the rows have in an answer.
    """

    head: dict[str, Any]
    total: int
    rows: Callable[[int, int | None], Iterator[dict[str, Any]]]
    listed: str = "rows"

    def page(self, offset: int, limit: int) -> dict[str, Any]:
        """The answer with a page of the rows."""
        return {
            **self.head,
            "total": self.total,
            "offset": offset,
            "limit": limit,
            self.listed: list(self.rows(offset, limit)),
        }


def end(offset: int, limit: int | None) -> int | None:
    """Where a page ends, for a slice."""
    return None if limit is None else offset + limit
