"""Tells what the start and the one file are made of: the five largest of each, and why they stay.

The start is that of Kalima from its sources, up to the first search answered, by Python's own account of its
imports (``-X importtime``); each package's time is that of its modules alone, without what they import.
"""

from __future__ import annotations

import os
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import bench_part
import freeze
from bench_executable import FIRST_SEARCH, make_executable
from bench_machine import describe_machine, say
from bench_part import Part, Told
from bench_server import running

PAGE = Path(__file__).resolve().parent.parent / "src" / "kalima" / "manual" / "start-and-size.md"
ROUNDS, QUICK = 11, 3
LARGEST = 5

IMPORTS = {
    "kalima": "the program itself: what no start needs is imported when it is first asked for",
    "werkzeug": "Flask stands on it: routing, requests and answers",
    "flask": "the framework of the HTTP API, with one place for errors and blueprints",
    "waitress": "the HTTP server: without it there is no page",
    "sqlite3": "the corpus is read by it",
    "sqlite_utils": "the user's own file is written by it",
    "email": "http.server and Werkzeug read the heads of requests by it",
    "http": "status codes and cookies, for Werkzeug",
    "html": "Werkzeug escapes text by it, with its table of 2,231 entities",
    "encodings": "Python reads and writes text by them",
    "importlib": "Python imports by it, and Flask asks it for versions",
    "inspect": "Flask and the dataclasses look at functions by it",
    "typing": "named tuples, of which most records here are",
    "dataclasses": "they write the methods of the parsed query's nodes when these are imported",
    "re": "the parser, the references and Werkzeug's rules are patterns",
    "logging": "whatever goes wrong is in the log",
    "ast": "inspect imports it",
    "asyncio": "nothing of ours: a library imports it",
    "site": "Python's own start from a checkout; the one file has none",
    "unicodedata": "folding of Arabic letters; its table is one library",
    "socket": "the server listens on one",
    "urllib": "addresses are taken apart by it",
    "concurrent": "threads that unpack and answer",
    "zipfile": "importlib's resources; the one file has none",
    "tempfile": "where the cache cannot be written",
    "selectors": "waitress waits for its connections by it",
    "decimal": "Werkzeug and sqlite-utils name it",
    "pathlib": "every path is one",
    "pyarabic": "letters are told apart from marks and made one spelling by it",
}
"""Why each package that may be among the largest is imported before the first search is answered."""
PARTS = {
    "Python: _kalima_corpus": "the corpus, packed by xz: text, annotations, treebank, index, translation",
    "Python: _kalima_files": "the page and the manual",
    "Python: kalima": "the program itself",
    "libpython3": "Python",
    "libsqlite3": "SQLite: the corpus and the user's own work are read and written by it",
    "unicodedata": "Unicode's tables: Arabic letters and marks are told apart and put in one form by them",
    "base_library.zip": "what Python needs of its library before it can import anything else",
    "Python: werkzeug": "Flask stands on it",
    "_decimal": "Werkzeug and sqlite-utils name decimal numbers",
    "Python: xlsxwriter": "tables for a spreadsheet",
    "ucrtbase": "the C library of Windows",
    "python3": "Python",
}
"""Why each part that may be among the largest is in the one file; a library is known by what its name has."""
UNKNOWN = "**no reason is known**: look whether it can go"


class Item(NamedTuple):
    """One package or part: milliseconds or bytes, its share of the whole, and why it stays."""

    name: str
    amount: float
    share: float
    why: str


def measure_part(quick: bool) -> Told:
    """Both accounts."""
    machine = describe_machine()
    make_executable()
    rounds = QUICK if quick else ROUNDS
    say(f"{rounds} starts")
    with TemporaryDirectory(prefix="kalima-bench-") as compiled:
        first_search(compiled)  # does not count: it compiles what the others import
        start = merge([read_imports(first_search(compiled)) for _ in range(rounds)])
    sizes = freeze.part_sizes(freeze.EXECUTABLE)
    run = f"On {machine}. Times are the least of {rounds} starts from the sources."
    lists = {"start": start, "size": {name: float(size) for name, size in sizes.items()}}
    return Told(render(run, start, sizes, freeze.EXECUTABLE.stat().st_size), {"run": run, **lists})


def first_search(compiled: Path | str) -> str:
    """Python's account of the imports up to the first search answered.

    :param compiled: a folder for compiled modules: the one file has all of them.
    """
    with TemporaryDirectory(prefix="kalima-bench-", ignore_cleanup_errors=True) as folder:
        log = Path(folder, "imports.txt")
        command = [sys.executable, "-X", "importtime", "-m", "kalima"]
        variables = {
            "PYTHONPATH": os.pathsep.join(sys.path),
            "PYTHONPYCACHEPREFIX": str(compiled),
            "PYTHONDONTWRITEBYTECODE": "",
        }
        with (
            log.open("wb") as errors,
            running(command, Path(folder), errors=errors, **variables) as server,
        ):
            server.get(FIRST_SEARCH.path())
            account = log.read_text("utf-8", errors="replace")
    return account


_LINE = re.compile(r"import time: +(\d+) \| +\d+ \| +(\S+)")


def read_imports(account: str) -> dict[str, float]:
    """Milliseconds by package: of its modules alone, whatever they import besides.

    :raises ValueError: if the account has no import.
    """
    found: dict[str, float] = defaultdict(float)
    for match in _LINE.finditer(account):
        found[match[2].partition(".")[0].lstrip("_")] += int(match[1]) / 1e3
    if not found:
        raise ValueError(f"no account of imports: {account[:200]}")
    return dict(found)


def merge(runs: Iterable[Mapping[str, float]]) -> dict[str, float]:
    """The least of each package over several runs: whatever else the machine did is not in it."""
    least: dict[str, float] = {}
    for run in runs:
        for name, amount in run.items():
            least[name] = min(amount, least.get(name, amount))
    return least


def largest(amounts: Mapping[str, float], whole: float, reasons: Mapping[str, str]) -> list[Item]:
    """The largest, each with its reason: that of the longest name which is in its own."""
    ranked = sorted(amounts.items(), key=lambda each: -each[1])[:LARGEST]
    items = []
    for name, amount in ranked:
        known = [each for each in reasons if each in name]
        why = reasons[name] if name in reasons else reasons[max(known, key=len)] if known else UNKNOWN
        items.append(Item(name, amount, amount / whole, why))
    return items


def render(run: str, start: Mapping[str, float], sizes: Mapping[str, int], whole: int) -> str:
    """Both tables as Markdown."""
    total = sum(start.values())
    lines = [run, "", f"Imports until the first search is answered take {total:.0f} ms, the largest:", ""]
    lines += ["| package | ms | share | why it stays |", "|---|---:|---:|---|"]
    lines += [
        f"| {item.name} | {item.amount:.1f} | {item.share:.0%} | {item.why} |"
        for item in largest(start, total, IMPORTS)
    ]
    lines += ["", f"The file has {whole / 1e6:.1f} MB, the largest parts:", ""]
    lines += ["| part | KB | share | why it stays |", "|---|---:|---:|---|"]
    lines += [
        f"| {item.name} | {item.amount / 1e3:,.0f} | {item.share:.0%} | {item.why} |"
        for item in largest(sizes, whole, PARTS)
    ]
    return "\n".join(lines)


def make_page(told: str) -> str:
    """The manual's page, around the tables."""
    return f"""# What the start and the file are made of

Written by `python3 build_scripts/dev.py bench --profile --write-manual`. How long a start takes and how large
the file is are among the README's figures, each with its aim; `dev.py freeze --report` lists all parts of the
file, and what each table of the corpus adds to it. Why the corpus is kept as it is, is told in
[a decision](decisions/0011-size-and-start.md).

{told}
"""


def write_manual(told: Told) -> None:
    PAGE.write_text(make_page(told.markdown), "utf-8", newline="\n")


PART = Part("profile", __doc__, measure_part, write_manual)

if __name__ == "__main__":
    sys.exit(bench_part.main(PART))
