"""The command line as its user meets it: a process of its own, its output and its exit code."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from unicodedata import normalize

import pytest

from kalima.paths import CORPUS_VARIABLE, built_corpus_dir

QUERY = "root:قول&pos:V&aspect:PERF"


def kalima(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kalima", *arguments],
        capture_output=True, text=True, encoding="utf-8", timeout=60, check=False, env={**os.environ, **environment},
    )  # fmt: skip


def test_search_as_text():
    result = kalima("search", QUERY, "--limit", "2")
    first, second, total = result.stdout.splitlines()
    assert first == "2:11:2\tقِيلَ\tقِيلَ V √قول"
    assert second.startswith("2:11:8\tقَالُوٓا۟\t")
    assert total == "1,006 words in 855 verses; shown are words 1 to 2"
    assert (result.returncode, result.stderr) == (0, "")


def test_search_as_json():
    answer = json.loads(kalima("search", QUERY, "--format", "json", "--limit", "3", "--offset", "1").stdout)
    assert list(answer)[:4] == ["query", "total", "meanings", "reading"] and list(answer)[-1] == "hits"
    assert (answer["query"], answer["total"]) == (QUERY, {"matches": 1_006, "words": 1_006, "verses": 855})
    assert [(hit["ref"], hit["word"]) for hit in answer["hits"]] == [("2:11", 8), ("2:13", 2), ("2:13", 8)]
    assert [segment["pos"] for segment in answer["hits"][0]["segments"]] == ["V", "PRON"]
    assert answer["hits"][0]["segments"][0]["inferred"] == ["verb_form", "voice"]


@pytest.mark.parametrize(
    ("arguments", "lines"),
    [
        (("in:112",), ["112:1", "112:2", "112:3", "112:4", "0 words in 4 verses"]),
        (("in:112", "--limit", "1"), ["112:1", "0 words in 4 verses; shown are verses 1 to 1"]),
        (("root:رحم in:1", "--by", "verse"), ["1:1", "1:3", "4 words in 2 verses"]),
        (("root:رحم in:1", "--by", "verse", "--format", "csv"), ["ref,words,text", "1:1,3 4,", "1:3,1 2,"]),
    ],
)
def test_where_no_word_is_asked_for_verses_are_listed(arguments, lines):
    shown = kalima("search", *arguments).stdout.splitlines()
    assert len(shown) == len(lines)
    assert [line[: len(start)] for line, start in zip(shown, lines, strict=True)] == lines


def test_search_as_csv():
    rows = list(
        csv.DictReader(io.StringIO(kalima("search", QUERY, "--format", "csv", "--limit", "2").stdout))
    )
    assert list(rows[0]) == ["ref", "word", "text", "form", "pos", "lemma", "root"]
    assert (rows[1]["ref"], rows[1]["word"], rows[1]["pos"], rows[1]["root"]) == (
        "2:11",
        "8",
        "V+PRON",
        "قول+",
    )


def test_a_pattern_lists_its_matches_with_their_labels():
    query = 'A:[pos="V"] []{0,4} B:[deriv="VN" & case="ACC"] :: A.root = B.root'
    result = kalima("search", query, "--limit", "1", "--offset", "1")
    assert normalize("NFC", result.stdout).splitlines() == [
        "3:28:19-21\tتَتَّقُوا۟ مِنْهُمْ تُقَىٰةًۭ\tA=تَتَّقُوا۟\tB=تُقَىٰةًۭ",
        "72 matches, 212 words in 70 verses; shown are matches 2 to 2",
    ]


def test_an_implied_word_is_said_to_be_implied():
    result = kalima("search", '[root="قول" & aspect="IMPV"] -subject-> S:_ in:112', "--limit", "1")
    assert result.stdout.splitlines()[0] == "112:1:1\tقُلْ\tS=أنت (implied)"


def test_matches_as_csv_and_as_json():
    query = 'V:[root="قول"] -subject-> S:[lemma="الله"] within <sura type="Meccan"/>'
    (row,) = csv.DictReader(io.StringIO(normalize("NFC", kalima("search", query, "--format", "csv").stdout)))
    assert row == {"ref": "16:51", "words": "16:51:1 16:51:2", "text": "وَقَالَ ٱللَّهُ", "S": "ٱللَّهُ", "V": "وَقَالَ"}
    answer = json.loads(kalima("search", query, "--format", "json").stdout)
    assert answer["hits"][0]["labels"]["S"]["words"] == ["16:51:2"]


def test_explain_reads_a_query_in_both_languages():
    lines = kalima("explain", '[pos="V"] []{0,2} [pos="PN"]').stdout.splitlines()
    assert lines[:2] == [
        "a verb, then at most two words, then a proper noun",
        "فعل، ثم كلمتان على الأكثر، ثم اسم علم",
    ]
    parsed = json.loads(kalima("explain", "root:قول pos:V", "--format", "json").stdout)["parsed"]
    assert parsed == "[root:قول] AND [pos:V]"


def test_a_word_that_the_text_does_not_have_is_no_error_and_is_said():
    assert kalima("search", "كمبيوتر").stdout.splitlines() == [
        "كمبيوتر\tthe word كمبيوتر, without its marks: the text has none",
        "0 words in 0 verses",
    ]


def test_count():
    assert (
        kalima("search", "root:qwl", "--count").stdout == '{"matches": 1722, "words": 1722, "verses": 1383}\n'
    )


def test_all_hits_can_be_had():
    result = kalima("search", "root:qwl", "--format", "csv", "--limit", "100000")
    assert len(result.stdout.splitlines()) == 1 + 1_722


@pytest.mark.parametrize(
    ("arguments", "sentences"),
    [
        (
            ("search", "rot:قول"),
            ["There is no field named 'rot'.", "Did you mean root?", "»rot«:قول", "try: root:قول"],
        ),
        (("search", "pos:vreb"), ["There is no part of speech 'vreb'.", "Did you mean pos:verb?"]),
        (("search", ""), ["The query is empty."]),
        (("search", '"الله'), ["A quote is opened and never closed."]),
        (("search", "ا" * 10_000), ["The query has 10,000 characters; the most is 2,000."]),
        (("search", "الله\x07"), ["The query holds a character that is not text (U+0007)."]),
        (("search", "2:255"), ["2:255 is a place to go to", "kalima show 2:255"]),
        (("show", "2:300"), ["There is no verse 2:300: surah 2 has 286 verses."]),
        (("show", "hello"), ["'hello' is not a verse reference.", "Write it as 2:255"]),
        (("root", "قولل"), ["There is no root 'قولل'.", "Did you mean قول"]),
        (("lemma", "هدى"), ["3 lemmas are spelled 'هدى'.", "Name one: "]),
        (("inspect", "1:1:9"), ["There is no word 1:1:9: verse 1:1 has 4 words."]),
        (("search", "الله", "--limit", "x"), ["'x' is not a whole number from 0 up"]),
        (("--port", "99999"), ["99999 is no port"]),
    ],
)
def test_a_bad_request_says_what_is_wrong_and_ends_with_2(arguments, sentences):
    result = kalima(*arguments)
    assert (result.returncode, result.stdout) == (2, "")
    assert [sentence for sentence in sentences if sentence not in result.stderr] == []
    assert "Traceback" not in result.stderr


def test_show_a_verse_by_number_and_by_name():
    by_number, by_name = kalima("show", "112:1"), kalima("show", "Ikhlas", "1")
    assert (
        by_number.stdout
        == by_name.stdout
        == (
            "112:1\t\u0642\u064f\u0644\u0652 \u0647\u064f\u0648\u064e \u0671\u0644\u0644\u0651\u064e\u0647\u064f"
            " \u0623\u064e\u062d\u064e\u062f\u064c\n\tSay: He is Allah, the One!\n"
        )
    )


def test_inspect_names_the_features_and_marks_the_inferred_ones():
    lines = kalima("inspect", "112:1:1").stdout.splitlines()
    assert lines[1].split("\t")[2] == (
        "verb, imperative, active (inferred), form I (inferred), second person, masculine, singular, "
        "lemma قَالَ, root قول, wazn فَعَلَ"
    )


def test_inspect_as_json():
    (word,) = json.loads(kalima("inspect", "1:1:1", "--format", "json").stdout)
    assert [segment["pos"] for segment in word["segments"]] == ["P", "N"]


def test_a_root():
    lines = normalize("NFC", kalima("root", "ktb").stdout).splitlines()
    assert lines[:4] == [
        "كتب\t319 words in 279 verses",
        "lemma\tكِتَٰب\tN\t260 words",
        "lemma\tكَتَبَ\tV\t49 words",
        "lemma\tكَاتِب\tN ADJ\t6 words",
    ]
    assert "part of speech\tnoun 267, verb 51, adjective 1" in lines
    assert "wazn\tفَعَلَ\t48 words" in lines
    assert lines[-2:] == ["... and 53 more forms", "To see them: kalima search 'root:كتب'"]


def test_a_lemma_as_json():
    entry = json.loads(kalima("lemma", "إِذَا", "--format", "json").stdout)
    assert (entry["name"], entry["root"], entry["pos"]) == ("إِذَا", None, ["T", "SUR", "COND"])
    assert entry["query"] == '[lemma=="إِذَا" & !lemma=="إِذَا2"]'
    assert entry["counts"]["words"] == 409


def test_a_reader_that_stops_early_gets_no_traceback():
    shell = f'"{sys.executable}" -m kalima search pos:N --limit 30000 | head -1'
    result = subprocess.run(shell, shell=True, capture_output=True, text=True, encoding="utf-8", timeout=60)  # noqa: S602
    assert result.stderr == ""
    assert result.stdout.count("\n") == 1


def test_a_missing_corpus(tmp_path):
    result = kalima("search", "الله", **{CORPUS_VARIABLE: str(tmp_path)})
    assert result.returncode == 1
    assert "The corpus is missing" in result.stderr
    assert "dev.py setup" in result.stderr


@pytest.mark.parametrize("file", ["corpus.db", "search.index"])
def test_a_damaged_file_is_refused_by_its_hash(tmp_path, file):
    folder = tmp_path / "corpus"
    shutil.copytree(built_corpus_dir(), folder)
    with (folder / file).open("r+b") as damaged:
        damaged.seek(-100, os.SEEK_END)
        damaged.write(b"\0" * 50 + b"damage")
    result = kalima("search", "الله", **{CORPUS_VARIABLE: str(folder)})
    assert result.returncode == 1
    assert "is damaged: " in result.stderr
    assert "Traceback" not in result.stderr


def test_the_self_test_passes():
    result = kalima("--self-test")
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.endswith("the self-test passed.\n")


def test_the_self_test_says_what_fails(tmp_path):
    result = kalima("--self-test", **{CORPUS_VARIABLE: str(tmp_path)})
    assert result.returncode == 1
    assert "the self-test failed. The corpus is missing" in result.stdout
