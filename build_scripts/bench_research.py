"""Measures the user's own file with 100,000 annotations over the whole text in it.

The file is made anew in a temporary folder, by the same code that writes it for the user: with anchors,
history and full-text search.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import bench_part
from bench_figures import Figure, median, percentile, shown
from bench_machine import describe_machine, say
from bench_part import Part, Told
from kalima.arabic.folding import fold
from kalima.bundle import open_library
from kalima.store.research_store import Anchor, Item, ResearchStore, Write
from kalima.study.library import Library

ANNOTATIONS, QUICK = 100_000, 10_000
ROUNDS = 300
AIM_MS = 20.0
"""What listing a verse's items stays under."""
LAYERS = ("syntax", "rhetoric", "reading", "questions")
WHO = "bench"


class Row(NamedTuple):
    """One thing that was measured, in milliseconds; ``found`` is the median number of items it gave."""

    name: str
    found: int
    p50: float
    p99: float
    aim: float | None = None


class Report(NamedTuple):
    """What one run found."""

    run: str
    rows: Sequence[Row]


def measure_part(quick: bool) -> Told:
    """A file of annotations."""
    number, rounds = (QUICK, ROUNDS // 10) if quick else (ANNOTATIONS, ROUNDS)
    report = measure(open_library()[0], number, rounds)
    plain = {"run": report.run, "rows": [row._asdict() for row in report.rows]}
    return Told(render(report), plain, {"research_p99": max(row.p99 for row in report.rows if row.aim)})


def measure(library: Library, number: int, rounds: int) -> Report:
    """Fill a file with so many annotations, and time what a user does with it."""
    machine = describe_machine()
    with TemporaryDirectory(prefix="kalima-bench-", ignore_cleanup_errors=True) as folder:
        store = ResearchStore(Path(folder) / "research.db")
        say(f"writing {number:,} annotations")
        began = time.perf_counter()
        writes = islice(annotate(library), number)
        while batch := list(islice(writes, 1_000)):
            store.write(batch, who=WHO)
        filled = time.perf_counter() - began
        say(f"{rounds} rounds of each question")
        rows = list(questions(library, store, rounds))
        size = store.path.stat().st_size / 1e6
    return Report(
        f"{number:,} annotations, {size:.0f} MB, written in {filled:.0f} s by 1,000, on {machine}."
        f" Each line is of {rounds} rounds.",
        rows,
    )


def annotate(library: Library) -> Iterator[Write]:
    """An annotation on every word of the text in turn, again and again."""
    verses = [verse for surah in library.store.surahs for verse in library.store.verses(surah.number)]
    words = library.store.words_of([verse.id for verse in verses])
    places = [
        Anchor("target", verse.surah, verse.ayah, position, text=word.text)
        for verse in verses
        for position, word in enumerate(words[verse.id], 1)
    ]
    for number, place in enumerate(chain(places, cycle(places))):
        text = f"{place.text} in {place.surah}:{place.ayah}, remark {number} on the word and what it is for"
        item = Item(f"a{number}", "annotation", {"layer": LAYERS[number % 4], "text": text}, (place,))
        yield Write("create", item, fold(text))


def questions(library: Library, store: ResearchStore, rounds: int) -> Iterator[Row]:
    """Every question in turn."""
    chance = random.Random(1)  # noqa: S311
    verses = [
        (surah.number, ayah) for surah in library.store.surahs for ayah in range(1, surah.ayah_count + 1)
    ]
    there = store.count()

    def ask(name: str, question: Callable[[int], object], aim: float | None = None) -> Row:
        times, found = [], []
        for round in range(rounds):
            began = time.perf_counter()
            answer = question(round)
            times.append((time.perf_counter() - began) * 1000)
            found.append(len(answer) if isinstance(answer, list) else 1)
        return Row(name, int(median(found)), median(times), percentile(times, 99), aim)

    def change(action: str, round: int) -> list[Item]:
        item = store.item(f"a{(round * 7919) % there}")
        if item is None:
            raise RuntimeError("an annotation is missing")
        if action == "undo":
            before = store.history(item.id)[0].before
            return store.write([Write("undo", Item.from_json(before or {}), "as before")], who=WHO)
        return store.write(
            [Write("change", item._replace(data={"layer": "new"}), "new", item.revision)], who=WHO
        )

    def create(round: int) -> list[Item]:
        item = Item(
            f"new{round}", "annotation", {"text": "new"}, (Anchor("target", *chance.choice(verses), 1),)
        )
        return store.write([Write("create", item, "new")], who=WHO)

    yield ask("opening the file", lambda _: ResearchStore(store.path).counts())
    store.settle()
    yield ask("the items of any verse", lambda _: store.items(place=chance.choice(verses)), AIM_MS)
    yield ask("the items of the longest verse, 2:282", lambda _: store.items(place=(2, 282)), AIM_MS)
    yield ask(
        "the items of any verse's first word",
        lambda _: store.items(place=chance.choice(verses), word=1),
        AIM_MS,
    )
    yield ask("full text, one word, the newest 50", lambda n: store.items(text=f"{n * 37 % there}", limit=50))
    yield ask("full text, a word of a hundred", lambda _: store.items(text="موسى", limit=50))
    yield ask("full text, a word of them all, the newest 50", lambda _: store.items(text="remark", limit=50))
    yield ask("the newest 50 of a layer", lambda _: store.items(where={"layer": "syntax"}, limit=50))
    yield ask(
        "how many there are in a layer",
        lambda _: store.count(kinds=["annotation"], where={"layer": "syntax"}),
    )
    yield ask("the last 50 changes", lambda _: store.recent(50))
    yield ask("writing a new one", create)
    yield ask("changing one", lambda round: change("change", round))
    yield ask("undoing that", lambda round: change("undo", round))


def render(report: Report) -> str:
    """The report as Markdown."""
    lines = [report.run, "", "| what | items | p50 (ms) | p99 (ms, aim) |", "|---|---:|---:|---:|"]
    for row in report.rows:
        p99 = shown(Figure("p99", "99 % of the rounds", "ms", 2, row.aim, strict=True), row.p99)
        p99 += "" if row.aim is None else f" (< {row.aim:g})"
        lines.append(f"| {row.name} | {row.found} | {row.p50:.2f} | {p99} |")
    return "\n".join(lines)


PART = Part("research", __doc__, measure_part)

if __name__ == "__main__":
    sys.exit(bench_part.main(PART))
