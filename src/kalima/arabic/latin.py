"""Arabic in Latin letters, as it is typed on any keyboard."""

from __future__ import annotations

import unicodedata

_NO_LETTERS = dict.fromkeys(map(ord, "ʿʾʹʼ'‘’`-"))


def fold_latin(text: str) -> str:
    """The letters that are left of romanized text when it is typed on any keyboard: ``wa-llāhi``, wallahi."""
    letters = unicodedata.normalize("NFD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).translate(_NO_LETTERS)
