"""The kinds of items: what each is for, what fields it has, and where in the text it is attached.

Everything else follows from this table: what is refused, what belongs to what, what full text finds, and the
JSON Schema of items.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kalima.errors import KalimaError, NotFound
from kalima.search.parser import MAX_LENGTH
from kalima.study.research.fields import (
    ID,
    SHOWN,
    Choice,
    Colour,
    Count,
    Field,
    Id,
    Json,
    Line,
    Lines,
    Text,
    Truth,
)
from kalima.study.research.places import SORTS

MOST_ANCHORS = 50
"""Places that one item is attached to in one role."""
MOST_HITS = 20_000
"""Hits whose places a run keeps."""
STATUSES = ("open", "supported", "contradicted", "abandoned")
VERDICTS = ("supports", "contradicts", "unclear")


@dataclass(frozen=True)
class Role:
    """What a place is for an item: how many such places it has, and which sorts of places they may be.

    :param sorts: keys of ``places.SORTS``.
    """

    name: str
    least: int = 0
    most: int = 1
    sorts: tuple[str, ...] = tuple(SORTS)


@dataclass(frozen=True)
class Kind:
    """A kind of item."""

    name: str
    says: str
    fields: tuple[Field, ...]
    roles: tuple[Role, ...] = ()

    @property
    def owners(self) -> tuple[Id, ...]:
        """The fields that name an item which this one belongs to."""
        return tuple(field for field in self.fields if isinstance(field, Id))


_LAYER = Line("layer", "the named layer that it is in, such as syntax", required=True, searched=False)
_NOTE = Text("note", "a remark on it")
_CORPUS = Line("corpus", "the corpus that it ran on: version and hash", made=True, searched=False)
_TOTAL = Count(
    "total", "how many hits there were: matches, or verses where the query only chooses verses", made=True
)
_TARGET = Role("target", 1)

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            "annotation",
            "says something of places in the text, in a layer; with a head, of the arc between the two",
            (
                _LAYER,
                Text("text", "what it says"),
                Line("relation", "what the target is to its head"),
                Json("payload", "whatever a program keeps with it"),
            ),
            (Role("target", 1, MOST_ANCHORS), Role("head")),
        ),
        Kind(
            "tag",
            "a word of one's own to mark places with; no two have the same name",
            (
                Line("name", "what it is called", required=True),
                Text("description", "what it stands for"),
                Colour("colour", "how it is shown"),
            ),
        ),
        Kind(
            "tagging",
            "marks a place with a tag, once",
            (Id("tag", "the tag", required=True, of="tag"),),
            (_TARGET,),
        ),
        Kind(
            "connection",
            "leads from one place to another",
            (_LAYER, _NOTE, Json("meta", "whatever a program keeps with it")),
            (Role("from", 1), Role("to", 1)),
        ),
        Kind(
            "pronoun",
            "says whom or what a pronoun refers to",
            (
                _NOTE,
                Line("referent_text", "whom it refers to, in words, also where the text does not name it"),
                Line("certainty", "how certain that is", searched=False),
            ),
            (Role("pronoun", 1, sorts=("word", "segment", "node")), Role("referent")),
        ),
        Kind(
            "hypothesis",
            "a claim, with the query whose hits support or contradict it",
            (
                Text("claim", "what is claimed", required=True),
                Text("query", "what finds the places to be judged", searched=False, most=MAX_LENGTH),
                Choice("status", "how it stands", required=True, values=STATUSES),
                _NOTE,
                Lines("tags", "words to group it by"),
            ),
            (Role("verse", 0, MOST_ANCHORS, ("verse",)),),
        ),
        Kind(
            "verdict",
            "what one hit says of a hypothesis; a hit has one verdict",
            (
                Id("hypothesis", "the hypothesis", required=True, of="hypothesis"),
                Choice("verdict", "what the hit says", required=True, values=VERDICTS),
                _NOTE,
            ),
            (Role("hit", 1, MOST_ANCHORS, ("verse", "word", "words")),),
        ),
        Kind(
            "run",
            "what the query of a hypothesis found on one corpus; made when it is run",
            (
                Id("hypothesis", "the hypothesis", required=True, made=True, of="hypothesis"),
                Text(
                    "query", "the query that ran", required=True, made=True, searched=False, most=MAX_LENGTH
                ),
                _CORPUS,
                _TOTAL,
                Truth("complete", f"whether its places are kept: of {MOST_HITS:,} hits or fewer", made=True),
                Lines(
                    "places",
                    "the places of each hit",
                    made=True,
                    searched=False,
                    most=MOST_HITS,
                    length=5_000,
                ),
            ),
        ),
        Kind(
            "translation",
            "a verse in one's own words",
            (
                Line("language", "the language, by its name or code", required=True, searched=False),
                Text("text", "the translation", required=True),
                _NOTE,
            ),
            (Role("target", 1, sorts=("verse",)),),
        ),
        Kind(
            "note",
            "a text of one's own, in Markdown",
            (
                Line("title", "what it is called", required=True),
                Text("text", "the note, in Markdown"),
                Line("path", "where it belongs among the notes", searched=False),
            ),
            (Role("target", 0, MOST_ANCHORS),),
        ),
        Kind("bookmark", "a place to come back to", (Line("label", "what it is called"),), (_TARGET,)),
        Kind(
            "query",
            "a saved query, with what it found on the day",
            (
                Line("name", "what it is called", required=True),
                Text(
                    "query",
                    "the query; none if a program keeps a pattern of its own in meta",
                    searched=False,
                    most=MAX_LENGTH,
                ),
                _CORPUS,
                _TOTAL,
                _NOTE,
                Json("meta", "whatever a program keeps with it"),
            ),
        ),
        Kind(
            "correction",
            "a better value for a word's or a segment's attribute, kept beside the source's",
            (
                Line(
                    "attribute",
                    "the attribute: form, lemma, root or a feature",
                    required=True,
                    searched=False,
                ),
                Line("value", "the value that it should have; empty: none"),
                Line("source", "the value that the source has; empty: none", made=True, searched=False),
                Text("reason", "why"),
            ),
            (Role("target", 1, sorts=("word", "segment")),),
        ),
    )
}


def kind_named(name: str) -> Kind:
    """
    :raises NotFound: if there is no such kind.
    """
    if name not in KINDS:
        near = difflib.get_close_matches(name[:SHOWN].lower(), KINDS, 1)
        hint = f"Did you mean {near[0]}?" if near else f"The kinds are {', '.join(KINDS)}."
        raise NotFound(f"There is no kind {name[:SHOWN]!r} of items.", hint)
    return KINDS[name]


def check(kind: Kind, data: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of an item of this kind, in the order of the kind; a field that is null is left out.

    :raises KalimaError: if a field is missing, unknown or cannot have its value.
    """
    _known(kind.name, [field.name for field in kind.fields], data, "field")
    checked = {}
    for field in kind.fields:
        value = data.get(field.name)
        if value is not None:
            field.check(value)
            checked[field.name] = value
        elif field.required:
            raise KalimaError(f"{field.name} is missing.", f"It is {field.named()}: {field.says}.")
    return checked


def check_roles(kind: Kind, counts: Mapping[str, int]) -> None:
    """
    :param counts: how many places there are in each role.
    :raises KalimaError: if an item of this kind has no such role, or too few or too many places in it.
    """
    _known(kind.name, [role.name for role in kind.roles], counts, "role")
    for role in kind.roles:
        count = counts.get(role.name, 0)
        if not role.least <= count <= role.most:
            needed = f"{role.least}" if role.least == role.most else f"{role.least} to {role.most}"
            raise KalimaError(
                f"{kind.name} has {count} places as {role.name}; it needs {needed}.",
                "Places are written as 2:255, 2:255:3, 2:255:3-5, 2:255:3:1 or 2:255:*4.",
            )


def _known(kind: str, known: Sequence[str], given: Mapping[str, Any], what: str) -> None:
    for name in given:
        if name not in known:
            near = difflib.get_close_matches(str(name)[:SHOWN], known, 1)
            many = f"It has {', '.join(known)}." if known else "It has none."
            hint = f"Did you mean {near[0]}?" if near else many
            raise KalimaError(f"{kind} has no {what} {str(name)[:SHOWN]!r}.", hint)


def dependents_of(kind: str) -> list[tuple[str, str]]:
    """The kinds that belong to items of this kind, each with its field that says to which."""
    return [(each.name, field.name) for each in KINDS.values() for field in each.owners if field.of == kind]


def texts(kind: Kind, data: Mapping[str, Any]) -> list[str]:
    """What full text finds of an item."""
    return [text for field in kind.fields if field.name in data for text in field.texts(data[field.name])]


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of items of all kinds as they are given out."""
    schemas = {each: _item_schema(kind) for each, kind in KINDS.items()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "oneOf": [{"$ref": f"#/$defs/{each}"} for each in schemas],
        "$defs": schemas,
    }


def _item_schema(kind: Kind) -> dict[str, Any]:
    time = {"type": "string", "format": "date-time"}
    return {
        "title": kind.name,
        "description": kind.says,
        "type": "object",
        "required": ["id", "kind", "data", "anchors"],
        "properties": {
            "id": {"type": "string", "pattern": f"^{ID}$"},
            "kind": {"const": kind.name},
            "data": {
                "type": "object",
                "required": [field.name for field in kind.fields if field.required],
                "properties": {field.name: field.schema() for field in kind.fields},
                "additionalProperties": False,
            },
            "anchors": {
                "type": "object",
                "required": [role.name for role in kind.roles if role.least],
                "properties": {role.name: _role_schema(role) for role in kind.roles},
                "additionalProperties": False,
            },
            "created": time,
            "changed": time,
            "deleted": {"type": ["string", "null"], "format": "date-time"},
            "revision": {"type": "integer", "minimum": 1},
        },
        "additionalProperties": False,
    }


def _role_schema(role: Role) -> dict[str, Any]:
    place = {
        "type": "object",
        "required": ["place", "text"],
        "properties": {
            "place": {"type": "string", "description": f"a place ({', '.join(role.sorts)}), such as 2:255"},
            "ref": {"type": "string", "description": "its verse"},
            "text": {"type": "string", "description": "what stood there when it was attached"},
            "moved": {
                "type": ["string", "boolean"],
                "description": "false, or what stands there now",
            },
        },
        "additionalProperties": False,
    }
    return {"type": "array", "minItems": role.least, "maxItems": role.most, "items": place}
