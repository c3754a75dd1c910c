"""Holds named queries to what they cost before: fails when one has become 1.5 times dearer.

What a query costs is the processor's time that it takes, in times of a fixed piece of work that runs beside
it in the same process: a busy or slower machine makes both dearer. A query that seems dearer is measured
again before anything is said. ``--renew`` writes what the queries cost now into the baseline: after a change
that is meant to cost more, or less.
"""

from __future__ import annotations

import argparse
import gc
import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from bench_engine import QUERIES, ask_kalima
from bench_figures import SEARCHES, median
from bench_machine import say
from bench_part import write_json
from bench_statistics import MEASURED
from kalima.bundle import open_library
from kalima.study import shapes
from kalima.study.library import Library

BASELINE = Path(__file__).with_name("bench_baseline.json")
DEARER = 1.5
"""Times the baseline that a query may not cost."""
CHEAPER = 1.5
"""Times cheaper than the baseline at which it should be renewed: it would let a loss through."""
ROUNDS, AGAIN = 7, 5
"""Rounds that each query is measured, and how often one is measured anew that seems dearer."""
LEAST_SECONDS = 0.01
"""Processor time for which a query is asked again and again in one round: a clock's tick is little of it."""

Ask = Callable[[], object]


class Verdict(NamedTuple):
    """A query's cost, in times of the fixed piece of work, beside the baseline's."""

    name: str
    cost: float
    baseline: float

    @property
    def ratio(self) -> float:
        return self.cost / self.baseline


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--renew", action="store_true", help="write what the queries cost now")
    options = parser.parse_args(arguments)
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # Arabic, whatever the terminal
    named = questions(open_library()[0])
    tag = str(sys.implementation.cache_tag)
    baselines: dict[str, dict[str, float]] = json.loads(BASELINE.read_text("utf-8"))
    if options.renew:
        found = costs(named, ROUNDS * 2)
        baselines[tag] = {name: round(cost, 4) for name, cost in found.items()}
        write_json(BASELINE, baselines)
        print(f"What {len(found)} queries cost on {tag} is now the baseline.")
        return 0
    if tag not in baselines:
        print(
            f"There is no baseline of {tag}, only of {', '.join(baselines)}: nothing is compared."
            " `python3 build_scripts/dev.py bench --renew` makes one."
        )
        return 0
    if named.keys() != baselines[tag].keys():
        print("The queries are not those of the baseline: `python3 build_scripts/dev.py bench --renew`.")
        return 1
    verdicts = compare(named, baselines[tag])
    print(render(verdicts))
    return 1 if dearer(verdicts) else 0


def questions(library: Library) -> dict[str, Ask]:
    """What is measured, by name: queries in the engine, pages of searches, statistics with an aim."""
    asks: dict[str, Ask] = {}
    for query in QUERIES:
        asks[query.name] = partial(ask_kalima, query.text, library.index)
    for search in SEARCHES:
        if search.paging == "limit=20":
            asks[f"page: {search.name}"] = partial(page, library, search.query)
    for measured in MEASURED:
        if measured.key:
            asks[f"statistic: {measured.name}"] = partial(measured.ask, library)
    return asks


def page(library: Library, query: str) -> str:
    """The first page of a search as JSON, as it is answered."""
    return json.dumps(shapes.verse_hits(library, library.search(query), 0, 20), ensure_ascii=False)


def reference() -> int:
    """The fixed piece of work, of what queries are made of: wide integers, lists, dictionaries and strings.

    It may never change: every baseline is in times of it.
    """
    wide = int.from_bytes(bytes(range(256)) * 40, "little")
    total = 0
    for step in range(1, 60):
        total += ((wide << step) & wide | wide >> step).bit_count()
    numbers = [(number * 7_919) % 4_096 for number in range(4_096)]
    places: dict[int, list[int]] = {}
    for at, number in enumerate(sorted(numbers)):
        places.setdefault(number % 97, []).append(at)
    words = " ".join(f"{key}:{len(found)}" for key, found in places.items())
    return total + sum(len(word) for word in words.split())


# Measuring.


def costs(named: Mapping[str, Ask], rounds: int) -> dict[str, float]:
    """What each costs, in times of the fixed piece of work, which is done beside each in every round.

    Of two estimates the lower: its cheapest round by the cheapest of that, where both met a quiet moment; and
    the median of its rounds, each by what that took just before, where none was quiet.
    """
    repeats = {name: _repeats(ask) for name, ask in named.items()}
    fixed = _repeats(reference)
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in named}
    gc.collect()
    gc.disable()  # when it runs is chance
    try:
        for _ in range(rounds):
            for name, ask in named.items():
                taken[name].append((_seconds(reference, fixed), _seconds(ask, repeats[name])))
            gc.collect()
    finally:
        gc.enable()
    cheapest = min(beside for pairs in taken.values() for beside, _ in pairs)
    return {name: estimate(pairs, cheapest) for name, pairs in taken.items()}


def estimate(pairs: Sequence[tuple[float, float]], cheapest: float) -> float:
    """The lower of both estimates.

    :param pairs: seconds of the fixed piece of work and of the query in each round.
    :param cheapest: the least that the fixed piece of work took beside any query.
    """
    return min(min(took for _, took in pairs) / cheapest, median([took / beside for beside, took in pairs]))


def _repeats(ask: Ask) -> int:
    """How often one round asks; the first time, which makes what is kept, does not count."""
    ask()
    return max(1, round(LEAST_SECONDS / max(_seconds(ask, 1), 1e-6)))


def _seconds(ask: Ask, repeats: int) -> float:
    """The processor's time for one answer."""
    start = time.process_time()
    for _ in range(repeats):
        ask()
    return (time.process_time() - start) / repeats


def compare(named: Mapping[str, Ask], baseline: Mapping[str, float], rounds: int = ROUNDS) -> list[Verdict]:
    """Every query beside its baseline; one that seems dearer is measured again, and its least cost counts."""
    say(f"{rounds} rounds of {len(named)} queries")
    found = costs(named, rounds)
    for _ in range(AGAIN):
        suspects = dearer([Verdict(name, cost, baseline[name]) for name, cost in found.items()])
        if not suspects:
            break
        say(f"again: {', '.join(each.name for each in suspects)}")
        again = costs({each.name: named[each.name] for each in suspects}, rounds)
        found |= {name: min(found[name], cost) for name, cost in again.items()}
    return [Verdict(name, found[name], baseline[name]) for name in named]


def dearer(verdicts: Sequence[Verdict]) -> list[Verdict]:
    """Those that cost too much."""
    return [each for each in verdicts if each.ratio >= DEARER]


# Telling.


def render(verdicts: Sequence[Verdict]) -> str:
    """The verdicts as Markdown, and what to do about those that are bad."""
    lines = ["| query | costs | baseline | times |", "|---|---:|---:|---:|"]
    for each in verdicts:
        times = f"{each.ratio:.2f}"
        lines.append(
            f"| {each.name} | {each.cost:.3f} | {each.baseline:.3f}"
            f" | {f'**{times}, over**' if each.ratio >= DEARER else times} |"
        )
    bad = dearer(verdicts)
    good = [each for each in verdicts if each.ratio * CHEAPER <= 1]
    lines.append("")
    lines.append(f"Costs are in times of a fixed piece of work; none may be {DEARER:g} times its baseline.")
    if bad:
        names = ", ".join(each.name for each in bad)
        lines.append(
            f"Dearer than they may be: {names}. Find what made them so; if it is meant,"
            " `python3 build_scripts/dev.py bench --renew` and commit the baseline."
        )
    if good:
        names = ", ".join(each.name for each in good)
        lines.append(f"Much cheaper than their baseline: {names}. `dev.py bench --renew` keeps that.")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
