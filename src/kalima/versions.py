"""Which Kalima this is: the program, the commit it was built from, its corpus and its index."""

from __future__ import annotations

import importlib
from typing import Any

from kalima import __version__, paths

PROGRAM = __version__
BUILD_MODULE = "_kalima_build"
"""Of the executable: ``COMMIT``, which is fixed when it is frozen."""


def commit() -> str:
    """The commit that the executable was built from; ``source`` where the program runs from its sources."""
    if not paths.frozen():
        return "source"
    told: str = importlib.import_module(BUILD_MODULE).COMMIT
    return told


def build() -> str:
    """What tells this build from every other one: for the sources, where they are."""
    where = "" if paths.frozen() else f" {paths.PACKAGE}"
    return f"{PROGRAM} {commit()}{where}"


def describe() -> str:
    """All of it, for a person who reports something."""
    from kalima import bundle
    from kalima.study.library import INDEX_FORMAT

    manifest: dict[str, Any] = bundle.manifest()
    hashes = manifest["blake2b"]
    return (
        f"kalima {PROGRAM}\n"
        f"commit {commit()}\n"
        f"corpus {manifest['corpus_version']}, {hashes['corpus.db']}\n"
        f"index  format {INDEX_FORMAT}, {hashes['search.index']}"
    )
