"""Measures Kalima's HTTP API under load over loopback: requests a second, latency, errors, and memory.

The server is dist/kalima if that is newer than what it is made of, and else Kalima from its sources; the
load comes from wrk, and where that is not installed from a slower generator in Python. Both run on this
machine, so that they share its processors.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import quote

import bench_part
from bench_figures import median
from bench_load import Load, choose_generator
from bench_machine import describe_machine, read_memory, say
from bench_part import Part, Told
from bench_server import TOKEN, Server, choose_server, different_searches, serving

CONNECTIONS = (1, 16, 64)
CROWD = max(CONNECTIONS)
P99_MS = 50.0
"""What 99 % of the answers to the most connections stay under."""
GROWTH_MB = 5.0
"""What counts as flat: the interpreter's own heap moves by this much."""
MIX = "1,000 different searches"
DIFFERENT = 1_000
REST = 1
"""Seconds in which what the last load left unanswered is done, which the first would wait for."""


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
    """How often and how long each thing is measured, and after how many requests the memory is read."""

    runs: int
    seconds: int
    requests: Sequence[int]


FULL, QUICK = Rounds(3, 5, (1_000, 10_000, 50_000, 100_000)), Rounds(1, 1, (1_000, 2_000, 3_000))


class Report(NamedTuple):
    """What one run found.

    :param loads: every one by question and connections.
    :param memory: the server's in MB, after so many requests to it; empty where it is not measured.
    """

    run: str
    loads: Mapping[tuple[str, int], Sequence[Load]]
    memory: Sequence[tuple[int, float]]


def measure_part(quick: bool) -> Told:
    """Rates, latency and memory over HTTP."""
    report = measure(QUICK if quick else FULL)
    return Told(render(report), plain(report), figures(report))


# What is measured.


def measure(rounds: Rounds) -> Report:
    """Put every load on one server in turn, so that a busy moment of the machine falls on all alike; then all
    kinds of requests on another, whose memory is read."""
    machine = describe_machine()  # before this run loads it
    command, which = choose_server()
    generate, generator = choose_generator()
    loads: dict[tuple[str, int], list[Load]] = {}
    headers = {"Authorization": f"Bearer {TOKEN}"}
    with serving(command) as server:
        version = server.get_json("/api/v1/about")["version"]
        mix = different_searches(server, DIFFERENT)
        asked = {question.name: [question.path] if question.path else mix for question in QUESTIONS}
        for run in range(rounds.runs):
            for question in QUESTIONS:
                for connections in CONNECTIONS:
                    say(f"{run + 1} of {rounds.runs}: {question.name}, {connections} connections")
                    found = generate(server.port, asked[question.name], headers, connections, rounds.seconds)
                    loads.setdefault((question.name, connections), []).append(found)
            time.sleep(REST)
    named = [question.path for question in QUESTIONS if question.path]
    everything = [path for search in mix for path in (search, *named)]
    with serving(command) as server:
        memory = list(
            memory_after(server, rounds.requests, lambda: generate(server.port, everything, headers, 16, 1))
        )
    run_said = f"Kalima {version} ({which}) on {machine}. {describe_rounds(rounds, generator)}"
    return Report(run_said, loads, memory)


def memory_after(
    server: Server, steps: Sequence[int], load: Callable[[], Load]
) -> Iterator[tuple[int, float]]:
    """After at least as many requests as each step says: how many there were, and the server's memory then.

    :raises RuntimeError: if nothing is answered.
    """
    requests = 0
    for step in steps:
        say(f"memory after {step:,} requests")
        while requests < step:
            found = load().requests
            if not found:
                raise RuntimeError("Kalima does not answer any more.")
            requests += found
        memory = read_memory(server.process.pid).server
        if memory is not None:
            yield requests, memory


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
    if not report.memory:
        return "The server's memory is not measured here."
    read = ", ".join(f"{memory:.1f} MB after {requests:,}" for requests, memory in report.memory)
    flat = (
        "flat" if growth(report.memory) <= GROWTH_MB else f"**not flat: the aim is {GROWTH_MB:g} MB at most**"
    )
    return f"The server's memory over requests of all kinds: {read}. From the second on it is {flat}."


def summary(loads: Sequence[Load]) -> Load:
    """The medians of several loads, and all their requests and errors."""
    return Load(
        sum(load.requests for load in loads),
        median([load.rate for load in loads]),
        median([load.p50 for load in loads]),
        median([load.p99 for load in loads]),
        sum(load.errors for load in loads),
    )


def plain(report: Report) -> dict[str, Any]:
    """The whole run, with what each median was taken of."""
    rows = [
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
    memory = [{"requests": requests, "mb": memory} for requests, memory in report.memory]
    return {"run": report.run, "p99_aim": P99_MS, "rows": rows, "memory": memory}


def figures(report: Report) -> dict[str, float | None]:
    """The least rates and the longest waits: what holds for every question of the kind."""
    loads = {at: summary(loads) for at, loads in report.loads.items()}
    verse, _, *pages, _ = (question.name for question in QUESTIONS)
    return {
        "http_verse": min(loads[verse, connections].rate for connections in CONNECTIONS),
        "http_page": min(loads[page, connections].rate for page in pages for connections in CONNECTIONS),
        "http_p99": max(loads[question.name, CROWD].p99 for question in QUESTIONS if question.path),
        "http_mix_p99": loads[MIX, CROWD].p99,
        "http_errors": sum(load.errors for load in loads.values()),
        "http_growth": growth(report.memory) if report.memory else None,
    }


def growth(memory: Sequence[tuple[int, float]]) -> float:
    """By how much the memory grew, in MB: what is read once and kept comes in until the second reading."""
    return memory[-1][1] - memory[1][1]


PART = Part("http", __doc__, measure_part)

if __name__ == "__main__":
    sys.exit(bench_part.main(PART))
