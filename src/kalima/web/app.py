"""Puts the Flask app together: the page, the API's routes by subject, one guard, one error handler."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from flask import Flask

from kalima import __version__, paths
from kalima.study.library import Library
from kalima.web import about, earlier, errors, guard, openapi, page, reading, searching, translations
from kalima.web.caching import Edition
from kalima.web.routes import MAX_BODY, Api


def create_app(library: Library, *, port: int, font: Path, quit_program: Callable[[], None]) -> Flask:
    """The app that answers on ``127.0.0.1:port``.

    :param font: the file of the Amiri Quran typeface.
    :param quit_program: called once when the user asks the program to end.
    """
    app = Flask("kalima", static_folder=str(paths.static_dir()), static_url_path="/static")
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY
    app.json.ensure_ascii = False  # type: ignore[attr-defined]  # Arabic as Arabic: half the bytes
    app.json.sort_keys = False  # type: ignore[attr-defined]
    guard.install(app, port)
    errors.install(app)
    app.register_blueprint(page.blueprint(font))
    create_api(library, quit_program).install(app, Edition(__version__, library.manifest["blake2b"]))
    return app


def create_api(library: Library, quit_program: Callable[[], None]) -> Api:
    """Every route of the API, in the order in which the description has them."""
    api = Api()
    reading.declare(api, library)
    searching.declare(api, library)
    translations.declare(api, library)
    earlier.declare(api, library)
    about.declare(api, library, quit_program)
    openapi.declare(api)
    return api
