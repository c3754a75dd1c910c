"""Says what keeps Kalima from starting where nobody reads a terminal: on a page, in the browser."""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path

from kalima import instance, logs, opening, paths
from kalima.errors import KalimaError

UNFORESEEN = "Something went wrong inside Kalima."
_HINT = "Start Kalima again. If it happens again, report it with the end of the log."
_FILE = "trouble.html"
_PAGE = """\
<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>Kalima did not start</title>
  <style>body {{ max-width: 40em; margin: 3em auto; padding: 0 1em; font: 1.1em/1.6 sans-serif }}</style>
</head>
<body>
<h1>Kalima did not start</h1>
<p><strong>{message}</strong></p>
<p>{hint}</p>
<p>The log, for whoever helps you: <code>{log}</code></p>
</body>
</html>
"""

log = logging.getLogger(__name__)
shows_page = False
"""Whether whoever started this program waits for a window, and would not see what is printed."""


def on_terminal() -> bool:
    """Whether a person reads what is printed, and nothing keeps it."""
    return sys.stdout.isatty()


def put_in_words(error: Exception) -> KalimaError:
    """What the user is told of an error that ends the program; the log gets all of it."""
    if isinstance(error, KalimaError):
        log.error("%s", error)
        return error
    log.critical("unforeseen", exc_info=error)
    return KalimaError(UNFORESEEN, f"{_HINT} It is {_log_file()}.")


def show(told: KalimaError) -> None:
    """Open a page that says what is wrong, what to do, and where the log is; if such a page is wanted."""
    if not shows_page:
        return
    try:
        opening.open_browser(_write_page(told).as_uri())
    except OSError as error:
        log.error("The page that says so cannot be written: %s", error)


def _log_file() -> str:
    try:
        return str(logs.path())
    except OSError:
        return "nowhere, for want of a folder"


def _write_page(told: KalimaError) -> Path:
    from html import escape

    words = {"message": told.message, "hint": told.hint, "log": _log_file()}
    page = _PAGE.format(**{name: escape(text) for name, text in words.items()})
    try:
        file = paths.run_dir() / _FILE
        instance.write_private(file, page)
    except OSError:  # it may be this very folder that is the trouble
        import tempfile

        descriptor, name = tempfile.mkstemp(prefix="kalima-", suffix=".html")
        with os.fdopen(descriptor, "w", encoding="utf-8") as temporary:
            temporary.write(page)
        file = Path(name)
    return file
