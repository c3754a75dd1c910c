"""The beginning of the program, and what a user sees of a fault that nobody foresaw."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from kalima import trouble
from kalima.desktop import ending_signals
from kalima.paths import DATA_VARIABLE

FAULT = """\
import sys
from kalima import cli, start
def fail(arguments):
    raise {error}
cli.main = fail
sys.exit(start.main({arguments!r}))
"""


def run(tmp_path, error: str, arguments: list[str], **environment: str) -> tuple[int, str, str, list[str]]:
    """The exit code, what is printed, and what the browser was sent to."""
    seen, browser = tmp_path / "seen", tmp_path / "browser"
    browser.write_text(f"#!/bin/sh\nprintf '%s\\n' \"$1\" >> '{seen}'\n")
    browser.chmod(0o755)
    variables = {
        **os.environ,
        DATA_VARIABLE: str(tmp_path / "data"),
        "BROWSER": f"{browser} %s",
        **environment,
    }
    command = [sys.executable, "-c", FAULT.format(error=error, arguments=arguments)]
    ended = subprocess.run(command, env=variables, capture_output=True, text=True, timeout=60, check=False)
    return ended.returncode, ended.stdout, ended.stderr, seen.read_text().split() if seen.exists() else []


def test_a_fault_is_a_sentence_and_the_log_has_the_rest(tmp_path):
    log = tmp_path / "data" / "log" / "kalima.log"
    code, output, errors, opened = run(tmp_path, "ZeroDivisionError('x')", ["search", "x"])
    assert (code, output, opened) == (1, "", [])
    assert errors == (
        "kalima: Something went wrong inside Kalima.\n        Start Kalima again. If it happens again,"
        f" report it with the end of the log. It is {log}.\n"
    )
    assert "ZeroDivisionError" in log.read_text("utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not ask BROWSER")
def test_where_nobody_reads_a_terminal_a_page_says_it(tmp_path):
    code, _, _, opened = run(tmp_path, "ZeroDivisionError('x')", [])
    page = tmp_path / "data" / "run" / "trouble.html"
    assert (code, opened) == (1, [page.as_uri()])
    text = page.read_text("utf-8")
    assert "<strong>Something went wrong inside Kalima.</strong>" in text and "ZeroDivision" not in text
    assert str(tmp_path / "data" / "log" / "kalima.log") in text


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not ask BROWSER")
def test_also_where_the_data_folder_is_the_trouble(tmp_path):
    (tmp_path / "data").touch()
    code, _, _, opened = run(tmp_path, "ZeroDivisionError('x')", [], TMPDIR=str(tmp_path))
    (page,) = tmp_path.glob("kalima-*.html")
    assert (code, opened) == (1, [page.as_uri()])
    assert page.stat().st_mode & 0o077 == 0


def test_ctrl_c_ends_without_a_word(tmp_path):
    assert run(tmp_path, "KeyboardInterrupt", ["search", "x"]) == (130, "", "", [])


def test_what_is_said_is_text(tmp_path, monkeypatch):
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path))
    page = trouble._write_page(trouble.KalimaError("<script>", "a & b"))
    assert "&lt;script&gt;" in page.read_text("utf-8") and "<script" not in page.read_text("utf-8")


@pytest.mark.parametrize(
    ("has", "expected"),
    [
        (("SIGINT", "SIGTERM", "SIGHUP"), [2, 15, 1]),  # Linux, macOS
        (("SIGINT", "SIGTERM", "SIGBREAK"), [2, 15, 21]),  # Windows
    ],
)
def test_the_signals_of_each_system(monkeypatch, has, expected):
    numbers = {"SIGINT": 2, "SIGTERM": 15, "SIGHUP": 1, "SIGBREAK": 21}
    for name, number in numbers.items():
        if name in has:
            monkeypatch.setattr(f"signal.{name}", number, raising=False)
        else:
            monkeypatch.delattr(f"signal.{name}", raising=False)
    assert ending_signals() == expected


@pytest.mark.parametrize(
    ("arguments", "wait"),
    [
        ([], 120.0),
        (["--stay"], None),
        (["--wait", "5"], 5),
        (["--wait", "0"], 0),
        (["--stay", "--wait", "5"], None),
    ],
)
def test_how_long_it_stays(monkeypatch, arguments, wait):
    asked = []
    monkeypatch.setattr("kalima.desktop.open_kalima", lambda **options: asked.append(options) or 0)
    monkeypatch.setattr("sys.argv", ["kalima"])
    from kalima import cli

    assert cli.main(arguments) == 0
    assert [options["wait"] for options in asked] == [wait]
