"""What a typed value stands for, for the reference evaluator: tried against every value there is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from kalima.arabic.buckwalter import is_buckwalter, to_arabic
from kalima.arabic.folding import exact_key, fold, fold_root, has_marks, is_arabic
from kalima.corpus import relations, tagset
from kalima.corpus.surahs import name_key
from kalima.errors import QueryError
from kalima.search.query import Test

from .reference_text import Span, Text, fold_latin

_VOWELLED = ("lemma", "pattern", "template")
_DAGGERS = ("ا", "")
"""A dagger alif is an alif to the ear; only where that finds nothing, it is left out."""

_SPAN_VALUES = {"type": ("Meccan", "Medinan"), "sajda": ("obligatory", "recommended")}

Names = Iterable[tuple[str, str]]
"""Pairs of what a value is called and the value."""


def accepted(test: Test, text: Text) -> set[str]:
    """The values that a test asks for (or, of ``!=``, refuses).

    :raises QueryError: if the attribute has none that is called so. Of spellings it cannot be known: the text may
        be a part of the corpus.
    """
    if test.operator == "==" and test.attribute == "word":
        return {exact_key(test.value)}
    found: set[str] = set()
    for typed in alternatives(test.value) if test.operator in ("=", "!=") else [test.value]:
        values = _named(test, typed, text)
        if not values and test.operator in ("=", "!="):
            values = _matching(test.attribute, typed, text)
        if not values and test.attribute not in ("word", "translit"):
            raise QueryError(f"There is no {test.attribute} {typed}.", at=test.at)
        found |= values
    return found


def alternatives(value: str) -> Iterator[str]:
    """The parts of ``value`` between those ``|`` that stand in no brackets."""
    depth, part = 0, ""
    for character in value:
        depth += (character in "([{") - (character in ")]}")
        if character == "|" and not depth:
            yield part
            part = ""
        else:
            part += character
    yield part


def _named(test: Test, typed: str, text: Text) -> set[str]:
    """The values that are called ``typed``."""
    attribute, known = test.attribute, text.vocabulary.get(test.attribute, set())
    if attribute == "word":
        if test.operator == ":" and re.search("[*?]", typed):
            wild = re.escape(fold(typed)).replace(r"\*", ".*").replace(r"\?", ".")
            return {spelling for spelling in _spellings(text, "word") if re.fullmatch(wild, spelling)}
        return {fold(typed)} & _spellings(text, "word")
    if attribute == "translit":
        return {fold_latin(typed)} & _spellings(text, "translit")
    if attribute in ("root", "tb_root"):
        return {fold_root(_in_arabic(typed))} & known
    if attribute in _VOWELLED:
        arabic = _in_arabic(typed)
        exactly = {exact_key(arabic), exact_key(arabic) + "2"} & known
        if test.operator == "==" or (test.operator == ":" and has_marks(arabic) and exactly):
            return exactly
        tiers = (
            {
                value
                for value in known
                if fold(value.rstrip("2"), dagger=dagger) == fold(arabic, dagger=dagger)
            }
            for dagger in _DAGGERS
        )
        return next(filter(None, tiers), set())
    if attribute in ("prefix", "suffix") and typed.strip("+") in known:
        return {typed.strip("+")}
    if attribute == "rel":
        try:
            return {relations.find(typed).key}
        except KeyError:
            return set()
    called = {value for name, value in _names(attribute, known) if _letters(name) == _letters(typed)}
    return set(sorted(called)[:1]) if attribute in ("prefix", "suffix") else called


def _matching(attribute: str, typed: str, text: Text) -> set[str]:
    """The values of which a folded name matches the regular expression ``typed``."""
    known = text.vocabulary.get(attribute, set())
    try:
        expression = re.compile(fold(typed), re.IGNORECASE)
    except re.error as error:
        raise QueryError(f"{typed} is no regular expression.") from error
    if attribute in ("word", "translit"):
        return {spelling for spelling in _spellings(text, attribute) if expression.fullmatch(spelling)}
    if attribute in ("root", "tb_root"):
        return {root for root in known if re.fullmatch(fold_root(typed), root)}
    if attribute in _VOWELLED:
        spelled = {(fold(value.rstrip("2"), dagger=dagger), value) for value in known for dagger in _DAGGERS}
        return {value for spelling, value in spelled if expression.fullmatch(spelling)}
    return {value for name, value in _names(attribute, known) if expression.fullmatch(fold(name))}


def _names(attribute: str, known: Iterable[str]) -> Names:
    """All that the values of a feature, the affixes or the relations are called."""
    if attribute == "rel":
        for relation in relations.RELATIONS:
            names = (relation.key, relation.arabic, relation.english, relation.source_term, *relation.aliases)
            yield from ((name, relation.key) for name in names)
        return
    affix = attribute in ("prefix", "suffix")
    if affix:
        yield from ((value, value) for value in known)
        yield from ((arabic, name) for name, arabic in tagset.PREFIX_LETTERS.items() if name in known)
    for value in tagset.BY_KEY["pos" if affix else attribute].values:
        if not affix or value.tag in known:
            yield from (
                (name, value.tag) for name in (value.tag, value.english, value.arabic, *value.aliases)
            )


def _letters(name: str) -> str:
    return re.sub(r"[\s_-]", "", fold(name).casefold())


def _spellings(text: Text, attribute: str) -> set[str]:
    return {each for word in text.words.values() for stem in word.stems for each in stem.get(attribute, ())}


def _in_arabic(typed: str) -> str:
    return typed if is_arabic(typed) or not is_buckwalter(typed) else to_arabic(typed)


@cache
def relations_named(typed: str | None) -> set[str]:
    """The relations that an arrow names.

    :raises QueryError: if there is none.
    """
    if typed is None:
        return {relation.key for relation in relations.RELATIONS}
    return accepted(Test("rel", "=", typed), Text())


def spans_that_pass(tests: Iterable[Test], spans: Sequence[Span]) -> list[Span]:
    """The surahs, verses, pages or juz that pass all tests of their number, name …

    :raises QueryError: if a value is that of none of them.
    """
    passing = list(spans)
    for test in tests:
        for typed in alternatives(test.value):
            known = {each for span in spans for each in span.values.get(test.attribute, ())}
            known |= {str(number + 1) for number in range(len(spans))} if test.attribute == "order" else set()
            if not _span_accepts(test.attribute, typed, {*known, *_SPAN_VALUES.get(test.attribute, ())}):
                raise QueryError(f"There is no {test.attribute} {typed}.", at=test.at)
        passing = [span for span in passing if _span_passes(test, span)]
    return passing


def _span_passes(test: Test, span: Span) -> bool:
    values = span.values.get(test.attribute, set())
    accepts = any(_span_accepts(test.attribute, typed, values) for typed in alternatives(test.value))
    return accepts != (test.operator == "!=")


def _span_accepts(attribute: str, typed: str, values: set[str]) -> bool:
    if attribute in ("number", "order"):
        numbers = re.fullmatch(r"\s*(\d+)\s*(?:-\s*(\d+)\s*)?", typed)
        if not numbers:
            raise QueryError(f"{typed} is no number.")
        return any(int(numbers[1]) <= int(value) <= int(numbers[2] or numbers[1]) for value in values)
    if attribute == "name":
        return any(is_named(typed, value) for value in values)
    return any(re.fullmatch(typed, value, re.IGNORECASE) for value in values)


def is_named(typed: str, name: str) -> bool:
    """Whether a surah's name is the typed one, as people vary it."""
    key = fold if is_arabic(typed) else name_key
    return bool(key(typed)) and key(typed) == key(name)


def english_words(text: str) -> list[str]:
    """The words of a translation; Allah's is another one than Allah."""
    return re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)*", text.casefold())
