"""The benchmark of the user's own file: what it measures, and how it is told."""

from __future__ import annotations

import bench_research
from bench_research import Report, Row, measure, render


def test_a_small_run_finds_what_was_written(library):
    report = measure(library, 200, 4)
    assert report.run.startswith("200 annotations, ")
    found = {row.name: row.found for row in report.rows}
    assert found["full text, one word, the newest 50"] == 1
    assert found["full text, a word of them all, the newest 50"] == 50
    assert found["the last 50 changes"] == 50
    assert found["undoing that"] == 1
    assert all(0 < row.p50 <= row.p99 for row in report.rows)


def test_what_is_over_its_aim_stands_out():
    rows = [Row("a", 1, 1.0, 19.991, 20), Row("b", 2, 1.5, 20.0, 20), Row("c", 3, 1.25, 99.0)]
    assert render(Report("how", rows)) == (
        "how\n\n"
        "| what | items | p50 (ms) | p99 (ms, aim) |\n"
        "|---|---:|---:|---:|\n"
        "| a | 1 | 1.00 | 19.99 (< 20) |\n"
        "| b | 2 | 1.50 | **20.00, over** (< 20) |\n"
        "| c | 3 | 1.25 | 99.00 |"
    )


def test_the_figure_is_the_slowest_of_those_with_an_aim(library, monkeypatch):
    rows = [Row("a", 1, 1.0, 2.0, 20), Row("b", 1, 1.0, 3.0, 20), Row("c", 1, 1.0, 9.0)]
    monkeypatch.setattr(bench_research, "measure", lambda *_: Report("how", rows))
    told = bench_research.measure_part(True)
    assert (told.markdown, told.figures) == (render(Report("how", rows)), {"research_p99": 3.0})
    assert told.plain["rows"][0] == {"name": "a", "found": 1, "p50": 1.0, "p99": 2.0, "aim": 20}
