"""What each system wants besides the program: the form it is given out in, its icon, what it says of itself.

Everywhere the one file is made. Windows gets a folder with the same program beside it, because scanners
distrust programs that unpack themselves; macOS gets a bundle, which PyInstaller makes of such a folder.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any, NamedTuple

from kalima import __version__

ROOT = Path(__file__).resolve().parent.parent
ICONS = ROOT / "assets" / "icons"
VERSION_FILE = ROOT / "build" / "freeze" / "version.txt"

APP_ID = "localhost.kalima.Kalima"
"""The name by which macOS and Linux know the program. It should be a domain of ours in reverse; as long as
there is none, it is one that nobody else can have either."""
SUMMARY = "Kalima: the Quran, word by word"
COPYRIGHT = "Free software under the GNU General Public License, version 3 or later"


class Form(NamedTuple):
    """One of the forms in which a system's users get Kalima, with paths below ``dist``."""

    made: str
    """The file or folder that is given out."""
    program: str
    """The program in it."""
    suffix: str
    """How its name ends in a release; a folder is packed into such an archive."""


FORMS = {
    "linux": [Form("kalima", "kalima", "")],
    "win32": [
        Form("kalima.exe", "kalima.exe", ".exe"),
        Form("kalima-folder", "kalima-folder/kalima.exe", ".zip"),
    ],
    "darwin": [Form("Kalima.app", "Kalima.app/Contents/MacOS/kalima", ".tar.gz")],
}


def file_options(platform: str = sys.platform) -> dict[str, Any]:
    """What the one file is told besides its contents: its icon and, on Windows, its version resource."""
    if platform == "win32":
        VERSION_FILE.parent.mkdir(parents=True, exist_ok=True)
        VERSION_FILE.write_text(windows_version(), "utf-8")
        return {"icon": str(ICONS / "kalima.ico"), "version": str(VERSION_FILE)}
    return {"icon": str(ICONS / "kalima.icns")} if platform == "darwin" else {}


def make_folder(analysis: Any, modules: Any, platform: str = sys.platform) -> None:
    """Make the form that is a folder, if the system has one; called by kalima.spec.

    :param analysis: PyInstaller's ``Analysis`` of the program.
    :param modules: its ``PYZ``.
    """
    from PyInstaller.building.api import COLLECT, EXE
    from PyInstaller.building.osx import BUNDLE

    if platform not in ("win32", "darwin"):
        return
    packing = {"strip": platform == "darwin", "upx": False}
    options = {**packing, **file_options(platform), "exclude_binaries": True}
    programs = [EXE(modules, analysis.scripts, [], name="kalima", console=False, **options)]
    if platform == "win32":  # where a program is either of the desktop or of the terminal
        programs.append(EXE(modules, analysis.scripts, [], name="kalima-terminal", console=True, **options))
    folder = COLLECT(*programs, analysis.binaries, analysis.datas, name="kalima-folder", **packing)
    if platform == "darwin":
        told = {"bundle_identifier": APP_ID, "version": __version__, "info_plist": info_plist()}
        BUNDLE(folder, name="Kalima.app", icon=options["icon"], **told)


def info_plist() -> dict[str, Any]:
    """What the bundle tells macOS, besides what PyInstaller fills in."""
    return {
        "CFBundleDisplayName": "Kalima",
        "CFBundleDevelopmentRegion": "en",
        "LSApplicationCategoryType": "public.app-category.reference",
        "LSUIElement": True,  # no Dock icon: the program has no window but its page in the browser
        "NSHighResolutionCapable": True,
        "NSHumanReadableCopyright": COPYRIGHT,
    }


def windows_version(version: str = __version__) -> str:
    """The version resource of the Windows programs, in the form that PyInstaller reads.

    :raises ValueError: if the version does not begin with three numbers.
    """
    numbers = re.match(r"(\d+)\.(\d+)\.(\d+)", version)
    if numbers is None:
        raise ValueError(f"The version {version!r} does not begin with three numbers, such as 1.2.3.")
    four = (*map(int, numbers.groups()), 0)
    told = {
        "CompanyName": "The authors of Kalima",
        "FileDescription": SUMMARY,
        "FileVersion": version,
        "InternalName": "kalima",
        "LegalCopyright": COPYRIGHT,
        "OriginalFilename": "kalima.exe",
        "ProductName": "Kalima",
        "ProductVersion": version,
    }
    lines = ",\n".join(f"      StringStruct({name!r}, {text!r})" for name, text in told.items())
    # 0409 and 1200 (04b0) stand for English and Unicode; OS and fileType for Windows NT and an application.
    return f"""\
VSVersionInfo(
  ffi=FixedFileInfo(filevers={four}, prodvers={four}, mask=0x3f, flags=0x0, OS=0x40004, fileType=0x1),
  kids=[
    StringFileInfo([StringTable('040904B0', [
{lines}
    ])]),
    VarFileInfo([VarStruct('Translation', [0x0409, 1200])])
  ]
)
"""
