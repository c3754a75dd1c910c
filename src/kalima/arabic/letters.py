"""A spelling as its letters, each with the marks that are written on it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from pyarabic import araby

VOWELS = "\u064b-\u0652\u0670"
"""Tanween, vowels, shadda, sukun and dagger alif, as a class of ``re``: the marks that a keyboard has."""
SIGNS = "\u0653\u06d6-\u06ed"
"""Maddah and what the mushaf writes above and below the line."""
WRITTEN = {"ا": "اٱآ", "ي": "يى", "ی": "يى", "ک": "ك"}
"""What a letter of a keyboard is in the text: no keyboard has alif wasla, and a final ya has no dots here."""
_HAMZA_ABOVE = "\u0654"
_MARKED = re.compile(f"([^{VOWELS}{SIGNS}{_HAMZA_ABOVE}])([{VOWELS}{SIGNS}{_HAMZA_ABOVE}]*)")
_SIGN = re.compile(f"[{SIGNS}]")


def letters_of(text: str) -> list[tuple[str, str]]:
    """The letters of a spelling, each with its marks in order: vowels first, then signs.

    A hamza between two letters is a letter, on a tatweel or without; a tatweel itself is none, and what else
    it carries belongs to the letter before it.
    """
    found: list[tuple[str, str]] = []
    for letter, marks in _MARKED.findall(unicodedata.normalize("NFC", text)):
        hamza = _HAMZA_ABOVE in marks
        marks = marks.replace(_HAMZA_ABOVE, "")
        if letter == araby.TATWEEL and hamza:
            found.append((araby.HAMZA, marks))
        elif letter == araby.TATWEEL and found:
            found[-1] = (found[-1][0], found[-1][1] + marks)
        else:
            found += [(letter, marks), (araby.HAMZA, "")] if hamza else [(letter, marks)]
    return [(letter, in_order(marks)) for letter, marks in found]


def in_order(marks: Iterable[str]) -> str:
    """Marks in the one order in which spellings are compared, each once."""
    return "".join(sorted(set(marks), key=lambda mark: (bool(_SIGN.match(mark)), mark)))


def vowelled(text: str) -> str:
    """A spelling with the marks of a keyboard alone: each letter followed by its own, in order."""
    return "".join(letter + _SIGN.sub("", marks) for letter, marks in letters_of(text))
