"""Takes the user's work in from a file: shows what would change, or changes it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from kalima.store.research.changes import now
from kalima.store.research_store import Arrival, Item, OwnTranslation, Verses, Whole, Write
from kalima.study.research import rules
from kalima.study.research.exchange import CHANGES_SHOWN, OUTCOMES
from kalima.study.research.exchange.form import Progress
from kalima.study.research.exchange.merging import (
    Merged,
    is_same,
    merged,
    merged_settings,
    merged_translation,
)
from kalima.study.research.exchange.reading import ResearchFile, read_file
from kalima.study.research.full_text import title
from kalima.study.research.items import Research


class Plan(NamedTuple):
    """What would become of everything in a file."""

    file: ResearchFile
    items: list[tuple[Item | None, Item, Merged]]
    translations: list[str]
    settings: dict[str, str]

    @property
    def changes(self) -> bool:
        """Whether anything would be written."""
        written = any(each.written for _, _, each in self.items)
        return written or {"new", "changed"} & {*self.translations, *self.settings.values()} != set()

    def arrival(self, progress: Progress) -> Arrival:
        """What is to be written."""

        def writes() -> Iterator[Write]:
            for done, (_, _, each) in enumerate(self.items, 1):
                yield from each.writes()
                if done % 1_000 == 0:
                    progress(done, len(self.items))

        came = zip(self.file.translations, self.translations, strict=True)
        return Arrival(
            writes,
            self.file.history,
            [each for each, outcome in came if outcome in ("new", "changed")],
            {name: self.file.settings[name] for name, outcome in self.settings.items() if outcome == "new"},
        )


def import_file(
    research: Research,
    given: bytes | str | Mapping[str, Any],
    *,
    apply: bool = False,
    progress: Progress = lambda *_: None,
) -> dict[str, Any]:
    """Take in a research file, all of it or nothing; a backup is made first.

    :param apply: else only look what would change.
    :return: ``{applied, backup, total, kinds, changes, translations, settings}``: ``kinds`` say of how many
        items of each kind what becomes of them (see :data:`OUTCOMES`); ``changes`` are the first
        :data:`CHANGES_SHOWN` items that are here and change, the conflicts first.
    :raises BadResearchFile: if parts of it cannot be read.
    :raises KalimaError: if it is no research file, is too large or too new, if what an item belongs to is
        neither here nor in it, or if two tags would have the same name.
    :raises ResearchConflict: if something was changed by another program meanwhile.
    """
    file = read_file(research.library, given, progress)
    with research.writing():
        plan = _planned(research, file)
        backup = None
        if apply and plan.changes:
            backup = research.store.back_up("import")
            research.store.take_in(plan.arrival(progress), who=research.who)
    return {"applied": apply, "backup": backup.name if backup else None, **_told(plan)}


def _planned(research: Research, file: ResearchFile) -> Plan:
    store, at = research.store, now()
    ids = [item.id for item in file.items]
    here = {item.id: item for bin in (False, True) for item in store.items(ids=ids, bin=bin)}

    def was_here(coming: Item) -> bool:
        states = (change.after for change in store.history(coming.id))
        return any(is_same(Item.from_json(state), coming) for state in states if state)

    items = [(here.get(item.id), item, merged(here.get(item.id), item, was_here, at)) for item in file.items]
    rules.check_together(
        store, [each.item for _, _, each in items if each.outcome in ("new", "changed", "taken")]
    )

    def sides(whole: Whole) -> tuple[list[str], dict[str, str]]:
        own: dict[str, tuple[OwnTranslation, Verses]] = {}
        if file.translations:
            own = {record.id: (record, verses) for record, verses in whole.translations}
        outcomes = [merged_translation(own.get(each[0].id), each) for each in file.translations]
        return outcomes, merged_settings(whole.settings, file.settings)

    return Plan(file, items, *store.read_whole(sides))


def _told(plan: Plan) -> dict[str, Any]:
    counts: dict[str, Counter[str]] = {}
    for _, item, each in plan.items:
        counts.setdefault(item.kind, Counter())[each.outcome] += 1
    changed = [row for row in plan.items if row[2].outcome in ("taken", "kept", "changed")]
    changed.sort(key=lambda row: row[2].outcome == "changed")
    return {
        "total": _by_outcome(sum(counts.values(), Counter())),
        "kinds": {kind: _by_outcome(counts[kind]) for kind in sorted(counts)},
        "changes": [_change(*row) for row in changed[:CHANGES_SHOWN]],
        "translations": [
            {"id": record.id, "name": record.name, "outcome": outcome}
            for (record, _), outcome in zip(plan.file.translations, plan.translations, strict=True)
        ],
        "settings": [{"name": name, "outcome": outcome} for name, outcome in plan.settings.items()],
    }


def _by_outcome(counts: Mapping[str, int]) -> dict[str, int]:
    return {outcome: counts.get(outcome, 0) for outcome in OUTCOMES}


def _change(here: Item | None, coming: Item, each: Merged) -> dict[str, Any]:
    return {
        "id": each.item.id,
        "kind": each.item.kind,
        "title": title(each.item),
        "outcome": each.outcome,
        "here": here.changed if here else None,
        "file": coming.changed or None,
        "bin": each.item.deleted is not None,
    }
