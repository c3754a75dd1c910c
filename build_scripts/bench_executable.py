"""Measures Kalima's one file as its user meets it: started from outside, asked over HTTP.

The file is made first if it is missing or older than what it is made from.
"""

from __future__ import annotations

import contextlib
import itertools
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import bench_part
import freeze
from bench_figures import AIM_MS, SEARCHES, Latency, Report, Search, median, percentile, searches_table
from bench_machine import describe_machine, read_memory, say
from bench_part import Part, Told
from bench_server import ROOT, Server, different_searches, running

FIRST_SEARCH = Search("the first search", "root:قول")
MIXED = 1_000


class Rounds(NamedTuple):
    """How often each thing is measured."""

    starts: int
    first_starts: int
    searches: int
    servers: int
    """That are asked the different searches, each of them once."""


FULL, QUICK = Rounds(11, 3, 50, 3), Rounds(5, 3, 15, 1)


def measure_part(quick: bool) -> Told:
    """Size, start, memory and latency of the executable."""
    make_executable()
    report, samples = measure(freeze.EXECUTABLE, QUICK if quick else FULL)
    plain = {
        "run": report.run,
        "searches": [
            {**search._asdict(), **report.searches[search.name]._asdict(), "aim": AIM_MS}
            for search in SEARCHES
        ],
        "samples": samples,
    }
    return Told(f"{report.run}\n\n{searches_table(report)}", plain, report.values)


def make_executable() -> None:
    """Freeze Kalima, unless the file is there and newer than everything that goes into it."""
    inputs = [ROOT / "kalima.spec", ROOT / "build_scripts" / "entry.py", ROOT / "build_scripts" / "freeze.py"]
    for folder in (ROOT / "src", freeze.CORPUS):
        inputs += [path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    executable = freeze.EXECUTABLE
    if executable.exists() and executable.stat().st_mtime >= max(path.stat().st_mtime for path in inputs):
        return
    say("making the executable")
    with contextlib.redirect_stdout(sys.stderr):  # standard output is the report's
        freeze.main([])


def measure(executable: Path, rounds: Rounds) -> tuple[Report, dict[str, list[float]]]:
    """Everything there is to measure, and the single samples of what is told as a median or a percentile."""
    machine = describe_machine()  # before this run loads it
    with TemporaryDirectory(prefix="kalima-bench-") as folder:
        say("first starts")
        first_starts, peaks = [], []
        for number in range(rounds.first_starts):
            seconds, peak = time_first_search(executable, Path(folder, f"first-{number}"))
            first_starts.append(seconds)
            peaks.append(peak)
        home = Path(folder, "first-0")  # where the corpus is unpacked by now
        say("warm starts")
        starts = [time_first_search(executable, home)[0] for _ in range(rounds.starts)]
        say("named searches")
        with running([executable], home) as server:
            version = server.get_json("/api/v1/about")["version"]
            found = {search.name: words_found(server, search) for search in SEARCHES}
            taken = time_searches(server, rounds.searches)
            mixed = different_searches(server, MIXED)
        say("different searches")
        once, memories = [], []
        for _ in range(rounds.servers):
            with running([executable], home) as server:
                once.append([server.milliseconds(path) for path in mixed])
                memories.append(read_memory(server.process.pid))
        memory = max(memories)
    every = list(itertools.chain.from_iterable(taken.values()))
    values: dict[str, float | None] = {
        "size": executable.stat().st_size / 1e6,
        "start": median(starts),
        "first_start": median(first_starts),
        "memory": memory.server,
        "memory_both": memory.both,
        "memory_peak": memory.peak,
        "memory_first_start": None if None in peaks else median([peak for peak in peaks if peak]),
        "latency_p50": percentile(every, 50),
        "latency_p99": percentile(every, 99),
        "once_p50": median([percentile(times, 50) for times in once]),
        "once_p99": median([percentile(times, 99) for times in once]),
    }
    searches = {
        name: Latency(found[name], percentile(times, 50), percentile(times, 99))
        for name, times in taken.items()
    }
    run = f"Kalima {version} on {machine}. {describe_rounds(rounds)}"
    return Report(run, values, searches), {
        "start": starts,
        "first_start": first_starts,
        "once": list(itertools.chain.from_iterable(once)),
        **taken,
    }


def describe_rounds(rounds: Rounds) -> str:
    """How the figures were come by."""
    return (
        f"Starts are the median of {rounds.starts}, first starts of {rounds.first_starts}, all with the file"
        f" in the system's page cache; each search below was asked {rounds.searches} times, in turn with the"
        " others, over one connection. The 1,000 different ones were each asked once of a server of their own"
        f": of {rounds.servers} times the median is told, and the most memory. 1 MB is 1,000,000 bytes; p99"
        " is the value that 99 % of the answers do not exceed."
    )


# What is measured.


def words_found(server: Server, search: Search) -> int:
    """How many words a search finds."""
    return int(server.get_json(search.path())["total"]["words"])


def time_first_search(executable: Path, home: Path) -> tuple[float, float | None]:
    """Seconds from the program's start to the first search answered; its highest memory until then in MB."""
    start = time.perf_counter()
    with running([executable], home) as server:
        server.get(FIRST_SEARCH.path())
        seconds = time.perf_counter() - start
        return seconds, read_memory(server.process.pid).peak


def time_searches(server: Server, rounds: int) -> dict[str, list[float]]:
    """Milliseconds of every named search, in turn: a busy moment of the machine falls on all alike."""
    taken: dict[str, list[float]] = {search.name: [] for search in SEARCHES}
    for _ in range(rounds):
        for search in SEARCHES:
            taken[search.name].append(server.milliseconds(search.path()))
    return taken


PART = Part("executable", __doc__, measure_part)

if __name__ == "__main__":
    sys.exit(bench_part.main(PART))
