"""The earlier backends' addresses for the user's own work, one by one, and that today's API sees the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalima.study.earlier_items import id_of, place_of


@pytest.fixture
def ask(serving, tmp_path):
    with serving(tmp_path / "data") as send:
        yield send


@pytest.fixture(scope="module")
def unused(serving, tmp_path_factory):
    """A folder that is not there, and what asks its server."""
    data = tmp_path_factory.mktemp("unused") / "data"
    with serving(data) as send:
        yield data, send


def ok(answer):
    assert answer[0] == 200, answer
    return answer[1]


def without_times(shape):
    assert shape["created_at"] <= shape["updated_at"]
    return {name: value for name, value in shape.items() if name not in ("created_at", "updated_at")}


@pytest.mark.parametrize(
    ("id", "place"),
    [
        ("2:255", "2:255"),
        ("2:255:0", "2:255:1"),
        ("2:255:0-2", "2:255:1-3"),
        ("seg-2-255-0-1", "2:255:1:2"),
        ("2:255:*36", "2:255:*36"),
    ],
)
def test_a_place_has_two_names(id, place):
    assert (place_of(id), id_of(place)) == (place, id)


@given(st.lists(st.integers(0, 10_000), min_size=2, max_size=4), st.booleans())
def test_every_id_is_found_again(numbers, of_segment):
    surah, ayah, *rest = numbers
    ids = [f"{surah}:{ayah}", *(f"{surah}:{ayah}:{word}" for word in rest)]
    ids += [f"seg-{surah}-{ayah}-{rest[0]}-{rest[1]}"] if of_segment and len(rest) == 2 else []
    assert [id_of(place_of(id)) for id in ids] == ids


# ---- nothing there yet


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/api/annotations/2/255", []),
        ("/annotations", []),
        ("/annotations?target_id=2:255:0", []),
        ("/api/connections/2:255", {"internal": [], "external": []}),
        ("/api/connections?verse=2:255", {"internal": [], "external": []}),
        ("/connections", {"internal": [], "external": []}),
        ("/api/pronouns/2:255", []),
        ("/api/hypotheses/2:255", []),
        ("/api/translations/2:255", []),
        ("/api/patterns", []),
        ("/api/tags", []),
        ("/api/notes", {"notes": []}),
        ("/api/library_search?q=x", {"results": [], "query": "x", "type": "library", "count": 0}),
    ],
)
def test_an_empty_answer_makes_no_file(unused, path, answer):
    data, ask = unused
    assert ok(ask("GET", path)) == answer
    assert not data.exists()


# ---- annotations


def test_annotations_of_a_verse(ask):
    sent = {"text": "Throne", "certain": True, "by": {"who": "me"}}
    kept = ok(ask("POST", "/api/annotations/2/255", sent))
    assert kept["success"] is True and kept["annotation"]["id"] == kept["id"]
    assert without_times(kept["annotation"]) == {
        "id": kept["id"], "verse_ref": "2:255", "target_id": "2:255", "target_ids": ["2:255"], "layer": "general",
        "text": "Throne", "payload": {"certain": True, "by": {"who": "me"}},
    }  # fmt: skip
    assert ok(ask("GET", "/api/annotations/2/255")) == [kept["annotation"]]
    assert ok(ask("GET", "/api/annotations/2/256")) == []


@pytest.mark.parametrize("target", ["2:255", "2:255:49", "seg-2-255-0-0"])
def test_an_annotation_of_a_target(ask, target):
    sent = {"id": "mine", "target_id": target, "layer": "syntax", "payload": ["any", {"json": None}]}
    kept = ok(ask("POST", "/annotations", sent))
    assert {name: kept[name] for name in sent} == sent
    assert ok(ask("GET", f"/annotations?target_id={target}")) == [kept] == ok(ask("GET", "/annotations"))
    assert ok(ask("GET", "/annotations?target_id=2:255:20")) == []
    (item,) = ok(ask("GET", "/api/v1/items?kind=annotation"))["items"]
    assert item["anchors"]["target"][0]["place"] == place_of(target)
    assert ask("DELETE", "/annotations/mine") == (204, None)
    assert ask("DELETE", "/annotations/mine")[0] == 404
    assert ok(ask("GET", "/annotations")) == []


def test_what_is_sent_again_under_its_id_is_changed_and_comes_back_from_the_bin(ask):
    sent = {"id": "mine", "target_id": "2:255:0", "layer": "syntax", "payload": {"label": "one"}}
    ok(ask("POST", "/annotations", sent))
    ok(ask("POST", "/annotations", sent | {"payload": {"label": "two"}, "target_id": "2:255:1"}))
    (kept,) = ok(ask("GET", "/annotations"))
    assert (kept["payload"], kept["target_id"]) == ({"label": "two"}, "2:255:1")
    ask("DELETE", "/annotations/mine")
    ok(ask("POST", "/annotations", sent))
    assert ok(ask("GET", "/annotations"))[0]["payload"] == {"label": "one"}
    actions = [each["action"] for each in ok(ask("GET", "/api/v1/items/mine/history"))["changes"]]
    assert actions == ["change", "restore", "delete", "change", "create"]


def test_verses_words_and_hits_carry_their_annotations(ask):
    assert ok(ask("GET", "/api/verse/2/255"))["annotations"] == []
    word = ok(ask("POST", "/annotations", {"target_id": "seg-112-1-0-0", "text": "said"}))
    verse = ok(ask("POST", "/annotations", {"target_id": "112:1", "text": "verse"}))
    for path in ("/api/verse/112/1", "/api/verse/index/6221"):
        assert ok(ask("GET", path))["annotations"] == [verse, word], path
    assert [each["annotations"] for each in ok(ask("GET", "/api/surah/112"))["verses"]] == [
        [verse, word],
        [],
        [],
        [],
    ]
    assert ok(ask("GET", "/api/verses?start=6221&limit=1"))["verses"][0]["annotations"] == [verse, word]
    assert ok(ask("GET", "/segment/112:1:0"))["annotations"] == [word]
    assert ok(ask("GET", "/segment/112:1:1"))["annotations"] == []
    (hit,) = [
        each for each in ok(ask("GET", "/api/search?q=in:112 قل"))["results"] if each["id"] == "112:1:0"
    ]
    assert (hit["annotations"], hit["verse"]["annotations"]) == ([word], [verse, word])
    (view,) = ok(ask("POST", "/search", {"query": "in:112 قل"}))
    assert view["annotations"] == [word]
    assert ok(ask("GET", "/api/stats"))["total_annotations"] == 2


def test_the_text_is_read_while_the_users_own_file_is_damaged(serving, tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    (data / "research.db").write_bytes(b"no database at all")
    with serving(data) as ask:
        assert ok(ask("GET", "/api/verse/2/255"))["annotations"] == []
        assert ok(ask("GET", "/segment/2:255:0"))["annotations"] == []
        status, answer = ask("GET", "/annotations")
    assert status == 503 and "damaged" in answer["error"]


# ---- connections


@pytest.mark.parametrize("path", ["/api/connections", "/connections", "/api/connections/2:255"])
def test_connections_within_a_verse_and_beyond_it(ask, path):
    inside = {"id": "in", "from_token": "2:255:0", "to_token": "2:255:3", "layer": "syntax", "meta": {"a": 1}}
    out = {"id": "out", "from_token": "2:255:0", "to_token": "3:2", "kind": "echo"}
    kept = [ok(ask("POST", path, each)) for each in (inside, out)]
    assert [each["success"] for each in kept] == [True, True]
    assert kept[0]["connection"] | inside == kept[0]["connection"]
    assert (kept[1]["connection"]["layer"], kept[1]["connection"]["meta"]) == ("general", {"kind": "echo"})
    both = {"internal": [kept[0]["connection"]], "external": [kept[1]["connection"]]}
    for listing in ("/api/connections/2:255", "/api/connections?verse=2:255", "/connections?verse=2:255"):
        assert ok(ask("GET", listing)) == both
    assert ok(ask("GET", "/connections?verse=3:2")) == {"internal": [], "external": both["external"]}
    assert ask("DELETE", "/connections/out") == (204, None)
    assert ok(ask("GET", "/connections"))["external"] == []


# ---- what is kept verse by verse


@pytest.mark.parametrize(
    ("path", "name", "sent", "change", "given"),
    [
        (
            "pronouns",
            "reference",
            {"pronoun": "seg-2-255-6-1", "referent": "2:255:0", "note": "ha"},
            {"referent": None, "referent_text": "the throne"},
            {"pronoun": "seg-2-255-6-1", "referent": None, "referent_text": "the throne", "certainty": None, "note": "ha"},
        ),
        (
            "hypotheses",
            "hypothesis",
            {"claim": "One", "tags": ["a", "b"]},
            {"status": "supported", "claim": "Two"},
            {"claim": "Two", "status": "supported", "tags": ["a", "b"], "query": None, "note": None, "verse_refs": ["2:255"]},
        ),
        (
            "translations",
            "translation",
            {"text": "God"},
            {"text": "God, living"},
            {"language": "en", "text": "God, living", "note": None},
        ),
    ],
)  # fmt: skip
def test_what_a_verse_has_several_of(ask, path, name, sent, change, given):
    address = f"/api/{path}/2:255"
    kept = ok(ask("POST", address, sent))
    assert kept["success"] is True
    id = kept[name]["id"]
    assert ok(ask("GET", address)) == [kept[name]]
    changed = ok(
        ask("PUT", address, change | {"id": id})
        if path == "translations"
        else ask("PUT", f"{address}/{id}", change)
    )
    assert without_times(changed[name]) == {"id": id, "verse_ref": "2:255"} | given
    assert ok(ask("GET", f"/api/{path}/2:256")) == []
    assert ask("DELETE", f"/api/{path}/2:256/{id}")[0] == 404
    assert ok(ask("DELETE", f"{address}/{id}"))["success"] is True
    assert (ok(ask("GET", address)), ask("DELETE", f"{address}/{id}")[0]) == ([], 404)


def test_the_only_translation_of_a_language_needs_no_id(ask):
    for language, text in (("en", "God"), ("de", "Gott")):
        ok(ask("POST", "/api/translations/2:255", {"language": language, "text": text}))
    status, answer = ask("PUT", "/api/translations/2:255", {"text": "x"})
    assert (status, answer["error"]) == (400, "2:255 has 2 of them.")
    changed = ok(ask("PUT", "/api/translations/2:255", {"language": "de", "text": "Allah"}))
    assert changed["translation"]["text"] == "Allah"


def test_the_tags_of_hypotheses_are_counted(ask):
    for ref, tags in (("2:1", ["a", "b"]), ("2:2", ["a"])):
        ok(ask("POST", f"/api/hypotheses/{ref}", {"claim": "x", "tags": tags}))
    assert ok(ask("GET", "/api/stats"))["total_hypothesis_tags"] == 3


# ---- patterns, tags, notes


def test_patterns(ask):
    kept = ok(ask("POST", "/api/patterns", {"name": "Saying", "query": "root:قول", "colour": "red"}))
    id = kept["id"]
    assert (
        kept["pattern"] | {"name": "Saying", "query": "root:قول", "total": 1722, "meta": {"colour": "red"}}
        == kept["pattern"]
    )
    letters = {"segments": [{"letter": "ك"}, {"any_letter": True}], "allow_suffix": True}
    by_letters = ok(ask("POST", "/api/patterns", {"name": "Letters"} | letters))["pattern"]
    assert (by_letters["query"], by_letters["total"], by_letters["meta"]) == (None, None, letters)
    assert ok(ask("GET", "/api/patterns")) == [by_letters, kept["pattern"]]
    assert ok(ask("GET", f"/api/patterns/{id}")) == kept["pattern"]
    assert ok(ask("DELETE", f"/api/patterns/{id}")) == {"success": True, "id": id}
    assert ask("GET", f"/api/patterns/{id}")[0] == 404
    status, answer = ask("POST", "/api/patterns", {"name": "x", "query": "rot:x"})
    assert (status, answer["at"]) == (400, [0, 3])


def test_tags(ask):
    tag = ok(
        ask(
            "PUT", "/api/tags/قسم", {"description": "An oath", "color": "teal", "targets": ["92:1", "92:2:0"]}
        )
    )["tag"]
    assert without_times(tag) == {
        "id": tag["id"], "name": "قسم", "description": "An oath", "colour": "teal", "count": 2, "targets": tag["targets"],
    }  # fmt: skip
    assert sorted(tag["targets"]) == ["92:1", "92:2:0"]
    assert ok(ask("GET", "/api/tags/قسم")) == tag
    (listed,) = ok(ask("GET", "/api/tags"))
    assert listed == {name: value for name, value in tag.items() if name != "targets"}
    renamed = ok(ask("PUT", "/api/tags/قسم", {"name": "oath", "description": None}))["tag"]
    assert (renamed["id"], renamed["name"], renamed["description"], renamed["count"]) == (
        tag["id"],
        "oath",
        None,
        2,
    )
    assert ask("GET", "/api/tags/قسم")[0] == 404


@pytest.fixture
def noted(ask):
    notes = [
        {
            "title": "Throne",
            "text": "# الكُرْسِيّ\n\nThe *throne* is vast.\nSee 20:5, the Throne.",
            "path": "names/throne.md",
        },
        {"title": "Empty"},
    ]
    for number, data in enumerate(notes):
        ask("POST", "/api/v1/items", {"id": f"n{number}", "kind": "note", "data": data})
    return ask


def test_notes(noted):
    assert ok(noted("GET", "/api/notes"))["notes"] == [
        {"path": "n1.md", "title": "Empty", "snippet": ""},
        {"path": "names/throne.md", "title": "Throne", "snippet": "# الكُرْسِيّ"},
    ]
    content = ok(noted("GET", "/api/notes/content?path=names/throne.md"))
    assert content["path"] == "names/throne.md" and content["content"].endswith("See 20:5, the Throne.")
    assert ok(noted("GET", "/api/notes/content?path=n1.md"))["content"] == ""


@pytest.mark.parametrize(
    "path",
    ["../research.db", "..%2fresearch.db", "/etc/passwd", "names/../names/throne.md", "\\\\host\\share", "C:x", "NUL", "names%00", "."],
)  # fmt: skip
def test_only_notes_are_read(noted, path):
    status, answer = noted("GET", f"/api/notes/content?path={path}")
    assert status == 404 and answer["error"].startswith("There is no note ")


@pytest.mark.parametrize(
    ("words", "lines"),
    [("throne", [3, 4]), ("الكرسي", [1]), ("كرسي", []), ("thr*", [3, 4]), ("throne see", [4]), ("Empty", []), ("وال*", [])],
)  # fmt: skip
def test_lines_of_notes(noted, words, lines):
    found = ok(noted("GET", f"/api/library_search?q={words}"))
    assert [(each["path"], each["line"]) for each in found["results"]] == [
        ("names/throne.md", line) for line in lines
    ]
    assert (found["count"], found["type"], found["query"]) == (len(lines), "library", words)


# ---- refusals


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "said"),
    [
        ("POST", "/annotations", {"layer": "x"}, 400, "The request holds no annotation."),
        ("POST", "/annotations", {"target_id": "x"}, 400, "'x' is no place."),
        ("POST", "/annotations", {"target_id": "2:255:50"}, 404, "There is nothing at 2:255:51"),
        (
            "POST",
            "/annotations",
            {"target_id": "2:255", "payload": [], "more": 1},
            400,
            "'more' is not known.",
        ),
        ("POST", "/annotations", {"target_id": "2:255", "id": "a/b"}, 400, "id='a/b' cannot be an id."),
        ("POST", "/api/annotations/2/287", {"text": "x"}, 404, "There is no verse 2:287"),
        ("POST", "/api/annotations/2/255", {"target_id": "2:256"}, 400, "2:256 is not in 2:255."),
        ("GET", "/api/annotations/115/1", None, 404, "There is no "),
        ("DELETE", "/annotations/none", None, 404, "There is no item 'none'."),
        ("POST", "/connections", {"from_token": "2:255:0"}, 400, "to_token is missing."),
        (
            "POST",
            "/api/connections/2:1",
            {"from_token": "2:255", "to_token": "3:1"},
            400,
            "2:255 is not in 2:1.",
        ),
        ("GET", "/api/connections/2:255:1", None, 400, "2:255:1 is no verse."),
        ("POST", "/api/pronouns/2:255", {"referent": "2:255:0"}, 400, "The request holds no reference."),
        ("POST", "/api/pronouns/2:255", {"pronoun": "2:256:0"}, 400, "2:256:0 is not in 2:255."),
        ("POST", "/api/hypotheses/2:255", {"claim": "x", "status": "true"}, 400, "status=true is not known."),
        ("PUT", "/api/hypotheses/2:255/none", {"claim": "x"}, 404, "There is no item 'none'."),
        ("PUT", "/api/translations/2:255", {"text": "x"}, 404, "There is no translation at 2:255."),
        ("POST", "/api/translations/2:255", {"texts": "x"}, 400, "The request holds no translation."),
        ("GET", "/api/patterns/none", None, 404, "There is no item 'none'."),
        ("GET", "/api/tags/none", None, 404, "There is no tag 'none'."),
        ("GET", "/api/library_search", None, 400, "The query is empty."),
        ("PUT", "/annotations/x", {}, 405, "PUT is not possible here."),
    ],
)
def test_a_refusal_says_what_and_why(unused, method, path, body, status, said):
    data, ask = unused
    answered, answer = ask(method, path, body)
    assert (answered, answer["error"][: len(said)]) == (status, said)
    assert not (data / "research.db").exists()


def test_an_id_of_another_kind_is_not_taken(ask):
    ok(ask("POST", "/annotations", {"id": "one", "target_id": "2:255"}))
    status, answer = ask("POST", "/connections", {"id": "one", "from_token": "2:1", "to_token": "2:2"})
    assert (status, answer["error"]) == (409, "The id one is that of another kind: annotation.")
