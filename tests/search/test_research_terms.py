"""``note:``, ``tag:`` and ``has:`` over the mini corpus: what they find, what they mean, what they refuse.

What is at which verse:word of the mini corpus (see ``test_truth_table.py``):

- the tag *faith* is at verse 5 as a whole and on 1:1 and 2:2, the tag *Two words* on 1:3, which has two stems,
  the tag *صَبْر* nowhere;
- a note with «شكر» is at verse 3 as a whole, one with «صبر جميل» on 1:2;
- there are annotations on 1:1 and 1:2, and a bookmark at verse 4.
"""

from __future__ import annotations

import re

import pytest

from kalima.errors import QueryError
from kalima.search.completion import Completer
from kalima.search.engine import run, understand
from kalima.search.parser import names, parse

from .own_research import OwnResearch

TAGS = {"faith": ([0, 1, 4], [0, 5]), "Two words": ([0], [2]), "صَبْر": ([], []), "C++": ([3], [])}
NOTES = {"شكر": ([2], []), "صبر جميل": ([0], [1]), "صب*": ([0], [1])}
KINDS = {"annotation": ([0], [0, 1]), "bookmark": ([3], []), "research": ([0, 1, 2, 3, 4], [0, 1, 2, 5])}


@pytest.fixture(scope="module")
def research(mini):
    return OwnResearch(mini.layout, TAGS, NOTES, KINDS)


def found(hits):
    """The covered words as verse:word, and after a bar the verses, where there are no words in them."""
    places = hits.places_in(hits.verse_ids())
    words = " ".join(f"{verse}:{word}" for verse, listed in places.items() for word in listed)
    without = " ".join(str(verse) for verse, listed in places.items() if not listed)
    return f"{words} | {without}".strip() if without else words


TABLE = [
    # A clause: the verses with it, at the verse or at a word of it. It covers no words.
    ("tag:faith", "| 1 2 5"),
    ("tag:FAITH", "| 1 2 5"),
    ('tag:"two words"', "| 1"),
    ("tag:صبر", ""),
    ("tag:c++", "| 4"),
    ("tag:f*", "| 1 2 5"),
    ("tag:*", "| 1 2 4 5"),
    ("tag:f?ith", "| 1 2 5"),
    ("وسم:faith", "| 1 2 5"),
    ("note:شكر", "| 3"),
    ('note:"صبر جميل"', "| 1"),
    ("note:صب*", "| 1"),
    ("note:زززز", ""),
    ("ملاحظة:شكر", "| 3"),
    ("has:annotation", "| 1"),
    ("has:Annotations", "| 1"),
    ("has:تعليق", "| 1"),
    ("فيه:تعليق", "| 1"),
    ("has:note", ""),
    ("has:research", "| 1 2 3 4 5"),
    ("has:b*", "| 4"),
    # Clauses joined.
    ("NOT tag:faith", "| 3 4"),
    ("NOT NOT tag:faith", "| 1 2 5"),
    ("tag:faith OR has:bookmark", "| 1 2 4 5"),
    ("tag:faith has:annotation", "| 1"),
    ("tag:faith in:2", "| 5"),
    ("tag:faith root:قول", "1:1 1:4 2:2"),
    ("root:قول NOT has:annotation", "2:2"),
    ("root:قول OR tag:faith", "1:1 1:4 2:2 | 5"),
    ("(tag:faith OR note:شكر) root:اله", "1:2 2:1 3:2"),
    ("NOT (tag:faith OR note:شكر)", "| 4"),
    # A test of a word: what is at the whole verse does not count.
    ("root:قول&tag:faith", "1:1 2:2"),
    ("tag:faith&root:قول", "1:1 2:2"),
    ("tag:faith&has:annotation", "1:1"),
    ("note:صب*&has:annotation", "1:2"),
    ("note:شكر&pos:N", ""),
    ("root:كتب&tag:faith", ""),
    ("root:قول&tag:faith NOT has:annotation", "2:2"),
    ("مما&tag:T*", "1:3"),
    ('[tag="faith"]', "1:1 2:2"),
    ('[tag="faith|two words"]', "1:1 1:3 2:2"),
    ('[tag="fai.*"]', "1:1 2:2"),
    ('[tag=="faith"]', "1:1 2:2"),
    ('[tag:"two words"]', "1:3"),
    (r'[tag="c\\+\\+"]', ""),
    ('[tag!="faith" & root="قول"]', "1:4"),
    ('[!tag="faith" & root="قول"]', "1:4"),
    ('[(tag="faith" | has="annotation") & pos="V|PN"]', "1:1 1:2"),
    ('[note="صبر جميل"]', "1:2"),
    ('[note="شكر|صب*"]', "1:2"),
    ('[has="annotation"] [has="annotation"]', "1:1 1:2"),
    ('[tag="faith"] []{0,1} [tag="two words"]', "1:1 1:2 1:3"),
    ('[pos="P" & tag="two words"]', "1:3"),
    ('[pos="REL" & tag="two words"]', "1:3"),
    ('[tag="faith"] within <sura type="Medinan"/>', ""),
    ('A:[tag="faith"] []{0,2} B:[] :: A.root = B.root', "1:1 1:2 1:3 1:4"),
    # In a tree: nodes on the stems of such words.
    ('[tag="faith"] -subject-> [has="annotation"]', "1:1 1:2"),
    ('[tag="faith"] -> _', "1:1 1:2 1:3 2:2 2:3"),
    ('_ -object-> [tag="faith"]', "2:2"),
    ('[pos="V"] !-subject-> [has="annotation"]', "1:4 4:1 5:2"),
]


@pytest.mark.parametrize(("query", "expected"), TABLE)
def test_what_is_found(mini, research, query, expected):
    parsed = parse(query)
    hits = run(parsed, mini, research=research)
    assert found(hits) == expected
    assert parse(repr(parsed)) == parsed
    assert understand(parsed, mini, research) == hits.meanings


KNOWN = "You have: faith, Two words, صَبْر, C++."
KINDS_KNOWN = (
    "Known kinds: note, tag, annotation, connection, pronoun, hypothesis, verdict, translation, bookmark,"
    " correction, research."
)
ERRORS = [
    # what was typed, the message, the hint, what is meant, the query as it was probably meant
    ("tag:faiht الله", "You have no tag 'faiht'.", f"Did you mean tag:faith? {KNOWN}", "tag:faiht", "tag:faith الله"),
    ('tag:"too words"', "You have no tag 'too words'.", f'Did you mean tag:"Two words"? {KNOWN}',
     'tag:"too words"', 'tag:"Two words"'),
    ('[tag="faiht|صبر"]', "You have no tag 'faiht'.", f'Did you mean tag="faith"? {KNOWN}', "faiht",
     '[tag="faith|صبر"]'),
    ('[tag=="Faith"]', "You have no tag 'Faith'.", f'Did you mean tag=="faith"? {KNOWN}', 'tag=="Faith"',
     '[tag=="faith"]'),
    ("tag:xyz", "You have no tag 'xyz'.", KNOWN, "tag:xyz", ""),
    ("tag:x*", "You have no tag 'x*'.", KNOWN, "tag:x*", ""),
    ("tag:verb&root:قول", "You have no tag 'verb'.", f"For a part of speech write pos. {KNOWN}", "tag:verb",
     "pos:verb&root:قول"),
    ('[root="قول" & tag="V"]', "You have no tag 'V'.", f"For a part of speech write pos. {KNOWN}", "V",
     '[root="قول" & pos="V"]'),
    ("has:anotation", "There is no kind of research 'anotation'.", f"Did you mean has:annotation? {KINDS_KNOWN}",
     "has:anotation", "has:annotation"),
    ("has:xyz", "There is no kind of research 'xyz'.", KINDS_KNOWN, "has:xyz", ""),
    ("note:*", "'*' is no word to look for in your notes.", "Write one, as in note:صبر.", "note:*", ""),
    ("note:ـَ", "'ـَ' is no word to look for in your notes.", "Write one, as in note:صبر.", "note:ـَ", ""),
    ('[note="صبر|.*"]', "'.*' is no word to look for in your notes.", "Write one, as in note:صبر.", ".*", ""),
    ("note:*بر", "A * stands at the end of a word whose beginning is given.", "Write it as in note:صب*.",
     "note:*بر", ""),
    ('[note="صب.*"]', "A * stands at the end of a word whose beginning is given.", "Write it as in note:صب*.",
     "صب.*", ""),
    ("tag:", "tag: has no value.", "Write one right after it, without a space, as in tag:…", "tag:", ""),
    ("A:[] B:[] :: A.tag = B.tag", "Words cannot be compared by tag.", "Compare their word, root or lemma.",
     "A.tag = B.tag", ""),
]  # fmt: skip


@pytest.mark.parametrize(("query", "message", "hint", "meant", "suggestion"), ERRORS)
def test_what_there_is_not_is_an_error_that_says_what_there_is(
    mini, research, query, message, hint, meant, suggestion
):
    with pytest.raises(QueryError) as caught:
        run(parse(query), mini, research=research)
    error = caught.value
    assert (error.message, error.hint, query[slice(*error.at)], error.suggestion) == (
        message,
        hint,
        meant,
        suggestion,
    )


def test_of_many_tags_some_are_named(mini):
    research = OwnResearch(mini.layout, {f"tag {number}": ([], []) for number in range(1, 31)})
    with pytest.raises(QueryError) as caught:
        run(parse("tag:xyz"), mini, research=research)
    assert re.fullmatch(r"You have: tag 1, tag 2, .*, tag 12 and 18 more\.", caught.value.hint)


def test_nobody_to_ask_is_an_error(mini):
    with pytest.raises(QueryError, match="There is no research to search for tag:faith"):
        run(parse("tag:faith"), mini)


@pytest.mark.parametrize("query", ["tag:faith", "has:note OR has:note", 'root:قول [note="شكر|صب*"]'])
def test_asking_of_research_too_has_an_end(mini, research, monkeypatch, query):
    monkeypatch.setattr("kalima.search.budget.SECONDS", 0.0)
    with pytest.raises(QueryError, match="took more than 0 seconds"):
        run(parse(query), mini, research=research)


MEANINGS = [
    ("tag:FAI*", ("faith",), "the tag “faith”"),
    ('[tag="faith|C\\\\+\\\\+"]', ("faith", "C++"), "the tag “faith” or “C++”"),
    ("note:شكر", ("شكر",), "“شكر” in a note of yours"),
    ("note:زززز", ("زززز",), "“زززز” in a note of yours: nowhere"),
    ("tag:صَبر", ("صَبْر",), "the tag “صَبْر”: nowhere"),
    ("has:ملاحظة", ("note",), "a note of yours: nowhere"),
    ("has:research", ("research",), "anything of yours"),
]
NOTHING = [
    ({}, "tag:faith", "the tag “faith”: you have no research yet"),
    ({}, "tag:V", "the tag “V”: you have no research yet (for a part of speech write pos:V)"),
    ({}, "note:صبر", "“صبر” in a note of yours: you have no research yet"),
    ({}, "has:annotation", "an annotation of yours: you have no research yet"),
    ({"notes": NOTES}, "tag:faith", "the tag “faith”: you have no tags yet"),
    ({"notes": NOTES}, "has:tag", "a tag of yours: nowhere"),
]


@pytest.mark.parametrize(("query", "values", "words"), MEANINGS)
def test_what_a_term_is_taken_to_mean(mini, research, query, values, words):
    (meaning,) = run(parse(query), mini, research=research).meanings
    assert (meaning.values, meaning.words) == (values, words)


@pytest.mark.parametrize(("own", "query", "words"), NOTHING)
def test_without_research_nothing_is_found_and_that_is_said(mini, own, query, words):
    hits = run(parse(query), mini, research=OwnResearch(mini.layout, **own))
    assert (hits.match_count, hits.verse_count, [each.words for each in hits.meanings]) == (0, 0, [words])


ASKS = [
    ("root:قول", False), ("الله", False), ('[pos="V"] [has]', False), ("", False), ("in:2", False),
    ("tag:faith", True), ("root:قول&Tag:faith", True), ('[pos="V" & tag ="faith"]', True), ("[has!=x", True),
    ("note :x", True), ("وسم:faith", True), ("ملاحظة:x", True), ('[فيه="x"]', True), ("tag:", True),
    ('"tag:x"', True),
]  # fmt: skip


@pytest.mark.parametrize(("query", "asks"), ASKS)
def test_a_query_that_may_ask_of_research_is_known_by_its_text(query, asks):
    assert names.may_ask_research(query) is asks


@pytest.mark.parametrize("query", [query for query, *_ in TABLE])
def test_no_query_that_asks_of_research_is_taken_for_one_of_the_corpus(query):
    assert names.may_ask_research(query)


COMPLETED = [
    # the query with its cursor, the offers, the query with the first one taken
    ("tag:|", ["faith", '"Two words"', "صَبْر", "C++"], "tag:faith"),
    ("tag:TW| الله", ['"Two words"'], 'tag:"Two words" الله'),
    ('tag:"tw|', ['"Two words"'], 'tag:"Two words"'),
    ("root:قول&tag:صب|", ["صَبْر"], "root:قول&tag:صَبْر"),
    ("وسم:f|", ["faith"], "وسم:faith"),
    ('[tag="t|', ["Two words"], '[tag="Two words'),
    ('[tag="faith|c|', [r"C\\+\\+"], r'[tag="faith|C\\+\\+'),
    ("tag:xyz|", [], None),
    ("has:c|", ["connection", "correction"], "has:connection"),
    ("has:تع|", ["annotation"], "has:annotation"),
    ('[has="no|', ["note"], '[has="note'),
    ("note:|", [], None),
    ("note:صب|", [], None),
    ("has|", ["has:"], "has:"),
    ("[ta|", ['tag="'], '[tag="'),
]


@pytest.mark.parametrize(("typed", "offers", "taken"), COMPLETED)
def test_completion(mini, research, typed, offers, taken):
    cursor = typed.rindex("|")
    text = typed[:cursor] + typed[cursor + 1 :]
    completion = Completer(mini, research.tags).complete(text, cursor)
    assert [offer.text for offer in completion.offers] == offers
    if taken:
        assert text[: completion.start] + completion.offers[0].text + text[completion.end :] == taken


def test_tags_are_asked_anew_each_time(mini):
    own = ["one"]
    completer = Completer(mini, lambda: own)
    for expected in (["one"], ["one", "two"]):
        assert [offer.text for offer in completer.complete("tag:", 4).offers] == expected
        own = ["one", "two"]


def test_whatever_a_tag_is_called_its_offers_find_it(mini):
    odd = [
        "a b",
        'a"b',
        "a\\b",
        "a*",
        "a?",
        "a|b",
        "a.b",
        "(a",
        "[a]",
        "a&b",
        "a{2}",
        "^a$",
        "صَبْر",
        "ß",
        "a+",
    ]
    for tag in odd:
        research = OwnResearch(mini.layout, {**dict.fromkeys(odd, ([], [])), tag: ([0], [0])})
        completer = Completer(mini, lambda tag=tag: [tag])
        (bar,) = completer.complete("tag:", 4).offers
        (pattern,) = completer.complete('[tag="', 6).offers
        for query in (f"tag:{bar.text}", f'[tag="{pattern.text}"]', f'[tag=="{bar.text.strip(chr(34))}"]'):
            hits = run(parse(query), mini, research=research)
            assert (query, hits.verse_count) == (query, 1)
            assert hits.meanings[0].values == (tag,)
