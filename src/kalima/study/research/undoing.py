"""What an item was: before its newest change that is not undone yet, or at a revision."""

from __future__ import annotations

from collections.abc import Sequence

from kalima.errors import KalimaError, NotFound
from kalima.store.research.changes import now
from kalima.store.research_store import Change, Item


def before_newest(item: Item, history: Sequence[Change]) -> Item:
    """The item as it was before the newest change that is not undone; in the bin if that change made it.

    Each undo of the history undid the newest change before it that was not undone then.

    :param history: newest first.
    :raises KalimaError: if every change is undone.
    """
    undone = 0
    for change in history:
        if change.action == "undo":
            undone += 1
        elif undone:
            undone -= 1
        elif change.before is not None:
            return Item.from_json(change.before)
        else:
            return item._replace(deleted=now())
    raise KalimaError(f"Nothing is left to undo of this {item.kind}.", "Its history shows what it has been.")


def at_revision(item: Item, history: Sequence[Change], revision: int) -> Item:
    """The item as it was at a revision.

    :raises NotFound: if it has no such revision.
    :raises KalimaError: if it was in the bin then.
    """
    state = next((change.after for change in history if change.revision == revision), None)
    if state is None:
        raise NotFound(
            f"This {item.kind} has no revision {revision}.", f"It has the revisions up to {item.revision}."
        )
    then = Item.from_json(state)
    if then.deleted:
        raise KalimaError(f"At revision {revision} this {item.kind} was in the bin.", "Delete it instead.")
    return then
