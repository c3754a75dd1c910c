"""The transliteration of the verses in Latin letters, and of each word as far as it can be told.

Two wheels hold it: quranic-nlp has Tanzil's file with its notice (``en.transliteration``), and quran-cli the
same text without notice and without markup. Tanzil's is read. Its markup (``<u>h</u>`` for ح, ``h`` for ه;
``<i>th</i>`` for ظ) is taken off, which leaves quran-cli's text to the letter in all 6,236 verses: a reader's
help to pronounce, not a spelling that could be turned back.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from functools import cache, lru_cache

from corpus_build.translations import Place, Translation, read_translation

NAME = "en/transliteration"
COPY = "quran_cli/assets/data/transliterations.sql"

_TAG = re.compile(r"</?(?:[bui]|strong)>", re.IGNORECASE)
_ROW = re.compile(r"^\((\d+), (\d+), '((?:[^']|'')*)'\)[,;]$", re.MULTILINE)
_LATIN = {
    **dict(zip("بتجحدرزسصضطفقكلمنه", "btjhdrzssdtfqklmnh", strict=True)),
    **{"ث": "th", "ذ": "th", "ظ": "th", "خ": "kh", "ش": "sh", "غ": "gh", "ة": "t"},
}
_VOWELS = re.compile("[aeiouwy ]")
_DOUBLE = re.compile(r"(.)\1+")


def read_transliteration(wheel: zipfile.ZipFile) -> Translation:
    """The transliteration in quranic-nlp, without its markup, with its notice.

    :raises ValueError: if there is markup of another kind in it.
    """
    source = read_translation(wheel, NAME)
    verses = {place: _TAG.sub("", text) for place, text in source.verses.items()}
    if marked := [place for place, text in verses.items() if "<" in text or "&" in text]:
        raise ValueError(f"unknown markup in the transliteration of {marked[:5]}")
    return source._replace(verses=verses)


def read_copy(wheel: zipfile.ZipFile) -> dict[Place, str]:
    """The transliteration in quran-cli, to check the other against."""
    rows = _ROW.findall(wheel.read(COPY).decode("utf-8"))
    return {(int(surah), int(ayah)): text.replace("''", "'") for surah, ayah, text in rows}


def split_words(text: str, words: Sequence[str]) -> list[str] | None:
    """The transliteration of each word of a verse, or ``None`` if the text has fewer words than the verse.

    Some words are two there, such as ``ya ayyuha``: those are put together whose consonants then fit best.

    :param words: the words in Arabic script.
    """
    tokens = tuple(text.split())
    forms = tuple(_consonants(word) for word in words)

    @cache
    def best(token: int, word: int) -> tuple[float, tuple[int, ...]]:
        """The cost of what is left from here, and how many tokens each word takes."""
        if word == len(forms):
            return (0.0, ()) if token == len(tokens) else (float("inf"), ())
        spare = len(tokens) - token - (len(forms) - word)
        choices = []
        for size in range(1, min(spare, 2) + 2):
            cost, sizes = best(token + size, word + 1)
            here = _distance(forms[word], _skeleton("".join(tokens[token : token + size])))
            choices.append((cost + here, (size, *sizes)))
        return min(choices, default=(float("inf"), ()))

    if len(tokens) == len(forms):
        return list(tokens)
    cost, sizes = best(0, 0)
    if cost == float("inf"):
        return None
    ends = [sum(sizes[: number + 1]) for number in range(len(sizes))]
    return [" ".join(tokens[end - size : end]) for end, size in zip(ends, sizes, strict=True)]


def word_distance(latin: str, word: str) -> float:
    """How far the consonants of a transliterated word are from those of the word: 0 alike, 1 not at all."""
    ours, theirs = _consonants(word), _skeleton(latin)
    return _distance(ours, theirs) / max(len(ours), len(theirs), 1)


@cache
def _consonants(word: str) -> str:
    return _DOUBLE.sub(r"\1", "".join(_LATIN.get(letter, "") for letter in word))


def _skeleton(latin: str) -> str:
    return _DOUBLE.sub(r"\1", _VOWELS.sub("", latin.lower()))


@lru_cache(maxsize=50_000)
def _distance(a: str, b: str) -> float:
    """The number of letters to insert, remove or exchange."""
    row = list(range(len(b) + 1))
    for i, left in enumerate(a, start=1):
        above, row[0] = row[0], i
        for j, right in enumerate(b, start=1):
            above, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, above + (left != right))
    return float(row[-1])
