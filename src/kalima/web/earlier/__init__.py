"""The addresses of the earlier backends, for the clients that call them; new ones use ``/api/v1``."""

from __future__ import annotations

from kalima.study.library import Library
from kalima.web.earlier import lists, notes, patterns, reading, research, searching, verse_research
from kalima.web.routes import Api


def declare(api: Api, library: Library) -> None:
    """Every address under which the corpus was read and searched, and research kept, before."""
    reading.declare(api, library)
    searching.declare(api, library)
    patterns.declare(api, library)
    lists.declare(api, library)
    research.declare(api, library)
    verse_research.declare(api, library)
    notes.declare(api, library)
