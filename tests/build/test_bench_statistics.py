"""The benchmark of the statistics: that it asks for what it says, and its Markdown; never how long it takes."""

from __future__ import annotations

import pytest

import bench_statistics
from bench_figures import FIGURES
from bench_statistics import MEASURED, TEN_THOUSAND, Times, Written, render, render_written, write_once


def test_the_query_of_ten_thousand_hits_has_as_many_as_is_said(library):
    hits = library.search(TEN_THOUSAND).match_count
    assert hits > 10_000
    assert sum(f"{hits:,} hits" in measured.name for measured in MEASURED) == 2


@pytest.mark.parametrize(
    ("clock", "cell"),
    [([10.0, 19.94, 30.0], "19.9 | < 20 | 30.0"), ([19.96], "**20.0, over** | < 20 | 20.0")],
)
def test_a_figure_stands_beside_its_aim_and_says_if_it_misses_it(clock, cell):
    rows = render("Kalima 9.", [Times(50.0, clock, [1.0])] * len(MEASURED)).splitlines()
    assert len(rows) == 4 + len(MEASURED)
    assert rows[4] == f"| {MEASURED[0].name} | 50 | {cell} | 1.0 |"


def test_a_quick_run_tells_a_row_for_each_and_the_figures(library, monkeypatch):
    monkeypatch.setattr(bench_statistics, "QUICK_RUNS", 1)
    written = Written("csv", 77_429, 5.2, 3.5, 3.0, 8.0)
    monkeypatch.setattr(bench_statistics, "write_apart", lambda form: written._replace(form=form))
    told = bench_statistics.measure_part(True)
    assert all(f"| {measured.name} |" in told.markdown for measured in MEASURED)
    assert told.figures.keys() == {"frequency", "concordance", "collocates", "sketch", "csv", "csv_memory"}
    assert (told.figures["csv"], told.figures["csv_memory"]) == (3.5, 8.0)
    assert "| csv | 77,429 | 5.2 | 3.50 | < 5 |" in told.markdown
    aims = {figure.key: figure.aim for figure in FIGURES}
    assert all(aims[each.key] == each.aim for each in MEASURED if each.key)


def test_a_whole_result_is_written_and_measured(library):
    written = write_once(library, "root:رحم", "csv")
    assert (written.form, written.rows) == ("csv", 339)
    assert written.size > 0.01 and written.seconds > 0 and written.memory >= 0


def test_a_file_stands_beside_the_aims_of_csv():
    rows = render_written(
        [Written("csv", 77_429, 5.2, 5.004, 3.0, 8.0), Written("json", 77_429, 46.8, 9.0, 4.0, 60.0)]
    )
    assert rows.splitlines()[3:] == [
        "| csv | 77,429 | 5.2 | **5.00, over** | < 5 | 3.00 | 8.0 | < 50 |",
        "| json | 77,429 | 46.8 | 9.00 | – | 4.00 | 60.0 | – |",
    ]
