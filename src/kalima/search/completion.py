"""What can stand at the cursor of a query: attributes, values with their counts, relations, surahs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from kalima.arabic.folding import fold, fold_root, is_arabic
from kalima.arabic.romanization import fold_latin
from kalima.corpus import relations, tagset
from kalima.corpus.surahs import NAMES, arabic_key, name_key
from kalima.errors import QueryError
from kalima.search.index import SearchIndex
from kalima.search.parser import names
from kalima.search.query import WORD
from kalima.search.values import in_arabic

MOST = 12
"""Offers at a time: as many as fit below a search bar."""
_ENGLISH = {
    WORD: "the word as it is spelled",
    "lemma": "dictionary form",
    "root": "root letters",
    "pattern": "wazn",
    "template": "wazn with its letters (treebank)",
    "translit": "in Latin letters",
    "prefix": "what is written before the stem",
    "suffix": "what is written after the stem",
    "rel": "relation to the head",
    "tb_root": "root (treebank)",
    "in": "where: a surah, juz, page, Meccan or Medinan",
    "en": "words of the English translation",
}
_IN_STRING = re.compile(r'([^\W\d]\w*)\s*(?:!=|==|=)\s*"([^"]*)$')
_IN_FIELD = re.compile(r'([^\W\d]\w*):("?)([^\s"&|()\[\]]*)$')
_RELATION = re.compile(r"(?:[\])_])\s*!?\s*-([^-<>\[\]\"()][^<>\[\]\"()]*|)$")
_LAST = re.compile(r"[^\s()&|!\[\]\"<>]*$")
_IN_SPAN = re.compile(r"<\s*([^\W\d]\w*)?((?:\s+[^<>]*)?)$")

_LABELS = re.compile(r'([^\W\d_]\w*)\s*:\s*(?=[\[("_])')
_LABEL_ATTRIBUTE = re.compile(r"[^\W\d_]\w*\.(\w*)$")


class Offer(NamedTuple):
    """One completion: what to put in, what it is in English and Arabic, and how many words have it.

    ``hits`` of a relation are its arcs, of a surah its words; it is ``None`` where there is nothing to count.
    """

    text: str
    english: str
    arabic: str
    hits: int | None
    kind: str


class Completion(NamedTuple):
    """What to put between ``start`` and ``end`` of the query; the best offer first."""

    start: int
    end: int
    offers: tuple[Offer, ...]


class Completer:
    """Completes queries over one index; what is counted once is kept."""

    def __init__(self, index: SearchIndex) -> None:
        self._index = index
        self._feature_offers = lru_cache(maxsize=None)(self._count_feature)
        self._relation_offers = lru_cache(maxsize=1)(self._count_relations)
        self._common = lru_cache(maxsize=None)(self._most_common)

    def complete(self, text: str, cursor: int) -> Completion:
        """What can stand at ``cursor``, from 0 to the length of ``text``."""
        cursor = max(0, min(cursor, len(text)))
        before = text[:cursor]
        in_brackets = before.rfind("[") > before.rfind("]")
        if in_brackets and (match := _IN_STRING.search(before)):
            return self._values(match[1], match[2], match.start(2), cursor, quoted=True)
        if (sign := before.rfind("::")) >= 0 and not in_brackets:
            return self._condition(before, sign, cursor)
        if match := _IN_SPAN.search(before):
            return self._spans(match, cursor)
        if not in_brackets and (match := _RELATION.search(before)):
            return self._of(match.start(1), cursor, self._relations(match[1]))
        if match := _IN_FIELD.search(before):
            return self._values(match[1], match[3], match.start(3) - len(match[2]), cursor, quoted=False)
        match = _LAST.search(before)
        partial = match[0] if match else ""
        start = cursor - len(partial)
        if in_brackets:
            return self._of(start, cursor, self._attributes(partial, '="'))
        return self._of(start, cursor, self._terms(partial))

    def _of(self, start: int, end: int, offers: Iterable[Offer]) -> Completion:
        chosen: dict[str, Offer] = {}
        for offer in offers:
            chosen.setdefault(offer.text, offer)
            if len(chosen) == MOST:
                break
        return Completion(start, end, tuple(chosen.values()))

    # Names

    def _attributes(self, partial: str, after: str) -> Iterator[Offer]:
        typed = partial.lower()
        known = [*names.ATTRIBUTES, *((names.REGION, *names.LANGUAGES) if after == ":" else ())]
        for name in known:
            feature = tagset.BY_KEY.get(name)
            arabic = feature.arabic if feature else ""
            if name.startswith(typed) or (arabic and fold(arabic).startswith(fold(partial))):
                english = feature.english if feature else _ENGLISH[name]
                yield Offer(name + after, english, arabic, None, "attribute")

    def _terms(self, partial: str) -> Iterator[Offer]:
        """Where a word or a field may stand."""
        if is_arabic(partial):
            folded = fold(partial)
            yield from self._spellings(folded)
            for attribute in ("root", "lemma"):
                for offer in list(self._vocabulary(attribute, partial))[:3]:
                    yield offer._replace(text=f"{attribute}:{offer.text}")
            yield from self._surahs(partial, "in:")
            return
        yield from self._attributes(partial, ":")
        if len(partial) > 1:
            yield from self._surahs(partial, "in:")

    def _surahs(self, partial: str, before: str = "") -> Iterator[Offer]:
        latin, arabic = name_key(partial), arabic_key(partial) if is_arabic(partial) else ""
        for number, surah in enumerate(self._index.surahs):
            keys = [name_key(each) for each in NAMES[number]]
            if (
                not partial
                or (latin and any(key.startswith(latin) for key in keys))
                or (arabic and arabic_key(surah.arabic).startswith(arabic))
                or str(number + 1).startswith(partial)
            ):
                first, last = self._index.layout.surahs.span(number)
                name = f"{NAMES[number][0]} ({number + 1})"
                yield Offer(f"{before}{number + 1}", name, surah.arabic, last - first + 1, "surah")

    def _relations(self, partial: str) -> Iterator[Offer]:
        typed, arabic = partial.strip().casefold(), fold(partial.strip())
        for offer in self._relation_offers():
            named = relations.BY_KEY[offer.text.removesuffix("->")]
            latin = (named.key, named.english.casefold(), *named.aliases)
            if _begins(typed, latin) or (arabic and fold(named.arabic).startswith(arabic)):
                yield offer

    def _count_relations(self) -> tuple[Offer, ...]:
        treebank = self._index.treebank
        offers = [
            Offer(f"{each.key}->", each.english, each.arabic, len(treebank.arcs(number)[0]), "relation")
            for number, each in enumerate(relations.RELATIONS)
        ]
        return tuple(sorted(offers, key=lambda offer: -(offer.hits or 0)))

    def _spans(self, match: re.Match[str], cursor: int) -> Completion:
        kind, rest = match[1] or "", match[2]
        if not rest:
            known = (each for each in names.SPANS if each.startswith(kind))
            kinds = (Offer(f"{each}/>", f"a {each}", "", None, "span") for each in known)
            return self._of(match.start(1) if kind else cursor, cursor, kinds)
        if kind not in names.SPANS:
            return Completion(cursor, cursor, ())
        if value := re.search(r'(\w+)\s*!?==?\s*"([^"]*)$', rest):
            start = cursor - len(value[2])
            return self._of(start, cursor, self._span_values(value[1], value[2]))
        partial = re.search(r"\w*$", rest)
        typed = partial[0] if partial else ""
        offered = (name for name in names.SPANS[kind] if name.startswith(typed))
        found = (Offer(f'{name}="', name, "", None, "attribute") for name in offered)
        return self._of(cursor - len(typed), cursor, found)

    def _span_values(self, attribute: str, partial: str) -> Iterator[Offer]:
        if attribute == "name":
            for offer in self._surahs(partial):
                yield offer._replace(text=offer.english.rpartition(" (")[0])
        known = {"type": ("Meccan", "Medinan"), "sajda": ("obligatory", "recommended")}.get(attribute, ())
        for value in known:
            if value.casefold().startswith(partial.casefold()):
                yield Offer(value, value, "", None, "value")

    def _condition(self, before: str, sign: int, cursor: int) -> Completion:
        """A label of the pattern, or after its dot an attribute."""
        if match := _LABEL_ATTRIBUTE.search(before):
            return self._of(match.start(1), cursor, self._attributes(match[1], ""))
        partial = re.search(r"\w*$", before)
        typed = partial[0] if partial else ""
        labels = dict.fromkeys(match[1] for match in _LABELS.finditer(before[:sign]))
        found = (Offer(f"{name}.", "label", "", None, "label") for name in labels if name.startswith(typed))
        return self._of(cursor - len(typed), cursor, found)

    # Values

    def _values(self, name: str, partial: str, start: int, cursor: int, *, quoted: bool) -> Completion:
        if names.region_or_language(name) == names.REGION:
            return self._of(start, cursor, self._surahs(partial))
        try:
            attribute = names.attribute(name, 0, name)
        except QueryError:
            return Completion(cursor, cursor, ())
        if quoted and "|" in partial:  # the last alternative is being typed
            start += partial.rindex("|") + 1
            partial = partial[partial.rindex("|") + 1 :]
        if attribute == "rel":
            found: Iterable[Offer] = (
                offer._replace(text=offer.text.removesuffix("->")) for offer in self._relations(partial)
            )
        elif attribute in tagset.BY_KEY:
            found = self._feature(attribute, partial)
        elif attribute == WORD:
            found = self._spellings(fold(partial))
        else:
            found = self._vocabulary(attribute, partial)
        return self._of(start, cursor, found)

    def _feature(self, attribute: str, partial: str) -> Iterator[Offer]:
        typed, arabic = partial.casefold(), fold(partial)
        ways = {value.tag: value for value in tagset.BY_KEY[attribute].values}
        for offer in self._feature_offers(attribute):
            value = ways[offer.text]
            latin = [name.casefold() for name in (value.tag, value.english, *value.aliases)]
            if _begins(typed, latin) or (arabic and fold(value.arabic).startswith(arabic)):
                yield offer

    def _count_feature(self, attribute: str) -> tuple[Offer, ...]:
        """The values that some stem has, those of most words first."""
        offers = []
        for value in tagset.BY_KEY[attribute].values:
            if value.tag in self._index.features[attribute]:
                words = self._words(self._index.feature_bits(attribute, value.tag))
                if not words:  # affixes alone have it
                    continue
                offers.append(Offer(value.tag, value.english, value.arabic, words, "value"))
        return tuple(sorted(offers, key=lambda offer: -(offer.hits or 0)))

    def _spellings(self, folded: str) -> Iterator[Offer]:
        if not folded:
            return
        vocabulary = self._index.vocabularies[WORD]
        values = {n: vocabulary.value(n) for n in vocabulary.numbers_from(folded)}
        ranked = sorted(values, key=lambda n: (-vocabulary.size_of(n), len(values[n]), n))
        seen: set[int] = set()
        for number in ranked[: 2 * MOST]:
            words = vocabulary.union([number])
            if " " not in values[number] and words not in seen:  # الرحمان is الرحمن, and finds the same
                seen.add(words)
                yield Offer(values[number], "word", "كلمة", self._words(words), "word")

    def _vocabulary(self, attribute: str, partial: str) -> Iterator[Offer]:
        vocabulary = self._index.vocabularies[attribute]
        if not partial:
            yield from self._common(attribute)
            return
        numbers = self._numbers(attribute, partial)
        for number in sorted(numbers, key=lambda n: (-vocabulary.size_of(n), n))[:MOST]:
            yield self._offer(attribute, number)

    def _most_common(self, attribute: str) -> tuple[Offer, ...]:
        vocabulary = self._index.vocabularies[attribute]
        numbers = sorted(range(len(vocabulary)), key=lambda n: (-vocabulary.size_of(n), n))[:MOST]
        return tuple(self._offer(attribute, number) for number in numbers)

    def _offer(self, attribute: str, number: int) -> Offer:
        vocabulary = self._index.vocabularies[attribute]
        english = {"root": "root", "lemma": "lemma"}.get(attribute, attribute)
        arabic = {"root": "جذر", "lemma": "لفظ معجمي"}.get(attribute, "")
        words = self._words(vocabulary.union([number]))
        return Offer(vocabulary.value(number), english, arabic, words, attribute)

    def _numbers(self, attribute: str, partial: str) -> list[int]:
        """The numbers of the values that begin so, marks aside."""
        vocabulary = self._index.vocabularies[attribute]
        if attribute == "translit":
            return list(vocabulary.numbers_from(fold_latin(partial)))
        if attribute in names.AFFIXES:
            return list(vocabulary.numbers_from(partial))
        arabic = in_arabic(partial)
        tiers = self._index.foldings.get(attribute)
        if not arabic:
            return []
        if tiers is None:
            return list(vocabulary.numbers_from(fold_root(arabic)))
        keys = tiers[0].numbers_from(fold(arabic))
        return sorted({number for key in keys for number in tiers[0].members(tiers[0].value(key))})

    def _words(self, units: int) -> int:
        return self._index.layout.fold(units & self._index.layout.all_stems).bit_count()


def _begins(typed: str, known: Iterable[str]) -> bool:
    return any(name.startswith(typed) for name in known)
