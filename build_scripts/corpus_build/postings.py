"""Collects the postings of the search index, one stem slot after the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from kalima.arabic.folding import exact_key, fold
from kalima.corpus import tagset
from kalima.corpus.model import Segment
from kalima.search.postings import bits_of, pack_vocabulary

_ALIF = "ا"


class PostingsWriter:
    """The index in the making: words are added in mushaf order, verse by verse."""

    def __init__(self) -> None:
        self._size = 0
        self._second: list[int] = []
        self._verse_ends: list[int] = []
        self._vocabularies: dict[str, dict[str, list[int]]] = {
            name: defaultdict(list) for name in ("word", "exact", "root", "lemma", "prefix", "suffix")
        }
        self._features: dict[str, dict[str, list[int]]] = {key: defaultdict(list) for key in tagset.BY_KEY}
        self._inferred: dict[str, list[int]] = defaultdict(list)

    def add_word(
        self, text: str, modern: str, segments: Sequence[Segment], lemma_keys: Sequence[str | None]
    ) -> None:
        """Add the next word.

        :param lemma_keys: for each segment the key of its lemma, or ``None``.
        """
        stems = [at for at, segment in enumerate(segments) if segment.kind == "STEM"]
        slots = range(self._size, self._size + len(stems))
        self._size += len(stems)
        self._second.extend(slots[1:])
        for key in word_keys(text, modern):
            self._vocabularies["word"][key].extend(slots)
        self._vocabularies["exact"][exact_key(text)].extend(slots)
        for segment in segments:
            if segment.kind != "STEM":
                for key in affix_keys(segment):
                    self._vocabularies[segment.kind.lower()][key].extend(slots)
        for slot, at in zip(slots, stems, strict=True):
            self._add_stem(slot, segments[at], lemma_keys[at])

    def _add_stem(self, slot: int, stem: Segment, lemma_key: str | None) -> None:
        if stem.root is not None:
            self._vocabularies["root"][stem.root].append(slot)
        if lemma_key is not None:
            self._vocabularies["lemma"][lemma_key].append(slot)
        for feature in tagset.FEATURES:
            value = getattr(stem, feature.field)
            if value is not None:
                self._features[feature.key][value].append(slot)
                if feature.field in stem.inferred:
                    self._inferred[feature.key].append(slot)

    def end_verse(self) -> None:
        """The words added since the last call are a verse."""
        self._verse_ends.append(self._size - 1)

    def pack(self) -> dict[str, Any]:
        """The containers that :class:`kalima.search.index.SearchIndex` opens."""
        lemmas = sorted(self._vocabularies["lemma"])
        vocabularies = {name: pack_vocabulary(values) for name, values in self._vocabularies.items()}
        for name, dagger in (("lemma_sound", _ALIF), ("lemma_rasm", "")):
            folded: dict[str, list[int]] = defaultdict(list)
            for number, lemma in enumerate(lemmas):
                folded[fold(lemma.rstrip("2"), dagger=dagger)].append(number)
            vocabularies[name] = pack_vocabulary(folded)
        return {
            "slots": self._size,
            "second": self._second,
            "verse_ends": self._verse_ends,
            "features": {
                key: {tag: bits_of(slots, self._size) for tag, slots in sorted(values.items())}
                for key, values in self._features.items()
            },
            "inferred": {key: bits_of(slots, self._size) for key, slots in sorted(self._inferred.items())},
            "vocabularies": vocabularies,
        }


def word_keys(text: str, modern: str) -> set[str]:
    """The folded spellings under which a word is found.

    Uthmani with the dagger alif unwritten (الصلوة) and written (الصلواة), the modern one (الصلاة), and
    where that is two words on paper (يا أيها), each of them and both. The one with the space is for phrases.
    """
    keys: set[str] = set()
    for spelling in (fold(text), fold(text, dagger=_ALIF), fold(modern), fold(modern, dagger=_ALIF)):
        keys.update((spelling, spelling.replace(" ", ""), *spelling.split()))
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
