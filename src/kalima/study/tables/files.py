"""Tables on disk: whole or not at all."""

from __future__ import annotations

from pathlib import Path

from kalima.study.on_disk import whole_file
from kalima.study.tables.formats import file_pieces
from kalima.study.tables.table import Progress, Table


def write_file(
    table: Table, form: str, path: Path, *, replace: bool = False, progress: Progress = lambda *_: None
) -> None:
    """Write a table to a file, which stands there when all is written.

    :param form: one of :data:`kalima.study.tables.formats.FORMATS`.
    :param replace: whether it may take the place of another file.
    :raises KalimaError: if there is something else at the path, or nothing can be written there.
    """
    with whole_file(path, replace=replace) as file:
        for piece in file_pieces(table.told(progress), form):
            file.buffer.write(piece)
