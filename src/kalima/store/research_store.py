"""Reads and writes ``research.db``, the user's own file.

Nothing is on disk until something is written, and a program that only reads the corpus never opens it.
Everything in it points at places that outlive an upgrade of the corpus.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar, Unpack

from kalima.store.research import backups, damage, items, translations
from kalima.store.research import changes as changing
from kalima.store.research.connection import ResearchFile
from kalima.store.research.items import Filters
from kalima.store.research.records import (
    Anchor,
    Arrival,
    Backup,
    Change,
    Item,
    Notice,
    OwnTranslation,
    Verses,
    Whole,
    Write,
)

__all__ = [
    "FILE_NAME",
    "Anchor",
    "Arrival",
    "Backup",
    "Change",
    "Filters",
    "Item",
    "Notice",
    "OwnTranslation",
    "ResearchStore",
    "Verses",
    "Whole",
    "Write",
]

T = TypeVar("T")

FILE_NAME = "research.db"


class ResearchStore:
    """The user's own work as records, for any number of threads and programs at once.

    :param path: the file, which need not exist.
    :raises ResearchUnusable: by any method, if the file is damaged, comes from a newer Kalima, is kept
        busy by another program, or cannot be read or written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = ResearchFile(path)

    # Items.

    def item(self, id: str) -> Item | None:
        """The item of this id, also from the bin."""
        return self._file.read(lambda db: items.find(db, id), None)

    def items(self, *, limit: int | None = None, offset: int = 0, **filters: Unpack[Filters]) -> list[Item]:
        """The items for which all that the :class:`Filters` say holds.

        At a place they come by word, those of the whole verse first; then the newest change first.
        """
        return self._file.read(lambda db: items.listed(db, filters, limit, offset), [])

    def count(self, **filters: Unpack[Filters]) -> int:
        """How many items there are for which all that the :class:`Filters` say holds."""
        return self._file.read(lambda db: items.count(db, filters), 0)

    def counts(self) -> dict[str, int]:
        """How many items there are of each kind, without the bin."""
        return self._file.read(items.counts, {})

    def history(self, id: str) -> list[Change]:
        """What was done to an item, newest first."""
        return self._file.read(lambda db: items.history(db, id), [])

    def recent(self, limit: int = 50, offset: int = 0) -> list[Change]:
        """What was done last to any item, newest first."""
        return self._file.read(lambda db: items.recent(db, limit, offset), [])

    def places(
        self, *, tags: Collection[str] | None = None, **filters: Unpack[Filters]
    ) -> list[tuple[int, int, int | None, int | None]]:
        """The places of the items for which all that the :class:`Filters` say holds, each once.

        :param tags: only of what marks places with one of the tags of these ids.
        :return: surah, ayah, and the first and last word; no word for the whole verse.
        """
        return self._file.read(lambda db: items.places(db, filters, tags), [])

    def newest(self) -> tuple[int, str] | None:
        """The number and the time of the newest change: while it is the same, nothing has changed."""
        return self._file.read(items.newest, None)

    def write(self, changes: Sequence[Write], *, who: str) -> list[Item]:
        """Make all of these changes or none, and give the items as they are then.

        An item that is imported keeps its times and its revision, unless that would not be newer than what is
        there. What changes nothing leaves no trace in the history.

        :raises ResearchConflict: if an item is not of the revision that the writer saw, or is to be created
            and exists.
        :raises NotFound: if an item that is to be changed does not exist.
        """
        return self._file.write(lambda db: changing.write(db, changes, who))

    def purge(self, ids: Collection[str], *, who: str) -> int:
        """Take items out of the bin for good; of their history one line without content is left.

        :return: how many of them were in the bin.
        """
        return self._file.write(lambda db: changing.purge(db, ids, who)) if self.path.exists() else 0

    # All of it at once.

    def read_whole(self, read: Callable[[Whole], T]) -> T:
        """What ``read`` makes of everything that is there at this moment. It may be called again."""
        nothing: list[T] = []
        for done in self._file.read(lambda db: [items.read_whole(db, read)], nothing):
            return done
        return read(Whole(0, (), (), (), {}))

    def take_in(self, arrival: Arrival, *, who: str) -> None:
        """Keep all that has arrived from a file, or nothing of it; items as :meth:`write` imports them.

        :raises ResearchConflict: if an item is not of the revision that the writer saw; that is 0 where there
            was none.
        """
        self._file.write(lambda db: changing.take_in(db, arrival, who))

    # Settings.

    def setting(self, name: str) -> Any | None:
        """The value of a setting, or ``None`` if it is not set."""
        return self._file.read(lambda db: changing.setting(db, name), None)

    def set_setting(self, name: str, value: Any) -> None:
        """Set a setting to anything that JSON can hold; ``None`` takes it away."""
        self._file.write(lambda db: changing.set_setting(db, name, value))

    # Backups.

    def backups(self) -> list[Backup]:
        """The backups there are, the newest first."""
        return backups.listed(self._file.backups)

    def back_up(self, reason: str = "by-hand") -> Backup | None:
        """Make a backup that is kept until the user deletes it; ``None`` while there is nothing to copy.

        :param reason: a part of its name, made of small letters, digits and hyphens.
        """
        return self._file.back_up(reason)

    def restore(self, name: str) -> None:
        """Put a backup in the place of what is there now, of which a backup is made first.

        :raises NotFound: if there is no backup of this name.
        :raises ResearchUnusable: also if the backup is damaged or comes from a newer Kalima.
        """
        self._file.restore(name)

    def settle(self) -> None:
        """Wait until the backup of the day, if one is being made, is done."""
        self._file.settle()

    def last_word(self) -> Notice | None:
        """What was done when the file was found damaged, until the user has taken note of it."""
        return self._file.read(damage.notice, None)

    def take_note(self) -> None:
        """The user has read the :meth:`last_word`."""
        if self.path.exists():
            self._file.write(damage.forget)

    # Translations.

    def translations(self) -> list[OwnTranslation]:
        """The user's translations, by language and name."""
        return self._file.read(translations.listed, [])

    def translation_texts(
        self, translation: str, places: Sequence[tuple[int, int]]
    ) -> dict[tuple[int, int], str]:
        """What the translation has for those of these verses (surah, ayah) that it translates."""
        return self._file.read(lambda db: translations.texts(db, translation, places), {})

    def add_translation(
        self, record: OwnTranslation, verses: Iterable[tuple[int, int, str]], *, replace: bool = False
    ) -> bool:
        """Add a translation with its verses (surah, ayah, text), all of it or nothing.

        :return: whether it was added; not if there is one of its id that may not be replaced.
        """
        rows = list(verses)
        return self._file.write(lambda db: translations.add(db, record, rows, replace=replace))

    def remove_translation(self, translation: str) -> bool:
        """Remove a translation with its verses; return whether there was one."""
        if not self.path.exists():
            return False
        return self._file.write(lambda db: translations.remove(db, translation))
