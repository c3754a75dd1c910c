"""The user's items: made, changed, taken back, and found by place, kind and words."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kalima.errors import KalimaError, NotFound
from kalima.store.research_store import Item, ResearchStore, Write
from kalima.study.research import anchors, finding, rules, undoing
from kalima.study.research.fields import check_id, is_id
from kalima.study.research.full_text import full_text
from kalima.study.research.kinds import KINDS, check, dependents_of, kind_named
from kalima.study.research.places import Place, parse_place

if TYPE_CHECKING:
    from kalima.study.library import Library

Places = Mapping[str, Sequence[str]]
"""Places by role, as in ``{"target": ["2:255:3"]}``."""
PAGE = 50
_WRITING = threading.RLock()
"""Held from the look at what is there to the write that depends on it: no two tags get one name."""


class Research:
    """The user's own work on a corpus. An item is given out as JSON has it:

    ``{id, kind, data, anchors, created, changed, deleted, revision}`` with ``anchors`` by role, each of them
    ``{place, ref, text, moved}``.

    :param who: who makes the changes; else the user who is logged in.
    :raises ResearchUnusable: by any method, if the user's file cannot be used.
    """

    def __init__(self, library: Library, who: str = "") -> None:
        self.library = library
        self.store: ResearchStore = library.research
        self.who = who or login_name()

    # Reading

    def get(self, id: str) -> dict[str, Any]:
        """An item, also one in the bin.

        :raises NotFound: if there is none.
        """
        return self.shaped([self.item(id)])[0]

    def item(self, id: str, kind: str = "") -> Item:
        """An item as the store has it, also one in the bin.

        :param kind: the kind that it must be of, if that matters.
        :raises NotFound: if there is none.
        """
        item = self.store.item(id) if is_id(id) else None
        if item is None or (kind and item.kind != kind):
            raise NotFound(f"There is no {kind or 'item'} {id[:80]!r}.", "It may have been removed for good.")
        return item

    def find(
        self,
        kinds: Collection[str] = (),
        *,
        place: str = "",
        where: Mapping[str, str] | None = None,
        text: str = "",
        bin: bool = False,
        limit: int = PAGE,
        offset: int = 0,
    ) -> dict[str, Any]:
        """A page of items, the newest change first, and how many there are: ``{total, items}``.

        :param kinds: these kinds; else all but runs, which are many and large.
        :param place: a verse or a word.
        :param where: fields that are equal to a text, as in ``{"layer": "syntax"}``.
        :param text: words that all are in the item; ``word*`` for those that begin so.
        :param bin: what is in the bin instead.
        :raises NotFound: if there is no such kind.
        :raises KalimaError: if ``place`` is no verse and no word.
        """
        filters = finding.filters(kinds, place, where or {}, text, bin=bin)
        items = self.store.items(**filters, limit=limit, offset=offset)
        return {"total": self.store.count(**filters), "items": self.shaped(items)}

    def counts(self) -> dict[str, int]:
        """How many items there are of each kind, without the bin."""
        return dict.fromkeys(KINDS, 0) | self.store.counts()

    def at(self, place: str, kinds: Collection[str] = ()) -> list[dict[str, Any]]:
        """What is attached to a place or to a part of it, in the order of the text.

        A verse has everything in it; a word what is attached to it, to a selection with it or to a segment of
        it; a segment what is attached to it or to its word.

        :raises KalimaError: if ``place`` is none.
        """
        meant = parse_place(place)
        items = self.store.items(kinds=finding.kinds_named(kinds), place=meant[:2])
        return self.shaped(
            [item for item in items if any(meant.touches(Place.of(each)) for each in item.anchors)]
        )

    def at_many(
        self, verses: Iterable[tuple[int, int]], kinds: Collection[str] = ()
    ) -> dict[str, list[dict[str, Any]]]:
        """What is attached in each of these verses (surah, ayah), by reference, in the order of the text.

        Verses at which there is nothing are left out. All are asked for in one statement.
        """
        asked = list(dict.fromkeys(verses))
        items = self.store.items(kinds=finding.kinds_named(kinds), verses=asked)
        found: dict[tuple[int, int], dict[str, int]] = {verse: {} for verse in asked}
        for item in items:
            for attached in item.anchors:
                if (here := found.get(attached[1:3])) is not None:
                    word = attached.word or 0
                    here[item.id] = min(here.get(item.id, word), word)
        shaped = {each["id"]: each for each in self.shaped(items)}
        return {
            f"{surah}:{ayah}": [shaped[id] for id in sorted(here, key=here.__getitem__)]
            for (surah, ayah), here in found.items()
            if here
        }

    def belonging(self, id: str) -> dict[str, int]:
        """How many items belong to this one and go into the bin with it, by kind."""
        item = self.item(id)
        return {
            kind: self.store.count(kinds=(kind,), where={field: id})
            for kind, field in dependents_of(item.kind)
        }

    def history(self, id: str) -> list[dict[str, Any]]:
        """Every change of an item, the newest first: ``{seq, revision, at, who, action, before, after}``.

        ``before`` and ``after`` are the item as it was, ``None`` where it was not.

        :raises NotFound: if there never was such an item.
        """
        changes = self.store.history(id) if is_id(id) else []
        if not changes:
            raise NotFound(f"There is no item {id[:80]!r}.")
        states = [Item.from_json(state) for change in changes for state in change[6:] if state is not None]
        given = iter(self.shaped(states))
        return [
            {
                **{name: getattr(change, name) for name in ("seq", "revision", "at", "who", "action")},
                "before": None if change.before is None else next(given),
                "after": None if change.after is None else next(given),
            }
            for change in changes
        ]

    def recent(self, limit: int = PAGE, offset: int = 0) -> list[dict[str, Any]]:
        """The newest changes of all items: ``{seq, item, kind, title, revision, at, who, action}``."""
        return [finding.in_short(change) for change in self.store.recent(limit, offset)]

    def shaped(self, items: Sequence[Item]) -> list[dict[str, Any]]:
        """Items as they are given out, with what has moved."""
        attached = anchors.shaped(self.library, [item.anchors for item in items])
        return [{**item._asdict(), "anchors": roles} for item, roles in zip(items, attached, strict=True)]

    # Writing

    def create(
        self, kind: str, data: Mapping[str, Any], places: Places | None = None, *, id: str | None = None
    ) -> dict[str, Any]:
        """Make an item.

        A second verdict on a hit changes the first and is no new item.

        :param data: its fields; one that is ``None`` is left out.
        :param places: where it is attached, by role.
        :param id: its id, if it has one already.
        :raises NotFound: if there is no such kind or place.
        :raises KalimaError: if a field or a place cannot be so; the message names it.
        :raises ResearchConflict: if there is an item of this id.
        """
        said = kind_named(kind)
        if id is not None:
            check_id(id, "id")
        fields = check(said, rules.given(said, data, {}))
        attached = anchors.anchors(self.library, said, places or {})
        item = rules.completed(self.library, Item(id or new_id(), kind, fields, attached))
        with self.writing():
            if kind == "verdict" and (first := rules.same(self.store, item)):
                item = first._replace(data=first.data | item.data, anchors=item.anchors)
                return self._written("change", item, first.revision)
            return self._written("create", item)

    def change(
        self,
        id: str,
        data: Mapping[str, Any] | None = None,
        places: Places | None = None,
        *,
        revision: int | None = None,
    ) -> dict[str, Any]:
        """Change the fields and the roles that are given; the others stay as they are.

        A field that is ``None`` is taken out. Places that are given are attached anew, to what stands there
        now. What changes nothing leaves no trace.

        :param revision: the one that was seen; then nobody's newer change is written over.
        :raises NotFound: if there is no such item, or no such place.
        :raises KalimaError: if it is in the bin, or a field or a place cannot be so.
        :raises ResearchConflict: if the item has a newer revision.
        """
        with self.writing():
            before = self.item(id)
            _check_not_in_bin(before)
            said = kind_named(before.kind)
            fields = check(said, before.data | rules.given(said, data or {}, before.data))
            attached = anchors.anchors(self.library, said, places or {}, before.anchors)
            item = rules.completed(self.library, before._replace(data=fields, anchors=attached), before)
            return self._written("change", item, before.revision if revision is None else revision)

    def delete(self, id: str, *, revision: int | None = None) -> dict[str, Any]:
        """Put an item into the bin, and what belongs to it with it: a tag's taggings, a hypothesis's verdicts
        and runs. What is there already stays there.

        :raises NotFound: if there is no such item.
        :raises ResearchConflict: if the item has a newer revision.
        """
        with self.writing():
            item = self.item(id)
            return self._write([Write("delete", item, "", revision), *self._taking_along(item)])

    def restore(self, id: str) -> dict[str, Any]:
        """Take an item out of the bin, and what went there with it.

        :raises NotFound: if there is no such item.
        :raises KalimaError: if it is not in the bin, what it belongs to is, or its name is taken by now.
        """
        with self.writing():
            item = self.item(id)
            if not item.deleted:
                raise KalimaError(f"This {item.kind} is not in the bin.")
            rules.check_consistent(self.store, item)
            return self._write([Write("restore", item), *self._bringing_back(item)])

    def undo(self, id: str, *, revision: int | None = None) -> dict[str, Any]:
        """Undo the newest change of an item that is not undone yet, as a new revision; again, the one before.

        What was just made goes into the bin, what was deleted comes back, with what belongs to it.

        :raises NotFound: if there is no such item.
        :raises KalimaError: if nothing is left to undo.
        :raises ResearchConflict: if the item has a newer revision.
        """
        with self.writing():
            item = self.item(id)
            before = undoing.before_newest(item, self.store.history(id))
            return self._turned("undo", item, before, revision)

    def revert(self, id: str, to: int, *, revision: int | None = None) -> dict[str, Any]:
        """Make an item again what it was at revision ``to``, as a new revision; also what was undone.

        :raises NotFound: if there is no such item or revision.
        :raises KalimaError: if it is in the bin now, or was then.
        :raises ResearchConflict: if the item has a newer revision.
        """
        with self.writing():
            item = self.item(id)
            _check_not_in_bin(item)
            then = undoing.at_revision(item, self.store.history(id), to)
            return self._turned("change", item, then, revision)

    def purge(self, ids: Iterable[str]) -> int:
        """Remove items that are in the bin for good, with what belongs to them.

        :return: how many were removed.
        :raises NotFound: if there is no such item.
        :raises KalimaError: if one is not in the bin.
        """
        with self.writing():
            items = [self.item(id) for id in ids]
            for item in items:
                if not item.deleted:
                    raise KalimaError(f"The {item.kind} {item.id} is not in the bin.", "Delete it first.")
            return self._purge(items)

    def keep(self, kind: str, data: Mapping[str, Any]) -> Item:
        """Make an item that is the program's own, such as a run."""
        item = Item(new_id(), kind, check(kind_named(kind), data))
        return self.store.write([Write("create", item, full_text(item))], who=self.who)[0]

    def keep_imported(self, items: Sequence[Item]) -> list[Item]:
        """Write items that :func:`imported.read_item` has read as they are, all of them or none.

        :raises KalimaError: if what one belongs to is neither there nor among them, or if two tags would have
            the same name.
        """
        with self.writing():
            rules.check_together(self.store, items)
            return self.store.write([Write("import", item, full_text(item)) for item in items], who=self.who)

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """A block in which no other thread comes between a look at what is there and the write after it."""
        with _WRITING:
            yield

    def _turned(self, action: str, item: Item, to: Item, revision: int | None) -> dict[str, Any]:
        """The item made what it was, with what belongs to it going into the bin or coming back with it."""
        along: list[Write] = []
        if to.deleted and not item.deleted:
            along = self._taking_along(item)
        elif item.deleted and not to.deleted:
            along = self._bringing_back(item)
        if not to.deleted:
            rules.check_consistent(self.store, to)
        return self._write([Write(action, to, full_text(to), revision or item.revision), *along])

    def _written(self, action: str, item: Item, revision: int | None = None) -> dict[str, Any]:
        rules.check_consistent(self.store, item)
        return self._write([Write(action, item, full_text(item), revision)])

    def _write(self, writes: Sequence[Write]) -> dict[str, Any]:
        """Make the changes, all or none; return the item of the first."""
        return self.shaped(self.store.write(writes, who=self.who)[:1])[0]

    def _purge(self, items: Sequence[Item]) -> int:
        # An import may have brought something that belongs to what was in the bin.
        if along := [write for item in items for write in self._taking_along(item)]:
            self.store.write(along, who=self.who)
        belonging = [each for item in items for each in self._dependents(item, bin=True)]
        return self.store.purge([item.id for item in (*items, *belonging)], who=self.who)

    def _dependents(self, item: Item, *, bin: bool) -> list[Item]:
        return [
            each
            for kind, field in dependents_of(item.kind)
            for each in self.store.items(kinds=(kind,), where={field: item.id}, bin=bin)
        ]

    def _taking_along(self, item: Item) -> list[Write]:
        return [Write("delete", each) for each in self._dependents(item, bin=False)]

    def _bringing_back(self, item: Item) -> list[Write]:
        # What went into the bin in one write has one time; what the user had put there before has another.
        gone = self._dependents(item, bin=True)
        return [Write("restore", each) for each in gone if each.deleted == item.changed]


def new_id() -> str:
    """An id that nobody else makes."""
    return os.urandom(12).hex()


def login_name() -> str:
    """Who is logged in, as far as the environment says."""
    names = (os.environ.get(variable, "") for variable in ("USER", "USERNAME", "LOGNAME"))
    return next((name[:100] for name in names if name.isprintable() and name.strip()), "user")


def _check_not_in_bin(item: Item) -> None:
    if item.deleted:
        raise KalimaError(f"This {item.kind} is in the bin.", "Restore it first.")
