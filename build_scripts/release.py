"""Makes of what was frozen what is given out: files with their names, their sums, and a bill of materials.

Without arguments it does so for this system's build, into build/release, after every program in it has passed
its self-test. Once the builds of all systems lie in one folder, --gather checks them and joins their sums;
that and --notes need nothing but Python: `PYTHONPATH=src python3 build_scripts/release.py --notes v1.2.3`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import platform
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from freeze_platform import FORMS, Form
from kalima import __version__

ROOT = Path(__file__).resolve().parent.parent
DIST = ROOT / "dist"
CORPUS = ROOT / "build" / "corpus"
RELEASE = ROOT / "build" / "release"
LOCK = ROOT / "build_scripts" / "lock" / "requirements.txt"
CHANGELOG = ROOT / "CHANGELOG.md"

SYSTEMS = {"linux": "linux", "win32": "windows", "darwin": "macos"}
MACHINES = {"amd64": "x86_64", "x86_64": "x86_64", "aarch64": "arm64", "arm64": "arm64"}
OLDEST_GLIBC = (2, 35)
"""With which the files for Linux must start: that of Ubuntu 22.04. The manual says so."""
BILL = ".cdx.json"
SUMS = "SHA256SUMS"


class ReleaseError(Exception):
    """Why this cannot be given out, and what to do: a sentence for who builds."""


class Target(NamedTuple):
    """A system and a machine that a release has files for."""

    platform: str
    machine: str

    @property
    def name(self) -> str:
        """What all its files begin with."""
        return f"kalima-{__version__}-{SYSTEMS[self.platform]}-{self.machine}"

    @property
    def files(self) -> list[str]:
        """What a release has for it, besides the sums."""
        return [*(self.name + form.suffix for form in FORMS[self.platform]), self.name + BILL]


TARGETS = [
    Target("linux", "x86_64"),
    Target("linux", "arm64"),
    Target("win32", "x86_64"),
    Target("darwin", "arm64"),
    Target("darwin", "x86_64"),
]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    either = parser.add_mutually_exclusive_group()
    either.add_argument("--notes", metavar="TAG", help="print the notes of the release with this tag")
    either.add_argument(
        "--gather", type=Path, metavar="DIR", help="check all systems' files, join their sums"
    )
    options = parser.parse_args(arguments)
    try:
        if options.notes:
            print(notes(options.notes, CHANGELOG.read_text("utf-8")))
        elif options.gather:
            gather(options.gather)
        else:
            make(this_target(), DIST, RELEASE)
    except ReleaseError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def this_target() -> Target:
    """The system and machine that this runs on.

    :raises ReleaseError: if no release has files for it.
    """
    target = Target(sys.platform, MACHINES.get(platform.machine().lower(), platform.machine()))
    if target not in TARGETS:
        raise ReleaseError(f"There is no release for {target.platform} on {target.machine}.")
    return target


def make(target: Target, dist: Path, release: Path) -> None:
    """Fill the folder with what a release has for this target, tested, named and summed.

    :raises ReleaseError: if something was not frozen, does not pass its self-test, or needs a newer system.
    """
    if release.exists():
        shutil.rmtree(release)
    release.mkdir(parents=True)
    for form in FORMS[target.platform]:
        check(dist / form.program)
        pack(dist / form.made, release / (target.name + form.suffix), form)
    (release / (target.name + BILL)).write_text(bill(dist), "utf-8")
    sums = release / f"{SUMS}-{target.name}"
    sums.write_text(sum_lines(release, target.files), "utf-8", newline="\n")
    for name in target.files:
        print(f"{release.name}/{name}: {(release / name).stat().st_size:,} bytes")


def check(program: Path) -> None:
    """Let a program test itself. :raises ReleaseError: if there is none, or it fails"""
    if not program.exists():
        raise ReleaseError(f"There is no {program}: `python3 build_scripts/dev.py freeze` makes it.")
    if subprocess.run([program, "--self-test"], check=False).returncode != 0:
        raise ReleaseError(f"{program} did not pass its self-test.")


def pack(made: Path, target: Path, form: Form) -> None:
    """Copy a file, or pack a folder, under the name that it has in a release."""
    if form.suffix == ".zip":
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in sorted(made.rglob("*")):
                archive.write(file, Path("kalima", file.relative_to(made)))
    elif form.suffix == ".tar.gz":  # unlike a zip file of Python's, it keeps links and who may run what
        with tarfile.open(target, "w:gz") as archive:
            archive.add(made, made.name, filter=_of_nobody)
    else:
        shutil.copy2(made, target)


def _of_nobody(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    return member


def bill(dist: Path) -> str:
    """The bill of materials of the one file, which has in it what every other form has.

    :raises ReleaseError: if it cannot be made, or the file needs a newer glibc than is promised.
    """
    from freeze import EXECUTABLE
    from frozen_contents import glibc_needed, read_contents
    from sbom import make_bill

    executable = dist / EXECUTABLE.name
    try:
        needed = glibc_needed(executable, read_contents(executable))
        made = make_bill(executable, CORPUS.resolve(), LOCK)
    except ValueError as error:
        raise ReleaseError(f"The bill of materials cannot be made. {error}") from error
    if needed and needed > OLDEST_GLIBC:
        raise ReleaseError(
            f"{executable} needs glibc {needed[0]}.{needed[1]}, and a release must start with "
            f"{OLDEST_GLIBC[0]}.{OLDEST_GLIBC[1]}: build it on Debian 12 or on Ubuntu 22.04."
        )
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def sum_lines(folder: Path, names: Sequence[str]) -> str:
    """The sums of files, as `sha256sum --check` reads them."""
    return "".join(
        f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in sorted(names)
    )


def gather(folder: Path) -> None:
    """Check that a folder has every file of every target, as it was built, and join the sums in one file.

    :raises ReleaseError: if one is missing, is not as it was built, or belongs to no release.
    """
    expected = [name for target in TARGETS for name in target.files]
    parts = [folder / f"{SUMS}-{target.name}" for target in TARGETS]
    held = {path.name for path in folder.iterdir()} - {SUMS}
    if missing := sorted({*expected, *(part.name for part in parts)} - held):
        raise ReleaseError(f"{folder} lacks {', '.join(missing)}: build for these systems first.")
    if foreign := sorted(held - {*expected, *(part.name for part in parts)}):
        raise ReleaseError(f"{folder} holds {', '.join(foreign)}, which no release has: take it away.")
    built = "".join(part.read_text("utf-8") for part in parts)
    found = sum_lines(folder, expected)
    if changed := sorted(set(found.splitlines()) ^ set(built.splitlines())):
        names = sorted({line.partition("  ")[2] for line in changed})
        raise ReleaseError(f"These are not the files that were built: {', '.join(names)}.")
    (folder / SUMS).write_text(found, "utf-8", newline="\n")
    for part in parts:
        part.unlink()


def notes(tag: str, changelog: str) -> str:
    """What the changelog says of the version that a tag names, and how a download is checked.

    :raises ReleaseError: if the tag is not of this version, or the changelog says nothing of it.
    """
    if tag != f"v{__version__}":
        raise ReleaseError(
            f"The tag is {tag} and this is version {__version__}, whose tag is v{__version__}."
        )
    heading = rf"^## \[{re.escape(__version__)}\][^\n]*\n(.*?)(?=^## |\Z)"
    section = re.search(heading, changelog, re.MULTILINE | re.DOTALL)
    if section is None or not section[1].strip():
        raise ReleaseError(
            f"CHANGELOG.md says nothing of {__version__}: put its date and what is under Unreleased "
            f"below a heading `## [{__version__}] - YYYY-MM-DD`."
        )
    return (
        f"{section[1].strip()}\n\n---\n\n"
        f"`{SUMS}` has the sum of every file, and each file is attested by the workflow that built it. How "
        "to check a download, how to start it on each system, and what to try is on the page *Testing a "
        "build* of the manual (`src/kalima/manual/testing-a-build.md`).\n"
    )


if __name__ == "__main__":
    sys.exit(main())
