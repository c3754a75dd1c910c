"""Translations in Tanzil's format, and the order and place of revelation."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from typing import NamedTuple

_FOLDER = "quranic_nlp/data/"
_PLACES = {"مکی": "Meccan", "مدنی": "Medinan"}
_FIELD = re.compile(r"^#\s+(Name|Translator|Language|ID|Source): (.+?)\s*$", re.MULTILINE)

Place = tuple[int, int]


class Translation(NamedTuple):
    """A translation and the comment block that comes with it, unchanged, as its notice."""

    id: str
    name: str
    translator: str
    verses: dict[Place, str]
    notice: str


def read_translation(wheel: zipfile.ZipFile, name: str) -> Translation:
    """The translation ``name``, e.g. ``en/pickthall``.

    :raises ValueError: if a line is not ``surah|ayah|text``.
    """
    text = wheel.read(f"{_FOLDER}translate_quran/{name}.txt").decode("utf-8")
    body, _, notice = text.partition("\n# ")
    verses = {}
    for line in body.splitlines():
        if line.strip():
            surah, ayah, verse = line.split("|", 2)
            verses[int(surah), int(ayah)] = verse.strip()
    fields = dict(_FIELD.findall(text))
    return Translation(fields["ID"], fields["Name"], fields["Translator"], verses, "# " + notice.strip())


class Revelation(NamedTuple):
    """Where a surah was revealed (``Meccan`` or ``Medinan``), and as which one in order."""

    place: str
    order: int


def read_revelation(wheel: zipfile.ZipFile) -> list[Revelation]:
    """The 114 surahs' place and order of revelation, in mushaf order."""
    rows = csv.DictReader(io.StringIO(wheel.read(f"{_FOLDER}quarn_order.csv").decode("utf-8-sig")))
    return [Revelation(_PLACES[row["city"].strip()], int(row["order"])) for row in rows]
