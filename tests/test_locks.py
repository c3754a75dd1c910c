"""The lock by which there is one Kalima for each user, as each system has it."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import types

import pytest

from kalima import locks

HOLDER = """\
import sys, pathlib
from kalima import locks
print("held" if locks.take(pathlib.Path(sys.argv[1])) else "taken", flush=True)
sys.stdin.read()
"""


def holder(path):
    return subprocess.Popen([sys.executable, "-c", HOLDER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # fmt: skip


def test_one_process_has_it_and_a_kill_gives_it_back(tmp_path):
    path = tmp_path / "lock"
    first = holder(path)
    assert first.stdout.readline() == "held\n"
    second = holder(path)
    assert second.stdout.readline() == "taken\n"
    assert locks.take(path) is None
    first.kill()
    first.communicate()
    lock = locks.take(path)
    assert lock
    assert locks.take(path) is None
    lock.release()
    again = locks.take(path)
    assert again
    again.release()
    second.communicate()


def test_a_file_that_cannot_be_made_is_an_error(tmp_path):
    with pytest.raises(OSError, match="No such file"):
        locks.take(tmp_path / "nowhere" / "lock")


@pytest.mark.parametrize(
    ("system", "module", "name", "code", "outcome"),
    [
        ("posix", "fcntl", "flock", None, "held"),
        ("posix", "fcntl", "flock", errno.EAGAIN, "taken"),
        ("posix", "fcntl", "flock", errno.ENOLCK, "error"),
        ("nt", "msvcrt", "locking", None, "held"),
        ("nt", "msvcrt", "locking", errno.EACCES, "taken"),
        ("nt", "msvcrt", "locking", errno.EDEADLK, "taken"),
        ("nt", "msvcrt", "locking", errno.EINVAL, "error"),
    ],
)
def test_each_systems_own_lock_decides(tmp_path, monkeypatch, system, module, name, code, outcome):
    asked = []

    def lock(descriptor: int, *arguments: int) -> None:
        asked.append((os.fstat(descriptor).st_size, arguments))
        if code:
            raise OSError(code, os.strerror(code))

    constants = {"LOCK_EX": 2, "LOCK_NB": 4, "LK_NBLCK": 2}
    monkeypatch.setitem(sys.modules, module, types.SimpleNamespace(**{name: lock}, **constants))
    monkeypatch.setattr(locks, "SYSTEM", system)
    if outcome == "error":
        with pytest.raises(OSError, match=os.strerror(code)):
            locks.take(tmp_path / "lock")
    else:
        held = locks.take(tmp_path / "lock")
        assert ("held" if held else "taken") == outcome
        if held:
            held.release()
    assert asked == [(0, (6,) if system == "posix" else (2, 1))]
