"""The attributes of words as columns: for each unit of the index the number of its value, in sorted order.

The numbers go from 1 on along the sorted values, so that they sort as the values do; 0 is no value.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import chain, compress
from typing import NamedTuple, get_args

from kalima.arabic.folding import fold
from kalima.corpus import tagset
from kalima.corpus.relations import BY_KEY as RELATIONS
from kalima.corpus.surahs import PERIODS
from kalima.search.dictionary import Dictionary, Headword
from kalima.search.index import SearchIndex
from kalima.search.parser.names import AFFIXES
from kalima.search.postings import Vocabulary, flags, positions
from kalima.search.query import WORD
from kalima.search.trees import NO_WORD

SPELLING, NODE, RELATION = "spelling", "node", "rel"
PLACES = ("surah", "juz", "page", "verse", "place", "period")
"""Where a word stands: ``place`` is Meccan or Medinan, ``period`` one of Nöldeke's four."""
VOCABULARIES = ("lemma", "root", "pattern", "template", "tb_root")
FEATURES = tuple(key for key in tagset.BY_KEY if key not in ("differs", "inferred"))
OF_WORDS = (WORD, SPELLING, *VOCABULARIES, *FEATURES, *AFFIXES, RELATION, NODE)
"""What can be counted of words. ``node`` is the lemma or, of an affix in a tree, its own name."""
_KEPT = 16
"""Columns kept in memory, of 300 KB each."""
_KEPT_TALLIES, _KEPT_ENDS = 6, 160
_SEPARATOR = "\n"
_PERSON = re.compile(r"[123][MF]?[SDP]")
_AFFIX_ORDER = ("A", "w", "f", "l", "bi", "ka", "ta", "sa", "ya", "ha", "Al")


class Column(NamedTuple):
    """``numbers`` by unit, or by word for a place, and the sorted ``text`` of the values, one a line."""

    numbers: array[int]
    text: str

    @property
    def names(self) -> list[str | None]:
        """The values by number; the first is ``None``, for a word that has none."""
        return [None, *(self.text.split(_SEPARATOR) if self.text else ())]


class Columns:
    """The columns of an index, made when they are first asked for.

    :param dictionary: by whose order lemmas and roots are numbered, so that there is one order of each.
    """

    def __init__(self, index: SearchIndex, dictionary: Dictionary) -> None:
        self._index = index
        self._dictionary = dictionary
        self.column = lru_cache(maxsize=_KEPT)(self._column)
        self.tally = lru_cache(maxsize=_KEPT_TALLIES)(self._tally)
        self.ends = lru_cache(maxsize=_KEPT_ENDS)(self._ends)

    def spellings_of(self, word: str) -> list[str]:
        """The spellings in the text that are ``word`` without their marks."""
        return self._spelled[word]

    @cached_property
    def _spelled(self) -> dict[str, list[str]]:
        members: dict[str, list[str]] = defaultdict(list)
        exact = self._index.vocabularies["exact"]
        for value, word in zip(exact.values, _folded(exact), strict=True):
            members[word].append(value)
        return members

    def _tally(self, attribute: str, words: int) -> Counter[int]:
        """How many of a set of words have each value; not to be changed, since it is kept."""
        return tally(self.column(attribute).numbers, words)

    def _ends(self, attribute: str, relation: int, heads: bool, inside: int | None = None) -> Counter[int]:
        """How often each value is that of the head, or else of the dependent, in the arcs of a relation.

        Ends that are not written do not count.

        :param inside: the words on which the other ends must stand, if not all are asked for.
        """
        of_heads, of_dependents = self._index.treebank.arcs(relation)
        far, near = (of_heads, of_dependents) if heads else (of_dependents, of_heads)
        words, numbers = self._index.treebank.words, self.column(attribute).numbers
        written = [words[unit] != NO_WORD for unit in far]
        if inside is not None:
            layout = self._index.layout
            chosen = flags(inside | 1 << layout.words)
            verses = flags(layout.verses.hit(inside) | 1 << layout.words)
            written = [
                each
                and bool(chosen[words[here]] if words[here] != NO_WORD else verses[self._last_word(here)])
                for each, here in zip(written, near, strict=True)
            ]
        return Counter(map(numbers.__getitem__, compress(far, written)))

    def _last_word(self, unit: int) -> int:
        """The last word of the verse of a unit."""
        return self._index.layout.verses.ends[self._index.treebank.verse(unit)]

    def _column(self, attribute: str) -> Column:
        """
        :param attribute: one of :data:`OF_WORDS` or :data:`PLACES`.
        """
        if attribute in PLACES:
            return self._places(attribute)
        if attribute in (WORD, SPELLING):
            return self._spellings(folded=attribute == WORD)
        if attribute == NODE:
            return self._nodes()
        if attribute == RELATION:
            return self._numbered(list(RELATIONS), self._relations())
        if attribute in AFFIXES:
            return self._affixes(attribute)
        index = self._index
        if attribute in VOCABULARIES:
            vocabulary = index.vocabularies[attribute]
            values = vocabulary.values
            ordered = self._ordered(attribute, vocabulary)
            units = (vocabulary.units_of(number) for number in ordered)
            return self._numbered([values[number] for number in ordered], units)
        tags = [each.tag for each in tagset.BY_KEY[attribute].values if each.tag in index.features[attribute]]
        return self._numbered(tags, (positions(index.feature_bits(attribute, tag)) for tag in tags))

    def _ordered(self, attribute: str, vocabulary: Vocabulary) -> Sequence[int]:
        """The values' numbers in alphabetical order: of headwords that of the dictionary."""
        if attribute in get_args(Headword):
            return self._dictionary.listed(attribute, "", most_first=False)  # type: ignore[arg-type]
        values, folded = vocabulary.values, _folded(vocabulary)
        return sorted(range(len(values)), key=lambda number: (folded[number], values[number]))

    def _places(self, place: str) -> Column:
        layout, surahs = self._index.layout, self._index.surahs
        surah_of = layout.surahs.by_word
        if place in ("place", "period"):
            names = ["Meccan", "Medinan"] if place == "place" else list(PERIODS)
            of_surah = [
                names.index(surah.place if place == "place" else period_of(number))
                for number, surah in enumerate(surahs, start=1)
            ]
            numbers = [of_surah[surah] for surah in surah_of]
        else:
            partition = layout.spans[{"surah": "sura", "verse": "aya"}.get(place, place)]
            names, numbers = [str(number + 1) for number in range(len(partition))], list(partition.by_word)
        if place == "verse":
            first = [layout.verses.number(layout.surahs.span(surah)[0]) for surah in range(len(surahs))]
            surahs_of_verses = [surah_of[end] for end in layout.verses.ends]
            names = [
                f"{surah + 1}:{verse - first[surah] + 1}" for verse, surah in enumerate(surahs_of_verses)
            ]
        return Column(array("H", (number + 1 for number in numbers)), _SEPARATOR.join(names))

    def _numbered(self, values: Sequence[str], units: Iterable[Iterable[int]]) -> Column:
        """The column of values in order, each with the units that have it; the first that it has counts."""
        numbers = array("H", bytes(2 * self._index.layout.units))
        for number, members in enumerate(units, start=1):
            for unit in members:
                if not numbers[unit]:
                    numbers[unit] = number
        return Column(numbers, _SEPARATOR.join(values))

    def _spellings(self, *, folded: bool) -> Column:
        """As they are written, or without their marks; the node of an affix is spelled as its word is."""
        exact = self._index.vocabularies["exact"]
        members: dict[tuple[str, str], list[int]] = defaultdict(list)
        for number, (word, value) in enumerate(zip(_folded(exact), exact.values, strict=True)):
            members[word, "" if folded else value].append(number)
        ordered = sorted(members)
        units = (chain.from_iterable(exact.units_of(number) for number in members[each]) for each in ordered)
        column = self._numbered([value or word for word, value in ordered], units)
        words, numbers = self._index.treebank.words, column.numbers
        for unit in range(self._index.layout.stems, self._index.layout.units):
            if words[unit] != NO_WORD:
                numbers[unit] = numbers[words[unit]]
        return column

    def _relations(self) -> Iterable[array[int]]:
        treebank = self._index.treebank
        return (treebank.arcs(treebank.relations.index(key))[1] for key in RELATIONS)

    def _affixes(self, kind: str) -> Column:
        """Of each unit its prefixes or suffixes by their full names, joined by ``+``: ``w:CONJ+Al:DET``."""
        carried: dict[int, list[str]] = defaultdict(list)
        for name, units in sorted(self._full_names(kind).items(), key=lambda each: _affix_key(each[0])):
            for unit in units:
                carried[unit].append(name)
        members: dict[str, list[int]] = defaultdict(list)
        for unit, names in carried.items():
            members["+".join(names)].append(unit)
        ordered = sorted(members)
        return self._numbered(ordered, (members[each] for each in ordered))

    def _full_names(self, kind: str) -> Mapping[str, Iterable[int]]:
        """The units of each affix by the fullest name it has.

        ``w:CONJ`` rather than ``w`` or ``CONJ``; of a pronoun its person, ``3MP``.
        """
        vocabulary = self._index.vocabularies[kind]
        letters = {name.partition(":")[0] for name in vocabulary.values if ":" in name}
        full = {
            name: set(vocabulary.units_of(number))
            for number, name in enumerate(vocabulary.values)
            if name not in letters
        }
        named: dict[str, set[int]] = defaultdict(set)
        for name, units in full.items():
            if ":" in name:
                named[name.partition(":")[2]] |= units
            elif _PERSON.fullmatch(name):
                named["PRON"] |= units
        return {name: units - named.get(name, set()) for name, units in full.items()}

    def _nodes(self) -> Column:
        """The lemma of a stem; the full name of an affix that has a node of its own."""
        lemmas, stems = self.column("lemma"), self._index.layout.stems
        members: dict[str, list[int]] = {name: [] for name in lemmas.names if name is not None}
        affixes: dict[str, list[int]] = defaultdict(list)
        for kind in AFFIXES:
            for name, units in self._full_names(kind).items():
                affixes[name] += [unit for unit in units if unit >= stems]
        column = self._numbered(
            [*members, *(name for name, units in affixes.items() if units)],
            [*([] for _ in members), *(units for units in affixes.values() if units)],
        )
        column.numbers[:stems] = lemmas.numbers[:stems]
        return column


def _folded(vocabulary: Vocabulary) -> list[str]:
    """The values without their marks, folded as one text: that takes a twentieth of the time."""
    return fold(vocabulary.text).split(_SEPARATOR)


def period_of(surah: int) -> str:
    """The period of a surah, from 1."""
    return next(name for name, surahs in PERIODS.items() if surah in surahs)


def tally(numbers: Sequence[int], units: int) -> Counter[int]:
    """How many of a set of units have each number."""
    return Counter(compress(numbers, flags(units)))


def _affix_key(name: str) -> tuple[int, str]:
    letter = name.partition(":")[0]
    return (_AFFIX_ORDER.index(letter) if letter in _AFFIX_ORDER else len(_AFFIX_ORDER), name)
