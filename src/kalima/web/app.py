"""Puts the Flask app together: one blueprint per subject, one guard, one error handler."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from flask import Flask

from kalima import paths
from kalima.study.library import Library
from kalima.web import about, errors, guard, page, reading, searching, translations

MAX_BODY = 1 << 20
"""Bytes of a request's body, at most; a route may allow itself more."""


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
    app.register_blueprint(reading.blueprint(library))
    app.register_blueprint(searching.blueprint(library))
    app.register_blueprint(translations.blueprint(library))
    app.register_blueprint(about.blueprint(library, quit_program))
    return app
