"""What a typed value stands for: the values of the corpus that a test accepts."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from functools import cache

from kalima.arabic.buckwalter import is_buckwalter, to_arabic
from kalima.arabic.folding import exact_key, fold, fold_root, has_marks, is_arabic
from kalima.corpus import tagset
from kalima.errors import QueryError
from kalima.search.index import SearchIndex
from kalima.search.query import EXACT, WORD, Meaning, Test


def meaning_of(test: Test, index: SearchIndex) -> Meaning:
    """What ``test`` is taken to mean in the corpus.

    :raises QueryError: if the attribute has no such value, with the nearest one as the hint. A word
        that the text does not have is no error: its meaning has no values.
    """
    if test.attribute == WORD:
        return _word(test, index, fold(test.value))
    if test.attribute == EXACT:
        return _word(test, index, exact_key(test.value))
    if test.attribute in ("root", "tb_root"):
        return _root(test, index)
    if test.attribute in index.foldings:
        return _vowelled(test, index)
    if test.attribute in ("prefix", "suffix"):
        return _affix(test, index)
    return _feature(test, index)


def _word(test: Test, index: SearchIndex, key: str) -> Meaning:
    values = (key,) if key in index.vocabularies[test.attribute] else ()
    words = (
        f"the word {test.value}, spelled just so"
        if test.attribute == EXACT
        else f"the word {key}, without its marks"
    )
    return Meaning(test.attribute, test.value, values, words, test.at)


def _in_arabic(value: str) -> str:
    return value if is_arabic(value) else to_arabic(value) if is_buckwalter(value) else ""


def _root(test: Test, index: SearchIndex) -> Meaning:
    roots = index.vocabularies[test.attribute]
    root = fold_root(_in_arabic(test.value))
    if root not in roots:
        raise _unknown(test, root, roots.values, "root")
    by = " (treebank)" if test.attribute == "tb_root" else ""
    return Meaning(test.attribute, test.value, (root,), f"a word of the root {root}{by}", test.at)


def _vowelled(test: Test, index: SearchIndex) -> Meaning:
    """A lemma, pattern or template: typed with its vowels exactly that one, without them all that fold so."""
    vocabulary = index.vocabularies[test.attribute]
    typed = _in_arabic(test.value)
    exact = exact_key(typed)
    found = [value for value in (exact, exact + "2") if value in vocabulary] if has_marks(typed) else []
    tiers = index.foldings[test.attribute]
    if not found:
        numbers = next(filter(None, (tier.members(fold(typed)) for tier in tiers)), [])
        found = [vocabulary.value(number) for number in numbers]
    if not found:
        raise _unknown(test, fold(typed), tiers[0].values, test.attribute)
    words = f"a word of the {test.attribute} " + " or ".join(found)
    return Meaning(test.attribute, test.value, tuple(found), words, test.at)


def _affix(test: Test, index: SearchIndex) -> Meaning:
    affixes = index.vocabularies[test.attribute]
    typed = test.value.strip("+")
    value = _affix_named(typed, affixes.values)
    if value is None:
        raise _unknown(test, typed, affixes.values, test.attribute)
    return Meaning(test.attribute, test.value, (value,), f"a word with the {test.attribute} {value}", test.at)


def _affix_named(typed: str, known: list[str]) -> str | None:
    """The affix that ``typed`` names: by the corpus's own name, its Arabic letter, or its tag's name."""
    names = {_value_key(value): value for value in reversed(known)}
    names |= {fold(letter): name for name, letter in tagset.PREFIX_LETTERS.items() if name in known}
    for value in tagset.BY_KEY["pos"].values:
        if value.tag in known:
            names |= {_value_key(name): value.tag for name in (value.english, value.arabic, *value.aliases)}
    # The corpus's names differ by case alone in A (the particle) and a few others: as typed comes first.
    return typed if typed in known else names.get(_value_key(typed))


def _feature(test: Test, index: SearchIndex) -> Meaning:
    feature = tagset.BY_KEY[test.attribute]
    present = index.features[test.attribute]
    value = _named_values(test.attribute).get(_value_key(test.value))
    if value is not None:
        if value.tag not in present:
            raise QueryError(
                f"No stem is {feature.key}:{test.value} ({value.english}): it stands before one.",
                f"Search for prefix:{value.tag}.",
                test.at,
            )
        words = f"{feature.english} {value.english}"
        return Meaning(test.attribute, test.value, (value.tag,), words, test.at)
    names = [name for value in feature.values for name in (value.tag, value.english, value.arabic)]
    shown = [f"{value.tag} ({value.english})" for value in feature.values]
    raise _unknown(test, test.value, names, feature.english, shown)


@cache
def _named_values(key: str) -> dict[str, tagset.Value]:
    """The values of a feature by everything they are called; the first has the name where two share it."""
    named: dict[str, tagset.Value] = {}
    for value in tagset.BY_KEY[key].values:
        for name in (value.tag, value.english, value.arabic, *value.aliases):
            named.setdefault(_value_key(name), value)
    return named


def _value_key(name: str) -> str:
    """Values are told apart by letters alone: case, marks, spaces and hyphens do not count."""
    return "".join(fold(name).casefold().replace("-", " ").replace("_", " ").split())


def _unknown(test: Test, key: str, known: Iterable[str], kind: str, shown: Sequence[str] = ()) -> QueryError:
    names = [name for name in known if name]
    near = difflib.get_close_matches(key, names, n=3, cutoff=0.5)
    if not near and key.casefold() != key:
        near = difflib.get_close_matches(key.casefold(), names, n=3, cutoff=0.5)
    quoted = [f'{test.attribute}:"{name}"' if " " in name else f"{test.attribute}:{name}" for name in near]
    if quoted:
        hint = f"Did you mean {' or '.join(quoted)}?"
    elif shown or len(names) <= 60:
        hint = f"Known values: {', '.join(shown or names)}."
    else:
        hint = "Type it in Arabic or in Buckwalter letters."
    return QueryError(f"There is no {kind} {test.value!r}.", hint, test.at)
