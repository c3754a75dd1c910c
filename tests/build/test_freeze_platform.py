"""What each system is told of the program. Windows and macOS are not here: what is made for them is looked at."""

import ast
import configparser
import plistlib
import xml.etree.ElementTree as ElementTree

import pytest

import freeze_platform
from freeze_platform import APP_ID, FORMS, ICONS, ROOT, file_options, info_plist, windows_version
from kalima import __version__

LINUX = ROOT / "assets" / "linux"


class Recorder:
    """In the place of PyInstaller's EXE, COLLECT and BUNDLE: what each was asked for."""

    def __init__(self, kind, made):
        self.kind, self.made = kind, made

    def __call__(self, *parts, **options):
        self.made.append((self.kind, options.pop("name"), options))
        return self.kind


@pytest.fixture
def made(monkeypatch):
    asked = []
    for module, kind in (("api", "EXE"), ("api", "COLLECT"), ("osx", "BUNDLE")):
        monkeypatch.setattr(f"PyInstaller.building.{module}.{kind}", Recorder(kind, asked))
    return asked


class Analysis:
    scripts = binaries = datas = ()


@pytest.mark.parametrize(
    ("platform", "expected"),
    [
        ("linux", []),
        (
            "win32",
            [("EXE", "kalima", False), ("EXE", "kalima-terminal", True), ("COLLECT", "kalima-folder", None)],
        ),
        (
            "darwin",
            [("EXE", "kalima", False), ("COLLECT", "kalima-folder", None), ("BUNDLE", "Kalima.app", None)],
        ),
    ],
)
def test_the_forms_that_are_folders(made, tmp_path, monkeypatch, platform, expected):
    monkeypatch.setattr(freeze_platform, "VERSION_FILE", tmp_path / "version.txt")
    freeze_platform.make_folder(Analysis(), (), platform)
    assert [(kind, name, options.get("console")) for kind, name, options in made] == expected


def test_every_form_is_one_that_is_made(made, tmp_path, monkeypatch):
    monkeypatch.setattr(freeze_platform, "VERSION_FILE", tmp_path / "version.txt")
    for platform, forms in FORMS.items():
        made.clear()
        freeze_platform.make_folder(Analysis(), (), platform)
        names = {name for _, name, _ in made} | {"kalima", "kalima.exe"}
        assert {form.made for form in forms} <= names
        assert [form.program for form in forms if not form.program.startswith(form.made)] == []


def test_what_the_one_file_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(freeze_platform, "VERSION_FILE", tmp_path / "version.txt")
    assert file_options("linux") == {}
    assert file_options("darwin") == {"icon": str(ICONS / "kalima.icns")}
    assert file_options("win32") == {
        "icon": str(ICONS / "kalima.ico"),
        "version": str(tmp_path / "version.txt"),
    }
    assert (tmp_path / "version.txt").read_text("utf-8") == windows_version()


def calls(tree: ast.AST, name: str) -> list[list[object]]:
    """The plain arguments of every call of a name."""
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.func.id == name]
    return [[ast.literal_eval(argument) for argument in node.args] for node in found]


@pytest.mark.parametrize(
    ("version", "expected"), [("0.1.0", (0, 1, 0, 0)), ("1.2.3", (1, 2, 3, 0)), ("1.20.3rc1", (1, 20, 3, 0))]
)
def test_the_version_resource_says_which_version_it_is(version, expected):
    tree = ast.parse(windows_version(version), mode="eval")
    told = dict(calls(tree, "StringStruct"))
    assert (told["FileVersion"], told["ProductVersion"]) == (version, version)
    assert (told["ProductName"], told["OriginalFilename"]) == ("Kalima", "kalima.exe")
    (fixed,) = [
        node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.func.id == "FixedFileInfo"
    ]
    given = {word.arg: ast.literal_eval(word.value) for word in fixed.keywords}
    assert (given["filevers"], given["prodvers"]) == (expected, expected)
    assert calls(tree, "VarStruct") == [["Translation", [0x0409, 1200]]]


def test_the_version_resource_is_of_this_version():
    assert windows_version() == windows_version(__version__)


def test_a_version_that_windows_cannot_hold_is_refused():
    with pytest.raises(ValueError, match=r"'next' does not begin with three numbers"):
        windows_version("next")


def test_the_bundle_shows_no_icon_in_the_dock_and_can_be_written():
    assert plistlib.loads(plistlib.dumps(info_plist()))["LSUIElement"] is True


def test_the_desktop_entry_has_the_keys_that_are_required():
    entry = configparser.ConfigParser(interpolation=None, strict=True)
    entry.optionxform = str
    entry.read(LINUX / "kalima.desktop", "utf-8")
    keys = entry["Desktop Entry"]
    assert (keys["Type"], keys["Name"], keys["Exec"], keys["Icon"], keys["Terminal"]) == (
        "Application", "Kalima", "kalima", "kalima", "false",
    )  # fmt: skip
    lists = [name for name in keys if name.partition("[")[0] in ("Categories", "Keywords")]
    assert [name for name in lists if not keys[name].endswith(";")] == []
    assert [
        name for name in ("Name", "Comment", "GenericName", "Keywords") if f"{name}[ar]" not in keys
    ] == []


def test_the_metainfo_belongs_to_the_desktop_entry():
    root = ElementTree.parse(LINUX / f"{APP_ID}.metainfo.xml").getroot()  # noqa: S314 - our own file
    assert root.attrib["type"] == "desktop-application"
    told = {name: root.findtext(name) for name in ("id", "metadata_license", "project_license", "launchable")}
    assert told == {
        "id": APP_ID,
        "metadata_license": "CC0-1.0",
        "project_license": "GPL-3.0-or-later",
        "launchable": "kalima.desktop",
    }
    entry = (LINUX / "kalima.desktop").read_text("utf-8")
    assert f"Comment={root.findtext('summary')}\n" in entry
    assert root.findtext("description/p").strip()
