"""The words of items as full text knows them: folded as the search folds, so that أَمَانَة is found by امانه."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from kalima.arabic.folding import fold
from kalima.store.research_store import Item
from kalima.study.research.fields import Text
from kalima.study.research.kinds import KINDS, texts
from kalima.study.research.places import Place

_DAGGER = "\u0670"
TITLE = 80
"""Characters of a title."""


def folded(text: str) -> str:
    """The folded words of what a user looks for; a ``*`` at the end of one stays."""
    words = fold(unicodedata.normalize("NFC", text), dagger="ا").casefold().split()
    return " ".join(word for word in words if re.search(r"\w", word))


def full_text(item: Item) -> str:
    """The folded words of an item. A word with a dagger alif is found with and without an alif."""
    said = unicodedata.normalize("NFC", "\n".join(texts(KINDS[item.kind], item.data)))
    quoted = " ".join(word for word in said.split() if _DAGGER in word) if _DAGGER in said else ""
    return f"{fold(said, dagger='ا')}\n{fold(quoted)}".casefold().strip()


def title(item: Item) -> str:
    """What an item can be called in a list: how its text begins, or else where it is."""
    return begins(item.kind, item.data) or " ".join(str(Place.of(each)) for each in item.anchors[:3])


def begins(kind: str, data: Mapping[str, Any]) -> str:
    """The first line of what an item of this kind says; ``""`` if it says nothing."""
    declared = KINDS[kind]
    said = [str(data.get(field.name, "")) for field in declared.fields if isinstance(field, Text)]
    for text in (*texts(declared, data), *said):
        if line := text.strip().partition("\n")[0]:
            return line if len(line) <= TITLE else line[: TITLE - 1] + "…"
    return ""
