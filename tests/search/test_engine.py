"""Queries over the mini corpus of tests/conftest.py, counted by hand: verse:word, both 1-based."""

import pytest

from kalima.errors import QueryError
from kalima.search.engine import run
from kalima.search.parser import parse

TABLE = [
    ("root:قول", "1:1 1:4 2:2"),
    ("root:qwl", "1:1 1:4 2:2"),
    ("root:قول&pos:V", "1:1 1:4"),
    ("root:قول & aspect:imperfect", "1:4"),
    ("root:قول pos:PN", "1:1 1:2 1:4 2:1 2:2"),
    ("root:قول case:GEN", ""),
    ("الله", "1:2 3:2"),
    ("والله", "2:1"),
    ("=ٱللَّهِ", "3:2"),
    ("root:الله", "error"),
    ("root:اله", "1:2 2:1 3:2"),
    ("مما", "1:3 2:3"),
    ("pos:P", "1:3 2:3"),
    ("pos:REL", "1:3 2:3"),
    ("pos:P&pos:REL", ""),
    ("pos:P pos:REL", "1:3 2:3"),
    ("prefix:و", "2:1"),
    ("prefix:CONJ", "2:1"),
    ("prefix:w:CONJ&pos:PN", "2:1"),
    ("prefix:f", "error"),
    ('"قال الله"', "1:1 1:2"),
    ('"الله مما يقول"', "1:2 1:3 1:4"),
    ('"قال مما"', ""),
    ('"مما والله"', ""),
    ('"يا ايها الله"', "3:1 3:2"),
    ('"ايها الله"', "3:1 3:2"),
    ("يا ايها", "3:1"),
    ("ياايها", "3:1"),
    ("رب", ""),
    ("رب الله", ""),
    ("state:indefinite", "2:2"),
    ("state:نكرة", "2:2"),
]


def places(hits):
    verses = hits.verse_ids()
    return " ".join(f"{v}:{w}" for v, words in hits.places_in(verses).items() for w in words)


@pytest.mark.parametrize(("query", "expected"), TABLE)
def test_query(mini, query, expected):
    if expected == "error":
        with pytest.raises(QueryError):
            run(parse(query), mini)
        return
    hits = run(parse(query), mini)
    assert places(hits) == expected
    assert hits.word_count == len(expected.split())
    assert hits.verse_count == len({place.split(":")[0] for place in expected.split()})
    assert len(hits.word_ids()) == hits.word_count


def test_pages_of_words_and_verses(mini):
    hits = run(parse("root:اله"), mini)
    assert [hits.word_ids(offset, 2) for offset in (0, 2, 4)] == [[2, 5], [9], []]
    assert [hits.verse_ids(offset, 2) for offset in (0, 2)] == [[1, 2], [3]]


@pytest.mark.parametrize(
    ("query", "message", "hint"),
    [
        ("root:قولل", "There is no root 'قولل'.", "Did you mean root:قول?"),
        ("root:123", "There is no root '123'.", "Type it in Arabic or in Buckwalter letters."),
        ("pos:vreb", "There is no part of speech 'vreb'.", "Did you mean pos:verb?"),
        ("aspect:x", "There is no aspect 'x'.",
         "Known values: PERF (perfect), IMPF (imperfect), IMPV (imperative)."),
        ("pos:DET", "No stem is pos:DET (determiner): it stands before or after one.",
         "Search for prefix:DET or suffix:DET, or for its node in a tree."),
    ],
)  # fmt: skip
def test_an_unknown_value_is_an_error_with_a_suggestion(library, query, message, hint):
    with pytest.raises(QueryError) as caught:
        library.search(query)
    assert caught.value.message == message
    assert caught.value.hint.startswith(hint.removesuffix("?"))
    assert caught.value.at == (0, len(query))


CORRECTED = [
    # what was typed, the query as it was probably meant, which part is meant
    ("root:قولل الله", "root:قول الله", "root:قولل"),
    ('[root="قولل"]', '[root="قول"]', "قولل"),
    ('[pos="N|verv"]', '[pos="N|verb"]', "verv"),
    ('[pos="V"] -subjet-> _', '[pos="V"] -subject-> _', "subjet"),
    ('[pos="V"] -subject|objekt-> _', '[pos="V"] -subject|object-> _', "objekt"),
    ('[rel="subjet"]', '[rel="subject"]', "subjet"),
    ("prefix:CONG", "prefix:CONJ", "prefix:CONG"),
    ("pos:DET", "prefix:DET", "pos:DET"),
    ('[] within <sura type="Mecan"/>', '[] within <sura type="Meccan"/>', "Mecan"),
    ("in:bakara", "in:baqara", "bakara"),
    ("in:البقره in:المايدة", "in:البقره in:المايدة", None),
    ("in:البقرر", "in:بقره", "البقرر"),
]


@pytest.mark.parametrize(("query", "corrected", "meant"), CORRECTED)
def test_the_nearest_known_name_corrects_the_query(library, query, corrected, meant):
    if meant is None:
        assert library.search(query).verse_count == 0  # two surahs share no verse, and both are known
        return
    with pytest.raises(QueryError) as caught:
        library.search(query)
    assert (caught.value.suggestion, query[slice(*caught.value.at)]) == (corrected, meant)
    assert library.search(corrected).verse_count > 0


@pytest.mark.parametrize(
    ("query", "message", "at"),
    [
        ("in:300", "There is no sura 300: they go from 1 to 114.", "in:300"),
        ("in:2:280-290", "There is no verse 290 in surah 2: they go from 1 to 286.", "in:2:280-290"),
        ("in:2:9-3", "9-3 goes backwards.", "in:2:9-3"),
        ("in:juz31", "There is no juz 31: they go from 1 to 30.", "in:juz31"),
        ('[] within <page number="605"/>', "There is no number 605: they go from 1 to 604.", 'number="605"'),
        ('[] within <aya number="x"/>', "'x' is not a number.", 'number="x"'),
        ('[root="(ق"]', None, None),
        ('[root="ز{9}"]', "No root fits 'ز{9}'.", "ز{9}"),
        ("A:[] B:[] :: A.translit = B.translit", "Words cannot be compared by translit.", "A.translit = B.translit"),
        ("en:*", "'*' cannot be found in a translation.", None),
    ],
)  # fmt: skip
def test_what_there_is_not_is_an_error_that_says_where(library, query, message, at):
    with pytest.raises(QueryError) as caught:
        library.search(query)
    if message:
        assert caught.value.message == message
    if at:
        assert query[slice(*caught.value.at)] == at
    assert caught.value.hint


@pytest.mark.parametrize(
    "query", ['[pos="V"] []{0,4} [pos="N"]', '[pos="V"] -subject-> A:[]', "pos:V OR الله"]
)
def test_matches_come_in_order_each_once_and_page_by_page(library, query):
    hits = library.search(query)
    listed = hits.matches()
    assert len(listed) == hits.match_count
    assert [match.words for match in listed] == sorted(match.words for match in listed)
    assert len({(match.words, str(match.labels)) for match in listed}) == len(listed)
    assert [hits.matches(at, 700) for at in range(0, 3_000, 700)] == [
        listed[at : at + 700] for at in range(0, 3_000, 700)
    ]
    assert hits.matches(hits.match_count) == hits.matches(10**9, 5) == []
    assert {word for match in listed for word in match.words} == set(hits.word_ids())


def test_the_same_query_finds_the_same_in_the_same_order(library):
    query = 'A:[pos="V"] -> B:_ ; -subject-> C:_'
    first, second = library.search(query), library.search(query)
    assert first.matches() == second.matches()


@pytest.mark.parametrize(
    ("query", "part"),
    [
        ("_ ->> _", "->> _"),
        ("[]* []* within <sura/>", "[]*"),
        ('[pos="V"] -> _ ; -> _ ; -> _ ; -> _ ; -> _ ; -> _', None),
        ('([pos="V"] []* [pos="N"] []*)* within <sura/>', None),
    ],
)
def test_what_costs_too_much_is_stopped_and_the_part_named(library, query, part):
    with pytest.raises(QueryError, match="The query was stopped: this part of it ") as caught:
        library.search(query)
    if part:
        assert query[slice(*caught.value.at)] == part


def test_a_query_that_runs_too_long_is_stopped(library, monkeypatch):
    monkeypatch.setattr("kalima.search.budget.SECONDS", 0.0)
    with pytest.raises(QueryError, match="took more than 0 seconds"):
        run(parse('[pos="V"] []{0,9} [pos="N"]'), library.index)


def test_a_tree_of_millions_of_matches_is_stopped_before_they_are_made(library):
    with pytest.raises(QueryError, match="The query was stopped: this part of it "):
        library.search("_ -> _" + " ; -> _" * 4)
