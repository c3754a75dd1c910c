"""What the page says of an error in Arabic: every sentence that the program can raise towards it has its Arabic one."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import werkzeug.exceptions

from kalima import files
from kalima.paths import PACKAGE
from kalima.store.research.records import Notice
from kalima.study.research.kinds import KINDS

from .sentences import sentences

TEXTS = PACKAGE / files.PAGE / "texts"
ROOMS = ("arabic", "corpus", "search", "store", "study", "web")
# What only the command line, the start, the build or the earlier addresses of the API can say.
ELSEWHERE = re.compile(
    r"arabic/romanization|search/reading/|study/(conllu|earlier\w*|export|on_disk|citation/reading)\.|web/(earlier/|openapi|server)"
)
# The positions of what each is given to say.
SAYING = {
    **dict.fromkeys(("KalimaError", "QueryError", "NotFound", "CorpusDamaged", "ResearchUnusable", "NoHome"), (0, 1)),
    **dict.fromkeys(("ResearchConflict", "Damaged", "TranslationExists", "__init__", "fail", "_fail", "type"), (0, 1)),
    "refusal": (1, 2),
    "BadLine": (1,),
    "Fault": (1, 3),
}  # fmt: skip
# What is said by no call: as it is put together, and the names of what somebody keeps.
OTHERS = {
    str(Notice(set_aside="{2}", backup="{0}", since="{1}", at="")),
    *(f"{each.code} {each.name}." for each in (werkzeug.exceptions.NotFound(), werkzeug.exceptions.RequestEntityTooLarge())),
    *KINDS,
    "lemma",
}  # fmt: skip
GAP = re.compile(r"\{(\d)(?:\.(typed|codes|count))?(?::(\w+))?\}")


@pytest.fixture(scope="module")
def said() -> dict[str, set[str]]:
    sources = [
        PACKAGE / "paths.py",
        *(file for room in ROOMS for file in sorted((PACKAGE / room).rglob("*.py"))),
    ]
    return sentences(
        [each for each in sources if not ELSEWHERE.search(each.relative_to(PACKAGE).as_posix())], SAYING
    )


@pytest.fixture(scope="module")
def arabic() -> dict[str, str]:
    table: dict[str, str] = json.loads((TEXTS / "errors.ar.json").read_text("utf-8"))
    return table


def test_every_sentence_has_its_arabic(said: dict[str, set[str]], arabic: dict[str, str]) -> None:
    """Only single words may have none: names that are typed in a query or a request as they are."""
    without = {text: files for text, files in said.items() if text not in arabic and " " in text}
    assert without == {}
    assert OTHERS - arabic.keys() == set()


def test_no_arabic_is_left_of_a_sentence_that_is_gone(
    said: dict[str, set[str]], arabic: dict[str, str]
) -> None:
    assert arabic.keys() - said.keys() - OTHERS == set()


def test_the_arabic_says_what_was_filled_in(arabic: dict[str, str]) -> None:
    units = json.loads((TEXTS / "units.ar.json").read_text("utf-8"))
    for english, text in arabic.items():
        gaps = GAP.findall(text)
        assert {number for number, *_ in gaps} <= set(re.findall(r"\{(\d)\}", english)), english
        assert {kind for *_, kind in gaps} <= {"", "digits", *units}, english
        assert len(re.findall("[\u2066\u2068]", text)) == text.count("\u2069"), english
        bare = re.sub("[\u2066\u2068][^\u2069]*\u2069", "", GAP.sub("", text))
        assert not re.search(r"[A-Za-z{}`]", bare), english


def test_sentences_are_read_with_what_is_filled_in(tmp_path: Path) -> None:
    room = tmp_path / "kalima"
    room.mkdir()
    (room / "one.py").write_text(
        """
SIGNS = {"^": "a roof", "$": "a coin"}
def parse(text, at):
    if not text:
        raise Wrong("It is empty." if at else f"It ends at {at:,}.", "Fill it.")
    sign = SIGNS[text]
    fail(f"{text!r} is {sign}", "box")
def fail(why, what):
    raise Wrong(f"No: {why}. It is no {what}.", f"{of(why)} Go.".strip())
def of(why):
    return f"Not {why}" + ("!" if why else "?")
""",
        "utf-8",
    )
    assert set(sentences([room / "one.py"], {"Wrong": (0, 1)})) == {
        "It is empty.",
        "Fill it.",
        "It ends at {0}.",
        "'{0}' is {1}",
        "a roof",
        "a coin",
        "box",
        "No: {0}. It is no {1}.",
        "{0} Go.",
        "Not {0}!",
        "Not {0}?",
    }
