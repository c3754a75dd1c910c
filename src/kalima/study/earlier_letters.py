"""Words by their letters, one by one, each with its marks or whatever letter and marks there are.

The spellings of the text are written anew for this, a line each: every letter with its vowel marks after it
and the smaller signs of the mushaf after those, each in one order. A pattern is then a regular expression
that never has two ways to read a letter, and is tried once on each of the 19,480 lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from kalima.arabic.folding import exact_key
from kalima.arabic.letters import SIGNS, VOWELS, WRITTEN, in_order, letters_of
from kalima.errors import KalimaError
from kalima.search.hits import Hits
from kalima.search.matches import Dense
from kalima.search.query import Query, Token
from kalima.study.library import Library

MOST = 40
"""Letters of a pattern; the longest word has fewer."""
_LETTER = "[\u0621-\u063a\u0641-\u064a\u0671]"
_MARK = re.compile(f"[{VOWELS}{SIGNS}]+")
_SIGN = re.compile(f"[{SIGNS}]")


class Letter(NamedTuple):
    """A place of a pattern.

    :param letter: ``None`` for any letter.
    :param marks: exactly these, ``None`` for whatever marks. Signs that no keyboard has count only if one is
        among them.
    """

    letter: str | None = None
    marks: frozenset[str] | None = None


def typed_letters(word: str) -> list[Letter]:
    """A typed word as a pattern: a letter without marks may have any.

    :raises KalimaError: if there is a letter that the script does not have.
    """
    pattern = []
    for letter, marks in letters_of(word.strip()):
        check_letter(letter, "word")
        pattern.append(Letter(letter, frozenset(marks) or None))
    return pattern


def check_letter(letter: str, where: str) -> str:
    """
    :raises KalimaError: if ``letter`` is not one letter of the script.
    """
    if not all(re.fullmatch(_LETTER, each) for each in WRITTEN.get(letter, letter)) or len(letter) != 1:
        raise KalimaError(
            f"{where} is not one Arabic letter: {letter[:40]!r}.", 'Write one letter, or "any_letter": true.'
        )
    return letter


def check_marks(marks: Sequence[str], where: str) -> frozenset[str]:
    """
    :raises KalimaError: if one is no mark.
    """
    for place, each in enumerate(marks):
        if not _MARK.fullmatch(each):
            shown = " ".join(f"U+{code:04X}" for code in (*range(0x64B, 0x653), 0x670))
            raise KalimaError(
                f"{where}[{place}] is not a mark: {each[:40]!r}.",
                f"Marks are {shown} and the mushaf's signs.",
            )
    return frozenset("".join(marks))


def search(library: Library, pattern: Sequence[Letter], *, before: bool, after: bool) -> Hits:
    """The words that are spelled as ``pattern`` says.

    :param before: whether letters may stand before what is described; ``after`` whether some may follow.
    :raises KalimaError: if the pattern has no letter, or too many.
    """
    if not 0 < len(pattern) <= MOST:
        raise KalimaError(
            f"The pattern has {len(pattern)} letters; it may have 1 to {MOST}.", "Add a letter."
            if not pattern else "Shorten it."
        )  # fmt: skip
    expression = re.compile(
        (".*?" if before else "") + "".join(map(_expression, pattern)) + (".*" if after else "")
    )
    lines = _lines(library).split("\n")
    numbers = [number for number, line in enumerate(lines) if expression.fullmatch(line)]
    index = library.index
    words = index.layout.fold(index.vocabularies["exact"].union(numbers))
    verses = index.layout.verses.hit(words)
    return Hits(index, Query(Token(None)), Dense({(1, ()): words}), words, verses, (), words)


@lru_cache(maxsize=1)
def _lines(library: Library) -> str:
    """The spellings, each as :func:`letters_of` reads it, in the order of the index's exact spellings."""
    spellings = sorted(library.store.spellings(), key=exact_key)
    return "\n".join("".join(letter + marks for letter, marks in letters_of(each)) for each in spellings)


def _expression(place: Letter) -> str:
    letter = f"[{WRITTEN.get(place.letter, place.letter)}]" if place.letter else _LETTER
    if place.marks is None:
        return f"{letter}[{VOWELS}{SIGNS}]*"
    signs = "" if any(map(_SIGN.match, place.marks)) else f"[{SIGNS}]*"
    return f"{letter}{in_order(place.marks)}{signs}(?![{VOWELS}{SIGNS}])"


def said(pattern: Sequence[Letter]) -> str:
    """The pattern as a person would write it: ``?`` is any letter, ``*`` after it any marks."""
    return " ".join(
        (place.letter or "?") + ("*" if place.marks is None else in_order(place.marks)) for place in pattern
    )
