"""The benchmark of reading, searching and writing at once: that it loses nothing, and says what it found."""

from __future__ import annotations

import json

import pytest

import bench_mixed
from bench_mixed import Crowd, Kind, Report, figures, missing, plain, render

REPORT = Report(
    "Kalima 9.",
    10.0,
    [
        Kind("reading", [1.0] * 99 + [9.0], []),
        Kind("searching", [], []),
        Kind("writing", [2.0], ["500 to POST"]),
    ],
    (40.0, 44.0),
    7,
    ["load-1-1: None instead of 'x'"],
    24,
)


def test_each_kind_is_a_line_and_what_went_wrong_is_named():
    lines = render(REPORT).splitlines()
    assert "| reading | 100 | 10 | 1.0 | 1.0 | 0 |" in lines
    assert "| searching | 0 | 0 | – | – | 0 |" in lines
    assert "| writing | 1 | 0 | 2.0 | 2.0 | **1** |" in lines
    assert "| all | 101 | 10 | 1.0 | 2.0 | **1** |" in lines
    assert "Of 7 items that were acknowledged before kill -9, **1 were lost**." in lines
    assert lines[-2:] == ["- 500 to POST", "- load-1-1: None instead of 'x'"]


def test_the_figures_are_of_all_kinds_together():
    assert figures(REPORT) == {"mixed_p99": 2.0, "mixed_errors": 1, "mixed_lost": 1}
    written = json.loads(json.dumps(plain(REPORT)))
    assert written["kinds"][0] == {"name": "reading", "answers": 100, "p50": 1.0, "p99": 1.0, "errors": []}


@pytest.mark.parametrize(
    ("there", "lost"),
    [
        ({"a": "acknowledged"}, []),
        ({"a": "sent and never answered"}, []),
        ({"a": "older"}, ["a: 'older' instead of 'acknowledged'"]),
        ({}, ["a: None instead of 'acknowledged'"]),
    ],
)
def test_what_was_acknowledged_must_be_there_or_what_was_sent_after_it(there, lost):
    class Server:
        def get_json(self, path):
            found = [{"id": id, "data": {"text": text}} for id, text in there.items()]
            return {"items": found if path.endswith("offset=0") else []}

    crowd = Crowd(acknowledged={"a": "acknowledged"}, sent={"a": "sent and never answered"})
    assert list(missing(Server(), crowd)) == lost


def test_a_small_load_on_the_real_server_has_no_error_and_loses_nothing(monkeypatch):
    monkeypatch.setattr(bench_mixed, "SEARCHES", 20)
    monkeypatch.setattr(
        bench_mixed, "choose_server", lambda: ([bench_mixed.sys.executable, "-m", "kalima"], "here")
    )
    report = bench_mixed.measure(2, connections=4, slow=1)
    assert [kind.errors for kind in report.kinds] == [[], [], []]
    assert all(kind.times for kind in report.kinds)
    assert (report.written > 0, report.lost) == (True, [])
