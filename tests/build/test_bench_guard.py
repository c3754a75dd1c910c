"""What holds queries to what they cost before: how it judges, and that it measures what it says."""

from __future__ import annotations

import json
import sys

import pytest

import bench_guard
from bench_guard import AGAIN, Verdict, compare, costs, estimate, questions, reference, render


@pytest.fixture
def measured(monkeypatch):
    """Costs that are given one after the other in place of being measured, and which queries were asked."""
    given: list[dict[str, float]] = []
    asked: list[list[str]] = []

    def cost(named, rounds):
        asked.append(list(named))
        return {name: given[min(len(asked), len(given)) - 1][name] for name in named}

    monkeypatch.setattr(bench_guard, "costs", cost)
    return given, asked


NAMED = {"a": lambda: None, "b": lambda: None}


def test_a_query_that_is_dearer_each_time_is_found(measured):
    given, asked = measured
    given.append({"a": 1.2, "b": 3.0})
    assert compare(NAMED, {"a": 1.0, "b": 2.0}) == [Verdict("a", 1.2, 1.0), Verdict("b", 3.0, 2.0)]
    assert asked == [["a", "b"], *[["b"]] * AGAIN]
    assert [each.name for each in bench_guard.dearer(compare(NAMED, {"a": 1.0, "b": 2.0}))] == ["b"]


def test_a_busy_moment_is_measured_again_and_forgiven(measured):
    given, asked = measured
    given += [{"a": 9.0, "b": 2.0}, {"a": 5.0, "b": 2.0}, {"a": 1.1, "b": 2.0}]
    assert compare(NAMED, {"a": 1.0, "b": 2.0}) == [Verdict("a", 1.1, 1.0), Verdict("b", 2.0, 2.0)]
    assert asked == [["a", "b"], ["a"], ["a"]]


@pytest.mark.parametrize(
    ("pairs", "cheapest", "expected"),
    [
        ([(1.0, 2.0), (3.0, 3.0)], 1.0, 1.5),  # no moment was quiet for both: the median of the rounds
        ([(2.0, 8.0), (2.0, 6.0), (4.0, 20.0)], 2.0, 3.0),  # one was: the cheapest
    ],
)
def test_of_two_estimates_the_lower_counts(pairs, cheapest, expected):
    assert estimate(pairs, cheapest) == expected


def test_what_is_done_ten_times_costs_more_than_twice_what_is_done_once():
    found = costs({"once": reference, "ten times": lambda: [reference() for _ in range(10)]}, 3)
    assert found["ten times"] > 2 * found["once"]


def test_the_fixed_piece_of_work_is_the_same_for_ever():
    assert reference() == 2_985_874


def test_the_baseline_has_every_query_that_is_measured(library):
    baselines = json.loads(bench_guard.BASELINE.read_text("utf-8"))
    named = questions(library)
    assert [set(each) for each in baselines.values()] == [set(named)] * len(baselines)
    assert all(0 < cost < 100 for each in baselines.values() for cost in each.values())
    assert all(ask() for ask in named.values())


def test_the_table_says_what_is_over_and_what_to_do():
    told = render([Verdict("a", 1.0, 1.0), Verdict("b", 3.0, 2.0), Verdict("c", 0.5, 1.0)])
    assert "| a | 1.000 | 1.000 | 1.00 |" in told
    assert "| b | 3.000 | 2.000 | **1.50, over** |" in told
    assert "Dearer than they may be: b. Find what made them so" in told
    assert "Much cheaper than their baseline: c." in told


@pytest.mark.parametrize(
    ("baselines", "cost", "code", "says"),
    [
        ({"here": {"a": 1.0, "b": 1.0}}, 1.4, 0, "| a | 1.400 |"),
        ({"here": {"a": 1.0, "b": 1.0}}, 1.5, 1, "**1.50, over**"),
        ({"elsewhere": {"a": 1.0}}, 9.0, 0, "There is no baseline of here, only of elsewhere"),
        ({"here": {"a": 1.0}}, 1.0, 1, "not those of the baseline"),
    ],
)
def test_it_fails_for_what_is_dearer_alone(
    baselines, cost, code, says, measured, monkeypatch, tmp_path, capsys, library
):
    measured[0].append({"a": cost, "b": 1.0})
    path = tmp_path / "baseline.json"
    path.write_text(json.dumps(baselines), "utf-8")
    monkeypatch.setattr(bench_guard, "BASELINE", path)
    monkeypatch.setattr(bench_guard, "questions", lambda _: NAMED)
    monkeypatch.setattr(sys.implementation, "cache_tag", "here")
    assert bench_guard.main([]) == code
    assert says in capsys.readouterr().out
    assert bench_guard.main(["--renew"]) == 0
    renewed = json.loads(path.read_text("utf-8"))
    assert renewed == {**baselines, "here": {"a": cost, "b": 1.0}}
