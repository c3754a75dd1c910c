"""Research files that are refused, and what is said of them."""

from __future__ import annotations

import json
import sqlite3

import pytest

from kalima.errors import KalimaError, ResearchConflict
from kalima.store.research_store import Anchor, Arrival, Item, Write
from kalima.study.research.exchange import form
from kalima.study.research.exchange.importing import import_file
from kalima.study.research.exchange.reading import BadResearchFile, read_file

from .exchanged import EARLY, TRANSLATION, VERSES, keep, note, text_of


def bad(**wrong) -> dict:
    return {**form.plain(note("x")), **wrong}


HISTORY = {
    "item": "n1",
    "revision": 1,
    "at": EARLY,
    "who": "me",
    "action": "create",
    "after": form.plain(note("x")),
}
FAULTY = [
    ({"items": [bad(kind="notes")]}, "item 1 (n1): There is no kind 'notes' of items. Did you mean note?"),
    ({"items": [bad(), bad(id="n2", data={"title": 3})]}, "item 2 (n2): title is of the wrong kind."),
    ({"items": [bad(), bad()]}, "item 2 (n1): another item of the file has this id."),
    ({"items": [bad(id="../x")]}, "item 1 (../x): id='../x' cannot be an id."),
    ({"items": [bad(changed="today")]}, "changed is no time."),
    ({"items": [bad(data={"title": "\0"})]}, "title holds a character that is not text (U+0000)."),
    ({"items": [bad(data={"title": "\ud800"})]}, "U+D800"),
    ({"items": [bad(extra=1)]}, "An item has no 'extra'."),
    ({"items": [7]}, "item 1: This is no item."),
    ({"items": [bad(anchors={"target": [{"place": "2:255:x", "text": ""}]})]}, "'2:255:x' is no place."),
    ({"items": [bad()], "history": [{**HISTORY, "action": "make"}]}, "change 1 (n1): action=make is not known."),
    ({"items": [bad()], "history": [{**HISTORY, "revision": 2}]}, "after is not this revision of this item."),
    ({"items": [bad()], "history": [{**HISTORY, "after": None}]}, "only a purge has none."),
    ({"items": [bad()], "history": [{**HISTORY, "revision": 10**30, "after": None, "action": "purge"}]}, "revision is no"),
    ({"items": [bad()], "history": [HISTORY, HISTORY]}, "revision is not above"),
    ({"items": [], "history": [HISTORY]}, "history 1 (n1): there is no such item."),
    ({"items": [bad(revision=2)], "history": [HISTORY]}, "its history does not lead to what it is."),
    ({"translations": [{"id": "en.x"}]}, "translation 1 (en.x): language is no text"),
    ({"translations": [{**form.plain_translation(TRANSLATION, VERSES), "id": "en.pickthall"}]}, "is bundled"),
    ({"translations": [{**form.plain_translation(TRANSLATION, VERSES), "verses": {"2:300": "x"}}]}, "'2:300', and there is no such verse"),
    ({"translations": [form.plain_translation(TRANSLATION, VERSES)] * 2}, "translation 2 (en.mine): another"),
    ({"settings": {"a\nb": 1}}, "setting (a\\nb): The name has more than one line."),
    ({"settings": {"a": "x" * 70_000}}, "value has 70,002 bytes"),
]  # fmt: skip


@pytest.mark.parametrize(("members", "message"), FAULTY)
def test_what_is_malformed_is_named_and_nothing_is_kept(opened, members, message):
    research = opened()
    file = {"format": "kalima-research", "version": 1, "items": [], **members}
    for given_as in (file, json.dumps(file), json.dumps(file).encode()):
        with pytest.raises(BadResearchFile) as caught:
            import_file(research, given_as, apply=True)
        assert message in str(caught.value.faults[0])
        assert caught.value.total == 1
    assert not research.store.path.exists()


def test_faults_are_named_by_their_lines_and_counted(opened):
    rows = [form.plain(note("x", id=f"n{number}")) for number in range(50)]
    for row in rows[10:40]:
        row["data"] = {"titel": "x"}
    text = (
        '{"format": "kalima-research",\n"version": 1,\n"items": [\n'
        + ",\n".join(map(json.dumps, rows))
        + "\n]}"
    )
    with pytest.raises(BadResearchFile, match="30 parts that cannot be read; nothing was changed") as caught:
        import_file(opened(), text)
    assert (caught.value.total, len(caught.value.faults)) == (30, 20)
    assert (
        str(caught.value.faults[0])
        == "line 14: item 11 (n10): note has no field 'titel'. Did you mean title?"
    )


HEAD = '{"format": "kalima-research", "version": 1, '
REFUSED = [
    ("", "line 1, column 1: { is expected"),
    ("[]", "line 1, column 1: { is expected"),
    ("{}", "This is no research file of Kalima."),
    ('{"format": "kalima-research"}', "does not say its version"),
    ('{"format": "kalima-research", "version": 2, "things": []}', "written by a newer Kalima: it has version 2, and this Kalima knows versions up to 1. Nothing was changed."),
    (HEAD + '"items": [], "itmes": []}', "A research file has no 'itmes'."),
    (HEAD + '"items": 3}', "items is of the wrong kind."),
    ('{"format": "kalima-research", "version": 1}', "The file has no items."),
    (HEAD + '\n"items": [\n{"id": "a" "b"}]}', "line 3, column 12: Expecting ',' delimiter"),
    (HEAD + '"items": [{"id": "a", "id": "b"}]}', "'id' is there twice"),
    (HEAD + '"items": [], "items": []}', "'items' is there twice"),
    (HEAD + '"items": [NaN]}', "NaN is no number of JSON"),
    (HEAD + '"items": [' + "1" * 5_000 + "]}", "a number in it is too long"),
    (HEAD + '"items": ' + "[" * 200_000, "nested too deep"),
    (HEAD + '"items": []} x', "something follows the end"),
    (HEAD + '"items": [1 2]}', "] is expected"),
    (b'{"format":\n"\xff"}', "The file is not UTF-8 text: line 2."),
    (b" " * 100_000_001, "The file has more than 100 MB."),
]  # fmt: skip


@pytest.mark.parametrize(("given_file", "message"), REFUSED)
def test_what_is_no_research_file_is_refused(opened, given_file, message):
    with pytest.raises(KalimaError) as caught:
        import_file(opened(), given_file, apply=True)
    assert message in str(caught.value)


def test_a_byte_order_mark_and_any_layout_are_read(library):
    text = "\ufeff" + json.dumps(json.loads(text_of(note("x"))), indent=4)
    assert read_file(library, text).items == read_file(library, text.encode()).items == [note("x")]


def test_what_cannot_stand_beside_what_is_here_is_refused_whole(opened):
    research = opened()
    research.create("tag", {"name": "Faith"})
    tagging = Item(
        "t", "tagging", {"tag": "none"}, (Anchor("target", 2, 255, text="x"),), EARLY, EARLY, None, 1
    )
    tag = Item("other", "tag", {"name": "faith"}, (), EARLY, EARLY, None, 1)
    for apply in (False, True):
        for item, message in ((tagging, "There is no tag none"), (tag, "There would be two tags")):
            with pytest.raises(KalimaError, match=message):
                import_file(research, text_of(note("x"), item), apply=apply)
    assert research.counts()["note"] == 0


def test_nothing_is_half_imported(opened):
    research = keep(opened(), note("mine"))
    arrival = Arrival(
        lambda: iter([Write("import", note("new", id="n2"), "", 0)]),
        {},
        [(TRANSLATION, [(1, "x", "text")])],
        {},
    )
    with pytest.raises(sqlite3.IntegrityError):
        research.store.take_in(arrival, who="me")
    assert research.store.item("n2") is None
    research.store.take_in(arrival._replace(translations=()), who="me")
    with pytest.raises(ResearchConflict):  # it was not there when it was looked for, and is now
        research.store.take_in(arrival._replace(translations=()), who="me")
