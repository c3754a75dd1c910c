"""What matches are told apart by: an attribute of their words or of a labelled word, or where they stand."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Sequence
from typing import NamedTuple

from kalima.errors import KalimaError
from kalima.search.query import WORD
from kalima.study.library import Library
from kalima.study.statistics.columns import OF_WORDS, PLACES
from kalima.study.statistics.occurrences import Occurrences, Unit

KEYS = (*OF_WORDS, *PLACES)
_ALIASES = {
    "text": WORD, "tag": "pos", "tense": "aspect", "verb_form": "form", "derivation": "deriv",
    "wazn": "pattern", "relation": "rel", "sura": "surah", "chapter": "surah", "aya": "verse",
    "ayah": "verse", "type": "place",
}  # fmt: skip
JOINT = " "
"""Between the values of several words."""
NONE = "–"
"""Stands for a word without a value among the values of several words."""

Number = int | tuple[int, ...]


class Key(NamedTuple):
    """An attribute of the words of a match, or of those of its ``label``, or a place."""

    attribute: str
    label: str = ""

    def __str__(self) -> str:
        return f"{self.label}.{self.attribute}" if self.label else self.attribute


def parse_key(text: str, known: Sequence[str] = KEYS) -> Key:
    """The key that ``text`` names: ``root``, ``A.root``, ``surah``.

    :raises KalimaError: if there is no such attribute.
    """
    label, _, name = text.strip().rpartition(".")
    attribute = _ALIASES.get(name.lower(), name.lower())
    if attribute not in known:
        near = difflib.get_close_matches(attribute[:40], known, 1)
        hint = f"Did you mean {near[0]}?" if near else f"Known: {', '.join(known)}."
        raise KalimaError(f"Nothing can be counted by {name[:40]!r}.", hint)
    if label and attribute in PLACES:
        raise KalimaError(f"{attribute} is that of the whole match, not of a label.", f"Write {attribute}.")
    return Key(attribute, label)


def parse_attribute(text: str) -> str:
    """The attribute of words that ``text`` names, where words are counted that no label names.

    :raises KalimaError: if there is no such attribute, or it is that of a label.
    """
    key = parse_key(text, OF_WORDS)
    if key.label:
        raise KalimaError(f"There is no label here that {key} could be of.", f"Write {key.attribute}.")
    return key.attribute


def has_value(number: Number) -> bool:
    """Whether any word has a value."""
    return any(number) if isinstance(number, tuple) else number > 0


class Values(NamedTuple):
    """The number of each match's value, ``None`` where there is nothing to count, and the values' names."""

    numbers: Sequence[Number | None]
    name: Callable[[Number], str | None]
    flat: bool
    units: Sequence[Unit | None]


def read(library: Library, found: Occurrences, key: Key) -> Values:
    """The values of ``key``, match by match.

    :raises KalimaError: if the query has no such label.
    """
    column = library.columns.column(key.attribute)
    numbers, names = column.numbers, column.names
    if key.attribute in PLACES:
        return Values(list(map(numbers.__getitem__, found.firsts)), _namer(names), True, found.firsts)
    units, flat = found.standing(key.label)
    if flat:
        return Values(list(map(numbers.__getitem__, units)), _namer(names), True, units)  # type: ignore[arg-type]
    several = [
        unit if unit is None else numbers[unit] if isinstance(unit, int) else tuple(numbers[u] for u in unit)
        for unit in units
    ]
    return Values(several, _namer(names), False, units)


def _namer(names: list[str | None]) -> Callable[[Number], str | None]:
    def name(number: Number) -> str | None:
        if isinstance(number, int):
            return names[number]
        return JOINT.join(names[each] or NONE for each in number) if has_value(number) else None

    return name
