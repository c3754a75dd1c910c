"""The formulas of the manual's page, each against a value that its source gives or that is worked out here."""

from __future__ import annotations

from collections import Counter
from math import log, log2, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalima.study.statistics.association import (
    MEASURES,
    Table,
    log_dice,
    log_likelihood,
    log_ratio,
    mutual_information_3,
    t_score,
)
from kalima.study.statistics.dispersion import gries_dp, gries_dp_norm, juilland_d
from kalima.study.statistics.frequency import type_token

# Two words that meet 10 times; the one is there 20 times, the other 30, in 100.
TEN = Table(both=10, one=20, other=30, size=100)


@pytest.mark.parametrize(
    ("value", "worked_out"),
    [
        (TEN.expected, 20 * 30 / 100),  # 6
        (log_dice(TEN), 14 + log2(2 * 10 / (20 + 30))),  # 14 - 1.3219 = 12.6781
        (mutual_information_3(TEN), log2(10 * 10 * 10 / 6)),  # 7.3808
        (t_score(TEN), (10 - 6) / sqrt(10)),  # 1.2649
        # The cells are 10, 10, 20 and 60, expected are 6, 14, 24 and 56.
        (log_likelihood(TEN), 2 * (10 * log(10 / 6) + 10 * log(10 / 14) + 20 * log(20 / 24) + 60 * log(60 / 56))),
        (log_dice(Table(7, 7, 7, 1_000)), 14),  # never one without the other
        (log_dice(Table(1, 1_000, 1_000, 9_999)), 14 - log2(1_000)),
        (log_likelihood(Table(2, 10, 20, 100)), 0),  # just as often as by chance: 10 * 20 / 100
        (log_ratio(40, 1_000, 10, 1_000), 2),  # four times as much
        (log_ratio(10, 1_000, 40, 2_000), -1),  # 1 % beside 2 %
        (log_ratio(8, 1_000, 0, 1_000), 4),  # none counts as a half
    ],
)  # fmt: skip
def test_a_measure(value, worked_out):
    assert value == pytest.approx(worked_out)


@pytest.mark.parametrize(
    ("figure", "cells"),
    # The cells of the first lines of the table of bigrams in Dunning (1993).
    [(270.72, (110, 2442, 111, 29114)), (263.90, (29, 13, 123, 31612)), (256.84, (31, 23, 139, 31584))],
)  # fmt: skip
def test_log_likelihood_gives_what_its_source_gives(figure, cells):
    both, first_alone, second_alone, neither = cells
    table = Table(both, both + first_alone, both + second_alone, both + first_alone + second_alone + neither)
    assert log_likelihood(table) == pytest.approx(figure, abs=0.01)


# Values of nltk.metrics.BigramAssocMeasures of NLTK 3.10.4: likelihood_ratio (always above 0 there), student_t,
# mi_like (the cube of O through R * C, so that N is put to it and the logarithm taken here) and dice. The first
# three tables are those of "new companies" in Manning and Schütze, *Foundations of Statistical Natural Language
# Processing* (1999), pp. 164-165, who give t = 0.999932, of Dunning (1993), and of "Ayatollah Ruhollah" in the
# same book, section 5.4.
@pytest.mark.parametrize(
    ("table", "likelihood_ratio", "student_t", "mi_like", "dice"),
    [
        ((8, 15_828, 4_675, 14_307_668), 1.325389, 0.999932, 6.919302e-06, 0.000780373604),
        ((110, 2_552, 221, 31_777), 270.721877, 8.795842, 2.35996255266, 0.079336458709),
        ((20, 42, 20, 14_307_668), 521.093839, 4.472123, 9.52380952381, 0.645161290323),
        ((7, 905, 124, 77_429), 11.235862, 2.097957, 0.003056496168, 0.013605442177),
        ((1, 20, 30, 100), -9.457362, -5.0, 0.001666666667, 0.04),
    ],
)
def test_measures_are_those_of_another_implementation(table, likelihood_ratio, student_t, mi_like, dice):
    table = Table(*table)
    assert log_likelihood(table) == pytest.approx(likelihood_ratio, abs=1e-5)
    assert t_score(table) == pytest.approx(student_t, abs=1e-5)
    assert mutual_information_3(table) == pytest.approx(log2(mi_like * table.size), abs=1e-5)
    assert log_dice(table) == pytest.approx(14 + log2(dice), abs=1e-5)


@pytest.mark.parametrize(
    ("percent", "count", "size", "count_other", "size_other"),
    [(1481.83, 20, 29_954, 1, 23_691), (88.7, 206_523, 959_641, 178_174, 1_562_358)],
)
def test_log_ratio_is_that_of_published_differences(percent, count, size, count_other, size_other):
    """%DIFF is by how much one relative frequency is above the other, (ratio - 1) * 100: Gabrielatos and Marchi,
    "Keyness: appropriate metrics and practical issues", CADS 2012, pp. 21-22, and "Keyness: matching metrics to
    definitions", Corpus Linguistics in the South 2011, p. 18."""
    assert log_ratio(count, size, count_other, size_other) == pytest.approx(
        log2(1 + percent / 100), abs=0.0005
    )


def test_what_meets_less_often_than_by_chance_is_below_nothing():
    assert log_likelihood(Table(1, 20, 30, 100)) < 0
    assert t_score(Table(1, 20, 30, 100)) < 0


@st.composite
def tables(draw):
    both, one, other, neither = (draw(st.integers(0, 5_000)) for _ in range(4))
    return Table(both + 1, both + 1 + one, both + 1 + other, both + 1 + one + other + neither)


@given(tables())
def test_measures_do_not_depend_on_which_of_the_two_is_first(table):
    turned = table._replace(one=table.other, other=table.one)
    for name, measure in MEASURES.items():
        assert measure(table) == pytest.approx(measure(turned), abs=1e-6), name


@given(tables())
def test_log_likelihood_is_twice_the_sum_over_all_cells(table):
    """The second implementation: by observed and expected frequencies, as a textbook writes it."""
    both, one, other, size = table
    observed = [[both, one - both], [other - both, size - one - other + both]]
    rows, columns = [sum(row) for row in observed], [sum(column) for column in zip(*observed, strict=True)]
    total = 0.0
    for i in (0, 1):
        for j in (0, 1):
            if observed[i][j]:
                total += observed[i][j] * log(observed[i][j] / (rows[i] * columns[j] / size))
    assert abs(log_likelihood(table)) == pytest.approx(2 * total, abs=1e-6)


# The toy corpus of Gries, "Dispersions and adjusted frequencies in corpora", International Journal of Corpus
# Linguistics 13 (2008), p. 406: five parts of 9, 10, 10, 10 and 11 letters.
LETTERS = ("bamnibeup", "basatbewqn", "bcagabesta", "baghabeaat", "bahaabeaxat")


@pytest.mark.parametrize(
    ("letter", "parts", "d", "dp", "dp_norm"),
    [
        ("a", 5, 0.785, 0.18, 0.22),
        ("b", 5, 0.968, 0.02, 0.024),
        ("i", 1, 0, 0.82, 1),
        ("q", 1, 0, 0.8, 0.976),
        ("x", 1, 0, 0.78, 0.951),
    ],
)
def test_dispersion_is_what_its_sources_give(letter, parts, d, dp, dp_norm):
    """The figures of a are those of Gries (2008), pp. 407-416, and of Lijffijt and Gries, "Correction to
    Stefan Th. Gries' Dispersions ...", IJCL 17 (2012); those of b, i, q and x are the table over the same corpus
    in Gries, "Analyzing dispersion", in Paquot and Gries (eds.), *A Practical Handbook of Corpus Linguistics*
    (2020), which the tests of the library scattertext hold as well."""
    counts, sizes = [part.count(letter) for part in LETTERS], list(map(len, LETTERS))
    assert sum(map(bool, counts)) == parts
    assert juilland_d(counts, sizes) == pytest.approx(d, abs=0.0005)
    assert gries_dp(counts, sizes) == pytest.approx(dp, abs=0.0005)
    assert gries_dp_norm(counts, sizes) == pytest.approx(dp_norm, abs=0.0005)


@pytest.mark.parametrize(
    ("value", "worked_out"),
    [
        # Carroll, "An alternative to Juilland's usage coefficient for lexical frequencies", ETS RB-70-3 (1970), p. 14.
        (juilland_d((0, 4, 3, 2, 1), [1_000] * 5), 0.6464),
        # Lijffijt and Gries (2012), p. 148: three parts of one size.
        (gries_dp_norm((2, 1, 0), [1_000] * 3), 0.5),
        (juilland_d((4, 4, 4), (10, 10, 10)), 1),
        (juilland_d((12, 0, 0), (10, 10, 10)), 0),  # sd = mean * sqrt(2)
        (gries_dp((12, 0, 0), (10, 10, 10)), 2 / 3),
        (gries_dp_norm((12, 0, 0), (10, 10, 10)), 1),
        (gries_dp((1, 2, 3), (10, 20, 30)), 0),
        (juilland_d((0, 0), (1, 1)), None),
        (juilland_d((3,), (9,)), None),
        (gries_dp((0, 0), (1, 1)), None),
        (gries_dp_norm((3,), (9,)), None),
    ],
)
def test_a_figure_of_dispersion(value, worked_out):
    assert value == (None if worked_out is None else pytest.approx(worked_out, abs=0.00005))


def test_types_and_tokens():
    assert type_token(Counter()) == {
        "tokens": 0,
        "types": 0,
        "hapaxes": 0,
        "type_token_ratio": 0.0,
        "guiraud": 0.0,
    }
    # Sixteen tokens of four types, of which two are there once.
    assert type_token(Counter(a=10, b=4, c=1, d=1)) == {
        "tokens": 16, "types": 4, "hapaxes": 2, "type_token_ratio": 0.25, "guiraud": 1.0,
    }  # fmt: skip
