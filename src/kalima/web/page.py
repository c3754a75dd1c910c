"""The page itself: every address of it is the same document, which shows what the address names."""

from __future__ import annotations

import mimetypes
from pathlib import Path

from flask import Blueprint, Response, current_app, send_file

TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".html": "text/html"}
"""Said here because on Windows the registry may call a script plain text, which browsers then refuse."""


def blueprint(font: Path) -> Blueprint:
    """``/``, the page's own addresses, and the font."""
    page = Blueprint("page", __name__)
    for suffix, mimetype in TYPES.items():
        mimetypes.add_type(mimetype, suffix)

    @page.get("/")
    @page.get("/surah/<int:_number>")
    @page.get("/search")
    @page.get("/about")
    @page.get("/translations")
    def index(_number: int | None = None) -> Response:
        return current_app.send_static_file("index.html")

    @page.get("/fonts/AmiriQuran.woff2")
    def amiri() -> Response:
        return send_file(font, mimetype="font/woff2", max_age=86_400)

    return page
