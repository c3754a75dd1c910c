"""The user's work to a file and from it over HTTP, between servers with folders of their own."""

from __future__ import annotations

import http.client
import json

import pytest

NOTE = {"id": "n1", "kind": "note", "data": {"title": "One", "text": "<b>"}, "anchors": {"target": ["2:255"]}}
ANNOTATION = {
    "id": "a1", "kind": "annotation", "data": {"layer": "syntax", "text": "topic"}, "anchors": {"target": ["2:255:1"]},
}  # fmt: skip
FILE = {"format": "kalima-research", "version": 1, "items": []}
NONE = {"new": 0, "changed": 0, "taken": 0, "kept": 0, "older": 0, "same": 0}


@pytest.fixture
def ask(serving, tmp_path):
    with serving(tmp_path / "data") as send:
        yield lambda method, path, body=None: send(method, f"/api/v1/{path}", body)


def made(answer):
    assert answer[0] == 201, answer
    return answer[1]["item"]


def imported(ask, file, apply=True):
    status, told = ask("POST", "research/import", {"file": file, "apply": apply})
    assert status == 200, told
    return told


def test_an_export_is_taken_in_by_another_and_shown_first(serving, tmp_path, ask):
    made(ask("POST", "items", NOTE))
    made(ask("POST", "items", ANNOTATION))
    file = ask("GET", "research/export")[1]
    assert [item["id"] for item in file["items"]] == ["a1", "n1"]
    with serving(tmp_path / "other") as send:

        def there(method, path, body=None):
            return send(method, f"/api/v1/{path}", body)

        would = imported(there, file, apply=False)
        assert not (tmp_path / "other").exists()
        assert (would["applied"], would["total"]) == (False, NONE | {"new": 2})
        assert would["kinds"] == {"annotation": NONE | {"new": 1}, "note": NONE | {"new": 1}}
        assert imported(there, json.dumps(file)) == would | {"applied": True}
        for path in ("items/n1", "items/a1"):
            assert there("GET", path) == ask("GET", path)
        again = there("GET", "research/export")[1]
        assert again | {"exported": ""} == file | {"exported": ""}
        assert imported(there, file)["total"] == NONE | {"same": 2}

        made_there = there("PUT", "items/n1", {"data": {"title": "Theirs"}, "revision": 1})
        assert made_there[0] == 200, made_there
        told = imported(ask, there("GET", "research/export")[1])
        assert told["total"] == NONE | {"changed": 1, "same": 1}
        (change,) = told["changes"]
        assert (change["id"], change["title"], change["outcome"]) == ("n1", "Theirs", "changed")
        assert told["backup"] in [backup["name"] for backup in ask("GET", "backups")[1]["backups"]]


def test_the_formats_and_their_names(serving, tmp_path, ask):
    made(ask("POST", "items", ANNOTATION))
    assert ask("GET", "research/export?format=jsonld")[1]["total"] == 1
    assert "history" not in ask("GET", "research/export")[1]
    assert [line["action"] for line in ask("GET", "research/export?history=true")[1]["history"]] == ["create"]
    for query, sentence in (("format=xml", "format=xml is not"), ("format=csv&history=true", "Only json")):
        status, refusal = ask("GET", f"research/export?{query}")
        assert (status, sentence in refusal["error"]) == (400, True), refusal


@pytest.mark.parametrize(
    ("format", "name"),
    [("json", "kalima-research.json"), ("jsonld", "kalima-annotations.jsonld"), ("csv", "kalima-tables.zip")],
)
def test_an_export_is_an_attachment_that_no_browser_shows(server, format, name):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.request("GET", f"/api/v1/research/export?format={format}")
    response = connection.getresponse()
    response.read()
    connection.close()
    headers = {
        name: response.headers[name] for name in ("Content-Type", "Content-Disposition", "Cache-Control")
    }
    assert headers == {
        "Content-Type": "application/octet-stream",
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
    }


def test_what_is_malformed_is_named(ask):
    rows = [{"id": f"n{number}", "kind": "note", "data": {}} for number in range(30)]
    text = json.dumps(FILE | {"items": rows}, indent=1)
    status, refusal = ask("POST", "research/import", {"file": text, "apply": True})
    assert (status, len(refusal["faults"]), refusal["total_faults"]) == (400, 20, 30)
    reason = "title is missing. It is a line of up to 500 characters: what it is called."
    assert refusal["faults"][0] == {"line": 5, "part": "item 1", "id": "n0", "reason": reason}
    status, refusal = ask("POST", "research/import", {"file": FILE | {"items": rows}})
    assert (status, refusal["faults"][0]["line"]) == (400, None)
    assert ask("GET", "items")[1]["total"] == 0


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({"file": FILE | {"version": 2}}, "written by a newer Kalima"),
        ({"file": "{"}, "line 1, column 2"),
        ({"file": 3}, "file is of the wrong kind."),
        ({}, "The request holds no file."),
        ({"file": FILE, "aply": True}, "aply"),
        ({"file": "[" * 100_000}, "{ is expected"),
        ({"file": '{"format":' + "[" * 100_000}, "nested too deep"),
    ],
)
def test_what_is_no_research_file_is_refused(ask, body, sentence):
    status, refusal = ask("POST", "research/import", body)
    assert (status, sentence in refusal["error"]) == (400, True), refusal


def test_two_megabytes_are_not_too_many(ask):
    note = {"id": "n1", "kind": "note", "data": {"title": "One", "text": "ش" * 1_000_000}, "anchors": {}}
    assert imported(ask, FILE | {"items": [note]})["total"] == NONE | {"new": 1}
