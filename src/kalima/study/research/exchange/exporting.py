"""Writes the user's work to a file or a folder."""

from __future__ import annotations

import contextlib
import io
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TextIO

from kalima.errors import KalimaError
from kalima.store.research_store import Whole
from kalima.study import on_disk
from kalima.study.research.exchange import form, tables, web_annotation
from kalima.study.research.exchange.form import Progress

if TYPE_CHECKING:
    from kalima.study.library import Library


def export(
    library: Library,
    path: Path,
    *,
    format: str = "json",
    history: bool = False,
    replace: bool = False,
    progress: Progress = lambda *_: None,
) -> dict[str, int]:
    """Write all of the user's work as ``json``, ``jsonld`` or ``csv``, as it is at one moment.

    :param path: of the file; of a folder for CSV.
    :param history: whether every change is written too; of JSON alone.
    :param replace: whether the file may take another's place.
    :return: how many items are in each file, by its name.
    :raises KalimaError: if it cannot be written, if something is at ``path``, or nothing to make a table of.
    """
    _check_history(format, history)
    if format == "csv":
        with on_disk.whole_folder(path) as folder:

            def write(whole: Whole) -> dict[str, int]:
                with on_disk.explained(path):
                    for file in folder.iterdir():
                        file.unlink()  # of a first attempt that found the user's file damaged
                    return tables.write_tables(form.counted(whole.items, whole.size, progress), folder)

            if not (counts := library.research.read_whole(write)):
                raise KalimaError("There is nothing of yours yet to make a table of.")
        return counts
    with on_disk.whole_file(path, replace=replace) as file:
        return {path.name: _write(library, path, file, format, history, progress)}


def exported(library: Library, format: str, *, history: bool = False) -> BinaryIO:
    """The file of :func:`export`, open to be read, and gone when it is closed."""
    _check_history(format, history)
    folder = Path(tempfile.gettempdir())
    with on_disk.explained(folder), contextlib.ExitStack() as unless_done:
        file = unless_done.enter_context(tempfile.TemporaryFile())
        if format == "csv":
            _write_zip(library, file)
        else:
            text = io.TextIOWrapper(file, "utf-8", newline="\n")
            try:
                _write(library, folder, text, format, history, lambda *_: None)
            finally:
                text.detach()
        file.seek(0)
        unless_done.pop_all()
    return file


def _write_zip(library: Library, file: BinaryIO) -> None:
    """The tables in a ZIP file; none, if there is nothing to make one of."""

    def write(whole: Whole) -> None:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            tables.write_tables(whole.items, folder)
            file.seek(0)
            file.truncate()
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
                for table in sorted(folder.iterdir()):
                    archive.write(table, table.name)

    library.research.read_whole(write)


def _check_history(format: str, history: bool) -> None:
    if history and format != "json":
        raise KalimaError("Only json holds the history.", "Leave the history or the format out.")


def _write(library: Library, path: Path, file: TextIO, format: str, history: bool, progress: Progress) -> int:
    def write(whole: Whole) -> int:
        with on_disk.explained(path):  # here: the store would think that its own file is meant
            file.seek(0)
            file.truncate()
            if format == "json":
                file.writelines(form.lines(library, whole, history=history, progress=progress))
                return whole.size
            chosen = filter(web_annotation.is_annotation, form.counted(whole.items, whole.size, progress))
            return web_annotation.write(chosen, file)

    return library.research.read_whole(write)
