"""A result as a table whose rows are made one after the other, so that it may have any size."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

Cell = str | int | float | bool | None
Row = dict[str, Any]
Progress = Callable[[int, int], None]
"""Told how many rows are written, of how many."""
MOST_NUMBERED = 10
"""Of more things than these nothing is noted one by one."""
STEP = 500
"""Rows after which it is told."""


@dataclass(frozen=True)
class Table:
    """A result to be written out once.

    :param name: what it is, for the name of a file: ``frequency``.
    :param about: what is said of all rows: the query, what was counted.
    :param columns: the names of the columns.
    :param rows: as the API gives them.
    :param cells: of a row, one for each column.
    :param count: how many rows there are.
    :param listed: the name that the rows have in JSON.
    """

    name: str
    about: dict[str, Any]
    columns: Sequence[str]
    rows: Iterable[Row]
    cells: Callable[[Row], Sequence[Cell]]
    count: int
    listed: str = "rows"

    @property
    def title(self) -> str:
        """What was asked."""
        return f"{self.name} {self.about.get('query') or ''}".strip()

    def cell_rows(self) -> Iterator[Sequence[Cell]]:
        """The rows as the cells of a plain table."""
        return map(self.cells, self.rows)

    def told(self, progress: Progress) -> Table:
        """The same, which tells how far it is while its rows are taken."""
        return replace(self, rows=_told(self.rows, self.count, progress))


def _told(rows: Iterable[Row], count: int, progress: Progress) -> Iterator[Row]:
    for done, row in enumerate(rows):
        if done % STEP == 0:
            progress(done, count)
        yield row
    progress(count, count)


def notes(about: dict[str, Any], inside: str = "") -> Iterator[tuple[str, Cell]]:
    """What is said of all rows as pairs of a name and a value: ``counted.unit``, ``match``."""
    for name, value in about.items():
        if isinstance(value, dict):
            yield from notes(value, f"{inside}{name}.")
        elif not isinstance(value, list):
            yield inside + name, value
        elif not any(isinstance(each, dict | list) for each in value):
            yield inside + name, ", ".join(map(str, value))
        elif len(value) <= MOST_NUMBERED:
            yield from notes({str(place): each for place, each in enumerate(value, 1)}, f"{inside}{name}.")
