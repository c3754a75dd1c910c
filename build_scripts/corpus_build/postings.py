"""Collects the postings of the search index, one stem slot after the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from kalima.arabic.folding import exact_key, fold
from kalima.corpus import tagset
from kalima.corpus.model import Segment
from kalima.search.postings import pack_set, pack_vocabulary

_ALIF = "ا"
FOLDED = ("lemma", "pattern", "template")
"""The vocabularies that are vowelled, and are found by their folded spellings as well."""
VOCABULARIES = ("word", "exact", "root", "tb_root", "prefix", "suffix", *FOLDED)


class IndexedSegment(NamedTuple):
    """A segment as the index needs it: its lemma's key, its treebank features, where the two differ."""

    segment: Segment
    lemma: str | None = None
    treebank: Mapping[str, str] = MappingProxyType({})
    differs: Sequence[str] = ()


class PostingsWriter:
    """The index in the making: words are added in mushaf order, verse by verse."""

    def __init__(self) -> None:
        self._size = 0
        self._second: list[int] = []
        self._verse_ends: list[int] = []
        self._vocabularies: dict[str, dict[str, list[int]]] = {
            name: defaultdict(list) for name in VOCABULARIES
        }
        self._features: dict[str, dict[str, list[int]]] = {key: defaultdict(list) for key in tagset.BY_KEY}

    def add_word(self, text: str, spellings: Sequence[str], segments: Sequence[IndexedSegment]) -> None:
        """Add the next word: its Uthmani text, its modern spellings, its segments."""
        stems = [each for each in segments if each.segment.kind == "STEM"]
        slots = range(self._size, self._size + len(stems))
        self._size += len(stems)
        self._second.extend(slots[1:])
        for key in word_keys(text, *spellings):
            self._vocabularies["word"][key].extend(slots)
        self._vocabularies["exact"][exact_key(text)].extend(slots)
        for segment, *_ in segments:
            if segment.kind != "STEM":
                for key in affix_keys(segment):
                    self._vocabularies[segment.kind.lower()][key].extend(slots)
        for slot, stem in zip(slots, stems, strict=True):
            self._add_stem(slot, stem)

    def _add_stem(self, slot: int, stem: IndexedSegment) -> None:
        template = stem.treebank.get("template")
        values = {
            "root": stem.segment.root,
            "lemma": stem.lemma,
            "pattern": stem.segment.wazn and exact_key(stem.segment.wazn),
            "template": template and exact_key(template),
            "tb_root": stem.treebank.get("root"),
        }
        for name, value in values.items():
            if value is not None:
                self._vocabularies[name][value].append(slot)
        for feature in tagset.FEATURES:
            if (tag := getattr(stem.segment, feature.field)) is not None:
                self._features[feature.key][tag].append(slot)
                if feature.field in stem.segment.inferred:
                    self._features["inferred"][feature.key].append(slot)
        for feature in tagset.TREEBANK_FEATURES:
            if (tag := stem.treebank.get(feature.field)) is not None:
                self._features[feature.key][tag].append(slot)
        for name in stem.differs:
            self._features["differs"][name].append(slot)

    def end_verse(self) -> None:
        """The words added since the last call are a verse."""
        self._verse_ends.append(self._size - 1)

    def pack(self) -> dict[str, Any]:
        """The containers that :class:`kalima.search.index.SearchIndex` opens."""
        packed = {name: pack_vocabulary(values) for name, values in self._vocabularies.items()}
        return {
            "slots": self._size,
            "second": self._second,
            "verse_ends": self._verse_ends,
            "features": {
                key: {tag: pack_set(slots, self._size) for tag, slots in sorted(values.items())}
                for key, values in self._features.items()
            },
            "vocabularies": packed,
            "foldings": {name: self._foldings(name) for name in FOLDED},
        }

    def _foldings(self, name: str) -> list[dict[str, str | bytes]]:
        """Vocabularies that lead from a folded spelling to the numbers of the values that fold to it.

        The sound comes first (كتاب for كِتَٰب), the rasm only where that finds nothing (كتب), so that the
        lemma كَتَبَ is not mixed with كِتَٰب.
        """
        tiers = []
        for dagger in (_ALIF, ""):
            folded: dict[str, list[int]] = defaultdict(list)
            for number, value in enumerate(sorted(self._vocabularies[name])):
                folded[fold(value.rstrip("2"), dagger=dagger)].append(number)
            tiers.append(pack_vocabulary(folded))
        return tiers


def word_keys(text: str, *modern: str) -> set[str]:
    """The folded spellings under which a word is found.

    Uthmani with the dagger alif unwritten (الصلوة) and written (الصلواة), the modern ones (الصلاة), and
    where that is two words on paper (يا أيها), each of them and both. The one with the space is for phrases.
    """
    spellings = {fold(each, dagger=dagger) for each in (text, *modern) for dagger in ("", _ALIF)}
    keys = {key for each in spellings for key in (each, each.replace(" ", ""), *each.split())}
    # Where one spelling has two words and another one (يا داوود, ياداود), the second word is found in both.
    for first in {each.split()[0] for each in spellings if " " in each}:
        seconds = {each[len(first) :] for each in spellings if each.startswith(first) and " " not in each}
        keys |= {key for second in seconds - {""} for key in (second, f"{first} {second}")}
    return keys


def affix_keys(segment: Segment) -> set[str]:
    """The names by which a prefix or suffix is found.

    Its tag (``CONJ``), its letter (``w``) and both (``w:CONJ``); a pronoun's person, gender and number
    (``3MP``).
    """
    letter, _, _ = (segment.function or "").partition(":")
    if letter == "PRON":
        return {"PRON", f"{segment.person or ''}{segment.gender or ''}{segment.number or ''}"}
    if letter == segment.pos:
        return {segment.pos}
    return {segment.pos, letter, f"{letter}:{segment.pos}"}
