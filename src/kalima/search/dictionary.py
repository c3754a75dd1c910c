"""The roots and lemmas of the text, as a dictionary has them: in order, counted, each with all that it is.

All of it is read off the sets that a search for the root or lemma uses, so the two cannot differ.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple, TypeVar

from kalima.arabic.folding import exact_key, fold_root
from kalima.corpus import tagset
from kalima.search.index import SearchIndex
from kalima.search.values import FOLDINGS, Values, in_arabic

Headword = Literal["root", "lemma"]
_KEPT = 1_024
"""Headwords whose counts are kept: a verse has a hundred, and half of the text's words have the same few."""
_Value = TypeVar("_Value", int, str)


class Counts(NamedTuple):
    """How many words and verses have a root or a lemma, and in how many spellings its words are written.

    ``others`` are the lemmas of a root, or the roots of a lemma.
    """

    words: int
    verses: int
    others: int
    forms: int


class Headwords(NamedTuple):
    """What a stem is found under, by number."""

    root: int | None
    lemma: int | None


class Entry(NamedTuple):
    """All that the text has of one root or lemma.

    Every number is one of words; a word of two stems counts once. Values are in the order of the most words.

    :param forms: the first word (from 0) of each spelling, and how many are spelled so.
    :param lemmas: of a root, by number.
    :param patterns: by wazn.
    :param features: by feature and tag.
    :param surahs: words and verses by the surah's number, in mushaf order.
    """

    forms: list[tuple[int, int]]
    lemmas: list[tuple[int, int]]
    patterns: list[tuple[str, int]]
    features: dict[str, list[tuple[str, int]]]
    surahs: list[tuple[int, int, int]]


class Dictionary:
    """What the index has of roots and lemmas. A headword is known by its 0-based number in its vocabulary."""

    def __init__(self, index: SearchIndex) -> None:
        self._index = index
        self._layout = index.layout
        self._values = Values(index, "")
        self.counts = lru_cache(maxsize=_KEPT)(self._count)
        self.parts_of_speech = lru_cache(maxsize=_KEPT)(self._tags_of)
        self.letters = lru_cache(maxsize=2)(self._count_letters)
        self._ordered = lru_cache(maxsize=4)(self._order)

    def name(self, kind: Headword, number: int) -> str:
        """The headword; the second of two lemmas of one spelling has a 2 at its end."""
        return self._index.vocabularies[kind].value(number)

    def number(self, kind: Headword, name: str) -> int | None:
        """The number of the headword that is written just so."""
        return self._index.vocabularies[kind].number(name)

    def exactly(self, kind: Headword, typed: str) -> int | None:
        """The headword that ``typed`` is to the last mark and the 2 at the end, in Arabic or Buckwalter."""
        bare = typed.removesuffix("2")
        return self.number(kind, exact_key(in_arabic(bare)) + typed[len(bare) :])

    def named(self, kind: Headword, typed: str) -> list[int]:
        """What ``typed`` names, in Arabic or Buckwalter; several lemmas may be spelled alike."""
        return self._values.named(kind, typed)

    def near(self, kind: Headword, typed: str) -> list[str]:
        """What may have been meant by a name that there is not."""
        return self._values.near(kind, typed)

    def of_word(self, word: int) -> list[Headwords]:
        """The root and the lemma of each stem of a word (from 0)."""
        second = self._layout.second_of.get(word)
        stems = [word] if second is None else [word, second]
        return [Headwords(self._of_stem("root", stem), self._of_stem("lemma", stem)) for stem in stems]

    def root_of(self, lemma: int) -> int | None:
        """The root of a lemma."""
        return self._of_stem("root", self._index.vocabularies["lemma"].units_of(lemma)[0])

    def spelled_like(self, word: int) -> tuple[int, int]:
        """How many words are spelled like this one (from 0), and in how many verses."""
        spelling = self._index.vocabularies["exact"].value(self._index.by_stem("exact")[word] - 1)
        words = self._layout.fold(self._index.vocabularies["exact"].bits(spelling))
        return words.bit_count(), self._layout.verses.hit(words).bit_count()

    def listed(self, kind: Headword, begins: str, *, most_first: bool) -> list[int]:
        """The headwords that begin with ``begins``, in alphabetical order or those of the most words first.

        :param begins: in Arabic, marks aside, or in Buckwalter; ``""`` for all.
        :raises ValueError: if it is neither.
        """
        ordered = self._ordered(kind, most_first)
        if not begins:
            return ordered.tolist()
        arabic = in_arabic(begins)
        if not arabic:
            raise ValueError(f"{begins!r} is neither Arabic nor Buckwalter")
        wanted = set(self._beginning(kind, arabic))
        return [number for number in ordered if number in wanted]

    def entry(self, kind: Headword, number: int) -> Entry:
        """All that the text has of one headword."""
        index, layout = self._index, self._layout
        stems = index.vocabularies[kind].units_of(number)
        bits = index.vocabularies[kind].union([number])
        words = sorted(layout.words_of(stems))
        patterns = index.vocabularies["pattern"]
        return Entry(
            self._forms(words),
            self._tally("lemma", stems) if kind == "root" else [],
            [(patterns.value(each), count) for each, count in self._tally("pattern", stems)],
            {each.key: found for each in tagset.FEATURES if (found := self._tags(each.key, bits))},
            self._surahs(words),
        )

    def _of_stem(self, kind: Headword, stem: int) -> int | None:
        number = self._index.by_stem(kind)[stem]
        return number - 1 if number else None

    def _beginning(self, kind: Headword, arabic: str) -> Iterable[int]:
        vocabulary = self._index.vocabularies[kind]
        if kind == "root":
            return vocabulary.numbers_from(fold_root(arabic))
        sounds = self._index.foldings[kind][0]
        keys = sounds.numbers_from(FOLDINGS[0](arabic))
        return (number for key in keys for number in sounds.units_of(key))

    def _order(self, kind: Headword, most_first: bool) -> array[int]:
        """The numbers of all headwords; lemmas by their letters, then by their marks."""
        if most_first:
            vocabulary, words_of = self._index.vocabularies[kind], self._layout.words_of
            words = [len(words_of(vocabulary.units_of(number))) for number in range(len(vocabulary))]
            return array("H", sorted(self._ordered(kind, False), key=lambda number: -words[number]))
        return array("H", self._beginning(kind, ""))

    def _count_letters(self, kind: Headword) -> list[tuple[str, int]]:
        """The first letters in order, with how many headwords begin with each."""
        if kind == "root":
            return list(Counter(name[0] for name in self._index.vocabularies[kind].values).items())
        sounds = self._index.foldings[kind][0]
        found: Counter[str] = Counter()
        for key, name in enumerate(sounds.values):
            found[name[0]] += sounds.size_of(key)
        return list(found.items())

    def _count(self, kind: Headword, number: int) -> Counts:
        stems = self._index.vocabularies[kind].units_of(number)
        words = self._layout.words_of(stems)
        others, spellings = self._index.by_stem(_other(kind)), self._index.by_stem("exact")
        verse_of = self._layout.verses.by_word
        sets: tuple[set[int], ...] = (
            words,
            {verse_of[word] for word in words},
            {others[stem] for stem in stems} - {0},
            {spellings[word] for word in words},
        )
        return Counts(*map(len, sets))

    def _forms(self, words: Sequence[int]) -> list[tuple[int, int]]:
        spellings = self._index.by_stem("exact")
        first: dict[int, int] = {}
        for word in words:
            first.setdefault(spellings[word], word)
        counted = Counter(spellings[word] for word in words)
        return [(first[spelling], count) for spelling, count in _most_first(counted)]

    def _tags_of(self, lemma: int) -> list[str]:
        """The parts of speech of a lemma's words, that of the most words first."""
        tags = list(self._index.features["pos"])
        stems = self._index.vocabularies["lemma"].units_of(lemma)
        return [tags[number] for number, _ in self._tally("pos", stems)]

    def _tally(self, attribute: str, stems: array[int]) -> list[tuple[int, int]]:
        """The numbers of the values that the stems have, each with how many words have it."""
        numbers, layout = self._index.by_stem(attribute), self._layout
        counted = Counter(map(numbers.__getitem__, stems))
        seconds = stems[bisect_left(stems, layout.words) :]
        firsts = set(stems) if seconds else set()
        for stem in seconds:
            first = layout.second[stem - layout.words]
            if first in firsts and numbers[first] == numbers[stem]:
                counted[numbers[stem]] -= 1  # the two are one word
        del counted[0]
        return [(number - 1, count) for number, count in _most_first(counted)]

    def _tags(self, feature: str, bits: int) -> list[tuple[str, int]]:
        found = {tag: bits & self._index.feature_bits(feature, tag) for tag in self._index.features[feature]}
        counted = Counter(
            {tag: self._layout.fold(stems).bit_count() for tag, stems in found.items() if stems}
        )
        return _most_first(counted)

    def _surahs(self, words: Sequence[int]) -> list[tuple[int, int, int]]:
        found, verse_of = [], self._layout.verses.by_word
        for number in range(len(self._layout.surahs)):
            first, last = self._layout.surahs.span(number)
            inside = words[bisect_left(words, first) : bisect_right(words, last)]
            if inside:
                found.append((number + 1, len(inside), len({verse_of[word] for word in inside})))
        return found


def _other(kind: Headword) -> Headword:
    return "lemma" if kind == "root" else "root"


def _most_first(counted: Mapping[_Value, int]) -> list[tuple[_Value, int]]:
    """The values with their counts, of equal ones the lower value first."""
    return sorted(counted.items(), key=lambda item: (-item[1], item[0]))
