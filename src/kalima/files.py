"""The files that come with the program: those of the page, and the pages of the manual.

A source checkout has them in folders. The one-file executable carries them in a module of its archive, read
when the first of them is wanted: two hundred small files would be written and removed again at every start.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from functools import cache

from kalima import paths

PAGE, MANUAL = "web/static", "manual"
FOLDERS = {PAGE: "**/*", MANUAL: "*.md"}
"""Where they are in the package, and which of the files there."""
FILES_MODULE = "_kalima_files"
"""Of the executable: ``FILES``, the bytes of each by its name in the package."""


def read(folder: str, name: str) -> bytes:
    """The bytes of a file: ``read(PAGE, "js/app.js")``.

    :raises FileNotFoundError: if there is none of this name in the folder.
    """
    if paths.frozen():
        try:
            return _frozen()[f"{folder}/{name}"]
        except KeyError:
            raise FileNotFoundError(name) from None
    top = (paths.PACKAGE / folder).resolve()
    path = (top / name).resolve()
    if not path.is_relative_to(top) or not path.is_file():
        raise FileNotFoundError(name)
    return path.read_bytes()


def names(folder: str) -> list[str]:
    """The names of all files of a folder, in order; of the page also those within its folders."""
    if paths.frozen():
        return sorted(name.removeprefix(f"{folder}/") for name in _frozen() if name.startswith(f"{folder}/"))
    top = paths.PACKAGE / folder
    found = (path for path in top.glob(FOLDERS[folder]) if path.is_file())
    return sorted(path.relative_to(top).as_posix() for path in found)


@cache
def _frozen() -> Mapping[str, bytes]:
    files: dict[str, bytes] = importlib.import_module(FILES_MODULE).FILES
    return files
