"""``spelling``: words by their letters and marks, one by one."""

from __future__ import annotations

import pytest

from kalima.errors import QueryError
from kalima.study.earlier_letters import Letter, search

FATHA, DAMMA, KASRA, SHADDA = "\u064e", "\u064f", "\u0650", "\u0651"


# fmt: off
@pytest.mark.parametrize(("query", "pattern", "before", "after"), [
    (f'[spelling="ك.{FATHA}ب.*"]', [Letter("ك"), Letter(None, frozenset(FATHA)), Letter("ب")], False, True),
    ('[spelling=".*ا◌"]', [Letter("ا", frozenset())], True, False),
    (f'[spelling="ر{SHADDA}{FATHA}.*"]', [Letter("ر", frozenset(SHADDA + FATHA))], False, True),
    (f'[spelling="ر{FATHA}{SHADDA}.*"]', [Letter("ر", frozenset(SHADDA + FATHA))], False, True),
    (f'[spelling=".{DAMMA}.{KASRA}.{FATHA}"]', [Letter(None, frozenset(each)) for each in (DAMMA, KASRA, FATHA)], False, False),
    ('[spelling="....ي"]', [*[Letter()] * 4, Letter("ي")], False, False),
    (f'spelling:ق{FATHA}*', [Letter("ق", frozenset(FATHA))], False, True),
    ('spelling:?ل', [Letter(), Letter("ل")], False, False),
])
def test_finds_what_the_patterns_of_letters_find(library, query, pattern, before, after):
    """The two are written apart: an expression over the index, and one over the corpus's own spellings."""
    found, expected = library.search(query), search(library, pattern, before=before, after=after)
    assert found.word_ids(0, 100_000) == expected.word_ids(0, 100_000) != []


@pytest.mark.parametrize(("query", "same"), [
    (f'[spelling="(ك{FATHA}|ك{DAMMA})ت.*"]', f'[spelling="ك{FATHA}ت.*" | spelling="ك{DAMMA}ت.*"]'),
    (f'[spelling="[قك]{FATHA}.*"]', f'[spelling="ق{FATHA}.*|ك{FATHA}.*"]'),
    (f'[spelling="ك{FATHA}ت{FATHA}ب{FATHA}"]', f'[word=="ك{FATHA}ت{FATHA}ب{FATHA}"]'),
    (f'[spelling=="ك{FATHA}ت{FATHA}ب{FATHA}"]', f'[word=="ك{FATHA}ت{FATHA}ب{FATHA}"]'),
    ('[spelling="ل.{2}ي"]', '[spelling="ل..ي"]'),
    ('[spelling=".*"]', "[]"),
    ('[ضبط="ي.*"]', '[spelling="[يى].*"]'),
])  # fmt: skip
def test_two_ways_to_ask_for_the_same(library, query, same):
    found = library.search(query).word_ids(0, 100_000)
    assert found == library.search(same).word_ids(0, 100_000) != []


@pytest.mark.parametrize(("query", "message"), [
    (f'[spelling=".*{FATHA}"]', "There is a mark without a letter."),
    ('[spelling="(ك"]', "A ( is opened and never closed."),
    ("A:[] B:[] :: A.spelling = B.spelling", "Words cannot be compared by spelling."),
])  # fmt: skip
def test_what_cannot_be_asked(library, query, message):
    with pytest.raises(QueryError, match=message.replace("(", r"\(").replace(".", r"\.")):
        library.search(query)


@pytest.mark.parametrize(("query", "english", "arabic"), [
    (f'[spelling="ك{FATHA}ت{FATHA}ب{FATHA}"]', f"a word spelled with its marks ك{FATHA}ت{FATHA}ب{FATHA}", f"كلمة رسمها بالحركات «ك{FATHA}ت{FATHA}ب{FATHA}»"),
    ('[spelling="زززز"]', "a word spelled with its marks زززز (not in the text)", "كلمة رسمها بالحركات «زززز» (لا يوجد في النص)"),
])  # fmt: skip
def test_is_read_back(library, query, english, arabic):
    reading = library.explain(query).reading
    assert reading.english.translate({0x2068: None, 0x2069: None}) == english
    assert reading.arabic.translate({0x2068: None, 0x2069: None}) == arabic
