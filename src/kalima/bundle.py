"""Finds the corpus that belongs to this program, verifies it, and opens it.

A source checkout has it in a folder. The one-file executable carries it compressed in its archive of
modules, which unlike other data is not unpacked at every start, and writes it out once, to the cache.
"""

from __future__ import annotations

import hashlib
import importlib
import io
import json
import logging
import lzma
import os
import shutil
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any

from kalima import paths
from kalima.errors import CorpusDamaged
from kalima.study.library import Library

MANIFEST_FILE = "manifest.json"
MANIFEST_MODULE = "_kalima_manifest"
"""Of the executable: ``MANIFEST``, which fixes the hashes of the corpus that was frozen with it."""
CORPUS_MODULE = "_kalima_corpus"
"""Of the executable: ``FILES``, the corpus's files by name, compressed with xz."""

log = logging.getLogger(__name__)


def open_library() -> tuple[Library, Path]:
    """The corpus of this program, and the file of the font that it is shown in.

    :raises CorpusDamaged: if it is missing or is not the one that was built.
    """
    if not paths.frozen():
        folder = paths.built_corpus_dir()
        return _open(folder, _read_manifest(folder))
    manifest: dict[str, Any] = importlib.import_module(MANIFEST_MODULE).MANIFEST
    try:
        return _open(_unpacked(manifest), manifest)
    except CorpusDamaged as error:
        # What lies in the cache can be had again from the executable itself.
        log.warning("the unpacked corpus is damaged and is unpacked again: %s", error)
        return _open(_unpacked(manifest, again=True), manifest)


def digest(path: Path) -> str:
    """The hash by which the corpus's files are known. BLAKE2b: quick without OpenSSL."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, _blake2b).hexdigest()


def _blake2b() -> Any:
    return hashlib.blake2b(digest_size=32)


def _open(folder: Path, manifest: dict[str, Any]) -> tuple[Library, Path]:
    database = folder / "corpus.db"
    with _Verification(database, manifest["blake2b"]["corpus.db"]):
        library = Library.open(folder, manifest)
    return library, folder / "AmiriQuran.woff2"


class _Verification:
    """Hashes a file on a thread while the block runs, and raises at its end if it is not the right one."""

    def __init__(self, path: Path, expected: str) -> None:
        self._path = path
        self._expected = expected
        self._found: str | None = None
        self._thread = threading.Thread(target=self._hash)

    def _hash(self) -> None:
        try:
            self._found = digest(self._path)
        except OSError:
            self._found = None  # opening it tells the reason

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, kind: object, *_: object) -> None:
        self._thread.join()
        if kind is None and self._found != self._expected:
            raise CorpusDamaged(
                f"The corpus is damaged: {self._path} is not the file that was built.", paths.WAY_OUT
            )


def _read_manifest(folder: Path) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST_FILE).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise CorpusDamaged(
            f"The corpus is missing: there is no readable {MANIFEST_FILE} in {folder}.", paths.WAY_OUT
        ) from error
    return manifest


def _unpacked(manifest: dict[str, Any], *, again: bool = False) -> Path:
    """The folder of the unpacked corpus: in the cache, or where that cannot be written, temporary."""
    name = f"corpus-{manifest['blake2b']['search.index'][:16]}"
    try:
        return _unpack_into(paths.cache_dir(), name, again)
    except OSError as error:
        log.warning("the cache folder cannot be used: %s", error)
    try:
        return _unpack_into(Path(tempfile.gettempdir()) / f"kalima-{_user()}", name, again)
    except OSError as error:
        raise CorpusDamaged(
            f"The corpus cannot be unpacked: {error.strerror} ({error.filename}).",
            "Kalima needs 30 MB in the user's cache folder or in the folder for temporary files.",
        ) from error


def _user() -> str:
    return str(os.getuid()) if hasattr(os, "getuid") else os.environ.get("USERNAME", "user")


def _unpack_into(parent: Path, name: str, again: bool) -> Path:
    """Unpack the corpus to ``parent/name``, all of it or nothing, unless it is there.

    :raises OSError: if the folder cannot be written.
    """
    folder = parent / name
    if folder.is_dir() and not again:
        return folder
    parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    half_made = Path(tempfile.mkdtemp(prefix=f"{name}-", dir=parent))
    try:
        _unpack_files(half_made)
        if again and folder.is_dir():
            folder.rename(half_made / "damaged")
        half_made.rename(folder)
    except OSError:
        if not folder.is_dir():  # else another Kalima was quicker, and its work serves as well
            raise
    finally:
        shutil.rmtree(half_made, ignore_errors=True)
        shutil.rmtree(folder / "damaged", ignore_errors=True)
    return folder


def _unpack_files(folder: Path) -> None:
    """Unpack piece by piece, and let the packed files go: else they stayed in memory with the program."""
    files: dict[str, bytes] = importlib.import_module(CORPUS_MODULE).FILES
    for name, packed in files.items():
        with lzma.open(io.BytesIO(packed)) as source, (folder / name).open("wb") as target:
            shutil.copyfileobj(source, target, 1 << 18)
    del sys.modules[CORPUS_MODULE]
