"""The kinds of items: what their fields hold, what is refused and how that is said, and their JSON Schema."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalima import paths
from kalima.errors import KalimaError, NotFound
from kalima.study.research.fields import JSON, LINE, TEXT
from kalima.study.research.kinds import KINDS, check, dependents_of, json_schema, kind_named, texts

DEEP: list = []
for _ in range(60):
    DEEP = [DEEP]
CYCLE: list = []
CYCLE.append(CYCLE)

# kind, fields, what the message says, what the hint says
REFUSED = [
    ("annotation", {}, "layer is missing.", "a line of up to 500 characters: the named layer"),
    ("annotation", {"layer": None}, "layer is missing.", ""),
    ("annotation", {"layer": " "}, "layer is empty.", ""),
    ("annotation", {"layer": 3}, "layer is of the wrong kind.", "It is a line"),
    ("annotation", {"layer": "a\nb"}, "layer has more than one line.", "at 2"),
    ("annotation", {"layer": "a\u2028b"}, "layer has more than one line.", "at 2"),
    ("annotation", {"layer": "x" * (LINE + 1)}, "layer has 501 characters; the most is 500.", "Shorten it."),
    ("annotation", {"layer": "a", "txt": "b"}, "annotation has no field 'txt'.", "Did you mean text?"),
    ("annotation", {"layer": "a", "zzz": "b"}, "annotation has no field 'zzz'.", "It has layer, text,"),
    ("annotation", {"layer": "a", "text": ["b"]}, "text is of the wrong kind.", "a text of up to 1,048,576"),
    ("annotation", {"layer": "a", "text": "x" * (TEXT + 1)}, "the most is 1,048,576", ""),
    ("annotation", {"layer": "a", "text": "a\0"}, "text holds a character that is not text (U+0000)", "2 out"),
    ("annotation", {"layer": "a", "text": "\x1b[2J"}, "not text (U+001B)", "Take character 1 out."),
    ("annotation", {"layer": "a", "text": "\x9b2J"}, "not text (U+009B)", ""),
    ("annotation", {"layer": "a", "text": "\ud83d"}, "not text (U+D83D)", ""),
    ("annotation", {"layer": "a", "payload": {"a": ["\ud83d"]}}, "payload.a[0] holds a character", ""),
    ("annotation", {"layer": "a", "payload": {"\0": 1}}, "payload holds a character", ""),
    ("annotation", {"layer": "a", "payload": float("nan")}, "payload is not JSON.", "finite numbers"),
    ("annotation", {"layer": "a", "payload": {1: 2}}, "payload has a name that is no text.", ""),
    ("annotation", {"layer": "a", "payload": DEEP}, "nested too deep.", "50 levels"),
    ("annotation", {"layer": "a", "payload": CYCLE}, "nested too deep.", ""),
    ("annotation", {"layer": "a", "payload": "x" * JSON}, "payload has 65,538 bytes; the most is 65,536.", ""),
    ("tag", {"name": "a", "colour": "red;}"}, "colour=red;} is no colour.", "#0a7 or teal"),
    ("tag", {"name": "a", "colour": "url(x)"}, "is no colour.", ""),
    ("tagging", {"tag": "a b"}, "tag='a b' cannot be an id.", "A-Z a-z 0-9"),
    ("tagging", {"tag": "../x"}, "cannot be an id.", ""),
    ("tagging", {"tag": "٢"}, "cannot be an id.", ""),
    ("hypothesis", {"claim": "a"}, "status is missing.", "one of open, supported"),
    ("hypothesis", {"claim": "a", "status": "suported"}, "status=suported is not", "Did you mean supported?"),
    ("hypothesis", {"claim": "a", "status": "open", "tags": "x"}, "tags is of the wrong kind.", "a list of"),
    ("hypothesis", {"claim": "a", "status": "open", "tags": ["x", 1]}, "tags[1] is of the wrong kind.", ""),
    ("hypothesis", {"claim": "a", "status": "open", "tags": ["x"] * 101}, "tags has 101 lines", "Shorten"),
    ("query", {"name": "a", "query": "b", "total": True}, "total is of the wrong kind.", "a whole number"),
    ("query", {"name": "a", "query": "b", "total": -1}, "total is of the wrong kind.", ""),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "data", "message", "hint"), REFUSED)
def test_what_a_field_cannot_hold(kind, data, message, hint):
    with pytest.raises(KalimaError) as caught:
        check(KINDS[kind], data)
    assert message in caught.value.message
    assert hint in caught.value.hint


def test_a_kind_that_there_is_not():
    with pytest.raises(NotFound) as caught:
        kind_named("anotation")
    assert str(caught.value) == "There is no kind 'anotation' of items. Did you mean annotation?"


KEPT = [
    "<script>alert(1)</script>",
    "</script><img src=x onerror=alert(1)>",
    "javascript:alert(1)",
    "a\u202eb\u2066c",  # bidi
    "\u200fرَحْمَة\u200e",
    "👩‍👩‍👧 \U0001f54b",
    "  indented\twith tabs\r\n\r\n",
    "e\u0301 and \u00e9",
    "",
    "x" * TEXT,
]


@pytest.mark.parametrize("text", KEPT)
def test_what_is_typed_is_kept_as_it_is(text):
    data = {"layer": "syntax", "text": text, "payload": {"a": [text[:99], None, 1.5, True]}}
    assert check(KINDS["annotation"], data) == data


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_all_text_but_control_characters_is_kept(text):
    assert check(KINDS["note"], {"title": "t", "text": text})["text"] == text


def test_fields_come_in_their_order_and_null_is_left_out():
    given = {"note": None, "status": "open", "claim": "a", "query": "b"}
    assert list(check(KINDS["hypothesis"], given).items()) == [
        ("claim", "a"), ("query", "b"), ("status", "open"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "dependents"),
    [
        ("tag", [("tagging", "tag")]),
        ("hypothesis", [("verdict", "hypothesis"), ("run", "hypothesis")]),
        ("note", []),
    ],
)
def test_what_belongs_to_what(kind, dependents):
    assert dependents_of(kind) == dependents


def test_what_full_text_finds():
    data = {"layer": "no", "text": "yes", "relation": "and this", "payload": "no"}
    assert texts(KINDS["annotation"], data) == ["yes", "and this"]
    assert texts(KINDS["hypothesis"], {"claim": "a", "query": "no", "tags": ["b", "c"]}) == ["a", "b", "c"]


def test_the_schema_says_what_check_says():
    schema = json_schema()
    assert [each["$ref"] for each in schema["oneOf"]] == [f"#/$defs/{kind}" for kind in KINDS]
    for name, kind in KINDS.items():
        data = schema["$defs"][name]["properties"]["data"]
        assert list(data["properties"]) == [field.name for field in kind.fields]
        assert data["required"] == [field.name for field in kind.fields if field.required]
        roles = schema["$defs"][name]["properties"]["anchors"]["properties"]
        assert {role: (each["minItems"], each["maxItems"]) for role, each in roles.items()} == {
            role.name: (role.least, role.most) for role in kind.roles
        }
    assert json.loads(json.dumps(schema)) == schema


@pytest.mark.parametrize(
    ("kind", "field", "schema"),
    [
        ("note", "title", {"type": "string", "maxLength": 500, "minLength": 1, "pattern": r"\S"}),
        ("note", "text", {"type": "string", "maxLength": TEXT}),
        ("verdict", "verdict", {"type": "string", "enum": ["supports", "contradicts", "unclear"]}),
        ("query", "total", {"type": "integer", "minimum": 0, "readOnly": True}),
        ("run", "complete", {"type": "boolean", "readOnly": True}),
        ("annotation", "payload", {}),
    ],
)
def test_a_field_in_the_words_of_json_schema(kind, field, schema):
    found = dict(json_schema()["$defs"][kind]["properties"]["data"]["properties"][field])
    assert found.pop("description")
    assert found == schema


def test_the_manual_names_every_kind_with_its_fields_and_roles():
    page = (paths.PACKAGE / "manual" / "research.md").read_text("utf-8")
    rows = [line.split("|") for line in page.splitlines() if line.startswith("| `") and line.count("|") == 5]
    said = {}
    for _, name, _, fields, roles, _ in rows:
        names = re.findall(r"(\**)(\w+)\1(?=,|$)", re.sub(r" \(.*?\)", "", fields.strip()))
        said[name.strip(" `")] = (
            names,
            re.findall(r"(\w+)(?: \d–\d+)?(?=,|$)", re.sub(r" \(.*?\)", "", roles.strip())),
        )
    marks = {(False, False): "", (True, False): "**", (False, True): "*", (True, True): "*"}
    assert said == {
        kind.name: (
            [(marks[field.required, field.made], field.name) for field in kind.fields],
            [role.name for role in kind.roles],
        )
        for kind in KINDS.values()
    }
