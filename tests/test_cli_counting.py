"""The commands that count, as their user meets them: processes of their own."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys

import pytest

from kalima.study.statistics.account import EXACT, FOLDED


def kalima(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kalima", *arguments],
        capture_output=True, text=True, encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "lines"),
    [
        (
            ["frequency", "pos:V", "--limit", "1"],
            [
                "count\tper_thousand\troot",
                "1620\t20.922\tقول",
                "943 values of 19,356 matches, 261 of them found once; shown are 1 to 1; 4 second stems",
            ],
        ),
        (
            ["frequency", 'A:[pos="V"] B:[pos="PN"]', "--by", "A.form", "--by", "place", "--limit", "1"],
            [
                "count\tper_thousand\tA.form\tplace",
                "439\t14.638\tI\tMedinan",
                "16 values of 1,415 matches, 1 of them found once; shown are 1 to 1; 797 with an inferred value",
            ],
        ),
        (
            ["concordance", "root:رحم", "--sort", "right1", "--context", "1", "--limit", "1"],
            ["27:63\tيَدَىْ\tرَحْمَتِهِۦٓ\tأَءِلَـٰهٌۭ", "339 lines; shown are 1 to 1"],
        ),
        (
            ["keyness", "[] in:meccan", "[] in:medinan", "--by", "root", "--limit", "1"],
            None,
        ),
        (["ngrams", "--by", "word", "--size", "5", "--limit", "1"], None),
        (
            ["ngrams", "[] in:112", "--sort", "log_dice"],
            [
                "count\tper_thousand\tlog_dice\tlog_likelihood\tmi3\tt_score\tlemma",
                "2\t133.333\t13.6781\t4.5567\t3.2224\t0.8081\tلَم وَلَدَ",
                "1 n-grams",
            ],
        ),
        (["collocates", "lemma:الله", "--relation", "subject", "--limit", "1"], None),
        (["dispersion", "موسى", "--parts", "place"], None),
        (["sketch", "كتب", "rHm", "--most", "2"], None),
        (["compare", "كتب", "qrA", "--most", "2"], None),
    ],
    ids=lambda value: value[0] if value and isinstance(value[0], str) else "",
)  # fmt: skip
def test_as_text(arguments, lines):
    result = kalima(*arguments)
    assert (result.returncode, result.stderr) == (0, "")
    told = result.stdout.splitlines()
    assert told[:-1] == lines if lines else len(told) >= 3
    assert told[-1].startswith("counted: ")


@pytest.mark.parametrize(
    ("command", "counted"),
    [
        (["frequency", "root:رحم in:112", "--by", "word"], f"0 matches in 15 words of 4 verses; {FOLDED}"),
        (["collocates", "root:أحد in:112"], f"7 words in 15 words of 4 verses; {EXACT}"),
        (["collocates", "root:أحد in:112", "--verse"], f"2 verses in 15 words of 4 verses; {EXACT}"),
        (["ngrams", "[] in:112"], f"2 n-grams in 15 words of 4 verses; {EXACT}"),
        (["sketch", "رحم"], f"339 matches in 77,429 words of 6,236 verses; {EXACT}"),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_text_says_what_was_counted_in_which_text_and_corpus(library, command, counted):
    corpus = f"corpus {library.manifest['corpus_version']}, {library.manifest['blake2b']['corpus.db'][:12]}"
    assert kalima(*command).stdout.splitlines()[-1] == f"counted: {counted}; {corpus}"


@pytest.mark.parametrize(
    "command",
    [
        ["frequency", "pos:V", "--by", "root"],
        ["concordance", "root:قول"],
        ["collocates", "lemma:الله"],
        ["keyness", "[] in:2", "[] in:3"],
        ["ngrams", "[] in:2"],
    ],
    ids=lambda command: command[0],
)
def test_as_json_and_csv_the_rows_are_the_same_page(command):
    page = [*command, "--limit", "3", "--offset", "2"]
    answer = json.loads(kalima(*page, "--format", "json").stdout)
    rows = list(csv.DictReader(io.StringIO(kalima(*page, "--format", "csv").stdout)))
    assert len(rows) == len(answer.get("rows", answer.get("lines"))) == 3
    assert answer["counted"]["corpus_version"] and answer["total"] > 5


def test_a_sketch_as_csv_has_the_query_of_every_cell():
    rows = list(csv.DictReader(io.StringIO(kalima("sketch", "كتب", "--format", "csv").stdout)))
    assert {"root", "relation", "seek", "value", "count", "frequency", "log_dice", "query"} == set(rows[0])
    assert all('[root=="كتب"]' in row["query"] for row in rows)


@pytest.mark.parametrize(
    "command", [["dispersion", "موسى"], ["frequency", "root:قول"]], ids=lambda each: each[0]
)
def test_a_picture_is_printed(command):
    result = kalima(*command, "--format", "svg")
    assert result.stdout.startswith("<svg ") and result.stdout.endswith("</svg>\n")


def test_a_result_is_written_whole_to_a_file_that_says_its_format(tmp_path):
    path = tmp_path / "verbs.md"
    result = kalima("frequency", "pos:V in:112", "--by", "lemma", "--output", str(path))
    assert (result.returncode, result.stdout) == (0, f"{path}\t3 rows\n")
    assert path.read_text("utf-8").startswith("**frequency pos:V in:112**\n\n| lemma | count |")
    again = kalima("concordance", 'A:[pos="V"] in:112', "--column", "A.root", "--output", str(path))
    assert again.returncode == 2 and "already" in again.stderr
    replaced = kalima("search", "pos:V in:112", "--output", str(path), "--format", "csv", "--replace")
    assert replaced.returncode == 0 and path.read_text("utf-8-sig").startswith(
        "ref,word,text,form,pos,lemma,root\n"
    )


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--output", "x.pdf"], "x.pdf does not say its format."),
        (["--output", "x.csv", "--format", "text"], "What is shown as text is not written to a file."),
    ],
)
def test_a_file_of_no_known_format_is_refused(arguments, told, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = kalima("ngrams", "[] in:112", *arguments)
    assert result.returncode == 2 and told in result.stderr and list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["frequency", "pos:V", "--by", "rot"], "kalima: Nothing can be counted by 'rot'.\n        Did you mean root?\n"),
        (["frequency", "in:2"], "kalima: The query finds verses and no words that could be counted.\n        Add [] for every word of them: [] in:2\n"),
        (["sketch", "ظظظ"], "kalima: There is no root 'ظظظ'.\n"),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)  # fmt: skip
def test_a_mistake_is_told_with_the_next_step(arguments, told):
    result = kalima(*arguments)
    assert result.returncode == 2
    assert result.stderr.startswith(told)
    assert result.stdout == ""
