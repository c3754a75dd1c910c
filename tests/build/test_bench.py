"""The benchmark's arithmetic and Markdown, and the README's figures; never how long anything takes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import bench
import bench_figures
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
    {figure.key: 1.5 for figure in FIGURES},
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
    ],
)
def test_a_figure_stands_beside_its_aim_and_says_if_it_misses_it(key, value, cells):
    name = next(figure.name for figure in FIGURES if figure.key == key)
    told = render(REPORT._replace(values={**REPORT.values, key: value}))
    assert f"| {name} | {cells} |" in told.splitlines()


def test_what_is_told_is_read_back():
    report = REPORT._replace(values={**REPORT.values, "size": 13.0, "memory": None})
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


def test_a_quick_run_is_not_for_the_readme(capsys):
    with pytest.raises(SystemExit) as end:
        bench.main(["--quick", "--write-readme"])
    assert (end.value.code, "leave out --quick" in capsys.readouterr().err) == (2, True)


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
    assert bench.describe_rounds(bench.FULL) in said
    assert re.match(r"Kalima \d+\.\d+\.\d+ on .+ \(\d+ processors\), Python \d+\.\d+\.\d+", said)


def test_every_figure_with_an_aim_was_measured(table):
    values = parse(table).values
    assert [figure.key for figure in FIGURES if figure.aim is not None and values[figure.key] is None] == []


def test_the_size_is_that_of_the_executable(table):
    if not freeze.EXECUTABLE.exists():
        pytest.skip("there is no dist/kalima to compare with: `python3 build_scripts/dev.py freeze` makes it")
    size = freeze.EXECUTABLE.stat().st_size / 1e6
    assert parse(table).values["size"] == pytest.approx(size, rel=0.05)
