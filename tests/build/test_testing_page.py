"""What the manual's page for testers says of files, totals and folders is so."""

import os
import re
from pathlib import Path

import platformdirs.macos
import platformdirs.unix
import pytest

import release
from kalima import __version__
from kalima.study import shapes

PAGE = (Path(release.__file__).parents[1] / "src/kalima/manual/testing-a-build.md").read_text("utf-8")


def test_the_files_are_those_of_a_release():
    told = {name.replace("VERSION", __version__) for name in re.findall(r"`(kalima-VERSION-[\w.-]+)`", PAGE)}
    given = {name for target in release.TARGETS for name in target.files if not name.endswith(release.BILL)}
    assert told == given


def test_the_glibc_is_the_one_that_a_release_is_held_to():
    assert re.findall(r"glibc ([\d.]+) or newer", PAGE) == [".".join(map(str, release.OLDEST_GLIBC))]


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("الرحمن", "{words} words, marked in their verses"),
        ("root:قول&pos:V&aspect:PERF", "{words:,} words in {verses} verses"),
        ("root:qwl", '`{{"matches": {matches}, "words": {words}, "verses": {verses}}}`'),
    ],
)
def test_the_totals_are_those_that_a_tester_will_see(library, query, form):
    told = form.format(**shapes.total(library.search(query)))
    assert [line for line in PAGE.splitlines() if query in line and told in line]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such paths to expand")
@pytest.mark.parametrize(
    ("system", "folders"), [("Linux", platformdirs.unix.Unix), ("macOS", platformdirs.macos.MacOS)]
)
def test_the_folders_are_those_that_kalima_uses(monkeypatch, system, folders):
    for name in ("XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", "/home/me")
    expected = folders("kalima", appauthor=False)
    (row,) = [line for line in PAGE.splitlines() if line.startswith(f"| {system} | `~")]
    told = [Path(name.replace("~", "/home/me")) for name in re.findall(r"`([^`]+)`", row)]
    assert told == [
        expected.user_log_path / "kalima.log", expected.user_data_path, expected.user_cache_path,
    ]  # fmt: skip
