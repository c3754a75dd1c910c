"""What the user's own file holds, as records."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple


class Anchor(NamedTuple):
    """A place in the text that outlives an upgrade of the corpus.

    ``role`` says what the place is for the item (``target``, ``from``, ``head`` …), and ``text`` what stood
    there when it was attached. Everything is counted from 1. Without ``word`` it is the whole verse; with
    ``last_word`` a selection of words; with ``segment`` a part of the word. ``node`` is the position of an
    implied treebank node in its verse, and then there is no word.
    """

    role: str
    surah: int
    ayah: int
    word: int | None = None
    last_word: int | None = None
    segment: int | None = None
    node: int | None = None
    text: str = ""


class Item(NamedTuple):
    """Something the user made: an annotation, a tag, a note.

    Its id never changes. Times are UTC in ISO 8601 with milliseconds and ``Z``; ``deleted`` is the time since
    which it is in the bin. ``revision`` is 1 for what was just made and grows with every change.
    """

    id: str
    kind: str
    data: dict[str, Any]
    anchors: tuple[Anchor, ...] = ()
    created: str = ""
    changed: str = ""
    deleted: str | None = None
    revision: int = 0

    def as_json(self) -> dict[str, Any]:
        """The item as plain containers, the way its history keeps it."""
        return self._asdict() | {"anchors": [anchor._asdict() for anchor in self.anchors]}

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> Item:
        """The item that :meth:`as_json` made plain."""
        return cls(**{**plain, "anchors": tuple(Anchor(**anchor) for anchor in plain["anchors"])})


class Change(NamedTuple):
    """One line of history: what was done to an item, when and by whom, and the item before and after it.

    ``before`` is ``None`` where there was nothing before, and both are where the item was purged.
    """

    seq: int
    item: str
    revision: int
    at: str
    who: str
    action: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


class Write(NamedTuple):
    """One change to make.

    ``action`` is create, change, delete, restore, undo or import. For delete and restore, only the item's id
    counts. ``text`` is the item's words for the full-text search, already folded. ``revision`` is the one the
    writer saw; ``None`` writes over whatever is there, except that nothing is created over what exists.
    """

    action: str
    item: Item
    text: str = ""
    revision: int | None = None


class Backup(NamedTuple):
    """A copy of the whole file: its name in the folder of backups, when it was made, its size and version.

    ``reason`` is ``daily``, ``upgrade`` (before one), ``restore`` (before one), or what the user said.
    """

    name: str
    at: str
    bytes: int
    version: int
    reason: str


class Notice(NamedTuple):
    """What happened when the file was found damaged.

    ``set_aside`` is where the damaged file is now, ``backup`` the name of the one that was opened in its
    place, ``since`` when that was made: what was written later is missing. ``at`` is when it happened.
    """

    set_aside: str
    backup: str
    since: str
    at: str

    def __str__(self) -> str:
        return (
            f"Your own data was damaged. The backup {self.backup} was opened in its place: what you wrote"
            f" after {self.since} may be missing. The damaged file is kept as {self.set_aside}."
        )


class OwnTranslation(NamedTuple):
    """A translation that the user added. ``notice`` is the comment block of its file, unchanged."""

    id: str
    language: str
    name: str
    translator: str
    source: str
    notice: str
    file_name: str
    added: str
    verse_count: int


Verses = Sequence[tuple[int, int, str]]
"""The verses of a translation: surah, ayah, text."""


class Whole(NamedTuple):
    """Everything in the file as it was at one moment; each part can be gone through once, in this order.

    ``size`` says how many items there are. ``items`` come by id, those in the bin too; ``history`` comes by
    item and revision, without what was before.
    """

    size: int
    items: Iterable[Item]
    history: Iterable[Change]
    translations: Iterable[tuple[OwnTranslation, Verses]]
    settings: Mapping[str, Any]


class Arrival(NamedTuple):
    """What is to be kept of a file.

    ``writes`` may be asked for again. ``history`` is that of items that are new, by their ids.
    """

    writes: Callable[[], Iterator[Write]]
    history: Mapping[str, Sequence[Change]]
    translations: Sequence[tuple[OwnTranslation, Verses]]
    settings: Mapping[str, Any]
