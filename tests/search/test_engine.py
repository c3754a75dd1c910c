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
        ("pos:DET", "No stem is pos:DET (determiner): it stands before one.", "Search for prefix:DET."),
    ],
)  # fmt: skip
def test_an_unknown_value_is_an_error_with_a_suggestion(library, query, message, hint):
    with pytest.raises(QueryError) as caught:
        library.search(query)
    assert caught.value.message == message
    assert caught.value.hint.startswith(hint.removesuffix("?"))
    assert caught.value.at == (0, len(query))
