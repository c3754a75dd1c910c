"""The manual, read from its pages: blocks of runs of text, which hold no markup.

The pages are written in a small part of Markdown: headings, paragraphs, lists of one level, tables and code;
and in a line code, **strong**, *emphasis* and links. Why no library reads it is in ``manual/decisions/0019``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from kalima import files
from kalima.errors import KalimaError
from kalima.search.parser import parse

FIRST = ("starting", "reading", "query-language", "search", "words-and-trees", "statistics", "research")
"""The pages that come first, in this order; the others follow by name."""
WITH_QUERIES = ("query-language", "search")
"""The pages on which the code that opens a row of a table is something to search."""

_RUN = re.compile(
    r"`(?P<code>[^`]+)`|\*\*(?P<strong>[^*]+)\*\*|(?<![\w*])\*(?P<em>[^\s*][^*]*)\*|\[(?P<link>[^\]]+)\]\((?P<to>[^)\s]+)\)"
)
_ITEM = re.compile(r"(?:-|(\d+)\.) +(.*)")
_CELLS = re.compile(r"(?<!\\)\|")
_STANDS_FOR = re.compile(r'(?<![\w:."|])[A-Z]\b(?![:.])')
"""A letter that stands for any word, as in ``X -> Y``; not a label or a value."""
_SEARCHABLE = re.compile('[\u0621-\u064a:"\\[=*]')


class Run(NamedTuple):
    """A ``text``, ``code``, ``query``, ``strong``, ``em`` or ``link``, which leads ``to`` a place."""

    kind: str
    text: str
    to: str = ""


Cell = list[Run]


class Block(NamedTuple):
    """A heading, paragraph, code, list or table.

    :param kind: ``heading``, ``paragraph``, ``code``, ``list``, ``numbered`` or ``table``.
    :param level: of a heading, 1 to 3; otherwise 0.
    :param anchor: of a heading, unlike any other's on the page; otherwise empty.
    :param rows: a list has an item of one cell in each; a table its head first; anything else has one cell
        in one row.
    """

    kind: str
    level: int
    anchor: str
    rows: list[list[Cell]]


class Page(NamedTuple):
    """A page of the manual in a language; ``title`` is its first heading."""

    name: str
    language: str
    title: str
    blocks: list[Block]


@cache
def read_manual() -> list[Page]:
    """Every page, in the order in which they are listed; read once."""
    pages = [_read_page(name) for name in files.names(files.MANUAL)]
    places = {name: place for place, name in enumerate(FIRST)}
    return sorted(pages, key=lambda page: (places.get(page.name, len(FIRST)), page.name, page.language))


def _read_page(file: str) -> Page:
    """The page in this file; an edition in another language has the anchors of the English page.

    So a place in the manual has one address, whatever language it is read in. A test sees to it that the
    editions have the same headings.
    """
    name, _, language = file.removesuffix(".md").partition(".")
    blocks = _blocks_in(file)
    if language:
        anchors = (block.anchor for block in _blocks_in(f"{name}.md") if block.kind == "heading")
        blocks = [
            block._replace(anchor=next(anchors, block.anchor)) if block.kind == "heading" else block
            for block in blocks
        ]
    title = "".join(run.text for run in blocks[0].rows[0][0])
    return Page(name, language or "en", title, blocks)


@cache  # an English page is asked for by each of its editions too
def _blocks_in(file: str) -> list[Block]:
    text = files.read(files.MANUAL, file).decode()
    return list(read_blocks(text, queries=file.partition(".")[0] in WITH_QUERIES))


def read_blocks(text: str, *, queries: bool = False) -> Iterator[Block]:
    """The blocks of a page.

    :param queries: whether code in the first column of a table, or in a block of its own, may be a query.
    """
    lines = text.splitlines()
    anchors: set[str] = set()
    place = 0
    while place < len(lines):
        line = lines[place]
        start = place
        place += 1
        if not line.strip():
            continue
        if line.startswith("```"):
            while place < len(lines) and not lines[place].startswith("```"):
                place += 1
            yield _code(lines[start + 1 : place], queries)
            place += 1
        elif line.startswith("    "):
            while place < len(lines) and (lines[place].startswith("    ") or not lines[place].strip()):
                place += 1
            yield _code([each[4:] for each in lines[start:place]], False)
        elif line.startswith("#"):
            marks, _, heading = line.partition(" ")
            runs = read_runs(heading)
            yield Block("heading", len(marks), _anchor(runs, anchors), [[runs]])
        elif line.startswith("|"):
            while place < len(lines) and lines[place].startswith("|"):
                place += 1
            yield Block("table", 0, "", _rows(lines[start:place], queries))
        else:
            first = _ITEM.match(line)
            while place < len(lines) and lines[place].strip() and not _opens(lines[place], bool(first)):
                place += 1
            if first:
                kind = "numbered" if first[1] else "list"
                yield Block(kind, 0, "", [[read_runs(each)] for each in _items(lines[start:place])])
            else:
                yield Block("paragraph", 0, "", [[read_runs(" ".join(map(str.strip, lines[start:place])))]])


def _opens(line: str, in_list: bool) -> bool:
    """Whether something else begins with this line, though no empty line stands before it."""
    return line.startswith(("```", "#", "|")) or (not in_list and bool(_ITEM.match(line)))


def _items(lines: Sequence[str]) -> list[str]:
    items: list[str] = []
    for line in lines:
        begun = _ITEM.match(line)
        if begun:
            items.append(begun[2])
        else:
            items[-1] += f" {line.strip()}"
    return items


def _rows(lines: Sequence[str], queries: bool) -> list[list[Cell]]:
    split = [_CELLS.split(line.strip().strip("|")) for line in lines]
    rows = [
        [read_runs(cell.strip().replace("\\|", "|")) for cell in cells]
        for place, cells in enumerate(split)
        if place != 1
    ]
    if queries:
        for row in rows[1:]:
            row[0] = [_as_query(run) for run in row[0]]
    return rows


def _code(lines: Sequence[str], queries: bool) -> Block:
    run = Run("code", "\n".join(lines).rstrip())
    return Block("code", 0, "", [[[_as_query(run) if queries else run]]])


def _as_query(run: Run) -> Run:
    """The run as a query if it is one that asks for something."""
    if run.kind != "code" or not _SEARCHABLE.search(run.text) or _STANDS_FOR.search(run.text):
        return run
    try:
        parse(run.text)
    except KalimaError:
        return run
    return Run("query", run.text)


def read_runs(text: str) -> Cell:
    """A line's runs of text."""
    runs: Cell = []
    end = 0
    for found in _RUN.finditer(text):
        if found.start() > end:
            runs.append(Run("text", text[end : found.start()]))
        end = found.end()
        kind = "link" if found["link"] else found.lastgroup or "text"
        runs.append(Run(kind, found[kind].replace("`", ""), found["to"] or ""))
    if end < len(text):
        runs.append(Run("text", text[end:]))
    return runs


def _anchor(runs: Cell, taken: set[str]) -> str:
    """What a heading is called in an address, as on the sites that show Markdown."""
    name = re.sub(r"[^\w -]", "", "".join(run.text for run in runs).lower()).strip().replace(" ", "-")
    while name in taken:
        name += "-"
    taken.add(name)
    return name
