"""What is offered at the cursor (|) of a query, with how many words of the text have it."""

import pytest

from kalima.arabic.folding import is_arabic
from kalima.search.completion import MOST, Completer


@pytest.fixture(scope="module")
def completer(library):
    return Completer(library.index)


TABLE = [
    # the query with its cursor, the first offers, the query with the first one taken
    ("ro|", [("root:", None), ("rootclass:", None), ("in:15", 655)], "root:"),
    ("root:ق|", [("قول", 1722), ("قوم", 660)], "root:قول"),
    ("root:qw|", [("قول", 1722), ("قوم", 660)], "root:قول"),
    ("root:|", [("اله", 2851), ("قول", 1722)], "root:اله"),
    ("root:ق| pos:V", [("قول", 1722)], "root:قول pos:V"),
    ("الله root:ق|", [("قول", 1722)], "الله root:قول"),
    ("lemma:كت|", [("كِتَٰب", 260), ("كَتَبَ", 49)], "lemma:كِتَٰب"),
    ("pos:v|", [("V", 19356)], "pos:V"),
    ("pos:فع|", [("V", 19356)], "pos:V"),
    ("form:|", [("I", 12333), ("IV", 4585)], "form:I"),
    ("tense:im|", [("IMPF", 8330), ("IMPV", 1876)], "tense:IMPF"),
    ("suffix:3|", [("3MP", 7337)], "suffix:3MP"),
    ("rel:su|", [("subject", 16128), ("special-subject", 3816)], "rel:subject"),
    ("الرح|", [("الرحمن", 45), ("الرحيم", 34)], "الرحمن"),
    ("in:baq|", [("2", 6116)], "in:2"),
    ("in:البق|", [("2", 6116)], "in:2"),
    ("baqa|", [("in:2", 6116)], "in:2"),
    ("[|", [('word="', None), ('lemma="', None)], '[word="'),
    ("[po|", [('pos="', None)], '[pos="'),
    ('[pos="V" & mo|', [('mood="', None)], '[pos="V" & mood="'),
    ('[pos="|', [("N", 25135), ("V", 19356)], '[pos="N'),
    ('[pos="N|P|', [("P", 7679), ("PN", 3911)], '[pos="N|P'),
    ('[root="ق|"]', [("قول", 1722)], '[root="قول"]'),
    ("[] -|", [("subject->", 16128), ("genitive->", 12952)], "[] -subject->"),
    ("[] -فا|", [("subject->", 16128)], "[] -subject->"),
    ("[] !-ob|", [("object->", 10993)], "[] !-object->"),
    ("[] within <su|", [("sura/>", None)], "[] within <sura/>"),
    ("[] within <sura ty|", [('type="', None)], '[] within <sura type="'),
    ('[] within <sura type="Me|', [("Meccan", None), ("Medinan", None)], '[] within <sura type="Meccan'),
    ("A:[] B:[] :: |", [("A.", None), ("B.", None)], "A:[] B:[] :: A."),
    ("A:[] B:[] :: A.ro|", [("root", None), ("rootclass", None)], "A:[] B:[] :: A.root"),
    ("xyz|", [], None),
    ("xyz:|", [], None),
]


@pytest.mark.parametrize(("typed", "offers", "taken"), TABLE)
def test_completion(completer, typed, offers, taken):
    cursor = typed.rindex("|")
    text = typed[:cursor] + typed[cursor + 1 :]
    found = completer.complete(text, cursor)
    assert [(offer.text, offer.hits) for offer in found.offers][: len(offers)] == offers
    if taken is None:
        assert found.offers == ()
    else:
        assert text[: found.start] + found.offers[0].text + text[found.end :] == taken


@pytest.mark.parametrize("query", ["", "root:", "[", '[lemma="', "in:", "[] -", "ا", "pos:"])
def test_no_more_is_offered_than_can_be_read_and_nothing_twice(completer, query):
    offers = completer.complete(query, len(query)).offers
    assert 0 < len({offer.text for offer in offers}) == len(offers) <= MOST


def test_what_is_offered_as_a_count_is_what_a_search_finds(library, completer):
    for query in ("root:", "pos:", "lemma:كت", "suffix:3", "prefix:", "الرح", "form:"):
        completion = completer.complete(query, len(query))
        for offer in completion.offers[:4]:
            taken = query[: completion.start] + offer.text
            assert (taken, library.search(taken).word_count) == (taken, offer.hits)


@pytest.mark.parametrize("before", ["", "[", '[pos="V"] -', "[] within <", "[] within <sura ", "[] within <aya ", '[] within <sura type="', '[] within <aya sajda="', "A:[] :: ", "A:[] :: A.", "root:", "tb_root:", "lemma:", "pattern:", "template:", "translit:", "prefix:", "suffix:", "pos:", "tb_case:", "differs:", "has:", "in:"])  # fmt: skip
def test_every_offer_has_a_name_in_arabic(completer, before):
    offers = completer.complete(before, len(before), 60).offers
    assert offers
    assert [each.text for each in offers if not is_arabic(each.arabic) or not each.english] == []


def test_an_attribute_is_found_by_its_arabic_name(completer):
    assert [each.text for each in completer.complete("[المدخل", 7).offers] == ['lemma="']
    assert 'nounkind="' in [each.text for each in completer.complete("[نوع", 4).offers]
