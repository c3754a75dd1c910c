"""Translations over HTTP: listed, added, read, replaced, removed; and how large a request may be."""

from __future__ import annotations

import http.client
import json
import sqlite3
from contextlib import closing

import pytest

from kalima.bundle import open_library
from kalima.paths import DATA_VARIABLE
from kalima.web.server import Server

from ..running import running

FILE = "1|1|<b>In</b> the name\n1|2|second\n#  Name: Mine\n#  Translator: Me\n#  ID: ur.mine\n"


@pytest.fixture
def own_server(tmp_path, monkeypatch):
    """A server with research of its own, in a folder that is not there yet."""
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path / "data"))
    with running(Server(*open_library(), port=0)) as server:
        yield server


@pytest.fixture
def ask(own_server):
    def send(method: str, path: str, body: object = None) -> tuple[int, dict]:
        connection = http.client.HTTPConnection("127.0.0.1", own_server.port, timeout=30)
        data = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
        headers = {} if method == "GET" else {"Content-Type": "application/json"}
        connection.request(method, f"/api/v1/{path}", None if method == "GET" else data, headers)
        response = connection.getresponse()
        answer = response.status, json.loads(response.read())
        connection.close()
        return answer

    return send


def test_the_bundled_one_is_listed_with_its_source(ask, tmp_path):
    status, answer = ask("GET", "translations")
    (pickthall,) = answer["translations"]
    assert (status, pickthall.pop("notice")[:30]) == (200, "# ----------------------------")
    assert pickthall == {
        "id": "en.pickthall", "name": "Pickthall", "translator": "Mohammed Marmaduke William Pickthall",
        "language": "en", "language_name": "English", "dir": "ltr", "bundled": True,
        "source": "https://tanzil.net/trans/", "license": "Public domain", "verses": 6_236, "complete": True,
    }  # fmt: skip
    assert not (tmp_path / "data").exists()


def test_added_read_and_removed(ask):
    status, answer = ask("POST", "translations", {"text": FILE, "file_name": "mine.txt"})
    assert (status, answer["translation"]["id"], answer["translation"]["missing"][0]) == (
        201,
        "ur.mine",
        "1:3-7",
    )
    own = ask("GET", "translations")[1]["translations"][1]
    assert (own["bundled"], own["verses"], own["complete"], own["file_name"]) == (False, 2, False, "mine.txt")
    described = {
        "id": "ur.mine", "name": "Mine", "translator": "Me", "language": "ur", "language_name": "Urdu", "dir": "rtl",
    }  # fmt: skip
    for path in ("surahs/1", "verses/1:1-3", "search?q=root:smw", "similar/1:1"):
        status, answer = ask("GET", f"{path}{'&' if '?' in path else '?'}translation=ur.mine")
        assert (status, answer["translation"]) == (200, described)
    verses = ask("GET", "surahs/1?translation=ur.mine")[1]["verses"]
    assert [verse["translation"] for verse in verses[:3]] == ["<b>In</b> the name", "second", None]
    found = ask("GET", "search?q=root:smw&translation=ur.mine&limit=1")[1]["verses"]
    assert found[0]["translation"] == "<b>In</b> the name"
    assert ask("DELETE", "translations/ur.mine") == (200, {"removed": "ur.mine"})
    for method, path in (("DELETE", "translations/ur.mine"), ("GET", "surahs/1?translation=ur.mine")):
        assert ask(method, path) == (
            404,
            {
                "error": "There is no translation 'ur.mine'.",
                "hint": "The list of them all: kalima translations.",
            },
        )


def test_without_the_parameter_it_is_the_bundled_one(ask):
    assert ask("GET", "surahs/112?translation=")[1]["translation"]["id"] == "en.pickthall"
    assert ask("GET", "surahs/112")[1]["verses"][0]["translation"] == "Say: He is Allah, the One!"


def test_bad_lines_come_back_by_number_and_nothing_is_added(ask, tmp_path):
    text = "1|1|a\n" + "1|1|b\n" * 30 + "#  ID: en.x\n"
    status, answer = ask("POST", "translations", {"text": text})
    assert status == 400
    assert answer == {
        "error": "The file has 30 lines that cannot be read; nothing was added.",
        "hint": "Mend them and add the file again.",
        "lines": [{"line": n, "reason": "verse 1:1 already stands in line 1"} for n in range(2, 22)],
        "total_lines": 30,
    }
    assert not (tmp_path / "data").exists()


def test_one_that_is_there_is_replaced_only_if_that_is_said(ask):
    ask("POST", "translations", {"text": FILE})
    status, answer = ask("POST", "translations", {"text": FILE})
    assert (status, answer["error"]) == (409, "There is a translation ur.mine already.")
    assert ask("POST", "translations", {"text": FILE, "name": "Newer", "replace": True})[0] == 201
    assert [each["name"] for each in ask("GET", "translations")[1]["translations"]] == ["Pickthall", "Newer"]


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (b"", "The request holds no translation."),
        (b"[1", "The request holds no translation."),
        ([], "The request holds no translation."),
        ({"name": "x"}, "The request holds no translation."),
        ({"text": 1}, "text is of the wrong kind."),
        ({"text": "1|1|a", "name": None}, "name is of the wrong kind."),
        ({"text": "1|1|a", "replace": "yes"}, "replace is of the wrong kind."),
        ({"text": ""}, "The file holds no verse."),
        ({"text": "1|1|a", "name": "x"}, "The file does not say its language."),
        (b'{"text": "1|1|a", "name": "\\ud800", "language": "en"}', "This name cannot be used."),
        (b'{"text": "1|1|\\ud800"}', "The file has 1 line that cannot be read; nothing was added."),
    ],
)
def test_a_bad_request(ask, body, error):
    status, answer = ask("POST", "translations", body)
    assert (status, answer["error"]) == (400, error)
    assert answer["hint"]


def test_a_bundled_one_is_not_removed(ask):
    assert ask("DELETE", "translations/en.pickthall")[0] == 400


def test_only_here_a_large_body_is_taken(ask):
    text = "\n".join(f"1|{ayah}|{'x' * 2_000_000}" for ayah in range(1, 8))
    body = {"text": text, "name": "Large", "language": "en"}
    assert ask("POST", "translations", body)[0] == 201
    assert len(ask("GET", "verses/1:7?translation=en.large")[1]["verses"][0]["translation"]) == 2_000_000
    for path, method in (("quit", "POST"), ("translations/en.large", "DELETE"), ("nowhere", "POST")):
        assert ask(method, path, {"text": text})[0] == 413
    status, answer = ask("POST", "translations", {**body, "text": text + "x" * 6_500_000})
    assert (status, answer["error"]) == (400, "The file has 20.5 MB; the most is 20 MB.")


def test_a_newer_research_file_is_said_and_the_text_is_still_read(ask, tmp_path):
    (tmp_path / "data").mkdir()
    with closing(sqlite3.connect(tmp_path / "data" / "research.db")) as newer:
        newer.execute("PRAGMA user_version = 99")
    assert ask("GET", "surahs/1")[0] == 200
    for status, answer in (ask("GET", "translations"), ask("POST", "translations", {"text": FILE})):
        assert status == 503
        assert "was written by a newer Kalima" in answer["error"]


def test_the_report_of_the_build(ask):
    status, report = ask("GET", "report")
    assert (status, report["counts"]["verses"]) == (200, 6_236)
    assert {"treebank", "disagreements", "differences_between_corpus_forms_and_tanzil"} < set(report)
