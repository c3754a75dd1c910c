"""The user's own work over HTTP: items with their history and bin, tags, hypotheses."""

from __future__ import annotations

from kalima.study.library import Library
from kalima.web.research import asking, exchanging, items, keeping, marking, places
from kalima.web.routes import Api


def declare(api: Api, library: Library) -> None:
    """``/api/v1/items``, ``/api/v1/research``, and the chapters that are made of them."""
    items.declare(api, library)
    places.declare(api, library)
    marking.declare(api, library)
    asking.declare(api, library)
    keeping.declare(api, library)
    exchanging.declare(api, library)
