"""What the benchmark measures, each figure with its aim, and the Markdown that tells it.

The same Markdown stands in the README, where ``tests/build/test_bench.py`` reads it back: what is shown can
be told again from the numbers that it shows.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple
from urllib.parse import quote

BEGIN, END = "<!-- figures:begin -->", "<!-- figures:end -->"
AIM_MS = 5.0
"""The latency that a search stays under."""


class Figure(NamedTuple):
    """One number about Kalima, what it should be at most, and how exactly it is told."""

    key: str
    name: str
    unit: str
    digits: int
    aim: float | None = None
    strict: bool = False
    """Whether it must stay under its aim instead of reaching it at most."""
    least: bool = False
    """Whether it must reach its aim at least."""

    def misses(self, value: float) -> bool:
        if self.aim is None:
            return False
        return value < self.aim if self.least else value >= self.aim if self.strict else value > self.aim

    def aim_in_words(self) -> str:
        if self.aim is None:
            return "–"
        return f"{'≥' if self.least else '<' if self.strict else '≤'} {self.aim:,g}"


FIGURES = (
    Figure("size", "size of the file", "MB", 1, 12),
    Figure("start", "from the start of the program to the first search answered", "s", 2, 0.5),
    Figure("first_start", "the same on the first start ever, which unpacks the corpus", "s", 2, 1),
    Figure("memory", "memory of the server after 1,000 different searches", "MB", 1, 50),
    Figure("memory_both", "the same with the process that started it", "MB", 1, 50),
    Figure("memory_peak", "the server's memory at its highest until then", "MB", 1),
    Figure("memory_first_start", "the server's memory at its highest on the first start ever", "MB", 1),
    Figure("latency_p50", "latency of the 20 searches below, p50", "ms", 2),
    Figure("latency_p99", "latency of the 20 searches below, p99", "ms", 2, AIM_MS, strict=True),
    Figure("once_p50", "latency of 1,000 different searches, each asked once, p50", "ms", 2),
    Figure(
        "once_p99", "latency of 1,000 different searches, each asked once, p99", "ms", 2, AIM_MS, strict=True
    ),
    Figure("engine_p50", "the dearest of eight queries in the engine, p50", "ms", 2, 2, strict=True),
    Figure("engine_p99", "the dearest of eight queries in the engine, p99", "ms", 2, 10, strict=True),
    Figure("completion_p99", "completion of a query, p99", "ms", 2, 5, strict=True),
    Figure(
        "http_verse", "a verse over 1, 16 and 64 connections, the least", "requests/s", 0, 2_000, least=True
    ),
    Figure(
        "http_page", "50 hits over 1, 16 and 64 connections, the least", "requests/s", 0, 1_000, least=True
    ),
    Figure("http_p99", "latency of these over 64 connections, p99 of the slowest", "ms", 1, 50, strict=True),
    Figure("http_mix_p99", "1,000 different searches over 64 connections, p99", "ms", 1),
    Figure("http_errors", "errors under that load", "answers", 0, 0),
    Figure("http_growth", "growth of the memory from 10,000 to 100,000 requests", "MB", 1, 5),
    Figure("mixed_p99", "64 connections that read, search and write for 5 minutes, p99", "ms", 1),
    Figure("mixed_errors", "errors meanwhile", "answers", 0, 0),
    Figure("mixed_lost", "of what was acknowledged meanwhile, lost by kill -9", "items", 0, 0),
    Figure("research_p99", "a verse's own research of 100,000 annotations, p99", "ms", 2, 20, strict=True),
    Figure("frequency", "frequency by root of 10,404 hits, p50", "ms", 1, 20, strict=True),
    Figure("concordance", "100 sorted lines of 10,404 hits, p50", "ms", 1, 30, strict=True),
    Figure("collocates", "collocates of الله, p50", "ms", 1, 50, strict=True),
    Figure("sketch", "sketch of a root, p50", "ms", 1, 50, strict=True),
    Figure("csv", "every word written as CSV", "s", 2, 5, strict=True),
    Figure("csv_memory", "memory for that, above a search's", "MB", 1, 50, strict=True),
    Figure("paint", "first contentful paint of the page", "ms", 0, 300, strict=True),
    Figure("floor", "that of an answer of one line, which no page of this browser can beat", "ms", 0),
    Figure("shown", "from the key to the search shown", "ms", 0, 100),
    Figure("shown_floor", "these results put there ready-made: what the browser alone takes", "ms", 0),
    Figure("tree", "2:282's tree drawn, as much as its frame shows", "ms", 0, 200, strict=True),
    Figure("tree_whole", "all of it, with the rows below", "ms", 0),
    Figure("frame", "longest frame while surah 2 scrolls with its words' analysis", "ms", 0, 50),
    Figure(
        "page_size", "JavaScript and CSS of all pages, as the executable has them", "KB", 0, 300, strict=True
    ),
    Figure("page_written", "the same as they are written, with comments and indentation", "KB", 0),
    Figure("view_size", "what the heaviest page needs of them", "KB", 0, 300, strict=True),
)
SEARCH_P99 = Figure("p99", "a search's p99", "ms", 2, AIM_MS, strict=True)


class Search(NamedTuple):
    """A search that is measured by name."""

    name: str
    query: str
    paging: str = "limit=20"

    def path(self) -> str:
        return f"/api/v1/search?q={quote(self.query)}&{self.paging}"


SEARCHES = (
    Search("a word", "الرحمن"),
    Search("a word in modern spelling", "الصلاة"),
    Search("a common word", "من"),
    Search("a word, spelled just so", "=ٱلرَّحْمَـٰنِ"),
    Search("a phrase", '"الحمد لله"'),
    Search("a phrase of four common words", '"يا أيها الذين آمنوا"'),
    Search("a root", "root:قول"),
    Search("a root in Buckwalter letters", "root:qwl"),
    Search("a lemma", "lemma:كتاب"),
    Search("a part of speech", "pos:V"),
    Search("three tests of one word", "root:قول&pos:V&aspect:PERF"),
    Search("five tests of one word", "pos:V&form:IV&voice:PASS&person:3&number:P"),
    Search("what the corpus leaves to infer", "pos:V&mood:IND"),
    Search("a word and a root in one verse", "الله root:رحم"),
    Search("three roots in one verse", "root:امن root:عمل root:صلح"),
    Search("a prefix", "prefix:Al"),
    Search("a suffix", "suffix:PRON"),
    Search("25,000 hits", "pos:N"),
    Search("25,000 hits, a late page", "pos:N", "limit=20&offset=5000"),
    Search("25,000 hits, a late page by words", "pos:N", "by=word&limit=20&offset=25000"),
)


class Latency(NamedTuple):
    """A named search: how many words it finds, and how many milliseconds it takes."""

    found: int
    p50: float
    p99: float


class Report(NamedTuple):
    """What one run found. ``values`` have the figures' keys; what is ``None`` was not measured."""

    run: str
    values: Mapping[str, float | None]
    searches: Mapping[str, Latency]


def percentile(values: Sequence[float], percent: float) -> float:
    """The least of ``values`` that ``percent`` % of them do not exceed (nearest rank): one that was measured.

    :raises ValueError: if there are no values, or ``percent`` is not above 0 and at most 100.
    """
    if not values or not 0 < percent <= 100:
        raise ValueError(f"no percentile {percent} of {len(values)} values")
    return sorted(values)[math.ceil(len(values) * percent / 100) - 1]


def median(values: Sequence[float]) -> float:
    """The middle of ``values``, or the mean of the two in the middle.

    :raises ValueError: if there are no values.
    """
    if not values:
        raise ValueError("no median of no values")
    ranked, middle = sorted(values), len(values) // 2
    return ranked[middle] if len(values) % 2 else (ranked[middle - 1] + ranked[middle]) / 2


# Markdown, written and read back.


def render(report: Report) -> str:
    """The report as Markdown: how it was measured, the figures, the searches."""
    return f"{report.run}\n\n{figures_table(report.values)}\n\n{searches_table(report)}"


def figures_table(values: Mapping[str, float | None]) -> str:
    """Every figure beside its aim; what has no value was not measured."""
    rows = [_figure_row(figure, values.get(figure.key)) for figure in FIGURES]
    return "\n".join(["| figure | measured | aim | unit |", "|---|---:|---:|---|", *rows])


def searches_table(report: Report) -> str:
    """The named searches."""
    head = f"| search | typed | words found | p50 (ms) | p99 (ms, aim {SEARCH_P99.aim_in_words()}) |"
    rows = [_search_row(search, report.searches[search.name]) for search in SEARCHES]
    return "\n".join([head, "|---|---|---:|---:|---:|", *rows])


def _figure_row(figure: Figure, value: float | None) -> str:
    return f"| {figure.name} | {shown(figure, value)} | {figure.aim_in_words()} | {figure.unit} |"


def shown(figure: Figure, value: float | None) -> str:
    """The value as it is told; bold and named where, as told, it misses the aim."""
    if value is None:
        return "not measured here"
    told = f"{value:,.{figure.digits}f}"
    if not figure.misses(float(told.replace(",", ""))):
        return told
    return f"**{told}, {'under' if figure.least else 'over'}**"


def _search_row(search: Search, took: Latency) -> str:
    typed = search.query + ("" if search.paging == "limit=20" else f" ({search.paging})")
    p99 = shown(SEARCH_P99, took.p99)
    return f"| {search.name} | `{typed}` | {took.found:,} | {took.p50:.2f} | {p99} |"


def parse(markdown: str) -> Report:
    """The report that :func:`render` told.

    :raises ValueError: if a figure or a search is missing, or there is one that is not measured.
    """
    lines = markdown.strip().splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines if line.startswith("|")]
    figures = {row[0]: row[1] for row in rows if len(row) == 4 and row[0] != "figure"}
    searches = {row[0]: row[2:] for row in rows if len(row) == 5 and row[0] != "search"}
    _expect_names("figures", list(figures), [figure.name for figure in FIGURES])
    _expect_names("searches", list(searches), [search.name for search in SEARCHES])
    return Report(
        lines[0],
        {figure.key: _number(figures[figure.name]) for figure in FIGURES},
        {
            name: Latency(int(found.replace(",", "")), float(p50), _number(p99) or 0.0)
            for name, (found, p50, p99) in searches.items()
        },
    )


def _expect_names(kind: str, found: list[str], expected: list[str]) -> None:
    if found != expected:
        raise ValueError(f"the {kind} are {found} and should be {expected}")


def _number(cell: str) -> float | None:
    match = re.search(r"-?[\d,]+(\.\d+)?", cell)
    return float(match[0].replace(",", "")) if match else None


def in_readme(readme: str) -> str:
    """The Markdown between the README's two markers.

    :raises ValueError: if they do not both stand there, once and in order.
    """
    if readme.count(BEGIN) != 1 or readme.count(END) != 1 or readme.index(END) < readme.index(BEGIN):
        raise ValueError(f"the README must have {BEGIN} and, below it, {END}, each once")
    return readme[readme.index(BEGIN) + len(BEGIN) : readme.index(END)].strip()


def put_in_readme(readme: str, markdown: str) -> str:
    """The README with this Markdown between its two markers.

    :raises ValueError: if they do not both stand there, once and in order.
    """
    in_readme(readme)
    return f"{readme[: readme.index(BEGIN) + len(BEGIN)]}\n{markdown}\n{readme[readme.index(END) :]}"
