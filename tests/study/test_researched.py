"""``note:``, ``tag:`` and ``has:`` on the real corpus with a real file of research: what is found, and when."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from flask import Flask

from kalima.errors import KalimaError, QueryError, ResearchUnusable
from kalima.paths import DATA_VARIABLE
from kalima.search.research import ANYTHING, KIND_BY_NAME
from kalima.store.research_store import Anchor, Item, ResearchStore, Write
from kalima.study import shapes
from kalima.study.library import Library
from kalima.study.research.items import Research
from kalima.study.research.kinds import KINDS
from kalima.web import errors, searching
from kalima.web.caching import Edition
from kalima.web.earlier import searching as earlier_searching
from kalima.web.routes import Api

# Each line an item: its id, its kind, its fields, its places by role.
ITEMS = [
    ("faith", "tag", {"name": "Faith", "description": "what is believed"}, {}),
    ("two", "tag", {"name": "two words"}, {}),
    ("unused", "tag", {"name": "صَبْر"}, {}),
    ("f1", "tagging", {"tag": "faith"}, {"target": ["1:1"]}),
    ("f2", "tagging", {"tag": "faith"}, {"target": ["2:255:3"]}),
    ("f3", "tagging", {"tag": "faith"}, {"target": ["112:1:1-2"]}),
    ("f4", "tagging", {"tag": "faith"}, {"target": ["1:7:2:1"]}),
    ("t1", "tagging", {"tag": "two"}, {"target": ["2:255:3"]}),
    ("n1", "note", {"title": "Patience", "text": "في ٱلصَّبْرِ الجميل، أَمَانَة وكِتَٰب"}, {"target": ["2:153", "12:18:15-16"]}),
    ("n2", "note", {"title": "Nowhere", "text": "الصبر"}, {}),
    ("a1", "annotation", {"layer": "syntax", "text": "Fronted for patience"}, {"target": ["1:5:1"], "head": ["1:5:2"]}),
    ("a2", "annotation", {"layer": "syntax"}, {"target": ["1:1:1:1"]}),
    ("c1", "connection", {"layer": "echo", "note": "like <b>that</b>"}, {"from": ["1:2:1"], "to": ["6:1"]}),
    ("p1", "pronoun", {"referent_text": "موسى"}, {"pronoun": ["2:2:2"], "referent": ["2:1"]}),
    ("h1", "hypothesis", {"claim": "Mercy comes first", "status": "open", "tags": ["mercy"]}, {"verse": ["1:3"]}),
    ("v1", "verdict", {"hypothesis": "h1", "verdict": "supports", "note": "clear"}, {"hit": ["1:3:1", "1:3:2"]}),
    ("tr", "translation", {"language": "en", "text": "Say: He is one"}, {"target": ["112:1"]}),
    ("b1", "bookmark", {"label": "here"}, {"target": ["18:60"]}),
    ("b2", "bookmark", {"label": "thrown away"}, {"target": ["18:61"]}),
    ("k1", "correction", {"attribute": "root", "value": "وله", "reason": "doubtful"}, {"target": ["1:1:2"]}),
    ("q1", "query", {"name": "all", "query": "root:قول"}, {}),
]  # fmt: skip
IN_BIN = ("b2",)


def with_research(library: Library, path: Path) -> Library:
    own = Library(library.store, library.index, library.manifest, Path())
    own.research = ResearchStore(path)
    return own


@pytest.fixture(scope="module")
def own(library, tmp_path_factory):
    """The real corpus with the research of the table."""
    own = with_research(library, tmp_path_factory.mktemp("own") / "research.db")
    fill(own)
    return own


@pytest.fixture
def fresh(library, tmp_path):
    """The real corpus, with research in a folder that is not there yet."""
    return with_research(library, tmp_path / "data" / "research.db")


def fill(own: Library) -> Research:
    research = Research(own, "me")
    for id, kind, data, places in ITEMS:
        research.create(kind, data, places, id=id)
    for id in IN_BIN:
        research.delete(id)
    return research


def found(own: Library, query: str) -> str:
    """The covered words, and after a bar the verses without any, as references."""
    hits = own.search(query)
    places = hits.places_in(hits.verse_ids())
    references = {verse.id: verse.reference for verse in own.store.verses_by_id(list(places))}
    words = [f"{references[verse]}:{word}" for verse, listed in places.items() for word in listed]
    verses = [references[verse] for verse, listed in places.items() if not listed]
    return " ".join([*words, *(["|", *verses] if verses else [])])


TABLE = [
    ("tag:faith", "| 1:1 1:7 2:255 112:1"),
    ('tag:"two words"', "| 2:255"),
    ("tag:f* OR tag:two*", "| 1:1 1:7 2:255 112:1"),
    ("tag:faith tag:two*", "| 2:255"),
    ("tag:صبر", ""),
    ("tag:faith in:1", "| 1:1 1:7"),
    ('[tag="faith"]', "1:7:2 2:255:3 112:1:1 112:1:2"),
    ("tag:faith&tag:two*", "2:255:3"),
    ("pos:V&tag:faith", "112:1:1"),
    ('[pos="V" & tag="faith"] [tag="faith"]', "112:1:1 112:1:2"),
    ('[pos="V" & tag="faith"] -> [tag="faith"]', "112:1:1 112:1:2"),
    ('[pos="V"] -subject-> [tag="faith"]', ""),
    ("in:112 NOT tag:faith", "| 112:2 112:3 112:4"),
    # Words of notes, whatever their marks, their order and the kind of what was written.
    ("note:صبر", ""),
    ("note:الصبر", "| 2:153 12:18"),
    ("note:الصَّبْرِ", "| 2:153 12:18"),
    ('note:"الجميل الصبر"', "| 2:153 12:18"),
    ("note:امانه", "| 2:153 12:18"),
    ("note:كتاب", ""),
    ("note:وكتاب", "| 2:153 12:18"),
    ("note:وكتب", "| 2:153 12:18"),
    ("note:الص*", "| 2:153 12:18"),
    ("note:ٱلصَّ*", "| 2:153 12:18"),
    ("note:PATIENCE", "| 1:5 2:153 12:18"),
    ('note:"fronted patience"', "| 1:5"),
    ('[note="patience"]', "1:5:1 1:5:2 12:18:15 12:18:16"),
    ('[note="patience|موسى"]', "1:5:1 1:5:2 2:2:2 12:18:15 12:18:16"),
    ("note:that", "| 1:2 6:1"),
    ("note:b", "| 1:2 6:1"),
    ("note:موسى", "| 2:1 2:2"),
    ("note:mercy", "| 1:3"),
    ("note:clear", "| 1:3"),
    ("note:one", "| 112:1"),
    ("note:here", "| 18:60"),
    ("note:thrown", ""),
    ("note:doubtful", "| 1:1"),
    ("note:supports", ""),
    ("note:syntax", ""),
    ("note:faith", ""),
    # Whatever there is of a kind.
    ("has:note", "| 2:153 12:18"),
    ("has:tag", "| 1:1 1:7 2:255 112:1"),
    ("has:annotation", "| 1:1 1:5"),
    ("has:connection", "| 1:2 6:1"),
    ("has:pronoun", "| 2:1 2:2"),
    ("has:hypothesis", "| 1:3"),
    ("has:verdict", "| 1:3"),
    ("has:translation", "| 112:1"),
    ("has:bookmark", "| 18:60"),
    ("has:correction", "| 1:1"),
    ("has:research", "| 1:1 1:2 1:3 1:5 1:7 2:1 2:2 2:153 2:255 6:1 12:18 18:60 112:1"),
    ('[has="annotation"]', "1:1:1 1:5:1 1:5:2"),
    ('[has="verdict"]', "1:3:1 1:3:2"),
    ('[has="translation"]', ""),
    ("root:اله&has:correction", "1:1:2"),
    ('[has="annotation"] []{0,3} [has="annotation"]', "1:5:1 1:5:2"),
    ("in:1 NOT has:research", "| 1:4 1:6"),
]  # fmt: skip


@pytest.mark.parametrize(("query", "expected"), TABLE)
def test_what_is_found(own, query, expected):
    assert found(own, query) == expected


def test_a_word_of_an_implied_node_does_not_count_and_its_verse_does(fresh):
    research = Research(fresh, "me")
    graphs = fresh.store.graphs(range(1, 300))
    verse, node = next(
        (v, each.position) for v, graph in graphs.items() for each in graph.nodes if each.implied
    )
    reference = fresh.store.verses_by_id([verse])[0].reference
    research.create("annotation", {"layer": "syntax"}, {"target": [f"{reference}:*{node}"]})
    assert found(fresh, "has:annotation") == f"| {reference}"
    assert found(fresh, '[has="annotation"]') == ""


def test_every_kind_that_has_places_can_be_asked_for(own):
    kinds = {kind.name for kind in KINDS.values() if kind.roles}
    assert {"tagging" if name == "tag" else name for name in KIND_BY_NAME} == kinds | {ANYTHING}
    items = {kind for _, kind, _, places in ITEMS if places}
    assert items == kinds  # the table above asks for each of them


def test_a_place_counts_where_it_is_whatever_stands_there_now(fresh):
    """The corpus may have changed since: other words stand there, or there is no such place any more."""
    anchors = [
        Anchor("target", 1, 1, 2, text="something else"),
        Anchor("target", 1, 2, 99, text="was longer"),
        Anchor("target", 1, 3, 2, 99, text="was longer, too"),
        Anchor("target", 1, 8, text="was one more"),
        Anchor("target", 114, 7, text="was one more"),
        Anchor("target", 115, 1, text="was one more"),
        Anchor("target", 114, 6, 3, text="the last word"),
    ]
    items = [Item(f"a{number}", "annotation", {"layer": "x"}, (each,)) for number, each in enumerate(anchors)]
    fresh.research.write([Write("import", item) for item in items], who="me")
    assert found(fresh, '[has="annotation"]') == "1:1:2 1:3:2 114:6:3"
    assert found(fresh, "has:annotation") == "| 1:1 1:2 1:3 114:6"


def test_what_changes_is_found_at_once(fresh):
    research = fill(fresh)

    def offers():
        return [offer.text for offer in fresh.complete("tag:", 4).offers]

    assert (found(fresh, "tag:two*"), offers()) == ("| 2:255", ["Faith", '"two words"', "صَبْر"])
    research.create("tagging", {"tag": "two"}, {"target": ["3:1"]})
    assert found(fresh, "tag:two*") == "| 2:255 3:1"
    research.change("two", {"name": "renamed"})
    assert (found(fresh, "tag:renamed"), offers()) == ("| 2:255 3:1", ["Faith", "renamed", "صَبْر"])
    with pytest.raises(QueryError, match="You have no tag 'two words'"):
        fresh.search('tag:"two words"')
    research.delete("two")
    assert (found(fresh, "has:tag"), offers()) == ("| 1:1 1:7 2:255 112:1", ["Faith", "صَبْر"])
    research.restore("two")
    assert found(fresh, "tag:renamed") == "| 2:255 3:1"
    research.change("n1", places={"target": ["5:1"]})
    assert found(fresh, "note:الصبر") == "| 5:1"


def test_another_programs_changes_are_found_too(library, fresh):
    fill(fresh)
    other = with_research(library, fresh.research.path)
    assert found(other, "has:bookmark") == "| 18:60"
    Research(fresh, "me").create("bookmark", {}, {"target": ["18:1"]})
    assert found(other, "has:bookmark") == "| 18:1 18:60"


def test_after_a_restored_backup_that_is_found(fresh):
    research = fill(fresh)
    backup = fresh.research.back_up()
    research.create("bookmark", {}, {"target": ["18:1"]})
    assert found(fresh, "has:bookmark") == "| 18:1 18:60"
    fresh.research.restore(backup.name)
    assert found(fresh, "has:bookmark") == "| 18:60"
    fresh.research.settle()


def test_what_has_not_changed_is_not_read_again(fresh, monkeypatch):
    research = fill(fresh)
    asked: Counter[str] = Counter()

    def counted(store, **filters):
        asked[",".join(filters["kinds"]) or filters["text"]] += 1
        return places(store, **filters)

    places = ResearchStore.places
    monkeypatch.setattr(ResearchStore, "places", counted)
    queries = ("tag:faith", '[tag="faith"]', "has:note", "root:قول&has:note", "note:الصبر", "tag:*")
    for _ in range(3):
        for query in queries:
            fresh.search(query)
            fresh.explain(query)
    assert asked == {"tagging": 2, "note": 1, "الصبر": 1}
    research.create("bookmark", {}, {"target": ["18:1"]})
    for query in queries:
        fresh.search(query)
    assert asked == {"tagging": 4, "note": 2, "الصبر": 2}


def test_nothing_is_opened_for_a_query_that_does_not_ask_of_research(library, tmp_path):
    own = Library(library.store, library.index, library.manifest, Path())
    for query in ("root:قول", '"الحمد لله"', "en:mercy", '[pos="V"] -subject-> _'):
        own.search(query)
        own.explain(query)
        own.complete(query, len(query))
    assert "research" not in vars(own)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("tag:faith", "the tag “faith”: you have no research yet"),
        ("note:صبر", "“صبر” in a note of yours: you have no research yet"),
        ("root:قول&has:annotation", "an annotation of yours: you have no research yet"),
    ],
)
def test_without_any_research_nothing_is_found_and_nothing_made(fresh, query, words):
    hits = fresh.search(query)
    assert (hits.match_count, hits.verse_count) == (0, 0)
    assert hits.meanings[-1].words == words
    assert fresh.explain(query).meanings == hits.meanings
    assert fresh.complete("tag:", 4).offers == ()
    assert not fresh.research.path.parent.exists()


def test_only_what_is_in_the_bin_is_nothing(fresh):
    research = Research(fresh, "me")
    research.delete(research.create("tag", {"name": "Faith"})["id"])
    assert fresh.search("tag:faith").meanings[0].words == "the tag “faith”: you have no research yet"


def test_a_file_that_cannot_be_used_is_said_and_stops_no_other_search(fresh):
    fresh.research.path.parent.mkdir()
    fresh.research.path.write_bytes(b"no database at all" * 99)
    for query in ("tag:faith", "note:x", "has:note"):
        with pytest.raises(ResearchUnusable):
            fresh.search(query)
    assert fresh.search("root:قول").match_count == 1_722


def test_odd_words_of_notes_are_words(own):
    for query in ('note:"a OR b"', 'note:"NEAR(a b)"', 'note:"\\"quoted\\""', "note:-x", "note:title:x", "note:a^b",
                  'note:"{a} : b"', "note:1'2", 'note:"; DROP TABLE items; --"'):  # fmt: skip
        assert own.search(query).verse_count == 0
    assert own.search('note:"patience, (fronted!)"').verse_count == 1


# ---- over HTTP: an answer that depends on research is never kept


@pytest.fixture
def client(fresh):
    api = Api()
    searching.declare(api, fresh)
    earlier_searching.declare(api, fresh)
    app = Flask("trial", static_folder=None)
    errors.install(app)
    api.install(app, Edition("1", {}))
    return app.test_client()


KEPT = [
    # address, query, whether the answer may be kept
    ("/api/v1/search", "root:قول", True),
    ("/api/v1/search", "tag:faith", False),
    ("/api/v1/search", "root:قول&has:annotation", False),
    ("/api/v1/search", '[root="قول" & has = "annotation"]', False),
    ("/api/v1/explain", "root:قول", True),
    ("/api/v1/explain", "tag:faith", False),
    ("/api/v1/complete", "roo", True),
    ("/api/v1/complete", "tag:", False),
    ("/api/v1/complete", '[tag="', False),
    ("/api/search", "[tag:faith]", False),
    ("/api/search/morphology", "[tag:faith]", False),
]


@pytest.mark.parametrize(("path", "query", "kept"), KEPT)
def test_what_asks_of_research_is_kept_by_nobody(fresh, client, path, query, kept):
    fill(fresh)
    answers = [client.get(path, query_string={"q": query}) for _ in range(3)]
    assert {answer.status_code for answer in answers} == {200}
    assert {answer.headers["Cache-Control"] for answer in answers} == {
        "private, no-cache" if kept else "no-store"
    }
    assert all(("ETag" in answer.headers) is kept for answer in answers)


def test_a_page_of_hits_is_true_after_a_change(fresh, client):
    research = fill(fresh)

    def page(offset):
        answer = client.get(
            "/api/v1/search", query_string={"q": "tag:faith", "limit": 2, "offset": offset}
        ).json
        return answer["total"]["verses"], [verse["ref"] for verse in answer["verses"]]

    assert [page(0), page(2), page(4)] == [(4, ["1:1", "1:7"]), (4, ["2:255", "112:1"]), (4, [])]
    research.delete("f4")
    assert [page(0), page(2)] == [(3, ["1:1", "2:255"]), (3, ["112:1"])]


def test_an_unknown_tag_over_http(fresh, client):
    fill(fresh)
    answer = client.get("/api/v1/search", query_string={"q": "الله tag:faiht"})
    assert (answer.status_code, answer.json["error"], answer.json["suggestion"]) == (
        400, "You have no tag 'faiht'.", "الله tag:Faith",
    )  # fmt: skip


def test_what_a_term_means_over_http(fresh, client):
    fill(fresh)
    explained = client.get("/api/v1/explain", query_string={"q": "tag:FAITH note:الص*"}).json
    assert explained["parsed"] == "tag:FAITH AND note:الص*"
    assert [each["meaning"] for each in explained["meanings"]] == [
        "the tag “Faith”",
        "“الص*” in a note of yours",
    ]


# ---- in the terminal


def kalima(own: Library, *arguments: str) -> tuple[int, str, str]:
    result = subprocess.run(
        [sys.executable, "-m", "kalima", *arguments], capture_output=True, text=True, encoding="utf-8",
        timeout=60, check=False, env={**os.environ, DATA_VARIABLE: str(own.research.path.parent)},
    )  # fmt: skip
    return result.returncode, result.stdout, result.stderr


def test_in_the_terminal(own):
    code, output, _ = kalima(own, "search", '[tag="faith"]')
    assert code == 0
    assert [line.split("\t")[0] for line in output.splitlines()] == [
        "1:7:2", "2:255:3", "112:1:1", "112:1:2", "4 words in 3 verses",
    ]  # fmt: skip
    assert kalima(own, "search", "tag:faith", "--count")[1] == '{"matches": 0, "words": 0, "verses": 4}\n'
    code, _, said = kalima(own, "search", "tag:faiht")
    assert code == 2
    assert "You have no tag 'faiht'. Did you mean tag:Faith?" in " ".join(said.split())
    assert kalima(own, "explain", "tag:faith")[1].startswith("verses that have the tag “Faith” anywhere\n")


def test_an_export_of_hits(own):
    hits = own.search("pos:V&tag:faith")
    assert [row["ref"] for row in shapes.word_hits(own, hits, 0, 10)] == ["112:1"]


def test_conditions_cannot_compare_research(own):
    with pytest.raises(KalimaError, match="Words cannot be compared by tag"):
        own.search("A:[] B:[] :: A.tag = B.tag")
