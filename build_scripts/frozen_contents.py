"""What is in a frozen file, read from the file itself."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

GLIBC_VERSION = re.compile(rb"\0GLIBC_(\d+)\.(\d+)(?:\.\d+)?\0")
"""As it stands in a library's table of strings for each version that the library needs."""


class Contents(NamedTuple):
    """The program's modules by their dotted names, and its libraries by their paths, written with slashes."""

    modules: frozenset[str]
    libraries: dict[str, bytes]

    @property
    def folders(self) -> set[str]:
        """The first parts of the modules' names: where a package keeps its own libraries."""
        return {name.partition(".")[0] for name in self.modules}


def read_contents(executable: Path) -> Contents:
    """The modules and libraries in a one-file executable.

    :raises ValueError: if it is none.
    """
    from PyInstaller.archive.readers import ArchiveReadError, CArchiveReader

    try:
        archive = CArchiveReader(str(executable))
    except ArchiveReadError as error:
        raise ValueError(f"{executable} is no one-file executable: {error}") from error
    modules = archive.open_embedded_archive("PYZ.pyz").toc
    binaries = [name for name, entry in archive.toc.items() if entry[-1] == "b"]
    libraries = {name.replace("\\", "/"): archive.extract(name) for name in binaries}
    return Contents(frozenset(modules), libraries)


def glibc_needed(executable: Path, contents: Contents) -> tuple[int, int] | None:
    """The oldest glibc with which the program and all its libraries start; None on other systems."""
    needed = [
        (int(major), int(minor))
        for binary in (executable.read_bytes(), *contents.libraries.values())
        for major, minor in GLIBC_VERSION.findall(binary)
    ]
    return max(needed, default=None)
