"""The benchmark of the page: what it measures is there, and its Markdown; never how long anything takes."""

from __future__ import annotations

import bench_page
from bench_figures import FIGURES
from bench_page import MEASURES, Measured, measure_part, name_of, table
from browsers import NO_BROWSER


def test_each_measure_is_a_figure_of_the_readme():
    keys = {figure.key for figure in FIGURES}
    assert MEASURES.keys() <= keys
    assert name_of("tree") == "2:282's tree drawn, as much as its frame shows"


def test_what_is_over_its_aim_stands_out():
    lines = table(
        [Measured("paint", [310.0, 250.0, 300.0]), Measured("tree", [80.0])], {"page_size": 310.4}
    ).splitlines()
    assert lines[2:] == [
        "| first contentful paint of the page | **300, over** | < 300 | 310 | ms |",
        "| 2:282's tree drawn, as much as its frame shows | 80 | < 200 | 80 | ms |",
        "| JavaScript and CSS of all pages, as the executable has them | **310, over** | < 300 | 310 | KB |",
    ]


def test_without_a_browser_the_size_alone_is_told(monkeypatch):
    monkeypatch.setattr(bench_page, "find_browser", lambda: None)
    told = measure_part(True)
    assert told.markdown.startswith(NO_BROWSER)
    assert told.figures == bench_page.page_sizes()
    assert 10 < told.figures["page_size"] < told.figures["page_written"]
