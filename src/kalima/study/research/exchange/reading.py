"""Reads a research file, and refuses all that is not one, by line and field, before anything is kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from kalima.errors import KalimaError
from kalima.store.research_store import Change, Item, OwnTranslation, Verses
from kalima.study import translations
from kalima.study.research.exchange import FORMAT, MOST_BYTES, VERSION
from kalima.study.research.exchange.form import LISTS, RECORDED, Progress
from kalima.study.research.exchange.placed import Placed, read_object
from kalima.study.research.fields import SHOWN, Choice, Count, Field, Json, Line
from kalima.study.research.fields import Id as IdField
from kalima.study.research.imported import TIME, read_item

if TYPE_CHECKING:
    from kalima.study.library import Library

FAULTS_SHOWN = 20
"""Faults that are named at most; how many there are is always said."""
_HEAD = ("format", "version", "kalima", "corpus", "exported")
_MEMBERS = (*_HEAD, *LISTS, "settings")
_CHANGE = ("item", "revision", "at", "who", "action", "after")


class Fault(NamedTuple):
    """What is wrong with a part: on which line it begins, which it is, its id, and why, with the field."""

    line: int | None
    part: str
    id: str
    reason: str

    def __str__(self) -> str:
        named = f"{self.part} ({self.id})" if self.id else self.part
        return f"{f'line {self.line}: ' if self.line else ''}{named}: {self.reason}"


class BadResearchFile(KalimaError):
    """A file with parts that cannot be read; ``faults`` are the first :data:`FAULTS_SHOWN` of ``total``."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        many, them = ("1 part", "it") if len(faults) == 1 else (f"{len(faults):,} parts", "them")
        super().__init__(
            f"The file has {many} that cannot be read; nothing was changed.",
            f"Mend {them} and import the file again.",
        )
        self.faults = faults[:FAULTS_SHOWN]
        self.total = len(faults)


class ResearchFile(NamedTuple):
    """What a file says. ``history`` is by item, the oldest change first."""

    items: list[Item]
    history: dict[str, list[Change]]
    translations: list[tuple[OwnTranslation, Verses]]
    settings: dict[str, Any]


def read_file(
    library: Library, given: bytes | str | Mapping[str, Any], progress: Progress = lambda *_: None
) -> ResearchFile:
    """What a file says, of its bytes or text, or as an object that has been read already.

    :raises BadResearchFile: if parts of it cannot be read; all of them are counted.
    :raises KalimaError: if it is no research file, is too large, or was written by a newer Kalima.
    """
    document = _placed(given) if isinstance(given, Mapping) else read_object(_text(given), LISTS)
    _check_head(document)
    reader = _Reader(library, progress)
    file = ResearchFile(
        reader.items(document["items"]),
        reader.history(document.get("history", ())),
        reader.translations(document.get("translations", ())),
        reader.settings(document.get("settings", {})),
    )
    if reader.faults:
        raise BadResearchFile(reader.faults)
    return file


def _text(given: bytes | str) -> str:
    size = len(given if isinstance(given, bytes) else given.encode("utf-8", "surrogatepass"))
    if size > MOST_BYTES:
        raise KalimaError(
            f"The file has more than {MOST_BYTES // 1_000_000} MB.",
            "Is it a research file? A hundred thousand annotations have about 40 MB.",
        )
    if isinstance(given, str):
        return given.removeprefix("\ufeff")
    try:
        return given.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = given.count(b"\n", 0, error.start) + 1
        raise KalimaError(f"The file is not UTF-8 text: line {line}.", "Nothing was changed.") from error


def _placed(document: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: [Placed(each) for each in value] if name in LISTS and isinstance(value, list) else value
        for name, value in document.items()
    }


def _check_head(document: Mapping[str, Any]) -> None:
    if document.get("format") != FORMAT:
        raise KalimaError(
            "This is no research file of Kalima.", "Such a file is made with: kalima research export FILE"
        )
    version = document.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise KalimaError("The file does not say its version.", f'It says "version": {VERSION}.')
    if version > VERSION:
        raise KalimaError(
            f"The file was written by a newer Kalima: it has version {version}, and this Kalima knows"
            f" versions up to {VERSION}. Nothing was changed.",
            "Import it with the newer Kalima.",
        )
    for name in document:
        if name not in _MEMBERS:
            raise KalimaError(f"A research file has no {name[:SHOWN]!r}.", f"It has {', '.join(_MEMBERS)}.")
    if "items" not in document:
        raise KalimaError("The file has no items.", 'It has "items": [], at least.')
    for name, form, called in (*((name, list, "a list") for name in LISTS), ("settings", dict, "an object")):
        if not isinstance(document.get(name, form()), form):
            raise KalimaError(f"{name} is of the wrong kind.", f"It is {called}.")


class _Reader:
    """Reads the parts of a file one by one and collects what is wrong with them."""

    def __init__(self, library: Library, progress: Progress) -> None:
        self._library = library
        self._progress = progress
        self._items: dict[str, Item] = {}
        self.faults: list[Fault] = []

    def items(self, parts: Sequence[Placed]) -> list[Item]:
        def read(plain: Any) -> Item:
            item = read_item(plain)
            if self._items.setdefault(item.id, item) is not item:
                raise KalimaError("another item of the file has this id.")
            return item

        return self._read("item", parts, read, self._progress)

    def history(self, parts: Sequence[Placed]) -> dict[str, list[Change]]:
        lines: dict[str, list[Change]] = {}

        def read(plain: Any) -> None:
            change = _change(plain)
            before = lines.setdefault(change.item, [])
            if before and change.revision <= before[-1].revision:
                raise KalimaError("revision is not above that of the change before.")
            before.append(change)

        self._read("change", parts, read)
        if not self.faults:
            for number, id in enumerate(lines, 1):
                item = self._items.get(id)
                if item is None or lines[id][-1].after != item.as_json():
                    why = "its history does not lead to what it is." if item else "there is no such item."
                    self.faults.append(Fault(None, f"history {number}", id, why))
        return lines

    def translations(self, parts: Sequence[Placed]) -> list[tuple[OwnTranslation, Verses]]:
        counts = [surah.ayah_count for surah in self._library.store.surahs]
        bundled = {each.id for each in self._library.store.translations}
        known: set[str] = set()

        def read(plain: Any) -> tuple[OwnTranslation, Verses]:
            record, verses = _translation(plain, counts)
            if record.id in bundled:
                raise KalimaError("a translation of this id is bundled with Kalima.")
            if record.id in known:
                raise KalimaError("another translation of the file has this id.")
            known.add(record.id)
            return record, verses

        return self._read("translation", parts, read)

    def settings(self, settings: Mapping[str, Any]) -> dict[str, Any]:
        for name, value in settings.items():
            try:
                Line("The name", "what it is called", required=True).check(name)
                if value is None:
                    raise KalimaError("it has no value.")
                Json("value", "what is kept").check(value)
            except KalimaError as error:
                self.faults.append(Fault(None, "setting", repr(name[:SHOWN])[1:-1], str(error)))
        return dict(settings)

    def _read(
        self,
        what: str,
        parts: Sequence[Placed],
        read: Callable[[Any], Any],
        progress: Progress = lambda *_: None,
    ) -> list[Any]:
        good = []
        for number, part in enumerate(parts, 1):
            try:
                good.append(read(part.value))
            except KalimaError as error:
                self.faults.append(Fault(part.line, f"{what} {number}", _id_of(part.value), str(error)))
            if number % 1_000 == 0:
                progress(number, len(parts))
        return good


def _id_of(value: Any) -> str:
    id = value.get("id", value.get("item")) if isinstance(value, Mapping) else None
    return repr(id[:SHOWN])[1:-1] if isinstance(id, str) else ""


def _change(plain: Any) -> Change:
    fields: tuple[Field, ...] = (
        IdField("item", "its id", required=True),
        Count("revision", "the revision that it made", required=True),
        Line("at", "when", required=True),
        Line("who", "who made it", required=True),
        Choice("action", "what was done", required=True, values=tuple(sorted(RECORDED))),
    )
    _check_members("A change", plain, _CHANGE)
    _check_fields(fields, plain)
    if not TIME.fullmatch(plain["at"]):
        raise KalimaError("at is no time.", "A time is written as 2026-01-31T09:30:00.000Z.")
    if not 1 <= plain["revision"] < 2**31:
        raise KalimaError("revision is no whole number from 1 on.")
    after = None
    if (plain.get("after") is None) != (plain["action"] == "purge"):
        raise KalimaError("after is the item as it was then; only a purge has none.")
    if plain["action"] != "purge":
        item = read_item(plain["after"])
        if (item.id, item.revision) != (plain["item"], plain["revision"]):
            raise KalimaError("after is not this revision of this item.")
        after = item.as_json()
    return Change(0, **{name: plain[name] for name in _CHANGE[:-1]}, before=None, after=after)


def _translation(plain: Any, counts: Sequence[int]) -> tuple[OwnTranslation, Verses]:
    names = [name for name in OwnTranslation._fields if name != "verse_count"]
    _check_members("A translation", plain, (*names, "verses"))
    for name in names:
        _check_plain_text(plain.get(name), name, translations.MAX_NOTICE if name == "notice" else 5_000)
    for name, pattern in (("id", translations.ID), ("language", translations.CODE)):
        if not re.fullmatch(pattern, plain[name], re.ASCII):
            raise KalimaError(f"{name}={plain[name][:SHOWN]!r} cannot be the {name} of a translation.")
    verses = plain.get("verses")
    if not isinstance(verses, Mapping) or not verses:
        raise KalimaError("verses is missing or empty.", 'It is written as {"1:1": "..."}.')
    rows = [(*_verse(name, counts), _check_plain_text(text, name)) for name, text in verses.items()]
    record = OwnTranslation(**{name: plain[name] for name in names}, verse_count=len(rows))
    return record, sorted(rows)


def _verse(name: str, counts: Sequence[int]) -> tuple[int, int]:
    if match := re.fullmatch(r"([1-9]\d{0,2}):([1-9]\d{0,2})", name, re.ASCII):
        surah, ayah = int(match[1]), int(match[2])
        if surah <= len(counts) and ayah <= counts[surah - 1]:
            return surah, ayah
    raise KalimaError(f"verses has {name[:SHOWN]!r}, and there is no such verse.")


def _check_plain_text(value: Any, where: str, most: int = translations.MAX_BYTES) -> str:
    if not isinstance(value, str) or len(value) > most:
        raise KalimaError(f"{where} is no text of up to {most:,} characters.")
    if found := re.search(translations.NO_TEXT, value):
        raise KalimaError(f"{where} holds a character that is not text (U+{ord(found[0]):04X}).")
    return value


def _check_members(what: str, plain: Any, known: Iterable[str]) -> None:
    if not isinstance(plain, Mapping):
        raise KalimaError(f"{what} is no object.")
    if unknown := sorted(plain.keys() - set(known)):
        raise KalimaError(f"{what} has no {unknown[0][:SHOWN]!r}.", f"It has {', '.join(known)}.")


def _check_fields(fields: Iterable[Field], plain: Mapping[str, Any]) -> None:
    for field in fields:
        if plain.get(field.name) is None:
            raise KalimaError(f"{field.name} is missing.")
        field.check(plain[field.name])
