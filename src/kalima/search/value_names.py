"""What values are called: affixes, features and relations, in English, Arabic and the corpus's own names."""

from __future__ import annotations

from functools import cache

from kalima.arabic.folding import fold
from kalima.corpus import relations, tagset


def affix_named(typed: str, known: list[str]) -> str | None:
    """The affix that ``typed`` names: by the corpus's own name, its Arabic letter, or its tag's name."""
    # The corpus's names differ by case alone in A (the particle) and a few others: as typed comes first.
    return typed if typed in known else _affix_names(tuple(known)).get(value_key(typed))


@cache
def _affix_names(known: tuple[str, ...]) -> dict[str, str]:
    """The affixes by everything they are called."""
    names = {value_key(value): value for value in reversed(known)}
    names |= {fold(letter): name for name, letter in tagset.PREFIX_LETTERS.items() if name in known}
    for value in tagset.BY_KEY["pos"].values:
        if value.tag in known:
            names |= {value_key(name): value.tag for name in (value.english, value.arabic, *value.aliases)}
    return names


@cache
def named_values(key: str) -> dict[str, tagset.Value]:
    """The values of a feature by everything they are called; the first has the name where two share it."""
    named: dict[str, tagset.Value] = {}
    for value in tagset.BY_KEY[key].values:
        for name in (value.tag, value.english, value.arabic, *value.aliases):
            named.setdefault(value_key(name), value)
    return named


def value_key(name: str) -> str:
    """Values are told apart by letters alone: case, marks, spaces and hyphens do not count."""
    return "".join(fold(name).casefold().replace("-", " ").replace("_", " ").split())


def folded_names(value: tagset.Value) -> list[str]:
    return [fold(name) for name in (value.english, value.arabic, *value.aliases)]


def relation_names(relation: relations.Relation) -> tuple[str, ...]:
    return (relation.key, relation.english, relation.arabic, relation.source_term, *relation.aliases)
