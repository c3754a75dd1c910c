"""The roots and lemmas of the text as they are given out: in lists, and each on a page of its own.

Every entry has the query that finds its words, and counts what that query finds.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from kalima.arabic.buckwalter import to_buckwalter
from kalima.arabic.folding import exact_key
from kalima.corpus import tagset
from kalima.errors import KalimaError, NotFound
from kalima.search.dictionary import Counts, Headword
from kalima.search.query import And, Not, Test, TestNode, Token
from kalima.study.library import Library
from kalima.study.shapes import Shape

Sort = Literal["letter", "frequency"]
SHOWN = 6
"""Lemmas of one spelling that a message names."""
_SECOND = "2"
"""What the name of the second of two lemmas of one spelling ends in."""


def listing(library: Library, kind: Headword, begins: str, sort: Sort, offset: int, limit: int) -> Shape:
    """A page of the roots or lemmas that begin with ``begins``, how many begin so, and all first letters.

    :raises KalimaError: if ``begins`` is neither Arabic nor Buckwalter.
    """
    try:
        found = library.dictionary.listed(kind, begins, most_first=sort == "frequency")
    except ValueError:
        raise KalimaError(
            f"{begins!r} is neither Arabic nor Buckwalter letters.", "Write it as كت or kt."
        ) from None
    return {
        "total": len(found),
        "letters": [{"letter": each, "count": count} for each, count in library.dictionary.letters(kind)],
        f"{kind}s": [row(library, kind, number) for number in found[offset : offset + limit]],
    }


def row(library: Library, kind: Headword, number: int) -> Shape:
    """A root or lemma as a line of a list: what it is, what it counts, and the query that finds it.

    :param number: of the headword in :class:`kalima.search.dictionary.Dictionary`.
    """
    return (_root_row if kind == "root" else _lemma_row)(library, number)


def entry(library: Library, kind: Headword, typed: str) -> Shape:
    """The page of a root or lemma: its lemmas, forms, patterns and features, and where it is.

    :param typed: the root or lemma, in Arabic or Buckwalter letters.
    :raises NotFound: if there is none, or if several lemmas are spelled so.
    """
    number = number_of(library, kind, typed)
    found = library.dictionary.entry(kind, number)
    tests = _tests(library, kind, number)
    query = _query(library, kind, number)
    first = {each.id: each for each in library.store.words_by_id([word + 1 for word, _ in found.forms])}
    lemmas = [row(library, "lemma", each) for each, _ in found.lemmas] if kind == "root" else []
    return {
        **row(library, kind, number),
        **({"lemmas": lemmas} if kind == "root" else {}),
        "forms": [
            {
                "text": (text := first[word + 1].text),
                "first": first[word + 1].reference,
                "words": count,
                "query": _narrowed(tests, Test("word", "==", exact_key(text))),
            }
            for word, count in found.forms
        ],
        "patterns": [
            {"pattern": name, "words": count, "query": _narrowed(tests, Test("pattern", "==", name))}
            for name, count in found.patterns
        ],
        "features": [_feature(feature, found.features[feature.key], tests)
                     for feature in tagset.FEATURES if feature.key in found.features],
        "surahs": [
            {"surah": surah, "words": words, "verses": verses, "query": f"{query} in:{surah}"}
            for surah, words, verses in found.surahs
        ],
    }  # fmt: skip


def _feature(
    feature: tagset.Feature, counted: Iterable[tuple[str, int]], tests: tuple[TestNode, ...]
) -> Shape:
    return {
        "key": feature.key,
        "english": feature.english,
        "arabic": feature.arabic,
        "values": [
            {
                "tag": tag,
                "english": (value := tagset.value_of(feature.key, tag)).english,
                "arabic": value.arabic,
                "words": count,
                "query": _narrowed(tests, Test(feature.key, "==", tag)),
            }
            for tag, count in counted
        ],
    }


def _root_row(library: Library, number: int) -> Shape:
    name, counts = library.dictionary.name("root", number), library.dictionary.counts("root", number)
    return {
        "root": name,
        "buckwalter": to_buckwalter(name),
        "counts": {**_counts(counts), "lemmas": counts.others},
        "query": _query(library, "root", number),
    }


def _lemma_row(library: Library, number: int) -> Shape:
    words = library.dictionary
    name = words.name("lemma", number)
    root = words.root_of(number)
    return {
        "lemma": library.lemma_spellings.get(name, name.removesuffix(_SECOND)),
        "name": name,
        "root": None if root is None else words.name("root", root),
        "pos": words.parts_of_speech(number),
        "counts": _counts(words.counts("lemma", number)),
        "query": _query(library, "lemma", number),
    }


def _counts(counts: Counts) -> Shape:
    return {"words": counts.words, "verses": counts.verses, "forms": counts.forms}


def number_of(library: Library, kind: Headword, typed: str) -> int:
    """The number of the one headword that ``typed`` names, in Arabic or Buckwalter letters.

    :raises NotFound: if there is none, or if several lemmas are spelled so.
    """
    words = library.dictionary
    exactly = words.exactly(kind, typed)
    named = words.named(kind, typed) if exactly is None else [exactly]
    if len(named) == 1:
        return named[0]
    if named:
        names = ", ".join(words.name(kind, number) for number in named[:SHOWN])
        more = len(named) - SHOWN
        hint = f"Name one: {names} or one of {more} others." if more > 0 else f"Name one: {names}."
        raise NotFound(f"{len(named)} lemmas are spelled {typed!r}.", hint)
    near = words.near(kind, typed)
    raise NotFound(
        f"There is no {kind} {typed!r}.",
        f"Did you mean {' or '.join(near)}?" if near else "Write it in Arabic or in Buckwalter letters.",
        suggestion=near[0] if near else "",
    )


def _tests(library: Library, kind: Headword, number: int) -> tuple[TestNode, ...]:
    """What a stem has to pass to be of this root or lemma and of no other."""
    name = library.dictionary.name(kind, number)
    test = Test(kind, "==", name)
    if kind == "lemma" and library.dictionary.number("lemma", name + _SECOND) is not None:
        return test, Not(Test(kind, "==", name + _SECOND))  # the first test finds both of one spelling
    return (test,)


def _query(library: Library, kind: Headword, number: int) -> str:
    tests = _tests(library, kind, number)
    return (
        _narrowed(tests) if len(tests) > 1 else repr(Test(kind, ":", library.dictionary.name(kind, number)))
    )


def _narrowed(tests: tuple[TestNode, ...], *more: Test) -> str:
    """The query for words that pass all of these."""
    parts = (*tests, *more)
    return repr(Token(And(parts) if len(parts) > 1 else parts[0]))
