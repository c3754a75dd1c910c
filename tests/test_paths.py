"""Where things live: by system, by variable, beside the file, and where there is no home."""

from __future__ import annotations

import os
import pwd
import stat
import sys
from pathlib import Path

import pytest

from kalima import logs, paths
from kalima.errors import NoHome, ResearchUnusable


@pytest.fixture(autouse=True)
def nothing_named(monkeypatch):
    for name in ("KALIMA_DATA", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)


def folders() -> list[str]:
    return [str(folder()) for folder in (paths.data_dir, paths.run_dir, paths.log_dir, paths.cache_dir)]


@pytest.mark.skipif(sys.platform != "linux", reason="as Linux has them")
def test_on_linux_they_are_where_the_desktop_has_them(monkeypatch):
    monkeypatch.setenv("HOME", "/home/اسم with space")
    home = "/home/اسم with space"
    assert folders() == [
        f"{home}/.local/share/kalima", f"{home}/.local/share/kalima/run", f"{home}/.local/state/kalima/log", f"{home}/.cache/kalima",
    ]  # fmt: skip


@pytest.mark.parametrize("named", ["/a/ب c", "relative"])
def test_a_named_folder_holds_everything(monkeypatch, named):
    monkeypatch.chdir("/")
    paths_of = f"{Path('/', named)}"
    monkeypatch.setenv("KALIMA_DATA", named)
    assert folders() == [paths_of, f"{paths_of}/run", f"{paths_of}/log", f"{paths_of}/cache"]


def test_what_is_served_has_a_folder_of_its_own(monkeypatch):
    monkeypatch.setenv("KALIMA_DATA", "/a")
    monkeypatch.setattr(paths, "_part", "")
    paths.keep_served_apart()
    assert folders() == ["/a/served", "/a/served/run", "/a/log", "/a/cache"]


@pytest.mark.parametrize(
    ("executable", "beside"),
    [
        ("kalima", "kalima-data"),
        ("Kalima.app/Contents/MacOS/kalima", "kalima-data"),
        ("kalima.exe", "kalima-data"),
    ],
)
def test_a_folder_beside_the_file_holds_everything(monkeypatch, tmp_path, executable, beside):
    monkeypatch.setenv("HOME", "/home/x")
    monkeypatch.setattr(sys, "executable", str(tmp_path / executable))
    (tmp_path / beside).mkdir()
    assert not paths.data_dir().is_relative_to(tmp_path)  # from its sources, that is a folder like another
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert paths.data_dir() == tmp_path / beside
    (tmp_path / beside).rmdir()
    assert not paths.data_dir().is_relative_to(tmp_path)
    monkeypatch.setenv("KALIMA_DATA", "/a")
    assert str(paths.data_dir()) == "/a"


def test_without_home_the_list_of_users_has_it(monkeypatch):
    monkeypatch.delenv("HOME", raising=False)
    assert paths.data_dir().is_relative_to(pwd.getpwuid(os.getuid()).pw_dir)


def test_who_is_in_no_list_is_told_what_to_do_and_logs_nowhere(monkeypatch, capsys):
    monkeypatch.delenv("HOME", raising=False)

    def nobody(number: int):
        raise KeyError(number)

    monkeypatch.setattr(pwd, "getpwuid", nobody)
    for folder in (paths.data_dir, paths.log_dir, paths.cache_dir, logs.path):
        with pytest.raises(NoHome) as refused:
            folder()
    assert isinstance(refused.value, OSError) and isinstance(refused.value, ResearchUnusable)
    assert str(refused.value) == "This user has no home folder. Name a folder for Kalima's files: kalima --data-dir DIR."  # fmt: skip


@pytest.mark.parametrize(
    ("folder", "unpacked"),
    [("/tmp/_MEIab12", "/tmp/_MEIab12"), ("/opt/kalima/_internal", ""), ("/Applications/Kalima.app/Contents/Frameworks", ""), (None, "")],  # noqa: S108
)  # fmt: skip
def test_whether_it_unpacked_itself(monkeypatch, folder, unpacked):
    if folder is not None:
        monkeypatch.setattr(sys, "_MEIPASS", folder, raising=False)
    assert paths.unpacked_at_start() == unpacked


# ---- the log


def record(level: int, message: str):
    import logging

    return logging.LogRecord("kalima.x", level, "", 0, message, (), None)


def test_the_log_is_its_users_and_stays_small(monkeypatch, tmp_path):
    monkeypatch.setenv("KALIMA_DATA", str(tmp_path / "data"))
    monkeypatch.setattr(logs, "MOST", 1_000)
    handler = logs._File()
    for number in range(300):
        handler.emit(record(20, f"line {number} كلمة \udcff"))
    handler.close()
    files = sorted((tmp_path / "data" / "log").iterdir())
    assert [file.name for file in files] == ["kalima.log", "kalima.log.1"]
    assert [stat.S_IMODE(file.stat().st_mode) for file in files] == [0o600, 0o600]
    assert all(file.stat().st_size < 1_200 for file in files)
    assert files[1].read_text("utf-8").splitlines()[-1].startswith("line ")
    text = files[1].read_text("utf-8") + files[0].read_text("utf-8")
    assert text.endswith("line 299 كلمة \\udcff\n")


def test_where_there_is_no_log_only_warnings_are_said(monkeypatch, tmp_path, capsys):
    (tmp_path / "file").touch()
    monkeypatch.setenv("KALIMA_DATA", str(tmp_path / "file"))
    handler = logs._File()
    handler.emit(record(20, "news"))
    handler.emit(record(30, "a warning"))
    assert capsys.readouterr().err == "kalima: a warning\n"
