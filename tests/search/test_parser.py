"""What is typed, and the parsed form that it becomes, written out."""

import pytest

from kalima.errors import QueryError
from kalima.search import query as nodes
from kalima.search.parser import MAX_LENGTH, parse
from kalima.search.query import Arc, Comparison, Label, Span, Token, walk

BAR = [
    ("الله", "[word:الله]"),
    ("=ٱللَّهُ", '[word=="ٱللَّهُ"]'),
    ("رحم*", "[word:رحم*]"),
    ("ر?م", "[word:ر?م]"),
    ("root:قول", "[root:قول]"),
    ("root:*kr", "[root:*kr]"),
    ("root:قول&pos:V", "[root:قول & pos:V]"),
    ("root:قول & pos:V", "[root:قول & pos:V]"),
    ("root:قول pos:V", "[root:قول] AND [pos:V]"),
    ("root:قول&قال", "[root:قول & word:قال]"),
    ('"الحمد لله"', '"الحمد لله"'),
    ('"الحمد لله" رب', '"الحمد لله" AND [word:رب]'),
    ('"الحمد" "لله"', '"الحمد" AND "لله"'),
    ('"رحم.*"', '"رحم.*"'),
    ('pos:"proper noun"', '[pos:"proper noun"]'),
    ("prefix:w:CONJ", "[prefix:w:CONJ]"),
    ("جذر:قول", "[root:قول]"),
    ("VERB_FORM:IV", "[form:IV]"),
    ("  الله\tرب\n", "[word:الله] AND [word:رب]"),
    ("الله AND رب", "[word:الله] AND [word:رب]"),
    ("الله OR رب", "[word:الله] OR [word:رب]"),
    ("NOT الله", "NOT [word:الله]"),
    ("NOT NOT الله", "NOT NOT [word:الله]"),
    ("الله رب OR root:قول NOT pos:V", "[word:الله] AND [word:رب] OR [root:قول] AND NOT [pos:V]"),
    ("الله (رب OR NOT root:قول)", "[word:الله] AND ([word:رب] OR NOT [root:قول])"),
    ("(الله)", "[word:الله]"),
    ('NOT "الحمد" "لله"', 'NOT "الحمد" AND "لله"'),
    ("in:2", "in:2"),
    ("in:2:1-20 الله", "in:2:1-20 AND [word:الله]"),
    ('in:"juz 30"', 'in:"juz 30"'),
    ("في:البقرة", "in:البقرة"),
    ("en:mercy", "en:mercy"),
    ('en:"lord of the worlds"', 'en:"lord of the worlds"'),
]
PATTERNS = [
    ("[]", "[]"),
    ('[root="كتب"]', '[root="كتب"]'),
    ('[ root = "كتب" ]', '[root="كتب"]'),
    ('[root!="كتب"]', '[root!="كتب"]'),
    ('[lemma=="كِتَٰب"]', '[lemma=="كِتَٰب"]'),
    ("[pos:V & root:قول]", "[pos:V & root:قول]"),
    ('[pos="V" & form="II|IV" | case="GEN"]', '[pos="V" & form="II|IV" | case="GEN"]'),
    ('[!pos="V" & (case="GEN" | case!="ACC")]', '[!pos="V" & (case="GEN" | case!="ACC")]'),
    ('[!(pos="V" & mood="JUS")]', '[!(pos="V" & mood="JUS")]'),
    ('[word="[ابت]\\.x"]', '[word="[ابت]\\\\.x"]'),
    ('[word="a\\"b"]', '[word="a\\"b"]'),
    ('[pos="V"] [pos="N"]', '[pos="V"] [pos="N"]'),
    ('[pos="V"][pos="N"]', '[pos="V"] [pos="N"]'),
    ('"الحمد" [pos="P"]', '"الحمد" [pos="P"]'),
    ('[pos="V"] "قال"? []', '[pos="V"] "قال"? []'),
    ('[pos="V"] | [pos="N"] [pos="P"]', '[pos="V"] | [pos="N"] [pos="P"]'),
    ('[pos="V"] | ([pos="N"] [pos="P"])', '[pos="V"] | ([pos="N"] [pos="P"])'),
    ("[]? []* []+", "[]? []* []+"),
    ("[]{2} []{0,4} []{3,} []{,2}", "[]{2} []{0,4} []{3,} []{0,2}"),
    ("[]{0,1} []{0,} []{1,} []{1,1} []{٢}", "[]? []* []+ []{1} []{2}"),
    ('([pos="V"] [])+', '([pos="V"] [])+'),
    ('A:[pos="V"] B:[]{2}', 'A:[pos="V"] B:[]{2}'),
    ('A:([pos="V"] [])', 'A:([pos="V"] [])'),
    ('A:"قال"', 'A:"قال"'),
    ('فعل:[pos="V"]', 'فعل:[pos="V"]'),
    ('A:[pos="V"] | A:[pos="N"]', 'A:[pos="V"] | A:[pos="N"]'),
    ("A:[] B:[] :: A.root = B.root", "A:[] B:[] :: A.root = B.root"),
    ("A:[] B:[] :: A.root=B.root & A.pos!=B.tense", "A:[] B:[] :: A.root = B.root & A.pos != B.aspect"),
    ('[pos="V"] within <sura type="Meccan"/>', '[pos="V"] within <sura type="Meccan"/>'),
    ('[] within <chapter n="2">', '[] within <sura number="2"/>'),
    ("[]+ within <sura/> containing <verse/>", "[]+ within <sura/> containing <aya/>"),
    ("([] within <page/>) []", "([] within <page/>) []"),
    ('[pos="V"] AND root:قول', '[pos="V"] AND [root:قول]'),
    ('root:قول [pos="V"] []', '[root:قول] AND [pos="V"] []'),
    ('(root:قول OR [pos="V"]) NOT الله', '([root:قول] OR [pos="V"]) AND NOT [word:الله]'),
    ('NOT ([pos="V"] [pos="V"])', 'NOT [pos="V"] [pos="V"]'),
]
TREES = [
    ('[pos="V"] -> []', '[pos="V"] -> []'),
    ('[pos="V"]->[]', '[pos="V"] -> []'),
    ('[pos="V"] -subject-> [lemma="الله"]', '[pos="V"] -subject-> [lemma="الله"]'),
    ('[pos="V"] -نائب فاعل-> []', '[pos="V"] -نائب فاعل-> []'),
    ('[pos="V"] -passive-subject->> _', '[pos="V"] -passive-subject->> _'),
    ('[pos="V"] -subject|object-> _', '[pos="V"] -subject|object-> _'),
    ('[pos="V"] !-object-> _', '[pos="V"] !-object-> _'),
    ('[pos="V"] !-> _', '[pos="V"] !-> _'),
    ('[pos="V"] ->> _', '[pos="V"] ->> _'),
    ("_ -subject-> []", "_ -subject-> []"),
    ("[] -> _ ; -subject-> _ ; ->> _", "[] -> _ ; -subject-> _ ; ->> _"),
    ("[] -(subject|object)-> []", "[] -(subject|object)-> []"),
    ("([] -(a|b)-> [])+", "([] -(a|b)-> [])+"),
    ("[] -> ([] -passive-subject-> [])", "[] -> ([] -passive-subject-> [])"),
    ('[pos="V"] -subject-> _ ; !-object-> _', '[pos="V"] -subject-> _ ; !-object-> _'),
    ("[] -> [] -> []", "[] -> ([] -> [])"),
    ("[] -> (A:[] -> B:_ ; !-object-> [])", "[] -> (A:[] -> B:_ ; !-object-> [])"),
    ("A:_ -> B:[]", "A:_ -> B:[]"),
    ('"قال" -> "الله"', "[word:قال] -> [word:الله]"),
    ("[] -> [] []", "([] -> []) []"),
    ("([] -> [])+", "([] -> [])+"),
    ("T:([] -> [])", "T:([] -> [])"),
    ('[] -> [] within <sura number="2"/>', '[] -> [] within <sura number="2"/>'),
]


@pytest.mark.parametrize(("text", "parsed"), [*BAR, *PATTERNS, *TREES])
def test_parse(text, parsed):
    query = parse(text)
    assert repr(query) == parsed
    assert parse(parsed) == query  # what is written out in full means the same


def test_every_node_knows_where_it_was_typed():
    text = 'root:قول&pos:V A:[pos="V"] -نائب فاعل-> B:_ within <sura n="2"/> :: A.root = B.root'
    kinds = (nodes.Test, Token, Label, Arc, Span, Comparison)
    found = [(type(n).__name__, text[slice(*n.at)]) for n in walk(parse(text)) if isinstance(n, kinds)]
    assert found == [
        ("Token", "root:قول&pos:V"),
        ("Test", "root:قول"),
        ("Test", "pos:V"),
        ("Label", 'A:[pos="V"]'),
        ("Token", '[pos="V"]'),
        ("Test", 'pos="V"'),
        ("Arc", "-نائب فاعل-> B:_"),
        ("Label", "B:_"),
        ("Span", '<sura n="2"/>'),
        ("Test", 'n="2"'),
        ("Comparison", "A.root = B.root"),
    ]
    assert [text[slice(*n.relation_at)] for n in walk(parse(text)) if isinstance(n, Arc)] == ["نائب فاعل"]


EMPTY = "Type an Arabic word, or a feature such as root:قول or pos:verb."
LATIN = "Type it in Arabic letters, or name a field, as in root:Hmd or pos:verb."
NOT_PLAIN = 'A word is typed plainly, and a pattern in brackets, as in [pos="V"] []{0,2} [pos="PN"].'
DEEP = "Take some of them away; they change nothing around a single part."
ERRORS = [
    # what was typed, the message, the hint, what is meant, the query as it was probably meant
    ("", "The query is empty.", EMPTY, None, ""),
    (" \n", "The query is empty.", EMPTY, None, ""),
    ('"الله', "A quote is opened and never closed.", 'Add a " at the end of the phrase.', '"الله', '"الله"'),
    ('الله "', "A quote is opened and never closed.", 'Add a " at the end of the phrase.', '"', 'الله ""'),
    ('""', "There is nothing between the quotes.", "Put the words in them.", '""', ""),
    ("rot:قول", "There is no field named 'rot'.", "Did you mean root?", "rot", "root:قول"),
    ("xyz:قول", "There is no field named 'xyz'.", "Known fields: word, lemma, root, ", "xyz", ""),
    ("root:", "root: has no value.", "Write one right after it, without a space, as in root:…", "root:", ""),
    ("root: قول", "root: has no value.", "Write one right after it, without a space, as in root:…", "root:", ""),
    ("&pos:V", "Nothing stands before the &.", "Put a test before it, or delete it.", "&", ""),
    ("pos:V&", "Nothing follows the &.", "Add a test, or delete the &.", "&", ""),
    ("pos:V&&", "Nothing stands before the &.", "Put a test before it, or delete it.", "&", ""),
    ("pos:V&in:2", "in: says where, and is no test of a word.", "Put a space in place of the &.", "in:", ""),
    ('"الحمد لله"&pos:V', "A & joins tests of one word; it cannot join a phrase or a pattern.",
     "Put AND in its place.", "&", '"الحمد لله" AND pos:V'),
    ("mercy", "'mercy' is not an Arabic word.", f"To search the translation: en:mercy. {LATIN}", "mercy", "en:mercy"),
    ("m3", "'m3' is not an Arabic word.", LATIN, "m3", ""),
    ("َ", "'َ' is not an Arabic word.", LATIN, "َ", ""),
    ("*", "'*' stands for every word of the text.", "Add a letter to it, as in رحم*, or write [].", "*", ""),
    ("=رحم*", "'=رحم*' asks for one exact spelling, which has no wildcards.",
     "Leave out the = to search with wildcards.", "=رحم*", "رحم*"),
    ("الله or رب", "'or' is not understood here.", "Write it in capitals: OR.", "or", "الله OR رب"),
    ("الله | رب", "'|' is not understood here.",
     "Write OR between words; | stands between patterns in brackets.", "|", "الله OR رب"),
    ("قال|قالت", "'قال|قالت' is not understood here.",
     "Write OR between words; | stands between patterns in brackets.", "قال|قالت", "قال OR قالت"),
    ("2:255 الله", "2:255 is a place and not a word.", "To search in it: in:2:255.", "2:255", "in:2:255 الله"),
    ("الله;", "'الله;' is not understood here.", NOT_PLAIN, "الله;", ""),
    ("قال->الله", "An arrow stands between two words in brackets.",
     'Write them as in [pos="V"] -subject-> [lemma="الله"].', "قال->الله", ""),
    ("الله AND", "Nothing follows AND.", "Add what AND joins, or delete it.", "AND", "الله"),
    ("NOT", "Nothing follows NOT.", "Add what NOT joins, or delete it.", "NOT", ""),
    ("OR الله", "Nothing stands before OR.", "Put a word or a field:value term there, or delete it.", "OR", ""),
    ("الله AND OR رب", "Nothing stands before OR.", "Put a word or a field:value term there, or delete it.", "OR", ""),
    ("()", "There is nothing between the parentheses.", "Delete them.", "()", ""),
    ("(الله", "A ( is opened and never closed.", "Add a ) after what belongs to it.", "(", "(الله)"),
    ("الله)", "There is no ( before this ).", "Delete it, or add a ( before it.", ")", ""),
    ("(الله)*", "Only words of a pattern can be repeated, and this is a group of clauses.",
     'Write its words in brackets, as in ([pos="V"] [pos="N"])+.', "*", ""),
    ("الله\x00", "The query holds a character that is not text (U+0000).",
     "Delete it; it may have come along when the query was copied.", "\x00", "الله"),
    ("\ud800", "The query holds a character that is not text (U+D800).",
     "Delete it; it may have come along when the query was copied.", "\ud800", ""),
    # patterns
    ("[pos=V]", "The value of pos stands between quotes.", 'Write pos="V".', "V", '[pos="V"]'),
    ('[vois="PASS"]', "There is no field named 'vois'.", "Did you mean voice?", "vois", '[voice="PASS"]'),
    ('[pos="V"', "A [ is opened and never closed.", "Add a ] after what belongs to it.", "[", '[pos="V"]'),
    ("[", "A [ is opened and never closed.", "Add a ] after its tests.", "[", ""),
    ('[pos="V]', "A quote is opened and never closed.", 'Add a " at the end of the phrase.', '"V]', '[pos="V]"'),
    ("[pos]", "pos is not compared with anything.", 'Write a value, as in pos="…".', "pos", ""),
    ('["قول"]', "A value has no attribute.", 'Write word="قول".', '"قول"', '[word="قول"]'),
    ('[pos="V" &]', "A test of a word should stand here.", 'Write one, as in [pos="V"].', "]", ""),
    ('[pos="V" mood="JUS"]', "m is not understood here.", "Put ] before it.", "m", ""),
    ('[pos="V"]|', "Nothing of a pattern follows the |.", "Add a word in brackets, or delete the |.", "|", ""),
    ("_", "_ stands for a word of a tree, implied or written.", "For any written word in a row write [].", "_", "[]"),
    ("[]{4,2}", "{4,2} cannot be: the first number is at most the second, both at most 9,999.", "Correct it.",
     "{4,2}", "[]{2,4}"),
    ("[]{x}", "How often it may repeat is written as {2}, {0,4} or {1,}.", "Correct it.", "{", ""),
    ("[]{0}", "{0} repeats nothing.", "Leave the word out.", "{0}", ""),
    ("[]+?", "Two repetitions follow each other.", "Keep one, or use parentheses.", "[]+?", ""),
    ("A:[] A:[]", "The label A is given twice.", "Give each word a label of its own.", "A:[]", ""),
    ("(A:[])+", "The label A stands inside a repetition and would be set several times.",
     "Put it before the whole of it: A:(…){2,3}.", "A:[]", ""),
    ("[] !-> A:[]", "The label A names a word that must not be there.", "Take the label away.", "A:[]", ""),
    ("A:[] B:[] :: A.root = C.root", "There is no label C.", "Did you mean B?", "C", "A:[] B:[] :: A.root = B.root"),
    ("[] :: A.root = A.root", "There is no label A.", "Put it before a word of the pattern: A:[…].", "A", ""),
    ("A:[]{2} :: A.root = A.root", "The label A covers several words, and a condition compares single ones.",
     "Put A: before one word in brackets.", "A:[]{2}", ""),
    ("A:[] :: A.rot = A.root", "There is no field named 'rot'.", "Did you mean root?", "rot",
     "A:[] :: A.root = A.root"),
    ("A:[] ::", "After :: stands a condition between two labels.", "Write it as in :: A.root = B.root.", "::", ""),
    ('[pos="V"] within sura', "After within stands a span.", 'Write it as in within <sura type="Meccan"/>.', "within",
     '[pos="V"] within <sura/>'),
    ("[] within <ruku/>", "There is no span named 'ruku'.", "Known spans: aya, sura, page, juz.", "ruku", ""),
    ("[] within <surra/>", "There is no span named 'surra'.", "Did you mean sura?", "surra", "[] within <sura/>"),
    ('[] within <sura typ="Meccan"/>', "A sura has no attribute 'typ'.", "Did you mean type?", "typ",
     '[] within <sura type="Meccan"/>'),
    ("[] within <sura type=Meccan/>", "A span ends with />.", 'Write it as in <sura number="2"/>.', "<sura", ""),
    ("within <sura/>", "Nothing stands before within.",
     'It follows a pattern: [pos="V"] within <sura type="Meccan"/>.', "within", ""),
    ("-> []", "An arrow stands between two nodes.", 'Write the head before it, as in [pos="V"] -> _.', "->", ""),
    ("[] ->", "An arrow leads to a word in brackets, or to _.", "Add one after it.", "->", ""),
    ("[] -> [] ; []", "An arrow should follow the ;.", "Add one, as in ; -object-> _, or delete the ;.", ";", ""),
    ("([] []) -> []", "An arrow joins single words, and this is more than one.", "Write one word in brackets.",
     "[] []", ""),
    ("(" * 50 + "[]" + ")" * 50, "The query has more than 40 parentheses within one another.", DEEP, "(", ""),
    ("(" * 50 + "الله" + ")" * 50, "The query has more than 40 parentheses within one another.", DEEP, "(", ""),
    ("[" + "!" * 50 + 'pos="V"]', "The query has more than 40 parentheses within one another.", DEEP, "!", ""),
    ("[] " + "-> [] " * 50, "The query has more than 40 parentheses within one another.", DEEP, "[", ""),
    ("NOT " * 50 + "الله", "The query has more than 40 parentheses within one another.", DEEP, "N", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "message", "hint", "meant", "suggestion"), ERRORS)
def test_what_cannot_be_understood_is_an_error_that_says_where(text, message, hint, meant, suggestion):
    with pytest.raises(QueryError) as caught:
        parse(text)
    error = caught.value
    assert (error.message, error.suggestion) == (message, suggestion)
    assert error.hint.startswith(hint)
    assert (text[slice(*error.at)] if error.at else None) == meant


def test_what_a_correction_suggests_can_be_read():
    for text, *_, suggestion in ERRORS:
        if suggestion and suggestion not in ('الله ""', '[pos="V]"'):
            assert parse(suggestion), text


def test_a_query_of_10000_characters_is_refused():
    with pytest.raises(QueryError) as caught:
        parse("ا" * 10_000)
    assert (caught.value.message, caught.value.at) == (
        f"The query has 10,000 characters; the most is {MAX_LENGTH:,}.",
        (MAX_LENGTH, 10_000),
    )
