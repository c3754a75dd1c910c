"""A row of repeated letters, looked for in all values at once.

The values of a vocabulary are one string, a value a line. What is a row of letters, each with its own
repetition, is found there with ``re`` in the time of a few readings of the string: with at most three
repetitions that can vary it has little to try again in a value, which is short.
"""

from __future__ import annotations

import re
from itertools import accumulate

from kalima.search.expressions.automata import Spend
from kalima.search.expressions.syntax import ANY, Item, Letters

VARYING = 3
"""Repetitions that can vary: to read a value of n letters takes at most so many steps as n to this power."""
_CHUNK = 30_000  # characters searched between two looks at the budget
_ANYTHING: Item = (ANY, 0, None)
_LINE = r"[^\n]*"


def _letters(letters: Letters) -> str:
    members = "".join(re.escape(member) for member in sorted(letters.members))
    if letters.excluded:
        return f"[^{members}\\n]"
    return re.escape(letters.letter) if letters.letter else f"[{members}]"


def _source(row: list[Item]) -> str:
    """The row as ``re`` writes it."""
    signs = {(1, 1): "", (0, 1): "?", (0, None): "*", (1, None): "+"}
    return "".join(
        _letters(letters) + signs.get((low, high), f"{{{low},{'' if high is None else high}}}")
        for letters, low, high in row
    )


def quick(row: list[Item]) -> bool:
    """Whether the row is one that ``re`` cannot spend long on, and that stays in its line."""
    if row and row[-1] == _ANYTHING:
        row = row[:-1]
    one_line = not any("\n" in letters.members and not letters.excluded for letters, _, _ in row)
    return one_line and sum(low != high for _, low, high in row) <= VARYING


def plain(row: list[Item]) -> str | None:
    """The word that the row is, if it is one."""
    if all(letters.letter and low == high for letters, low, high in row):
        return "".join(letters.letter * low for letters, low, _ in row)
    return None


def beginning(row: list[Item]) -> str | None:
    """The word that the row begins with, if anything may follow it."""
    return plain(row[:-1]) if row[-1:] == [_ANYTHING] else None


class LinePattern:
    """Finds the lines that ``row`` describes, which must be :func:`quick`."""

    def __init__(self, row: list[Item]) -> None:
        self._value = re.compile(_source(row))
        before, after = row[:1] == [_ANYTHING], row[-1:] == [_ANYTHING]
        core = row[before : len(row) - after]
        if not any(low for _, low, _ in core):
            before, after, core = False, False, row
        # What may begin anyhow is looked for wherever it is: "re" is quickest where letters come first.
        end = _LINE if before and after else "" if after else "$"
        self._lines = re.compile(("" if before else "\n") + _source(core) + end, re.MULTILINE)
        self._feeds = int(not before)  # line feeds in what is found

    def fullmatch(self, value: str) -> bool:
        return self._value.fullmatch(value) is not None

    def numbers(self, lines: str, first: int, spend: Spend) -> list[int]:
        """The numbers of the lines that match whole; the first line has the number ``first``."""
        text = "\n" + lines
        found: list[int] = []
        start, number = 0, first - 1  # the line that has begun before
        while start < len(text):
            spend()
            end = text.find("\n", start + _CHUNK)
            chunk = text[start : end if end > 0 else None]
            between = self._lines.split(chunk)[:-1]
            steps = [part.count("\n") + self._feeds for part in between]
            found += list(accumulate(steps, initial=number))[1:]
            number += chunk.count("\n")
            start += len(chunk)
        return found
