"""How often each value is found: by an attribute or several, or by the parts of the text."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import compress
from math import sqrt
from typing import Any, Literal

from kalima.errors import KalimaError
from kalima.search.parser import MAX_LENGTH
from kalima.search.postings import flags
from kalima.search.query import (
    WORD,
    And,
    Clause,
    Label,
    Or,
    Query,
    Region,
    Test,
    TestNode,
    Token,
    conjuncts,
    walk,
)
from kalima.structs import Struct
from kalima.study.library import Library
from kalima.study.statistics.account import account, inferred_units, per_thousand
from kalima.study.statistics.columns import PLACES, RELATION, SPELLING
from kalima.study.statistics.keys import Key, Number, Values, has_value, parse_key, read
from kalima.study.statistics.listing import Listing, end
from kalima.study.statistics.occurrences import Occurrences

MOST_KEYS = 3
Order = Literal["count", "value"]
NOT_SEARCHED = ("prefix", "suffix", "node", "period")
"""No single test, or no part of the text that ``in:`` knows, has just these values."""


def frequency(
    library: Library,
    query: str,
    by: Sequence[str],
    *,
    sort: Order = "count",
    offset: int = 0,
    limit: int = 50,
) -> dict[str, Any]:
    """A page of the values that the matches of ``query`` have; what is asked is as in :func:`listed`."""
    return listed(library, query, by, sort=sort).page(offset, limit)


def listed(library: Library, query: str, by: Sequence[str], *, sort: Order = "count") -> Listing:
    """The values that the matches of ``query`` have, each with its count.

    :param by: one key or several: ``root``, ``A.root``, ``surah``.
    :raises QueryError: if the query cannot be understood.
    :raises KalimaError: if there is no such key, or there are too many.
    """
    keys = _keys(by)
    found = Occurrences(library.search(query))
    read_keys = [read(library, found, key) for key in keys]
    counted, left_out = _counted(read_keys)
    total = counted.total()
    rows = sorted(counted.items(), key=lambda row: _sort_key(row, sort))
    valued = Counter({numbers: count for numbers, count in counted.items() if all(map(has_value, numbers))})
    words_of = _words_of(library, found, keys)
    queries = Narrower(library, found.hits.query, keys)

    def shown(offset: int, limit: int | None) -> Iterator[dict[str, Any]]:
        for numbers, count in rows[offset : end(offset, limit)]:
            values = [each.name(number) for each, number in zip(read_keys, numbers, strict=True)]
            yield {
                "values": values,
                "count": count,
                "share": round(count / total, 6),
                "per_thousand": per_thousand(count, words_of(numbers)),
                "query": queries.query(values),
            }

    head = {
        "query": query,
        "by": [str(key) for key in keys],
        "counted": account(
            library,
            "match",
            total,
            found.base,
            [key.attribute for key in keys],
            inferred_matches(library, keys, read_keys),
            not_written=left_out,
            second_stems=found.seconds(),
        ),
        "types": type_token(valued),
    }
    return Listing(head, len(rows), shown)


def type_token(counted: Counter[Any]) -> dict[str, Any]:
    """How rich in different values a count is."""
    tokens, types = counted.total(), len(counted)
    once = sum(count == 1 for count in counted.values())
    return {
        "tokens": tokens,
        "types": types,
        "hapaxes": once,
        "type_token_ratio": round(types / tokens, 6) if tokens else 0.0,
        "guiraud": round(types / sqrt(tokens), 3) if tokens else 0.0,
    }


def _keys(by: Sequence[str]) -> list[Key]:
    keys = [parse_key(each) for each in by]
    if not 1 <= len(keys) <= MOST_KEYS:
        raise KalimaError(
            f"Matches are counted by one to {MOST_KEYS} attributes, not {len(keys)}.",
            "Say by=root, by=A.lemma.",
        )
    if len(set(keys)) < len(keys):
        raise KalimaError("An attribute is named twice.", "Name each once.")
    return keys


def _counted(keys: Sequence[Values]) -> tuple[Counter[tuple[Number, ...]], int]:
    """The numbers of the values together with their counts, and how many matches could not be counted."""
    counted: Counter[tuple[Any, ...]]
    if len(keys) == 1:
        counted = Counter({(number,): count for number, count in Counter(keys[0].numbers).items()})
    else:
        counted = Counter(zip(*(values.numbers for values in keys), strict=True))
    lacking = [numbers for numbers in counted if None in numbers]
    return counted, sum(counted.pop(numbers) for numbers in lacking)


def _sort_key(row: tuple[tuple[Number, ...], int], sort: Order) -> tuple[Any, ...]:
    """Of equal counts in the order of the values; a match of several words behind those of one."""
    numbers, count = row
    values = tuple((1, *each) if isinstance(each, tuple) else (each == 0, each) for each in numbers)
    return (-count, values) if sort == "count" else (values,)


def _words_of(
    library: Library, found: Occurrences, keys: Sequence[Key]
) -> Callable[[tuple[Number, ...]], int]:
    """How many words a row's count is set against: those of the part of the text that it names, or of all."""
    places = [at for at, key in enumerate(keys) if key.attribute in PLACES]
    if not places:
        whole = found.base.bit_count()
        return lambda numbers: whole
    if len(places) == 1:
        sizes = library.columns.tally(keys[places[0]].attribute, found.base)
        return lambda numbers: sizes[numbers[places[0]]]  # type: ignore[index]
    inside = flags(found.base)
    columns = [library.columns.column(keys[at].attribute).numbers for at in places]
    together = Counter(zip(*(compress(column, inside) for column in columns), strict=True))
    return lambda numbers: together[tuple(numbers[at] for at in places)]


def inferred_matches(library: Library, keys: Sequence[Key], values: Sequence[Values]) -> int:
    """How many matches have, for any of the keys, a value that was inferred."""
    every: set[int] = set()
    for key, each in zip(keys, values, strict=True):
        if key.attribute in library.index.features["inferred"]:
            units = flags(inferred_units(library, [key.attribute]) | 1 << library.index.layout.units)
            every |= {
                at
                for at, unit in enumerate(each.units)
                if unit is not None
                and (units[unit] if isinstance(unit, int) else any(units[u] for u in unit))
            }
    return len(every)


class Narrower:
    """Writes the query that finds those matches of another that have some values: as one test more of a word,
    where it is the only one or has a label, and as ``in:`` for a part of the text.
    """

    def __init__(self, library: Library, query: Query, keys: Sequence[Key]) -> None:
        self._library = library
        self._keys = keys
        self._query = query
        self._token, self._regions = word_and_regions(query.clause)

    def query(self, values: Sequence[str | None]) -> str | None:
        """The query of these values, one for each key; ``None`` if none says just that."""
        if any(key.attribute in NOT_SEARCHED for key in self._keys):
            return None
        places: list[tuple[str, str]] = []
        asked: dict[str, list[tuple[str, str | None]]] = defaultdict(list)
        for key, value in zip(self._keys, values, strict=True):
            if key.attribute in PLACES:
                places.append((key.attribute, value or ""))
            else:
                asked[key.label].append((key.attribute, value))
        if not asked:
            return in_parts(self._query, places)
        own = asked.pop("", [])
        if asked:
            return None if own else self._of_labels(asked, places)
        if self._token is None:
            return None
        word = self._tested(self._token, own)
        return short(" ".join([repr(word), *map(repr, self._regions), *map(_in, places)]))

    def _of_labels(
        self, values: Mapping[str, list[tuple[str, str | None]]], places: Sequence[tuple[str, str]]
    ) -> str | None:
        """The query with tests more of what its labels name; ``None`` if that is not always one word."""
        clause = self._query.clause
        for label, asked in values.items():
            named = [each for each in walk(clause) if isinstance(each, Label) and each.name == label]
            if not all(isinstance(each.unit, Token) for each in named):
                return None
            clause = _relabelled(clause, label, partial(self._tested, values=asked))
        return in_parts(Query(clause), places) if places else short(repr(clause))

    def _tested(self, word: Token, values: Sequence[tuple[str, str | None]]) -> Token:
        """The word with these values of attributes besides what it is asked for already."""
        return tested(word, [exact_test(self._library, *each) for each in values])


def _relabelled(part: Any, label: str, tested: Callable[[Token], Token]) -> Any:
    """A part of a query in which the words under ``label`` have been ``tested``."""
    if isinstance(part, tuple):
        return tuple(_relabelled(each, label, tested) for each in part)
    if not isinstance(part, Struct):
        return part
    if isinstance(part, Label) and part.name == label:
        return part.changed(unit=tested(part.unit))  # type: ignore[arg-type]  # it names one word
    return part.changed(**{name: _relabelled(getattr(part, name), label, tested) for name in part._fields})


def tested(word: Token, tests: Sequence[TestNode]) -> Token:
    """The word with ``tests`` more."""
    known = word.test
    parts = (*(known.parts if isinstance(known, And) else (known,) if known else ()), *tests)
    return Token(And(parts) if len(parts) > 1 else parts[0])


def in_parts(query: Query, places: Sequence[tuple[str, str]]) -> str | None:
    """The query of the matches in some parts of the text; ``None`` if there is none that can be typed.

    :param places: kinds and names: surah and 2.
    """
    if any(place in NOT_SEARCHED for place, _ in places):
        return None
    return short(" ".join([f"({query!r})", *map(_in, places)]))


def _in(place: tuple[str, str]) -> str:
    kind, name = place
    return f"in:{kind if kind in ('juz', 'page') else ''}{name.lower()}"


def short(text: str) -> str | None:
    """A query that is not too long to be typed."""
    return text if len(text) <= MAX_LENGTH else None


def exact_test(library: Library, attribute: str, value: str | None) -> TestNode:
    """The test of one value and of no other; of ``None``, that there is none."""
    if value is None:
        return Test(attribute, "!=", ".*")
    if attribute == WORD:
        spellings = library.columns.spellings_of(value)
        tests = tuple(Test(WORD, "==", spelling) for spelling in spellings)
        return Or(tests) if len(tests) > 1 else tests[0]
    if attribute == SPELLING:
        return Test(WORD, "==", value)
    return Test(attribute, ":" if attribute == RELATION else "==", value)


def word_and_regions(clause: Clause) -> tuple[Token | None, list[Region]]:
    """The one word of a query of one word, and the parts of the text that it is looked for in."""
    parts = list(conjuncts(clause))
    words = [part for part in parts if isinstance(part, Token)]
    regions = [part for part in parts if isinstance(part, Region)]
    return (words[0] if len(words) == 1 and len(words) + len(regions) == len(parts) else None), regions
