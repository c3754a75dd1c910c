"""What the build's tests share: the pinned wheels, read where dev.py keeps them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dev_setup import cache_folder


@pytest.fixture(scope="session")
def sources_dir() -> Path:
    """The folder of the source wheels: KALIMA_SOURCES, or the one that dev.py fetches them into."""
    folder = Path(os.environ.get("KALIMA_SOURCES") or cache_folder() / "sources")
    if not list(folder.glob("*.whl")):
        pytest.skip(f"no source wheels in {folder}: `python3 build_scripts/dev.py setup` fetches them")
    return folder
