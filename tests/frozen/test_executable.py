"""The frozen file as its user meets it: started as a program, asked over HTTP, ended."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from .opened import status


def run(
    executable: Path, *arguments: str, env: dict[str, str], **options
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [executable, *arguments], env=env, capture_output=True, text=True, encoding="utf-8", timeout=90, check=False, **options
    )  # fmt: skip


def unpacked(home: dict[str, str]) -> list[Path]:
    return sorted(Path(home["HOME"]).rglob("corpus.db"))


def test_the_self_test_passes(executable, home):
    result = run(executable, "--self-test", env=home)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.endswith("the self-test passed.\n")


TOKEN = "the-token_of-the-tests-0123456789-abcdefghij"  # noqa: S105


@contextlib.contextmanager
def opened(executable: Path, env: dict[str, str]) -> Iterator[int]:
    """The port of the file, started as a program without a browser; it ends without a word."""
    command = [executable, "--no-browser", "--port", "0"]
    process = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        yield int(process.stdout.readline().rsplit(":", 1)[1].rstrip("/\n"))
    finally:
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=15)
    assert (process.returncode, errors) == (0, "")


def test_started_it_serves_the_page_and_answers_a_search(executable, home):
    with opened(executable, {**home, "KALIMA_TOKEN": TOKEN}) as port:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)

        def get(path: str) -> bytes:
            connection.request("GET", path, headers={"Authorization": f"Bearer {TOKEN}"})
            response = connection.getresponse()
            assert response.status == 200
            return response.read()

        assert get("/").startswith(b"<!doctype html>")
        assert get("/fonts/AmiriQuran.woff2")[:4] == b"wOF2"
        answer = json.loads(get("/api/v1/search?q=" + quote("root:قول&pos:V&aspect:PERF")))
        assert answer["total"] == {"matches": 1_006, "words": 1_006, "verses": 855}
        connection.close()


def test_who_may_talk_to_it(executable, home):
    """A few rows of the table in tests/web/test_guard.py, sent to the very file that is given out."""
    with opened(executable, {**home, "KALIMA_TOKEN": TOKEN}) as port:
        own, known = f"Host: 127.0.0.1:{port}", f"Authorization: Bearer {TOKEN}"
        surahs, leave = "GET /api/v1/surahs HTTP/1.1", "POST /api/v1/quit HTTP/1.1"
        table = [
            ((surahs, own, known), 200),
            ((surahs, own, f"Cookie: kalima-{port}={TOKEN}"), 200),
            ((surahs, own), 403),
            ((surahs, own, known[:-1]), 403),
            ((surahs, own, known + "\xe9"), 403),
            ((surahs, own, f"Cookie: kalima-{port + 1}={TOKEN}"), 403),
            (("GET /%61pi/v1/surahs HTTP/1.1", own), 403),
            (("GET http://evil.example/api/v1/surahs HTTP/1.1", own, known), 421),
            ((surahs, "Host: evil.example", known), 421),
            (("GET /health HTTP/1.0",), 421),
            (("GET /health HTTP/1.1", own), 200),
            ((surahs, own, known, "Origin: null"), 403),
            ((surahs, own, known, "Sec-Fetch-Site: same-site"), 403),
            ((leave, own, known), 415),
            ((leave, own, known, "Content-Type: text/plain"), 415),
            ((leave, own, "Content-Type: application/json"), 403),
            (("GET /enter?token=wrong HTTP/1.1", own), 403),
            ((f"GET /enter?token={TOKEN} HTTP/1.1", own), 303),
        ]
        assert [(lines, status(port, *lines)) for lines, _ in table] == table


def test_its_token_is_made_anew_told_to_its_user_and_nowhere_else(executable, home):
    tokens = set()
    for _ in range(2):
        with opened(executable, home):
            told = run(executable, "token", env=home)
            assert (told.returncode, told.stderr) == (0, "")
            tokens.add(told.stdout.strip())
            (word,) = Path(home["HOME"]).rglob("instance.json")
            assert os.name == "nt" or stat.S_IMODE(word.stat().st_mode) == 0o600
        assert not word.exists()
    assert len(tokens) == 2
    assert run(executable, "token", env=home).returncode == 2
    logs = [path.read_text("utf-8") for path in Path(home["HOME"]).rglob("*.log")]
    assert logs and not [text for text in logs for token in tokens if token in text]


def test_the_terminal_commands_work_in_it(executable, home):
    assert (
        run(executable, "search", "root:qwl", "--count", env=home).stdout
        == '{"matches": 1722, "words": 1722, "verses": 1383}\n'
    )
    result = run(executable, "show", "2:300", env=home)
    assert result.returncode == 2
    assert "surah 2 has 286 verses" in result.stderr


def test_the_corpus_is_unpacked_once(executable, home):
    for _ in range(2):
        run(executable, "search", "root:qwl", "--count", env=home)
    (database,) = unpacked(home)
    written = database.stat().st_mtime_ns
    run(executable, "search", "root:qwl", "--count", env=home)
    assert [path.stat().st_mtime_ns for path in unpacked(home)] == [written]


@pytest.mark.parametrize("file", ["corpus.db", "search.index"])
def test_a_damaged_cache_is_unpacked_again(executable, home, file):
    run(executable, "search", "root:qwl", "--count", env=home)
    damaged = unpacked(home)[0].with_name(file)
    intact = damaged.read_bytes()
    with damaged.open("r+b") as opened:
        opened.seek(5_000)
        opened.write(b"damage")
    assert damaged.read_bytes() != intact
    result = run(executable, "search", "root:qwl", "--count", env=home)
    assert (result.returncode, result.stdout) == (0, '{"matches": 1722, "words": 1722, "verses": 1383}\n')
    assert damaged.read_bytes() == intact


def test_an_unpacking_that_was_cut_off_leaves_nothing_that_hinders(executable, home):
    run(executable, "search", "root:qwl", "--count", env=home)
    folder = unpacked(home)[0].parent
    folder.rename(folder.with_name(folder.name + "-half"))  # what a kill in the middle leaves behind
    assert run(executable, "search", "root:qwl", "--count", env=home).returncode == 0


def test_many_first_starts_at_once(executable, home):
    command = [executable, "search", "root:qwl", "--count"]
    processes = [
        subprocess.Popen(command, env=home, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(6)
    ]
    outcomes = [(process.communicate(timeout=90), process.returncode) for process in processes]
    assert outcomes == [((b'{"matches": 1722, "words": 1722, "verses": 1383}\n', b""), 0)] * 6
    assert len(unpacked(home)) == 1


@pytest.mark.skipif(os.name == "nt", reason="folders are not made read-only by their mode on Windows")
def test_without_a_writable_home_the_folder_for_temporary_files_serves(executable, home, tmp_path):
    blocked = tmp_path / "not a folder"
    blocked.write_text("a file where the home should be")
    result = run(executable, "search", "root:qwl", "--count", env={**home, "HOME": str(blocked)})
    assert (result.returncode, result.stdout) == (0, '{"matches": 1722, "words": 1722, "verses": 1383}\n')


def test_a_folder_with_spaces_and_arabic_letters(executable, home, tmp_path):
    folder = tmp_path / "my كلمة folder"
    folder.mkdir()
    copy = shutil.copy2(executable, folder / executable.name)
    result = run(copy, "search", "root:qwl", "--count", env={**home, "HOME": str(folder)}, cwd=folder)
    assert (result.returncode, result.stdout) == (0, '{"matches": 1722, "words": 1722, "verses": 1383}\n')


def test_it_is_as_small_as_it_is_meant_to_be(executable):
    megabytes = executable.stat().st_size / 1e6
    assert megabytes <= (12 if sys.platform == "linux" else 16)


def test_what_needs_sqlite_utils_works_in_it(executable, home, tmp_path):
    result = run(executable, "export", "corpus", "--format", "sqlite", str(tmp_path / "whole"), env=home)
    assert (result.returncode, result.stderr) == (0, "")
    with contextlib.closing(sqlite3.connect(tmp_path / "whole" / "kalima-corpus.db")) as database:
        assert database.execute("SELECT count(*) FROM segments").fetchone() == (128_219,)
    (tmp_path / "mine.txt").write_text("1|1|In the name of God\n", "utf-8")
    result = run(executable, "add-translation", str(tmp_path / "mine.txt"), "--language", "en", env=home)
    assert (result.returncode, result.stderr) == (0, "")
