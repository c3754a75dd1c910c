"""``kalima research export``, ``import`` and ``schema``: processes of their own, on folders of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kalima import cli
from kalima.paths import DATA_VARIABLE
from kalima.study.research import exchange
from kalima.study.research.exchange import exporting

NOTE = {
    "id": "n1",
    "kind": "note",
    "data": {"title": "Throne"},
    "anchors": {},
    "changed": "2026-01-02T00:00:00.000Z",
}


def file_of(*items):
    return json.dumps({"format": "kalima-research", "version": 1, "items": items}, ensure_ascii=False)


@pytest.fixture
def kalima(tmp_path):
    """The command, in an empty folder, with a folder of the user's own."""

    def run(*arguments, at="data"):
        return subprocess.run(
            [sys.executable, "-m", "kalima", "research", *arguments], cwd=tmp_path,
            capture_output=True, text=True, encoding="utf-8", timeout=60, check=False,
            env={**os.environ, DATA_VARIABLE: str(tmp_path / at)},
        )  # fmt: skip

    return run


def test_there_and_back(kalima, tmp_path):
    (tmp_path / "f.json").write_text(file_of(NOTE), "utf-8")
    shown = kalima("import", "f.json")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert [line.split() for line in shown.stdout.splitlines()[:2]] == [
        ["new", "changed", "conflicts", "older", "same"],
        ["note", "1", "0", "0", "0", "0"],
    ]
    assert shown.stdout.endswith("Nothing was changed yet. To do it: kalima research import f.json --apply\n")
    assert not (tmp_path / "data").exists()
    assert kalima("import", "f.json", "--apply").stdout.endswith("Done.\n")
    assert kalima("export", "out.json").stdout == "out.json\t1 item\n"
    there = json.loads(kalima("import", "out.json", "--apply", "--format", "json", at="other").stdout)
    assert (there["applied"], there["total"]["new"]) == (True, 1)
    assert kalima("export", "out2.json", at="other").returncode == 0
    first, second = ((tmp_path / name).read_text("utf-8").splitlines() for name in ("out.json", "out2.json"))
    assert [line[:11] for line, other in zip(first, second, strict=True) if line != other] == ['"exported":']


def test_a_conflict_is_shown_and_the_backup_is_named(kalima, tmp_path):
    newer = {**NOTE, "data": {"title": "Kursi"}, "changed": "2026-01-03T00:00:00.000Z"}
    for name, item in (("old", NOTE), ("new", newer)):
        (tmp_path / name).write_text(file_of(item), "utf-8")
        told = kalima("import", name, "--apply").stdout.splitlines()
    assert told[1].split() == ["note", "0", "0", "1", "0", "0"]
    assert told[2] == "n1\tnote\tKursi\tthe file's is newer"
    assert told[3].startswith("Done. What was here before is the backup ")
    backup = told[3].split()[-1]
    assert kalima("import", "old").stdout.splitlines()[1].split() == ["note", "0", "0", "0", "1", "0"]
    restored = subprocess.run(
        [sys.executable, "-m", "kalima", "restore", backup], capture_output=True, timeout=60, check=False,
        env={**os.environ, DATA_VARIABLE: str(tmp_path / "data")},
    )  # fmt: skip
    assert restored.returncode == 0
    assert json.loads(kalima("show", "n1").stdout)["data"]["title"] == "Throne"


@pytest.mark.parametrize(
    ("text", "code", "sentences"),
    [
        (None, 2, ["f.json cannot be read: No such file or directory."]),
        ("{", 2, ["line 1, column 2: Expecting value."]),
        (file_of({**NOTE, "data": {"titel": "x"}}), 2, ["f.json: line 1: item 1 (n1): note has no field 'titel'. Did you mean title?", "kalima: The file has 1 part that cannot be read; nothing was changed."]),
        (file_of(*({**NOTE, "id": f"n{number}", "data": {}} for number in range(25))), 2, ["... and 5 more", "25 parts"]),
        ('{"format": "kalima-research", "version": 9}', 2, ["written by a newer Kalima: it has version 9"]),
    ],
)  # fmt: skip
def test_what_cannot_be_read(kalima, tmp_path, text, code, sentences):
    if text is not None:
        (tmp_path / "f.json").write_text(text, "utf-8")
    result = kalima("import", "f.json", "--apply")
    assert (result.returncode, result.stdout) == (code, "")
    assert [sentence for sentence in sentences if sentence not in result.stderr] == []
    assert "Traceback" not in result.stderr
    assert not (tmp_path / "data").exists()


def test_a_file_is_not_written_over_unless_it_is_said(kalima, tmp_path):
    (tmp_path / "f.json").write_text("mine", "utf-8")
    refused = kalima("export", "f.json")
    assert (refused.returncode, "already, and nothing was written." in refused.stderr) == (2, True)
    assert (tmp_path / "f.json").read_text("utf-8") == "mine"
    assert kalima("export", "f.json", "--replace").stdout == "f.json\t0 items\n"


def test_tables_go_into_a_folder(kalima, tmp_path):
    (tmp_path / "f.json").write_text(file_of(NOTE), "utf-8")
    kalima("import", "f.json", "--apply")
    assert kalima("export", "t", "--format", "csv").stdout == f"{Path('t', 'note.csv')}\t1 item\n"
    assert [path.name for path in (tmp_path / "t").iterdir()] == ["note.csv"]


def test_the_schema(kalima):
    schema = json.loads(kalima("schema").stdout)
    assert (schema["properties"]["format"], "note" in schema["$defs"]) == ({"const": "kalima-research"}, True)


def test_one_that_is_stopped_says_so(monkeypatch, capsys, tmp_path):
    def stop(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(exporting, "export", stop)
    assert cli.main(["research", "export", str(tmp_path / "f.json")]) == 130
    assert capsys.readouterr() == ("", "kalima: stopped; nothing was written.\n")


def test_a_file_that_is_too_large_to_be_imported_says_so(monkeypatch, capsys, tmp_path):
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path / "data"))
    monkeypatch.setattr(exchange, "MOST_BYTES", 100)
    assert cli.main(["research", "export", str(tmp_path / "f.json")]) == 0
    assert "MB can be imported. Without the history it is smaller." in capsys.readouterr().err
