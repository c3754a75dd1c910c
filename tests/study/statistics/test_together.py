"""A row of collocates, keyness or n-grams has the query that finds what it counts."""

from __future__ import annotations

from typing import Any

import pytest

from kalima import files
from kalima.study.library import Library
from kalima.study.statistics.collocation import collocates
from kalima.study.statistics.frequency import frequency
from kalima.study.statistics.keyness import keyness
from kalima.study.statistics.ngrams import ngrams
from kalima.study.statistics.sketch import root_sketch


def matches(library: Library, row: dict[str, Any]) -> int:
    return library.search(row["query"]).match_count


def test_a_collocate_along_arcs_is_found_arc_by_arc(library: Library) -> None:
    rows = collocates(library, "lemma:الله", relation="subject", seek="heads", limit=5)["rows"]
    assert [matches(library, row) for row in rows] == [row["count"] for row in rows]
    rows = collocates(library, "root:رحم", by="pos", relation="subject", seek="dependents", least=1)["rows"]
    assert rows and [matches(library, row) for row in rows] == [row["count"] for row in rows]


def test_a_collocate_of_a_window_is_found_in_it(library: Library) -> None:
    for row in collocates(library, "lemma:الله in:2", left=2, right=1, limit=5)["rows"]:
        hits = library.search(row["query"])
        of_value = library.search(f'[lemma=="{row["value"]}"] in:2')
        assert (hits.words & of_value.words).bit_count() == row["count"]


def test_the_manual_says_how_many_more_a_row_finds_than_it_counts(library: Library) -> None:
    """Pairs in a window; and in verses the words of two stems that are counted by the other."""
    near = next(row for row in collocates(library, "root:صلو")["rows"] if row["value"] == "أَقَامَ")
    verses = collocates(library, "root:صلو", within="verse", limit=500)["rows"]
    what = next(row for row in verses if row["value"] == "مَا")
    found = library.search(what["query"])
    more = found.verse_count - what["count"]
    page = " ".join(files.read(files.MANUAL, "statistics.md").decode().split())
    assert f"there are {near['count']} words of أَقَامَ, but {matches(library, near)} pairs" in page
    assert (
        f"{what['count']} verses of `root:صلو` have مَا, but the row finds {found.verse_count}: in {more}"
        in page
    )


def test_a_collocate_of_the_verse_is_found_in_its_verses(library: Library) -> None:
    rows = collocates(library, "lemma:الله in:36", within="verse", limit=5)["rows"]
    assert [library.search(row["query"]).verse_count for row in rows] == [row["count"] for row in rows]


def test_a_key_value_is_found_in_both_queries(library: Library) -> None:
    for row in keyness(library, "[] in:meccan", "[] in:medinan", limit=5)["rows"]:
        assert matches(library, row) == row["count"]
        assert library.search(row["reference_query"]).match_count == row["reference_count"]
    assert keyness(library, "[] in:36", limit=1)["rows"][0]["reference_query"] is None


@pytest.mark.parametrize(("size", "gap"), [(2, 0), (3, 0), (2, 1)])
def test_an_ngram_with_a_word_of_the_query_is_found(library: Library, size: int, gap: int) -> None:
    rows = ngrams(library, "root:رحم in:2", size=size, gap=gap)["rows"]
    assert rows
    for row in rows[:5]:
        hits = library.search(row["query"])
        counted = hits.verse_count if gap else hits.match_count  # with gaps it counts once for its first word
        assert counted == row["count"]


def test_what_has_no_value_is_found(library: Library) -> None:
    row = next(each for each in frequency(library, "[] in:112", ["root"])["rows"] if each["values"] == [None])
    assert matches(library, row) == row["count"]
    lemmas = root_sketch(library, "رحم")["lemmas"]
    assert [matches(library, each) for each in lemmas] == [each["count"] for each in lemmas]


def test_several_words_have_no_query_of_their_neighbours(library: Library) -> None:
    phrase = '"الحمد لله"'
    assert {row["query"] for row in collocates(library, phrase, least=1, limit=5)["rows"]} == {None}
    assert {row["query"] for row in ngrams(library, phrase, limit=5)["rows"]} == {None}
