"""The file where things are not as they should be: each works, or says what is wrong."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from .opened import Browser, as_nobody, instance_of, server_of, started

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="makes these places as Linux has them")
COUNT = ("search", "root:qwl", "--count")
FOUND = '{"matches": 1722, "words": 1722, "verses": 1383}\n'


@pytest.fixture
def place(executable) -> Iterator[Path]:
    """A folder that every user can enter, with a copy of the file in it."""
    folder = Path(tempfile.mkdtemp(prefix="kalima test كلمة "))
    folder.chmod(0o755)
    shutil.copy(executable, folder / "kalima كلمة")
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def file(place) -> Path:
    return place / "kalima كلمة"


@pytest.fixture
def own(place) -> Path:
    """A folder of the user without rights."""
    folder = place / "own بيت"
    folder.mkdir()
    if os.getuid() == 0:
        os.chown(folder, 65534, 65534)
    return folder


def clean(**variables: object) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "KALIMA_", "PYTHON", "HOME"))}  # fmt: skip
    return {**kept, **{name: str(value) for name, value in variables.items()}}


def run(*command: object, env: dict[str, str], **options) -> tuple[int, str, str]:
    ended = subprocess.run([*map(str, command)], env=env, capture_output=True, text=True, timeout=90, check=False, **options)  # fmt: skip
    return ended.returncode, ended.stdout, ended.stderr


def test_names_with_spaces_and_arabic_letters(file, own, place):
    browser = Browser(place)
    env = clean(HOME=own, TMPDIR=own, **browser.environment) | {"BROWSER": f"'{browser.program}' %s"}
    with started(file, "--port", "0", "--data-dir", own / "data بيانات", env=env, cwd=own) as (process, _):
        assert browser.visits(1)[0]["status"] == 200
        assert instance_of(env)["pid"] == server_of(process)
        assert run(file, "--data-dir", own / "data بيانات", env=env)[0] == 0
        assert browser.visits(2)[1]["status"] == 200


def test_a_working_folder_that_cannot_be_written(file, own):
    assert run(file, *COUNT, env=clean(HOME=own), cwd="/", **as_nobody()) == (0, FOUND, "")
    with started(file, "--no-browser", "--port", "0", env=clean(HOME=own), cwd="/", **as_nobody()):
        assert instance_of({"HOME": str(own)})


def test_no_home_at_all(file, own):
    """As nobody, whose home is no folder: in a list of users, but of no use."""
    code, output, errors = run(file, *COUNT, env=clean(TMPDIR=own), cwd="/", **as_nobody())
    assert (code, output) == (0, FOUND)
    assert errors.startswith("kalima: the cache folder cannot be used:") or os.getuid() != 0
    with started(file, "--no-browser", "--port", "0", env=clean(TMPDIR=own, KALIMA_TOKEN="t" * 32), cwd="/", **as_nobody()):  # fmt: skip
        pass


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become a user that is in no list")
def test_a_user_who_is_in_no_list(file, own):
    own.chmod(0o777)
    somebody = {"user": 54_321, "group": 54_321, "extra_groups": []}
    code, output, _ = run(file, *COUNT, env=clean(TMPDIR=own), cwd="/", **somebody)
    assert (code, output) == (0, FOUND)
    assert run(file, "translations", "--remove", "x", env=clean(TMPDIR=own), cwd="/", **somebody)[::2] == (
        1,
        "kalima: the cache folder cannot be used: This user has no home folder. Name a folder for Kalima's files: kalima --data-dir DIR.\n"
        "kalima: This user has no home folder.\n        Name a folder for Kalima's files: kalima --data-dir DIR.\n",
    )


@pytest.mark.parametrize("mode", [0o500, 0o000])
def test_a_data_folder_that_cannot_be_written_or_is_anothers(file, own, mode):
    data = own / "data"
    data.mkdir(mode=mode)  # root's, if it is root that tests
    env = clean(HOME=own, TMPDIR=own)
    process = subprocess.Popen([file, "--no-browser", "--port", "0", "--data-dir", data], env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **as_nobody())  # fmt: skip
    assert "is open at" in process.stdout.readline()
    process.terminate()
    _, errors = process.communicate(timeout=20)
    assert process.returncode == 0
    assert f"Kalima cannot write to its data folder (Permission denied: {data}" in errors
    assert "Traceback" not in errors


def test_files_from_the_future_after_a_clock_was_set_back(file, own):
    env = clean(HOME=own)
    with started(file, "--no-browser", "--port", "0", env=env, **as_nobody()) as (process, _):
        process.kill()
    future = 4_000_000_000
    for path in [*own.rglob("*"), file]:
        os.utime(path, (future, future))
    with started(file, "--no-browser", "--port", "0", env=env, **as_nobody()) as (process, _):
        assert instance_of(env)["pid"] == server_of(process)


def test_a_folder_for_temporary_files_that_is_full(file, own, place):
    """The file cannot even unpack itself: what it says then is its bootloader's, and only on a terminal."""
    tiny = place / "tiny"
    tiny.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", tiny], capture_output=True
    ).returncode:
        pytest.skip("no file system can be mounted here")
    try:
        code, output, errors = run(file, "--version", env=clean(HOME=own, TMPDIR=tiny))
    finally:
        subprocess.run(["umount", tiny], check=True)
    assert (code, output) == (255, "")
    assert "Failed to extract" in errors


def test_data_of_a_newer_kalima_is_left_alone(file, own):
    env = clean(HOME=own)
    data = own / "data"
    data.mkdir()
    connection = sqlite3.connect(data / "research.db")
    connection.executescript("CREATE TABLE kept (text); PRAGMA user_version = 99")
    connection.close()
    before = (data / "research.db").read_bytes()
    assert run(file, "--data-dir", data, *COUNT, env=env) == (0, FOUND, "")
    code, _, errors = run(file, "--data-dir", data, "translations", env=env)
    assert code == 1
    assert errors.startswith("kalima: Your own data was written by a newer Kalima:")
    with started(file, "--data-dir", data, "--no-browser", "--port", "0", env=env) as (process, _):
        assert process.stdout.readline().startswith("Your own data was written by a newer Kalima:")
    assert (data / "research.db").read_bytes() == before
    assert sorted(path.name for path in data.iterdir()) == ["cache", "log", "research.db", "run"]
