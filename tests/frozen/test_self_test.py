"""Every program that is given out tests itself, also as a double-click in an odd place would start it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from freeze_platform import FORMS

PROGRAMS = [form.program for form in FORMS[sys.platform]]
NO_TERMINAL = 'exec "$0" "$@" <&- >&- 2>&-'
"""Starts a program as a desktop does: with nowhere to read from and nowhere to write to."""


@pytest.fixture
def read_only_folder(tmp_path):
    """A folder in which this user can make nothing."""
    folder = tmp_path / "read only"
    folder.mkdir(mode=0o555)
    if os.access(folder, os.W_OK):  # root may write anywhere but here; on Windows the mode says nothing
        folder = Path("/proc") if Path("/proc/self").exists() else folder
    return folder


def without_a_terminal(program: Path) -> tuple[list[str], dict[str, int]]:
    """The command line, and how it is started."""
    if os.name == "nt":
        return [str(program), "--self-test"], {"creationflags": subprocess.DETACHED_PROCESS}
    return ["/bin/sh", "-c", NO_TERMINAL, str(program), "--self-test"], {}


@pytest.mark.parametrize("name", PROGRAMS)
@pytest.mark.parametrize("home_name", ["home", "بيت الكلمة é 家"])
def test_without_a_terminal_in_a_folder_where_nothing_can_be_written(
    executable, home, tmp_path, read_only_folder, name, home_name
):
    own = tmp_path / home_name
    own.mkdir()
    homes = dict.fromkeys(("HOME", "LOCALAPPDATA", "USERPROFILE"), str(own))
    command, options = without_a_terminal(executable.parent / name)
    ended = subprocess.run(
        command, env={**home, **homes}, cwd=read_only_folder, timeout=120, check=False, **options
    )
    assert ended.returncode == 0
    assert list(own.rglob("corpus.db"))
