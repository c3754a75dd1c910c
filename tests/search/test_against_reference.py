"""Random queries over a part of the real corpus: the engine must find what the reference evaluator finds."""

from __future__ import annotations

import random

import pytest

from kalima import paths
from kalima.search import budget
from kalima.search.engine import run
from kalima.search.parser import parse
from kalima.search.query import And, Or, Query, Region
from kalima.study.translated import TranslatedText

from .random_queries import random_query
from .reference import as_result, evaluate
from .reference_text import read_text

SURAHS = (1, 75, 98, 110, 112)
"""Whole ones, Meccan and Medinan, for sequences that cross the edge of a verse."""
PECULIAR = (
    *(571, 870, 1196, 1273, 1369, 3656, 3891, 5179),  # the treebank goes in a circle
    *(123, 205, 255, 281, 400, 572, 926, 1092, 1467, 2102, 2494, 2630, 2797),  # a node has two heads
    *(3195, 3406, 4155, 4485, 5100),
    *(55, 376, 1317, 2309, 3481, 4318),  # an arc is there twice
    *(2171, 2667, 3464, 4386, 4454, 5089),  # two relations between the same two nodes
    *(233, 869, 1628, 1976, 2859, 3521, 3646, 5136),  # a node stands on no segment
    *(1635, 1637, 1977, 2126, 3594),  # a stem has no node
    *(147, 525, 908, 1166, 1792, 1957, 2044, 3631, 3741, 4224, 4593, 5267),  # words of two stems
    *(630, 763, 1226, 3281, 3320, 3556, 3645, 4170),  # many implied words
    *(188, 1744, 3918),  # a word is two on paper
    *(1160, 3518, 5905, 6125),  # a prostration
)
QUERIES = 160


@pytest.fixture(scope="module")
def spellings(library):
    """The folded spellings of every word; ``corpus.db`` does not have all of them."""
    index = library.index
    found = {word: set() for word in range(1, index.layout.words + 1)}
    vocabulary = index.vocabularies["word"]
    for value in vocabulary.values:
        for unit in vocabulary.members(value):
            if unit < index.layout.words:
                found[unit + 1].add(value)
    return found


@pytest.fixture(scope="module")
def surahs(library, spellings):
    verses = [verse.id for number in SURAHS for verse in library.store.verses(number)]
    return read_text(paths.built_corpus_dir() / "corpus.db", verses, spellings)


@pytest.fixture(scope="module")
def sample(surahs, spellings):
    return read_text(paths.built_corpus_dir() / "corpus.db", {*surahs.verses, *PECULIAR}, spellings)


@pytest.fixture(autouse=True)
def _unbounded(monkeypatch):
    """The engine may not stop a query that is dear: over the whole corpus a random one may find millions."""
    monkeypatch.setattr(budget, "SECONDS", 600)
    monkeypatch.setattr(budget, "MATCHES", 10**7)
    monkeypatch.setattr(budget, "SHAPES", 10**5)


@pytest.fixture(scope="module")
def english(library):
    return TranslatedText(library.store.whole_translation("en.pickthall"))


def found_by_the_engine(query, text, index, english):
    """What the engine finds in the verses of ``text``; all the others are left out by the query itself."""
    here = Or(tuple(Region(f"{verse.surah}:{verse.ayah}") for verse in text.verses.values()))
    hits = run(
        Query(And((query.clause, here)), query.text),
        index,
        lambda language, words: english.verses_with(words),
    )
    matches = hits.matches()
    assert hits.match_count == len(matches)
    assert hits.word_count == len({word for match in matches for word in match.words})
    found = as_result(hits)
    assert len(found.matches) == len(matches), "a match is there twice"
    return found


@pytest.mark.parametrize("seed", range(QUERIES))
def test_the_engine_finds_what_the_reference_finds(library, sample, surahs, english, seed):
    rng = random.Random(seed)  # noqa: S311
    typed = random_query(rng, sample if seed % 3 else surahs)
    query = parse(typed)
    # A match that crosses into a verse that is not in the sample is unknown to the reference.
    text = surahs if "within <sura" in typed else sample
    expected = evaluate(query, text)
    assert found_by_the_engine(query, text, library.index, english) == expected, typed
