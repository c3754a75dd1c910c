"""Runs a parsed query on the index. Every step is an operation on whole sets of slots."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

from kalima.arabic.folding import fold
from kalima.search.index import SearchIndex
from kalima.search.postings import Layout, positions
from kalima.search.query import WORD, Meaning, Phrase, Query, Token
from kalima.search.values import meaning_of


@dataclass(frozen=True, slots=True)
class Hits:
    """What a query found. ``words`` and ``verses`` are sets, one bit per word and per verse."""

    index: SearchIndex
    words: int
    verses: int
    meanings: tuple[Meaning, ...]

    @property
    def word_count(self) -> int:
        return self.words.bit_count()

    @property
    def verse_count(self) -> int:
        return self.verses.bit_count()

    def word_ids(self, offset: int = 0, limit: int | None = None) -> list[int]:
        """Ids of matching words (1-based, mushaf order), ``limit`` of them from ``offset`` on."""
        layout = self.index.layout
        return [layout.word_number(slot) + 1 for slot in positions(self.words, offset, limit)]

    def verse_ids(self, offset: int = 0, limit: int | None = None) -> list[int]:
        """Ids of verses with a match (1-based, mushaf order)."""
        number = self.index.layout.verse_number
        return [number(slot) + 1 for slot in positions(self.verses, offset, limit)]

    def places_in(self, verse_ids: list[int]) -> dict[int, list[int]]:
        """The 1-based places of the matching words in each of these verses."""
        layout = self.index.layout
        places = {}
        for verse in verse_ids:
            first, last = layout.verse_slots(verse - 1)
            in_verse = (self.words >> first) & ((2 << last - first) - 1)
            word_before = layout.word_number(first) - 1
            places[verse] = [layout.word_number(first + slot) - word_before for slot in positions(in_verse)]
        return places


def run(query: Query, index: SearchIndex) -> Hits:
    """Find every word that ``query`` matches.

    A word is a hit if it belongs to a match of some part, in a verse that has matches of all parts.

    :raises QueryError: if a part names something that the corpus does not have.
    """
    meanings = [
        meaning_of(test, index) for part in query.parts for token in part.tokens for test in token.tests
    ]
    pending = iter(meanings)
    parts = [_phrase(part, index, pending) for part in query.parts]
    layout = index.layout
    verses = reduce(and_, map(layout.verses, parts))
    words = reduce(or_, parts)
    if len(parts) > 1:
        words &= layout.whole_verses(verses)
    return Hits(index, words, verses, tuple(meanings))


def _phrase(phrase: Phrase, index: SearchIndex, meanings: Iterator[Meaning]) -> int:
    """All words of all places where the tokens follow one another.

    Two typed words may be one written word: يا أيها is يَـٰٓأَيُّهَا in the text. So a step of the phrase
    takes one token or such a pair.
    """
    layout = index.layout
    steps = _steps(phrase, index, meanings)
    ends = [layout.everything]  # ends[n]: the words at which a match of the first n tokens ends
    for size in range(1, len(phrase.tokens) + 1):
        ends.append(reduce(or_, (_step(layout, ends, size, took, bits) for took, bits in steps[size])))
    matched, alive = 0, [0] * len(phrase.tokens) + [ends[-1]]
    for size in range(len(phrase.tokens), 0, -1):
        for took, bits in steps[size]:
            words = _step(layout, ends, size, took, bits) & alive[size]
            matched |= words
            alive[size - took] |= layout.previous_word(words)
    return matched


def _step(layout: Layout, ends: list[int], size: int, took: int, bits: int) -> int:
    before = size - took
    return bits & (layout.next_word(ends[before]) if before else layout.everything)


def _steps(phrase: Phrase, index: SearchIndex, meanings: Iterator[Meaning]) -> list[list[tuple[int, int]]]:
    """For each number of tokens the last steps to it: how many tokens it takes, and the words it takes."""
    steps: list[list[tuple[int, int]]] = [[]]
    before: Token | None = None
    for token in phrase.tokens:
        steps.append([(1, _token(token, index, meanings))])
        if before is not None and (together := _written_as_one(before, token, index)):
            steps[-1].append((2, together))
        before = token
    return steps


def _written_as_one(first: Token, second: Token, index: SearchIndex) -> int:
    """The words that are both of these typed words."""
    pair = (first.tests[0], second.tests[0])
    if any(test.attribute != WORD for test in pair):
        return 0
    return index.layout.words(index.vocabularies[WORD].bits(" ".join(fold(test.value) for test in pair)))


def _token(token: Token, index: SearchIndex, meanings: Iterator[Meaning]) -> int:
    stems = reduce(and_, (_test(index, next(meanings)) for _ in token.tests))
    return index.layout.words(stems)


def _test(index: SearchIndex, meaning: Meaning) -> int:
    if meaning.attribute in index.features:
        return reduce(or_, (index.feature_bits(meaning.attribute, value) for value in meaning.values), 0)
    vocabulary = index.vocabularies[meaning.attribute]
    return reduce(or_, map(vocabulary.bits, meaning.values), 0)
