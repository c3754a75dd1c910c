"""Makes ``dist/kalima``, the one-file executable, with the corpus inside.

The corpus travels as xz-compressed constants of a module, and the files of the page and the manual as plain
ones of another: modules are read from the executable when they are imported, while data files would be
unpacked to disk at every start. ``--report`` says what each part takes.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import lzma
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from kalima import files
from pack_page import pack

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
    # Parts of libraries that only their own developers or callers of other parts reach.
    "_pydecimal", "cProfile", "click.testing", "cmd", "code", "codeop", "dateutil.easter",
    "dateutil.rrule", "email._header_value_parser", "email.contentmanager", "email.headerregistry",
    "email.policy", "flask.cli", "flask.testing", "http.server", "itsdangerous", "jinja2", "profile",
    "pstats", "rlcompleter", "tracemalloc", "typing_extensions", "werkzeug._reloader", "werkzeug.debug",
    "werkzeug.middleware.profiler", "werkzeug.middleware.shared_data", "werkzeug.sansio.multipart",
    "werkzeug.serving", "werkzeug.test",
]  # fmt: skip
if sys.platform != "win32":  # there, the libraries ask the system for its folders and its console by it
    EXCLUDED_MODULES += ["_ctypes", "ctypes"]
EXCLUDED_HOOKS = {"pyi_rth_inspect", "pyi_rth_pkgutil"}
"""What PyInstaller runs at every start so that source can be looked up in the file, which has none."""

EXCLUDED_LIBRARIES = ("libcrypto", "libssl", "libreadline", "libtinfo", "libncurses", "libbz2")

COMPILING = ("-X", "no_debug_ranges")
"""A log's traceback names the line; the columns within it would be a tenth of all code."""


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
    pack_files(GENERATED)
    (GENERATED / "_kalima_build.py").write_text(f"COMMIT = {commit()!r}\n", "utf-8")
    _run_pyinstaller()
    print(f"{EXECUTABLE.relative_to(ROOT)}: {EXECUTABLE.stat().st_size / 1e6:.1f} MB")
    if options.report:
        report()
    return 0


def commit() -> str:
    """The commit that is built, with + where it is not all; without git, ``unknown``."""
    asked = ["git", "describe", "--always", "--abbrev=12", "--exclude=*", "--dirty=+"]
    try:
        told = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return told.stdout.strip()


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


def pack_files(generated: Path) -> None:
    """Write the module that carries the files of the page and the manual; PyInstaller packs all modules."""
    carried = {
        f"{folder}/{name}": pack(name, files.read(folder, name))
        for folder in files.FOLDERS
        for name in files.names(folder)
    }
    (generated / f"{files.FILES_MODULE}.py").write_text(f"FILES = {carried!r}\n", "utf-8")


def _run_pyinstaller() -> None:
    places: list[str | Path] = ["--distpath", EXECUTABLE.parent, "--workpath", GENERATED / "work"]
    # Where the one file and the folder have programs of one name, these share a file of the work folder.
    clean = [] if sys.platform == "linux" else ["--clean"]
    options = ["--noconfirm", *clean, "--log-level", "WARN", *places]
    subprocess.run(
        [sys.executable, *COMPILING, "-m", "PyInstaller", *options, ROOT / "kalima.spec"], check=True
    )


def report() -> None:
    """Print what the executable is made of, and what each table of the corpus adds to it, largest first."""
    _print_sizes("part", part_sizes(EXECUTABLE), EXECUTABLE.stat().st_size)
    tables = table_sizes(CORPUS / "corpus.db")
    _print_sizes("table of corpus.db", tables, sum(tables.values()))
    with EXECUTABLE.open("rb") as file:
        print(f"\nSHA-256 {hashlib.file_digest(file, 'sha256').hexdigest()}")


def part_sizes(executable: Path) -> dict[str, int]:
    """What each library, and each package of Python code, takes in the executable, in bytes."""
    from PyInstaller.archive.readers import CArchiveReader

    archive = CArchiveReader(str(executable))
    sizes = {name: entry[1] for name, entry in archive.toc.items()}
    if "PYZ.pyz" in sizes:
        sizes.pop("PYZ.pyz")
        for name, (_, _, length) in archive.open_embedded_archive("PYZ.pyz").toc.items():
            key = f"Python: {name.split('.')[0]}"
            sizes[key] = sizes.get(key, 0) + length
    return sizes


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
            names = connection.execute("SELECT type, name FROM sqlite_master").fetchall()
            tables = [name for kind, name in names if kind == "table"]
            for name in (name for kind, name in names if kind == "view"):
                connection.execute(f"DROP VIEW {name}")
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
