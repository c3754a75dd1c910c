"""The benchmark's arithmetic and Markdown, and the README's figures; never how long anything takes."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import bench
import bench_engine
import bench_executable
import bench_figures
import bench_part
import dev
import freeze
from bench_figures import (
    BEGIN,
    END,
    FIGURES,
    SEARCHES,
    Latency,
    Report,
    in_readme,
    parse,
    put_in_readme,
    render,
)

README = Path(bench.__file__).resolve().parent.parent / "README.md"
REPORT = Report(
    "Kalima 9 on a machine.",
    {figure.key: 2.0 for figure in FIGURES},
    {search.name: Latency(1_234, 0.5, 1.25) for search in SEARCHES},
)


@pytest.mark.parametrize(
    ("values", "percent", "expected"),
    [
        ([7], 1, 7),
        ([7], 99, 7),
        ([3, 1, 2], 50, 2),
        ([4, 3, 2, 1], 50, 2),
        ([4, 3, 2, 1], 75, 3),
        ([4, 3, 2, 1], 76, 4),
        (range(1, 101), 99, 99),
        (range(1, 101), 99.1, 100),
        (range(1, 1001), 99, 990),
        (range(1, 51), 99, 50),
        (range(1, 51), 100, 50),
    ],
)
def test_a_percentile_is_the_nearest_rank(values, percent, expected):
    assert bench_figures.percentile(values, percent) == expected


@pytest.mark.parametrize(("values", "percent"), [([], 50), ([1], 0), ([1], 101)])
def test_a_percentile_that_does_not_exist_is_refused(values, percent):
    with pytest.raises(ValueError, match="no percentile"):
        bench_figures.percentile(values, percent)


@pytest.mark.parametrize(
    ("values", "expected"), [([5], 5), ([9, 1, 2], 2), ([4, 1, 3, 2], 2.5), ([0.5, 0.5], 0.5)]
)
def test_a_median_is_the_middle(values, expected):
    assert bench_figures.median(values) == expected


def test_a_median_of_nothing_is_refused():
    with pytest.raises(ValueError, match="no median"):
        bench_figures.median([])


# The Markdown.


@pytest.mark.parametrize(
    ("key", "value", "cells"),
    [
        ("size", 12.04, "12.0 | ≤ 12 | MB"),
        ("size", 12.06, "**12.1, over** | ≤ 12 | MB"),
        ("start", 0.5, "0.50 | ≤ 0.5 | s"),
        ("memory", None, "not measured here | ≤ 50 | MB"),
        ("memory_peak", 99.9, "99.9 | – | MB"),
        ("latency_p99", 4.994, "4.99 | < 5 | ms"),
        ("latency_p99", 4.996, "**5.00, over** | < 5 | ms"),
        ("http_verse", 1_999.4, "**1,999, under** | ≥ 2,000 | requests/s"),
        ("http_verse", 12_000.0, "12,000 | ≥ 2,000 | requests/s"),
        ("http_growth", -0.31, "-0.3 | ≤ 5 | MB"),
        ("mixed_errors", 1.0, "**1, over** | ≤ 0 | answers"),
    ],
)
def test_a_figure_stands_beside_its_aim_and_says_if_it_misses_it(key, value, cells):
    name = next(figure.name for figure in FIGURES if figure.key == key)
    told = render(REPORT._replace(values={**REPORT.values, key: value}))
    assert f"| {name} | {cells} |" in told.splitlines()


def test_what_is_told_is_read_back():
    report = REPORT._replace(
        values={**REPORT.values, "size": 13.0, "memory": None, "http_verse": 1234.0, "http_growth": -1.5}
    )
    assert parse(render(report)) == report


def test_a_table_without_a_figure_is_refused():
    lines = render(REPORT).splitlines()
    missing = next(line for line in lines if "size of the file" in line)
    with pytest.raises(ValueError, match="the figures are"):
        parse("\n".join(line for line in lines if line != missing))


def test_the_table_is_put_between_the_markers_and_nowhere_else():
    readme = f"before\n{BEGIN}\nold\n{END}\nafter\n"
    assert put_in_readme(readme, "new") == f"before\n{BEGIN}\nnew\n{END}\nafter\n"


@pytest.mark.parametrize("readme", ["", BEGIN, f"{END}{BEGIN}", f"{BEGIN}{BEGIN}{END}"])
def test_a_readme_without_its_markers_is_refused(readme):
    with pytest.raises(ValueError, match="the README must have"):
        in_readme(readme)


@pytest.mark.parametrize(
    ("flags", "says"),
    [
        (["--quick", "--write-readme"], "leave out --quick"),
        (["--quick", "--write-manual"], "leave out --quick"),
        (["http", "--write-readme"], "name all or none"),
        (["nothing"], "there is no part nothing: choose from executable, engine"),
    ],
)
def test_what_cannot_be_measured_is_refused_at_once(flags, says, capsys):
    with pytest.raises(SystemExit) as end:
        bench.main(flags)
    assert (end.value.code, says in capsys.readouterr().err) == (2, True)


# The parts together.

SEARCHED = [{**search._asdict(), "found": 1_234, "p50": 0.5, "p99": 1.25} for search in SEARCHES]
FOUND = {
    "executable": {"figures": {"size": 11.0}, "markdown": "sizes", "run": "Kalima 9.", "searches": SEARCHED},
    "http": {"figures": {"http_errors": 0}, "markdown": "rates"},
}


@pytest.fixture
def scripts(tmp_path, monkeypatch):
    """Parts that write what ``FOUND`` has and fail where it has nothing, and what they were called with."""
    called = []

    class Ended:
        def __init__(self, command, **_):
            name = command[1].stem.removeprefix("bench_")
            called.append((name, *command[2:]))
            self.returncode = 0 if name in FOUND else 1
            if name in FOUND:
                bench_part.write_json(tmp_path / f"{name}.json", FOUND[name])

    monkeypatch.setattr(bench.subprocess, "run", Ended)
    monkeypatch.setattr(bench_part, "RESULTS", tmp_path)
    monkeypatch.setattr(bench, "RESULTS", tmp_path / "bench.json")
    return called


def test_all_parts_are_told_at_once_with_the_figures_first(scripts, capsys, tmp_path):
    assert bench.main(["executable", "http", "--quick"]) == 0
    told = capsys.readouterr().out
    assert scripts == [("executable", "--quick"), ("http", "--quick")]
    assert told.startswith("## Figures\n\n| figure | measured | aim | unit |")
    assert "| size of the file | 11.0 | ≤ 12 | MB |" in told
    assert "| errors under that load | 0 | ≤ 0 | answers |" in told
    assert "| 2:282's tree drawn, as much as its frame shows | not measured here | < 200 | ms |" in told
    assert told.index("sizes") < told.index("## Requests a second over HTTP\n\nrates")
    assert json.loads((tmp_path / "bench.json").read_text("utf-8")) == FOUND


def test_a_part_that_fails_is_named_and_the_others_are_told(scripts, capsys):
    assert bench.main(["http", "engine"]) == 1
    told = capsys.readouterr().out
    assert "rates" in told
    assert "## The engine beside its peers\n\n**Failed**" in told


def test_a_quick_run_of_all_leaves_out_what_takes_long_and_says_so(scripts, capsys):
    bench.main(["--quick"])
    assert [name for name, *_ in scripts] == [name for name in bench.NAMES if name != "growth"]
    assert "Not in a quick run: `dev.py bench --growth`." in capsys.readouterr().out


def test_the_manuals_pages_are_written_when_all_is_measured(scripts, monkeypatch):
    written = []
    monkeypatch.setitem(FOUND, "engine", {"figures": {}, "markdown": "queries"})
    monkeypatch.setattr(
        bench_engine, "write_manual", lambda told: written.append((len(scripts), told.markdown))
    )
    assert bench.main(["engine", "http", "--write-manual"]) == 0
    assert scripts == [("engine",), ("http",)]
    assert written == [(2, "queries")]


def test_every_part_has_a_script_a_flag_and_its_figures():
    assert set(bench.NAMES) == set(dev.BENCHES)
    options = dev.read_command_line(["bench", *(f"--{name}" for name in bench.NAMES)])
    assert all(getattr(options, name) for name in bench.NAMES)
    scripts = {path.stem for path in Path(bench.__file__).parent.glob("bench_*.py")}
    assert {f"bench_{name}" for name in bench.NAMES} <= scripts


@pytest.mark.parametrize(
    ("flags", "called"),
    [
        (["--http", "--quick"], [["build_scripts/bench.py", "http", "--quick"]]),
        (["--page", "--mixed"], [["build_scripts/bench.py", "mixed", "page"]]),
        (["--engine", "--write-manual"], ["peers", ["build_scripts/bench.py", "engine", "--write-manual"]]),
        ([], ["peers", ["build_scripts/bench.py"]]),
        (["--guard"], [["build_scripts/bench_guard.py"]]),
        (["--renew"], [["build_scripts/bench_guard.py", "--renew"]]),
    ],
)
def test_the_workbench_starts_what_is_named(flags, called, monkeypatch):
    done = []
    monkeypatch.setattr(dev, "set_up", lambda project: None)
    monkeypatch.setattr(dev, "make_peers", lambda project: done.append("peers"))
    monkeypatch.setattr(dev, "call", lambda command, folder: done.append([*map(str, command[1:])]) or 0)
    assert (dev.main(["bench", *flags]), done) == (0, called)


def test_a_part_prints_its_markdown_and_writes_all_it_found(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(bench_part, "RESULTS", tmp_path / "new")
    pages = []
    told = bench_part.Told("كم", {"run": "how", "rows": [1.5]}, {"tree": 9.5})
    part = bench_part.Part("page", "What.", lambda quick: told, pages.append)
    assert bench_part.main(part, []) == 0
    assert capsys.readouterr().out == "كم\n"
    written = json.loads((tmp_path / "new" / "page.json").read_text("utf-8"))
    assert written == {"run": "how", "rows": [1.5], "figures": {"tree": 9.5}, "markdown": "كم"}
    assert bench_part.main(part, ["--write-manual"]) == 0
    assert pages == [told]
    with pytest.raises(SystemExit):
        bench_part.main(part, ["--quick", "--write-manual"])


# The searches.


def test_no_search_is_measured_twice_and_there_are_20():
    assert len({search.path() for search in SEARCHES}) == len({search.name for search in SEARCHES}) == 20


# The README.


@pytest.fixture(scope="module")
def table() -> str:
    """The README's figures as they stand there."""
    return in_readme(README.read_text("utf-8"))


def test_the_table_is_what_the_benchmark_writes_for_its_numbers(table):
    assert render(parse(table)) == table


def test_the_table_comes_from_a_full_run_on_a_machine_that_is_described(table):
    said = parse(table).run
    assert bench_executable.describe_rounds(bench_executable.FULL) in said
    assert re.match(r"Kalima \d+\.\d+\.\d+ on .+ \(\d+ processors\), Python \d+\.\d+\.\d+", said)


def test_every_figure_with_an_aim_was_measured(table):
    values = parse(table).values
    assert [figure.key for figure in FIGURES if figure.aim is not None and values[figure.key] is None] == []


def test_the_size_is_that_of_the_executable(table):
    if not freeze.EXECUTABLE.exists():
        pytest.skip("there is no dist/kalima to compare with: `python3 build_scripts/dev.py freeze` makes it")
    size = freeze.EXECUTABLE.stat().st_size / 1e6
    assert parse(table).values["size"] == pytest.approx(size, rel=0.05)
