"""The benchmark of a larger text: its copies, its arithmetic, its Markdown."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from types import SimpleNamespace

import pytest

import bench_growth
import freeze
from bench_engine import QUERIES
from bench_growth import Grown, multiply, render, slope
from kalima.store.corpus_store import CorpusStore


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        ([(1, 3), (4, 12), (16, 48)], 1),
        ([(1, 5), (4, 5), (16, 5)], 0),
        ([(1, 1), (4, 16)], 2),
        ([(1, 2), (4, 4), (16, 8)], 0.5),
    ],
)
def test_the_slope_is_that_of_the_logarithms(points, expected):
    assert slope(points) == pytest.approx(expected)


ROW = Grown(1, 77_429, 13.0, 430.0, 4.9, 13.6, 0.03, 56.0, {"an arc": 2.0, "a phrase": 0.5})
ROWS = [
    ROW,
    ROW._replace(
        copies=4, words=309_716, build=52.0, peak=None, times={"an arc": 8.0, "a phrase": "It was stopped."}
    ),
]


def test_each_cost_is_a_line_with_its_slope():
    lines = render("how", ROWS).splitlines()
    assert lines[0] == "how"
    assert lines[2] == "| what | × 1 | × 4 | slope |"
    assert "| words | 77,429 | 309,716 | 1.00 |" in lines
    assert "| building the index (s) | 13.0 | 52.0 | 1.00 |" in lines
    assert "| memory of the build at its highest (MB) | 430 | not measured here | – |" in lines
    assert "| an arc (ms) | 2.00 | 8.00 | 1.00 |" in lines
    assert "| a phrase (ms) | 0.50 | **none** | – |" in lines
    assert lines[-1] == "At × 4 there is no answer to “a phrase”: It was stopped."
    told = render("how", [ROW, ROWS[1]._replace(first={"an arc": "Slow."})])
    assert told.endswith("At × 4 the first “an arc” is refused, what it makes serves the next: Slow.")


@pytest.fixture(scope="module")
def twice(tmp_path_factory):
    path = tmp_path_factory.mktemp("twice") / "corpus.db"
    multiply(freeze.CORPUS / "corpus.db", path, 2)
    return CorpusStore(path)


def test_a_copy_says_what_the_text_says_under_surahs_of_its_own(library, twice):
    one = library.store
    (verse,) = one.verses(2, 255, 255)
    (copy,) = twice.verses(116, 255, 255)
    assert copy.id == verse.id + 6_236
    assert (copy.text, copy.page, copy.juz) == (verse.text, verse.page + 604, verse.juz + 30)
    words, copies = (store.words_of([each.id])[each.id] for store, each in ((one, verse), (twice, copy)))
    assert [word.text for word in words] == [word.text for word in copies]
    segments, copied = (
        list(store.segments_of([word.id for word in each]).values())
        for store, each in ((one, words), (twice, copies))
    )
    assert segments == copied
    graph, copied_graph = (store.graphs([each.id])[each.id] for store, each in ((one, verse), (twice, copy)))
    assert graph.arcs == copied_graph.arcs
    assert [node._replace(id=0) for node in graph.nodes] == [
        node._replace(id=0) for node in copied_graph.nodes
    ]
    assert one.translation_of([verse.id])[verse.id] == twice.translation_of([copy.id])[copy.id]


def test_copies_leave_the_first_text_as_it_is_and_add_to_every_table_of_it(twice):
    with contextlib.closing(sqlite3.connect(twice.path)) as database:
        database.execute("ATTACH ? AS original", (str(freeze.CORPUS / "corpus.db"),))
        for table in bench_growth._COPIED:
            counts = [
                database.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
                for name in (f"main.{table}", f"original.{table}")
            ]
            assert counts[0] == 2 * counts[1]
            kept = f"SELECT * FROM original.{table} EXCEPT SELECT * FROM main.{table}"
            assert database.execute(kept).fetchall() == []


def test_a_process_of_its_own_tells_what_it_took(monkeypatch, capsys):
    monkeypatch.setattr(bench_growth, "RUNS", 1)
    assert bench_growth.main(["--ask", str(freeze.CORPUS)]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found.keys() == {"opening", "memory", "times", "first"}
    assert found["first"] == {}
    asked = {query.name for query in QUERIES} | {bench_growth.READ, bench_growth.COUNTED}
    assert found["times"].keys() == asked
    assert all(isinstance(time, float) for time in found["times"].values())


def test_an_answer_that_there_is_not_is_told_with_its_reason():
    def fails():
        raise OverflowError("unsigned short is greater than maximum")

    assert (
        bench_growth._refusal(fails)
        == bench_growth._time(fails)
        == "OverflowError: unsigned short is greater than maximum"
    )


def test_the_figures_are_put_into_their_section_of_the_page(tmp_path, monkeypatch):
    page = tmp_path / "page.md"
    page.write_text("# Title\n\n## Measured\n\nold\n\n## What breaks first\n\nprose\n", "utf-8")
    monkeypatch.setattr(bench_growth, "PAGE", page)
    bench_growth.write_manual(SimpleNamespace(markdown="new"))
    assert page.read_text("utf-8") == "# Title\n\n## Measured\n\nnew\n\n## What breaks first\n\nprose\n"


def test_the_page_has_the_table_of_what_is_measured():
    page = bench_growth.PAGE.read_text("utf-8")
    section = page[page.index(bench_growth.BEGIN) : page.index(bench_growth.END)]
    names = [
        line.split(" | ")[0].removeprefix("| ") for line in section.splitlines() if line.startswith("| ")
    ]
    asked = [
        f"{name} (ms)"
        for name in (*(query.name for query in QUERIES), bench_growth.READ, bench_growth.COUNTED)
    ]
    assert names[0] == "what"
    assert names[-len(asked) :] == asked
