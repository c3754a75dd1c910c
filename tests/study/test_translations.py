"""Translation files: what is read, what is refused and how that is said, and the terminal's commands."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from dev_setup import cache_folder
from kalima.errors import KalimaError, NotFound
from kalima.paths import DATA_VARIABLE
from kalima.store.research_store import ResearchStore
from kalima.study import shapes, translations
from kalima.study.library import Library
from kalima.study.translations import BadTranslation, TranslationExists, direction, missing, parse

COUNTS = [3, 2]
BLOCK = "# ---\n#\n#  Quran Translation\n#  Name: Mine & Yours\n#  Translator: A. Person\n#  Language: Urdu\n#  ID: ur.mine\n#  Last Update: 1\n#  Source: example.org\n#\n# ---\n"
WHOLE = "1|1|a\n1|2|b | c\n1|3|d\n2|1|e\n2|2|f\n\n\n" + BLOCK


@pytest.fixture
def own_library(library, tmp_path) -> Library:
    """The real corpus, with research of its own in a folder that is not there yet."""
    own = Library(library.store, library.index, library.manifest, Path())
    own.research = ResearchStore(tmp_path / "data" / "research.db")
    return own


@pytest.fixture(scope="session")
def wheel_file():
    """Reads a real translation out of the pinned wheel: ``wheel_file("en/sahih")``."""
    folder = Path(os.environ.get("KALIMA_SOURCES") or cache_folder() / "sources")
    wheels = list(folder.glob("quranic_nlp-*.whl"))
    if not wheels:
        pytest.skip(f"no source wheels in {folder}: `python3 build_scripts/dev.py setup` fetches them")
    return lambda name: zipfile.ZipFile(wheels[0]).read(f"quranic_nlp/data/translate_quran/{name}.txt")


def test_a_whole_file():
    file = parse(WHOLE, COUNTS)
    assert file.verses == {(1, 1): "a", (1, 2): "b | c", (1, 3): "d", (2, 1): "e", (2, 2): "f"}
    assert file.fields == {
        "Name": "Mine & Yours", "Translator": "A. Person", "Language": "Urdu", "ID": "ur.mine",
        "Source": "example.org",
    }  # fmt: skip
    assert file.notice == BLOCK.strip()


@pytest.mark.parametrize(
    "text",
    [
        WHOLE.replace("\n", "\r\n"),
        "\ufeff" + WHOLE,
        BLOCK + WHOLE.replace(BLOCK, ""),
        WHOLE.replace("1|1|a", " 1 | 1 |  a "),
    ],
)
def test_the_same_file_written_otherwise(text):
    assert parse(text, COUNTS).verses == parse(WHOLE, COUNTS).verses


def test_a_line_separator_inside_a_verse_is_text():
    assert parse("1|1|a\u2028b\x85c\x16", COUNTS).verses == {(1, 1): "a\u2028b\x85c\x16"}


BAD = {
    "1|1": "it is not surah|ayah|text",
    "just text": "it is not surah|ayah|text",
    "a|1|x": "it does not begin with the numbers of a surah and a verse",
    "١|1|x": "it does not begin with the numbers of a surah and a verse",
    "-1|1|x": "it does not begin with the numbers of a surah and a verse",
    "1|4|x": "there is no verse 1:4: surah 1 has 3 verses",
    "1|0|x": "there is no verse 1:0: surah 1 has 3 verses",
    "3|1|x": "there is no surah 3",
    "0|1|x": "there is no surah 0",
    "1|1|again": "verse 1:1 already stands in line 1",
    "1|2|x\ufffdy": "it is not UTF-8 text",
    "# x\ufffdy": "it is not UTF-8 text",
    "1|2|x\0": "it holds a character that is not text (U+0000)",
    "1|2|\ud800": "it holds a character that is not text (U+D800)",
}


@pytest.mark.parametrize(("line", "reason"), BAD.items())
def test_a_bad_line_is_named_by_its_number(line, reason):
    with pytest.raises(BadTranslation) as caught:
        parse(f"1|1|a\n\n{line}\n1|3|b", COUNTS)
    assert caught.value.lines == [(3, reason)]
    assert caught.value.message == "The file has 1 line that cannot be read; nothing was added."


def test_all_bad_lines_are_collected():
    with pytest.raises(BadTranslation) as caught:
        parse("1|1|a\n" + "\n".join(BAD), COUNTS)
    assert [reason for _, reason in caught.value.lines] == list(BAD.values())
    assert (caught.value.total, [line for line, _ in caught.value.lines][-1]) == (14, 15)


def test_twenty_bad_lines_are_shown_and_all_are_counted():
    with pytest.raises(BadTranslation) as caught:
        parse("x\n" * 57, COUNTS)
    assert (len(caught.value.lines), caught.value.total) == (20, 57)
    with pytest.raises(BadTranslation, match="10,000 lines or more"):
        parse("x\n" * 1_000_000, COUNTS)


@pytest.mark.parametrize("text", ["", "\n\n", BLOCK, "1|1|\n1|2|  "])
def test_a_file_without_a_verse(text):
    with pytest.raises(KalimaError, match="holds no verse"):
        parse(text, COUNTS)


def test_a_verse_without_text_counts_as_not_translated():
    assert parse("1|1|a\n1|2|\n2|1|c", COUNTS).verses == {(1, 1): "a", (2, 1): "c"}
    assert missing([(1, 1), (2, 1)], COUNTS) == ["1:2-3", "2:2"]
    assert missing([(2, 1), (2, 2)], COUNTS) == ["1:1-3"]
    assert missing([(1, 1), (1, 2), (1, 3), (2, 1), (2, 2)], COUNTS) == []


def test_a_file_that_is_too_large():
    with pytest.raises(KalimaError, match=r"The file has 20\.0 MB; the most is 20 MB\."):
        translations.decode(b"x" * 20_000_001)


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "ltr"), ("ar", "rtl"), ("fa", "rtl"), ("ur", "rtl"), ("ug", "rtl"), ("dv", "rtl"), ("ku", "rtl"),
     ("ku-Latn", "ltr"), ("az", "ltr"), ("az-Arab", "rtl"), ("ur-PK", "rtl")],
)  # fmt: skip
def test_direction(language, expected):
    assert direction(language) == expected


@pytest.mark.parametrize(
    ("block", "given", "expected"),
    [
        (BLOCK, {}, ("ur.mine", "ur", "Mine & Yours")),
        (BLOCK, {"id": "fa.x", "name": "X", "language": "de"}, ("fa.x", "de", "X")),
        ("", {"language": "English", "file_name": "My File.txt"}, ("en.my-file", "en", "My File")),
        ("", {"file_name": "C:\\x\\tr.ozturk.txt"}, ("tr.ozturk", "tr", "ozturk")),
        (
            "",
            {"language": "ur", "name": "ترجمہ", "file_name": "ترجمہ.txt"},
            ("ur.translation", "ur", "ترجمہ"),
        ),
        ("#  Name: N\n#  Language: Persian\n", {}, ("fa.n", "fa", "N")),
    ],
)
def test_what_it_is_called(own_library, block, given, expected):
    added = translations.add(own_library, "1|1|a\n" + block, **given)
    assert (added["id"], added["language"], added["name"]) == expected


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"file_name": "x.txt"}, "The file does not say its language."),
        ({"language": "en"}, "The file does not say its name."),
        ({"language": "klingonish", "name": "x"}, "'klingonish' is no language that is known."),
        ({"language": "en", "name": "x" * 201}, "This name cannot be used."),
        ({"language": "en", "name": "x", "id": "../x"}, "'../x' cannot be an id."),
        ({"language": "en", "name": "x", "id": "en.pickthall"}, "en.pickthall is bundled with Kalima."),
    ],
)
def test_what_cannot_be_named_is_not_added(own_library, given, message):
    with pytest.raises(KalimaError) as caught:
        translations.add(own_library, "1|1|a", **given)
    assert caught.value.message == message
    assert not own_library.research.path.parent.exists()


def test_adding_replacing_and_removing(own_library):
    named = {"language": "en", "name": "Mine", "id": "en.mine"}
    added = translations.add(own_library, "1|1|first <b>bold</b>\n1|2|second", **named)
    assert (added["verses"], added["complete"], added["missing_verses"]) == (2, False, 6_234)
    assert added["missing"][:2] == ["1:3-7", "2:1-286"]
    with pytest.raises(TranslationExists):
        translations.add(own_library, "1|1|other", **named)
    verses = own_library.store.verses(1, 1, 3)
    shown = [each["translation"] for each in shapes.verses(own_library, verses, "en.mine")]
    assert shown == ["first <b>bold</b>", "second", None]
    translations.add(own_library, "1|3|third", **named, replace=True)
    assert translations.texts(own_library, verses, "en.mine") == {3: "third"}
    assert [each["id"] for each in translations.describe(own_library)][-1] == "en.mine"
    translations.remove(own_library, "en.mine")
    for act in (translations.find, translations.remove):
        with pytest.raises(NotFound, match=r"There is no translation 'en\.mine'"):
            act(own_library, "en.mine")
    with pytest.raises(KalimaError, match="bundled"):
        translations.remove(own_library, "en.pickthall")


@pytest.mark.parametrize(
    ("name", "id", "dir", "missing"),
    [("en/sahih", "en.sahih", "ltr", []), ("ur/najafi", "ur.najafi", "rtl", []), ("fa/safavi", "fa.safavi", "rtl", ["80:39"])],
)  # fmt: skip
def test_real_files(own_library, wheel_file, name, id, dir, missing):
    data = wheel_file(name)
    added = translations.add(own_library, translations.decode(data))
    assert (added["id"], added["dir"], added["missing"]) == (id, dir, missing)
    assert (added["source"], added["complete"]) == ("Tanzil.net", not missing)
    lines = dict(line.rsplit("|", 1) for line in data.decode().split("\n") if line.startswith("2|"))
    for verse in shapes.verses(own_library, own_library.store.verses(2), id):
        assert verse["translation"] == lines[f"2|{verse['ayah']}"].strip()


def kalima(folder: Path, *arguments: str) -> tuple[int, str, str]:
    result = subprocess.run(
        [sys.executable, "-m", "kalima", *arguments], capture_output=True, text=True, encoding="utf-8",
        timeout=60, check=False, env={**os.environ, DATA_VARIABLE: str(folder)},
    )  # fmt: skip
    return result.returncode, result.stdout, result.stderr


def test_in_the_terminal(tmp_path, wheel_file):
    data, file = tmp_path / "data", tmp_path / "safavi.txt"
    file.write_bytes(wheel_file("fa/safavi"))
    bundled = "en.pickthall\tPickthall\tMohammed Marmaduke William Pickthall\tEnglish\tbundled\n"
    assert kalima(data, "translations") == (0, bundled, "")
    assert not data.exists()
    code, output, _ = kalima(data, "add-translation", str(file))
    assert (code, output.splitlines()[1]) == (0, "It has no text for 1 of the verses: 80:39")
    assert kalima(data, "add-translation", str(file))[0] == 2
    assert kalima(data, "add-translation", str(file), "--replace")[0] == 0
    own = "fa.safavi\tصفوی\tSayyed Mohammad Reza Safavi\tPersian\tadded by you, 6,235 verses\n"
    assert kalima(data, "translations") == (0, bundled + own, "")
    assert kalima(data, "show", "80:39", "--translation", "fa.safavi")[1].endswith("\n\t(not translated)\n")
    assert kalima(data, "translations", "--remove", "fa.safavi") == (0, "fa.safavi is removed.\n", "")
    assert kalima(data, "show", "80:39", "--translation", "fa.safavi") == (
        2, "", "kalima: There is no translation 'fa.safavi'.\n        The list of them all: kalima translations.\n",
    )  # fmt: skip


def test_bad_lines_in_the_terminal(tmp_path):
    file = tmp_path / "bad.txt"
    file.write_bytes(b"1|1|good\n1|1|twice\n1|2|\xff\xfe\n" + b"x\n" * 30)
    code, output, errors = kalima(tmp_path / "data", "add-translation", str(file), "--language", "en")
    lines = errors.splitlines()
    assert (code, output) == (2, "")
    assert lines[0] == f"{file}:2: verse 1:1 already stands in line 1"
    assert lines[1] == f"{file}:3: it is not UTF-8 text"
    assert lines[20:22] == [
        "... and 12 more",
        "kalima: The file has 32 lines that cannot be read; nothing was added.",
    ]
    assert not (tmp_path / "data").exists()
    assert kalima(tmp_path / "data", "add-translation", str(tmp_path / "nowhere"))[0] == 2


def test_a_newer_file_in_the_terminal(tmp_path):
    with closing(sqlite3.connect(tmp_path / "research.db")) as newer:
        newer.execute("PRAGMA user_version = 99")
    code, _, errors = kalima(tmp_path, "translations")
    assert code == 1
    assert "was written by a newer Kalima" in errors
