"""Finds the corpus that belongs to this program, verifies it, and opens it.

A source checkout has it in a folder. The one-file executable carries it compressed in its archive of
modules, which unlike other data is not unpacked at every start, and writes it out once, to the cache.
"""

from __future__ import annotations

import hashlib
import importlib
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
PIECE = 1 << 22
"""Bytes read or unpacked at a time. After each, a thread waits until the importing one lets it go on."""

log = logging.getLogger(__name__)


def open_library() -> tuple[Library, Path]:
    """The corpus of this program, and the file of the font that it is shown in.

    :raises CorpusDamaged: if it is missing or is not the one that was built.
    """
    fixed = manifest()
    if not paths.frozen():
        return _open(paths.built_corpus_dir(), fixed)
    try:
        return _open(_unpacked(fixed), fixed)
    except CorpusDamaged as error:
        # What lies in the cache can be had again from the executable itself.
        log.warning("the unpacked corpus is damaged and is unpacked again: %s", error)
        return _open(_unpacked(fixed, again=True), fixed)


def manifest() -> dict[str, Any]:
    """What the build fixed of the corpus: its version and its files' hashes.

    :raises CorpusDamaged: if there is no corpus.
    """
    if not paths.frozen():
        return _read_manifest(paths.built_corpus_dir())
    fixed: dict[str, Any] = importlib.import_module(MANIFEST_MODULE).MANIFEST
    return fixed


def digest(path: Path) -> str:
    """The hash by which the corpus's files are known. BLAKE2b: quick without OpenSSL."""
    found = hashlib.blake2b(digest_size=32)
    with path.open("rb", buffering=0) as file:
        while piece := file.read(PIECE):
            found.update(piece)
    return found.hexdigest()


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
            "Kalima needs 20 MB in the user's cache folder or in the folder for temporary files.",
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
    """Unpack the files beside one another, and let the packed ones go: else they stayed in memory."""
    from concurrent.futures import ThreadPoolExecutor  # at the first start only

    files: dict[str, bytes] = importlib.import_module(CORPUS_MODULE).FILES
    with ThreadPoolExecutor() as threads:
        list(threads.map(_unpack_file, files.values(), (folder / name for name in files)))
    del sys.modules[CORPUS_MODULE]


def _unpack_file(packed: bytes, path: Path) -> None:
    """Unpack piece by piece: memory never holds a whole file."""
    unpacking = lzma.LZMADecompressor()
    with path.open("wb") as target:
        while not unpacking.eof:
            target.write(unpacking.decompress(packed, PIECE))
            packed = b""  # it has been taken in
