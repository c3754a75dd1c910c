"""Measures all of Kalima, part by part, each in a process of its own, and tells every figure with its aim.

Prints Markdown and writes build/bench.json, which has what each median and percentile was taken of.
``--write-readme`` (of a full run of all parts that have figures) puts the table between the README's markers.
"""

from __future__ import annotations

import argparse
import importlib
import json
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import bench_part
from bench_figures import SEARCHES, Latency, Report, figures_table, in_readme, put_in_readme, render
from bench_machine import say
from bench_part import Told

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "build" / "bench.json"
README = ROOT / "README.md"


class Chapter(NamedTuple):
    """A part of the benchmark: its script is ``bench_NAME.py``.

    :param hasty: whether a quick run of all has it.
    :param figures: whether the README has figures of it.
    :param manual: whether it writes a page of the manual.
    """

    name: str
    title: str
    hasty: bool = True
    figures: bool = True
    manual: bool = False


CHAPTERS = (
    Chapter("executable", "The one file: size, start, memory, latency"),
    Chapter("engine", "The engine beside its peers", manual=True),
    Chapter("http", "Requests a second over HTTP"),
    Chapter("mixed", "Reading, searching and writing at once"),
    Chapter("research", "The user's own file"),
    Chapter("statistics", "Statistics"),
    Chapter("page", "The page in a browser"),
    Chapter("profile", "What the start and the file are made of", figures=False, manual=True),
    Chapter("growth", "Beyond one Quran", hasty=False, figures=False, manual=True),
)
NAMES = tuple(chapter.name for chapter in CHAPTERS)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="PART", help=f"only these of {', '.join(NAMES)}")
    parser.add_argument("--quick", action="store_true", help="fewer and shorter rounds, within two minutes")
    parser.add_argument("--write-readme", action="store_true", help="put the figures into the README")
    parser.add_argument("--write-manual", action="store_true", help="put them into the manual's pages too")
    options = parser.parse_args(arguments)
    if unknown := set(options.names) - set(NAMES):
        parser.error(f"there is no part {', '.join(sorted(unknown))}: choose from {', '.join(NAMES)}")
    if options.quick and (options.write_readme or options.write_manual):
        parser.error("figures to be written come from a full run: leave out --quick")
    if options.write_readme:
        needed = [chapter.name for chapter in CHAPTERS if chapter.figures]
        if options.names and not set(needed) <= set(options.names):
            parser.error(f"the README's figures come from one run of {', '.join(needed)}: name all or none")
        in_readme(README.read_text("utf-8"))  # told before minutes of measuring, not after
    chapters = [each for each in CHAPTERS if each.name in (options.names or NAMES)]
    left_out = [each for each in chapters if options.quick and not each.hasty and not options.names]
    found, failed = run([each for each in chapters if each not in left_out], options)
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # Arabic, whatever the terminal
    print(tell(found, failed, left_out))
    bench_part.write_json(RESULTS, found)
    if options.write_manual:  # at last: to write a page makes the executable older than its sources
        for name in (each.name for each in chapters if each.manual and each.name in found):
            write_page = importlib.import_module(f"bench_{name}").write_manual
            write_page(Told(found[name]["markdown"], found[name]))
    if options.write_readme and not failed:
        README.write_text(
            put_in_readme(README.read_text("utf-8"), render(readme_report(found))), "utf-8", newline="\n"
        )
    return 1 if failed else 0


def run(
    chapters: Sequence[Chapter], options: argparse.Namespace
) -> tuple[dict[str, dict[str, Any]], list[str]]:
    """What each part found, and the names of those that failed, one after the other."""
    found: dict[str, dict[str, Any]] = {}
    failed = []
    for chapter in chapters:
        say(f"== {chapter.title}")
        flags = ["--quick"] * options.quick
        results = bench_part.RESULTS / f"{chapter.name}.json"
        results.unlink(missing_ok=True)
        began = time.perf_counter()
        script = Path(__file__).with_name(f"bench_{chapter.name}.py")
        ended = subprocess.run(
            [sys.executable, script, *flags], cwd=ROOT, stdout=subprocess.DEVNULL, check=False
        )
        say(f"took {time.perf_counter() - began:.0f} s")
        if ended.returncode or not results.exists():
            failed.append(chapter.name)
        else:
            found[chapter.name] = json.loads(results.read_text("utf-8"))
    return found, failed


def tell(
    found: Mapping[str, Mapping[str, Any]], failed: Sequence[str], left_out: Sequence[Chapter] = ()
) -> str:
    """All parts as one Markdown text, the table of the figures first."""
    titles = {chapter.name: chapter.title for chapter in CHAPTERS}
    parts = [f"## Figures\n\n{figures_table(figures(found))}"]
    parts += [f"## {titles[name]}\n\n{each['markdown']}" for name, each in found.items()]
    parts += [
        f"## {chapter.title}\n\nNot in a quick run: `dev.py bench --{chapter.name}`." for chapter in left_out
    ]
    parts += [f"## {titles[name]}\n\n**Failed**; what it said stands above." for name in failed]
    return "\n\n".join(parts)


def figures(found: Mapping[str, Mapping[str, Any]]) -> dict[str, float | None]:
    """The figures of all parts by their keys."""
    return {key: value for part in found.values() for key, value in part["figures"].items()}


def readme_report(found: Mapping[str, Mapping[str, Any]]) -> Report:
    """What the README tells."""
    executable = found["executable"]
    searches = {row["name"]: Latency(row["found"], row["p50"], row["p99"]) for row in executable["searches"]}
    return Report(executable["run"], figures(found), {each.name: searches[each.name] for each in SEARCHES})


if __name__ == "__main__":
    sys.exit(main())
