"""A narrowed query finds exactly the matches that the frequency has counted under its values."""

from __future__ import annotations

import pytest

from kalima.errors import KalimaError
from kalima.study.library import Library
from kalima.study.statistics.frequency import frequency
from kalima.study.statistics.narrowing import narrow


@pytest.mark.parametrize(
    ("query", "only"),
    [
        ("root:قول", ["pos:V"]),
        ("root:قول", ["lemma:قَالَ", "surah:2"]),
        ("root:قول in:2", ["aspect:PERF"]),
        ('"الحمد لله"', ["juz:22"]),
        ('A:[pos="V"] B:[pos="PN"] :: A.root != B.root', ["A.form:IV", "place:Medinan"]),
        ('V:[pos="V" & voice="PASS"] -نائب فاعل-> [number="P"]', ["V.root:قول"]),
    ],
)
def test_finds_what_was_counted(library: Library, query: str, only: list[str]) -> None:
    keys = [each.partition(":")[0] for each in only]
    values = [each.partition(":")[2] for each in only]
    counts = {tuple(row["values"]): row for row in frequency(library, query, keys, limit=100_000)["rows"]}
    answer = narrow(library, query, only)
    assert answer["only"] == [{"key": key, "value": value} for key, value in zip(keys, values, strict=True)]
    found = library.search(answer["narrowed"]).match_count
    assert found == counts[tuple(values)]["count"] > 0
    assert counts[tuple(values)]["query"] == answer["narrowed"]


def test_what_was_narrowed_by_parts_of_the_text_is_narrowed_further(library: Library) -> None:
    narrowed = narrow(library, "root:رحم in:1-6", ["place:Meccan"])["narrowed"]
    again = frequency(library, narrowed, ["lemma"])
    assert (
        again["counted"]["base_words"]
        == frequency(library, "[] in:1-6 in:meccan", ["surah"])["counted"]["base_words"]
    )
    for row in again["rows"]:
        assert library.search(row["query"]).match_count == row["count"]


def test_without_conditions_the_query_stays_as_it_was_typed(library: Library) -> None:
    assert narrow(library, "root:qwl", [])["narrowed"] == "root:qwl"


@pytest.mark.parametrize(
    ("query", "only", "says"),
    [
        ("root:قول", "pos", "'pos' is no condition"),
        ("root:قول", "poss:V", "Nothing can be counted by 'poss'. Did you mean pos?"),
        ("root:قول", "surah:115", "There is no part of the text '115'"),
        ("root:قول", "root:xyz", "There is no root in the corpus 'xyz'"),
        ("root:قول", "A.pos:V", "The query has no label 'A'"),
        ("root:قول", "period:Medinan", "No query finds just the matches with period:Medinan"),
        ('"الحمد لله"', "root:حمد", "No query finds just the matches with root:حمد"),
    ],
)
def test_what_cannot_be_is_told(library: Library, query: str, only: str, says: str) -> None:
    with pytest.raises(KalimaError) as refused:
        narrow(library, query, [only])
    assert str(refused.value).startswith(says)
    assert refused.value.hint
