"""What reading any part of a query needs: a place in the text, strings, parentheses, errors with places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

from kalima.errors import QueryError

MAX_DEPTH = 40
"""Parentheses within one another. No person needs more, and every reader of the parsed form stays shallow."""
_ESCAPE = re.compile(r'\\(["\\])')
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)


def unescape(text: str) -> str:
    r"""What stands between the quotes of a string: ``\"`` is a quote and ``\\`` a backslash."""
    return _ESCAPE.sub(r"\1", text)


class Scanner:
    """A place ``at`` in ``text``; ``end`` is where the last thing that was read ended."""

    def __init__(self, text: str, at: int = 0, depth: int = 0) -> None:
        self.text = text
        self.at = at
        self.end = at
        self.depth = depth

    def skip(self) -> int:
        """Go past spaces; where the next thing begins."""
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1
        return self.at

    def more(self) -> bool:
        return self.skip() < len(self.text)

    def take(self, match: re.Match[str] | None) -> re.Match[str] | None:
        """Go past what matched, if it did."""
        if match is not None:
            self.at = self.end = match.end()
        return match

    def fail(self, message: str, hint: str, start: int, end: int, suggestion: str = "") -> NoReturn:
        """
        :raises QueryError: always.
        """
        raise QueryError(message, hint, (start, end), suggestion)

    def string(self) -> str:
        """The string that begins here, without its quotes."""
        match = self.take(_STRING.match(self.text, self.at))
        if match is None:
            self.fail(
                "A quote is opened and never closed.",
                'Add a " at the end of the phrase.',
                self.at,
                len(self.text),
                self.text.rstrip() + '"' if self.text.count('"') == 1 else "",
            )
        return unescape(match[0][1:-1])

    @contextmanager
    def nested(self, opening: int) -> Iterator[None]:
        """One level further in."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            self.fail(
                f"The query has more than {MAX_DEPTH} parentheses within one another.",
                "Take some of them away; they change nothing around a single part.",
                opening,
                opening + 1,
            )
        yield
        self.depth -= 1

    def close(self, opening: int, sign: str = ")") -> None:
        """Go past the sign that closes what was opened."""
        if self.skip() >= len(self.text):
            self.fail(
                f"A {self.text[opening]} is opened and never closed.",
                f"Add a {sign} after what belongs to it.",
                opening,
                opening + 1,
                self.text.rstrip() + sign,
            )
        if self.text[self.at] != sign:
            found = self.text[self.at]
            self.fail(f"{found} is not understood here.", f"Put {sign} before it.", self.at, self.at + 1)
        self.at += 1
        self.end = self.at
