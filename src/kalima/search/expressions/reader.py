r"""The reader of regular expressions: from the text to the syntax tree, or to what is wrong with it.

A quantifier repeats the last letter before it together with the letter's marks, which are folded away.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NoReturn

from kalima.errors import QueryError
from kalima.search.expressions.syntax import ANY, Letters, Tree, choice, repeat, row, word
from kalima.search.query import Place

DEPTH = 50
"""Groups within one another."""
COUNT = 1_000
"""The largest number in a repetition."""
MEMBERS = 10_000
"""Letters in all classes of an expression, those of its ranges counted."""

_REPETITIONS = "?*+{"
_COUNTS = re.compile(r"\{([0-9]+)(,([0-9]*))?\}")
_STRAY = {
    "^": ("Without ^ too an expression is compared with a value from its beginning.", "Leave it out"),
    "$": ("Without $ too an expression is compared with a value to its end.", "Leave it out"),
    "]": ("There is a ] without a [.", "Take it away"),
    "}": ("There is a } without a {.", "Take it away"),
}


def too_large(why: str, at: Place) -> QueryError:
    """The error of an expression that would take too long."""
    return QueryError(
        f"The expression is too large: {why}.", "Use fewer alternatives, or smaller repetitions.", at
    )


class Reader:
    """Reads ``text``, which stands at ``start`` in the query.

    :param letters: folds letters as the values are folded.
    """

    def __init__(self, text: str, start: int, letters: Callable[[str], str]) -> None:
        self._text = text
        self._start = start
        self._fold = letters
        self._at = 0
        self._opened: list[int] = []
        self._members = 0
        self._alternatives: list[tuple[str, Place]] = []
        self._plain = True

    def read(self) -> Tree:
        """The syntax tree.

        :raises QueryError: if the text is no expression, or one that would take too long.
        """
        tree = self._choice()
        if self._sign():
            self._fail("There is a ) without a (.", r"Take it away, or write \) for the sign itself.")
        return tree

    @property
    def alternatives(self) -> list[tuple[str, Place]]:
        """The plain words that the expression is made of, with their places, if it is nothing else."""
        return self._alternatives if self._plain and all(typed for typed, _ in self._alternatives) else []

    def _sign(self) -> str:
        """The next character, ``""`` at the end."""
        return self._text[self._at : self._at + 1]

    def _place(self, start: int, end: int) -> Place:
        return self._start + start, self._start + end

    def _fail(self, message: str, hint: str, start: int | None = None, end: int | None = None) -> NoReturn:
        """
        :raises QueryError: always; the place is the next character if none is named.
        """
        start = self._at if start is None else start
        raise QueryError(message, hint, self._place(start, start + 1 if end is None else end))

    def _choice(self) -> Tree:
        parts = [self._row()]
        while self._sign() == "|":
            self._at += 1
            parts.append(self._row())
        return choice(parts)

    def _row(self) -> Tree:
        start, run = self._at, ""  # the letters since the last other thing
        parts: list[Tree] = []
        while (sign := self._sign()) and sign not in "|)":
            if sign in _REPETITIONS:
                parts += self._repetition(run, parts)
                run = ""
            elif sign in ".[(":
                parts += [self._word(run), self._other(sign)]
                run = ""
            else:
                run += self._letter()
                continue
            self._plain = False
        if not self._opened:
            self._alternatives.append((run, self._place(start, self._at)))
        return row([*parts, self._word(run)])

    def _other(self, sign: str) -> Tree:
        """What is more than a letter and begins here with ``sign``."""
        if sign == "[":
            return self._class()
        if sign == "(":
            return self._group()
        self._at += 1
        return self._one(ANY)

    def _word(self, run: str) -> Tree:
        """Letters that follow one another."""
        return word(self._fold(run))

    def _one(self, letters: Letters) -> Tree:
        """One of ``letters``, which was not typed as such but by ``.`` or a class."""
        return letters

    def _letter(self) -> str:
        sign = self._sign()
        if sign in _STRAY:
            message, instead = _STRAY[sign]
            self._fail(message, rf"{instead}, or write \{sign} for the sign itself.")
        if sign == "\\":
            return self._escaped()
        self._at += 1
        return sign

    def _escaped(self) -> str:
        letter = self._text[self._at + 1 : self._at + 2]
        if not letter:
            self._fail(r"There is nothing after the \.", r"Write \\ for the sign itself.")
        if letter.isascii() and letter.isalnum():
            self._fail(
                rf"\{letter} has no meaning in an expression.",
                r"Write the letters themselves, a class such as [اوي], or \\ for the sign itself.",
                self._at,
                self._at + 2,
            )
        self._at += 2
        return letter

    def _group(self) -> Tree:
        opening = self._at
        if self._text.startswith("(?", opening):
            hint = r"Write ( ) for a group, and \? for the sign itself."
            self._fail("A group cannot begin with (?.", hint, opening, opening + 2)
        if len(self._opened) == DEPTH:
            at = self._place(opening, opening + 1)
            raise too_large(f"it has more than {DEPTH} groups within one another", at)
        self._opened.append(opening)
        self._at += 1
        tree = self._choice()
        if not self._sign():
            self._fail("A ( is opened and never closed.", r"Add a ), or write \( for the sign.", opening)
        self._at += 1
        self._opened.pop()
        return tree

    def _repetition(self, run: str, parts: list[Tree]) -> list[Tree]:
        """The letters ``run``, of which the last is repeated; if there are none, the last of the parts is."""
        start = self._at
        low, high = self._counts()
        sign = self._text[start : self._at]
        letters = self._single(run)
        while letters and not self._fold(letters[-1]):
            letters.pop()
        if letters:
            repeated = self._word(letters.pop())
        elif parts:
            repeated = parts.pop()
        else:
            hint = rf"Write .{sign} for any letters, or \{sign} for the sign itself."
            self._fail(f"There is nothing before {sign} to repeat.", hint, start, self._at)
        if self._sign() and self._sign() in _REPETITIONS:
            hint = "Put the first in parentheses, as in (ab?)*; there are no lazy or possessive repetitions."
            self._fail(f"{self._sign()} follows another repetition.", hint)
        return [self._word("".join(letters)), repeat(repeated, low, high)]

    def _counts(self) -> tuple[int, int | None]:
        """How often at least and at most, as the quantifier here says."""
        start, sign = self._at, self._sign()
        if sign != "{":
            self._at += 1
            return {"?": (0, 1), "*": (0, None), "+": (1, None)}[sign]
        match = _COUNTS.match(self._text, start)
        if match is None:
            hint = r"Write {2}, {2,} or {2,5} after what is repeated, or \{ for the sign itself."
            self._fail("There are no numbers after the {.", hint)
        self._at = match.end()
        low = int(match[1])
        high = (int(match[3]) if match[3] else None) if match[2] else low
        if max(low, high or 0) > COUNT:
            raise too_large(f"a repetition of more than {COUNT:,}", self._place(start, self._at))
        if high is not None and low > high:
            hint = f"Write {{{high},{low}}}."
            self._fail(f"The smaller number of {match[0]} is the second.", hint, start, self._at)
        return low, high

    def _single(self, run: str) -> list[str]:
        """The letters of ``run``, each with the marks that are folded away on it."""
        letters: list[str] = []
        for letter in run:
            if letters and self._absorbs(letters[-1], letter):
                letters[-1] += letter
            else:
                letters.append(letter)
        return letters

    def _absorbs(self, letter: str, mark: str) -> bool:
        """Whether ``mark`` is folded away after ``letter``, of whose own marks only the last can matter."""
        near = letter[:1] + letter[1:][-1:]
        return self._fold(near + mark) == self._fold(near)

    def _class(self) -> Tree:
        opening = self._at
        self._at += 1
        excluded = self._sign() == "^"
        self._at += excluded
        if self._sign() == "]":
            hint = r"Write letters in it, . for any letter, or \[\] for the signs themselves."
            self._fail("There are no letters in the class.", hint, opening, self._at + 1)
        members: set[str] = set()
        while self._sign() != "]":
            members |= self._range(opening)
        self._at += 1
        if not members:
            hint = "Write a letter in it: marks are not compared here."
            self._fail("The class has only marks, which are folded away.", hint, opening, self._at)
        return self._one(Letters(frozenset(members), excluded))

    def _range(self, opening: int) -> set[str]:
        """A letter or a range of letters in the class that begins at ``opening``."""
        start = self._at
        first = last = self._member(opening)
        if self._sign() == "-" and self._text[self._at + 1 : self._at + 2] not in ("", "]"):
            self._at += 1
            last = self._member(opening)
        codes = range(ord(first), ord(last) + 1)
        self._members += len(codes)
        if not codes:
            hint = f"Write {last}-{first}."
            self._fail(f"The range {first}-{last} runs backwards.", hint, start, self._at)
        if self._members > MEMBERS:
            at = self._place(opening, self._at)
            raise too_large(f"its classes have more than {MEMBERS:,} letters", at)
        return {letter for code in codes for letter in self._fold(chr(code))}

    def _member(self, opening: int) -> str:
        """A letter of a class; the marks that are folded away on it are gone past."""
        sign = self._sign()
        if not sign:
            self._fail("A [ is opened and never closed.", r"Add a ], or write \[ for the sign.", opening)
        if sign == "[":
            self._fail("There is a [ in a class.", r"Write \[ for the sign itself.")
        letter = self._escaped() if sign == "\\" else sign
        self._at += sign != "\\"
        whole = letter
        while (mark := self._sign()) and mark not in "[]\\-" and self._absorbs(whole, mark):
            whole += mark
            self._at += 1
        return letter
