"""Roots and lemmas: what is counted is what the search finds, and what plain SQL counts."""

from collections import Counter

import pytest

from kalima.errors import KalimaError, NotFound
from kalima.study import dictionary, shapes

ENTRIES = [
    ("root", "كتب"),
    ("root", "رحم"),
    ("root", "شيا"),
    ("lemma", "مَا"),
    ("lemma", "إِذَا"),
    ("lemma", "إِذَا2"),
]


def found(library, query):
    total = shapes.total(library.search(query))
    return total["words"], total["verses"]


def rows(library, kind, begins="", sort="letter"):
    return dictionary.listing(library, kind, begins, sort, 0, 10_000)[f"{kind}s"]


def test_every_root_counts_what_sql_counts(library):
    sql = library.store._rows(
        "SELECT roots.root, count(DISTINCT word), count(DISTINCT words.verse), count(DISTINCT lemma)"
        " FROM segments JOIN words ON words.id = segments.word JOIN roots ON roots.id = segments.root GROUP BY roots.id"
    )
    counted = {
        each["root"]: (each["counts"]["words"], each["counts"]["verses"], each["counts"]["lemmas"])
        for each in rows(library, "root")
    }
    assert counted == {root: tuple(counts) for root, *counts in sql}
    assert len(counted) == 1_642


def test_every_lemma_counts_what_sql_counts(library):
    sql = library.store._rows(
        "SELECT lemmas.lemma, homograph, count(DISTINCT word), count(DISTINCT words.verse)"
        " FROM segments JOIN words ON words.id = segments.word JOIN lemmas ON lemmas.id = segments.lemma GROUP BY lemmas.id"
    )
    listed = rows(library, "lemma")
    assert len({each["name"] for each in listed}) == len(listed) == 4_832
    counted = Counter((each["lemma"], each["counts"]["words"], each["counts"]["verses"]) for each in listed)
    assert counted == Counter((lemma, words, verses) for lemma, _, words, verses in sql)


def test_the_query_of_a_lemma_finds_that_lemma_alone(library):
    """Every eighth lemma, and each of those that share their spelling with another."""
    listed = rows(library, "lemma")
    alike = [
        each
        for each in listed
        if each["name"].endswith("2") or f"{each['name']}2" in {x["name"] for x in listed}
    ]
    assert len(alike) == 30
    for each in (*listed[::8], *alike):
        assert found(library, each["query"]) == (each["counts"]["words"], each["counts"]["verses"]), each[
            "name"
        ]


@pytest.mark.parametrize(("kind", "name"), ENTRIES)
def test_every_query_of_a_page_finds_what_is_counted(library, kind, name):
    entry = dictionary.entry(library, kind, name)
    assert found(library, entry["query"]) == (entry["counts"]["words"], entry["counts"]["verses"])
    counted = [
        *entry["forms"],
        *entry["patterns"],
        *(value for each in entry["features"] for value in each["values"]),
    ]
    for each in counted:
        assert found(library, each["query"])[0] == each["words"], each
    for each in entry["surahs"]:
        assert found(library, each["query"]) == (each["words"], each["verses"]), each
    for each in entry.get("lemmas", ()):
        assert found(library, each["query"])[0] == each["counts"]["words"], each


@pytest.mark.parametrize(("kind", "name"), ENTRIES)
def test_the_parts_of_a_page_make_the_whole(library, kind, name):
    entry = dictionary.entry(library, kind, name)
    words = entry["counts"]["words"]
    assert len(entry["forms"]) == entry["counts"]["forms"]
    assert sum(each["words"] for each in entry["forms"]) == words
    assert sum(each["words"] for each in entry["surahs"]) == words
    assert sum(each["verses"] for each in entry["surahs"]) == entry["counts"]["verses"]
    for listed in (entry["forms"], entry["patterns"], *(each["values"] for each in entry["features"])):
        assert [each["words"] for each in listed] == sorted((each["words"] for each in listed), reverse=True)


def test_the_root_ktb(library):
    entry = dictionary.entry(library, "root", "ktb")
    assert (entry["root"], entry["buckwalter"], entry["query"]) == ("كتب", "ktb", "root:كتب")
    assert entry["counts"] == {"words": 319, "verses": 279, "forms": 65, "lemmas": 7}
    assert [(each["name"], each["pos"], each["counts"]["words"]) for each in entry["lemmas"][:2]] == [
        ("كِتَٰب", ["N"], 260),
        ("كَتَبَ", ["V"], 49),
    ]
    assert (entry["forms"][0]["text"], entry["forms"][0]["first"]) == ("ٱلْكِتَـٰبَ", "2:44:8")
    (form,) = (each for each in entry["features"] if each["key"] == "form")
    assert [(value["tag"], value["words"]) for value in form["values"]] == [
        ("I", 49),
        ("III", 1),
        ("VIII", 1),
    ]
    assert entry["patterns"][0] == {
        "pattern": "فَعَلَ", "words": 48, "query": '[root=="كتب" & pattern=="فَعَلَ"]',
    }  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "typed", "name"),
    [
        ("root", "قول", "قول"),
        ("root", "qwl", "قول"),
        ("root", "سأل", "سال"),
        ("root", "ق-و-ل", "قول"),
        ("lemma", "كِتَٰب", "كِتَٰب"),
        ("lemma", "kita`b", "كِتَٰب"),
        ("lemma", "كتاب", "كِتَٰب"),
        ("lemma", "إِذَا", "إِذَا"),
        ("lemma", "<i*aA2", "إِذَا2"),
        ("lemma", "إِذَا2", "إِذَا2"),
        ("lemma", "شَنَـَٔان", "شَنََٔان"),
    ],
)
def test_what_is_typed_names(library, kind, typed, name):
    entry = dictionary.entry(library, kind, typed)
    assert entry["root" if kind == "root" else "name"] == name


@pytest.mark.parametrize(
    ("kind", "typed", "message", "hint"),
    [
        ("root", "قوللل", "There is no root 'قوللل'.", "Did you mean قول"),
        ("root", "x1", "There is no root 'x1'.", "Write it in Arabic or in Buckwalter letters."),
        ("root", "ق*", "There is no root 'ق*'.", ""),
        ("root", "", "There is no root ''.", ""),
        ("lemma", "كتابب", "There is no lemma 'كتابب'.", "Did you mean كتاب"),
        ("lemma", "من", "4 lemmas are spelled 'من'.", "Name one: "),
    ],
)
def test_what_names_nothing_is_said_to_and_what_is_near(library, kind, typed, message, hint):
    with pytest.raises(NotFound) as caught:
        dictionary.entry(library, kind, typed)
    assert caught.value.message == message
    assert caught.value.hint.startswith(hint)
    if "Did you mean" in hint:
        assert dictionary.entry(library, kind, caught.value.suggestion)


def test_a_list_is_filtered_sorted_and_paged(library):
    by_letter = [each["root"] for each in rows(library, "root", "كت")]
    assert by_letter == ["كتب", "كتم"] == [each["root"] for each in rows(library, "root", "kt")]
    most = rows(library, "root", sort="frequency")
    counts = [each["counts"]["words"] for each in most]
    assert counts == sorted(counts, reverse=True)
    assert (most[0]["root"], counts[0]) == ("اله", 2_851)
    page = dictionary.listing(library, "root", "", "frequency", 3, 2)
    assert (page["total"], page["roots"]) == (1_642, most[3:5])
    for kind in ("root", "lemma"):
        letters = dictionary.listing(library, kind, "", "letter", 0, 0)["letters"]
        assert sum(each["count"] for each in letters) == len(rows(library, kind))
        for each in letters:
            assert len(rows(library, kind, each["letter"])) == each["count"]


def test_a_list_of_what_is_neither_arabic_nor_buckwalter_is_refused(library):
    with pytest.raises(KalimaError, match="'é1' is neither Arabic nor Buckwalter letters"):
        dictionary.listing(library, "root", "é1", "letter", 0, 5)
