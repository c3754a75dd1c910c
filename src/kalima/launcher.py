"""Kalima among the programs of a Linux desktop: an entry in its menu, and the icon of it.

The one file lies wherever its user put it, and nobody installs it; so it makes its entry itself, when asked,
and takes it away again.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

from kalima import files, paths
from kalima.errors import KalimaError

ENTRY = """\
[Desktop Entry]
Type=Application
Version=1.4
Name=Kalima
Name[ar]=كلمة
GenericName=Quran corpus
GenericName[ar]=مدونة القرآن
Comment=Read the Quran word by word, and search it by root, lemma and grammar
Comment[ar]=اقرأ القرآن كلمة كلمة وابحث فيه بالجذر والصيغة والإعراب
Exec={command}
Icon=kalima
Terminal=false
StartupNotify=false
Categories=Education;Humanities;Spirituality;
Keywords=Quran;Arabic;corpus;concordance;morphology;syntax;treebank;
Keywords[ar]=قرآن;عربية;نحو;صرف;جذر;
"""
"""As ``assets/linux/kalima.desktop``, which is for those who make packages, has it too."""


def add() -> Path:
    """Put this program into the menu, where it lies now, and return the file of the entry.

    :raises KalimaError: if this is no Linux desktop, the entry cannot be written, or it could not name the
        program.
    """
    entry, icon = _files()
    text = ENTRY.format(command=command(_program()))
    try:
        for file in (entry, icon):
            file.parent.mkdir(parents=True, exist_ok=True)
        icon.write_bytes(files.read(files.PAGE, "icon.svg"))
        entry.write_text(text, "utf-8")
    except OSError as error:
        raise _refused(error) from error
    return entry


def remove() -> bool:
    """Take the entry and its icon away again; False if there was none.

    :raises KalimaError: if this is no Linux desktop, or they cannot be removed.
    """
    found = [file for file in _files() if file.exists()]
    try:
        for file in found:
            file.unlink()
    except OSError as error:
        raise _refused(error) from error
    return bool(found)


def command(program: Path) -> str:
    """A program as the line Exec has it: quoted, and with the signs escaped that mean something there.

    :raises KalimaError: if there is a percent sign in its path, which desktops read in different ways.
    """
    if "%" in str(program):
        raise KalimaError(
            f"Desktops do not find a program with a percent sign in its path: {program}.",
            "Rename the folder or move the program, and say it again.",
        )
    if re.fullmatch(r"[\w./-]+", str(program)):
        return str(program)
    quoted = re.sub(r'(["`$\\])', r"\\\1", str(program))
    return '"{}"'.format(quoted.replace("\\", "\\\\"))  # in the file's values a backslash stands doubled


def _program() -> Path:
    return Path(sys.executable if paths.frozen() else sys.argv[0]).resolve()


def _files() -> tuple[Path, Path]:
    if not sys.platform.startswith("linux"):
        raise KalimaError(
            "Only Linux desktops have a menu that Kalima can enter by itself.",
            "On Windows and macOS, keep the program where you like, and pin it to the task bar or the Dock.",
        )
    share = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return share / "applications" / "kalima.desktop", share / "icons/hicolor/scalable/apps" / "kalima.svg"


def _refused(error: OSError) -> KalimaError:
    return KalimaError(
        f"The menu's entry cannot be changed: {error.strerror} ({error.filename}).",
        "XDG_DATA_HOME names the folder, if it is set; make it one that you may write to.",
    )
