"""What happens to a file that is damaged: it is set aside, and the newest good backup takes its place."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from kalima.store.research import backups, changes, migrations
from kalima.store.research.records import Notice

_SETTING = "damage"
_BESIDE = ("-wal", "-shm")


def set_aside(path: Path) -> Notice | None:
    """Put the newest good backup in the place of the damaged file at ``path``, which is kept beside it.

    :return: what was done; ``None`` if there is no good backup, and then nothing was done.
    """
    folder = path.parent / backups.FOLDER
    backup = backups.newest_sound(folder)
    if backup is None:
        return None
    at = changes.now()
    aside = path.with_name(f"{path.stem}.damaged-{at.replace(':', '')}{path.suffix}")
    notice = Notice(str(aside), backup.name, backup.at, at)
    with backups.unfinished_copy(folder, backup.name) as copy:
        with closing(backups.connect(copy, "mode=rw")) as connection:
            migrations.bring_up_to_date(connection, path)
            changes.set_setting(connection, _SETTING, notice)
        try:
            _keep(path, aside)
            copy.replace(path)
        except OSError:
            aside.unlink(missing_ok=True)
            raise
    return notice


def _keep(path: Path, aside: Path) -> None:
    """Copy the file, so that there is no moment without one, and move those of its log out of the way."""
    import shutil  # only now: it brings much along, and hardly anybody ever gets here

    with os.fdopen(backups.private(aside), "wb") as kept, path.open("rb") as damaged:
        shutil.copyfileobj(damaged, kept)
    for suffix in _BESIDE:
        beside = path.with_name(path.name + suffix)
        if beside.exists():
            beside.replace(aside.with_name(aside.name + suffix))


def notice(connection: sqlite3.Connection) -> Notice | None:
    """What was done when the file was last found damaged."""
    kept: list[Any] | None = changes.setting(connection, _SETTING)
    return Notice(*kept) if kept else None


def forget(connection: sqlite3.Connection) -> None:
    """The user knows of it."""
    changes.set_setting(connection, _SETTING, None)
