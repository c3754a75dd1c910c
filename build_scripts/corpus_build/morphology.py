"""Reads the Quranic Arabic Corpus, a line a segment, losing nothing."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from typing import NamedTuple

from kalima.arabic.buckwalter import to_arabic
from kalima.corpus.model import Segment

MEMBER = "quran_transcript/quran-script/quranic-corpus-morphology-0.4.txt"
_LOCATION = re.compile(r"\((\d+):(\d+):(\d+):(\d+)\)")
_FORM = re.compile(r"\(([IVX]+)\)")
_PERSON = re.compile(r"([123])([MF])?([SDP])")
_GENDER = re.compile(r"([MF])([SDP])?")
_SPECIAL = {"<in~": "INNA", "kaAn": "KANA", "kaAd": "KADA"}
_KINDS = {"PREFIX", "STEM", "SUFFIX"}


class Line(NamedTuple):
    """One line of the source: where the segment stands (all 1-based), and the segment."""

    surah: int
    ayah: int
    word: int
    position: int
    segment: Segment
    lemma: str | None  # in the source's spelling, a homograph's number included
    root: str | None


def read_lines(wheel: zipfile.ZipFile) -> Iterator[Line]:
    """All 128,219 segments, in the source's order.

    :raises ValueError: if a line has a feature that is not known.
    """
    with wheel.open(MEMBER) as file:
        for raw in file:
            text = raw.decode("utf-8").rstrip("\r\n")
            if text.startswith("("):
                yield _line(text)


def read_notice(wheel: zipfile.ZipFile) -> str:
    """The corpus's own notice, the first comment block of the file."""
    return wheel.read(MEMBER).decode("utf-8").replace("\r\n", "\n").split("\n\n", 1)[0]


def _line(text: str) -> Line:
    location, form, tag, features = text.split("\t")
    place = _LOCATION.fullmatch(location)
    if place is None:
        raise ValueError(f"not a location: {text}")
    kind, *rest = features.split("|")
    if kind not in _KINDS:
        raise ValueError(f"unknown kind of segment: {text}")
    values: dict[str, str] = {}
    for feature in rest:
        _read_feature(feature, kind, tag, values, text)
    root, lemma = values.pop("root", None), values.pop("lemma", None)
    segment = Segment(
        kind=kind,
        form=to_arabic(form),
        pos=tag,
        function=values.get("function"),
        lemma=lemma and to_arabic(lemma.rstrip("2")),
        root=root and to_arabic(root),
        aspect=values.get("aspect"),
        mood=values.get("mood"),
        voice=values.get("voice"),
        verb_form=values.get("verb_form"),
        derivation=values.get("derivation"),
        person=values.get("person"),
        gender=values.get("gender"),
        number=values.get("number"),
        case=values.get("case"),
        state=values.get("state"),
        special=values.get("special"),
    )
    surah, ayah, word, position = map(int, place.groups())
    return Line(surah, ayah, word, position, segment, lemma, root)


def _read_feature(feature: str, kind: str, tag: str, values: dict[str, str], line: str) -> None:
    """Put one feature of the source under its name in ``values``."""
    key, _, value = feature.partition(":")
    if kind != "STEM":
        values["function"] = feature.strip("+")
        if key == "PRON":
            values["function"] = key
            _read_person(value, values, line)
    elif key == "POS" and value == tag:
        pass
    elif key == "LEM":
        values["lemma"] = value
    elif key == "ROOT":
        values["root"] = value
    elif key == "MOOD":
        values["mood"] = value
    elif key == "SP":
        values["special"] = _SPECIAL[value]
    elif feature in ("NOM", "ACC", "GEN"):
        values["case"] = feature
    elif feature in ("PERF", "IMPF", "IMPV"):
        values["aspect"] = feature
    elif feature == "INDEF":
        values["state"] = feature
    elif feature in ("ACT", "PASS"):
        values["voice"] = feature
    elif feature == "PCPL":
        values["derivation"] = f"{values.pop('voice')}-PCPL"
    elif feature == "VN":
        values["derivation"] = feature
    elif form := _FORM.fullmatch(feature):
        values["verb_form"] = form[1]
    else:
        _read_person(feature, values, line)


def _read_person(feature: str, values: dict[str, str], line: str) -> None:
    """Person, gender and number, which the source writes together: 3MS, 1P, MD, F, P."""
    if match := _PERSON.fullmatch(feature):
        found = zip(("person", "gender", "number"), match.groups(), strict=True)
    elif match := _GENDER.fullmatch(feature):
        found = zip(("gender", "number"), match.groups(), strict=True)
    elif feature == "P":
        found = zip(("number",), ("P",), strict=True)
    else:
        raise ValueError(f"unknown feature {feature!r}: {line}")
    values.update((name, value) for name, value in found if value)
