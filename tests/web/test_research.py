"""The user's own work over HTTP, on a server with a folder of its own that is not there yet."""

from __future__ import annotations

import subprocess
import sys
from functools import partial

import pytest

NOTE = {
    "id": "n1",
    "kind": "note",
    "data": {"title": "One", "text": "first"},
    "anchors": {"target": ["2:255"]},
}


@pytest.fixture
def ask(serving, tmp_path):
    with serving(tmp_path / "data") as send:
        yield partial(under, send)


@pytest.fixture(scope="module")
def unused(serving, tmp_path_factory):
    """A folder that is not there, and what asks its server."""
    data = tmp_path_factory.mktemp("unused") / "data"
    with serving(data) as send:
        yield data, partial(under, send)


def under(send, method, path, body=None):
    return send(method, f"/api/v1/{path}", body)


def made(answer):
    assert answer[0] in (200, 201), answer
    return answer[1]["item"]


@pytest.mark.parametrize(
    "path",
    [
        "items", "items?bin=true", "research", "research/kinds", "research/recent", "research/at/2:255",
        "research/of?verses=2:1-50&verses=3:1-50", "research/notice", "tags", "settings/reading-place", "backups",
    ],
)  # fmt: skip
def test_reading_makes_no_file(unused, path):
    data, ask = unused
    assert ask("GET", path)[0] == 200
    assert not data.exists()


def test_what_was_made_is_found_by_kind_place_layer_and_words(ask):
    made(ask("POST", "items", NOTE))
    layer = {"layer": "syntax", "text": "الكرسي"}
    made(
        ask(
            "POST",
            "items",
            {"id": "a1", "kind": "annotation", "data": layer, "anchors": {"target": ["2:255:44-45"]}},
        )
    )

    def ids(query):
        found = ask("GET", f"items?{query}")[1]
        assert found["total"] == len(found["items"])
        return [item["id"] for item in found["items"]]

    asked = [
        "",
        "kind=note",
        "place=2:255",
        "place=2:255:45",
        "place=2:256",
        "layer=syntax",
        "text=كرسي*",
        "text=الْكُرْسِيّ",
        "text=first",
    ]
    assert [ids(each) for each in asked] == [
        ["a1", "n1"], ["n1"], ["n1", "a1"], ["a1"], [], ["a1"], [], ["a1"], ["n1"],
    ]  # fmt: skip
    assert ask("GET", "research")[1]["counts"]["note"] == 1


def test_an_item_as_it_is_given_out(ask):
    item = made(ask("POST", "items", NOTE))
    times = {name: item.pop(name) for name in ("created", "changed")}
    anchor = item["anchors"]["target"][0]
    assert anchor.pop("text") == ask("GET", "verses/2:255")[1]["verses"][0]["text"]
    assert item == {
        "id": "n1", "kind": "note", "data": NOTE["data"], "deleted": None, "revision": 1,
        "anchors": {"target": [{"place": "2:255", "ref": "2:255", "moved": False}]},
    }  # fmt: skip
    assert times["created"] == times["changed"]


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "said"),
    [
        ("POST", "items", {"kind": "nte", "data": {}}, 400, "kind=nte is not known."),
        ("POST", "items", {"kind": "run", "data": {}}, 400, "kind=run is not known."),
        ("POST", "items", {"kind": "note", "data": {}}, 400, "title is missing."),
        ("POST", "items", {"kind": "note", "data": {"title": "a\nb"}}, 400, "title has more than one line."),
        ("POST", "items", {"kind": "note", "data": {"title": "a\0"}}, 400, "title holds a character that is not text (U+0000)."),
        ("POST", "items", {"kind": "note", "data": {"titel": "a"}}, 400, "note has no field 'titel'."),
        ("POST", "items", {"kind": "bookmark", "data": {}}, 400, "bookmark has 0 places as target; it needs 1."),
        ("POST", "items", {"kind": "bookmark", "data": {}, "anchors": {"target": ["2:287"]}}, 404, "There is no verse 2:287"),
        ("POST", "items", {"kind": "bookmark", "data": {}, "anchors": {"target": ["2:255:51"]}}, 404, "There is nothing at 2:255:51"),
        ("POST", "items", {"kind": "bookmark", "data": {}, "anchors": {"target": ["x"]}}, 400, "'x' is no place."),
        ("GET", "items/none", None, 404, "There is no item 'none'."),
        ("PUT", "items/none", {"data": {}}, 404, "There is no item 'none'."),
        ("DELETE", "items/none", None, 404, "There is no item 'none'."),
        ("POST", "items/none/undo", {}, 404, "There is no item 'none'."),
        ("DELETE", "items/none/forever", None, 404, "There is no item 'none'."),
        ("GET", "items?kind=nte", None, 400, "kind=nte is not known."),
        ("GET", "items?place=2:255:3:1", None, 400, "2:255:3:1 is neither a verse nor a word."),
        ("GET", "research/of?verses=2:1-286&verses=3:1-20", None, 400, "These are 306 verses; the most is 300."),
        ("GET", "research/of?verses=x", None, 400, "'x' is no verse and no range of verses."),
        ("GET", "tags/none", None, 404, "There is no tag 'none'."),
        ("DELETE", "tags/none/2:255", None, 404, "There is no tag 'none'."),
        ("POST", "hypotheses/none/run", {}, 404, "There is no hypothesis 'none'."),
        ("GET", "queries/none/again", None, 404, "There is no query 'none'."),
        ("POST", "backups/none/restore", {}, 404, "There is no backup 'none'."),
        ("PUT", "settings/x", {"value": "a" * 70_000}, 400, "value has 70,002 bytes; the most is 65,536."),
    ],
)  # fmt: skip
def test_what_cannot_be_says_what_and_why(unused, method, path, body, status, said):
    data, ask = unused
    answered, answer = ask(method, path, body)
    assert (answered, answer["error"][: len(said)]) == (status, said)
    assert not (data / "research.db").exists()


def test_the_slower_of_two_writers_is_told_what_there_is_now(ask):
    made(ask("POST", "items", NOTE))
    made(ask("PUT", "items/n1", {"data": {"text": "quicker"}, "revision": 1}))
    for method, path, body in (
        ("PUT", "items/n1", {"data": {"text": "slower"}, "revision": 1}),
        ("DELETE", "items/n1?revision=1", None),
        ("POST", "items/n1/undo", {"revision": 1}),
    ):
        status, answer = ask(method, path, body)
        assert (status, answer["stored"]["data"]["text"], answer["stored"]["revision"]) == (409, "quicker", 2)
    assert ask("POST", "items", NOTE)[0] == 409


def test_every_step_can_be_taken_back(ask):
    made(ask("POST", "items", NOTE))
    made(ask("PUT", "items/n1", {"data": {"text": "second"}}))
    deleted = made(ask("DELETE", "items/n1"))
    assert deleted["deleted"] and ask("GET", "items")[1]["total"] == 0
    assert [item["id"] for item in ask("GET", "items?bin=true")[1]["items"]] == ["n1"]
    undone = [made(ask("POST", "items/n1/undo", {})) for _ in range(3)]
    assert [(each["data"]["text"], bool(each["deleted"])) for each in undone] == [
        ("second", False), ("first", False), ("first", True),
    ]  # fmt: skip
    assert made(ask("POST", "items/n1/restore", {}))["deleted"] is None
    assert made(ask("POST", "items/n1/revert", {"to": 2}))["data"]["text"] == "second"
    changes = ask("GET", "items/n1/history")[1]["changes"]
    assert [each["action"] for each in changes] == [
        "change", "restore", "undo", "undo", "undo", "delete", "change", "create",
    ]  # fmt: skip
    assert (
        changes[-2]["before"]["data"]["text"] == "first" and changes[-2]["after"]["data"]["text"] == "second"
    )
    assert [each["title"] for each in ask("GET", "research/recent?limit=2")[1]["changes"]] == ["One", "One"]


def test_for_good_only_from_the_bin(ask):
    made(ask("POST", "items", NOTE))
    assert ask("DELETE", "items/n1/forever")[0] == 400
    made(ask("DELETE", "items/n1"))
    assert ask("DELETE", "items/n1/forever") == (200, {"removed": 1})
    assert ask("GET", "items/n1")[0] == 404


@pytest.mark.parametrize(
    "text",
    ["<img src=x onerror=alert(1)>", "</script><script>", "javascript:alert(1)", "\u202eevil\u2066", "a\tb\nc", "😀" * 1000, "'); DROP TABLE items;--"],
)  # fmt: skip
def test_text_stays_as_it_was_typed(ask, text):
    made(ask("POST", "items", NOTE | {"data": {"title": "x", "text": text}}))
    assert made(ask("GET", "items/n1"))["data"]["text"] == text


def test_a_note_of_a_million_letters_and_no_more(ask):
    most = 2**20
    assert ask("POST", "items", NOTE | {"data": {"title": "x", "text": "😀" * most}})[0] == 201
    status, answer = ask("PUT", "items/n1", {"data": {"text": "a" * (most + 1)}})
    assert (status, answer["error"]) == (400, "text has 1,048,577 characters; the most is 1,048,576.")


def test_what_is_attached_in_many_verses(ask):
    for number in range(1, 101):
        word = {"id": f"b{number}", "kind": "bookmark", "data": {}, "anchors": {"target": [f"2:{number}:1"]}}
        made(ask("POST", "items", word))
    verses = ask("GET", "research/of?verses=2:1-100")[1]["verses"]
    assert {ref: [item["id"] for item in items] for ref, items in verses.items()} == {
        f"2:{number}": [f"b{number}"] for number in range(1, 101)
    }
    assert [item["id"] for item in ask("GET", "research/at/2:7:1")[1]["items"]] == ["b7"]
    assert ask("GET", "research/at/2:7:2")[1]["items"] == []


def test_tags_by_their_names(ask):
    assert [ask("PUT", f"tags/رحمة/{place}", {})[0] for place in ("1:1", "1:3:1", "1:3:1")] == [200] * 3
    (tag,) = ask("GET", "tags")[1]["tags"]
    assert (tag["data"]["name"], tag["uses"]) == ("رحمة", 2)
    places = [item["anchors"]["target"][0]["place"] for item in ask("GET", "tags/رحمة")[1]["items"]]
    assert sorted(places) == ["1:1", "1:3:1"]
    assert ask("DELETE", "tags/رحمة/1:1")[0] == 200
    assert ask("GET", "tags")[1]["tags"][0]["uses"] == 1
    made(ask("DELETE", f"items/{tag['id']}"))  # with the place that it marks
    assert (ask("GET", "tags")[1]["tags"], ask("GET", "items?kind=tagging")[1]["total"]) == ([], 0)
    made(ask("POST", f"items/{tag['id']}/restore", {}))
    assert ask("GET", "tags")[1]["tags"][0]["uses"] == 1


def test_a_hypothesis_is_run_judged_and_run_again(ask):
    claim = {"claim": "It is always asked", "query": "root:سأل&aspect:IMPV", "status": "open"}
    made(ask("POST", "items", {"id": "h1", "kind": "hypothesis", "data": claim}))
    first = ask("POST", "hypotheses/h1/run", {})[1]
    assert (
        first["total"]
        == ask("GET", f"search?q={claim['query'].replace('&', '%26')}&limit=0")[1]["total"]["matches"]
    )
    assert (first["new"], first["complete"], first["added"], first["before"]) == (True, True, None, None)
    hits = ask("GET", "hypotheses/h1/hits?limit=3")[1]
    assert (hits["total"], len(hits["hits"])) == (first["total"], 3)
    place = hits["hits"][1]["places"][0]
    for verdict in ("unclear", "supports"):
        assert (
            ask("PUT", f"hypotheses/h1/hits/{place}", {"verdict": verdict})[1]["verdict"]["data"]["verdict"]
            == verdict
        )
    assert ask("GET", "items?kind=verdict")[1]["total"] == 1
    assert [hit["verdict"] and hit["verdict"]["data"]["verdict"] for hit in ask("GET", "hypotheses/h1/hits?limit=3")[1]["hits"]] == [
        None, "supports", None,
    ]  # fmt: skip
    assert ask("GET", "hypotheses/h1/hits?limit=0")[1]["judged"] == {
        "supports": 1,
        "contradicts": 0,
        "unclear": 0,
    }
    made(ask("PUT", "items/h1", {"data": {"query": "root:سأل&aspect:IMPV&number:P"}}))
    second = ask("POST", "hypotheses/h1/run", {})[1]
    assert second["added"] == [] and len(second["removed"]) == first["total"] - second["total"] > 0
    assert (
        sum(second["verdicts"][each] for each in ("supports", "contradicts", "unclear", "none"))
        == second["total"]
    )
    assert len(ask("GET", "hypotheses/h1/runs")[1]["runs"]) == 2
    assert ask("POST", "hypotheses/h1/run", {})[1]["new"] is False


def test_a_query_says_what_it_found_when_it_was_saved(ask):
    saved = made(
        ask("POST", "items", {"id": "q1", "kind": "query", "data": {"name": "Saying", "query": "root:قول"}})
    )
    assert saved["data"]["total"] == 1722
    again = ask("GET", "queries/q1/again")[1]
    assert (again["now"], again["difference"]) == (again["then"], 0)
    status, answer = ask("POST", "items", {"kind": "query", "data": {"name": "x", "query": "rot:x"}})
    assert (status, answer["at"]) == (400, [0, 3])


def test_a_copy_is_made_and_put_back(ask):
    assert ask("POST", "backups", {}) == (201, {"backup": None})
    assert ask("POST", "backups/latest/restore", {})[0] == 404
    made(ask("POST", "items", NOTE))
    backup = ask("POST", "backups", {})[1]["backup"]
    made(ask("PUT", "items/n1", {"data": {"text": "later"}}))
    assert ask("POST", f"backups/{backup['name']}/restore", {})[1]["restored"]["name"] == backup["name"]
    assert made(ask("GET", "items/n1"))["data"]["text"] == "first"
    reasons = [each["reason"] for each in ask("GET", "backups")[1]["backups"]]
    assert sorted(set(reasons)) == ["asked", "restore"]


def test_a_setting_is_found_again(ask):
    place = {"surah": 18, "ayah": 10, "at": "۞"}
    assert ask("GET", "settings/reading-place")[1]["value"] is None
    assert ask("PUT", "settings/reading-place", {"value": place})[0] == 200
    assert ask("GET", "settings/reading-place")[1] == {"name": "reading-place", "value": place}


WRITER = """
import sys
from pathlib import Path
from kalima.store.research_store import Item, ResearchStore, Write
store = ResearchStore(Path(sys.argv[1]))
store.write([Write("create", Item("n1", "note", {"title": "One", "text": "first"}))], who="me")
print(store.back_up("asked").name)
"""


def test_the_user_is_told_what_became_of_a_damaged_file_until_it_is_read(serving, tmp_path):
    file = tmp_path / "data" / "research.db"
    writer = subprocess.run([sys.executable, "-c", WRITER, file], capture_output=True, text=True, check=True)
    file.write_bytes(b"damaged" * 1000)
    with serving(file.parent) as send:
        assert made(send("GET", "/api/v1/items/n1"))["data"]["text"] == "first"
        assert writer.stdout.strip() in send("GET", "/api/v1/research/notice")[1]["notice"]
        window = {"window": "a", "open": True}
        assert writer.stdout.strip() in send("POST", "/api/v1/windows", window)[1]["trouble"]["error"]
        assert send("DELETE", "/api/v1/research/notice") == (204, None)
        assert send("POST", "/api/v1/windows", window)[1]["trouble"] is None
        assert send("GET", "/api/v1/research/notice")[1]["notice"] is None
