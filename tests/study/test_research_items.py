"""The user's items on the real corpus and in a real file: made, changed, taken back, found."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest

from kalima.errors import KalimaError, NotFound, ResearchConflict
from kalima.store.research_store import Item, ResearchStore
from kalima.study.library import Library
from kalima.study.research import tags
from kalima.study.research.anchors import anchor
from kalima.study.research.imported import read_item
from kalima.study.research.items import Research, login_name
from kalima.study.research.places import parse_place


@pytest.fixture
def research(library, tmp_path) -> Research:
    own = Library(library.store, library.index, library.manifest, Path())
    own.research = ResearchStore(tmp_path / "data" / "research.db")
    return Research(own, who="me")


def annotate(research: Research, text: str = "one", place: str = "2:255:3", layer: str = "syntax") -> str:
    return research.create("annotation", {"layer": layer, "text": text}, {"target": [place]})["id"]


def texts(items: list[dict]) -> list[str]:
    return [item["data"]["text"] for item in items]


def actions(research: Research, id: str) -> list[str]:
    return [change["action"] for change in reversed(research.history(id))]


def test_an_item_as_it_is_given_out(research):
    item = research.create(
        "annotation",
        {"layer": "syntax", "text": "<b>"},
        {"target": ["٢:٢٥٥:٣", "2:255"], "head": ["112:3:*3"]},
    )
    verse = research.library.store.verses(2, 255, 255)[0].text
    assert item == research.get(item["id"]) == {
        "id": item["id"],
        "kind": "annotation",
        "data": {"layer": "syntax", "text": "<b>"},
        "anchors": {
            "target": [
                {"place": "2:255:3", "ref": "2:255", "text": "إِلَـٰهَ", "moved": False},
                {"place": "2:255", "ref": "2:255", "text": verse, "moved": False},
            ],
            "head": [{"place": "112:3:*3", "ref": "112:3", "text": "هو (فاعل: يَلِدْ)", "moved": False}],
        },
        "created": item["created"],
        "changed": item["created"],
        "deleted": None,
        "revision": 1,
    }  # fmt: skip
    assert json.loads(json.dumps(item)) == item


def test_reading_makes_no_file(research):
    assert research.find() == {"total": 0, "items": []}
    assert research.at("2:255") == []
    assert research.at_many([(2, 255)]) == {}
    assert set(research.counts().values()) == {0}
    assert research.recent() == []
    assert tags.listed(research) == []
    assert not research.store.path.exists()


NOT_MADE = [
    ("anotation", {}, {}, "There is no kind 'anotation' of items. Did you mean annotation?"),
    ("annotation", {"layer": "x"}, {}, "annotation has 0 places as target"),
    ("annotation", {"layer": "x"}, {"target": ["2:255:51"]}, "2:255 has 50 words"),
    ("annotation", {}, {"target": ["2:255"]}, "layer is missing."),
    ("annotation", ["x"], {}, "The data are no object."),
    ("tagging", {"tag": "none"}, {"target": ["2:255"]}, "There is no tag none,"),
    ("verdict", {"hypothesis": "none", "verdict": "unclear"}, {"hit": ["2:255"]}, "There is no hypothesis none,"),
    ("hypothesis", {"claim": "x", "status": "open", "query": "(("}, {}, "A pattern should begin here."),
    ("hypothesis", {"claim": "x", "status": "open", "query": "2:255"}, {}, "is a place to go to"),
    ("query", {"name": "x", "query": "rot:x"}, {}, "root"),
    ("query", {"name": "x", "query": "root:رحم", "total": 3}, {}, "total is filled in by Kalima. Leave it out."),
    ("run", {"hypothesis": "x"}, {}, "A run is made by Kalima. Run its hypothesis."),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "data", "places", "message"), NOT_MADE)
def test_what_cannot_be_made_leaves_nothing(research, kind, data, places, message):
    with pytest.raises(KalimaError) as caught:
        research.create(kind, data, places)
    assert message in str(caught.value)
    assert not research.store.path.exists()


def test_an_id_of_ones_own(research):
    made = research.create("bookmark", {}, {"target": ["1:1"]}, id="seg-1-1:x@y~z.é"[:-1])
    assert made["id"] == "seg-1-1:x@y~z."
    with pytest.raises(ResearchConflict, match="already"):
        research.create("bookmark", {}, {"target": ["1:2"]}, id=made["id"])
    for id in ("", "a/b", "..", "a b", "\ud800", "x" * 129):
        with pytest.raises(KalimaError, match="cannot be an id"):
            research.create("bookmark", {}, {"target": ["1:2"]}, id=id)
        with pytest.raises(NotFound):
            research.get(id)


def test_only_what_is_given_is_changed(research):
    id = research.create(
        "annotation",
        {"layer": "syntax", "text": "one", "relation": "r"},
        {"target": ["1:1:1"], "head": ["1:1:2"]},
    )["id"]
    changed = research.change(id, {"text": "two", "relation": None}, {"head": []})
    assert changed["data"] == {"layer": "syntax", "text": "two"}
    assert [list(changed["anchors"]), changed["revision"]] == [["target"], 2]
    assert research.change(id, {"text": "two"})["revision"] == 2  # no news
    assert actions(research, id) == ["create", "change"]
    for data, message in (({"layer": None}, "layer is missing"), ({"x": 1}, "no field 'x'")):
        with pytest.raises(KalimaError, match=message):
            research.change(id, data)
    assert research.get(id) == changed


def test_two_who_change_the_same(research):
    id = annotate(research)
    research.change(id, {"text": "mine"}, revision=1)
    for act in (
        lambda: research.change(id, {"text": "yours"}, revision=1),
        lambda: research.delete(id, revision=1),
        lambda: research.undo(id, revision=1),
        lambda: research.revert(id, 1, revision=1),
    ):
        with pytest.raises(ResearchConflict, match="revision 2 now"):
            act()
    assert research.get(id)["data"]["text"] == "mine"


def test_the_bin(research):
    id = annotate(research)
    gone = research.delete(id)
    assert gone["deleted"] == gone["changed"] is not None
    assert (research.find()["total"], research.find(bin=True)["items"]) == (0, [gone])
    assert research.at("2:255") == []
    assert research.delete(id)["revision"] == gone["revision"]  # it is there already
    with pytest.raises(KalimaError, match="is in the bin"):
        research.change(id, {"text": "x"})
    assert research.restore(id)["deleted"] is None
    with pytest.raises(KalimaError, match="is not in the bin"):
        research.restore(id)
    with pytest.raises(KalimaError, match="is not in the bin"):
        research.purge([id])
    research.delete(id)
    assert research.purge([id]) == 1
    with pytest.raises(NotFound, match=f"There is no item '{id}'"):
        research.get(id)
    (line,) = research.history(id)
    assert (line["action"], line["before"], line["after"]) == ("purge", None, None)
    assert research.recent()[0]["action"] == "purge"
    annotate(research, "stays")
    goes = annotate(research, "goes")
    research.delete(goes)
    assert (research.purge([goes]), texts(research.find()["items"])) == (1, ["stays"])


def test_history_says_who_changed_what(research):
    id = annotate(research)
    Research(research.library, who="you").change(id, {"text": "two"})
    newest, first = research.history(id)
    assert [newest["who"], newest["before"]["data"]["text"], newest["after"]] == [
        "you",
        "one",
        research.get(id),
    ]
    assert [first["who"], first["before"], first["after"]["data"]["text"]] == ["me", None, "one"]
    assert research.recent(limit=1) == [
        {
            **{name: newest[name] for name in ("seq", "revision", "at", "who", "action")},
            "item": id,
            "kind": "annotation",
            "title": "two",
        }
    ]
    for unknown in ("none", "\ud800"):
        with pytest.raises(NotFound):
            research.history(unknown)


def test_undo_walks_back_and_a_new_change_is_undone_first(research):
    id = annotate(research, "a")
    research.change(id, {"text": "b"})
    research.change(id, {"text": "c"}, {"target": ["1:1"]})
    undone = research.undo(id)
    assert (undone["data"]["text"], undone["anchors"]["target"][0]["place"]) == ("b", "2:255:3")
    research.change(id, {"text": "d"})
    assert [research.undo(id)["data"]["text"] for _ in range(2)] == ["b", "a"]
    assert research.undo(id)["deleted"]
    with pytest.raises(KalimaError, match="Nothing is left to undo"):
        research.undo(id)
    assert research.restore(id)["data"]["text"] == "a"
    assert actions(research, id) == ["create", "change", "change", "undo", "change", *["undo"] * 3, "restore"]


def test_deleting_and_restoring_are_undone(research):
    id = annotate(research)
    research.delete(id)
    assert research.undo(id)["deleted"] is None
    research.delete(id)
    research.restore(id)
    assert research.undo(id)["deleted"]
    assert research.undo(id)["deleted"] is None


def test_undone_is_what_is_found(research):
    id = annotate(research, "first", "1:1")
    research.change(id, {"text": "second"}, {"target": ["1:2"]})
    research.undo(id)
    assert [research.find(text=word)["total"] for word in ("first", "second")] == [1, 0]
    assert [len(research.at(place)) for place in ("1:1", "1:2")] == [1, 0]


def test_an_earlier_revision_comes_back(research):
    id = annotate(research, "a")
    research.change(id, {"text": "b"})
    research.undo(id)
    assert research.revert(id, 2)["data"]["text"] == "b"  # what was undone
    research.delete(id)
    with pytest.raises(KalimaError, match="is in the bin"):
        research.revert(id, 1)
    research.restore(id)
    with pytest.raises(KalimaError, match="At revision 5 this annotation was in the bin"):
        research.revert(id, 5)
    with pytest.raises(NotFound, match="has no revision 9"):
        research.revert(id, 9)
    assert research.undo(id)["deleted"]  # of the restoring


def test_at_a_place(research):
    for text, place in (
        ("verse", "2:255"), ("word 5", "2:255:5"), ("words 2-4", "2:255:2-4"), ("segment", "2:255:3:1"),
        ("word 3", "2:255:3"), ("node", "2:255:*4"), ("next verse", "2:256:3"),
    ):  # fmt: skip
        annotate(research, text, place)
    tags.put(research, "a tag", "2:255:3")
    rows = [
        ("2:255", {"verse", "word 5", "words 2-4", "segment", "word 3", "node"}),
        ("2:255:3", {"words 2-4", "segment", "word 3"}),
        ("2:255:3:1", {"words 2-4", "segment", "word 3"}),
        ("2:255:4-5", {"word 5", "words 2-4"}),
        ("2:255:*4", {"node"}),
        ("2:255:9", set()),
    ]
    for place, found in rows:
        assert set(texts(research.at(place, kinds=["annotation"]))) == found, place
    assert [item["kind"] for item in research.at("2:255:3", kinds=["tagging"])] == ["tagging"]
    with pytest.raises(NotFound, match="no kind"):
        research.at("2:255", kinds=["x"])
    many = research.at_many([(2, 255), (2, 256), (2, 257)])
    assert {ref: len(items) for ref, items in many.items()} == {"2:255": 7, "2:256": 1}
    assert many["2:256"] == research.at("2:256")
    assert many["2:255"] == research.at("2:255")


def test_what_is_at_several_verses_is_found_at_each(research):
    item = research.create("note", {"title": "both"}, {"target": ["1:2:1", "1:1", "1:2"]})
    assert research.at_many([(1, 2), (1, 1), (1, 2)]) == {"1:2": [item], "1:1": [item]}


FOUND = [
    ({}, ["verse", "word", "tag"]),
    ({"kinds": ["annotation"]}, ["verse", "word"]),
    ({"kinds": ["annotation"], "where": {"layer": "syntax"}}, ["word"]),
    ({"place": "2:255"}, ["verse", "word"]),
    ({"place": "2:255:3"}, ["word"]),
    ({"place": "2:256"}, []),
    ({"limit": 1}, ["tag"]),
    ({"limit": 1, "offset": 1}, ["word"]),
    ({"text": "رحمه"}, ["verse"]),
    ({"text": "الرَّحْمَة"}, []),
    ({"text": "كتاب"}, ["word"]),
    ({"text": "KITA*"}, ["word"]),
    ({"text": "كتاب <kitāb>"}, ["word"]),
    ({"text": 'kitab" OR "x'}, []),
]  # fmt: skip


@pytest.mark.parametrize(("filters", "names"), FOUND)
def test_finding(research, filters, names):
    kinds = {
        annotate(research, "عن رَحْمَةٍ", "2:255", "meaning"): "verse",
        annotate(research, "كِتَـٰب (Kitāb)", "2:255:3", "syntax"): "word",
        research.create("tag", {"name": "x"})["id"]: "tag",
    }
    found = research.find(**filters)
    assert {kinds[item["id"]] for item in found["items"]} == set(names)
    assert found["total"] == (3 if "limit" in filters else len(names))


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        ({"kinds": ["x"]}, "There is no kind 'x' of items."),
        ({"where": {"laier": "x"}}, "There is no field 'laier'."),
        ({"where": {"layer": "\ud800"}}, "layer holds a character that is not text"),
        ({"place": "2:255:3-5"}, "is neither a verse nor a word. Ask for 2:255."),
        ({"place": "x"}, "'x' is no place."),
        ({"text": "* ?"}, "'* ?' has no word to look for."),
        ({"text": "\0"}, "text holds a character that is not text"),
    ],
)
def test_what_cannot_be_looked_for(research, filters, message):
    with pytest.raises(KalimaError) as caught:
        research.find(**filters)
    assert message in str(caught.value)


def test_a_moved_anchor_is_noticed_until_it_is_attached_anew(research):
    attached = anchor(research.library, parse_place("1:1:2"), "target")
    item = Item("x", "bookmark", {}, (attached._replace(text="else"), attached._replace(word=9, text="gone")))
    research.keep_imported(
        [item._replace(anchors=item.anchors[:1]), item._replace(id="y", anchors=item.anchors[1:])]
    )
    places = {id: research.get(id)["anchors"]["target"][0] for id in "xy"}
    assert places["x"] == {"place": "1:1:2", "ref": "1:1", "text": "else", "moved": attached.text}
    assert places["y"] == {"place": "1:1:9", "ref": "1:1", "text": "gone", "moved": "no such place"}
    assert research.change("x", {"label": "l"})["anchors"]["target"][0]["moved"] == attached.text
    assert research.change("x", places={"target": ["1:1:2"]})["anchors"]["target"][0] == {
        "place": "1:1:2", "ref": "1:1", "text": attached.text, "moved": False,
    }  # fmt: skip


def test_what_is_given_out_is_read_again(research):
    for kind, data, places in (
        ("annotation", {"layer": "l", "payload": {"a": [1, None]}}, {"target": ["1:1:1-2", "2:1"], "head": ["1:2:1:2"]}),
        ("note", {"title": "t", "text": "<script>\r\n\u202e🙂"}, {}),
        ("pronoun", {"certainty": "sure"}, {"pronoun": ["112:3:*3"], "referent": ["112:1:2"]}),
    ):  # fmt: skip
        plain = research.create(kind, data, places)
        item = read_item(json.loads(json.dumps(plain)))
        assert item == research.store.item(plain["id"])
        assert research.keep_imported([item]) == [item]  # no news
        assert actions(research, item.id) == ["create"]


UNREADABLE = [
    ([], "This is no item."),
    ({"id": "x"}, "kind is missing."),
    ({"id": 1}, "id is no text."),
    ({"id": "a/b"}, "cannot be an id"),
    ({"extra": 1}, "An item has no 'extra'."),
    ({"kind": "x"}, "There is no kind 'x' of items."),
    ({"data": []}, "data is missing or no object."),
    ({"data": {"label": 1}}, "label is of the wrong kind."),
    ({"data": {"lable": "x"}}, "Did you mean label?"),
    ({"revision": 0}, "revision is no whole number"),
    ({"revision": True}, "revision is no whole number"),
    ({"created": "2026-01-01"}, "created is no time."),
    ({"deleted": "2026-13-01T00:00:00.000Z"}, "deleted is no time."),
    ({"anchors": []}, "anchors is no object of lists."),
    ({"anchors": {}}, "bookmark has 0 places as target"),
    ({"anchors": {"target": [{"place": "1:1"}]}}, "no object with place and text"),
    ({"anchors": {"target": [{"place": "1", "text": ""}]}}, "'1' is no place."),
    ({"anchors": {"target": [{"place": "1:1", "text": "\0"}]}}, "The text at 1:1 holds a character"),
    ({"anchors": {"target": [{"place": "1:1", "text": "x" * 20_001}]}}, "The text at 1:1 is too long."),
    ({"anchors": {"target": [{"place": "1:1", "text": "", "x": 1}]}}, "A place of target has no 'x'."),
    ({"anchors": {"head": [{"place": "1:1", "text": ""}]}}, "bookmark has no role 'head'."),
]


@pytest.mark.parametrize(("part", "message"), UNREADABLE)
def test_what_is_no_item(part, message):
    whole = {
        "id": "x", "kind": "bookmark", "data": {}, "revision": 1, "created": "2026-01-01T00:00:00.000Z",
        "anchors": {"target": [{"place": "1:1", "text": "t"}]},
    }  # fmt: skip
    assert read_item(whole)
    plain = (whole | part if part != {"id": "x"} else part) if isinstance(part, dict) else part
    with pytest.raises(KalimaError) as caught:
        read_item(plain)
    assert message in str(caught.value)


def test_items_that_come_together_are_kept_together_or_not_at_all(research):
    attached = (anchor(research.library, parse_place("1:1"), "target"),)
    tag, tagging = Item("t", "tag", {"name": "Faith"}), Item("g", "tagging", {"tag": "t"}, attached)
    refused = [
        ([tagging], "There is no tag t, to which the tagging would belong."),
        ([tag, tagging._replace(data={"tag": "g"})], "There is no tag g"),
        ([tag, tag._replace(id="u", data={"name": "faith"})], "two tags 'faith': t and u. Rename one"),
    ]
    for items, message in refused:
        with pytest.raises(KalimaError, match=message):
            research.keep_imported(items)
        assert research.find()["total"] == 0
    assert [item.id for item in research.keep_imported([tagging, tag])] == ["g", "t"]
    with pytest.raises(KalimaError, match="two tags"):
        research.keep_imported([tag._replace(id="u", data={"name": "FAITH"})])
    assert research.history("t")[0]["action"] == "import"


def test_nothing_belongs_to_what_is_gone_for_good(research):
    tag = tags.put(research, "t", "1:1")["data"]["tag"]
    research.delete(tag)
    attached = (anchor(research.library, parse_place("1:2"), "target"),)
    research.keep_imported([Item("g", "tagging", {"tag": tag}, attached)])
    assert [item["id"] for item in research.at("1:2")] == ["g"]
    assert research.purge([item["id"] for item in research.find(bin=True)["items"]]) == 3
    assert (research.find()["total"], research.find(bin=True)["total"]) == (0, 0)


def test_many_threads_make_one_tag(research):
    said = []

    def make() -> None:
        try:
            said.append(tags.put(research, "Faith", "1:1")["id"])
        except BaseException as error:
            said.append(error)

    threads = [threading.Thread(target=make) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(said)) == 1
    assert (research.counts()["tag"], research.counts()["tagging"]) == (1, 1)


@pytest.mark.parametrize(
    ("variables", "name"),
    [
        ({"USER": "amina"}, "amina"),
        ({"USERNAME": "أمينة"}, "أمينة"),
        ({"USER": " ", "USERNAME": "b"}, "b"),
        ({"USER": "a\x1b[2J", "LOGNAME": "c"}, "c"),
        ({}, "user"),
    ],
)
def test_who_it_was(monkeypatch, variables, name):
    for variable in ("USER", "USERNAME", "LOGNAME"):
        monkeypatch.delenv(variable, raising=False)
    for variable, value in variables.items():
        monkeypatch.setenv(variable, value)
    assert login_name() == name
