"""Similar verses: the whole source counted, and what the cut keeps."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from corpus_build import similar
from corpus_build.similar import Place, Similar, SimilarPair
from corpus_build.wheels import open_wheel

Verses = dict[Place, list[Similar]]


@pytest.fixture(scope="module")
def verses(sources_dir: Path) -> Verses:
    with open_wheel(sources_dir, "quranic-nlp") as wheel:
        return similar.read_similar(wheel, least=0)


def test_counts(verses):
    assert len(verses) == 6_236
    assert sum(map(len, verses.values())) == 615_437
    assert Counter(len(others) for others in verses.values())[100] == 6_111
    assert sum(not others for others in verses.values()) == 7


def test_each_list_falls(verses):
    assert all(o == sorted(o, key=lambda x: -x.score) for o in verses.values())


def test_scores_are_the_same_in_both_directions(verses):
    scores = {(place, other.place): other.score for place, others in verses.items() for other in others}
    mutual = [pair for pair in scores if pair[::-1] in scores]
    assert len(mutual) == 418_644
    assert all(scores[a, b] == pytest.approx(scores[b, a], abs=1e-9) for a, b in mutual)


def test_what_the_cut_keeps(verses, sources_dir):
    """Every pair from 0.08 on, both directions in one row; 170 verses have none so similar."""
    with open_wheel(sources_dir, "quranic-nlp") as wheel:
        cut = similar.read_similar(wheel)
    assert cut == {
        place: [other for other in others if other.score >= 0.08] for place, others in verses.items()
    }
    kept = similar.pairs(cut)
    assert (sum(map(len, cut.values())), len(kept)) == (83_716, 41_858)
    assert sum(not others for others in cut.values()) == 170
    assert all(pair.first < pair.second and 80 <= pair.score <= 1000 for pair in kept)


def test_no_list_ends_above_the_cut(verses):
    """So the 100 of the source leave out nothing that the cut would keep."""
    assert max(others[-1].score for others in verses.values() if len(others) == 100) < similar.LEAST


@pytest.mark.parametrize(
    ("place", "best"),
    [
        ((1, 1), Similar((27, 30), 0.750947469077)),
        ((55, 13), Similar((55, 77), 1.0)),
        ((2, 35), Similar((7, 19), 0.798229765703)),
        ((2, 255), Similar((20, 110), 0.321884102864)),
    ],
)
def test_the_most_similar(verses, place, best):
    assert verses[place][0] == best


def test_a_pair_is_kept_once():
    a, b, c = (1, 1), (1, 2), (1, 3)
    verses = {a: [Similar(c, 0.5), Similar(b, 0.1)], b: [Similar(a, 0.1)], c: [Similar(a, 0.5)]}
    assert similar.pairs(verses) == [SimilarPair(a, b, 100), SimilarPair(a, c, 500)]


@pytest.mark.parametrize("entry", ["1002:0.0", "1002:1.5", "1002:-1"])
def test_a_score_out_of_range_stops_the_build(entry):
    with pytest.raises(ValueError, match="not a score"):
        similar._similar(entry)
