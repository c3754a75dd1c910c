"""Places in the text as people write them: ``2:255``, ``2:255:3-5``, ``2:255:3:1``, ``2:255:*4``."""

from __future__ import annotations

import re
from typing import NamedTuple

from kalima.errors import KalimaError
from kalima.store.research_store import Anchor

_NUMBER = r"\s*(\d{1,9})\s*"
_PLACE = re.compile(
    rf"{_NUMBER}:{_NUMBER}(?::(?:\s*\*{_NUMBER}|{_NUMBER}(?:[-\u2013]{_NUMBER}|:{_NUMBER})?))?"
)


SORTS = {
    "verse": "a verse",
    "word": "a word",
    "words": "words",
    "segment": "a segment",
    "node": "an implied word",
}
"""The sorts of places, and one of each in words."""


class Place(NamedTuple):
    """A verse, a word, a selection of words, a segment of a word, or an implied node of the treebank.

    All numbers are 1-based; nothing says yet that the place exists. ``node`` is the position of the node in
    the verse's graph.
    """

    surah: int
    ayah: int
    word: int | None = None
    last_word: int | None = None
    segment: int | None = None
    node: int | None = None

    def __str__(self) -> str:
        if self.node is not None:
            return f"{self.verse}:*{self.node}"
        if self.word is None:
            return self.verse
        if self.last_word is not None:
            return f"{self.verse}:{self.word}-{self.last_word}"
        return f"{self.verse}:{self.word}" + ("" if self.segment is None else f":{self.segment}")

    @property
    def verse(self) -> str:
        """The reference of its verse."""
        return f"{self.surah}:{self.ayah}"

    @property
    def sort(self) -> str:
        """Which of the :data:`SORTS` it is."""
        if self.node is not None:
            return "node"
        if self.word is None:
            return "verse"
        if self.last_word is not None:
            return "words"
        return "word" if self.segment is None else "segment"

    def touches(self, there: Place) -> bool:
        """Whether what is attached ``there`` is found here.

        A verse has everything in it; a word has itself, its segments and the selections with it; a segment
        has itself and what has its whole word.
        """
        if self[:2] != there[:2] or self.sort == "verse":
            return self[:2] == there[:2]
        if self.word is None or there.word is None:
            return self == there
        apart = there.word > (self.last_word or self.word) or self.word > (there.last_word or there.word)
        return not apart and (self.segment is None or there.segment in (None, self.segment))

    @classmethod
    def of(cls, anchor: Anchor) -> Place:
        """Where an anchor is."""
        return cls(*anchor[1:7])


def parse_place(text: str) -> Place:
    """The place that ``text`` names, in European, Arabic-Indic or Persian digits.

    :raises KalimaError: if it is none.
    """
    match = _PLACE.fullmatch(text)
    if match is None:
        raise KalimaError(
            f"{text[:40]!r} is no place.",
            "Write a verse as 2:255, a word as 2:255:3, words as 2:255:3-5, a segment as 2:255:3:1, and an"
            " implied word as 2:255:*4.",
        )
    surah, ayah = int(match[1]), int(match[2])
    node, word, last, segment = (int(match[group]) if match[group] else None for group in range(3, 7))
    if word is not None and last is not None and last < word:
        raise KalimaError(f"{text[:40]} ends before it begins.", f"Write {surah}:{ayah}:{last}-{word}.")
    return Place(surah, ayah, word, None if last == word else last, segment, node)
