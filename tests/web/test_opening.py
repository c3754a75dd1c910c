"""How a browser is led to the running Kalima, and what a browser does not inherit from it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import urllib.parse
from pathlib import Path

import pytest

from kalima import instance, opening
from kalima.instance import Instance
from kalima.paths import DATA_VARIABLE


@pytest.fixture
def running(server, tmp_path, monkeypatch) -> Instance:
    """The server that the tests share, in a data folder of its own."""
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path))
    instance.make_private_folder(tmp_path / "run")
    return Instance(server.port, os.getpid(), server.token, "b")


def browser_that(comes_by: str, port: int, tried: list[str], opens: bool = True):
    """Stands for the system's browser: it comes by a file, by an address, or not at all."""

    def open_browser(target: str) -> bool:
        tried.append(target)
        text = Path(urllib.parse.urlsplit(target).path).read_text() if target.startswith("file:") else target
        if comes_by and target.startswith(comes_by):
            place = urllib.parse.urlsplit(re.search(r"http://[^\s\"]+", text)[0])
            assert " 200 OK" in instance.exchange(port, f"GET {place.path}?{place.query}")
        return opens

    return open_browser


@pytest.mark.parametrize(
    ("opens", "comes_by", "opened"),
    [
        (True, "file", ["file"]),
        (True, "http", ["file", "http"]),
        (True, "", ["file", "http"]),
        (False, "", ["file", "http"]),
    ],
)
def test_a_browser_that_does_not_come_by_the_file_is_sent_to_the_address(
    running, tmp_path, monkeypatch, opens, comes_by, opened
):
    """A browser from a snap cannot read the file; on some computers an editor opens it."""
    tried = []
    monkeypatch.setattr(opening, "open_browser", browser_that(comes_by, running.port, tried, opens))
    monkeypatch.setattr(opening, "ARRIVAL", 0)
    assert opening.bring_browser(running) is bool(comes_by)
    assert [target.partition(":")[0] for target in tried] == opened
    assert running.token not in "".join(tried)
    assert list((tmp_path / "run").iterdir()) == []


def test_where_no_file_can_be_written_the_address_is_opened(running, tmp_path, monkeypatch):
    tried = []
    (tmp_path / "file").touch()
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path / "file"))
    monkeypatch.setattr(opening, "open_browser", lambda target: tried.append(target) or True)
    monkeypatch.setattr(opening, "ARRIVAL", 0)
    assert opening.bring_browser(running) is False
    assert [target.partition("?")[0] for target in tried] == [f"{running.url}enter"]


def test_nobody_is_led_to_a_kalima_that_has_ended(running, monkeypatch):
    monkeypatch.setattr(opening, "open_browser", lambda target: pytest.fail(target))
    gone = running._replace(token="w" * 43)  # another one has its port now, or none
    assert (opening.way_in(gone), opening.bring_browser(gone)) == ("", False)


PYI = {"_PYI_ARCHIVE_FILE": "x", "_PYI_APPLICATION_HOME_DIR": "y"}


@pytest.mark.parametrize(
    ("frozen", "before", "after"),
    [
        (True, {"LD_LIBRARY_PATH": "/var/_MEI1", **PYI}, {}),
        (True, {"LD_LIBRARY_PATH": "/var/_MEI1:/own", "LD_LIBRARY_PATH_ORIG": "/own"}, {"LD_LIBRARY_PATH": "/own"}),
        (True, {}, {}),
        (False, {"LD_LIBRARY_PATH": "/own"}, {"LD_LIBRARY_PATH": "/own"}),
    ],
)  # fmt: skip
def test_a_browser_inherits_nothing_that_is_the_executables_own(monkeypatch, frozen, before, after):
    monkeypatch.setattr(os, "environ", dict(before))
    monkeypatch.setattr(sys, "frozen", frozen, raising=False)
    opening.use_own_environment()
    assert os.environ == after


@pytest.mark.parametrize(
    ("platform", "variable", "desktop", "by"),
    [
        ("linux", "", True, "xdg-open"),
        ("linux", "", False, "webbrowser"),
        ("linux", "firefox", True, "webbrowser"),
        ("darwin", "", True, "webbrowser"),
        ("win32", "", True, "webbrowser"),
    ],
)
def test_the_browser_of_each_system(monkeypatch, platform, variable, desktop, by):
    called = []

    def popen(command, **options):
        if not desktop:
            raise FileNotFoundError(command[0])
        called.append(command[0])

    monkeypatch.setenv("BROWSER", variable)
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(subprocess, "Popen", popen)
    monkeypatch.setattr("webbrowser.open", lambda target: called.append("webbrowser") or True)
    assert opening.open_browser("http://127.0.0.1:1/")
    assert called == [by]
