"""Puts the Flask app together: the page, the API's routes by subject, one guard, one error handler."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from flask import Flask

from kalima import __version__
from kalima.study.library import Library
from kalima.web import (
    about,
    dictionary,
    errors,
    guard,
    manual,
    openapi,
    page,
    reading,
    searching,
    translations,
    windows,
)
from kalima.web.caching import Edition
from kalima.web.guard import Rules
from kalima.web.routes import MAX_BODY, Api
from kalima.web.windows import Windows


def create_app(
    library: Library,
    *,
    port: int,
    font: Path,
    quit_program: Callable[[], None],
    rules: Rules = guard.OWN_USER,
    open_windows: Windows | None = None,
) -> Flask:
    """The app that answers on ``127.0.0.1:port``, or where ``rules`` say.

    :param font: the file of the Amiri Quran typeface.
    :param quit_program: called once when the user asks the program to end.
    :param open_windows: where the page's windows are counted, if somebody looks at it.
    """
    app = Flask("kalima", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY
    app.json.ensure_ascii = False  # type: ignore[attr-defined]  # Arabic as Arabic: half the bytes
    app.json.sort_keys = False  # type: ignore[attr-defined]
    guard.install(app, port, rules)
    errors.install(app)
    app.register_blueprint(page.blueprint(font))
    create_api(library, quit_program, open_windows).install(
        app, Edition(__version__, library.manifest["blake2b"])
    )
    return app


def create_api(
    library: Library, quit_program: Callable[[], None], open_windows: Windows | None = None
) -> Api:
    """Every route of the API, in the order in which the description has them."""
    api = Api()
    reading.declare(api, library)
    searching.declare(api, library)
    dictionary.declare(api, library)
    api.late(partial(_declare_cards, library=library))
    api.late(partial(_declare_statistics, library=library))
    translations.declare(api, library)
    api.late(partial(_declare_research, library=library))
    api.late(partial(_declare_earlier, library=library))
    about.declare(api, library, quit_program)
    manual.declare(api)
    windows.declare(api, library, open_windows or Windows())
    openapi.declare(api)
    return api


def _declare_cards(api: Api, library: Library) -> None:
    from kalima.web import cards

    cards.declare(api, library)


def _declare_statistics(api: Api, library: Library) -> None:
    from kalima.web import statistics, tables  # for who counts

    statistics.declare(api, library)
    tables.declare(api, library)


def _declare_research(api: Api, library: Library) -> None:
    from kalima.web import research  # for who has some, or is about to: no start waits for them

    research.declare(api, library)


def _declare_earlier(api: Api, library: Library) -> None:
    from kalima.web import earlier  # half of all routes, for the earlier clients: no start waits for them

    earlier.declare(api, library)
