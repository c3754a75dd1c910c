"""Measures Kalima's engine in process on eight kinds of query, its peers beside it on the same words.

Every time, a query is parsed, run on the index, and asked for its three totals and its first 20 matches; a
peer reads its query and tells one total and the first 20.
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import bench_part
from bench_fabric import open_fabric
from bench_figures import Figure, median, percentile, shown
from bench_machine import describe_machine, say
from bench_part import Part, Told, milliseconds
from bench_peers import SHOWN, Missing, Peer, open_alfanous, open_fts5, open_tantivy, read_corpus
from kalima import __version__
from kalima.bundle import digest, open_library
from kalima.search.engine import run
from kalima.search.index import SearchIndex
from kalima.search.parser import parse

PAGE = Path(__file__).resolve().parent.parent / "src" / "kalima" / "manual" / "engine-speed.md"
P50 = Figure("p50", "half of the runs", "ms", 2, 2.0, strict=True)
P99 = Figure("p99", "99 % of the runs", "ms", 2, 10.0, strict=True)
COMPLETION = Figure("completion", "a completion", "ms", 2, 5.0, strict=True)
TURN = 10
"""Runs of one engine before it is another one's turn; one before them, in which the memory is still full of
the others' data, does not count."""
RUNS, QUICK_RUNS = 20 * TURN, TURN


class Query(NamedTuple):
    """A query that is measured, and the name by which the peers know it."""

    key: str
    name: str
    text: str


QUERIES = (
    Query("features", "four features of one word", '[root="نزل" & pos="V" & form="II|IV" & voice="PASS"]'),
    Query("negation", "two features negated", '[pos="N" & !case="GEN" & state!="INDEF"]'),
    Query(
        "sequence",
        "three words in a row, with a gap",
        '[pos="V"] []{0,2} [pos="PN" & case="NOM"] [pos="N|ADJ"]',
    ),
    Query(
        "condition",
        "two words of one root",
        'A:[pos="V"] []{0,4} B:[deriv="VN" & case="ACC"] :: A.root = B.root',
    ),
    Query("arc", "an arc", 'V:[pos="V" & voice="PASS"] -نائب فاعل-> [number="P"]'),
    Query("deep_arc", "an arc at any depth", '[root="قول"] ->> [lemma="الله"]'),
    Query("wildcard", "a spelling with a wildcard", "ي*ون"),
    Query("phrase", "a phrase", '"يا أيها الذين آمنوا"'),
)
COMPLETED = (
    "",
    "ro",
    "root:ق",
    "root:qw",
    "lemma:كت",
    "pos:",
    '[pos="V" & form="',
    "[] -sub",
    "in:baq",
    "الرح",
    "suffix:3",
    "translit:al",
)
"""Beginnings of queries, each completed at its end."""


class Totals(NamedTuple):
    """How much a query finds in Kalima."""

    matches: int
    words: int
    verses: int


class Times(NamedTuple):
    """Milliseconds that Kalima takes for a query: the first time, and in each run that counts."""

    first: float
    parse: list[float]
    run: list[float]

    @property
    def whole(self) -> float:
        """The median of both steps together, to which the peers' are held: they tell no steps apart."""
        return median([sum(steps) for steps in zip(self.parse, self.run, strict=True)])


class Rival(NamedTuple):
    """A query in a peer: what it finds, and the milliseconds of each run that counts.

    :param typed: the query in the peer's own language.
    :param counts: what its total is the number of: words or verses.
    :param differs: why its total is not Kalima's, if it is known not to be.
    """

    query: str
    peer: str
    typed: str
    counts: str
    total: int
    times: list[float]
    differs: str = ""


class Refusal(NamedTuple):
    """Why a peer cannot be asked a query."""

    query: str
    peer: str
    cannot: str


class Report(NamedTuple):
    """What one run found; ``totals`` and ``times`` by the queries' keys, ``missing`` says which peers are."""

    run: str
    totals: Mapping[str, Totals]
    times: Mapping[str, Times]
    rivals: Sequence[Rival | Refusal]
    missing: Sequence[str] = ()
    completions: Sequence[float] = ()


def measure_part(quick: bool) -> Told:
    """The engine and its peers."""
    report = measure(QUICK_RUNS if quick else RUNS)
    return Told(render(report), plain(report), figures(report))


def write_manual(told: Told) -> None:
    PAGE.write_text(make_page(told.markdown), "utf-8", newline="\n")


# What is measured.


def measure(runs: int) -> Report:
    """Ask the engines in turns, so that a busy moment of the machine falls on all alike."""
    machine = describe_machine()  # before this run loads it
    say("opening Kalima's index")
    library, _ = open_library()
    index = library.index
    totals, times = {}, {}
    for query in QUERIES:
        totals[query.key], *steps = ask_kalima(query.text, index)
        times[query.key] = Times(sum(steps), [], [])
    peers, missing = open_peers(library.store.path, index)
    asked = {
        peer.name: [
            (ask, Rival(key, peer.name, ask.typed, ask.counts, ask.run().total, [], ask.differs))
            for key, ask in peer.asks.items()
        ]
        for peer in peers
    }
    gc.collect()
    gc.freeze()  # what one engine holds in memory is not to be looked through in another one's time
    say(f"{runs} runs of {len(QUERIES)} queries in {len(peers) + 1} engines")
    for _ in range(runs // TURN):
        for number in range(-1, TURN):
            for query in QUERIES:
                _, parsed, ran = ask_kalima(query.text, index)
                if number >= 0:
                    times[query.key].parse.append(parsed)
                    times[query.key].run.append(ran)
        for peer in peers:
            for number in range(1) if peer.slow else range(-1, TURN):
                for ask, rival in asked[peer.name]:
                    took = milliseconds(ask.run)
                    if number >= 0:
                        rival.times.append(took)
    gc.unfreeze()
    say(f"{runs} runs of {len(COMPLETED)} completions")
    completions = [
        milliseconds(partial(library.complete, text, len(text)))
        for _ in range(runs + 1)
        for text in COMPLETED
    ][len(COMPLETED) :]
    refused = [Refusal(key, peer.name, why) for peer in peers for key, why in peer.cannot.items()]
    run = f"Kalima {__version__} on {machine}. {describe_runs(runs, peers)}"
    rivals = [rival for pairs in asked.values() for _, rival in pairs]
    return Report(run, totals, times, [*rivals, *refused], missing, completions)


def ask_kalima(text: str, index: SearchIndex) -> tuple[Totals, float, float]:
    """What a query finds, and the milliseconds of parsing it and of running it up to the first matches."""
    start = time.perf_counter()
    query = parse(text)
    parsed = time.perf_counter()
    hits = run(query, index)
    totals = Totals(hits.match_count, hits.word_count, hits.verse_count)
    hits.matches(0, SHOWN)
    return totals, (parsed - start) * 1e3, (time.perf_counter() - parsed) * 1e3


def open_peers(corpus: Path, index: SearchIndex) -> tuple[list[Peer], list[str]]:
    """The peers that are here, with the corpus in them, and a sentence for each that is not."""
    say("giving the peers the words")
    words = read_corpus(corpus, index)
    openers = (
        partial(open_tantivy, words),
        partial(open_fts5, words),
        open_alfanous,
        partial(open_fabric, words, index, digest(corpus)[:16]),
    )
    peers: list[Peer] = []
    missing: list[str] = []
    for opener in openers:
        try:
            peers.append(opener())
        except Missing as error:
            missing.append(str(error))
    return peers, missing


def describe_runs(runs: int, peers: Sequence[Peer]) -> str:
    """How the figures were come by."""
    beside = ", ".join(f"{peer.name} {peer.version}" for peer in peers)
    slow = "".join(f", {peer.name} once a turn" for peer in peers if peer.slow)
    return (
        f"{runs} runs of every query in one process{f', beside {beside}' if beside else ''}, the engines in"
        f" turns of {TURN} after one run that does not count{slow}; no answer is kept from one run for the"
        f" next. Kalima's time ends when three totals and the first {SHOWN} matches are there, a peer's with"
        f" one total and the first {SHOWN} in mushaf order; a peer is compared with Kalima's parsing and"
        " running together. The first time includes what the engine makes only when it is needed."
    )


# What is told.


def render(report: Report) -> str:
    """The report as Markdown: how it was measured, Kalima's figures, its peers' beside them."""
    return "\n".join(
        [
            report.run,
            "",
            "| query | typed | matches | words | verses | parsing (ms) | first time (ms)"
            f" | p50 (ms, aim {P50.aim_in_words()}) | p99 (ms, aim {P99.aim_in_words()}) |",
            "|---|---|---:|---:|---:|---:|---:|---:|---:|",
            *(_row(query, report) for query in QUERIES),
            "",
            "| query | engine | finds | Kalima finds | p50 (ms) | p99 (ms) | p50 to Kalima's |",
            "|---|---|---:|---:|---:|---:|---:|",
            *(
                _rival_row(query, rival, report)
                for query in QUERIES
                for rival in report.rivals
                if rival.query == query.key
            ),
            *("\n" + sentence + "." for sentence in report.missing),
            *_completions(report.completions),
        ]
    )


def make_page(figures: str) -> str:
    """The manual's page of the figures, which are Markdown."""
    return f"""# How quick the engine is

Written by `python3 build_scripts/dev.py bench --engine --write-manual`. The engine runs in one process with
its peers, on the same words; HTTP, JSON and the page come on top (see the README's figures). "First time" is
what a query takes in a fresh process, which unpacks what only such queries need.

{figures}
"""


def _row(query: Query, report: Report) -> str:
    times = report.times[query.key]
    totals = " | ".join(f"{total:,}" for total in report.totals[query.key])
    return (
        f"| {query.name} | {_code(query.text)} | {totals} | {median(times.parse):.2f} | {times.first:.2f}"
        f" | {shown(P50, median(times.run))} | {shown(P99, percentile(times.run, 99))} |"
    )


def _completions(times: Sequence[float]) -> list[str]:
    if not times:
        return []
    p50, p99 = shown(COMPLETION, median(times)), shown(COMPLETION, percentile(times, 99))
    kinds = f"{len(COMPLETED)} beginnings of queries"
    return ["", f"Completion of {kinds}: p50 {p50} ms, p99 {p99} ms (aim {COMPLETION.aim_in_words()})."]


def _rival_row(query: Query, rival: Rival | Refusal, report: Report) -> str:
    if isinstance(rival, Refusal):
        return f"| {query.name} | {rival.peer} | cannot express it: {rival.cannot} | | | | |"
    expected: int = getattr(report.totals[query.key], rival.counts)
    found = f"{rival.total:,} {rival.counts}"
    if rival.total == expected:
        found += ", the same"
    elif rival.differs:
        found += f": {rival.differs}"
    p50 = median(rival.times)
    ratio = p50 / report.times[query.key].whole
    times = f"{ratio:,.{2 if ratio < 1 else 1 if ratio < 10 else 0}f} ×"
    return (
        f"| {query.name} | {rival.peer} | {found} | {expected:,} | {p50:.2f}"
        f" | {percentile(rival.times, 99):.2f} | {times} |"
    )


def _code(query: str) -> str:
    """A query in a cell of a table, where a stroke would end the cell."""
    return f"`{query.replace('|', chr(92) + '|')}`"


def plain(report: Report) -> dict[str, Any]:
    """The whole run, with what each median and percentile was taken of."""
    queries = []
    for query in QUERIES:
        times = report.times[query.key]
        kalima = {
            **report.totals[query.key]._asdict(),
            **_figures("parse", times.parse),
            **_figures("run", times.run),
            "whole_p50": times.whole,
            "first": times.first,
        }
        peers = [
            {**rival._asdict(), **(_compared(rival, times) if isinstance(rival, Rival) else {})}
            for rival in report.rivals
            if rival.query == query.key
        ]
        queries.append({**query._asdict(), "kalima": kalima, "peers": peers})
    return {
        "run": report.run,
        "aims": {"p50": P50.aim, "p99": P99.aim},
        "missing": list(report.missing),
        "queries": queries,
        "completions": list(report.completions),
    }


def figures(report: Report) -> dict[str, float | None]:
    """The dearest query's figures, and a completion's."""
    runs = [times.run for times in report.times.values()]
    return {
        "engine_p50": max(map(median, runs)),
        "engine_p99": max(percentile(run, 99) for run in runs),
        "completion_p99": percentile(report.completions, 99) if report.completions else None,
    }


def _compared(rival: Rival, times: Times) -> dict[str, Any]:
    p50 = median(rival.times)
    return {"p50": p50, "p99": percentile(rival.times, 99), "ratio": p50 / times.whole}


def _figures(step: str, times: Sequence[float]) -> dict[str, Any]:
    return {
        f"{step}_p50": median(times),
        f"{step}_p99": percentile(times, 99),
        f"{step}_samples": list(times),
    }


PART = Part("engine", __doc__, measure_part, write_manual)

if __name__ == "__main__":
    sys.exit(bench_part.main(PART))
