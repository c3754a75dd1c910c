"""What the parts of the benchmark share: a command line, Markdown to print, JSON in build/bench."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

RESULTS = Path(__file__).resolve().parent.parent / "build" / "bench"


class Told(NamedTuple):
    """What a part found.

    :param plain: all of it, with what each median and percentile was taken of.
    :param figures: what it tells of ``bench_figures.FIGURES``, by their keys; ``None`` could not be measured.
    """

    markdown: str
    plain: Mapping[str, Any]
    figures: Mapping[str, float | None] = MappingProxyType({})


class Part(NamedTuple):
    """A part of the benchmark.

    :param measure: takes whether the run is to be quick.
    :param write_manual: puts what was found into a page of the manual, if there is one.
    """

    name: str
    about: str
    measure: Callable[[bool], Told]
    write_manual: Callable[[Told], None] | None = None


def main(part: Part, arguments: Sequence[str] | None = None) -> int:
    """Measure, print and write what the command line asks for."""
    parser = argparse.ArgumentParser(
        description=part.about, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="fewer and shorter rounds")
    if part.write_manual:
        parser.add_argument("--write-manual", action="store_true", help="put the figures into the manual")
    options = parser.parse_args(arguments)
    writes = part.write_manual if part.write_manual and options.write_manual else None
    if options.quick and writes:
        parser.error("the manual's figures come from a full run: leave out --quick")
    told = part.measure(options.quick)
    write(part.name, told)
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # Arabic, whatever the terminal
    print(told.markdown)
    if writes:
        writes(told)
    return 0


def write(name: str, told: Told) -> None:
    """Write what a part found, its Markdown too, for the table of the whole."""
    write_json(RESULTS / f"{name}.json", {**told.plain, "figures": told.figures, "markdown": told.markdown})


def write_json(path: Path, plain: Mapping[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(plain, ensure_ascii=False, indent=1, default=dict)
    path.write_text(text + "\n", "utf-8", newline="\n")


def milliseconds(ask: Callable[[], object]) -> float:
    """How long an answer takes, by the clock."""
    start = time.perf_counter()
    ask()
    return (time.perf_counter() - start) * 1e3
