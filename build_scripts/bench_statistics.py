"""Measures the statistics in process, each as a user waits for it: the search and all that is answered.

"First" is the first time in the process, which turns the postings of its attribute into a column; the
others are what every later one takes. Processor time tells what a busy machine adds. Whole results are
written as files, each by a process of its own: memory is what it needs more than for a search.
"""

from __future__ import annotations

import argparse
import gc
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import bench_part
from bench_figures import FIGURES, Figure, median, percentile, shown
from bench_machine import describe_machine, highest_memory, say
from bench_part import Part, Told
from kalima import __version__
from kalima.bundle import open_library
from kalima.study.library import Library
from kalima.study.statistics.collocation import collocates
from kalima.study.statistics.concordance import concordance
from kalima.study.statistics.dispersion import dispersion
from kalima.study.statistics.frequency import frequency
from kalima.study.statistics.keyness import keyness
from kalima.study.statistics.ngrams import ngrams
from kalima.study.statistics.sketch import root_sketch
from kalima.study.tables.files import write_file
from kalima.study.tables.results import hits_table

RUNS, QUICK_RUNS = 100, 11


class Measured(NamedTuple):
    """A statistic that is measured: what it is, how it is asked for, and the aim for its median.

    :param key: of the figure that it is in the README, if it is one.
    """

    name: str
    ask: Callable[[Library], dict[str, Any]]
    aim: float | None = None
    key: str = ""

    @property
    def figure(self) -> Figure:
        return Figure("p50", "half of the runs", "ms", 1, self.aim, strict=True)


TEN_THOUSAND = '[pos="N" & case="GEN"]'
"""A query of about ten thousand hits."""
MEASURED = (
    Measured(
        "frequency of 10,404 hits by root",
        lambda library: frequency(library, TEN_THOUSAND, ["root"]),
        20,
        "frequency",
    ),
    Measured(
        "the same by root and surah", lambda library: frequency(library, TEN_THOUSAND, ["root", "surah"])
    ),
    Measured("the lemmas of the whole text", lambda library: frequency(library, "[]", ["lemma"])),
    Measured(
        "100 lines of 10,404 hits, sorted by three words",
        lambda library: concordance(
            library, TEN_THOUSAND, sort=["right1", "right2", "left1"], offset=5_000, limit=100
        ),
        30,
        "concordance",
    ),
    Measured(
        "collocates of الله, 5 words on either side",
        lambda library: collocates(library, "الله"),
        50,
        "collocates",
    ),
    Measured("the same in the verse", lambda library: collocates(library, "الله", within="verse")),
    Measured(
        "the verbs of which الله is the subject",
        lambda library: collocates(library, "lemma:الله", relation="subject"),
    ),
    Measured(
        "keyness of the Meccan beside the Medinan lemmas",
        lambda library: keyness(library, "[] in:meccan", "[] in:medinan"),
    ),
    Measured("dispersion of موسى", lambda library: dispersion(library, "موسى")),
    Measured("4-grams of the whole text", lambda library: ngrams(library, size=4, by="word")),
    Measured("sketch of the root قول", lambda library: root_sketch(library, "قول"), 50, "sketch"),
    Measured("sketch of the root كتب", lambda library: root_sketch(library, "كتب"), 50),
)


EVERY_WORD = "[]"
WRITTEN = ("csv", "json", "xlsx")
"""The formats in which every word is written out."""
SECONDS, MEGABYTES = (
    next(figure for figure in FIGURES if figure.key == key) for key in ("csv", "csv_memory")
)


class Written(NamedTuple):
    """A result that was written to a file.

    :param seconds: by the clock, and of the ``processor``.
    :param memory: MB at the highest, above what was needed before.
    """

    form: str
    rows: int
    size: float
    seconds: float
    processor: float
    memory: float


class Times(NamedTuple):
    """Milliseconds: the first time, then by the clock and of the processor in each run."""

    first: float
    clock: list[float]
    processor: list[float]


def measure_part(quick: bool) -> Told:
    """Each statistic in process."""
    machine = describe_machine()  # before this run loads it
    runs = QUICK_RUNS if quick else RUNS
    library, _ = open_library()
    say(f"{runs} runs of {len(MEASURED)} statistics")
    times = [measure(library, each, runs) for each in MEASURED]
    forms = WRITTEN[:1] if quick else WRITTEN
    say(f"every word as {', '.join(forms)}")
    written = [write_apart(form) for form in forms]
    told = f"Kalima {__version__} on {machine}. {runs} runs of each in one process, as JSON."
    pairs = list(zip(MEASURED, times, strict=True))
    rows = [{"name": each.name, "aim": each.aim, **took._asdict()} for each, took in pairs]
    figures: dict[str, float | None] = {each.key: median(took.clock) for each, took in pairs if each.key}
    for each in written:
        if each.form == "csv":
            figures |= {SECONDS.key: each.seconds, MEGABYTES.key: each.memory}
    plain = {"run": told, "rows": rows, "written": [each._asdict() for each in written]}
    return Told(render(told, times) + "\n" + render_written(written), plain, figures)


def write_apart(form: str) -> Written:
    """Write every word as a file in a process of its own."""
    asked = [sys.executable, __file__, "--write", form]
    told = subprocess.run(asked, check=True, capture_output=True, text=True).stdout
    return Written(*json.loads(told))


def write_once(library: Library, query: str, form: str) -> Written:
    """Write the words that a query finds, after a search that has everything ready."""
    hits = library.search(query)
    before = highest_memory() or 0.0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "words"
        clock, processor = time.perf_counter(), time.process_time()
        table = hits_table(library, hits, "word")
        write_file(table, form, path)
        clock, processor = time.perf_counter() - clock, time.process_time() - processor
        size = path.stat().st_size / 1e6
    return Written(form, table.count, size, clock, processor, (highest_memory() or 0.0) - before)


def measure(library: Library, measured: Measured, runs: int) -> Times:
    """Ask for one statistic so often, and once more before."""
    first, _ = milliseconds(library, measured)
    gc.collect()
    pairs = [milliseconds(library, measured) for _ in range(runs)]
    return Times(first, [clock for clock, _ in pairs], [processor for _, processor in pairs])


def milliseconds(library: Library, measured: Measured) -> tuple[float, float]:
    """How long one answer takes up to its JSON, by the clock and of the processor."""
    clock, processor = time.perf_counter(), time.thread_time()
    json.dumps(measured.ask(library), ensure_ascii=False)
    return (time.perf_counter() - clock) * 1e3, (time.thread_time() - processor) * 1e3


def render(told: str, times: Sequence[Times]) -> str:
    """The figures as Markdown; what misses its aim is bold."""
    lines = [
        told,
        "",
        "| statistic | first (ms) | p50 (ms) | aim | p99 (ms) | processor, p50 (ms) |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for measured, each in zip(MEASURED, times, strict=True):
        figure = measured.figure
        lines.append(
            f"| {measured.name} | {each.first:.0f} | {shown(figure, median(each.clock))}"
            f" | {figure.aim_in_words()} | {percentile(each.clock, 99):.1f} | {median(each.processor):.1f} |"
        )
    return "\n".join(lines)


def render_written(written: Sequence[Written]) -> str:
    """The files as Markdown; what misses its aim is bold. The aims are those of CSV."""
    lines = [
        "",
        "| every word as | rows | MB | seconds | aim | of the processor | more memory (MB) | aim |",
        "|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for each in written:
        cells = []
        for figure, value in ((SECONDS, each.seconds), (MEGABYTES, each.memory)):
            aimed = figure if each.form == "csv" else figure._replace(aim=None)
            cells += [shown(aimed, value), aimed.aim_in_words()]
        cells.insert(2, f"{each.processor:.2f}")
        lines.append(f"| {each.form} | {each.rows:,} | {each.size:.1f} | {' | '.join(cells)} |")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """The part's own command line, and what a process of its own is asked to write."""
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--write", metavar="FORMAT")
    options, others = parser.parse_known_args(arguments)
    if options.write:
        print(json.dumps(write_once(open_library()[0], EVERY_WORD, options.write)))
        return 0
    return bench_part.main(Part("statistics", __doc__, measure_part), others)


if __name__ == "__main__":
    sys.exit(main())
