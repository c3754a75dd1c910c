"""The signs that the Madinah mushaf prints beside the words, with their names."""

from __future__ import annotations

from typing import NamedTuple


class Sign(NamedTuple):
    """A sign: its character, a stable key, its names, and whether it is a pause (waqf)."""

    character: str
    key: str
    english: str
    arabic: str
    waqf: bool


SIGNS: tuple[Sign, ...] = (
    Sign("\u06d8", "pause_required", "pause required", "وقف لازم", True),
    Sign("\u06d7", "pause_preferred", "pause preferred", "الوقف أولى", True),
    Sign("\u06da", "pause_allowed", "pause allowed", "وقف جائز", True),
    Sign("\u06d6", "continuing_preferred", "continuing preferred", "الوصل أولى", True),
    Sign("\u06d9", "pause_forbidden", "pause forbidden", "وقف ممنوع", True),
    Sign("\u06db", "pause_at_one_of_two", "pause at one of two", "تعانق الوقف", True),
    Sign("\u06dc", "silence", "brief silence", "سكتة لطيفة", True),
    Sign("\u06de", "quarter", "beginning of a quarter", "بداية ربع", False),
    Sign("\u06e4", "sajda_line", "line over the words of prostration", "خط السجدة", False),
    Sign("\u06e9", "sajda", "place of prostration", "موضع سجود", False),
)
