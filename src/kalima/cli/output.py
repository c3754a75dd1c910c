"""``--format``, ``--output`` and ``--limit``: results to the terminal, to another program, or to a file."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kalima.cli.common import natural
from kalima.cli.progress import show_progress, stoppable
from kalima.errors import KalimaError

if TYPE_CHECKING:
    from kalima.cli.progress import Run
    from kalima.study.tables.table import Table

FORMATS = ("csv", "tsv", "json", "xlsx", "markdown", "html")
"""Those of ``kalima.study.tables.formats``, which no start waits for; a test holds the two together."""
SHOWN = 20
"""Rows that are shown unless more are asked for."""
ALL = sys.maxsize


def add_format(command: argparse.ArgumentParser, run: Run, *more: str, paged: bool = True) -> None:
    """Let the command give its result out in every format, and ``run`` do so.

    :param more: formats besides text and those of tables.
    :param paged: whether rows can be chosen.
    """
    if paged:
        command.add_argument(
            "--limit",
            type=number_or_all,
            metavar="N",
            help=f"how many, or all (default {SHOWN}; with --output all)",
        )
        command.add_argument("--offset", type=natural, default=0, metavar="N", help="how many to skip")
    command.add_argument("--format", choices=("text", *FORMATS, *more), help="text (default), csv ...")
    command.add_argument(
        "--output", type=Path, metavar="FILE", help="a new file; its ending says the format, unless you do"
    )
    command.add_argument("--replace", action="store_true", help="in the place of a file of this name")
    command.set_defaults(run=stoppable(_settled(run)))


def number_or_all(text: str) -> int:
    """How many rows are asked for.

    :raises ArgumentTypeError: if ``text`` says no number.
    """
    return ALL if text == "all" else natural(text)


def _settled(run: Run) -> Run:
    """The command, once it is settled what is asked for by what is left out."""

    def run_settled(options: argparse.Namespace) -> int:
        if options.format is None:
            options.format = _format_of(options.output) if options.output else "text"
        if options.format == "text" and options.output:
            raise KalimaError(
                "What is shown as text is not written to a file.", f"Say --format: {', '.join(FORMATS)}."
            )
        if getattr(options, "limit", ALL) is None:
            options.limit = ALL if options.output else SHOWN
        return run(options)

    return run_settled


def _format_of(path: Path) -> str:
    """
    :raises KalimaError: if the name of the file does not say it.
    """
    ending = path.suffix.lower().removeprefix(".")
    named = {"md": "markdown", "htm": "html"}.get(ending, ending)
    if named not in (*FORMATS, "svg"):
        raise KalimaError(f"{path} does not say its format.", f"Say --format: {', '.join(FORMATS)}.")
    return named


def give_out(options: argparse.Namespace, table: Table) -> int:
    """Write a table to the file that was asked for, whole or not at all, or print it."""
    from kalima.study.tables.files import write_file
    from kalima.study.tables.formats import FORMATS

    if options.output:
        write_file(table, options.format, options.output, replace=options.replace, progress=show_progress)
        show_progress(0, 0)
        print(f"{options.output}\t{table.count:,} rows")
        return 0
    if options.format == "xlsx" and sys.stdout.isatty():
        raise KalimaError("A workbook cannot be shown on a terminal.", "Say --output FILE.xlsx.")
    sys.stdout.flush()
    for piece in FORMATS[options.format].pieces(table):
        sys.stdout.buffer.write(piece)
    sys.stdout.buffer.flush()
    return 0


def give_out_picture(options: argparse.Namespace, picture: str) -> int:
    """Write an SVG to the file that was asked for, or print it."""
    from kalima.study.on_disk import whole_file

    if not options.output:
        print(picture, end="")
        return 0
    with whole_file(options.output, replace=options.replace) as file:
        file.write(picture)
    print(options.output)
    return 0
