"""Makes ``dist/kalima``, the one-file executable, with the corpus inside.

The corpus travels as xz-compressed constants of a module: modules are read from the executable when they
are imported, while data files would be unpacked to disk at every start. ``--report`` says what each part
takes.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import lzma
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from kalima.store.schema import VIEWS

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "build" / "corpus"
GENERATED = ROOT / "build" / "freeze"
EXECUTABLE = ROOT / "dist" / ("kalima.exe" if sys.platform == "win32" else "kalima")

# What Kalima never reaches: no network but loopback, no terminal editing, no test or build tools.
EXCLUDED_MODULES = [
    "_bz2", "_codecs_cn", "_codecs_hk", "_codecs_iso2022", "_codecs_jp", "_codecs_kr", "_codecs_tw",
    "_curses", "_hashlib", "_multibytecodec", "_ssl", "_tkinter", "asyncio", "bz2", "ctypes.macholib",
    "curses", "dbm", "distutils", "doctest", "ensurepip", "ftplib", "getpass", "idlelib", "imaplib",
    "lib2to3", "multiprocessing", "netrc", "nntplib", "optparse", "pdb", "pip", "poplib", "py_compile",
    "pydoc", "pydoc_data", "readline", "setuptools", "smtplib", "sqlite3.test", "ssl",
    "statistics", "tarfile", "tkinter", "tomllib", "turtle", "unittest", "venv", "watchdog", "xml",
    "xmlrpc", "zipapp",
]  # fmt: skip
EXCLUDED_LIBRARIES = ("libcrypto", "libssl", "libreadline", "libtinfo", "libncurses", "libbz2", "libmpdec")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--report", action="store_true", help="say what is in the executable and what it takes"
    )
    options = parser.parse_args(arguments)
    GENERATED.mkdir(parents=True, exist_ok=True)
    pack_corpus(CORPUS, GENERATED)
    _run_pyinstaller()
    print(f"{EXECUTABLE.relative_to(ROOT)}: {EXECUTABLE.stat().st_size / 1e6:.1f} MB")
    if options.report:
        report()
    return 0


def pack_corpus(corpus: Path, generated: Path) -> None:
    """Write the two modules that carry the corpus, unless they carry just this one."""
    manifest = json.loads((corpus / "manifest.json").read_text("utf-8"))
    stamp = generated / "packed.json"
    if stamp.exists() and json.loads(stamp.read_text("utf-8")) == manifest:
        return
    stamp.unlink(missing_ok=True)
    print("packing the corpus", flush=True)
    preset = 6 | lzma.PRESET_EXTREME
    files = {name: lzma.compress((corpus / name).read_bytes(), preset=preset) for name in manifest["blake2b"]}
    (generated / "_kalima_manifest.py").write_text(f"MANIFEST = {manifest!r}\n", "utf-8")
    (generated / "_kalima_corpus.py").write_text(f"FILES = {files!r}\n", "utf-8")
    stamp.write_text(json.dumps(manifest), "utf-8")


def _run_pyinstaller() -> None:
    from PyInstaller.__main__ import run

    places = ["--distpath", str(EXECUTABLE.parent), "--workpath", str(GENERATED / "work")]
    run(["--noconfirm", "--log-level", "WARN", *places, str(ROOT / "kalima.spec")])


def report() -> None:
    """Print what the executable is made of, and what each table of the corpus adds to it, largest first."""
    from PyInstaller.archive.readers import CArchiveReader

    archive = CArchiveReader(str(EXECUTABLE))
    sizes = {name: entry[1] for name, entry in archive.toc.items()}
    if "PYZ.pyz" in sizes:
        sizes.pop("PYZ.pyz")
        for name, (_, _, length) in archive.open_embedded_archive("PYZ.pyz").toc.items():
            key = f"Python: {name.split('.')[0]}"
            sizes[key] = sizes.get(key, 0) + length
    _print_sizes("part", sizes, EXECUTABLE.stat().st_size)
    tables = table_sizes(CORPUS / "corpus.db")
    _print_sizes("table of corpus.db, with its indexes", tables, sum(tables.values()))
    with EXECUTABLE.open("rb") as file:
        print(f"\nSHA-256 {hashlib.file_digest(file, 'sha256').hexdigest()}")


def table_sizes(database: Path) -> dict[str, int]:
    """What each table adds to the packed corpus, in bytes.

    Each is the difference that leaving it out would make, packed with a quicker setting than the
    executable's; their sum is close to the whole.
    """
    sizes: dict[str, int] = {}
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy.db"
        shutil.copyfile(database, copy)
        with contextlib.closing(sqlite3.connect(copy, isolation_level=None)) as connection:
            names = connection.execute("SELECT type, name FROM sqlite_master WHERE type IN ('view', 'table')")
            tables = [name for kind, name in names if kind == "table" and not name.startswith("sqlite_")]
            for view in VIEWS:
                connection.execute(f"DROP VIEW {view.name}")
            before = _packed_size(connection, copy)
            for table in tables:
                connection.execute(f"DROP TABLE {table}")
                after = _packed_size(connection, copy)
                sizes[table], before = before - after, after
    return sizes


def _packed_size(connection: sqlite3.Connection, path: Path) -> int:
    connection.execute("VACUUM")
    return len(lzma.compress(path.read_bytes(), preset=2))


def _print_sizes(title: str, sizes: dict[str, int], total: int) -> None:
    print(f"\n| {title} | KB | share |\n|---|---:|---:|")
    for name, size in sorted(sizes.items(), key=lambda item: -item[1])[:30]:
        print(f"| {name} | {size / 1e3:,.0f} | {size / total:.1%} |")


if __name__ == "__main__":
    sys.exit(main())
