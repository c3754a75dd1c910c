"""Parts of the text: where a match must lie, and where verses are looked for."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Sequence

from kalima.arabic.folding import fold, is_arabic
from kalima.corpus.surahs import NAMES, arabic_key, name_key
from kalima.errors import QueryError
from kalima.search.index import SearchIndex
from kalima.search.matches import Dense, Matches, Sparse, narrowed
from kalima.search.parser import names
from kalima.search.postings import Partition, bits_of, positions
from kalima.search.query import Limit, Meaning, Place, Region, Span, Test

PLACES = {
    "meccan": "Meccan", "makki": "Meccan", "mecca": "Meccan", "مكيه": "Meccan", "مكي": "Meccan",
    "medinan": "Medinan", "madani": "Medinan", "medina": "Medinan", "مدنيه": "Medinan", "مدني": "Medinan",
}  # fmt: skip
SAJDA = {
    "obligatory": "obligatory", "واجبه": "obligatory", "recommended": "recommended", "مستحبه": "recommended",
}  # fmt: skip
_RANGE = re.compile(r"(\d+)(?:\s*[-–]\s*(\d+))?")
_PART = re.compile(r"(juz|page|surah?|chapter|جزء|جزو|صفحه|سوره)\s*(\d+)(?:\s*[-–]\s*(\d+))?")
_PART_KINDS = {"juz": "juz", "جزء": "juz", "جزو": "juz", "page": "page", "صفحه": "page"}
_VERSES = re.compile(r"(.+?):(\d+)(?:\s*[-–]\s*(\d+))?")


class Regions:
    """Finds the parts of the text that a query names.

    :param text: the whole query, for the correction in an error.
    :param spend: called while something takes long; it may raise.
    """

    def __init__(self, index: SearchIndex, text: str, spend: Callable[[], None] = lambda: None) -> None:
        self._spend = spend
        self._index = index
        self._layout = index.layout
        self._text = text

    # in:

    def verses(self, region: Region) -> tuple[int, Meaning]:
        """The words of the verses in ``region``, and what it was taken to mean.

        :raises QueryError: if there is no such part of the text.
        """
        value = " ".join(region.value.split())
        folded = fold(value).casefold()
        if place := PLACES.get(folded):
            numbers = [n for n, surah in enumerate(self._index.surahs) if surah.place == place]
            return self._surahs(region, numbers, f"the {place} surahs", (place,))
        if part := _PART.fullmatch(folded):
            kind = _PART_KINDS.get(part[1], "sura")
            first, last = self._range(part[2], part[3], len(self._layout.spans[kind]), kind, region.at)
            said = f"{kind} {first}" if first == last else f"{kind} {first} to {last}"
            return self._parts(region, kind, first, last, said)
        if span := _RANGE.fullmatch(folded):
            first, last = self._range(span[1], span[2], len(self._index.surahs), "sura", region.at)
            said = f"surah {first}" if first == last else f"surahs {first} to {last}"
            return self._parts(region, "sura", first, last, said)
        if named := _VERSES.fullmatch(value):
            number = int(named[1]) - 1 if named[1].isdecimal() else self._surah(named[1], region.at)
            if not 0 <= number < len(self._index.surahs):
                self._range(named[1], None, len(self._index.surahs), "sura", region.at)
            return self._ayat(region, number, named[2], named[3])
        return self._surahs_named(region, value)

    def _surahs_named(self, region: Region, value: str) -> tuple[int, Meaning]:
        number = self._surah(value, region.at)
        return self._surahs(
            region, [number], f"surah {self._index.surahs[number].arabic}", (str(number + 1),)
        )

    def _surahs(
        self, region: Region, numbers: list[int], words: str, values: tuple[str, ...]
    ) -> tuple[int, Meaning]:
        return self._layout.surahs.numbered(numbers), Meaning("in", region.value, values, words, region.at)

    def _parts(self, region: Region, kind: str, first: int, last: int, words: str) -> tuple[int, Meaning]:
        """Whole verses: a verse belongs to the page or juz on which it begins."""
        inside = self._layout.spans[kind].numbered(range(first - 1, last))
        verses = self._layout.verses
        begun = bits_of(
            (verses.span(verses.number(word))[1] for word in positions(inside & verses.first)),
            self._layout.words,
        )
        prefix = "" if kind == "sura" else kind
        values = (f"{prefix}{first}",) if first == last else (f"{prefix}{first}-{last}",)
        return verses.whole(begun), Meaning("in", region.value, values, words, region.at)

    def _ayat(self, region: Region, surah: int, first: str, last: str | None) -> tuple[int, Meaning]:
        start, end = self._ayat_of(surah)
        low, high = self._range(first, last, end - start, "verse", region.at, surah + 1)
        words = self._layout.verses.numbered(range(start + low - 1, start + high))
        said = f"{surah + 1}:{low}" if low == high else f"{surah + 1}:{low}-{high}"
        return words, Meaning("in", region.value, (said,), said, region.at)

    def _ayat_of(self, surah: int) -> tuple[int, int]:
        """The first verse of a surah and the one after its last, from 0."""
        first, last = self._layout.surahs.span(surah)
        return self._layout.verses.number(first), self._layout.verses.number(last) + 1

    def _range(
        self, first: str, last: str | None, count: int, kind: str, at: Place, surah: int | None = None
    ) -> tuple[int, int]:
        low, high = int(first), int(last or first)
        if not 1 <= low <= high <= count:
            wrong = high if 1 <= low <= high else low
            raise QueryError(
                f"There is no {kind} {wrong}{f' in surah {surah}' if surah else ''}:"
                f" they go from 1 to {count:,}."
                if not 1 <= wrong <= count
                else f"{low}-{high} goes backwards.",
                f"Choose 1 to {count:,}.",
                at,
            )
        return low, high

    def _surah(self, name: str, at: Place) -> int:
        arabic = arabic_key(name)
        latin = name_key(name)
        for number, surah in enumerate(self._index.surahs):
            known = [name_key(each) for each in NAMES[number]]
            if (is_arabic(name) and arabic == arabic_key(surah.arabic)) or (latin and latin in known):
                return number
        listed = [
            *(key for pair in NAMES for key in map(name_key, pair)),
            *(arabic_key(s.arabic) for s in self._index.surahs),
        ]
        start = self._text.find(name, *at)
        start = at[0] if start < 0 else start
        key = arabic if is_arabic(name) else latin
        raise names.unknown(
            f"There is no surah or other part of the text called {name!r}.", name, listed,
            "Write a surah's number or name, juz30, page5, meccan or medinan.", start, self._text, key=key,
        )  # fmt: skip

    # within and containing

    def check(self, limit: Limit) -> None:
        """
        :raises QueryError: if the span asks for what there is not.
        """
        self._chosen(limit.span)

    def limited(self, matches: Matches, limit: Limit) -> Matches:
        """The matches that lie within such a span, or contain one.

        :raises QueryError: if the span asks for what there is not.
        """
        partition = self._layout.spans[limit.span.kind]
        chosen = self._chosen(limit.span)
        if limit.how == "within":
            return self.within(matches, partition, chosen)
        if isinstance(matches, Sparse):
            return self._containing_rows(matches, partition, sorted(chosen))
        by_length: dict[int, list[int]] = defaultdict(list)
        for number in chosen:
            first, last = partition.span(number)
            by_length[last - first + 1].append(first)
        firsts = {length: bits_of(words, self._layout.words) for length, words in by_length.items()}
        shapes = {}
        for shape, starts in matches.shapes.items():
            self._spend()
            containing = 0
            for length, words in firsts.items():
                if length <= shape[0]:  # the match may begin that much before the span
                    containing |= _before(words, shape[0] - length)
            shapes[shape] = starts & containing
        return Dense(shapes)

    @staticmethod
    def _containing_rows(matches: Sparse, partition: Partition, numbers: Sequence[int]) -> Sparse:
        def contains(first: int, last: int) -> bool:
            number = partition.number(first)
            if partition.span(number)[0] < first:
                number += 1
            at = bisect_left(numbers, number)
            return at < len(numbers) and partition.span(numbers[at])[1] <= last

        return Sparse([row for row in matches.rows if contains(row[0][0], row[0][-1])])

    def within(self, matches: Matches, partition: Partition, chosen: set[int] | range) -> Matches:
        """The matches of which all words lie in one of the chosen spans."""
        if isinstance(matches, Sparse):
            number = partition.number
            return Sparse(
                [
                    row
                    for row in matches.rows
                    if (span := number(row[0][0])) == number(row[0][-1]) and span in chosen
                ]
            )
        inside = self._layout.everything if len(chosen) == len(partition) else partition.numbered(chosen)
        shapes = {}
        for shape, starts in matches.shapes.items():
            length = shape[0]
            starts &= narrowed(inside, length)
            shapes[shape] = starts & narrowed(partition.rest, length - 1) if length > 1 else starts
        return Dense(shapes)

    def _chosen(self, span: Span) -> set[int] | range:
        """The spans, from 0, that pass all tests."""
        chosen: set[int] | range = range(len(self._layout.spans[span.kind]))
        for test in span.tests:
            passing = self._passing(span.kind, test)
            chosen = {number for number in chosen if (number in passing) is (test.operator != "!=")}
        return chosen

    def _passing(self, kind: str, test: Test) -> set[int]:
        pieces = [piece.strip() for piece in test.value.split("|")]
        if test.attribute == "number" and kind != "aya":
            return {n - 1 for n in self._numbers(pieces, len(self._layout.spans[kind]), test)}
        if test.attribute == "number":
            wanted = self._numbers(
                pieces, max(b - a for a, b in map(self._ayat_of, range(len(self._index.surahs)))), test
            )
            return {
                start + n - 1
                for start, end in map(self._ayat_of, range(len(self._index.surahs)))
                for n in wanted
                if n <= end - start
            }
        if test.attribute == "order":
            wanted = self._numbers(pieces, len(self._index.surahs), test)
            return {n for n, surah in enumerate(self._index.surahs) if surah.order in wanted}
        if test.attribute == "type":
            places = {self._named(piece, PLACES, test) for piece in pieces}
            return {n for n, surah in enumerate(self._index.surahs) if surah.place in places}
        if test.attribute == "sajda":
            kinds = {self._named(piece, SAJDA, test) for piece in pieces}
            return {verse for kind in kinds for verse in self._index.sajda.get(kind, ())}
        return {self._surah(piece, test.at) for piece in pieces}

    def _numbers(self, pieces: Sequence[str], count: int, test: Test) -> set[int]:
        found: set[int] = set()
        for piece in pieces:
            match = _RANGE.fullmatch(piece)
            if match is None:
                raise QueryError(
                    f"{piece!r} is not a number.",
                    f'Write it as in {test.attribute}="2" or "1-20|30".',
                    test.at,
                )
            low, high = self._range(match[1], match[2], count, test.attribute, test.at)
            found.update(range(low, high + 1))
        return found

    def _named(self, piece: str, known: dict[str, str], test: Test) -> str:
        if value := known.get(fold(piece).casefold()):
            return value
        values = sorted(set(known.values()))
        raise names.unknown(
            f"There is no {test.attribute} {piece!r}.", piece, values, f"Known values: {', '.join(values)}.",
            max(self._text.find(piece, *test.at), test.at[0]), self._text,
        )  # fmt: skip


def _before(words: int, most: int) -> int:
    """These words and up to ``most`` words before each."""
    reached = 1
    while reached <= most:
        step = min(reached, most + 1 - reached)
        words |= words >> step
        reached += step
    return words
