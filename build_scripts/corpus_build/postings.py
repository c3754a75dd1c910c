"""Collects the postings of the search index, verse by verse, and numbers the units when all are known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from kalima.arabic.folding import exact_key, fold
from kalima.arabic.latin import fold_latin
from kalima.corpus import tagset
from kalima.corpus.model import Segment
from kalima.corpus.relations import RELATIONS
from kalima.search.postings import pack_set, pack_vocabulary
from kalima.search.trees import Kind, PackedNode, pack_treebank

_ALIF = "ا"
FOLDED = ("lemma", "pattern", "template")
"""The vocabularies that are vowelled, and are found by their folded spellings as well."""
VOCABULARIES = ("word", "exact", "translit", "root", "tb_root", "prefix", "suffix", *FOLDED)
AFFIX_FEATURES = ("pos", "person", "gender", "number")
"""The features that the node of a prefix or suffix has of its own."""

_SECOND, _OTHER = 1 << 40, 1 << 41  # where second stems and other nodes are numbered from until all is known
_RELATIONS = {relation.key: number for number, relation in enumerate(RELATIONS)}


class IndexedSegment(NamedTuple):
    """A segment as the index needs it: its lemma's key, its treebank features, where the two differ."""

    segment: Segment
    lemma: str | None = None
    treebank: Mapping[str, str] = MappingProxyType({})
    differs: Sequence[str] = ()


class IndexedNode(NamedTuple):
    """A node of the treebank: the 0-based segment of its verse that it stands on, whether it leads there."""

    segment: int | None = None
    leads: bool = True
    implied: bool = False


class _Written(NamedTuple):
    """A segment of the verse in the making, and its stem's unit."""

    word: int
    segment: Segment
    stem: int | None


class PostingsWriter:
    """The index in the making: words are added in mushaf order, verse by verse."""

    def __init__(self) -> None:
        self._words = 0
        self._second: list[int] = []
        self._others = 0
        self._verses = 0
        self._spans: dict[str, dict[int, int]] = {kind: {} for kind in ("aya", "sura", "page", "juz")}
        self._surahs: list[tuple[str, str, int]] = []
        self._sajda: dict[str, list[int]] = defaultdict(list)
        self._written: list[_Written] = []
        self._nodes: list[PackedNode] = []
        self._vocabularies: dict[str, dict[str, list[int]]] = {
            name: defaultdict(list) for name in VOCABULARIES
        }
        self._features: dict[str, dict[str, list[int]]] = {key: defaultdict(list) for key in tagset.BY_KEY}

    def add_surah(self, arabic: str, place: str, order: int) -> None:
        """Add the next surah: its Arabic name, Meccan or Medinan, its place in the order of revelation."""
        self._surahs.append((arabic, place, order))

    def add_word(
        self,
        text: str,
        spellings: Sequence[str],
        segments: Sequence[IndexedSegment],
        romanized: Sequence[str] = (),
    ) -> None:
        """Add the next word: its Uthmani text, its modern spellings, its segments, its Latin spellings.

        :raises ValueError: if it has not one stem or two.
        """
        word = self._words
        stems: list[int] = []
        self._words += 1
        for indexed in segments:
            stem = None
            if indexed.segment.kind == "STEM":
                stem = _SECOND + len(self._second) if stems else word
                stems.append(stem)
                self._second.extend([word] * (stem != word))
                self._add_stem(stem, indexed)
            self._written.append(_Written(word, indexed.segment, stem))
        if not 1 <= len(stems) <= 2:
            raise ValueError(f"{text} has {len(stems)} stems")
        for name, keys in (
            ("word", word_keys(text, *spellings)),
            ("exact", {exact_key(text)}),
            ("translit", {fold_latin(each) for each in romanized}),
        ):
            for key in keys:
                self._vocabularies[name][key].extend(stems)
        for segment, *_ in segments:
            if segment.kind != "STEM":
                self._add_affix(segment, stems)

    def _add_stem(self, unit: int, stem: IndexedSegment) -> None:
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
                self._vocabularies[name][value].append(unit)
        for feature in tagset.FEATURES:
            if (tag := getattr(stem.segment, feature.field)) is not None:
                self._features[feature.key][tag].append(unit)
                if feature.field in stem.segment.inferred:
                    self._features["inferred"][feature.key].append(unit)
        for feature in tagset.TREEBANK_FEATURES:
            if (tag := stem.treebank.get(feature.field)) is not None:
                self._features[feature.key][tag].append(unit)
        for name in stem.differs:
            self._features["differs"][name].append(unit)

    def _add_affix(self, segment: Segment, units: Iterable[int]) -> None:
        """The names of a prefix or suffix: of the stems of its word, or of its own node."""
        for key in affix_keys(segment):
            self._vocabularies[segment.kind.lower()][key].extend(units)

    def end_verse(
        self,
        *,
        surah: int,
        page: int,
        juz: int,
        sajda: str | None = None,
        nodes: Sequence[IndexedNode] = (),
        arcs: Iterable[tuple[int, int, str]] = (),
    ) -> None:
        """The words added since the last call are a verse.

        :param sajda: the kind of the prostration at it, if there is one.
        :param nodes: its nodes in the order of the treebank.
        :param arcs: head and dependent, as 0-based places among the nodes, and the relation's key.
        """
        for kind, number in (("aya", self._verses), ("sura", surah), ("page", page), ("juz", juz)):
            self._spans[kind][number] = self._words - 1
        if sajda:
            self._sajda[sajda].append(self._verses)
        before = len(self._nodes)
        heads: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for head, dependent, relation in arcs:
            heads[dependent].append((before + head, _RELATIONS[relation]))
        for place, node in enumerate(nodes):
            self._add_node(node, heads[place])
        self._verses += 1
        self._written.clear()

    def _add_node(self, node: IndexedNode, heads: list[tuple[int, int]]) -> None:
        if node.segment is None:
            kind, word = Kind.IMPLIED if node.implied else Kind.UNATTACHED, None
        else:
            word, segment, stem = self._written[node.segment]
            if not node.leads:
                kind = Kind.LETTER
            elif stem is not None:
                kind = Kind.FIRST_STEM if stem == word else Kind.SECOND_STEM
            else:
                kind = Kind.AFFIX
                own = [_OTHER + self._others]
                self._add_affix(segment, own)
                for key in AFFIX_FEATURES:
                    if (tag := getattr(segment, tagset.BY_KEY[key].field)) is not None:
                        self._features[key][tag].extend(own)
        self._others += kind not in (Kind.FIRST_STEM, Kind.SECOND_STEM)
        self._nodes.append(PackedNode(kind, self._verses, word, heads))

    def pack(self) -> dict[str, Any]:
        """The containers that :class:`kalima.search.index.SearchIndex` opens."""
        units = self._unit(_OTHER + self._others)
        return {
            "words": self._words,
            "second": self._second,
            "units": units,
            "spans": {kind: list(ends.values()) for kind, ends in self._spans.items()},
            "surahs": self._surahs,
            "sajda": dict(sorted(self._sajda.items())),
            "treebank": {"records": pack_treebank(self._nodes)},
            "features": {
                key: {
                    tag: pack_set(map(self._unit, members), units) for tag, members in sorted(values.items())
                }
                for key, values in self._features.items()
            },
            "vocabularies": {
                name: pack_vocabulary({value: map(self._unit, members) for value, members in values.items()})
                for name, values in self._vocabularies.items()
            },
            "foldings": {name: self._foldings(name) for name in FOLDED},
        }

    def _unit(self, number: int) -> int:
        """The final number of a unit."""
        if number < _SECOND:
            return number
        if number < _OTHER:
            return self._words + number - _SECOND
        return self._words + len(self._second) + number - _OTHER

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
