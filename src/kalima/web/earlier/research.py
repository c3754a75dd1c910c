"""Annotations, connections, tags and saved patterns, as before."""

from __future__ import annotations

from typing import Any

from kalima.study import earlier_items as shapes
from kalima.study import earlier_research as earlier
from kalima.study.library import Library
from kalima.study.research import tags
from kalima.study.research.items import Research
from kalima.web.answers import TRUTH
from kalima.web.earlier import answers
from kalima.web.earlier.answers import RESEARCH
from kalima.web.kinds import ANYTHING, Kind, Text
from kalima.web.research.shapes import MAX_BODY
from kalima.web.routes import Api, Body, Parameter, Route
from kalima.web.structures import ListOf, Record, nullable

OLD_ID = Text(says="A verse (2:255), a word (2:255:0) or a segment (seg-2-255-0-0); these count from 0.")
OF_VERSE = Parameter("verse_ref", Text(), "The verse: 2:255.")
ITEM_ID = Parameter("id", Text(), "The id that it was given.")
_NOTED: dict[str, Kind] = {
    "id": Text(says="Its own, if it has one; what has this id is changed."),
    "layer": Text(says=f"The named layer that it is in; {earlier.GENERAL} where it is left out."),
}
_ANNOTATION: dict[str, Kind] = {
    **_NOTED,
    "target_id": OLD_ID,
    "text": nullable(Text()),
    "payload": ANYTHING,
}
_CONNECTION: dict[str, Kind] = {
    **_NOTED,
    "from_token": OLD_ID,
    "to_token": OLD_ID,
    "note": nullable(Text()),
    "meta": ANYTHING,
}
_CONNECTED = Record({"internal": ListOf(answers.CONNECTION), "external": ListOf(answers.CONNECTION)})
_ANNOTATED = {"target_id": "2:255:0", "layer": "syntax", "payload": {"label": "topic"}}
_LINK = {"from_token": "2:255:0", "to_token": "2:256:0", "layer": "rhetoric", "meta": {"kind": "echo"}}


def declare(api: Api, library: Library) -> None:
    """The addresses of what is not of one verse alone."""
    _declare_annotations(api, library)
    _declare_connections(api, library)
    _declare_tags(api, library)
    _declare_patterns(api, library)


def _declare_annotations(api: Api, library: Library) -> None:
    of_verse = [answers.SURAH, answers.AYAH]

    def keep(body: dict[str, Any], target: str) -> dict[str, Any]:
        data = {"layer": earlier.GENERAL} | earlier.with_rest(body, ("layer", "text", "payload"), "payload")
        kept = earlier.put(library, "annotation", data, {"target": [target]}, body.get("id"))
        return shapes.annotation(kept)

    @api.answers(
        Route(
            "POST",
            "/api/annotations/{surah}/{ayah}",
            "Annotates a verse, or a word or segment in it",
            RESEARCH,
            Record({"success": TRUTH, "id": Text(), "annotation": answers.ANNOTATION}),
            examples=[{"surah": 2, "ayah": 255, "body": {"text": "The throne", "certain": True}}],
            parts=of_verse,
            body=Body(Record(_ANNOTATION, tuple(_ANNOTATION), open=True), "annotation", MAX_BODY),
            more="What has no name here is kept in payload.",
            refusals=answers.TAKEN,
        )
    )
    def annotate(surah: int, ayah: int, body: dict[str, Any]) -> dict[str, Any]:
        ref = earlier.verse(library, f"{surah}:{ayah}")
        target = earlier.inside(ref, body.pop("target_id", ref))
        kept = keep(body, target)
        return {"success": True, "id": kept["id"], "annotation": kept}

    @api.answers(
        Route(
            "GET",
            "/api/annotations/{surah}/{ayah}",
            "The annotations of a verse and of what is in it",
            RESEARCH,
            ListOf(answers.ANNOTATION),
            examples=[{"surah": 2, "ayah": 255}],
            parts=of_verse,
        )
    )
    def of(surah: int, ayah: int) -> list[dict[str, Any]]:
        return [
            shapes.annotation(item) for item in earlier.in_verse(library, "annotation", f"{surah}:{ayah}")
        ]

    @api.answers(
        Route(
            "POST",
            "/annotations",
            "Keeps an annotation",
            RESEARCH,
            answers.ANNOTATION,
            examples=[{"body": _ANNOTATED | {"id": "example-earlier-annotation"}}],
            body=Body(
                Record(_ANNOTATION, ("id", "layer", "text", "payload"), open=True),
                "annotation",
                MAX_BODY,
            ),
            more="What has no name here is kept in payload.",
            refusals=answers.TAKEN,
        )
    )
    def post(body: dict[str, Any]) -> dict[str, Any]:
        return keep(body, body.pop("target_id"))

    @api.answers(
        Route(
            "GET",
            "/annotations",
            "Annotations, the newest first, or those of one target",
            RESEARCH,
            ListOf(answers.ANNOTATION),
            examples=[{}, {"target_id": "2:255:0"}],
            query=[Parameter("target_id", Text(), OLD_ID.says, "")],
        )
    )
    def listing(target_id: str) -> list[dict[str, Any]]:
        return [shapes.annotation(item) for item in earlier.annotations_of(library, target_id)]

    api.answers(_deletion("annotation", "/annotations", "example-earlier-annotation"))(
        _deleting(library, "annotation")
    )


def _declare_connections(api: Api, library: Library) -> None:
    fields = ("layer", "note", "meta")

    def keep(body: dict[str, Any]) -> dict[str, Any]:
        places = {"from": [body.pop("from_token")], "to": [body.pop("to_token")]}
        data = {"layer": earlier.GENERAL} | earlier.with_rest(body, fields, "meta")
        kept = shapes.connection(earlier.put(library, "connection", data, places, body.get("id")))
        return {"success": True, "id": kept["id"], "connection": kept}

    answer = Record({"success": TRUTH, "id": Text(), "connection": answers.CONNECTION})
    sent = Body(Record(_CONNECTION, ("id", *fields), open=True), "connection", MAX_BODY)

    for path, example in (
        ("/api/connections", _LINK),
        ("/connections", _LINK | {"id": "example-earlier-connection"}),
    ):
        api.answers(
            Route(
                "POST",
                path,
                "Connects two places",
                RESEARCH,
                answer,
                examples=[{"body": example}],
                body=sent,
                more="What has no name here is kept in meta.",
                refusals=answers.TAKEN,
            )
        )(keep)
        api.answers(
            Route(
                "GET",
                path,
                "The connections within verses and between them; of one verse or of all",
                RESEARCH,
                _CONNECTED,
                examples=[{"verse": "2:255"}, {}],
                query=[Parameter("verse", Text(), OF_VERSE.says, "")],
            )
        )(lambda verse: earlier.connections(library, verse))

    @api.answers(
        Route(
            "POST",
            "/api/connections/{verse_ref}",
            "Connects a place in a verse with another",
            RESEARCH,
            answer,
            examples=[{"verse_ref": "2:255", "body": _LINK}],
            parts=[OF_VERSE],
            body=sent,
            refusals=answers.TAKEN,
        )
    )
    def post_in(verse_ref: str, body: dict[str, Any]) -> dict[str, Any]:
        earlier.inside(earlier.verse(library, verse_ref), body["from_token"], body["to_token"])
        return keep(body)

    @api.answers(
        Route(
            "GET",
            "/api/connections/{verse_ref}",
            "The connections within a verse, and those that leave or enter it",
            RESEARCH,
            _CONNECTED,
            examples=[{"verse_ref": "2:255"}],
            parts=[OF_VERSE],
        )
    )
    def of(verse_ref: str) -> dict[str, Any]:
        return earlier.connections(library, verse_ref)

    api.answers(_deletion("connection", "/connections", "example-earlier-connection"))(
        _deleting(library, "connection")
    )


def _declare_tags(api: Api, library: Library) -> None:
    name = Parameter("name", Text(), "The tag's name, in whatever case.")

    @api.answers(
        Route(
            "PUT",
            "/api/tags/{name}",
            "Makes a tag, or changes it, and marks places with it",
            RESEARCH,
            Record({"success": TRUTH, "tag": answers.TAG}),
            examples=[{"name": "oath", "body": {"description": "An oath", "targets": ["92:1", "92:2:0"]}}],
            parts=[name],
            body=Body(
                Record(
                    {
                        "name": Text(says="Another name for it."),
                        "description": nullable(Text()),
                        "colour": nullable(Text()),
                        "color": nullable(Text(says="The colour.")),
                        "targets": ListOf(OLD_ID, 500, says="To be marked too; marks that it has stay."),
                    },
                    ("name", "description", "colour", "color", "targets"),
                ),
                "tag",
                MAX_BODY,
            ),
        )
    )
    def put(name: str, body: dict[str, Any]) -> dict[str, Any]:
        return {"success": True, "tag": earlier.keep_tag(library, name, body)}

    @api.answers(
        Route("GET", "/api/tags", "All tags by name", RESEARCH, ListOf(answers.LISTED_TAG), examples=[{}])
    )
    def listing() -> list[dict[str, Any]]:
        return [shapes.tag(item) for item in tags.listed(Research(library))]

    @api.answers(
        Route(
            "GET",
            "/api/tags/{name}",
            "A tag with what it marks",
            RESEARCH,
            answers.TAG,
            examples=[{"name": "oath"}],
            parts=[name],
        )
    )
    def one(name: str) -> dict[str, Any]:
        return earlier.tag_named(library, name)


def _declare_patterns(api: Api, library: Library) -> None:
    fields: dict[str, Kind] = {
        "id": Text(),
        "name": Text(says="What it is called."),
        "query": nullable(Text(says="In Kalima's query language.")),
        "note": nullable(Text()),
        "meta": ANYTHING,
    }

    @api.answers(
        Route(
            "POST",
            "/api/patterns",
            "Saves a pattern",
            RESEARCH,
            Record({"success": TRUTH, "id": Text(), "pattern": answers.PATTERN}),
            examples=[
                {
                    "body": {
                        "id": "example-pattern",
                        "name": "Saying",
                        "query": '[root="قول"]',
                        "colour": "red",
                    }
                }
            ],
            body=Body(Record(fields, ("id", "query", "note", "meta"), open=True), "pattern", MAX_BODY),
            more="A query is tried, and what it finds is kept with it. What has no name here, such as the "
            "segments of a pattern of letters, is kept in meta.",
            refusals=answers.TAKEN,
        )
    )
    def save(body: dict[str, Any]) -> dict[str, Any]:
        data = earlier.with_rest(body, ("name", "query", "note", "meta"), "meta")
        kept = shapes.pattern(earlier.put(library, "query", data, {}, body.get("id")))
        return {"success": True, "id": kept["id"], "pattern": kept}

    @api.answers(
        Route(
            "GET",
            "/api/patterns",
            "Saved patterns, the newest first",
            RESEARCH,
            ListOf(answers.PATTERN),
            examples=[{}],
        )
    )
    def listing() -> list[dict[str, Any]]:
        return [shapes.pattern(item) for item in earlier.of_kind(library, "query")]

    @api.answers(
        Route(
            "GET",
            "/api/patterns/{id}",
            "A saved pattern",
            RESEARCH,
            answers.PATTERN,
            examples=[{"id": "example-pattern"}],
            parts=[ITEM_ID],
        )
    )
    def one(id: str) -> dict[str, Any]:
        return shapes.pattern(earlier.found_in(library, "query", id))

    @api.answers(
        Route(
            "DELETE",
            "/api/patterns/{id}",
            "Puts a saved pattern into the bin",
            RESEARCH,
            Record({"success": TRUTH, "id": Text()}),
            examples=[{"id": "example-pattern"}],
            parts=[ITEM_ID],
        )
    )
    def delete(id: str) -> dict[str, Any]:
        Research(library).delete(earlier.found_in(library, "query", id)["id"])
        return {"success": True, "id": id}


def _deletion(kind: str, path: str, example: str) -> Route:
    says = f"Puts {'an' if kind[0] in 'aeiou' else 'a'} {kind} into the bin"
    return Route(
        "DELETE", f"{path}/{{id}}", says, RESEARCH, None, examples=[{"id": example}], parts=[ITEM_ID]
    )


def _deleting(library: Library, kind: str) -> Any:
    def delete(id: str) -> None:
        Research(library).delete(earlier.found_in(library, kind, id)["id"])

    return delete
