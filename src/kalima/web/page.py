"""The page itself: every address of it is the same document, which shows what the address names."""

from __future__ import annotations

import hashlib
import mimetypes
import re
from pathlib import Path, PurePosixPath

from flask import Blueprint, Response, abort, request, send_file

from kalima import files, paths
from kalima.web import kept

TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".html": "text/html"}
"""Said here because on Windows the registry may call a script plain text, which browsers then refuse."""
_IMPORT = re.compile(rb'@import "(\w+\.css)" ?(\w*);')


def page_file(name: str) -> bytes:
    """The bytes of a file of the page; of a style sheet with all that it imports from beside it.

    :raises FileNotFoundError: if there is none of this name.
    """
    content = files.read(files.PAGE, name)
    if not name.endswith(".css"):
        return content

    def imported(line: re.Match[bytes]) -> bytes:
        sheet = files.read(files.PAGE, str(PurePosixPath(name).with_name(line[1].decode())))
        return b"@media %s {\n%s}" % (line[2], sheet) if line[2] else sheet

    return _IMPORT.sub(imported, content)


def send_page_file(name: str) -> Response:
    """A file of the page, which the browser keeps and asks about; 404 if there is none of this name."""
    try:
        content = page_file(name)
    except FileNotFoundError:
        abort(404)
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    response = Response(content, mimetype=kind)
    response.set_etag(hashlib.blake2b(content, digest_size=16).hexdigest())
    response.cache_control.no_cache = True
    if paths.frozen():  # else who works on the page would not see it change
        kept.mark(request.environ)
    response.make_conditional(request)
    return response


def blueprint(font: Path) -> Blueprint:
    """``/``, the page's own addresses, and the font."""
    page = Blueprint("page", __name__)
    for suffix, mimetype in TYPES.items():
        mimetypes.add_type(mimetype, suffix)

    @page.get("/")
    @page.get("/surah/<int:_number>")
    @page.get("/juz/<int:_number>")
    @page.get("/page/<int:_number>")
    @page.get("/<int:_number>:<_verses>")
    @page.get("/search")
    @page.get("/build")
    @page.get("/build/letters")
    @page.get("/searches")
    @page.get("/about")
    @page.get("/translations")
    @page.get("/tree/<_name>")
    @page.get("/roots")
    @page.get("/root/<_name>")
    @page.get("/lemmas")
    @page.get("/lemma/<_name>")
    @page.get("/numbers")
    @page.get("/compare")
    @page.get("/help")
    @page.get("/help/<_name>")
    @page.get("/research")
    @page.get("/research/file")
    @page.get("/research/hypothesis/<_name>")
    def index(_number: int | None = None, _verses: str = "", _name: str = "") -> Response:
        return send_page_file("index.html")

    @page.get("/static/<path:name>")
    def file(name: str) -> Response:
        return send_page_file(name)

    @page.get("/fonts/AmiriQuran.woff2")
    def amiri() -> Response:
        return send_file(font, mimetype="font/woff2", max_age=86_400)

    return page
