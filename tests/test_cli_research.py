"""The user's own work from a terminal: processes of their own, on a folder of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from kalima.paths import DATA_VARIABLE
from kalima.study.research.items import Research


@pytest.fixture
def kalima(tmp_path, library, monkeypatch):
    """The command, and the research that it works on, with one note and one annotation in it."""
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path))
    monkeypatch.setenv("USER", "zayd")
    vars(library).pop("research", None)
    research = Research(library)
    research.create("note", {"title": "Throne", "text": "vast"}, {"target": ["2:255"]}, id="n1")
    research.create("annotation", {"layer": "syntax", "text": "topic"}, {"target": ["2:255:1"]}, id="a1")

    def run(*arguments):
        return subprocess.run(
            [sys.executable, "-m", "kalima", *arguments],
            capture_output=True, text=True, encoding="utf-8", timeout=60, check=False, env=dict(os.environ),
        )  # fmt: skip

    yield run
    vars(library).pop("research", None)


@pytest.mark.parametrize(
    ("arguments", "lines"),
    [
        ((), ["a1\tannotation\t2:255:1\ttopic", "n1\tnote\t2:255\tThrone", "2 items"]),
        (("--kind", "note"), ["n1\tnote\t2:255\tThrone", "1 item"]),
        (("--limit", "1"), ["a1\tannotation\t2:255:1\ttopic", "2 items; shown are 1 to 1"]),
        (("--text", "vas*"), ["n1\tnote\t2:255\tThrone", "1 item"]),
        (("--bin",), ["0 items in the bin"]),
    ],
)
def test_list(kalima, arguments, lines):
    result = kalima("research", "list", *arguments)
    assert (result.stdout.splitlines(), result.stderr, result.returncode) == (lines, "", 0)


def test_list_and_show_as_json(kalima):
    listed = json.loads(kalima("research", "list", "--kind", "note", "--format", "json").stdout)
    assert listed == {"total": 1, "items": [json.loads(kalima("research", "show", "n1").stdout)]}


def test_deleted_restored_undone_and_remembered(kalima):
    said = [
        kalima("research", action, "n1").stdout.splitlines()[1] for action in ("delete", "restore", "undo")
    ]
    assert said == ["It is in the bin.", "This is revision 3.", "It is in the bin."]
    history = [line.split("\t") for line in kalima("research", "history", "n1").stdout.splitlines()]
    assert [(revision, who, action, title) for revision, _, who, action, title in history] == [
        ("4", "zayd", "undo", "Throne"),
        ("3", "zayd", "restore", "Throne"),
        ("2", "zayd", "delete", "Throne"),
        ("1", "zayd", "create", "Throne"),
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("research", "show", "none"), "There is no item 'none'."),
        (("research", "list", "--kind", "nots"), "There is no kind 'nots' of items."),
        (("research", "undo", "none"), "There is no item 'none'."),
        (("restore", "none"), "There is no backup 'none'."),
    ],
)
def test_what_there_is_not(kalima, arguments, said):
    result = kalima(*arguments)
    assert (result.stderr.splitlines()[0], result.returncode, result.stdout) == (f"kalima: {said}", 2, "")


def test_a_backup_is_put_back(kalima, library):
    backup = library.research.back_up("asked")
    kalima("research", "delete", "n1")
    listed = [line.split("\t") for line in kalima("restore").stdout.splitlines()]
    assert [backup.name, backup.at] in [line[:2] for line in listed]
    assert kalima("restore", backup.name).stdout.startswith(f"Your own work is what it was at {backup.at}.")
    assert kalima("research", "list", "--bin").stdout == "0 items in the bin\n"


def test_what_became_of_a_damaged_file_is_told_until_it_is_seen(kalima, library, tmp_path):
    backup = library.research.back_up("asked").name
    vars(library).pop("research")
    for file in tmp_path.glob("research.db*"):
        file.write_bytes(b"damaged" * 1000) if file.suffix == ".db" else file.unlink()
    assert kalima("research", "list", "--kind", "note").stdout == "n1\tnote\t2:255\tThrone\n1 item\n"
    assert backup in kalima("research", "seen").stdout
    assert kalima("research", "seen").stdout == "Nothing has become of your own data.\n"
