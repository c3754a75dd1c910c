"""The rule by which what comes in a file and what is here become one.

Of two states of an item the one that was changed last wins; of two that were changed at the same
millisecond, the one whose JSON sorts last. It makes no difference which of the two is here and which comes.
The other state stays in the item's history, or is put there.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import NamedTuple

from kalima.store.research_store import Item, OwnTranslation, Verses, Write
from kalima.study.research.exchange.form import plain_translation
from kalima.study.research.full_text import full_text


class Merged(NamedTuple):
    """What becomes of an item, what it is then, and the states that are written, one after the other.

    :param seen: the revision that is here; 0 if there is none.
    """

    outcome: str
    item: Item
    written: tuple[Item, ...] = ()
    seen: int = 0

    def writes(self) -> list[Write]:
        """As the store takes them; the first is made to what was seen, the others to the one before."""
        return [
            Write("import", item, full_text(item), None if number else self.seen)
            for number, item in enumerate(self.written)
        ]


def merged(here: Item | None, coming: Item, was_here: Callable[[Item], bool], now: str) -> Merged:
    """What becomes of an item that comes in a file.

    :param coming: without ``changed``, it has been changed at this moment, unless it says the same.
    :param was_here: whether the history of the item has a state.
    """
    if here is None:
        made = coming._replace(created=coming.created or coming.changed or now, changed=coming.changed or now)
        return Merged("new", made, (made,))
    if not coming.changed:
        coming = coming._replace(created=coming.created or here.created, changed=here.changed)
        if is_same(here, coming):
            return Merged("same", here)
        coming = coming._replace(changed=now, revision=max(coming.revision, here.revision + 1))
    coming = coming._replace(created=coming.created or here.created)
    if is_same(here, coming):
        higher = (coming,) if coming.revision > here.revision else ()
        return Merged("same", here, higher, here.revision)
    if _key(coming) > _key(here):
        outcome = "changed" if coming.revision > here.revision else "taken"
        return Merged(outcome, coming, (coming,), here.revision)
    if was_here(coming):
        return Merged("older", here)
    return Merged("kept", here, (coming, here), here.revision)


def is_same(one: Item, other: Item) -> bool:
    """Whether two states are the same; how often they were changed does not count."""
    return _key(one) == _key(other)


def _key(item: Item) -> tuple[str, str]:
    return item.changed, _text({**item.as_json(), "revision": 0})


def merged_translation(
    here: tuple[OwnTranslation, Verses] | None, coming: tuple[OwnTranslation, Verses]
) -> str:
    """What becomes of a whole translation: the one that was added last wins; it has no history."""
    if here is None:
        return "new"
    ours, theirs = ((each[0].added, _text(plain_translation(*each))) for each in (here, coming))
    return "same" if ours == theirs else "changed" if theirs > ours else "older"


def merged_settings(here: Mapping[str, object], coming: Mapping[str, object]) -> dict[str, str]:
    """What becomes of each setting: what is set here stays."""
    return {
        name: "new" if name not in here else "same" if _text(here[name]) == _text(value) else "kept"
        for name, value in coming.items()
    }


_text = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
