"""What can stand at the cursor of a query: attributes, values with their counts, relations, surahs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from kalima.arabic.folding import fold, fold_root, is_arabic
from kalima.arabic.latin import fold_latin
from kalima.corpus import relations, tagset
from kalima.corpus.surahs import NAMES, arabic_key, name_key
from kalima.errors import QueryError
from kalima.search.index import SearchIndex
from kalima.search.parser import names
from kalima.search.query import SPELLING, WORD, Test, quoted
from kalima.search.reading import arabic_words, english_words
from kalima.search.research import KINDS, in_expression
from kalima.search.values import in_arabic

MOST = 12
"""Offers at a time: as many as fit below a search bar."""
_NAMES = {
    WORD: ("the word as it is spelled", "الكلمة كما تُكتب"),
    SPELLING: ("letters with their marks", "حروف بحركاتها"),
    "lemma": ("dictionary form", "المدخل المعجمي"),
    "root": ("root letters", "حروف الجذر"),
    "pattern": ("wazn", "الوزن"),
    "template": ("wazn with its letters (treebank)", "القالب: الوزن بحروفه (بنك الأشجار)"),
    "translit": ("in Latin letters", "بالحروف اللاتينية"),
    "prefix": ("what is written before the stem", "ما يُكتب قبل الجذع"),
    "suffix": ("what is written after the stem", "ما يُكتب بعد الجذع"),
    "rel": ("relation to the head", "العلاقة بالرأس"),
    "tb_root": ("root (treebank)", "الجذر (بنك الأشجار)"),
    "note": ("words of your notes", "كلمات من ملاحظاتك"),
    "tag": ("your tag", "وسم لك"),
    "has": ("what of your research is there", "ما لك من بحث هناك"),
    "in": ("where: a surah, juz, page, Meccan or Medinan", "الموضع: سورة أو جزء أو صفحة، أو المكي أو المدني"),
    "en": ("words of the English translation", "كلمات الترجمة الإنجليزية"),
}
"""What an attribute that is no feature is called, in English and Arabic."""
_VALUE_NAMES = {
    "root": ("root", "جذر"),
    "tb_root": ("root (treebank)", "جذر (بنك الأشجار)"),
    "lemma": ("lemma", "مدخل معجمي"),
    "pattern": ("pattern", "وزن"),
    "template": ("template", "قالب"),
    "translit": ("transliteration", "نقحرة"),
}
_AFFIX_WORDS = (english_words, arabic_words)
_SPAN_NAMES = {
    "aya": ("a verse", "آية"), "sura": ("a surah", "سورة"), "page": ("a page", "صفحة"),
    "juz": ("a juz", "جزء"),
    "number": ("number", "رقم"), "name": ("name", "اسم"), "type": ("Meccan or Medinan", "مكية أو مدنية"),
    "order": ("order of revelation", "ترتيب النزول"), "sajda": ("prostration", "سجدة"),
    "Meccan": ("Meccan", "مكية"), "Medinan": ("Medinan", "مدنية"),
    "obligatory": ("obligatory", "واجبة"), "recommended": ("recommended", "مستحبة"),
}  # fmt: skip
"""Parts of the text, what can be asked of them, and its values."""
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


class _Offered(NamedTuple):
    """All that can be put there, found one after the other, some perhaps twice."""

    start: int
    end: int
    offers: Iterable[Offer]


class Completer:
    """Completes queries over one index; what is counted once is kept.

    :param tags: gives the names of the user's tags; asked anew each time, as they change.
    """

    def __init__(self, index: SearchIndex, tags: Callable[[], Sequence[str]] = tuple) -> None:
        self._index = index
        self._tags = tags
        self._feature_offers = lru_cache(maxsize=None)(self._count_feature)
        self._relation_offers = lru_cache(maxsize=1)(self._count_relations)
        self._common = lru_cache(maxsize=None)(self._most_common)

    def complete(self, text: str, cursor: int, most: int = MOST) -> Completion:
        """What can stand at ``cursor``, from 0 to the length of ``text``: ``most`` offers at most."""
        start, end, offers = self._offered(text, cursor)
        chosen: dict[str, Offer] = {}
        for offer in offers:
            chosen.setdefault(offer.text, offer)
            if len(chosen) == most:
                break
        return Completion(start, end, tuple(chosen.values()))

    def _offered(self, text: str, cursor: int) -> _Offered:
        cursor = max(0, min(cursor, len(text)))
        before = text[:cursor]
        in_brackets = before.rfind("[") > before.rfind("]")
        if in_brackets and (match := _IN_STRING.search(before)):
            return self._values(match[1], match[2], match.start(2), cursor, in_string=True)
        if (sign := before.rfind("::")) >= 0 and not in_brackets:
            return self._condition(before, sign, cursor)
        if match := _IN_SPAN.search(before):
            return self._spans(match, cursor)
        if not in_brackets and (match := _RELATION.search(before)):
            return _Offered(match.start(1), cursor, self._relations(match[1]))
        if match := _IN_FIELD.search(before):
            return self._values(match[1], match[3], match.start(3) - len(match[2]), cursor, in_string=False)
        match = _LAST.search(before)
        partial = match[0] if match else ""
        start = cursor - len(partial)
        if in_brackets:
            return _Offered(start, cursor, self._attributes(partial, '="'))
        return _Offered(start, cursor, self._terms(partial))

    # Names

    def _attributes(self, partial: str, after: str) -> Iterator[Offer]:
        typed = partial.lower()
        known = [*names.ATTRIBUTES, *((names.REGION, *names.LANGUAGES) if after == ":" else ())]
        for name in known:
            feature = tagset.BY_KEY.get(name)
            english, arabic = (feature.english, feature.arabic) if feature else _NAMES[name]
            if name.startswith(typed) or fold(arabic).startswith(fold(partial)):
                yield Offer(name + after, english, arabic, None, "attribute")

    def _terms(self, partial: str) -> Iterator[Offer]:
        """Where a word or a field may stand."""
        if is_arabic(partial):
            folded = fold(partial)
            yield from self._spellings(folded)
            for attribute in ("root", "lemma"):
                for offer in islice(self._vocabulary(attribute, partial), 3):
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

    def _spans(self, match: re.Match[str], cursor: int) -> _Offered:
        kind, rest = match[1] or "", match[2]
        if not rest:
            known = (each for each in names.SPANS if each.startswith(kind))
            kinds = (Offer(f"{each}/>", *_SPAN_NAMES[each], None, "span") for each in known)
            return _Offered(match.start(1) if kind else cursor, cursor, kinds)
        if kind not in names.SPANS:
            return _Offered(cursor, cursor, ())
        if value := re.search(r'(\w+)\s*!?==?\s*"([^"]*)$', rest):
            start = cursor - len(value[2])
            return _Offered(start, cursor, self._span_values(value[1], value[2]))
        partial = re.search(r"\w*$", rest)
        typed = partial[0] if partial else ""
        offered = (name for name in names.SPANS[kind] if name.startswith(typed))
        found = (Offer(f'{name}="', *_SPAN_NAMES[name], None, "attribute") for name in offered)
        return _Offered(cursor - len(typed), cursor, found)

    def _span_values(self, attribute: str, partial: str) -> Iterator[Offer]:
        if attribute == "name":
            for offer in self._surahs(partial):
                yield offer._replace(text=offer.english.rpartition(" (")[0])
        known = {"type": ("Meccan", "Medinan"), "sajda": ("obligatory", "recommended")}.get(attribute, ())
        for value in known:
            if value.casefold().startswith(partial.casefold()):
                yield Offer(value, *_SPAN_NAMES[value], None, "value")

    def _condition(self, before: str, sign: int, cursor: int) -> _Offered:
        """A label of the pattern, or after its dot an attribute."""
        if match := _LABEL_ATTRIBUTE.search(before):
            return _Offered(match.start(1), cursor, self._attributes(match[1], ""))
        partial = re.search(r"\w*$", before)
        typed = partial[0] if partial else ""
        labels = dict.fromkeys(match[1] for match in _LABELS.finditer(before[:sign]))
        found = (
            Offer(f"{name}.", "label", "تسمية", None, "label") for name in labels if name.startswith(typed)
        )
        return _Offered(cursor - len(typed), cursor, found)

    # Values

    def _values(self, name: str, partial: str, start: int, cursor: int, *, in_string: bool) -> _Offered:
        if names.region_or_language(name) == names.REGION:
            return _Offered(start, cursor, self._surahs(partial))
        try:
            attribute = names.attribute(name, 0, name)
        except QueryError:
            return _Offered(cursor, cursor, ())
        if in_string and "|" in partial:  # the last alternative is being typed
            start += partial.rindex("|") + 1
            partial = partial[partial.rindex("|") + 1 :]
        if attribute in names.RESEARCH:
            return _Offered(start, cursor, self._research(attribute, partial, in_string=in_string))
        if attribute == "rel":
            found: Iterable[Offer] = (
                offer._replace(text=offer.text.removesuffix("->")) for offer in self._relations(partial)
            )
        elif attribute in tagset.BY_KEY:
            found = self._feature(attribute, partial)
        elif attribute == SPELLING:
            found = ()
        elif attribute == WORD:
            found = self._spellings(fold(partial))
        else:
            found = self._vocabulary(attribute, partial)
        return _Offered(start, cursor, found)

    def _research(self, attribute: str, partial: str, *, in_string: bool) -> Iterator[Offer]:
        """The user's tags, or the kinds of research; nobody can guess the words of a note."""
        typed = fold(partial.casefold())
        if attribute == "has":
            for kind in KINDS:
                if kind.name.startswith(typed) or kind.arabic.startswith(typed):
                    yield Offer(kind.name, kind.english, kind.arabic, None, "value")
        if attribute == "tag":
            for tag in self._tags():
                if fold(tag.casefold()).startswith(typed):
                    as_value = repr(Test("tag", ":", tag)).partition(":")[2]
                    in_quotes = quoted(in_expression(tag))[1:-1]
                    yield Offer(in_quotes if in_string else as_value, "tag", "وسم", None, "value")

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
        for number in ranked:
            words = vocabulary.union([number])
            if " " not in values[number] and words not in seen:  # الرحمان is الرحمن, and finds the same
                seen.add(words)
                yield Offer(values[number], "word", "كلمة", self._words(words), "word")

    def _vocabulary(self, attribute: str, partial: str) -> Iterator[Offer]:
        vocabulary = self._index.vocabularies[attribute]
        ranked = (
            sorted(self._numbers(attribute, partial), key=lambda n: (-vocabulary.size_of(n), n))
            if partial
            else self._common(attribute)
        )
        for number in ranked:
            yield self._offer(attribute, number)

    def _most_common(self, attribute: str) -> list[int]:
        vocabulary = self._index.vocabularies[attribute]
        return sorted(range(len(vocabulary)), key=lambda n: (-vocabulary.size_of(n), n))

    def _offer(self, attribute: str, number: int) -> Offer:
        vocabulary = self._index.vocabularies[attribute]
        words = self._words(vocabulary.union([number]))
        value = vocabulary.value(number)
        affix = [each.affix(attribute, value) for each in _AFFIX_WORDS] if attribute in names.AFFIXES else ()
        english, arabic = affix or _VALUE_NAMES[attribute]
        return Offer(value, english, arabic, words, attribute)

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
