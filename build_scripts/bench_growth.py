"""Measures what a larger text would cost: the corpus 1, 4, 16 and 64 times over, with surahs of their own.

For each size the index is built by the same code as Kalima's own, and corpus.db is filled with the copies;
then a fresh process opens both and asks the eight queries of the engine's benchmark, and for what a user does
with hits. All times are the processor's. The slope is that of a straight line through the logarithms of size
and cost: 1 is in step with the text. 64 copies are 5 million words, and need some 5 GB of memory and a
quarter of an hour; ``--most 16`` stops before them.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import math
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Any, NamedTuple

import bench_part
import freeze
from bench_engine import QUERIES, ask_kalima
from bench_figures import median
from bench_machine import describe_machine, highest_memory, list_processes, say
from bench_part import Part, Told
from build_corpus import JUZ, PAGES, Read, add_postings, read_text
from corpus_build.postings import PostingsWriter
from dev_setup import cache_folder
from kalima.bundle import digest
from kalima.errors import KalimaError
from kalima.search.index import open_index, write_index
from kalima.store.corpus_store import CorpusStore
from kalima.study import shapes
from kalima.study.library import Library
from kalima.study.statistics.frequency import frequency

PAGE = Path(__file__).resolve().parent.parent / "src" / "kalima" / "manual" / "beyond-one-quran.md"
SIZES, QUICK = (1, 4, 16, 64), (1, 2)
MOST = max(SIZES)
RUNS = 9
COMMON = "pos:V"
READ = "the first page of a search, with its verses"
COUNTED = "frequency by root and surah"


class Grown(NamedTuple):
    """What so many copies take.

    :param build: seconds for the index; ``peak`` is the highest memory of the build until then, in MB.
    :param index_size: of search.index in MB; ``database_size`` that of corpus.db.
    :param opening: seconds; ``memory`` after all that is asked, in MB.
    :param times: the median milliseconds of each query, or why it is refused.
    :param first: why a query is refused the first time that it is asked.
    """

    copies: int
    words: int
    build: float
    peak: float | None
    index_size: float
    database_size: float
    opening: float
    memory: float | None
    times: Mapping[str, float | str]
    first: Mapping[str, str] = MappingProxyType({})


def measure_part(quick: bool, most: int = MOST) -> Told:
    """Every size in turn, the smallest first."""
    machine = describe_machine()
    sizes = QUICK if quick else [size for size in SIZES if size <= most]
    with TemporaryDirectory(prefix="kalima-growth-") as folder:
        say("putting the text together")
        growing = Growing(read_text(cache_folder() / "sources"))
        rows: list[Grown] = []
        for size in sizes:
            rows.append(grow(growing, size, Path(folder, str(size))))
            told = tell(machine, rows)
            bench_part.write("growth", told)  # the next size may be given up
    return told


def tell(machine: str, rows: Sequence[Grown]) -> Told:
    """What was found, of the sizes until now."""
    run = (
        f"On {machine}. Times are the processor's; each query's is the median of {RUNS} runs after one that"
        " does not count, in a process that holds nothing else. The copies have the same words, so that the"
        " vocabulary does not grow."
    )
    return Told(render(run, rows), {"run": run, "rows": [row._asdict() for row in rows]})


class Growing:
    """An index in the making, to which each size adds the copies that the one before did not have."""

    def __init__(self, text: Read) -> None:
        self._text = text
        self._postings = PostingsWriter()
        self._copies = 0
        self._adding = 0.0

    def write(self, copies: int, path: Path) -> tuple[int, float]:
        """Write the index of so many copies.

        :returns: its words, and the seconds that all of its copies took to be added and packed.
        """
        start = time.process_time()
        for before in range(self._copies, copies):
            add_postings(self._postings, self._text.verses, self._text.text, self._text.revelation, before)
        self._copies = copies
        added = time.process_time()
        packed = self._postings.pack()
        write_index(packed, path)
        self._adding += added - start
        return packed["words"], self._adding + time.process_time() - added


def grow(growing: Growing, copies: int, folder: Path) -> Grown:
    """Build and ask the corpus so many times over; what was built is gone afterwards."""
    folder.mkdir()
    say(f"{copies} times the corpus: index")
    index = folder / "search.index"
    words, build = growing.write(copies, index)
    say(f"{copies} times the corpus: corpus.db")
    database = folder / "corpus.db"
    multiply(freeze.CORPUS / "corpus.db", database, copies)
    say(f"{copies} times the corpus: asking")
    asked = subprocess.run(
        [sys.executable, __file__, "--ask", str(folder)], stdout=subprocess.PIPE, text=True, check=True
    )
    found = json.loads(asked.stdout)
    index_size, database_size = (path.stat().st_size / 1e6 for path in (index, database))
    grown = Grown(copies, words, build, highest_memory(), index_size, database_size, **found)
    shutil.rmtree(folder)
    return grown


# corpus.db, copied within itself.

_SURAH, _VERSE, _WORD, _SEGMENT, _NODE = "surahs", "verse_rows", "word_rows", "segment_rows", "node_rows"
_COPIED: Mapping[str, Mapping[str, str]] = {
    "surahs": {"number": _SURAH, "revelation_order": _SURAH},
    "verse_rows": {
        "id": _VERSE,
        "surah": _SURAH,
        "juz": "juz",
        "page": "page",
        "page_1405": "page",
        "first_word": _WORD,
        "last_word": _WORD,
        "first_segment": _SEGMENT,
        "last_segment": _SEGMENT,
        "first_node": _NODE,
        "last_node": _NODE,
    },
    "word_rows": {"id": _WORD, "verse": _VERSE},
    "segment_rows": {"id": _SEGMENT, "word": _WORD},
    "node_rows": {"id": _NODE, "verse": _VERSE, "to_segment": "to_segment"},
    "arc_rows": {"dependent": _NODE, "to_id": "to_id"},
    "lines": {"page": "page", "first_word": _WORD},
    "word_signs": {"word": _WORD},
    "similar_verses": {"verse": _VERSE, "other": _VERSE},
    "disagreements": {"segment": _SEGMENT},
    "translation_verses": {"verse": _VERSE},
}
"""The tables that grow with the text, and what their columns that count on are numbers of."""


def multiply(corpus: Path, path: Path, copies: int) -> None:
    """Write ``corpus.db`` with its text so many times over to ``path``."""
    shutil.copyfile(corpus, path)
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode = OFF")  # what is half-made is thrown away
        database.execute("BEGIN")
        tables = (_SURAH, _VERSE, _WORD, _SEGMENT, _NODE, "arc_rows")
        there = {name: database.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in tables}  # noqa: S608
        steps = {
            **there,
            "page": PAGES,
            "juz": JUZ,
            "to_segment": there[_SEGMENT] - there[_NODE],
            "to_id": there["arc_rows"] - there[_NODE],
        }
        for table, counted in _COPIED.items():
            columns = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
            shifted = ", ".join(
                f'"{column}" + ? * {steps[counted[column]]}' if column in counted else f'"{column}"'
                for column in columns
            )
            database.execute(f"CREATE TEMP TABLE original AS SELECT * FROM {table}")  # noqa: S608
            for copy in range(1, copies):
                database.execute(
                    f"INSERT INTO {table} SELECT {shifted} FROM original",  # noqa: S608
                    (copy,) * len(counted),
                )
            database.execute("DROP TABLE original")
        database.execute("COMMIT")


# Asked in a process of its own.


def ask(folder: Path) -> dict[str, Any]:
    """What opening the corpus in ``folder`` and asking it takes."""
    start = time.process_time()
    index = open_index(folder / "search.index", digest(folder / "search.index"))
    manifest = json.loads((freeze.CORPUS / "manifest.json").read_text("utf-8"))
    library = Library(CorpusStore(folder / "corpus.db"), index, manifest, folder)
    opening = time.process_time() - start
    chance = random.Random(1)  # noqa: S311
    asks: dict[str, Callable[[], object]] = {
        query.name: partial(ask_kalima, query.text, index) for query in QUERIES
    }
    verses = len(index.layout.verses)
    asks[READ] = lambda: shapes.verse_hits(library, library.search(COMMON), chance.randrange(verses // 2), 20)
    asks[COUNTED] = lambda: frequency(library, COMMON, ["root", "surah"])
    first = {name: said for name, each in asks.items() if (said := _refusal(each))}
    times = {name: _time(each) for name, each in asks.items()}
    process = list_processes().get(os.getpid())
    return {
        "opening": opening,
        "memory": None if process is None else process.resident * 1024 / 1e6,
        "times": times,
        "first": first,
    }


def _refusal(each: Callable[[], object]) -> str | None:
    """Why the first time, which makes what later ones need, has no answer; ``None`` if it has one."""
    try:
        each()
    except _REFUSED as error:
        return _said(error)
    return None


def _time(each: Callable[[], object]) -> float | str:
    """The median milliseconds, or why there is no answer."""
    try:
        return median([_milliseconds(each) for _ in range(RUNS)])
    except _REFUSED as error:
        return _said(error)


_REFUSED = (KalimaError, OverflowError, MemoryError)


def _said(error: Exception) -> str:
    return str(error) if isinstance(error, KalimaError) else f"{type(error).__name__}: {error}"


def _milliseconds(each: Callable[[], object]) -> float:
    start = time.process_time()
    each()
    return (time.process_time() - start) * 1e3


# What is told.


def slope(points: Sequence[tuple[float, float]]) -> float:
    """How much steeper than the size the cost rises: the slope of the line nearest to their logarithms.

    :param points: size and cost, both above 0; at least two sizes.
    """
    xs, ys = ([math.log(each) for each in side] for side in zip(*points, strict=True))
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True)) / sum((a - x) ** 2 for a in xs)


def render(run: str, rows: Sequence[Grown]) -> str:
    """A line for each cost, a column for each size, the slope at the end."""
    sizes = " | ".join(f"× {row.copies}" for row in rows)
    lines = [run, "", f"| what | {sizes} | slope |", f"|---|{'---:|' * (len(rows) + 1)}"]
    lines.append(f"| words | {' | '.join(f'{row.words:,}' for row in rows)} | 1.00 |")
    costs: dict[str, Callable[[Grown], float | None]] = {
        "building the index (s)": lambda row: row.build,
        "memory of the build at its highest (MB)": lambda row: row.peak,
        "search.index (MB)": lambda row: row.index_size,
        "corpus.db (MB)": lambda row: row.database_size,
        "opening both (s)": lambda row: row.opening,
        "memory after all of this (MB)": lambda row: row.memory,
    }
    for name, value in costs.items():
        lines.append(_line(name, rows, [value(row) for row in rows]))
    for name in rows[0].times:
        lines.append(_line(f"{name} (ms)", rows, [row.times[name] for row in rows]))
    notes = [
        f"\nAt × {row.copies} there is no answer to “{name}”: {said}"
        for row in rows
        for name, said in row.times.items()
        if isinstance(said, str)
    ]
    notes += [
        f"\nAt × {row.copies} the first “{name}” is refused, what it makes serves the next: {said}"
        for row in rows
        for name, said in row.first.items()
        if not isinstance(row.times[name], str)
    ]
    return "\n".join([*lines, *notes])


def _line(name: str, rows: Sequence[Grown], values: Sequence[float | str | None]) -> str:
    points = [
        (row.copies, value) for row, value in zip(rows, values, strict=True) if isinstance(value, int | float)
    ]
    steep = f"{slope(points):.2f}" if len(points) > 1 else "–"
    return f"| {name} | {' | '.join(map(_cell, values))} | {steep} |"


def _cell(value: float | str | None) -> str:
    if value is None:
        return "not measured here"
    if isinstance(value, str):
        return "**none**"
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


BEGIN, END = "## Measured\n", "\n## What breaks first"


def write_manual(told: Told) -> None:
    """Put the figures into their section of the page."""
    page = PAGE.read_text("utf-8")
    before, after = page.index(BEGIN) + len(BEGIN), page.index(END)
    PAGE.write_text(f"{page[:before]}\n{told.markdown}\n{page[after:]}", "utf-8", newline="\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """The part's own command line, with how far to go."""
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--most", type=int, default=MOST, choices=SIZES)
    parser.add_argument("--ask", type=Path)
    options, others = parser.parse_known_args(arguments)
    if options.ask:
        json.dump(ask(options.ask), sys.stdout)
        return 0
    part = Part("growth", __doc__, partial(measure_part, most=options.most), write_manual)
    return bench_part.main(part, others)


if __name__ == "__main__":
    sys.exit(main())
