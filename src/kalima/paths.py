"""Where things live, frozen or not."""

from __future__ import annotations

import os
import sys
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
CORPUS_VARIABLE = "KALIMA_CORPUS"
DATA_VARIABLE = "KALIMA_DATA"
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


def static_dir() -> Path:
    """The page: HTML, CSS and JavaScript."""
    return PACKAGE / "web" / "static"


def data_dir() -> Path:
    """Where the user's own work is kept; the environment variable ``KALIMA_DATA`` names another place."""
    named = os.environ.get(DATA_VARIABLE)
    if named:
        return Path(named)
    import platformdirs

    return platformdirs.user_data_path("kalima", appauthor=False)


def run_dir() -> Path:
    """Where a running Kalima leaves word of itself, for its own user alone."""
    return data_dir() / "run"


def log_dir() -> Path:
    """Where the log is kept."""
    import platformdirs

    return platformdirs.user_log_path("kalima", appauthor=False)


def cache_dir() -> Path:
    """Where a frozen Kalima unpacks its corpus, once."""
    import platformdirs

    return platformdirs.user_cache_path("kalima", appauthor=False)
