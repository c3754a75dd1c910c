"""Where things live, frozen or not."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from kalima.errors import NoHome

PACKAGE = Path(__file__).resolve().parent
STARTED_BY = os.getppid()
"""The process that started this one, asked as early as can be: it may be killed at any moment."""
CORPUS_VARIABLE = "KALIMA_CORPUS"
DATA_VARIABLE = "KALIMA_DATA"
PORTABLE_DIR = "kalima-data"
"""A folder of this name beside the executable holds everything that it writes: both can be carried along."""
_part = ""
"""The folder in the data folder that is used in its place."""
WAY_OUT = (
    "Download Kalima again and replace the file; from a source checkout, delete the folder build/corpus "
    "and run: python3 build_scripts/dev.py setup."
)
"""What to do about a corpus that is missing or damaged. The user's own work lies elsewhere."""


def frozen() -> bool:
    """Whether this is the one-file executable."""
    return bool(getattr(sys, "frozen", False))


def built_corpus_dir() -> Path:
    """The folder of ``corpus.db``, ``search.index`` and the font in a source checkout.

    The environment variable ``KALIMA_CORPUS`` names another one.
    """
    named = os.environ.get(CORPUS_VARIABLE)
    return Path(named) if named else PACKAGE.parents[1] / "build" / "corpus"


def unpacked_at_start() -> str:
    """The temporary folder into which the one file unpacked itself; nothing where it did not."""
    folder = getattr(sys, "_MEIPASS", "")
    return folder if Path(folder).name.startswith("_MEI") else ""


def program() -> Path:
    """What the user of the executable has before them: the file, or on macOS the bundle around it."""
    file = Path(sys.executable)
    bundle = file.parents[2] if len(file.parents) > 2 else file
    return bundle if bundle.suffix == ".app" else file


def use_data_dir(folder: Path) -> None:
    """Let everything that Kalima writes go to this folder, also in the programs that it starts."""
    os.environ[DATA_VARIABLE] = str(folder.absolute())


def keep_served_apart() -> None:
    """From now on the data folder is a part of its own: what is served to others is not the user's work."""
    global _part
    _part = "served"


def data_dir() -> Path:
    """Where the user's own work is kept: in the folder that was named, or where the system has such things.

    :raises NoHome: if there is no such place.
    """
    return (_named_dir() or _of_user("data")) / _part


def run_dir() -> Path:
    """Where a running Kalima leaves word of itself, for its own user alone."""
    return data_dir() / "run"


def log_dir() -> Path:
    """Where the log is kept."""
    named = _named_dir()
    return named / "log" if named else _of_user("log")


def cache_dir() -> Path:
    """Where a frozen Kalima unpacks its corpus, once."""
    named = _named_dir()
    return named / "cache" if named else _of_user("cache")


def _named_dir() -> Path | None:
    """The one folder for everything, if ``KALIMA_DATA`` names one or it lies beside the executable."""
    named = os.environ.get(DATA_VARIABLE)
    if named:
        return Path(named).absolute()
    beside = program().with_name(PORTABLE_DIR)
    return beside if frozen() and beside.is_dir() else None


def _of_user(kind: str) -> Path:
    """The system's folder of this kind for the user; without HOME, by the system's list of users.

    :raises NoHome: if the user is not in that list either.
    """
    import platformdirs

    try:
        path: Path = getattr(platformdirs, f"user_{kind}_path")("kalima", appauthor=False)
    except RuntimeError as error:
        raise NoHome(
            "This user has no home folder.", "Name a folder for Kalima's files: kalima --data-dir DIR."
        ) from error
    return path
