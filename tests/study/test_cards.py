"""Queries as cards: what they are made of, and that the query they make finds the same."""

from __future__ import annotations

import pytest

from kalima.arabic.folding import is_arabic
from kalima.errors import KalimaError
from kalima.search.parser.names import ATTRIBUTES
from kalima.study.cards import from_query, to_query

FATHA = "\u064e"


def card(name, link="next", /, **more):
    return {"id": name, "link": link, "tests": [], **more}


def having(**values):
    return [{"attribute": name, "values": value.split("|")} for name, value in values.items()]


# fmt: off
@pytest.mark.parametrize(("query", "made"), [
    ('[pos="V"]', None),
    ('[pos="V" & root="قول"] []{0,3} [pos!="N"] []* [form="II|IV"]', None),
    ('[pos="V"] AND [pos="PN"] []{0,2} [] AND in:2', None),
    ('[pos="V"] -subject|object->> [pos="PN"] ; !-genitive-> _', None),
    ('[] -> (_ -> []) ; -subject-> []', None),
    ('[pos="N"] ([pos="V"] -subject-> [pos="PN"]) []{0,3} []', None),
    ('A:[pos="V"] []{0,4} B:[deriv="VN"] :: A.root = B.root & A.case != B.case', None),
    ('A:[pos="V"] -subject-> B:[] within <sura/> :: A.number != B.number', None),
    ('[pos="V"] AND B:[] C:[] :: B.root = C.root', None),
    ('[(lemma=="مِن" | lemma=="مَن") & pos!="V"]', '[(lemma=="مِن" | lemma=="مَن") & pos!="V"]'),
    ('[!(lemma=="مِن" | lemma=="مَن")]', None),
    ('[lemma=="مِن"] within <page/> in:juz30', '[lemma=="مِن"] within <page/> AND in:juz30'),
    ('[word="ك.ب|ا"]', None),
    (f'[spelling=".*[كق]{FATHA}.◌.*"]', None),
    ('[spelling="كتب"]', None),
    ('[word!="..."]', None),
    ('[prefix="w:CONJ" & suffix="PRON"]', None),
    ("root:qwl&pos:verb", '[root="qwl" & pos="verb"]'),
    ("lemma:مِن", '[lemma=="مِن"]'),
    ("الحمد رحم*", '[word="الحمد"] AND [word="رحم.*"]'),
    ('"الحمد لله"', '[word="الحمد"] [word="لله"]'),
    ('X:[pos="V"] Y:[] :: X.root = Y.root', 'A:[pos="V"] B:[] :: A.root = B.root'),
])
def test_cards_make_the_query_that_they_were_read_from(library, query, made):
    cards = from_query(library, query)
    written = to_query(cards).query
    assert (written, to_query(cards).left_out) == (made or query, 0)
    assert from_query(library, written) == cards
    found, again = library.search(query), library.search(written)
    assert (found.match_count, found.word_ids(0, 99_999)) == (again.match_count, again.word_ids(0, 99_999))


@pytest.mark.parametrize("query", [
    "NOT root:قول", '[pos="V"] | [pos="N"]', '[pos="V"]?', '[] [pos="V"]{0,2} []', '[pos="V" | case="GEN"]', "in:2", "[] in:2 in:3",
    '[] within <sura type="Meccan"/>', "A:[] B:[] :: A.root = B.tb_root", "[] []{1,2} []", "[] []*", "en:mercy", "L:([] []) []",
    '[] within <sura/> AND []', '[!(pos="V" & case="GEN")]', "(root:قول OR root:كتب)",
])  # fmt: skip
def test_what_cards_cannot_say_has_none(library, query):
    assert from_query(library, query) is None


def test_cards_are_named_and_values_told_apart(library):
    cards = from_query(library, '[pos="V|PN"] -subject-> [word="ك.ب" & case!="GEN"] ; !->> [word="\\(x"]')["cards"]
    assert [(each["id"], each["link"], each["head"], each["relations"], each["english"], each["arabic"]) for each in cards] == [
        ("A", "verse", None, [], "", ""),
        ("B", "head", "A", ["subject"], "Subject of a verb", "فاعل"),
        ("C", "head", "A", [], "", ""),
    ]  # fmt: skip
    assert [(each["deep"], each["denied"]) for each in cards] == [(False, False), (False, False), (True, True)]
    assert [[(test["english"], test["arabic"], test["literal"]) for test in each["tests"]] for each in cards] == [
        [("part of speech: verb or proper noun", "قسم الكلام: فعل أو اسم علم", True)],
        [("word: ك.ب", "الكلمة: ك.ب", False), ("not case: genitive", "ليس الإعراب: مجرور", True)],
        [("word: (x", "الكلمة: (x", True)],
    ]


@pytest.mark.parametrize("attribute", ATTRIBUTES)
def test_every_attribute_of_a_card_is_named_in_both_languages(library, attribute):
    value = "صبر" if attribute == "note" else ".*"
    [[test]] = [each["tests"] for each in from_query(library, f'[{attribute}="{value}"]')["cards"]]
    english, arabic = (test[language].partition(":")[0] for language in ("english", "arabic"))
    assert is_arabic(arabic) and not is_arabic(english) and english


def test_a_kind_of_research_is_named_on_its_card(library):
    [[test]] = [each["tests"] for each in from_query(library, '[has="correction"]')["cards"]]
    assert (test["english"], test["arabic"]) == ("yours: a correction", "ما لك: تصحيح")


# fmt: off
@pytest.mark.parametrize(("cards", "conditions", "query", "left_out"), [
    ([card("x"), card("y", "later")], [], "[] []* []", 0),
    ([card("x"), card("y", "some", most=4)], [], "[] []{0,4} []", 0),
    ([card("x", "head", head="y"), card("y", tests=having(pos="V"))], [], '[pos="V"] -> []', 0),
    ([card("x"), card("y", "head", head="gone")], [], "[] []", 0),
    ([card("x", implied=True), card("y", "head", head="x", implied=True)], [], "_ -> _", 0),
    ([card("x", implied=True)], [], "[]", 0),
    ([card("x", tests=having(lemma="مِن|مَن"))], [], '[lemma=="مِن" | lemma=="مَن"]', 0),
    ([card("x", tests=having(lemma="مِن|كتاب"))], [], '[lemma="مِن|كتاب"]', 0),
    ([card("x", tests=having(word="ا(*"))], [], r'[word="ا\\(\\*"]', 0),
    ([card("x"), card("y")], [{"left": "y", "right": "x", "attribute": "root"}], "A:[] B:[] :: B.root = A.root", 0),
    ([card("x"), card("y", "verse")], [{"left": "y", "right": "x", "attribute": "root"}], "[] AND []", 1),
    ([card("x"), card("y", "head", head="x", denied=True)], [{"left": "y", "right": "x", "attribute": "root"}], "[] !-> []", 1),
    ([card("x"), card("y")], [{"left": "x", "right": "x", "attribute": "root"}, {"left": "x", "right": "gone", "attribute": "root"}], "[] []", 2),
])
def test_what_cards_make(library, cards, conditions, query, left_out):
    written = to_query({"cards": cards, "conditions": conditions})
    assert (written.query, written.left_out) == (query, left_out)
    library.explain(written.query)


def test_the_new_names_of_cards_are_told():
    cards = [card("x", "head", head="z"), card("y"), card("z")]
    assert to_query({"cards": cards}) == ("[] ([] -> [])", {"y": "A", "z": "B", "x": "C"}, 0)


@pytest.mark.parametrize(("cards", "message"), [
    ([], "There are 0 cards; a query has 1 to 26."),
    ([card(str(number)) for number in range(27)], "There are 27 cards"),
    ([card("x"), card("y", "head", head="z"), card("z", "head", head="y")], "The words y, z depend on each other in a circle."),
    ([card("x", "head", head="x")], "The words x depend on each other in a circle."),
])  # fmt: skip
def test_what_makes_no_query(cards, message):
    with pytest.raises(KalimaError, match=message):
        to_query({"cards": cards})


def boxes(*each, before=False, after=False):
    return {"boxes": [dict(zip(("letters", "marks", "many"), (*box, False)[:3], strict=True)) for box in each], "before": before, "after": after}


# fmt: off
@pytest.mark.parametrize(("pattern", "query"), [
    (boxes(("ك", None), ("", None), ("ب", None)), '[word="ك.ب"]'),
    (boxes(("كق", FATHA), ("", ""), after=True), f'[spelling="[كق]{FATHA}.◌.*"]'),
    (boxes(("", None), ("", None, True), ("ن", None), before=True), '[word=".*..*ن"]'),
    (boxes(("", None, True)), '[word=".*"]'),
])
def test_boxes_of_letters(library, pattern, query):
    test = {"attribute": "word", "values": [], "pattern": pattern}
    assert to_query({"cards": [card("x", tests=[test])]}).query == query
    (read,) = from_query(library, query)["cards"][0]["tests"]
    assert read["pattern"] == pattern


@pytest.mark.parametrize(("pattern", "message"), [
    (boxes(), "The pattern has no letter."),
    (boxes(("ك", None), ("]", None)), "Box 2 has what is no Arabic letter."),
    (boxes(("ك", "x")), "Box 1 has what is no mark."),
])  # fmt: skip
def test_what_is_no_box(pattern, message):
    with pytest.raises(KalimaError, match=message):
        to_query({"cards": [card("x", tests=[{"attribute": "word", "values": [], "pattern": pattern}])]})
