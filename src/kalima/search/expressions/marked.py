"""Expressions over spellings with their marks, letter by letter.

A letter that is typed without marks has whatever marks; with marks it has just these; with ◌ after it, none.
So ``كَت.◌`` is a kaf with fatha, a ta, and any letter that bears no mark. What is compared are letters
with the marks of a keyboard (:func:`kalima.arabic.letters.vowelled`).
"""

from __future__ import annotations

import re

from kalima.arabic.letters import SIGNS, VOWELS, WRITTEN, letters_of, vowelled
from kalima.search.expressions.reader import Reader
from kalima.search.expressions.syntax import Letters, Tree, repeat, row, word

UNMARKED = "\u25cc"
"""The dotted circle, on which marks are shown that have no letter: a letter before it has none."""
_MARK = Letters(frozenset(chr(code) for code in (*range(0x64B, 0x653), 0x670)))
_ANY_MARKS = repeat(_MARK, 0, None)
_TYPED = re.compile(f"[{VOWELS}{SIGNS}\u0654{UNMARKED}]*")  # what may follow a letter, with it one thing


def _on(letters: Letters, marks: str, unmarked: bool) -> Tree:
    """One of these letters with these marks, or with none; with any if neither is said."""
    return row([letters, word(marks) if marks or unmarked else _ANY_MARKS])


class MarkedReader(Reader):
    """Reads letters together with the marks that follow them."""

    def __init__(self, text: str, start: int) -> None:
        super().__init__(text, start, _as_written)

    def _word(self, run: str) -> Tree:
        parts: list[Tree] = []
        for piece in self._single(run):
            spelled = letters_of(piece.replace(UNMARKED, ""))
            if not spelled:
                at = max(self._at - len(run), 0)
                self._fail(
                    "There is a mark without a letter.", "Write the letter, or . for any, before it.", at
                )
            for letter, _ in spelled:
                marks = vowelled(piece.replace(UNMARKED, ""))[1:] if len(spelled) == 1 else ""
                parts.append(_on(Letters(frozenset(_as_written(letter))), marks, UNMARKED in piece))
        return row(parts)

    def _absorbs(self, letter: str, mark: str) -> bool:
        return _TYPED.fullmatch(mark) is not None

    def _one(self, letters: Letters) -> Tree:
        match = _TYPED.match(self._text, self._at)
        typed = match[0] if match else ""
        self._at += len(typed)
        either = Letters(letters.members | _MARK.members, True) if letters.excluded else letters
        return _on(either, vowelled("ا" + typed.replace(UNMARKED, ""))[1:], UNMARKED in typed)


def _as_written(text: str) -> str:
    """The letters of the text that typed ones stand for."""
    return "".join(WRITTEN.get(letter, letter) for letter, _ in letters_of(text))
