"""What items are for: hypotheses judged hit by hit, tags, saved queries, and corrections beside the source."""

from __future__ import annotations

from pathlib import Path

import pytest

from kalima.errors import KalimaError, NotFound, QueryError
from kalima.store.research import changes
from kalima.store.research_store import ResearchStore
from kalima.study.library import Library
from kalima.study.research import hypotheses, queries, tags
from kalima.study.research.items import Research

# Four queries whose hits anybody can look up: the root ر ح م in the first surah, and parts of it.
ALL, TWO, OTHER, VERSES = "root:رحم in:1", "root:رحم in:1:1", "root:رحم in:1:3", "en:merciful in:1:1"
FIRST = ["1:1:3", "1:1:4"]
THIRD = ["1:3:1", "1:3:2"]


@pytest.fixture
def research(library, tmp_path) -> Research:
    own = Library(library.store, library.index, library.manifest, Path())
    own.research = ResearchStore(tmp_path / "data" / "research.db")
    return Research(own, who="me")


def suppose(research: Research, query: str = ALL) -> str:
    return research.create("hypothesis", {"claim": "c", "query": query, "status": "open"})["id"]


def hits(research: Research, id: str, **page: int) -> list[list[str]]:
    return [hit["places"] for hit in hypotheses.hits(research, id, **page)["hits"]]


def test_a_first_run(research):
    id = suppose(research)
    found = hypotheses.run(research, id)
    run = found.pop("run")
    assert found == {
        "new": True,
        "before": None,
        "total": 4,
        "complete": True,
        "added": None,
        "removed": None,
        "verdicts": {"supports": 0, "contradicts": 0, "unclear": 0, "none": 4, "elsewhere": 0},
    }
    corpus = queries.corpus(research.library)
    assert run["data"] == {"hypothesis": id, "query": ALL, "corpus": corpus, "total": 4, "complete": True}
    assert corpus.startswith(research.library.manifest["corpus_version"] + " ")
    assert research.get(run["id"])["data"] == {**run["data"], "places": FIRST + THIRD}
    assert research.find()["total"] == 1  # runs are listed only if they are asked for


def test_the_difference_with_the_last_run(research):
    id = suppose(research)
    first = hypotheses.run(research, id)["run"]
    rows = [  # query, is it a new run, what was added, what was removed
        (ALL, False, [], []),
        (TWO, True, [], THIRD),
        (TWO, False, [], []),
        (OTHER, True, THIRD, FIRST),
        (ALL, True, FIRST, []),
    ]
    last = first
    for query, new, added, removed in rows:
        research.change(id, {"query": query})
        found = hypotheses.run(research, id)
        assert (found["new"], found["added"], found["removed"]) == (new, added, removed), query
        assert found["before"] == last
        assert (found["run"] == last) is not new
        last = found["run"]
    assert [run["data"]["query"] for run in hypotheses.runs(research, id)] == [ALL, OTHER, TWO, ALL]


def test_of_too_many_hits_there_are_only_totals(research):
    id = suppose(research, "pos:N")
    hypotheses.run(research, id)
    found = hypotheses.run(research, id)
    words = research.library.search("pos:N").match_count
    assert words > 20_000
    assert (found["total"], found["complete"], found["added"], found["removed"]) == (words, False, None, None)
    assert (found["verdicts"]["none"], found["verdicts"]["elsewhere"]) == (None, None)
    assert "places" not in research.get(found["run"]["id"])["data"]
    page = hypotheses.hits(research, id, offset=words - 1, limit=5)
    assert (page["total"], [hit["places"] for hit in page["hits"]]) == (words, [["114:6:3"]])
    research.change(id, {"query": TWO})
    found = hypotheses.run(research, id)
    assert (found["complete"], found["added"], found["removed"]) == (True, None, None)


HITS = [
    (ALL, [["1:1:3"], ["1:1:4"], ["1:3:1"], ["1:3:2"]]),
    ('[word="الرحمن"] [] in:1:1', [["1:1:3-4"]]),
    (VERSES, [["1:1"]]),
    ("NOT root:رحم in:1:2", [["1:2"]]),
    ("lemma:عفريت root:زقم", []),
]


@pytest.mark.parametrize(("query", "places"), HITS)
def test_hits_are_places(research, query, places):
    id = suppose(research, query)
    assert hits(research, id) == places
    assert hypotheses.run(research, id)["total"] == len(places)


def test_hits_that_differ_in_their_labels_only_are_one(research):
    query = '[pos="V"] -subject-> X:[] | X:[pos="V"] -subject-> [] in:2'
    id = suppose(research, query)
    found = hypotheses.run(research, id)
    pages = [hit for offset in (0, 500) for hit in hits(research, id, offset=offset, limit=500)]
    assert len({tuple(hit) for hit in pages}) == len(pages) == found["total"]
    assert research.library.search(query).match_count == 2 * found["total"]


def test_a_hit_that_is_not_in_one_piece(research):
    id = suppose(research, '[pos="V"] -object-> [] in:2:10')
    hit = next(hit for hit in hypotheses.hits(research, id)["hits"] if len(hit["places"]) == 2)
    words = research.library.store.verses(2, 10, 10)[0].words
    assert (hit["places"], hit["text"]) == (["2:10:4", "2:10:6"], f"{words[3]} … {words[5]}")
    verdict = hypotheses.judge(research, id, hit["places"], "supports")
    judged = [each for each in hypotheses.hits(research, id)["hits"] if each["verdict"]]
    assert judged == [hit | {"verdict": verdict}]


def test_verdicts(research):
    id = suppose(research)
    first = hypotheses.judge(research, id, ["1:1:3"], "supports", "a remark")
    second = hypotheses.judge(research, id, ["1:1:3"], "contradicts")
    assert (second["id"], second["revision"]) == (first["id"], 2)
    assert second["data"] == {"hypothesis": id, "verdict": "contradicts", "note": "a remark"}
    same = research.create(
        "verdict", {"hypothesis": id, "verdict": "unclear"}, {"hit": ["1:1:3"]}, id="other"
    )
    assert (same["id"], same["data"]["verdict"]) == (first["id"], "unclear")
    hypotheses.judge(research, id, ["1:3:2"], "supports")
    hypotheses.judge(research, id, ["2:1"], "supports")
    assert hypotheses.run(research, id)["verdicts"] == {
        "supports": 2, "contradicts": 0, "unclear": 1, "none": 2, "elsewhere": 1,
    }  # fmt: skip
    page = hypotheses.hits(research, id, offset=0, limit=3)
    assert (page["total"], page["offset"]) == (4, 0)
    assert page["judged"] == {"supports": 2, "contradicts": 0, "unclear": 1}  # one of them on no hit
    assert page["hits"] == [
        {"places": ["1:1:3"], "ref": "1:1", "text": same["anchors"]["hit"][0]["text"], "verdict": same},
        {"places": ["1:1:4"], "ref": "1:1", "text": page["hits"][1]["text"], "verdict": None},
        {"places": ["1:3:1"], "ref": "1:3", "text": page["hits"][2]["text"], "verdict": None},
    ]
    with pytest.raises(KalimaError, match="verdict=yes is not known"):
        hypotheses.judge(research, id, ["1:1:3"], "yes")


def test_the_order_of_a_hits_places_makes_no_other_hit(research):
    id = suppose(research)
    places = ["1:1:3", "1:1", "1:1:1-2", "1:1:1"]
    first = hypotheses.judge(research, id, places, "supports")
    assert hypotheses.judge(research, id, places[::-1], "unclear")["id"] == first["id"]
    assert hypotheses.judge(research, id, places[1:], "unclear")["id"] != first["id"]


def test_a_hypothesis_goes_with_its_verdicts_and_runs_and_comes_back_with_them(research):
    id = suppose(research)
    hypotheses.run(research, id)
    early = hypotheses.judge(research, id, ["1:1:3"], "supports")["id"]
    late = hypotheses.judge(research, id, ["1:1:4"], "supports")["id"]
    other = hypotheses.judge(research, suppose(research, TWO), ["1:1:4"], "unclear")["id"]
    research.delete(early)
    assert research.belonging(id) == {"verdict": 1, "run": 1}
    for take_back in (research.restore, research.undo):
        research.delete(id)
        assert research.find(["verdict"])["items"] == [research.get(other)]
        assert research.belonging(id) == {"verdict": 0, "run": 0}
        for act in (
            lambda: hypotheses.judge(research, id, ["1:1:4"], "unclear"),
            lambda: research.restore(late),
            lambda: research.undo(late),
            lambda: hypotheses.run(research, id),
        ):
            with pytest.raises(KalimaError, match="is in the bin"):
                act()
        take_back(id)
        assert {item["id"] for item in research.find(["verdict"])["items"]} == {late, other}
        assert research.belonging(id) == {"verdict": 1, "run": 1}
        assert research.get(early)["deleted"]  # it was there before
    research.delete(id)
    assert research.purge([id]) == 4
    assert research.find(bin=True)["total"] == 0


def test_what_was_in_the_bin_before_stays_there_however_quickly_one_followed_the_other(research, monkeypatch):
    monkeypatch.setattr(changes, "now", lambda: "2026-11-22T10:00:00.000Z")
    id = suppose(research)
    early, late = (hypotheses.judge(research, id, [word], "supports")["id"] for word in ("1:1:3", "1:1:4"))
    research.delete(early)
    research.delete(id)
    research.restore(id)
    assert research.get(early)["deleted"] == "2026-11-22T10:00:00.003Z"
    assert research.get(late)["deleted"] is None


def test_a_clock_that_was_put_right_is_believed(research, monkeypatch):
    monkeypatch.setattr(changes, "now", lambda: "2099-01-01T00:00:00.000Z")
    id = suppose(research)
    monkeypatch.setattr(changes, "now", lambda: "2026-11-22T10:00:00.000Z")
    assert research.delete(id)["deleted"] == "2026-11-22T10:00:00.000Z"


def test_undoing_that_a_hypothesis_was_made_takes_its_verdicts_along(research):
    id = suppose(research)
    verdict = hypotheses.judge(research, id, ["1:1:3"], "supports")["id"]
    research.undo(id)
    assert research.get(verdict)["deleted"]
    research.restore(id)
    assert research.get(verdict)["deleted"] is None


@pytest.mark.parametrize("query", [None, "", "  "])
def test_a_hypothesis_without_a_query(research, query):
    id = research.create("hypothesis", {"claim": "c", "query": query, "status": "open"})["id"]
    for act in (hypotheses.run, hypotheses.hits):
        with pytest.raises(KalimaError, match="has no query"):
            act(research, id)
    with pytest.raises(QueryError):
        research.change(id, {"query": "rot:رحم"})
    with pytest.raises(NotFound, match="There is no hypothesis 'none'"):
        hypotheses.run(research, "none")


def test_tags(research):
    first = tags.put(research, "Faith", "2:3")
    assert tags.put(research, "FAITH", "2:3") == first
    tags.put(research, "faith", "2:3:2")
    (tag,) = tags.listed(research)
    assert (tag["data"]["name"], tag["uses"]) == ("Faith", 2)
    research.change(tag["id"], {"name": "Belief", "colour": "#0a7"})
    assert [(each["data"]["name"], each["uses"]) for each in tags.listed(research)] == [("Belief", 2)]
    assert tags.named(research, "faith") is None
    tags.take_off(research, "belief", "2:3")
    assert [item["anchors"]["target"][0]["place"] for item in research.at("2:3")] == ["2:3:2"]
    for name, place, message in (
        ("no", "2:3", "There is no tag 'no'"),
        ("belief", "2:3", "is not marked with 'Belief'"),
    ):
        with pytest.raises(NotFound, match=message):
            tags.take_off(research, name, place)
    with pytest.raises(NotFound):
        tags.put(research, "new", "2:999")
    assert tags.named(research, "new") is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Faith", "fAITH", True),
        ("é", "e\u0301", True),
        ("straße", "STRASSE", True),
        (" a", "a ", True),
        ("إيمان", "ايمان", False),  # marks and hamza are part of a name
        ("إِيمَان", "إيمان", False),
        ("a b", "ab", False),
    ],
)
def test_when_two_names_are_one(research, one, other, same):
    research.create("tag", {"name": one})
    assert (tags.named(research, other) is not None) is same
    if same:
        with pytest.raises(KalimaError, match="There is a tag"):
            research.create("tag", {"name": other})
    else:
        research.create("tag", {"name": other})


def test_a_place_is_marked_with_a_tag_once(research):
    tag = research.create("tag", {"name": "t"})["id"]
    first = research.create("tagging", {"tag": tag}, {"target": ["2:3"]})["id"]
    research.create("tagging", {"tag": tag}, {"target": ["2:3:1"]})
    with pytest.raises(
        KalimaError, match=f"2:3 has a tagging of this tag already. Change that one: {first}."
    ):
        research.create("tagging", {"tag": tag}, {"target": ["2:3"]})
    research.delete(first)
    tags.put(research, "t", "2:3")
    with pytest.raises(KalimaError, match="already"):
        research.restore(first)


def test_a_tag_goes_with_its_taggings_and_a_taken_name_stays_taken(research):
    tags.put(research, "t", "2:3")
    tags.put(research, "t", "2:4")
    id = tags.named(research, "t").id
    research.delete(id)
    assert (research.counts()["tag"], research.counts()["tagging"]) == (0, 0)
    second = research.create("tag", {"name": "T"})["id"]
    for act in (research.restore, research.undo):
        with pytest.raises(KalimaError, match="There is a tag 'T' already"):
            act(id)
    research.change(second, {"name": "u"})
    research.restore(id)
    assert [(each["data"]["name"], each["uses"]) for each in tags.listed(research)] == [("t", 2), ("u", 0)]


def test_saved_queries(research):
    saved = research.create("query", {"name": "mercy", "query": "root:رحم", "meta": {"a": 1}})
    corpus = queries.corpus(research.library)
    assert saved["data"] == {
        "name": "mercy", "query": "root:رحم", "corpus": corpus, "total": 339, "meta": {"a": 1},
    }  # fmt: skip
    assert queries.run_again(research, saved["id"]) == {
        "query": "root:رحم",
        "now": {"corpus": corpus, "total": 339},
        "then": {"corpus": corpus, "total": 339},
        "difference": 0,
    }
    changed = research.change(saved["id"], {"query": TWO, "total": 339})  # a client that sends all of it back
    assert changed["data"]["total"] == 2
    assert research.change(saved["id"], {"note": "n"})["data"]["total"] == 2
    with pytest.raises(KalimaError, match="total is filled in by Kalima"):
        research.change(saved["id"], {"total": 1})


def test_a_saved_query_that_found_something_else_then(research):
    saved = research.create("query", {"name": "verses", "query": VERSES})
    item = research.item(saved["id"])
    older = item._replace(id="older", data=item.data | {"corpus": "0.9 abc", "total": 3})
    research.keep_imported([older])
    found = queries.run_again(research, "older")
    assert (found["then"], found["difference"]) == ({"corpus": "0.9 abc", "total": 3}, -2)


CORRECTED = [  # place, attribute, value, what the source says
    ("1:2:1:2", "case", "ACC", "NOM"),
    ("1:2:1", "case", "ACC", "NOM"),
    ("1:2:1:1", "pos", "P", "DET"),
    ("1:2:1:2", "root", "مدح", "حمد"),
    ("1:2:1:2", "mood", "IND", ""),
    ("1:2:1:2", "case", "", "NOM"),
    ("1:2:1:2", "tb_case", "GEN", "NOM"),
]


@pytest.mark.parametrize(("place", "attribute", "value", "source"), CORRECTED)
def test_corrections_stand_beside_what_the_source_says(research, place, attribute, value, source):
    made = research.create("correction", {"attribute": attribute, "value": value}, {"target": [place]})
    assert made["data"] == {"attribute": attribute, "value": value, "source": source}
    assert research.at(place, kinds=("correction",)) == [made]
    assert [item["id"] for item in research.at("1:2" if place.startswith("1:2") else "1:1")] == [made["id"]]


REFUSED = [
    ("1:2:1:2", "case", "nominative", "case has no value 'nominative'. Did you mean NOM (nominative)?"),
    ("1:2:1:2", "case", "مجرور", "Did you mean GEN (genitive)?"),
    ("1:2:1:2", "number", "plurl", "Did you mean P (plural)?"),
    ("1:2:1:2", "case", "xyzzy", "Known: NOM (nominative), ACC (accusative), GEN (genitive)."),
    ("1:2:1:2", "kase", "NOM", "There is no attribute 'kase'. Did you mean case?"),
    ("1:2:1:2", "zzz", "NOM", "Known: form, lemma, root, wazn, pos,"),
    ("1:2:1:2", "case", "NOM", "case is NOM at 1:2:1:2 already."),
    ("1:2:1:2", "mood", "", "mood is unsaid at 1:2:1:2 already."),
    ("2:3:6", "pos", "N", "2:3:6 has 2 stems. Say which segment is meant: 2:3:6:2 or 2:3:6:3."),
    ("1:2", "case", "ACC", "cannot be the target of a correction"),
]


@pytest.mark.parametrize(("place", "attribute", "value", "message"), REFUSED)
def test_corrections_that_cannot_be(research, place, attribute, value, message):
    with pytest.raises(KalimaError) as caught:
        research.create("correction", {"attribute": attribute, "value": value}, {"target": [place]})
    assert message in str(caught.value)


def test_a_correction_that_the_source_has_taken_over_is_still_kept(research):
    item = research.item(
        research.create("correction", {"attribute": "case", "value": "ACC"}, {"target": ["1:2:1"]})["id"]
    )
    taken = item._replace(id="old", data=item.data | {"value": "NOM", "source": "ACC"})
    research.keep_imported([taken])
    assert research.change("old", {"reason": "r"})["data"] == taken.data | {"reason": "r"}


def test_a_correction_that_is_moved_has_the_source_of_its_new_place(research):
    id = research.create("correction", {"attribute": "case", "value": "ACC"}, {"target": ["1:2:1"]})["id"]
    assert research.change(id, places={"target": ["1:2:3"]})["data"]["source"] == "GEN"
    assert research.change(id, {"reason": "r"})["data"]["source"] == "GEN"
    assert [item["id"] for item in research.at("1:2:3:1", kinds=("correction",))] == [id]
    assert research.at("1:2:2:1", kinds=("correction",)) == []
