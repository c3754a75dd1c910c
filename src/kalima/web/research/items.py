"""Items: made, read, changed, put into the bin and taken out again, with all their history."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

from kalima.errors import ResearchConflict
from kalima.study.library import Library
from kalima.study.research.items import PAGE, Research
from kalima.web.errors import Refused
from kalima.web.kinds import Natural, Text, Truth
from kalima.web.research.shapes import ANCHORED, CHANGE, ITEM, ITEMS, KIND, MAX_BODY, SEEN, NewItem
from kalima.web.routes import Api, Body, Parameter, Route, Tag
from kalima.web.structures import ListOf, Record, nullable

TAG = Tag(
    "Research",
    "The user's own work: annotations, notes, tags and the like, attached to places in the text.",
)
LIMIT = Parameter("limit", Natural(0, 500), "How many to list, at most.", PAGE)
OFFSET = Parameter("offset", Natural(), "How many to leave out first.", 0)
ID = Parameter("id", Text(), "The item's id.")
CONFLICT = {409: "It was changed by someone else since; `stored` is the item as it is now."}
_REVISION = Parameter("revision", SEEN, SEEN.says, None)
_SEEN = Body(Record({"revision": nullable(SEEN)}, ("revision",)), "revision")
_EXAMPLES: list[dict[str, Any]] = [
    {
        "id": "example-note",
        "kind": "note",
        "data": {"title": "On the throne", "text": "See *2:255*."},
        "anchors": {"target": ["2:255"]},
    },
    {"id": "example-bookmark", "kind": "bookmark", "data": {}, "anchors": {"target": ["18:1"]}},
    {
        "id": "example-annotation",
        "kind": "annotation",
        "data": {"layer": "rhetoric", "text": "An oath"},
        "anchors": {"target": ["92:1:1-2"]},
    },
    {"id": "example-query", "kind": "query", "data": {"name": "Saying", "query": "root:قول"}},
    {
        "id": "example-claim",
        "kind": "hypothesis",
        "data": {"claim": "God is never the object of قتل", "query": "root:قتل", "status": "open"},
    },
]


def declare(api: Api, library: Library) -> None:
    """``/api/v1/items``."""
    _declare_reading(api, library)
    _declare_changing(api, library)
    _declare_bin(api, library)


def _declare_reading(api: Api, library: Library) -> None:
    @api.answers(
        Route(
            "POST",
            "/api/v1/items",
            "Makes an item",
            TAG,
            Record({"item": ITEM}),
            examples=[{"body": each} for each in _EXAMPLES],
            body=Body(NewItem(), "item", MAX_BODY),
            status=201,
            more="What its places say is kept with it, so that a later corpus cannot move it unseen. A "
            "second verdict on a hit changes the first.",
            refusals={404: "There is no such place.", 409: "There is an item of this id already."},
        )
    )
    def create(body: dict[str, Any]) -> dict[str, Any]:
        given = body.get("data", {}), body.get("anchors", {})
        return {"item": Research(library).create(body["kind"], *given, id=body.get("id"))}

    @api.answers(
        Route(
            "GET",
            "/api/v1/items",
            "Items, the newest change first",
            TAG,
            ITEMS,
            examples=[{"kind": "note"}, {"text": "throne", "place": "2:255"}, {"bin": "true"}],
            query=[
                Parameter("kind", ListOf(KIND), "Of these kinds; else of all but runs.", ()),
                Parameter("place", Text(), "Attached to this verse or word, or inside it.", ""),
                Parameter(
                    "text", Text(), "With all of these words; a star ends the beginning of a word.", ""
                ),
                Parameter("layer", Text(), "In this layer.", ""),
                Parameter("bin", Truth(), "What is in the bin instead.", False),
                LIMIT,
                OFFSET,
            ],
        )
    )
    def listing(
        kind: list[str], place: str, text: str, layer: str, bin: bool, limit: int, offset: int
    ) -> dict[str, Any]:
        where = {"layer": layer} if layer else {}
        filters: dict[str, Any] = {"place": place, "text": text, "where": where, "bin": bin}
        return Research(library).find(kind, **filters, limit=limit, offset=offset)

    @api.answers(
        Route(
            "GET",
            "/api/v1/items/{id}",
            "An item, also from the bin",
            TAG,
            Record({"item": ITEM}),
            examples=[{"id": "example-note"}],
            parts=[ID],
        )
    )
    def read(id: str) -> dict[str, Any]:
        return {"item": Research(library).get(id)}

    @api.answers(
        Route(
            "GET",
            "/api/v1/items/{id}/history",
            "Every change of an item, the newest first",
            TAG,
            Record({"changes": ListOf(CHANGE)}),
            examples=[{"id": "example-note"}],
            parts=[ID],
        )
    )
    def history(id: str) -> dict[str, Any]:
        return {"changes": Research(library).history(id)}


def _declare_changing(api: Api, library: Library) -> None:
    @api.answers(
        Route(
            "PUT",
            "/api/v1/items/{id}",
            "Changes the fields and roles that are given",
            TAG,
            Record({"item": ITEM}),
            examples=[
                {"id": "example-note", "body": {"data": {"text": "See *2:255* and 20:5."}, "revision": 1}}
            ],
            parts=[ID],
            body=Body(
                Record(
                    {"data": Record({}, open=True), "anchors": ANCHORED, "revision": nullable(SEEN)},
                    ("data", "anchors", "revision"),
                ),
                "change",
                MAX_BODY,
            ),
            more="A field that is null is taken out. The places of a role are attached anew, to what stands "
            "there now: that is also how one that has moved is accepted.",
            refusals=CONFLICT,
        )
    )
    def change(id: str, body: dict[str, Any]) -> dict[str, Any]:
        with told_of_conflict(research := Research(library), id):
            changed = research.change(
                id, body.get("data"), body.get("anchors"), revision=body.get("revision")
            )
        return {"item": changed}

    @api.answers(
        Route(
            "POST",
            "/api/v1/items/{id}/undo",
            "Undoes the newest change that is not undone yet",
            TAG,
            Record({"item": ITEM}),
            examples=[{"id": "example-note", "body": {}}],
            parts=[ID],
            body=_SEEN,
            more="As a new revision, so that nothing is lost; asked again, it undoes the one before. What "
            "was just made goes into the bin, what was deleted comes back.",
            refusals=CONFLICT,
        )
    )
    def undo(id: str, body: dict[str, Any]) -> dict[str, Any]:
        with told_of_conflict(research := Research(library), id):
            return {"item": research.undo(id, revision=body.get("revision"))}

    @api.answers(
        Route(
            "POST",
            "/api/v1/items/{id}/revert",
            "Makes an item again what it was at a revision",
            TAG,
            Record({"item": ITEM}),
            examples=[{"id": "example-note", "body": {"to": 2}}],
            parts=[ID],
            body=Body(
                Record({"to": Natural(1, says="The revision."), "revision": nullable(SEEN)}, ("revision",)),
                "revision to go back to",
            ),
            refusals=CONFLICT,
        )
    )
    def revert(id: str, body: dict[str, Any]) -> dict[str, Any]:
        with told_of_conflict(research := Research(library), id):
            return {"item": research.revert(id, body["to"], revision=body.get("revision"))}


def _declare_bin(api: Api, library: Library) -> None:
    @api.answers(
        Route(
            "DELETE",
            "/api/v1/items/{id}",
            "Puts an item into the bin, with what belongs to it",
            TAG,
            Record({"item": ITEM}),
            examples=[{"id": "example-note"}, {"id": "example-bookmark"}, {"id": "example-annotation"}],
            parts=[ID],
            query=[_REVISION],
            more="A tag takes its places along, a hypothesis its verdicts and runs.",
            refusals=CONFLICT,
        )
    )
    def delete(id: str, revision: int | None) -> dict[str, Any]:
        with told_of_conflict(research := Research(library), id):
            return {"item": research.delete(id, revision=revision)}

    @api.answers(
        Route(
            "POST",
            "/api/v1/items/{id}/restore",
            "Takes an item out of the bin, with what went there with it",
            TAG,
            Record({"item": ITEM}),
            examples=[{"id": "example-annotation", "body": {}}],
            parts=[ID],
        )
    )
    def restore(id: str) -> dict[str, Any]:
        return {"item": Research(library).restore(id)}

    @api.answers(
        Route(
            "DELETE",
            "/api/v1/items/{id}/forever",
            "Removes an item that is in the bin for good",
            TAG,
            Record({"removed": Natural(says="Items, with what belonged to it.")}),
            examples=[{"id": "example-bookmark"}],
            parts=[ID],
        )
    )
    def purge(id: str) -> dict[str, Any]:
        return {"removed": Research(library).purge([id])}


@contextlib.contextmanager
def told_of_conflict(research: Research, id: str) -> Iterator[None]:
    """Where somebody else was quicker, let the answer have what there is now beside what was sent."""
    try:
        yield
    except ResearchConflict as error:
        raise Refused(409, error, stored=research.get(id)) from error
