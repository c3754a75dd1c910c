"""The parsed form of a query, and what its parts were taken to mean.

A query is a list of parts that must all be found in one verse. A part is a phrase: one token or
several in a row. A token is one written word with the tests that it has to pass, all of them on one of
its stems. Every node knows its place ``at`` in the text that was typed; equality ignores it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

Span = tuple[int, int]
_NOWHERE: Span = (0, 0)

WORD = "word"
EXACT = "exact"


@dataclass(frozen=True, slots=True, repr=False)
class Test:
    """``attribute`` must have ``value``, both as typed but for the attribute's canonical name."""

    attribute: str
    value: str
    at: Span = field(default=_NOWHERE, compare=False)

    def __repr__(self) -> str:
        return f"{self.attribute}:{self.value}"


@dataclass(frozen=True, slots=True, repr=False)
class Token:
    """One word that passes all ``tests``."""

    tests: tuple[Test, ...]
    at: Span = field(default=_NOWHERE, compare=False)

    def __repr__(self) -> str:
        return "[" + " & ".join(map(repr, self.tests)) + "]"


@dataclass(frozen=True, slots=True, repr=False)
class Phrase:
    """``tokens`` one after the other within a verse."""

    tokens: tuple[Token, ...]
    at: Span = field(default=_NOWHERE, compare=False)

    def __repr__(self) -> str:
        return " ".join(map(repr, self.tokens))


@dataclass(frozen=True, slots=True, repr=False)
class Query:
    """All ``parts`` in one verse."""

    parts: tuple[Phrase, ...]

    def __repr__(self) -> str:
        return " AND ".join(f"({part!r})" for part in self.parts)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one test was taken to mean, so that the answer can say so.

    ``values`` are the values in the corpus that it stands for; none is an answer too for a word that
    the text does not have.
    """

    attribute: str
    typed: str
    values: tuple[str, ...]
    words: str
    at: Span
