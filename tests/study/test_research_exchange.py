"""The user's work to a file and back, and what becomes one of two."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kalima.store.research_store import Anchor, Item
from kalima.study.research import fields, kinds
from kalima.study.research.exchange import OUTCOMES, form, merging
from kalima.study.research.exchange.importing import import_file

from .exchanged import EARLY, LATE, LATEST, TRANSLATION, VERSES, file_of, fits, keep, note, text_of, total

# ---- any items, with texts that are hostile


HOSTILE = st.one_of(
    st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=30),
    st.sampled_from(
        ["=1+1", "\u202eabc", "</script>", '"\\', "a,b", "'", "\ufeffa", "{", "ٱللَّهُ", "\U0001f54b", "1\u0301"]
    ),
).filter(str.strip).filter(lambda text: not fields._END_OF_LINE.search(text))  # fmt: skip
MANY_LINES = st.lists(HOSTILE, min_size=1, max_size=3).flatmap(
    lambda lines: st.sampled_from(["\n", "\r\n", "\u2028", "\t"]).map(lambda end: end.join(lines))
)
JSONS = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=False, allow_infinity=False) | HOSTILE,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(HOSTILE, inner, max_size=3),
    max_leaves=5,
).filter(lambda value: value is not None)  # fmt: skip
TIMES = st.datetimes().map(lambda time: time.isoformat(timespec="milliseconds") + "Z")
IDS = st.from_regex(rf"\A{fields.ID}\Z").filter(lambda id: len(id) < 20)
PLACES = {
    "verse": st.just((2, 255, None, None, None, None)),
    "word": st.integers(1, 50).map(lambda word: (2, 255, word, None, None, None)),
    "words": st.integers(1, 40).map(lambda word: (2, 255, word, word + 3, None, None)),
    "segment": st.integers(1, 50).map(
        lambda word: (900, 1, word, None, 1, None)
    ),  # there is no such place any more
    "node": st.integers(1, 50).map(lambda node: (2, 255, None, None, None, node)),
}


def values_of(field) -> st.SearchStrategy:
    if isinstance(field, fields.Id):
        return st.just(f"the-{field.of}")
    if isinstance(field, fields.Choice):
        return st.sampled_from(field.values)
    if isinstance(field, fields.Colour):
        return st.sampled_from(["teal", "#0a7"])
    if isinstance(field, fields.Lines):
        return st.lists(HOSTILE, max_size=3)
    of = {fields.Truth: st.booleans(), fields.Count: st.integers(0, 2**40), fields.Json: JSONS}
    return of.get(type(field), HOSTILE if isinstance(field, fields.Line) else MANY_LINES)


@st.composite
def items_of(draw, kind) -> Item:
    data = {each.name: draw(values_of(each)) for each in kind.fields if each.required or draw(st.booleans())}
    anchors = tuple(
        Anchor(role.name, *draw(PLACES[draw(st.sampled_from(role.sorts))]), text=draw(MANY_LINES))
        for role in kind.roles
        for _ in range(draw(st.integers(role.least, min(role.most, 2))))
    )
    created, changed, deleted = draw(TIMES), draw(TIMES), draw(st.none() | TIMES)
    return Item(draw(IDS), kind.name, data, anchors, created, changed, deleted, draw(st.integers(1, 99)))


OWNERS = [
    Item("the-tag", "tag", {"name": "\U0001f54b the tag"}, (), EARLY, EARLY, None, 1),
    Item("the-hypothesis", "hypothesis", {"claim": "so", "status": "open"}, (), EARLY, EARLY, None, 1),
]
SOME = st.lists(
    st.sampled_from([kind for kind in kinds.KINDS.values() if kind.name != "tag"]).flatmap(items_of),
    max_size=6,
    unique_by=lambda item: item.id,
)
SLOW = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))


def test_every_kind_has_a_strategy():
    assert {type(field) for kind in kinds.KINDS.values() for field in kind.fields} == {
        fields.Text, fields.Line, fields.Colour, fields.Id, fields.Choice, fields.Truth, fields.Count, fields.Json, fields.Lines,
    }  # fmt: skip


@SLOW
@given(items=SOME, history=st.booleans())
def test_a_round_trip_is_the_identity(opened, items, history):
    here = keep(opened(), *OWNERS, *items)
    here.store.set_setting("reading-place", {"a": ["٢:٢٥٥", None]})
    here.store.add_translation(TRANSLATION, VERSES)
    file = file_of(here, history=history)
    there = opened()
    assert total(import_file(there, file, apply=True)) == {"new": len(items) + 2}
    assert file_of(there, history=history) == file
    assert file_of(here, history=history) == file

    assert total(import_file(there, file, apply=True)) == {"same": len(items) + 2}
    assert file_of(there, history=True).count(b"\n") == (file_of(here, history=True)).count(b"\n")
    assert fits(form.json_schema(), json.loads(file))


@SLOW
@given(ours=SOME, theirs=SOME, data=st.data())
def test_two_that_are_merged_both_ways_are_equal(opened, ours, theirs, data):
    # Some of what is here is there too, in another state.
    shared = [
        item._replace(changed=data.draw(TIMES), revision=data.draw(st.integers(1, 99)), deleted=data.draw(st.none() | TIMES))
        for item in ours[:3]
    ]  # fmt: skip
    ids = {item.id for item in shared}
    here = keep(opened(), *OWNERS, *ours)
    there = keep(
        opened(),
        *OWNERS,
        *shared,
        *(item for item in theirs if item.id not in ids and all(item.id != o.id for o in ours)),
    )
    states = {
        (item.id, merging._key(item)) for research in (here, there) for item in research.store.read_whole(lambda whole: list(whole.items))
    }  # fmt: skip
    import_file(here, file_of(there), apply=True)
    told = import_file(there, file_of(here), apply=True)
    assert file_of(here) == file_of(there)
    assert told["total"]["kept"] == told["total"]["taken"] == 0
    for research in (here, there):
        again = import_file(research, file_of(there), apply=True)
        assert again["total"]["same"] == sum(again["total"].values())
    histories = here.store.read_whole(lambda whole: [change.after for change in whole.history])
    kept = {(after["id"], merging._key(Item.from_json(after))) for after in histories}
    assert states <= kept  # nothing that either had is lost


@given(st.data())
def test_what_wins_does_not_depend_on_who_has_it(data):
    one, other = (note(data.draw(HOSTILE), data.draw(TIMES), data.draw(st.integers(1, 9))) for _ in range(2))

    def winner(here, coming):
        return merging.merged(here, coming, lambda _: False, LATEST).item._replace(revision=0)

    assert winner(one, other) == winner(other, one)


# ---- the rule, in a table

MERGES = [
    # here, what comes, what becomes of it, and then title and revision here, and the history's titles
    (None, note("a", revision=4), "new", ("a", 4), ["a"]),
    (note("a"), note("a"), "same", ("a", 1), ["a"]),
    (note("a"), note("b", LATE, 2), "changed", ("b", 2), ["a", "b"]),
    (note("a", EARLY, 5), note("b", LATE, 5), "taken", ("b", 6), ["a", "b"]),
    (note("a", EARLY, 5), note("b", LATE, 2), "taken", ("b", 6), ["a", "b"]),
    (note("a", LATE, 2), note("b", EARLY, 2), "kept", ("a", 4), ["a", "b", "a"]),
    (note("a", LATE, 2), note("b", EARLY, 7), "kept", ("a", 8), ["a", "b", "a"]),
    (note("a", EARLY), note("b", EARLY), "taken", ("b", 2), ["a", "b"]),
    (note("b", EARLY), note("a", EARLY), "kept", ("b", 3), ["b", "a", "b"]),
    (note("a", EARLY), note("a", LATE, 2, deleted=LATE), "changed", ("a", 2), ["a", "a"]),
    (note("a", LATE, 2), note("a", EARLY, 3, deleted=EARLY), "kept", ("a", 4), ["a", "a", "a"]),
    (note("a", EARLY, 2), note("a", EARLY, 9), "same", ("a", 9), ["a", "a"]),
    (note("a", EARLY, 9), note("a", EARLY, 2), "same", ("a", 9), ["a"]),
    (note("a", EARLY), note("b", ""), "changed", ("b", 2), ["a", "b"]),
    (note("a", EARLY), note("a", ""), "same", ("a", 1), ["a"]),
]  # fmt: skip


@pytest.mark.parametrize(("here", "coming", "outcome", "then", "history"), MERGES)
def test_what_becomes_of_an_item(opened, here, coming, outcome, then, history):
    research = keep(opened(), *([here] if here else []))
    plain = {name: value for name, value in form.plain(coming).items() if value != ""}
    before = file_of(research, history=True)
    assert total(import_file(research, text_of(plain))) == {outcome: 1}
    assert file_of(research, history=True) == before  # nothing is written unless it is said
    assert total(import_file(research, text_of(plain), apply=True)) == {outcome: 1}
    item = research.item("n1")
    assert (item.data["title"], item.revision) == then
    assert [change.after["data"]["title"] for change in reversed(research.store.history("n1"))] == history
    again = total(import_file(research, text_of(plain), apply=True))
    assert again in ({"same": 1}, {"older": 1})
    assert len(research.store.history("n1")) == len(history)


def test_the_table_has_every_outcome_but_older():
    assert {row[2] for row in MERGES} == set(OUTCOMES) - {"older"}


def test_undo_goes_to_the_other_state(opened):
    research = keep(opened(), note("mine", LATE, 2))
    import_file(research, text_of(note("yours", EARLY, 2)), apply=True)
    assert research.undo("n1")["data"]["title"] == "yours"


def test_a_backup_is_made_before_something_changes_and_not_else(opened):
    research = keep(opened(), note("mine", EARLY))
    assert import_file(research, text_of(note("mine", EARLY)), apply=True)["backup"] is None
    told = import_file(research, text_of(note("yours", LATE, 2)), apply=True)
    assert told["backup"] in [backup.name for backup in research.store.backups()]
    research.store.restore(told["backup"])
    assert research.item("n1").data["title"] == "mine"


def test_translations_and_settings(opened):
    research = opened()
    research.store.add_translation(TRANSLATION, VERSES)
    research.store.set_setting("reading-place", "2:3")
    newer = form.plain_translation(TRANSLATION._replace(added="2026-02-01T00:00:00+00:00"), VERSES[:1])
    older = form.plain_translation(TRANSLATION._replace(added="2025-02-01T00:00:00+00:00"), VERSES)
    own = {"reading-place": "18:10", "layers": ["a"]}

    def outcomes(*translations):
        told = import_file(research, text_of(translations=translations, settings=own), apply=True)
        return [each["outcome"] for each in (*told["translations"], *told["settings"])]

    assert outcomes(older) == ["older", "kept", "new"]
    assert outcomes(newer) == ["changed", "kept", "same"]
    assert outcomes(newer) == ["same", "kept", "same"]
    assert research.store.setting("reading-place") == "2:3"
    assert [record.verse_count for record in research.store.translations()] == [1]


def test_what_was_purged_comes_back_and_its_revisions_go_on(opened):
    research = keep(opened(), note("a", EARLY, 3))
    file = file_of(research, history=True)
    research.delete("n1")
    research.purge(["n1"])
    assert total(import_file(research, file, apply=True)) == {"new": 1}
    assert research.get("n1")["revision"] == 6
    assert [change.action for change in research.store.history("n1")] == ["import", "purge"]
