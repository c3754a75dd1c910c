"""Search over HTTP: its orders, held against the hits in the order of the mushaf, and what it includes of a hit."""

from __future__ import annotations

import pytest

from kalima.arabic.folding import exact_key, fold

ROOT = "root:كتب"
ALWAYS = {"verse": {"ref", "surah", "ayah"}, "match": {"ref", "words"}, "word": {"ref", "word"}}


def place(hit):
    return (hit["ref"], hit.get("word"), tuple(hit.get("words", ())))


def found(fetch, by, **query):
    answer = fetch("/api/v1/search", by=by, **{"q": ROOT, "limit": 500, **query})[1]
    return answer["verses" if by == "verse" else "hits"]


def stem(hit):
    return next(each for each in hit["segments"] if each["kind"] == "STEM")


KEYS = {
    "form": lambda hit: (fold(hit["text"]), exact_key(hit["text"])),
    "root": lambda hit: stem(hit)["root"] or "\uffff",
    "lemma": lambda hit: fold(stem(hit)["lemma"] or "\uffff", dagger="ا"),
}


@pytest.mark.parametrize("query", [ROOT, "pos:V in:2:1-20", '[pos="PN"] [pos="ADJ"]', "مما"])
@pytest.mark.parametrize("sort", KEYS)
def test_words_are_sorted(fetch, sort, query):
    hits = found(fetch, "word", sort=sort, q=query)
    keys = [KEYS[sort](hit) for hit in hits]
    assert keys == sorted(keys)
    assert sorted(map(place, hits)) == sorted(map(place, found(fetch, "word", q=query)))


@pytest.mark.parametrize("by", ["verse", "match", "word"])
def test_the_order_of_revelation(fetch, by):
    order = {each["number"]: each["revelation_order"] for each in fetch("/api/v1/surahs")[1]["surahs"]}
    in_mushaf = found(fetch, by)
    revealed = found(fetch, by, sort="revelation")
    assert revealed == sorted(in_mushaf, key=lambda hit: order[int(hit["ref"].split(":")[0])])
    assert revealed != in_mushaf


@pytest.mark.parametrize("by", ["verse", "match", "word"])
def test_a_random_order_is_that_of_its_seed_on_every_page(fetch, by):
    def drawn(seed, **page):
        return list(map(place, found(fetch, by, sort="random", seed=seed, **page)))

    in_mushaf = list(map(place, found(fetch, by)))
    orders = [drawn(seed) for seed in (1, 2, 1)]
    assert orders[0] == orders[2] and orders[0] not in (orders[1], in_mushaf)
    assert sorted(orders[0]) == sorted(orders[1]) == sorted(in_mushaf)
    assert orders[0][20:40] == drawn(1, offset=20, limit=20)


def test_a_seed_draws_the_same_today_as_ever(fetch):
    """Who cites a sample by its number finds it again with the next Kalima, and on another computer."""
    assert [hit["ref"] for hit in found(fetch, "verse", sort="random", seed=7, limit=4)] == [
        "3:20",
        "10:21",
        "18:1",
        "5:45",
    ]


def test_matches_are_sorted_by_their_first_word(fetch):
    hits = found(fetch, "match", q='A:[pos="V"] B:[root="اله"]', sort="form", include=["text", "labels"])
    keys = [fold(hit["labels"]["A"]["text"]) for hit in hits]
    assert len(keys) == 500 and keys == sorted(keys)


@pytest.mark.parametrize("by", ["match", "word"])
def test_pages_of_sorted_hits_cover_them_all_once(fetch, by):
    whole = found(fetch, by, sort="lemma")
    pages = [
        hit for start in range(0, 350, 50) for hit in found(fetch, by, sort="lemma", limit=50, offset=start)
    ]
    assert pages == whole
    assert len(set(map(place, whole))) == 319


@pytest.mark.parametrize(
    ("by", "include"),
    [
        ("verse", ["ref"]), ("verse", ["hits"]), ("verse", ["text", "translation"]),
        ("verse", ["words", "labels", "transliteration"]),
        ("match", ["ref"]), ("match", ["text"]), ("match", ["labels", "segments"]), ("match", ["verse", "translation"]),
        ("word", ["ref"]), ("word", ["text"]), ("word", ["segments", "verse", "translation"]),
    ],
)  # fmt: skip
def test_what_is_included(fetch, by, include):
    answer = fetch("/api/v1/search", q=ROOT, by=by, include=include, limit=3)[1]
    hits = answer["verses" if by == "verse" else "hits"]
    assert [set(hit) for hit in hits] == [ALWAYS[by] | set(include)] * 3
    assert ("translation" in answer) == ("translation" in include)
    whole = found(fetch, by, limit=3)
    for hit, full in zip(hits, whole, strict=True):
        assert {name: hit[name] for name in hit if name in full} == {n: full[n] for n in full if n in hit}


def test_what_is_included_of_the_verse_is_the_verse(fetch):
    for by in ("match", "word"):
        for hit in found(fetch, by, include=["verse", "translation"], limit=20, sort="form"):
            (verse,) = fetch(f"/api/v1/verses/{hit['ref']}")[1]["verses"]
            assert (hit["verse"], hit["translation"]) == (verse["text"], verse["translation"])


def test_the_segments_of_a_match_are_those_of_its_words(fetch):
    (hit,) = found(fetch, "match", q='"الحمد لله"', include="segments", limit=1)
    words = [found(fetch, "word", q=word, limit=1) for word in ("الحمد in:1:2", "لله in:1:2")]
    assert hit["segments"] == [word[0]["segments"] for word in words]


@pytest.mark.parametrize(
    ("query", "error", "hint"),
    [
        ({"sort": "form"}, "A verse has no form to be sorted by.", "List by=match or by=word."),
        ({"sort": "size"}, "sort=size is not known.", "Use sort=mushaf, "),
        ({"include": "segments"}, "include=segments is not of a verse.", "With by=verse: ref, text, words, "),
        ({"include": "hits", "by": "word"}, "include=hits is not of a word.", "With by=word: ref, text, "),
        (
            {"include": "segment", "by": "word"},
            "include=segment is not known.",
            "Use include=segments.",
        ),
    ],
)
def test_what_cannot_be_is_refused(fetch, query, error, hint):
    status, body = fetch("/api/v1/search", q=ROOT, **query)
    assert (status, body["error"]) == (400, error)
    assert body["hint"].startswith(hint)
