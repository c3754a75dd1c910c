"""Items of the user's own file: how they are found, what their history says, and when a change is refused."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing

import pytest

from kalima.errors import NotFound, ResearchConflict
from kalima.store.research_store import Anchor, Item, ResearchStore, Write

VERSE = Anchor("target", 2, 255, text="the whole verse")
WORD = Anchor("target", 2, 255, word=3, text="a word")
WORDS = Anchor("target", 2, 255, word=2, last_word=4, text="three words")
SEGMENT = Anchor("target", 2, 255, word=4, segment=1, text="a prefix")
IMPLIED = Anchor("referent", 2, 255, node=2, text="he")
ELSEWHERE = Anchor("to", 114, 6, text="the last verse")


@pytest.fixture
def store(tmp_path) -> ResearchStore:
    return ResearchStore(tmp_path / "research.db")


def do(
    store: ResearchStore, action: str, item: Item | str, text: str = "", revision: int | None = None
) -> Item:
    """One change by one hand."""
    item = Item(item, "", {}) if isinstance(item, str) else item
    return store.write([Write(action, item, text, revision)], who="me")[0]


def make(
    store: ResearchStore, id: str, kind: str = "note", *anchors: Anchor, text: str = "", **data: object
) -> Item:
    return do(store, "create", Item(id, kind, data, anchors), text)


def ids(items: list[Item]) -> str:
    return " ".join(item.id for item in items)


def lines(store: ResearchStore, id: str) -> list[str]:
    """The history as ``revision action: data before -> data after``."""
    return [
        f"{line.revision} {line.action}: {line.before and line.before['data']} -> {line.after and line.after['data']}"
        for line in store.history(id)
    ]


def test_an_item_is_read_as_it_was_written(store):
    data = {
        "title": "آية الكرسي",
        "size": 1.5,
        "flag": True,
        "none": None,
        "list": ["a", {"b": []}],
        "quote": "'\"",
    }
    made = make(store, "a", "note", VERSE, WORDS, SEGMENT, IMPLIED, ELSEWHERE, **data)
    assert made == Item(
        "a", "note", data, (VERSE, WORDS, SEGMENT, IMPLIED, ELSEWHERE), made.created, made.created, None, 1
    )
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", made.created)
    assert ResearchStore(store.path).item("a") == made
    assert store.items() == [made]
    assert Item.from_json(made.as_json()) == made
    assert store.item("b") is None


def test_nothing_is_on_disk_until_something_is_written(tmp_path):
    store = ResearchStore(tmp_path / "own" / "research.db")
    assert [
        store.item("a"), store.items(place=(1, 1)), store.count(), store.counts(), store.history("a"), store.recent(),
        store.setting("a"), store.backups(), store.back_up(), store.last_word(), store.purge(["a"], who="me"),
    ] == [None, [], 0, {}, [], [], None, [], None, None, 0]  # fmt: skip
    store.take_note()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, "phrase lemma gone-not verse word segment elsewhere"),
        ({"limit": 2}, "phrase lemma"),
        ({"limit": 2, "offset": 5}, "segment elsewhere"),
        ({"offset": 6}, "elsewhere"),
        ({"kinds": ["tag"]}, "gone-not"),
        ({"kinds": ("tag", "bookmark")}, "gone-not elsewhere"),
        ({"kinds": ["nothing"]}, ""),
        ({"place": (2, 255)}, "verse phrase word segment"),
        ({"place": (2, 255), "limit": 2, "offset": 1}, "phrase word"),
        ({"place": (2, 255), "word": 1}, ""),
        ({"place": (2, 255), "word": 2}, "phrase"),
        ({"place": (2, 255), "word": 3}, "phrase word"),
        ({"place": (2, 255), "word": 4}, "phrase segment"),
        ({"place": (2, 255), "kinds": ["note"]}, "verse word segment"),
        ({"place": (1, 1)}, ""),
        ({"ids": ["verse", "word", "nobody"]}, "verse word"),
        ({"ids": []}, ""),
        ({"where": {"layer": "syntax"}}, "phrase verse"),
        ({"where": {"layer": "syntax", "by": "me"}}, "verse"),
        ({"where": {"layer": "SYNTAX"}}, ""),
        ({"where": {"nothing": "x"}}, ""),
        ({"text": "throne"}, "lemma verse"),
        ({"text": "throne verse"}, "verse"),
        ({"text": "thro*"}, "lemma verse"),
        ({"text": "thro"}, ""),
        ({"text": "الكر*"}, "word"),
        ({"text": "throne", "place": (2, 255)}, "verse"),
        ({"text": 'OR "throne'}, ""),
        ({"text": "thr*one"}, ""),
        ({"text": "*"}, ""),
        ({"bin": True}, "gone"),
        ({"bin": True, "kinds": ["tag"]}, ""),
    ],
)
def test_items_are_found(store, filters, found):
    make(store, "elsewhere", "bookmark", ELSEWHERE)
    make(store, "segment", "note", SEGMENT)
    make(store, "word", "note", WORD, text="الكرسي")
    make(store, "verse", "note", VERSE, IMPLIED, layer="syntax", by="me", text="the throne verse")
    make(store, "gone", "note", VERSE, layer="syntax", text="throne")
    make(store, "gone-not", "tag")
    make(store, "lemma", "lemma", text="his throne")
    make(store, "phrase", "annotation", WORDS, layer="syntax")
    do(store, "delete", "gone")
    assert ids(store.items(**filters)) == found
    counted = {name: value for name, value in filters.items() if name not in ("limit", "offset")}
    if counted == filters:
        assert store.count(**filters) == len(found.split())
    assert store.counts() == {"annotation": 1, "bookmark": 1, "lemma": 1, "note": 3, "tag": 1}


@pytest.mark.parametrize("field", ["layer", "tag", "hypothesis", "other"])
def test_a_field_is_equal_to_a_text_only_if_it_is_one(store, field):
    for number, value in enumerate(["1", 1, ["1"], {"a": "1"}, None, True]):
        make(store, str(number), **{field: value})
    assert ids(store.items(where={field: "1"})) == "0"


def test_a_fields_name_is_checked(store):
    make(store, "a")
    with pytest.raises(ValueError, match="no name of a field"):
        store.items(where={"a' OR 1 --": "x"})


def test_the_newest_change_comes_first(store):
    made = [make(store, id) for id in "abc"]
    do(store, "change", made[0]._replace(data={"text": "new"}))
    assert ids(store.items())[0] == "a" or store.item("a").changed == made[2].changed


def test_every_change_has_a_line_of_history(store):
    first = make(store, "a", "note", VERSE, n=1)
    second = do(store, "change", first._replace(data={"n": 2}, anchors=(WORD,)), revision=1)
    binned = do(store, "delete", "a", revision=2)
    back = do(store, "restore", "a", revision=3)
    undone = do(store, "undo", first, revision=4)
    assert [each.revision for each in (first, second, binned, back, undone)] == [1, 2, 3, 4, 5]
    assert {each.created for each in (first, second, binned, back, undone)} == {first.created}
    assert (second.deleted, binned.deleted, back.deleted) == (None, binned.changed, None)
    assert binned == second._replace(deleted=binned.deleted, changed=binned.changed, revision=3)
    assert (undone.data, undone.anchors) == ({"n": 1}, (VERSE,))
    assert lines(store, "a") == [
        "5 undo: {'n': 2} -> {'n': 1}",
        "4 restore: {'n': 2} -> {'n': 2}",
        "3 delete: {'n': 2} -> {'n': 2}",
        "2 change: {'n': 1} -> {'n': 2}",
        "1 create: None -> {'n': 1}",
    ]
    assert [Item.from_json(line.after) for line in store.history("a")] == [
        undone,
        back,
        binned,
        second,
        first,
    ]
    assert {line.who for line in store.history("a")} == {"me"}
    assert store.recent() == store.history("a")
    assert store.recent(2, 1) == store.history("a")[1:3]
    assert ids(store.items(place=(2, 255), word=3)) == ""


def test_the_full_text_follows_the_item(store):
    made = make(store, "a", text="before")
    do(store, "change", made._replace(data={"n": 1}), "after")
    assert [store.count(text=word) for word in ("before", "after")] == [0, 1]
    do(store, "delete", "a")
    assert [store.count(text="after"), store.count(text="after", bin=True)] == [0, 1]
    do(store, "restore", "a")
    assert store.count(text="after") == 1


def test_what_changes_nothing_leaves_no_trace(store):
    made = make(store, "a", n=1)
    assert do(store, "change", made) == do(store, "import", made) == do(store, "restore", "a") == made
    binned = do(store, "delete", "a")
    assert do(store, "delete", "a") == binned
    assert len(store.history("a")) == 2


@pytest.mark.parametrize(
    ("action", "id", "revision", "error", "said"),
    [
        ("create", "a", None, ResearchConflict, "There is something with the id 'a' already."),
        ("change", "a", 1, ResearchConflict, "that was revision 1, and it has revision 2 now"),
        ("delete", "a", 1, ResearchConflict, "note 'a' was changed since it was read"),
        ("restore", "a", 1, ResearchConflict, "Read it again"),
        ("undo", "a", 1, ResearchConflict, "was changed since"),
        ("import", "a", 1, ResearchConflict, "was changed since"),
        ("change", "a", 3, ResearchConflict, "that was revision 3"),
        ("change", "b", None, NotFound, "There is nothing of yours with the id 'b'."),
        ("delete", "b", None, NotFound, "may have been purged"),
        ("erase", "a", None, ValueError, "'erase' is none of change, create"),
    ],
)
def test_a_change_to_what_is_not_there_any_more_is_refused_with_all_that_came_with_it(
    store, action, id, revision, error, said
):
    do(store, "change", make(store, "a", n=1)._replace(data={"n": 2}))
    before = store.recent()
    with pytest.raises(error, match=re.escape(said)):
        store.write(
            [Write("create", Item("c", "note", {})), Write(action, Item(id, "note", {}), "", revision)],
            who="me",
        )
    assert (store.recent(), ids(store.items())) == (before, "a")


def test_an_import_keeps_times_and_revision_unless_what_is_there_is_newer(store):
    old = "2020-01-01T00:00:00.000Z"
    coming = Item("a", "note", {"n": 1}, (VERSE,), old, old, None, 7)
    assert do(store, "import", coming) == coming
    assert do(store, "import", coming._replace(data={"n": 2}, revision=3)).revision == 8
    gone = Item("b", "note", {}, (), old, old, old, 2)
    assert do(store, "import", gone) == gone
    assert ids(store.items(bin=True)) == "b"
    bare = do(store, "import", Item("c", "note", {}))
    assert (bare.revision, bare.created == bare.changed > old) == (1, True)


def test_purging_takes_the_content_out_of_every_table(store):
    words = "everything-that-was-secret"
    make(store, "a", "note", Anchor("target", 1, 1, text=words), text=words, title=words)
    make(store, "b", "note", VERSE)
    assert store.purge(["a"], who="me") == 0
    do(store, "delete", "a")
    assert store.purge(["a", "b", "c"], who="you") == 1
    assert (store.item("a"), ids(store.items())) == (None, "b")
    assert lines(store, "a") == ["3 purge: None -> None"]
    assert store.history("a")[0].who == "you"
    with closing(sqlite3.connect(store.path)) as connection:
        assert words not in "".join(connection.iterdump())
    again = make(store, "a")
    assert again.revision == 4, "a writer that saw revision 1 to 3 must not take it for what it saw"
    assert lines(store, "a") == ["4 create: None -> {}", "3 purge: None -> None"]


@pytest.mark.parametrize("value", [0, "", "2:255", False, [1, {"a": "ب"}], {"theme": "dark"}])
def test_settings(store, value):
    store.set_setting("other", 1)
    store.set_setting("place", "before")
    store.set_setting("place", value)
    assert ResearchStore(store.path).setting("place") == value
    store.set_setting("place", None)
    assert (store.setting("place"), store.setting("other")) == (None, 1)


def test_a_note_of_one_megabyte(store):
    text = "قال " * 250_000
    made = make(store, "a", text=text)
    do(store, "change", make(store, "b", body=text)._replace(data={"body": text + "!"}))
    assert store.item("b").data["body"] == text + "!"
    assert ids(store.items(text="قال")) == made.id
