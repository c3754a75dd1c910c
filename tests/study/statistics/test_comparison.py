"""Two roots side by side say what the sketch of each says."""

import pytest

from kalima.errors import KalimaError, NotFound
from kalima.study.statistics.comparison import compare_roots
from kalima.study.statistics.sketch import root_sketch
from kalima.study.tables.results import COMPARED, comparison_table

PAIR = ("سمع", "بصر")
EVERY = 100_000


@pytest.fixture(scope="module")
def answer(library):
    return compare_roots(library, *PAIR, least=1, most=EVERY)


@pytest.fixture(scope="module")
def sketches(library):
    return [root_sketch(library, root, least=1, most=EVERY) for root in PAIR]


@pytest.mark.parametrize("place", [0, 1])
def test_each_column_is_the_sketch_of_its_root(answer, sketches, place):
    sketch = sketches[place]
    assert {
        name: answer["roots"][place][name] for name in ("root", "query", "words", "verses", "counted")
    } == {name: sketch[name] for name in ("root", "query", "words", "verses", "counted")}
    cells = {
        (each["relation"], each["seek"], row["value"]): (row["count"], row["log_dice"], row["query"])
        for each in sketch["relations"]
        for row in each["rows"]
    }
    assert cells == {
        (each["relation"], each["seek"], row["value"]): tuple(
            row[name][place] for name in ("counts", "log_dice", "queries")
        )
        for each in answer["relations"]
        for row in each["rows"]
        if row["counts"][place]
    }
    arcs = {
        (each["relation"], each["seek"]): (each["arcs"], each["not_written"]) for each in sketch["relations"]
    }
    for each in answer["relations"]:
        expected = arcs.get((each["relation"], each["seek"]), (0, 0))
        assert (each["arcs"][place], each["not_written"][place]) == expected


def test_what_is_shared_and_what_one_has_alone_is_counted_and_in_this_order(answer):
    for each in answer["relations"]:
        kinds = [(counts[0] > 0, counts[1] > 0) for counts in (row["counts"] for row in each["rows"])]
        assert [kinds.count(kind) for kind in ((True, True), (True, False), (False, True))] == [
            each["shared"],
            *each["alone"],
        ]
        assert kinds == sorted(kinds, key=[(True, True), (True, False), (False, True)].index)
    assert answer["relations"][0]["relation"] == "subject"
    assert sum(each["shared"] for each in answer["relations"]) > 20


def test_forms_and_places_sum_to_the_words_of_each(answer):
    for place in (0, 1):
        assert sum(row["counts"][place] for row in answer["forms"]) == answer["roots"][place]["words"]
        assert sum(row["counts"][place] for row in answer["places"]) == answer["roots"][place]["words"]


def test_the_query_of_a_cell_finds_its_matches(library, answer):
    (objects,) = (
        each for each in answer["relations"] if (each["relation"], each["seek"]) == ("object", "dependents")
    )
    rows = [row for row in objects["rows"] if None not in row["queries"]][:3]
    assert rows
    for row in rows:
        assert [library.search(query).match_count for query in row["queries"]] == row["counts"]


def test_a_rare_value_is_listed_if_either_has_it_often_enough(library, answer):
    least = compare_roots(library, *PAIR, least=4, most=EVERY)
    kept = {
        (each["relation"], each["seek"], row["value"]) for each in least["relations"] for row in each["rows"]
    }
    assert kept == {
        (each["relation"], each["seek"], row["value"])
        for each in answer["relations"] for row in each["rows"] if max(row["counts"]) >= 4
    }  # fmt: skip


def test_fewer_are_listed_than_are_counted(library):
    short = compare_roots(library, *PAIR, least=1, most=1)
    assert all(len(each["rows"]) <= 3 for each in short["relations"])
    assert any(each["shared"] > 1 for each in short["relations"])


@pytest.mark.parametrize("part", COMPARED)
def test_the_table_has_the_columns_of_both(library, part):
    table = comparison_table(library, *PAIR, part=part)
    rows = list(table.cell_rows())
    assert table.count == len(rows) > 5 and {len(row) for row in rows} == {len(table.columns)}
    assert [name for name in table.columns if name.startswith("count ")] == ["count سمع", "count بصر"]


@pytest.mark.parametrize(
    ("pair", "error", "message"),
    [
        (("سمع", "smE"), KalimaError, "سمع cannot be compared with itself."),
        (("سمع", "ظظظ"), NotFound, "There is no root 'ظظظ'."),
    ],
)
def test_what_cannot_be_compared_is_told(library, pair, error, message):
    with pytest.raises(error) as caught:
        compare_roots(library, *pair)
    assert caught.value.message == message
