from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from kalima.store.research_store import ResearchStore
from kalima.study.library import Library
from kalima.study.research.items import Research


@pytest.fixture
def opened(library):
    """Opens research of its own in a folder of its own, as often as it is called."""
    with tempfile.TemporaryDirectory() as folder:
        count = iter(range(1_000_000))

        def open_one() -> Research:
            own = Library(library.store, library.index, library.manifest, Path())
            own.research = ResearchStore(Path(folder) / str(next(count)) / "research.db")
            return Research(own, who="me")

        yield open_one
