"""What was kept verse by verse: whom pronouns refer to, hypotheses, translations of one's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from kalima.study import earlier_items as shapes
from kalima.study import earlier_research as earlier
from kalima.study.library import Library
from kalima.study.research.items import Research
from kalima.study.research.kinds import STATUSES
from kalima.web.answers import TRUTH
from kalima.web.earlier import answers
from kalima.web.earlier.answers import RESEARCH
from kalima.web.earlier.research import ITEM_ID, OF_VERSE, OLD_ID
from kalima.web.kinds import Choice, Kind, Text
from kalima.web.research.shapes import MAX_BODY
from kalima.web.routes import Api, Body, Route
from kalima.web.structures import ListOf, Record, nullable

_TEXT = nullable(Text())


class Sort(NamedTuple):
    """Something that a verse has several of.

    :param kind: of its items; ``name`` is what one is called in answers.
    :param fields: of a body; those that are required are named in ``required``.
    :param places: the roles of an item's places, by the fields that hold them.
    :param attached: the role in which the verse itself is the place; ``""`` where a field says it.
    """

    path: str
    kind: str
    name: str
    says: str
    shape: Callable[[dict[str, Any]], dict[str, Any]]
    answer: Kind
    fields: dict[str, Kind]
    required: tuple[str, ...]
    places: dict[str, str]
    attached: str
    example: dict[str, Any]
    usual: dict[str, Any]


SORTS = (
    Sort(
        "/api/pronouns",
        "pronoun",
        "reference",
        "whom a pronoun refers to",
        shapes.reference,
        answers.REFERENCE,
        {
            "pronoun": OLD_ID,
            "referent": nullable(OLD_ID),
            "referent_text": nullable(Text(says="Whom it refers to, in words.")),
            "certainty": _TEXT,
            "note": _TEXT,
        },
        ("pronoun",),
        {"pronoun": "pronoun", "referent": "referent"},
        "",
        {"pronoun": "seg-2-255-6-1", "referent": "2:255:0", "certainty": "certain"},
        {},
    ),
    Sort(
        "/api/hypotheses",
        "hypothesis",
        "hypothesis",
        "a hypothesis",
        shapes.hypothesis,
        answers.HYPOTHESIS,
        {
            "claim": Text(says="What is claimed."),
            "query": nullable(Text(says="What finds the places to be judged.")),
            "status": Choice(STATUSES, says="open where it is left out."),
            "note": _TEXT,
            "tags": ListOf(Text(), 100),
        },
        ("claim",),
        {},
        "verse",
        {"claim": "The throne is knowledge", "tags": ["theology"]},
        {"status": "open"},
    ),
    Sort(
        "/api/translations",
        "translation",
        "translation",
        "a translation of one's own",
        shapes.translation,
        answers.OWN_TRANSLATION,
        {
            "language": Text(says="Its name or code; en where it is left out."),
            "text": Text(says="The translation."),
            "note": _TEXT,
        },
        ("text",),
        {},
        "target",
        {"language": "en", "text": "God: there is no god but He"},
        {"language": "en"},
    ),
)


def declare(api: Api, library: Library) -> None:
    """``/api/pronouns``, ``/api/hypotheses`` and ``/api/translations``, each with a verse behind it."""
    for sort in SORTS:
        _declare(api, library, sort)


def _declare(api: Api, library: Library, sort: Sort) -> None:
    path, example = f"{sort.path}/{{verse_ref}}", {"verse_ref": "2:255", "id": f"example-{sort.name}"}
    answer = Record({"success": TRUTH, sort.name: sort.answer})

    def sent(*, whole: bool) -> Body:
        fields = {**sort.fields, "id": Text(says="Its own, if it has one.")}
        optional = tuple(name for name in fields if not (whole and name in sort.required))
        return Body(Record(fields, optional), sort.name, MAX_BODY)

    def answered(item: dict[str, Any]) -> dict[str, Any]:
        return {"success": True, sort.name: sort.shape(item)}

    def change(id: str, ref: str, body: dict[str, Any]) -> dict[str, Any]:
        item = earlier.found_in(library, sort.kind, id, ref)
        return answered(Research(library).change(item["id"], *_kept(sort, ref, body)))

    @api.answers(
        Route(
            "POST",
            path,
            f"Keeps {sort.says}",
            RESEARCH,
            answer,
            examples=[{**example, "body": sort.example | {"id": example["id"]}}],
            parts=[OF_VERSE],
            body=sent(whole=True),
            refusals=answers.TAKEN,
        )
    )
    def post(verse_ref: str, body: dict[str, Any]) -> dict[str, Any]:
        ref = earlier.verse(library, verse_ref)
        data, places = _kept(sort, ref, body)
        if sort.attached:
            places = {sort.attached: [ref]}
        return answered(earlier.put(library, sort.kind, sort.usual | data, places, body.get("id")))

    @api.answers(
        Route(
            "GET",
            path,
            f"What was kept of a verse: {sort.says}",
            RESEARCH,
            ListOf(sort.answer),
            examples=[example],
            parts=[OF_VERSE],
        )
    )
    def listing(verse_ref: str) -> list[dict[str, Any]]:
        return [sort.shape(item) for item in earlier.in_verse(library, sort.kind, verse_ref)]

    @api.answers(
        Route(
            "PUT",
            f"{path}/{{id}}" if sort.kind != "translation" else path,
            f"Changes {sort.says}",
            RESEARCH,
            answer,
            examples=[{**example, "body": {"note": "Later", "id": example["id"]}}],
            parts=[OF_VERSE, ITEM_ID] if sort.kind != "translation" else [OF_VERSE],
            body=sent(whole=False),
        )
    )
    def put(verse_ref: str, body: dict[str, Any], id: str = "") -> dict[str, Any]:
        ref = earlier.verse(library, verse_ref)
        return change(id or earlier.only_one(library, sort.kind, ref, body), ref, body)

    @api.answers(
        Route(
            "DELETE",
            f"{path}/{{id}}",
            f"Puts {sort.says} into the bin",
            RESEARCH,
            answer,
            examples=[example],
            parts=[OF_VERSE, ITEM_ID],
        )
    )
    def delete(verse_ref: str, id: str) -> dict[str, Any]:
        item = earlier.found_in(library, sort.kind, id, verse_ref)
        return answered(Research(library).delete(item["id"]))


def _kept(sort: Sort, ref: str, body: dict[str, Any]) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """The fields and the places of an item, from a body.

    :raises KalimaError: if what belongs to the verse is somewhere else.
    """
    data = {name: value for name, value in body.items() if name not in sort.places and name != "id"}
    places = {
        role: [shapes.place_of(body[name])] if body[name] is not None else []
        for name, role in sort.places.items()
        if name in body
    }
    if sort.kind in places:
        earlier.inside(ref, body[sort.kind])
    return data, places
