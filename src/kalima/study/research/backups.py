"""Going back to a copy of the user's file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kalima.errors import NotFound
from kalima.store.research_store import Backup

if TYPE_CHECKING:
    from kalima.study.library import Library

LATEST = "latest"


def restore(library: Library, name: str) -> Backup:
    """Put everything back to what it was when a copy was made; what there is now is copied first.

    :param name: the name of the copy's file, or ``latest``.
    :raises NotFound: if there is no such copy.
    """
    backups = library.research.backups()
    backup = next((each for each in backups if name in (each.name, LATEST)), None)
    if backup is None:
        hint = f"The newest is {backups[0].name}." if backups else "None was made yet."
        raise NotFound(f"There is no backup {name[:80]!r}.", hint)
    library.research.restore(backup.name)
    return backup
