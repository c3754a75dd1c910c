"""The pinned source wheels, read as zip files. None of their code is imported."""

from __future__ import annotations

import hashlib
import re
import zipfile
from pathlib import Path
from typing import NamedTuple

LOCK = Path(__file__).resolve().parents[1] / "lock" / "sources.txt"
_PIN = re.compile(r"^([a-z0-9-]+)==(\S+)(?:\s*\\?\s*--hash=sha256:([0-9a-f]{64}))", re.MULTILINE)


class Pin(NamedTuple):
    """One line of the lock: a package, its version and the SHA-256 of its wheel."""

    package: str
    version: str
    sha256: str

    def __str__(self) -> str:
        return f"{self.package}=={self.version}"


def pins() -> dict[str, Pin]:
    """The pinned packages by name."""
    return {match[1]: Pin(*match.groups()) for match in _PIN.finditer(LOCK.read_text("utf-8"))}


def open_wheel(folder: Path, package: str) -> zipfile.ZipFile:
    """The wheel of ``package`` in ``folder``.

    :raises FileNotFoundError: if it is not there.
    :raises ValueError: if it is not the pinned file.
    """
    pin = pins()[package]
    found = sorted(folder.glob(f"{package.replace('-', '_')}-{pin.version}-*.whl"))
    if not found:
        raise FileNotFoundError(f"{pin} is not in {folder}")
    with found[0].open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest != pin.sha256:
        raise ValueError(f"{found[0].name} is not the file that is pinned: its SHA-256 is {digest}")
    return zipfile.ZipFile(found[0])
