"""Verse references as people type them: ``2:255``, ``2:255-257``, ``٢:٢٥٥``, ``2:255:3``."""

from __future__ import annotations

import re
from typing import NamedTuple

_REFERENCE = re.compile(r"\s*(\d{1,9})\s*[:.]\s*(\d{1,9})(?:\s*([-–:])\s*(\d{1,9}))?\s*")


class Reference(NamedTuple):
    """A place in the text. All numbers are 1-based; nothing says yet that the place exists."""

    surah: int
    ayah: int
    last_ayah: int
    word: int | None = None

    def __str__(self) -> str:
        if self.word is not None:
            return f"{self.surah}:{self.ayah}:{self.word}"
        if self.last_ayah != self.ayah:
            return f"{self.surah}:{self.ayah}-{self.last_ayah}"
        return f"{self.surah}:{self.ayah}"


def parse_reference(text: str) -> Reference | None:
    """The reference that ``text`` is, as a whole, or ``None`` if it is none.

    Digits may be European, Arabic-Indic or Persian.
    """
    match = _REFERENCE.fullmatch(text)
    if match is None:
        return None
    surah, ayah, joint, last = match[1], match[2], match[3], match[4]
    if joint == ":":
        return Reference(int(surah), int(ayah), int(ayah), int(last))
    return Reference(int(surah), int(ayah), int(last or ayah))
