"""Flask without what takes a third of its import, and what Kalima never calls.

Flask brings its template engine, its command line, a development server, sessions and forms with files. The
pages of Kalima are files, its command line is another one, waitress serves it, and what it is sent is JSON. A
start waits for every import.
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType

UNUSED = (
    "click",
    "decimal",
    "flask.cli",
    "itsdangerous",
    "jinja2",
    "uuid",
    "werkzeug.sansio.multipart",
    "werkzeug.serving",
    "werkzeug.test",
)


class _Unused(ModuleType):
    """Stands for a module while Flask takes names from it, and makes classes of these."""

    def __getattr__(self, name: str) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        # An exception, so that it can be caught; a blueprint asks of a group of commands whether it has any.
        return type(name, (Exception,), {"commands": {}})


def import_flask() -> None:
    """Import Flask, unless somebody has; who asks for one of these modules later gets the real one."""
    if "flask" in sys.modules or "werkzeug" in sys.modules:
        return
    absent = [name for name in UNUSED if name not in sys.modules]
    sys.modules.update((name, _Unused(name)) for name in absent)
    try:
        importlib.import_module("flask")
    finally:
        for name in absent:
            del sys.modules[name]
