"""Finds words in a translation: whole words, in a row, whatever their case and the marks between them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from kalima.errors import QueryError

MOST_STARS = 2
_BETWEEN_WORDS = re.compile(r"[^\w']+")


class TranslatedText:
    """The verses of one translation.

    :param verses: the text of each verse in mushaf order; ``""`` for one that is not translated.
    """

    def __init__(self, verses: Sequence[str]) -> None:
        lines = [f" {_words(verse)} \n" for verse in verses]
        self._text = "".join(lines)
        self._starts = list(accumulate(map(len, lines), initial=0))

    def verses_with(self, words: str) -> list[int]:
        """The verses, counted from 0, that have these words in a row; ``*`` stands for any letters of a word.

        :raises QueryError: if there is no word in ``words``.
        """
        if not re.search(r"\w", words) or max(word.count("*") for word in words.split()) > MOST_STARS:
            raise QueryError(
                f"{words!r} cannot be found in a translation.",
                f"Write whole words, as in en:mercy, or en:merc* with at most {MOST_STARS} * in a word.",
            )
        pattern = " ".join(filter(None, map(_expression, words.split())))
        starts = (match.start() for match in re.finditer(f" {pattern}(?= )", self._text))
        return sorted({bisect_right(self._starts, start) - 1 for start in starts})


def _expression(word: str) -> str:
    return r"[\w']*".join(re.escape(_words(piece)) for piece in word.split("*"))


def _words(text: str) -> str:
    """The words of ``text`` with one space between them; an apostrophe stays within a word only."""
    plain = text.casefold().replace("’", "'")
    kept = _BETWEEN_WORDS.sub(" ", plain)
    return " ".join(word.strip("'") for word in kept.split() if word.strip("'"))
