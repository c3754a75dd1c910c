"""What a release is made of: its files' names, the archives, the sums, the notes, and what is refused."""

import hashlib
import os
import tarfile
import zipfile
from pathlib import Path

import pytest

import release
from freeze_platform import FORMS
from kalima import __version__
from release import ReleaseError, Target

FILES = """
kalima-{}-linux-arm64
kalima-{}-linux-arm64.cdx.json
kalima-{}-linux-x86_64
kalima-{}-linux-x86_64.cdx.json
kalima-{}-macos-arm64.cdx.json
kalima-{}-macos-arm64.tar.gz
kalima-{}-macos-x86_64.cdx.json
kalima-{}-macos-x86_64.tar.gz
kalima-{}-windows-x86_64.cdx.json
kalima-{}-windows-x86_64.exe
kalima-{}-windows-x86_64.zip
""".replace("{}", __version__).split()


def test_the_files_of_a_release():
    assert sorted(name for target in release.TARGETS for name in target.files) == FILES


@pytest.mark.parametrize(
    ("system", "machine", "expected"),
    [
        ("linux", "x86_64", Target("linux", "x86_64")),
        ("linux", "aarch64", Target("linux", "arm64")),
        ("win32", "AMD64", Target("win32", "x86_64")),
        ("darwin", "arm64", Target("darwin", "arm64")),
        ("darwin", "x86_64", Target("darwin", "x86_64")),
    ],
)
def test_a_machine_is_known_by_whatever_name_its_system_has_for_it(monkeypatch, system, machine, expected):
    monkeypatch.setattr("sys.platform", system)
    monkeypatch.setattr("platform.machine", lambda: machine)
    assert release.this_target() == expected


def test_a_machine_for_which_there_is_no_release(monkeypatch):
    monkeypatch.setattr("platform.machine", lambda: "riscv64")
    with pytest.raises(ReleaseError, match=r"no release for \w+ on riscv64"):
        release.this_target()


@pytest.fixture
def folder(tmp_path) -> Path:
    """A folder that was frozen: a program, a file below, and, where there are such, a link."""
    made = tmp_path / "Kalima.app"
    (made / "Contents").mkdir(parents=True)
    program = made / "Contents" / "kalima"
    program.write_text("a program", "utf-8")
    program.chmod(0o755)
    (made / "Contents" / "كلمة.txt").write_text("a word", "utf-8")
    if os.name != "nt":
        (made / "link").symlink_to("Contents/kalima")
    return made


def test_a_folder_for_windows_is_packed_whole(folder, tmp_path):
    target = tmp_path / "packed.zip"
    release.pack(folder, target, FORMS["win32"][1])
    with zipfile.ZipFile(target) as archive:
        assert archive.testzip() is None
        assert {"kalima/Contents/kalima", "kalima/Contents/كلمة.txt"} <= set(archive.namelist())


@pytest.mark.skipif(os.name == "nt", reason="the bundle is packed on macOS, where there are links and modes")
def test_a_bundle_for_macos_keeps_its_links_and_what_may_be_run(folder, tmp_path):
    target = tmp_path / "packed.tar.gz"
    release.pack(folder, target, FORMS["darwin"][0])
    with tarfile.open(target) as archive:
        archive.extractall(tmp_path / "out", filter="tar")
        assert {(each.uid, each.uname) for each in archive} == {(0, "")}
    program = tmp_path / "out" / "Kalima.app" / "Contents" / "kalima"
    assert (program.read_text("utf-8"), program.stat().st_mode & 0o111) == ("a program", 0o111)
    assert (tmp_path / "out" / "Kalima.app" / "link").readlink() == Path("Contents/kalima")


@pytest.fixture
def gathered(tmp_path) -> Path:
    """A folder with what all five builds have made."""
    folder = tmp_path / "gathered"
    folder.mkdir()
    for target in release.TARGETS:
        for name in target.files:
            (folder / name).write_bytes(name.encode())
        sums = release.sum_lines(folder, target.files)
        (folder / f"SHA256SUMS-{target.name}").write_text(sums, "utf-8")
    return folder


def test_the_sums_of_all_systems_are_joined(gathered):
    release.gather(gathered)
    assert sorted(path.name for path in gathered.iterdir()) == sorted([*FILES, "SHA256SUMS"])
    expected = [f"{hashlib.sha256(name.encode()).hexdigest()}  {name}" for name in FILES]
    assert (gathered / "SHA256SUMS").read_text("utf-8").splitlines() == expected


LINUX = FILES[2]


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda folder: (folder / LINUX).unlink(), f"lacks {LINUX}: build for these systems first"),
        (lambda folder: (folder / f"SHA256SUMS-{LINUX}").unlink(), f"lacks SHA256SUMS-{LINUX}"),
        (lambda folder: (folder / LINUX).write_text("other"), f"not the files that were built: {LINUX}."),
        (lambda folder: (folder / "notes.txt").touch(), "holds notes.txt, which no release has"),
        (
            lambda folder: (folder / f"SHA256SUMS-{LINUX}").write_text(""),
            f"not the files that were built: {LINUX}, {LINUX}.cdx.json.",
        ),
    ],
)
def test_what_is_no_release_is_refused(gathered, spoil, said):
    spoil(gathered)
    with pytest.raises(ReleaseError) as refused:
        release.gather(gathered)
    assert said in str(refused.value)
    assert not (gathered / "SHA256SUMS").exists()


CHANGELOG = f"""# Changelog

## [Unreleased]

- later

## [{__version__}] - 2026-12-01

### Added

- a word

## [0.0.1] - 2026-01-01

- before
"""
TAG = f"v{__version__}"


def test_the_notes_are_what_the_changelog_says_of_the_version():
    said, _, more = release.notes(TAG, CHANGELOG).partition("\n\n---\n\n")
    assert said == "### Added\n\n- a word"
    assert "`SHA256SUMS`" in more


@pytest.mark.parametrize(
    ("tag", "changelog", "said"),
    [
        ("v9.9.9", CHANGELOG, f"The tag is v9.9.9 and this is version {__version__}"),
        (__version__, CHANGELOG, f"whose tag is {TAG}"),
        (TAG, "# Changelog\n\n## [Unreleased]\n\n- later\n", f"## [{__version__}] - YYYY-MM-DD"),
        (TAG, f"## [{__version__}]\n\n## [0.0.1]\n\n- before\n", "says nothing of"),
        (TAG, f"## [{__version__}0]\n\n- another version\n", "says nothing of"),
    ],
)
def test_notes_that_cannot_be_made(tag, changelog, said):
    with pytest.raises(ReleaseError) as refused:
        release.notes(tag, changelog)
    assert said in str(refused.value)


def test_a_program_that_is_missing_or_fails_is_not_given_out(tmp_path):
    with pytest.raises(ReleaseError, match=r"There is no .*kalima: .* makes it"):
        release.check(tmp_path / "kalima")
    if os.name == "nt":
        return
    failing = tmp_path / "kalima"
    failing.write_text("#!/bin/sh\nexit 1\n", "ascii")
    failing.chmod(0o755)
    with pytest.raises(ReleaseError, match="did not pass its self-test"):
        release.check(failing)
