"""Words that come together again and again: n-grams of forms, lemmas, roots or tags, with gaps if wished."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import compress, groupby
from operator import itemgetter
from typing import Any, NamedTuple

from kalima.errors import KalimaError
from kalima.search.postings import flags, positions
from kalima.study.library import Library
from kalima.study.statistics import association, pairs
from kalima.study.statistics.account import account, inferred_units, per_thousand
from kalima.study.statistics.keys import parse_attribute
from kalima.study.statistics.listing import Listing, end
from kalima.study.statistics.occurrences import Occurrences
from kalima.study.statistics.together import Together

LONGEST, MOST_SKIPPED = 8, 3
MOST_LIVE = 320_000
"""N-grams, place by place, that are kept at a time: about 30 MB."""
_BITS = 16  # of the number of a value


def ngrams(
    library: Library, query: str = "[]", *, offset: int = 0, limit: int = 50, **asked: Any
) -> dict[str, Any]:
    """A page of the n-grams that hold a word of ``query``; what is ``asked`` is as in :func:`listed`."""
    return listed(library, query, **asked).page(offset, limit)


def listed(
    library: Library,
    query: str = "[]",
    *,
    size: int = 2,
    by: str = "lemma",
    gap: int = 0,
    sort: association.Measure = "count",
    least: int = 2,
) -> Listing:
    """The n-grams that are found at least so often and hold a word of ``query``, the most frequent first.

    An n-gram lies in one verse, and each of its words has a value. It counts once for each word that it
    begins at.

    :param gap: how many words may be passed over between its words, in all.
    :param sort: of pairs also a measure of how strongly their words go together: of all places of the pair in
        the part of the text, whether they have a word of ``query`` or not.
    :raises QueryError: if the query cannot be understood.
    :raises KalimaError: if a parameter is none that there is, or there is too much to count.
    """
    if not 2 <= size <= LONGEST:
        raise KalimaError(
            f"There are n-grams of 2 to {LONGEST} words, not of {size}.", "Choose another size."
        )
    if not 0 <= gap <= MOST_SKIPPED:
        raise KalimaError(f"gap={gap} is too many words to pass over.", f"Choose 0 to {MOST_SKIPPED}.")
    if least < 2:
        raise KalimaError("What is found once does not come again.", "Choose least=2 or more.")
    if size > 2 and sort != "count":
        raise KalimaError(
            f"Only pairs are measured, not n-grams of {size} words.", "Choose size=2, or sort=count."
        )
    attribute = parse_attribute(by)
    found = Occurrences(library.search(query))
    counted, inferred = _counted(library, found, attribute, size, gap, least)
    names = library.columns.column(attribute).names
    measured = pairs.pairs_of(library, found.base, attribute, gap) if size == 2 else None

    def rank(key: int) -> float:
        if measured is None or sort == "count":
            return counted[key]
        return association.MEASURES[sort](measured.table(*_numbers(key, size)))

    order = sorted(counted, key=lambda key: (-rank(key), key))
    base = found.base.bit_count()
    together = Together(library, found.hits.query, attribute)

    def shown(offset: int, limit: int | None) -> Iterator[dict[str, Any]]:
        for key in order[offset : end(offset, limit)]:
            numbers = _numbers(key, size)
            values = [names[number] for number in numbers]
            yield {
                "values": values,
                "count": counted[key],
                "per_thousand": per_thousand(counted[key], base),
                **(pairs.figures(measured.table(*numbers)) if measured else {}),
                "query": together.gram([value or "" for value in values], gap),
            }

    head = {
        "query": query,
        "by": attribute,
        "size": size,
        "gap": gap,
        "least": least,
        "counted": account(
            library,
            "ngram",
            sum(counted.values()),
            found.base,
            [attribute],
            inferred,
            second_stems=found.seconds(),
        ),
        "inferred_words": (inferred_units(library, [attribute]) & found.base).bit_count(),
    }
    return Listing(head, len(order), shown)


def _numbers(key: int, size: int) -> list[int]:
    """Those of the values of an n-gram, from its key."""
    return [key >> _BITS * place & (1 << _BITS) - 1 for place in reversed(range(size))]


def _counted(
    library: Library, found: Occurrences, attribute: str, size: int, gap: int, least: int
) -> tuple[dict[int, int], int]:
    """The n-grams by their keys, with their counts, and how many of all have a value that was inferred.

    One that is found so often begins with one that is a word shorter and found as often: so each step drops
    those that are too rare, and only what is left is made longer.
    """
    layout = library.index.layout
    numbers, verse_of = library.columns.column(attribute).numbers, layout.verses.by_word
    ends, marks = layout.verses.ends, _marks(library, found, attribute)
    inside = layout.verses.whole(layout.verses.hit(found.hits.words)) & found.base
    words = [word for word in positions(inside) if numbers[word]]
    live = _Live(
        [numbers[word] for word in words],
        array("I", words),
        array("I", words),
        bytearray(map(marks.__getitem__, words)),
    )
    for length in range(2, size + 1):
        longer = _Live([], array("I"), array("I"), bytearray())
        for key, first, last, mark in zip(*live, strict=True):
            furthest = min(ends[verse_of[first]], first + length - 1 + gap)
            for word in range(last + 1, furthest + 1):
                if numbers[word]:
                    longer.add(key << _BITS | numbers[word], first, word, mark | marks[word])
            if len(longer.keys) > MOST_LIVE:
                raise KalimaError(
                    f"The n-grams were not counted: more than {MOST_LIVE:,} are found often enough.",
                    "Choose fewer words or gaps, a larger least, or a part of the text, as in [] in:2.",
                )
        counts = longer.starts(gap)
        live = longer.chosen([counts[key] >= least for key in longer.keys])
    live = live.chosen([mark & _HIT for mark in live.marks])
    counted = {key: count for key, count in live.starts(gap).items() if count >= least}
    marked = [mark & _INFERRED for mark in live.marks]
    if not any(marked):
        return counted, 0
    inferred = live.chosen(marked).starts(gap)
    return counted, sum(inferred[key] for key in counted)


_HIT, _INFERRED = 1, 2


def _marks(library: Library, found: Occurrences, attribute: str) -> bytes:
    """By word whether it is one of the query's, and whether its value was inferred."""
    size = 1 << library.index.layout.words
    hit = flags(found.hits.words | size)
    inferred = inferred_units(library, [attribute]) & (size - 1)
    if not inferred:
        return hit
    return bytes(one | other << 1 for one, other in zip(hit, flags(inferred | size), strict=True))


class _Live(NamedTuple):
    """N-grams, place by place, along the text, each with the marks that any of its words has."""

    keys: list[int]
    firsts: array[int]
    lasts: array[int]
    marks: bytearray

    def add(self, key: int, first: int, last: int, mark: int) -> None:
        self.keys.append(key)
        self.firsts.append(first)
        self.lasts.append(last)
        self.marks.append(mark)

    def chosen(self, flags: Sequence[int]) -> _Live:
        """Those with a flag."""
        return _Live(
            list(compress(self.keys, flags)),
            array("I", compress(self.firsts, flags)),
            array("I", compress(self.lasts, flags)),
            bytearray(compress(self.marks, flags)),
        )

    def starts(self, gap: int) -> Counter[int]:
        """At how many words each n-gram begins: with gaps it may do so twice at one."""
        if not gap:
            return Counter(self.keys)
        counts: Counter[int] = Counter()
        for _, same in groupby(zip(self.firsts, self.keys, strict=True), key=itemgetter(0)):
            counts.update({key for _, key in same})
        return counts
