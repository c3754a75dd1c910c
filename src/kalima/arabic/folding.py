"""Folding: what two spellings must share for a search to treat them as one.

A folded spelling has no marks, no tatweel and no small letters; its alifs are plain, its hamza on
a seat is the seat, its final ya and ta marbuta are ya and ha. So ٱلرَّحْمَـٰنِ folds to الرحمن, and what a
person types on an Arabic keyboard meets what the Uthmani text writes.
"""

from __future__ import annotations

import re
import unicodedata

from pyarabic import araby

_DAGGER = "\u0670"
_HAMZA_ABOVE = "\u0654"
_SEATED_HAMZA = re.compile(f"(?<=[{araby.ALEF}{araby.WAW}{araby.YEH}{araby.ALEF_MAKSURA}]){_HAMZA_ABOVE}")
# Vowels and tanween, shadda and sukun, the Quranic marks, tatweel, and the invisible characters that
# come along when text is copied from a page. U+0654 and the dagger alif have rules of their own.
_MARKS = re.compile(
    "[\u0610-\u061a\u0640\u064b-\u0653\u0655-\u065f\u06d6-\u06ed\u08d3-\u08ff\u200b-\u200f\u2060\ufeff]"
)
_LETTERS = str.maketrans(
    {
        "\u0671": araby.ALEF,
        araby.ALEF_MADDA: araby.ALEF,
        araby.ALEF_HAMZA_ABOVE: araby.ALEF,
        araby.ALEF_HAMZA_BELOW: araby.ALEF,
        araby.WAW_HAMZA: araby.WAW,
        araby.YEH_HAMZA: araby.YEH,
        araby.ALEF_MAKSURA: araby.YEH,
        araby.TEH_MARBUTA: araby.HEH,
        "\u06cc": araby.YEH,  # the Persian ya and kaf of many keyboards and copied texts
        "\u06a9": araby.KAF,
        _HAMZA_ABOVE: araby.HAMZA,
    }
)
_ROOT_LETTERS = str.maketrans(
    {
        araby.HAMZA: araby.ALEF,
        araby.ALEF_HAMZA_ABOVE: araby.ALEF,
        araby.ALEF_HAMZA_BELOW: araby.ALEF,
        araby.ALEF_MADDA: araby.ALEF,
        araby.WAW_HAMZA: araby.ALEF,
        araby.YEH_HAMZA: araby.ALEF,
        araby.ALEF_MAKSURA: araby.YEH,
        "\u0671": araby.ALEF,
        "\u06cc": araby.YEH,
        "\u06a9": araby.KAF,
    }
)


def fold(text: str, *, dagger: str = "") -> str:
    """The folded spelling of ``text``.

    :param dagger: what a dagger alif becomes: nothing (the Uthmani rasm: الصلوة), or ``"ا"`` (the
        sound, as modern spelling writes it: كتاب).
    """
    text = text.replace(_DAGGER, dagger).replace(araby.TATWEEL + _HAMZA_ABOVE, araby.HAMZA)
    text = _SEATED_HAMZA.sub("", _MARKS.sub("", text))
    text = text.translate(_LETTERS)
    # ءامن is آمن, and قرءان is قرآن: one alif, whatever carries the hamza.
    return text.replace(araby.HAMZA + araby.ALEF, araby.ALEF)


def exact_key(text: str) -> str:
    """What an exact search compares: all letters and marks, without tatweel, marks in one order.

    Tatweel is a stretch of the pen, and keyboards and fonts disagree on whether shadda is stored before
    or after its vowel; neither makes another spelling.
    """
    return unicodedata.normalize("NFC", text.replace(araby.TATWEEL, ""))


def shadda_first(text: str) -> str:
    """Each shadda before the vowel of its letter, as Tanzil and the corpus store them."""
    return re.sub("([\u064b-\u0650])\u0651", "\u0651\\1", text)


def fold_root(text: str) -> str:
    """A root as the corpus spells it: every hamza an alif, so that سأل, رأي and شيء are found."""
    return (
        _MARKS.sub("", text)
        .replace(_HAMZA_ABOVE, "")
        .translate(_ROOT_LETTERS)
        .replace(" ", "")
        .replace("-", "")
    )


def has_marks(text: str) -> bool:
    """Whether ``text`` has a vowel or another mark, so that a certain spelling is meant."""
    return bool(_MARKS.search(text) or _DAGGER in text)


def is_arabic(text: str) -> bool:
    """Whether ``text`` has at least one Arabic letter."""
    return any("\u0621" <= char <= "\u06ff" for char in text)
