"""The entry in a Linux desktop's menu: what is written, that it starts the program, and that it goes again."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from kalima import files, launcher
from kalima.cli import main
from kalima.errors import KalimaError

ASSETS = Path(__file__).parents[1] / "assets" / "linux"
pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="it is of Linux desktops alone")


@pytest.fixture
def share(tmp_path, monkeypatch) -> Path:
    """The folder of the user's own entries and icons."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    return tmp_path / "share"


def read_exec(line: str) -> str:
    """The program that a desktop starts: the two rounds of unescaping that its specification asks for."""
    value = re.sub(r"\\(.)", r"\1", line.removeprefix("Exec="))
    if value.startswith('"'):
        value = re.sub(r'\\(["`$\\])', r"\1", value[1:-1])
    return value


def exec_of(entry: Path) -> str:
    return next(line for line in entry.read_text("utf-8").splitlines() if line.startswith("Exec="))


def test_what_packages_get_is_the_same_entry():
    assert (ASSETS / "kalima.desktop").read_text("utf-8") == launcher.ENTRY.format(command="kalima")


@pytest.mark.parametrize(
    ("program", "line"),
    [
        ("/usr/bin/kalima", "/usr/bin/kalima"),
        ("/home/me/my programs/kalima", '"/home/me/my programs/kalima"'),
        ("/home/كلمة/kalima", "/home/كلمة/kalima"),
        ('/a "b"/kalima', r'"/a \\"b\\"/kalima"'),
        ("/a $b/kalima", r'"/a \\$b/kalima"'),
        ("/a`b/kalima", r'"/a\\`b/kalima"'),
        ("/a;b/kalima", '"/a;b/kalima"'),
    ],
)
def test_a_program_is_quoted_so_that_the_desktop_finds_it(program, line):
    assert launcher.command(Path(program)) == line
    assert read_exec(f"Exec={line}") == program


def test_a_program_that_desktops_would_not_find_is_refused(share, monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["/a/50% off/kalima"])
    assert main(["add-to-menu"]) == 2
    assert "percent sign in its path: /a/50% off/kalima." in capsys.readouterr().err
    assert not share.exists()


def test_it_is_added_twice_and_removed_whole(share, capsys, monkeypatch):
    monkeypatch.setattr("sys.argv", ["/opt/kalima/kalima"])
    entry = share / "applications" / "kalima.desktop"
    icon = share / "icons" / "hicolor" / "scalable" / "apps" / "kalima.svg"
    for _ in range(2):
        assert main(["add-to-menu"]) == 0
        assert (exec_of(entry), icon.read_bytes()) == (
            "Exec=/opt/kalima/kalima", files.read(files.PAGE, "icon.svg"),
        )  # fmt: skip
    assert main(["add-to-menu", "--remove"]) == 0
    assert [path for path in share.rglob("*") if path.is_file()] == []
    assert main(["add-to-menu", "--remove"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0] == f"Kalima is in the menu: {entry}"
    assert said[-2:] == ["Kalima is no longer in the menu.", "Kalima was not in the menu."]


def test_a_folder_that_is_none_is_named(share, capsys):
    share.write_text("a file", "utf-8")
    assert main(["add-to-menu"]) == 2
    said = capsys.readouterr().err
    assert "cannot be changed" in said
    assert "XDG_DATA_HOME" in said


@pytest.mark.parametrize("system", ["win32", "darwin"])
def test_elsewhere_there_is_no_such_menu(monkeypatch, system):
    monkeypatch.setattr("sys.platform", system)
    for act in (launcher.add, launcher.remove):
        with pytest.raises(KalimaError, match="Only Linux desktops"):
            act()


def test_an_installed_command_finds_itself(share):
    command = [sys.executable, "-m", "kalima", "add-to-menu"]
    subprocess.run(command, check=True, capture_output=True)
    assert exec_of(share / "applications" / "kalima.desktop").endswith("/kalima/__main__.py")
