"""The formats of a table, each as pieces of a file that follow one another."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape
from itertools import chain
from typing import Any, NamedTuple

from kalima.study.tables.cells import ARABIC, FORMULA, MARK, guarded
from kalima.study.tables.table import Cell, Table, notes

AT_ONCE = 1 << 16
"""Bytes of a piece, about."""
LONGEST_NAME = 60
_NOT_IN_NAMES = re.compile(r"[^\w]+")
_BREAKS = re.compile(r"[\t\r\n\v\f\x85\u2028\u2029]+")
_MARKDOWN = re.compile(r"([\\`*_\[\]<>|~])")
_PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ font: 16px/1.5 sans-serif; margin: 2em; color-scheme: light dark; }}
table {{ border-collapse: collapse; }}
caption {{ text-align: start; font-weight: bold; }}
th, td {{ border: 1px solid #8888; padding: 0.2em 0.6em; text-align: start; vertical-align: top; }}
td[lang=ar] {{ font-family: "Amiri Quran", Amiri, "Noto Naskh Arabic", serif; font-size: 1.2em; }}
td.number {{ text-align: end; }}
</style>
</head>
<body>
<table>
<caption dir="auto">{title}</caption>
<thead>
<tr>{heads}</tr>
</thead>
<tbody>
"""
_END = "</tbody>\n</table>\n<dl>\n{notes}</dl>\n</body>\n</html>\n"


class Format(NamedTuple):
    """How a table is written.

    :param ending: of a file's name.
    :param pieces: of the text or of the file, which follow one another.
    :param mark: what a file of it begins with.
    """

    ending: str
    media: str
    pieces: Callable[[Table], Iterator[bytes]]
    mark: str = ""


def _encoded(lines: Iterable[str]) -> Iterator[bytes]:
    """The lines in pieces that are worth sending."""
    waiting: list[str] = []
    size = 0
    for line in lines:
        waiting.append(line)
        size += len(line)
        if size >= AT_ONCE:
            yield "".join(waiting).encode()
            waiting, size = [], 0
    yield "".join(waiting).encode()


class _Echo:
    """A file for the csv module that hands back what is written to it."""

    @staticmethod
    def write(line: str) -> str:
        return line


def _separated(table: Table, row: Callable[[Sequence[Cell]], list[Cell]], **dialect: Any) -> Iterator[str]:
    writer = csv.writer(_Echo(), **dialect)
    for cells in chain([table.columns], table.cell_rows()):
        yield writer.writerow(row(cells))  # csv gives back what write does


def _csv_row(cells: Sequence[Cell]) -> list[Cell]:
    return [guarded(cell) if isinstance(cell, str) and cell[:1] in FORMULA else cell for cell in cells]


def _tsv_row(cells: Sequence[Cell]) -> list[Cell]:
    """Tabs and breaks cannot be said in this format."""
    return _csv_row([_BREAKS.sub(" ", cell) if isinstance(cell, str) else cell for cell in cells])


def csv_lines(table: Table) -> Iterator[str]:
    """A line for the names of the columns, then one for each row."""
    # The csv module of some versions quotes no break that is not of the end of its lines.
    return (line[:-2] + "\n" for line in _separated(table, _csv_row, lineterminator="\r\n"))


def tsv_lines(table: Table) -> Iterator[str]:
    """The same with a tab between cells and nothing quoted."""
    return _separated(
        table, _tsv_row, lineterminator="\n", delimiter="\t", quoting=csv.QUOTE_NONE, quotechar=None
    )


def json_lines(table: Table) -> Iterator[str]:
    """One object: what is said of all rows, then the rows, a line each."""
    head = json.dumps(table.about, ensure_ascii=False)[:-1]
    yield f"{head}{', ' if table.about else ''}{json.dumps(table.listed)}: ["
    before = "\n"
    for row in table.rows:
        yield before + json.dumps(row, ensure_ascii=False)
        before = ",\n"
    yield "\n]}\n"


def markdown_lines(table: Table) -> Iterator[str]:
    """A table in GitHub's Markdown, and below it a list of what is said of all rows."""
    yield f"**{_markdown_cell(table.title)}**\n\n"
    yield _markdown_line(table.columns)
    yield _markdown_line(["---"] * len(table.columns), _plain)
    for cells in table.cell_rows():
        yield _markdown_line(cells)
    yield "\n"
    for name, value in notes(table.about):
        yield f"- {_markdown_cell(name)}: {_markdown_cell(value)}\n"


def _markdown_line(cells: Sequence[Cell], written: Callable[[Cell], str] | None = None) -> str:
    return f"| {' | '.join(map(written or _markdown_cell, cells))} |\n"


def _plain(cell: Cell) -> str:
    return "" if cell is None else str(cell)


def _markdown_cell(cell: Cell) -> str:
    return _MARKDOWN.sub(r"\\\1", _BREAKS.sub(" ", _plain(cell))).replace("&", "&amp;")


def html_lines(table: Table) -> Iterator[str]:
    """A page with the table, and below it what is said of all rows."""
    heads = "".join(f'<th scope="col">{escape(name)}</th>' for name in table.columns)
    yield _PAGE.format(title=escape(table.title), heads=heads)
    for cells in table.cell_rows():
        yield f"<tr>{''.join(map(_html_cell, cells))}</tr>\n"
    said = (
        f'<dt>{escape(name)}</dt><dd dir="auto">{escape(_plain(value))}</dd>\n'
        for name, value in notes(table.about)
    )
    yield _END.format(notes="".join(said))


def _html_cell(cell: Cell) -> str:
    if not isinstance(cell, str):
        return f'<td class="number">{_plain(cell)}</td>'
    arabic = ' lang="ar" dir="auto"' if ARABIC.search(cell) else ""
    return f"<td{arabic}>{escape(cell)}</td>"


def _xlsx_pieces(table: Table) -> Iterator[bytes]:
    from kalima.study.tables.workbook import pieces  # its library is loaded for who asks for it

    return pieces(table)


def _of_lines(lines: Callable[[Table], Iterator[str]]) -> Callable[[Table], Iterator[bytes]]:
    return lambda table: _encoded(lines(table))


FORMATS = {
    "csv": Format("csv", "text/csv", _of_lines(csv_lines), MARK),
    "tsv": Format("tsv", "text/tab-separated-values", _of_lines(tsv_lines), MARK),
    "json": Format("json", "application/json", _of_lines(json_lines)),
    "xlsx": Format("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _xlsx_pieces),
    "markdown": Format("md", "text/markdown", _of_lines(markdown_lines)),
    "html": Format("html", "text/html", _of_lines(html_lines)),
}
"""By the name that is typed."""


def file_pieces(table: Table, form: str) -> Iterator[bytes]:
    """The pieces of a file of this format.

    :raises KalimaError: if the format cannot hold so many rows.
    """
    known = FORMATS[form]
    return chain([known.mark.encode()] if known.mark else [], known.pieces(table))


def file_name(table: Table, form: str) -> str:
    """A name that says what is in the file: ``kalima-frequency-root-قول.csv``."""
    return named_file(table.title, FORMATS[form].ending)


def named_file(title: str, ending: str) -> str:
    """The name of a file with this title, without what no system takes in one."""
    said = _NOT_IN_NAMES.sub("-", title).strip("-")
    return f"kalima-{said[:LONGEST_NAME].rstrip('-')}.{ending}"
