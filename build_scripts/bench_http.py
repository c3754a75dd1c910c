"""Measures Kalima's HTTP API under load over loopback: requests a second, latency, errors, and memory.

Prints Markdown and writes build/bench_http.json. The server is dist/kalima if that is newer than what it is
made of, and else Kalima from its sources; the load comes from wrk, and where that is not installed from a
slower generator in Python. Both run on this machine, so that they share its processors.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple
from urllib.parse import quote

import bench
import freeze
from bench_figures import median
from bench_load import Load, choose_generator

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "build" / "bench_http.json"
CONNECTIONS = (1, 16, 64)
CROWD = max(CONNECTIONS)
P99_MS = 50.0
"""What 99 % of the answers to the most connections stay under."""
GROWTH_MB = 5.0
"""What counts as flat: the interpreter's own heap moves by this much."""
MIX = "1,000 different searches"


class Question(NamedTuple):
    """What is asked, and how many answers a second there should be at least."""

    name: str
    path: str
    aim: int | None = None


def _search(query: str, paging: str) -> str:
    return f"/api/v1/search?q={quote(query)}&{paging}"


QUESTIONS = (
    Question("a verse", "/api/v1/verses/2:255", 2_000),
    Question("a surah", "/api/v1/surahs/36"),
    Question("50 words of a root, with segments", _search("root:قول", "by=word&limit=50"), 1_000),
    Question(
        "50 verses of a pattern", _search('[pos="V"] -subject-> [lemma="الله"]', "by=verse&limit=50"), 1_000
    ),
    Question(MIX, ""),
)


class Rounds(NamedTuple):
    """How often and how long each thing is measured."""

    runs: int
    seconds: int
    requests: int


FULL, QUICK = Rounds(3, 5, 100_000), Rounds(1, 2, 10_000)


class Report(NamedTuple):
    """What one run found: by question and connections every load, and the server's memory in MB."""

    run: str
    loads: Mapping[tuple[str, int], Sequence[Load]]
    requests: int
    before: float | None
    after: float | None


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="fewer and shorter rounds")
    options = parser.parse_args(arguments)
    report = measure(QUICK if options.quick else FULL)
    write_results(RESULTS, report)
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # Arabic, whatever the terminal
    print(render(report))
    return 0


# What is measured.


def measure(rounds: Rounds) -> Report:
    """Put every load on the server in turn, so that a busy moment of the machine falls on all alike."""
    machine = bench.describe_machine()  # before this run loads it
    command, which = choose_server()
    generate, generator = choose_generator()
    loads: dict[tuple[str, int], list[Load]] = {}
    with (
        TemporaryDirectory(prefix="kalima-bench-") as folder,
        bench.running(command, Path(folder), PYTHONPATH=os.pathsep.join(sys.path)) as server,
    ):
        version = server.get_json("/api/v1/about")["version"]
        mix = bench.different_searches(server, bench.MIXED)
        asked = {question.name: [question.path] if question.path else mix for question in QUESTIONS}
        headers = {"Authorization": f"Bearer {bench.TOKEN}"}

        def load(paths: Sequence[str], connections: int) -> Load:
            return generate(server.port, paths, headers, connections, rounds.seconds)

        for run in range(rounds.runs):
            for question in QUESTIONS:
                for connections in CONNECTIONS:
                    bench.say(f"{run + 1} of {rounds.runs}: {question.name}, {connections} connections")
                    found = load(asked[question.name], connections)
                    loads.setdefault((question.name, connections), []).append(found)
        bench.say(f"memory over {rounds.requests:,} requests")
        named = [question.path for question in QUESTIONS if question.path]
        everything = [path for search in mix for path in (search, *named)]
        before, requests = bench.read_memory(server.process.pid).server, 0
        while requests < rounds.requests:
            found = load(everything, 16)
            if not found.requests:
                raise RuntimeError("Kalima does not answer any more.")
            requests += found.requests
        after = bench.read_memory(server.process.pid).server
    run_said = f"Kalima {version} ({which}) on {machine}. {describe_rounds(rounds, generator)}"
    return Report(run_said, loads, requests, before, after)


def choose_server() -> tuple[list[str], str]:
    """The command that starts Kalima, and what is started by it."""
    parts = [ROOT / "kalima.spec", *(ROOT / "src").rglob("*"), *freeze.CORPUS.rglob("*")]
    files = [part for part in parts if part.is_file() and "__pycache__" not in part.parts]
    executable = freeze.EXECUTABLE
    newest = max(file.stat().st_mtime for file in files)
    if executable.exists() and executable.stat().st_mtime >= newest:
        return [str(executable)], "the executable"
    return [sys.executable, "-m", "kalima"], "from its sources: the executable is missing or older"


def describe_rounds(rounds: Rounds, generator: str) -> str:
    """How the figures were come by."""
    several = f"the median of {rounds.runs} loads" if rounds.runs > 1 else "of one load"
    return (
        f"Each line is {several} of {rounds.seconds} s that {generator} puts on the server over connections"
        f" that stay open; {MIX} are asked in turn, which are too many for the server to remember."
    )


# What is told.


def render(report: Report) -> str:
    """The report as Markdown."""
    return "\n".join(
        [
            report.run,
            "",
            f"| asked | connections | requests/s (aim) | p50 (ms) | p99 (ms, aim < {P99_MS:g} at {CROWD})"
            " | errors (aim 0) |",
            "|---|---:|---:|---:|---:|---:|",
            *(
                _row(question, connections, report.loads[question.name, connections])
                for question in QUESTIONS
                for connections in CONNECTIONS
            ),
            "",
            _memory(report),
        ]
    )


def _row(question: Question, connections: int, loads: Sequence[Load]) -> str:
    load = summary(loads)
    rate = f"{load.rate:,.0f}"
    if question.aim is not None:
        rate = (
            f"**{rate}, under** (≥ {question.aim:,})"
            if load.rate < question.aim
            else f"{rate} (≥ {question.aim:,})"
        )
    p99 = f"{load.p99:.1f}"
    if connections == CROWD and load.p99 >= P99_MS:
        p99 = f"**{p99}, over**"
    errors = f"**{load.errors:,}**" if load.errors else "0"
    return f"| {question.name} | {connections} | {rate} | {load.p50:.2f} | {p99} | {errors} |"


def _memory(report: Report) -> str:
    if report.before is None or report.after is None:
        return "The server's memory is not measured here."
    growth = report.after - report.before
    flat = "flat" if growth <= GROWTH_MB else f"**not flat: the aim is {GROWTH_MB:g} MB at most**"
    return (
        f"The server's memory is {report.before:.1f} MB before and {report.after:.1f} MB after"
        f" {report.requests:,} more requests: {flat}."
    )


def summary(loads: Sequence[Load]) -> Load:
    """The medians of several loads, and all their requests and errors."""
    return Load(
        sum(load.requests for load in loads),
        median([load.rate for load in loads]),
        median([load.p50 for load in loads]),
        median([load.p99 for load in loads]),
        sum(load.errors for load in loads),
    )


def write_results(path: Path, report: Report) -> None:
    """Write the whole run as JSON, with what each median was taken of."""
    rows: list[dict[str, Any]] = [
        {
            **question._asdict(),
            "connections": connections,
            **summary(loads)._asdict(),
            "loads": [load._asdict() for load in loads],
        }
        for question in QUESTIONS
        for connections in CONNECTIONS
        if (loads := report.loads[question.name, connections])
    ]
    memory = {"requests": report.requests, "before": report.before, "after": report.after}
    result = {"run": report.run, "p99_aim": P99_MS, "rows": rows, "memory": memory}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", "utf-8", newline="\n")


if __name__ == "__main__":
    sys.exit(main())
