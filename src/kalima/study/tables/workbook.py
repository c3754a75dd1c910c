"""A table as a workbook of a spreadsheet: a sheet with the rows, and one that says what was counted."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from kalima.errors import KalimaError
from kalima.study.tables.cells import ARABIC
from kalima.study.tables.table import Cell, Table, notes

if TYPE_CHECKING:
    from typing import BinaryIO

MOST_ROWS = 1_048_575
"""Rows of a sheet, besides that of the names."""
LONGEST = 32_767
"""Characters of a cell."""
_PIECE = 1 << 16
_WIDEST = 60
_FITTED = 200
"""Rows that the widths of columns are fitted to."""


def pieces(table: Table) -> Iterator[bytes]:
    """The file, which is made on disk before its first byte is known.

    :raises KalimaError: if the table has more rows than a sheet.
    """
    if table.count > MOST_ROWS:
        raise KalimaError(
            f"A sheet has {MOST_ROWS:,} rows at most; these are {table.count:,}.",
            "Write CSV, or a part of them: --limit and --offset.",
        )
    return _pieces(table)


def _pieces(table: Table) -> Iterator[bytes]:
    with tempfile.TemporaryFile() as file:
        _write(table, file)
        file.seek(0)
        while piece := file.read(_PIECE):
            yield piece


def _write(table: Table, file: BinaryIO) -> None:
    from xlsxwriter import Workbook

    book = Workbook(file, {"constant_memory": True})
    heading = book.add_format({"bold": True})
    rows = _Sheet(book.add_worksheet("rows"))
    rows.write(table.columns, heading)
    rows.sheet.freeze_panes(1, 0)
    for cells in table.cell_rows():
        rows.write(cells)
    if rows.number > 1 and table.columns:
        rows.sheet.autofilter(0, 0, rows.number - 1, len(table.columns) - 1)
    rows.finish()
    about = _Sheet(book.add_worksheet("about"))
    for name, value in notes(table.about):
        about.write([name, value])
    about.finish()
    book.close()


class _Sheet:
    """A sheet that is written from top to bottom: no cell of it is a formula or a link."""

    def __init__(self, sheet: Any) -> None:
        self.sheet = sheet
        self.number = 0
        self._widths: dict[int, int] = {}
        self._arabic = False

    def write(self, cells: Sequence[Cell], form: Any = None) -> None:
        """Write the next row."""
        for column, cell in enumerate(cells):
            if isinstance(cell, str):
                self.sheet.write_string(self.number, column, cell[:LONGEST], form)
                if self.number < _FITTED:
                    self._fit(column, cell)
            elif cell is not None:
                self.sheet.write_number(self.number, column, cell, form)
        self.number += 1

    def _fit(self, column: int, text: str) -> None:
        self._widths[column] = min(max(self._widths.get(column, 8), len(text) + 2), _WIDEST)
        self._arabic = self._arabic or ARABIC.search(text) is not None

    def finish(self) -> None:
        """Fit the columns to what is in them, and let a sheet with Arabic begin on the right."""
        for column, width in self._widths.items():
            self.sheet.set_column(column, column, width)
        if self._arabic:
            self.sheet.right_to_left()
