"""Pages, juz, words and segments over HTTP, with all that the reader and the inspector show."""

from __future__ import annotations

import pytest

from kalima.study import translations

LAST = ["113:1", "114:1"]


@pytest.fixture
def own_translation(library):
    added = translations.add(library, "1|1|Mine", name="Mine", language="en", id="en.mine")
    yield added["id"]
    translations.remove(library, added["id"])


@pytest.mark.parametrize(("division", "count"), [("page", 604), ("juz", 30)])
def test_every_page_and_juz_has_the_verses_that_say_so(library, division, count):
    verses = [verse for number in range(1, count + 1) for verse in library.verses_of(division, number)]
    assert [verse.id for verse in verses] == list(range(1, 6_237))
    for number in (1, 2, 3, count):
        assert {getattr(verse, division) for verse in library.verses_of(division, number)} == {number}


def test_a_page_and_a_juz(fetch):
    page = fetch("/api/v1/pages/604")[1]
    assert (page["page"], page["translation"]["id"]) == (604, "en.pickthall")
    assert [verse["ref"] for verse in page["verses"] if verse["ayah"] == 1] == ["112:1", *LAST]
    juz = fetch("/api/v1/juz/30")[1]
    assert (juz["juz"], len(juz["verses"]), juz["verses"][0]["ref"]) == (30, 564, "78:1")
    assert juz["verses"][-1] == fetch("/api/v1/verses/114:6")[1]["verses"][0]


def test_the_segments_of_each_word_are_given_if_asked_for(fetch, library):
    (verse,) = fetch("/api/v1/verses/1:1", include="segments")[1]["verses"]
    assert [[segment["pos"] for segment in word] for word in verse["segments"]] == [
        ["P", "N"], ["PN"], ["DET", "ADJ"], ["DET", "ADJ"],
    ]  # fmt: skip
    for path in ("/api/v1/surahs/112", "/api/v1/pages/604", "/api/v1/juz/30"):
        for each in fetch(path, include="segments")[1]["verses"]:
            assert len(each["segments"]) == len(each["words"])
    assert "segments" not in fetch("/api/v1/verses/1:1")[1]["verses"][0]


def test_several_translations_at_once(fetch, own_translation):
    answer = fetch("/api/v1/surahs/1", also=own_translation)[1]
    assert [each["id"] for each in answer["also"]] == [own_translation]
    assert [verse["also"] for verse in answer["verses"][:2]] == [{"en.mine": "Mine"}, {"en.mine": None}]
    assert answer["verses"][0]["translation"].startswith("In the name of Allah")
    status, body = fetch("/api/v1/surahs/1", also=["en.pickthall", "en.nobody"])
    assert (status, body["error"]) == (404, "There is no translation 'en.nobody'.")


def test_a_word_with_all_that_is_said_of_it(fetch):
    (word,) = fetch("/api/v1/words/2:255:3")[1]["words"]
    assert (word["text"], word["transliteration"], word["page"], word["line"]) == ("إِلَـٰهَ", "ʾilāha", 42, 8)
    (found,) = word["dictionary"]
    assert (found["segment"], found["root"]["root"], found["lemma"]["name"]) == (1, "اله", "إِلَٰه")
    assert found["root"] == fetch("/api/v1/roots", begins="اله")[1]["roots"][0]
    total = fetch("/api/v1/search", q=word["same"]["query"], limit=0)[1]["total"]
    assert (total["words"], total["verses"]) == (word["same"]["words"], word["same"]["verses"])
    tree = word["tree"]
    assert [(node["text"], node["word"]) for node in tree["nodes"]] == [("إِلَهَ", 3)]
    assert [(arc["relation"], arc["node"]["text"]) for arc in tree["heads"]] == [("special-subject", "لَا")]


def test_the_places_of_all_words_in_the_tree_are_the_tree(fetch):
    for verse in ("1:1", "2:282", "112:1"):
        graph = fetch(f"/api/v1/treebank/{verse}")[1]
        words = fetch(f"/api/v1/words/{verse}", include="tree")[1]["words"]
        written = [node for node in graph["nodes"] if node["word"]]
        assert [node for word in words for node in word["tree"]["nodes"]] == written
        places = {node["position"] for node in written}
        heads = [(a["node"]["position"], a["own"], a["relation"]) for w in words for a in w["tree"]["heads"]]
        deps = [
            (a["own"], a["node"]["position"], a["relation"]) for w in words for a in w["tree"]["dependents"]
        ]
        arcs = [(arc["head"], arc["dependent"], arc["relation"]) for arc in graph["arcs"]]
        assert sorted(heads) == sorted(arc for arc in arcs if arc[1] in places)
        assert sorted(deps) == sorted(arc for arc in arcs if arc[0] in places)


def test_the_parts_of_a_word_that_are_asked_for(fetch):
    place = ["ref", "surah", "ayah", "word", "text", "modern", "transliteration", "page", "line", "signs"]
    (word,) = fetch("/api/v1/words/1:1:1", include="same")[1]["words"]
    assert sorted(word) == sorted([*place, "same"])
    (word,) = fetch("/api/v1/words/1:1:1")[1]["words"]
    assert sorted(word) == sorted([*place, "segments", "dictionary", "tree", "same"])


def test_a_word_of_two_stems_is_found_under_both(fetch):
    (word,) = fetch("/api/v1/words/2:3:6", include="dictionary")[1]["words"]
    assert [(each["segment"], each["lemma"]["name"], each["root"]) for each in word["dictionary"]] == [
        (2, "مِن", None), (3, "مَا", None),
    ]  # fmt: skip


def test_a_segment(fetch):
    segment = fetch("/api/v1/segments/1:1:1:2")[1]
    (word,) = fetch("/api/v1/words/1:1:1")[1]["words"]
    assert (segment["ref"], segment["word"]["ref"], segment["form"]) == ("1:1:1:2", "1:1:1", "سْمِ")
    assert {name: segment[name] for name in word["segments"][1]} == word["segments"][1]
    assert segment["dictionary"] == word["dictionary"][0]
    assert [node["segment"] for node in segment["tree"]["nodes"]] == [2]
    prefix = fetch("/api/v1/segments/1:1:1:1")[1]
    assert (prefix["dictionary"], prefix["kind"]) == (None, "PREFIX")
    both = prefix["tree"]["nodes"] + segment["tree"]["nodes"]
    assert both == word["tree"]["nodes"]


@pytest.mark.parametrize(
    ("path", "query", "status", "error", "hint"),
    [
        ("/api/v1/pages/605", {}, 404, "There is no page 605.", "Choose 1 to 604."),
        ("/api/v1/juz/0", {}, 404, "There is no juz 0.", "Choose 1 to 30."),
        ("/api/v1/segments/1:1:1:9", {}, 404, "There is no segment 1:1:1:9: word 1:1:1 has 2.", "Choose 1:1:1:1 to 1:1:1:2."),
        ("/api/v1/segments/1:1:1:0", {}, 404, "There is no segment 1:1:1:0: word 1:1:1 has 2.", "Choose 1:1:1:1 to 1:1:1:2."),
        ("/api/v1/segments/1:1:1", {}, 404, "'1:1:1' is not a segment.", "Write it as 2:255:3:1, with its word before it."),
        ("/api/v1/segments/1:1:1:x", {}, 404, "'1:1:1:x' is not a segment.", "Write it as 2:255:3:1, with its word before it."),
        ("/api/v1/words/1:1", {"include": "trees"}, 400, "include=trees is not known.", "Use include=tree."),
    ],
)  # fmt: skip
def test_a_place_that_is_not_there(fetch, path, query, status, error, hint):
    answered, body = fetch(path, **query)
    assert (answered, body["error"]) == (status, error)
    assert body["hint"].startswith(hint)
