"""What each query finds in the mini corpus of ``tests/conftest.py``, written by hand.

A match is the words that it covers and its labels, ``1:1+1:2,A=1:1``: verse:word, both 1-based, a run as 1:1-4,
a label in a tree as n and the number of its node. After a bar stand verses in which the query holds as well.
The engine and the reference evaluator must both find exactly that.

====  =========  ======  ======================  ====  =================================================
word  spelling   pos     root, features          node  arcs that leave it
====  =========  ======  ======================  ====  =================================================
1:1   قال        V       قول PERF                n1    subject n2 (twice), attachment n3
1:2   الله       PN      اله NOM                 n2
1:3   مما        P       (two stems)             n3    genitive n4
..               REL                             n4    relative-clause n5
1:4   يقول       V       قول IMPF                n5    object n4, subject n6 (implied)
2:1   والله      PN      w:CONJ, اله NOM         n8    conjunction n7 (the prefix); n9 (implied): subject n8
2:2   قولا       N       قول ACC INDEF           n10   attachment n11; n9: object n10
2:3   مما        P       (two stems)             n11   (n12 stands on no word)
..               REL                             none
3:1   ياأيها     N                               none
3:2   الله       PN      اله GEN                 n14   n13 (implied): apposition n14
4:1   كتبت       V       كتب PERF 3FS            n15   feminine-ta n16 (a letter), subject n17, object n19 (twice)
4:2   أمه        N       امم F NOM, PRON 3MS     n17   possessive n18 (the suffix)
4:3   كتابه      N       كتب M ACC, PRON 3MS     n19   possessive n20 (the suffix)
5:1   بكتاب      N       bi:P, كتب M GEN         n22   n21 (the prefix): genitive n22
5:2   اكتب       V       كتب IMPV 2MS            n23   attachment n21, subject n24 (implied)
====  =========  ======  ======================  ====  =================================================

Verses 1 to 3 are surah 1 (Meccan, the 5th), 4 and 5 are surah 2 (Medinan, the 87th); verses 1 and 2 are page 1; verse 5
is juz 2 and has a recommended prostration.
"""

from __future__ import annotations

import re

import pytest

from kalima.errors import QueryError
from kalima.search.engine import run
from kalima.search.parser import parse

from ..conftest import MINI_SPANS, MINI_SURAHS, MINI_TREES, MINI_VERSES
from .reference import Match, Result, as_result, evaluate
from .reference_text import mini_text
from .truth_trees import CONDITIONS, LIMITS, TREES
from .truth_words import BOOLEANS, LABELS, SEQUENCES, VALUES

CLAUSES = [
    ("الله", "1:2 3:2"),
    ("والله", "2:1"),
    ("رب", ""),
    ("=ٱللَّهِ", "3:2"),
    ("=الله", ""),
    ("الل*", "1:2 3:2"),
    ("*لله", "1:2 2:1 3:2"),
    ("ق?ل", "1:1"),
    ("*ق*", "1:1 1:4 2:2"),
    ("كت*", "4:1 4:3"),
    ("رحم*", ""),
    ("root:قول", "1:1 1:4 2:2"),
    ("root:qwl", "1:1 1:4 2:2"),
    ("root:الله", "error"),
    ("root:قول&pos:V", "1:1 1:4"),
    ("root:قول & aspect:imperfect", "1:4"),
    ("قال&pos:V", "1:1"),
    ("مما&pos:REL", "1:3 2:3"),
    ("pos:P&pos:REL", ""),
    ("prefix:و", "2:1"),
    ("prefix:w:CONJ&pos:PN", "2:1"),
    ("suffix:3MS", "4:2 4:3"),
    ("state:indefinite", "2:2"),
    ('pos:"proper noun"', "1:2 2:1 3:2"),
    ("rel:subject", "1:2 2:1 4:2"),
    # In one verse.
    ("root:قول pos:PN", "1:1 1:2 1:4 2:1 2:2"),
    ("root:قول AND pos:PN", "1:1 1:2 1:4 2:1 2:2"),
    ("root:قول OR pos:PN", "1:1 1:2 1:4 2:1 2:2 3:2"),
    ("root:قول NOT pos:V", "2:2"),
    ("root:قول AND NOT pos:V", "2:2"),
    ("NOT pos:V", " | 2 3"),
    ("NOT root:قول", " | 3 4 5"),
    ("NOT NOT root:كتب", " | 4 5"),
    ("NOT رب", " | 1 2 3 4 5"),
    ("NOT (root:قول OR root:كتب)", " | 3"),
    ("NOT (root:قول AND pos:V)", " | 2 3 4 5"),
    ("NOT root:قول NOT root:كتب", " | 3"),
    ("root:كتب OR NOT root:قول", "4:1 4:3 5:1 5:2 | 3"),
    ("(root:قول OR root:كتب) pos:V", "1:1 1:4 4:1 4:3 5:1 5:2"),
    ("root:قول OR root:كتب pos:N", "1:1 1:4 2:2 4:1 4:2 4:3 5:1 5:2"),
    ("root:كتب pos:N OR root:قول", "1:1 1:4 2:2 4:1 4:2 4:3 5:1 5:2"),
    ("pos:PN OR root:كتب pos:N", "1:2 2:1 2:2 3:1 3:2 4:1 4:2 4:3 5:1 5:2"),
    ("الله مما", "1:2 1:3"),
    ("الله OR مما", "1:2 1:3 2:3 3:2"),
    ("الله NOT مما", "3:2"),
    ("رب الله", ""),
    ("رب OR الله", "1:2 3:2"),
    ('"قال" "الله"', "1:1 1:2"),
    ('"قال الله" root:قول', "1:1-2 1:1 1:4"),
    # Patterns among them.
    ('[pos="V"] root:قول', "1:1 1:4"),
    ('[pos="V"] AND [pos="N"]', "4:1 4:2 4:3 5:1 5:2"),
    ('([pos="V"] AND [pos="N"]) OR [pos="P"]', "1:1 1:3 1:4 2:2 2:3 4:1 4:2 4:3 5:1 5:2"),
    ('[pos="V"] [pos="PN"] NOT الله', ""),
    ('[pos="PN"] [root="قول"] NOT الله', "2:1-2"),
    ('A:[pos="V"] B:[] OR A:[pos="PN"]', "1:1-2,A=1:1,B=1:2 4:1-2,A=4:1,B=4:2 1:2,A=1:2 2:1,A=2:1 3:2,A=3:2"),
    ('[pos="V"] -object-> [] AND root:قول', "1:3+1:4 1:1 1:4"),
    ('NOT [pos="V"] -object-> []', " | 2 3 5"),
    ('NOT ([pos="V"] -object-> [])', " | 2 3 5"),
    ("(A:[] B:[] :: A.root = B.root) OR مما", "5:1-2,A=5:1,B=5:2 1:3 2:3"),
    ("A:[] B:[] :: A.root = B.root OR مما", "5:1-2,A=5:1,B=5:2 1:3 2:3"),
    ("(A:[] B:[] :: A.root = B.root OR مما)", "5:1-2,A=5:1,B=5:2 1:3 2:3"),
    ("(_ -> [pos=\"PN\"] AND root:قول)", "1:1+1:2 2:1 1:1 1:4 2:2"),
    ('[pos="PN"] within <sura number="1"/> AND root:قول', "1:2 2:1 1:1 1:4 2:2"),
    # A match that crosses the edge of a verse touches both.
    ('[pos="V"] [pos="PN"] within <sura/> NOT [pos="N"]', "1:1-2"),
    ('NOT ([pos="REL"] [pos="N"] within <sura/>)', " | 1 4 5"),
    ('([pos="REL"] [pos="N"] within <sura/>) AND root:قول', "2:2"),
    ('([pos="REL"] [pos="N"] within <sura/>) OR root:قول', "2:3+3:1 1:1 1:4 2:2"),
    # Where.
    ("in:1", " | 1 2 3"),
    ("in:2", " | 4 5"),
    ("in:1:2", " | 2"),
    ("in:1:2-3", " | 2 3"),
    ("in:juz2", " | 5"),
    ("in:page2", " | 3 4 5"),
    ("in:meccan", " | 1 2 3"),
    ("in:medinan", " | 4 5"),
    ("in:البقرة", " | 4 5"),
    ("in:baqara", " | 4 5"),
    ("pos:V in:2", "4:1 5:2"),
    ("pos:V NOT in:2", "1:1 1:4"),
    ("in:1 NOT root:قول", " | 3"),
    ("root:قول OR in:2", "1:1 1:4 2:2 | 4 5"),
    ("in:1 in:page2", " | 3"),
    ("[] -subject-> [] in:2", "4:1+4:2"),
    ("in:nowhere", "error"),
    ("in:9", "error"),
    # Errors.
    ("", "error"),
    ("mercy", "error"),
    ("rot:قول", "error"),
    ("root:", "error"),
    ("&pos:V", "error"),
    ("pos:V&", "error"),
    ('"الله', "error"),
    ('""', "error"),
    ("OR الله", "error"),
    ("الله OR", "error"),
    ("الله AND", "error"),
    ("NOT", "error"),
    ("()", "error"),
    ("(الله", "error"),
    ("الله)", "error"),
    ("prefix:f", "error"),
    ("*", "error"),
]  # fmt: skip

TABLE = [*VALUES, *BOOLEANS, *SEQUENCES, *LABELS, *CONDITIONS, *LIMITS, *TREES, *CLAUSES]
NAMES = [
    f"{verse}:{word}"
    for verse, words in enumerate(MINI_VERSES, start=1)
    for word, _ in enumerate(words, start=1)
]
WORDS = {name: number for number, name in enumerate(NAMES, start=1)}


@pytest.fixture(scope="module")
def text():
    return mini_text(MINI_SURAHS, MINI_VERSES, MINI_TREES, MINI_SPANS)


def word_ids(written):
    """1:1+1:3 or 1:1-3, as ids."""
    for run_of_words in written.split("+"):
        verse, first, last = re.fullmatch(r"(\d):(\d)(?:-(\d))?", run_of_words).groups()
        yield from range(WORDS[f"{verse}:{first}"], WORDS[f"{verse}:{last or first}"] + 1)


def place(written):
    if written.startswith("n"):
        return int(written[1:])
    words = list(word_ids(written))
    return words[0], words[-1]


def result(expected):
    """The matches and verses that a row of the table names."""
    matches, _, verses = expected.partition("|")
    found = set()
    for match in matches.split():
        words, *labels = match.split(",")
        named = (label.split("=") for label in labels)
        found.add(Match(frozenset(word_ids(words)), frozenset((name, place(at)) for name, at in named)))
    touched = {
        int(run_of_words[0]) for match in matches.split() for run_of_words in match.split(",")[0].split("+")
    }
    return Result(found, touched | set(map(int, verses.split())))


def test_no_query_is_in_the_table_twice():
    queries = [query for query, _ in TABLE]
    assert sorted(queries) == sorted(set(queries))


@pytest.mark.parametrize(("query", "expected"), TABLE)
def test_the_reference_evaluator(text, query, expected):
    if expected == "error":
        with pytest.raises(QueryError):
            evaluate(parse(query), text)
    else:
        assert evaluate(parse(query), text) == result(expected)


@pytest.mark.parametrize(("query", "expected"), TABLE)
def test_the_engine(mini, query, expected):
    if expected == "error":
        with pytest.raises(QueryError):
            run(parse(query), mini)
        return
    hits = run(parse(query), mini)
    matches = hits.matches()
    wanted = result(expected)
    assert as_result(hits) == wanted
    assert (hits.match_count, hits.verse_count) == (len(wanted.matches), len(wanted.verses))
    assert hits.word_count == len({word for match in wanted.matches for word in match.words})
    assert len(matches) == hits.match_count
    assert [match.words[0] for match in matches] == sorted(match.words[0] for match in matches)
    assert [*hits.matches(0, 2), *hits.matches(2)] == matches
    assert hits.verse_ids() == sorted(wanted.verses)
