"""Expressions against ``re``, which may take for ever but is right, and each way to match against the others."""

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kalima.arabic.folding import fold
from kalima.errors import QueryError
from kalima.search.expressions import POSITIONS, automata, parse_expression, parse_wildcards
from kalima.search.expressions.automata import Automaton
from kalima.search.expressions.reader import COUNT, DEPTH, Reader
from kalima.search.expressions.rows import LinePattern, plain, quick
from kalima.search.expressions.syntax import alternatives, choice, items, size
from kalima.search.postings import Vocabulary, pack_vocabulary

LETTERS = "ابتو"
WORDS = ["ءامن", "ابت", "امن", "بات", "باتوا", "تاب", "تابوا", "تبت", "قال", "قالوا", "قران", "قل", "ققل"]


def vocabulary(values):
    return Vocabulary(pack_vocabulary({value: [0] for value in values}), 1)


def found(expression, values=tuple(WORDS)):
    ordered = sorted(values)
    return " ".join(ordered[number] for number in expression.matching(vocabulary(values)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("قال", "قال"),
        ("قَالَ", "قال"),
        ("قا", ""),
        ("قا.*", "قال قالوا"),
        (".*وا", "باتوا تابوا قالوا"),
        (".*ا.*", "ءامن ابت امن بات باتوا تاب تابوا قال قالوا قران"),
        ("ق.ل", "قال ققل"),
        ("قا?ل", "قال قل"),
        ("قَا?لَ", "قال قل"),
        ("قّ+ل", "ققل قل"),
        ("ق{2}ل", "ققل"),
        ("ق{1,2}ل", "ققل قل"),
        ("ق{2,}ل", "ققل"),
        ("[بت]..", "بات تاب تبت"),
        ("[بَتَ]..", "بات تاب تبت"),
        ("[^ب-ق]..", "ابت امن"),
        ("[أ-ب]ب?ت", "ابت"),
        ("(قال|تاب)(وا)?", "تاب تابوا قال قالوا"),
        ("(تا|با)(ب|ت)", "بات تاب"),
        ("(تا|بت)*(ت|ب)?", "تاب"),
        ("آمن", "امن"),
        ("ءَامَن", "امن"),
        ("قرءان|قل", "قران قل"),
        ("(ق|قا|قال|قالو|قالوا)+", "قال قالوا"),
        (r"ق\*ل|تاب", "تاب"),
        ("()", ""),
        (".*", " ".join(sorted(WORDS))),
    ],
)
def test_expression(text, expected):
    assert found(parse_expression(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("قا*", "قال قالوا"),
        ("*وا", "باتوا تابوا قالوا"),
        ("*با*", "بات باتوا"),
        ("ق?ل", "قال ققل"),
        ("قُ?لُ", "قال ققل"),
        ("?", ""),
        ("???", "ابت امن بات تاب تبت قال ققل"),
        ("ق*ا*", "قال قالوا قران"),
        ("ق(ال)", ""),
        ("قال", "قال"),
    ],
)
def test_wildcards(text, expected):
    assert found(parse_wildcards(text)) == expected


def test_signs_are_compared_as_they_are_after_a_backslash_or_beside_wildcards():
    values = ["w:CONJ+", "w.CONJ", "w(CONJ)", "a|b", "a-b", "]^"]
    assert found(parse_expression(r"w:CONJ\+", letters=str), values) == "w:CONJ+"
    assert found(parse_expression(r"w\.CONJ|w\(.*\)|a\|b", letters=str), values) == "a|b w(CONJ) w.CONJ"
    assert found(parse_expression(r"[\]a][-^|]b?", letters=str), values) == "]^ a-b a|b"
    assert found(parse_wildcards("w.*", letters=str), values) == "w.CONJ"
    assert found(parse_wildcards("*(*)", letters=str), values) == "w(CONJ)"
    assert found(parse_expression("PASS|act", letters=str.casefold), ["pass", "act"]) == "act pass"


def test_a_line_feed_does_not_join_values():
    values = ["ا", "ب", "ت"]
    for text in ("ا\nب", "ا[\n]ب", "ا[^ت]ب", "ا.ب", ".*\n.*", "(ا\nب)+", "ا\n.*"):
        assert found(parse_expression(text), values) == ""


@pytest.mark.parametrize(
    ("text", "words", "places"),
    [
        ("II", ("II",), ((5, 7),)),
        ("II|IV", ("II", "IV"), ((5, 7), (8, 10))),
        ("نائب فاعل|قَال", ("نائب فاعل", "قَال"), ((5, 14), (15, 19))),
        (r"\$kr|a\|b", ("$kr", "a|b"), ((5, 9), (10, 14))),
        ("I.|IV", None, ()),
        ("(II)|IV", None, ()),
        ("II|IV?", None, ()),
        ("II|", None, ()),
        ("", None, ()),
    ],
)
def test_plain_alternatives(text, words, places):
    expression = parse_expression(text, start=5)
    assert (expression.alternatives, expression.alternative_places) == (words, places)


@pytest.mark.parametrize(
    ("text", "words", "places"), [("ق|ا", ("ق|ا",), ((2, 5),)), ("ق*", None, ()), ("", None, ())]
)
def test_wildcards_are_plain_without_a_sign(text, words, places):
    expression = parse_wildcards(text, start=2)
    assert (expression.alternatives, expression.alternative_places) == (words, places)


@pytest.mark.parametrize(
    ("text", "prefix"),
    [
        ("قَال.*", "قال"),
        ("قال?", "قا"),
        ("(قال|قام)وا", "قا"),
        ("(قال)+و", "قال"),
        ("(قل){2}و", "قلقلو"),
        ("[ق]ل", "قل"),
        ("[قل]ل", ""),
        ("(قال)?و", ""),
        ("قال|", ""),
        ("(" * 40 + "ا{16}" + "ب){16}" * 40 + ".", "too large"),
    ],
)
def test_prefix(text, prefix):
    if prefix == "too large":
        with pytest.raises(QueryError, match="too large"):
            parse_expression(text)
    else:
        assert parse_expression(text).prefix == prefix


SIGN = "for the sign itself."


@pytest.mark.parametrize(
    ("text", "message", "hint", "at"),
    [
        ("^قال", "Without ^ too", rf"Leave it out, or write \^ {SIGN}", (3, 4)),
        ("قال$", "Without $ too", rf"Leave it out, or write \$ {SIGN}", (6, 7)),
        ("قال)", "There is a ) without a (.", rf"Take it away, or write \) {SIGN}", (6, 7)),
        ("قال]", "There is a ] without a [.", rf"Take it away, or write \] {SIGN}", (6, 7)),
        ("2}", "There is a } without a {.", rf"Take it away, or write \}} {SIGN}", (4, 5)),
        ("ق(ا|ل", "A ( is opened and never closed.", r"Add a ), or write \( for the sign.", (4, 5)),
        ("ق[ال", "A [ is opened and never closed.", r"Add a ], or write \[ for the sign.", (4, 5)),
        ("[]", "There are no letters in the class.", r"\[\] for the signs themselves.", (3, 5)),
        ("[^]", "There are no letters in the class.", r". for any letter", (3, 6)),
        ("[ا[ب]]", "There is a [ in a class.", rf"Write \[ {SIGN}", (5, 6)),
        ("[ي-ا]", "The range ي-ا runs backwards.", "Write ا-ي.", (4, 7)),
        ("[َُ]", "The class has only marks", "marks are not compared here", (3, 7)),
        (r"[\d]", r"\d has no meaning", "the letters themselves", (4, 6)),
        (r"ق\w", r"\w has no meaning", "a class such as", (4, 6)),
        (r"(.)\1", r"\1 has no meaning", "the letters themselves", (6, 8)),
        ("ق\\", "There is nothing after the \\.", rf"Write \\ {SIGN}", (4, 5)),
        ("(?:ق)", "A group cannot begin with (?.", "Write ( ) for a group", (3, 5)),
        ("(?=ق)", "A group cannot begin with (?.", "Write ( ) for a group", (3, 5)),
        ("*ون", "There is nothing before * to repeat.", r"Write .* for any letters, or \*", (3, 4)),
        ("ق|{2}", "There is nothing before {2} to repeat.", r"Write .{2} for any letters", (5, 8)),
        ("َ+", "There is nothing before + to repeat.", r"\+ for the sign itself", (4, 5)),
        ("ق*?", "? follows another repetition.", "no lazy or possessive repetitions", (5, 6)),
        ("ق*+", "+ follows another repetition.", "Put the first in parentheses", (5, 6)),
        ("ق{2}{3}", "{ follows another repetition.", "Put the first in parentheses", (7, 8)),
        ("ق{,3}", "There are no numbers after the {.", "Write {2}, {2,} or {2,5}", (4, 5)),
        ("ق{ا}", "There are no numbers after the {.", rf"\{{ {SIGN}", (4, 5)),
        ("ق{3,2}", "The smaller number of {3,2} is the second.", "Write {2,3}.", (4, 9)),
    ],
)
def test_what_is_refused(text, message, hint, at):
    with pytest.raises(QueryError) as caught:
        parse_expression(text, start=3)
    assert caught.value.message.startswith(message)
    assert hint in caught.value.hint
    assert caught.value.at == at


@pytest.mark.parametrize(
    ("text", "why", "at"),
    [
        (f"ا{{{COUNT + 1}}}", "a repetition of more than 1,000", (1, 7)),
        ("ا{0,99999}", "a repetition of more than 1,000", (1, 10)),
        ("(ا{1000}ب){1000}", "written out, it has more than 500 letters", (0, 16)),
        ("((ا?ب){50}){50}", "written out, it has more than 500 letters", (0, 15)),
        ("(ا?ب)?" * 300, "written out, it has more than 500 letters", (0, 1800)),
        ("[\u0600-\uffff]", "its classes have more than 10,000 letters", (0, 4)),
        ("[!-\u0fff]" * 99, "its classes have more than 10,000 letters", (10, 14)),
        ("(" * 1000 + "ا" + ")" * 1000, "it has more than 50 groups within one another", (DEPTH, DEPTH + 1)),
    ],
)
def test_what_is_too_large(text, why, at):
    with pytest.raises(QueryError) as caught:
        parse_expression(text)
    assert caught.value.message == f"The expression is too large: {why}."
    assert caught.value.at == at


@pytest.mark.parametrize(
    ("text", "matches"),
    [
        ("(ا|ا)*ب", False),
        ("(ا*)*ب", False),
        ("(.*)*(.*)*ب", False),
        ("((ا?){50}){50}", True),
        ("(ا|اا)*ب", False),
        ("((ا|اا)*)*", True),
        ("(ا*ا*ب?)*ت", False),
        ("ا?" * 400 + "ا" * 30, True),
        ("(ا?ب?)" * 200 + "ت", False),
        ("(.*ا){9}.*ب", False),
        ("(" * DEPTH + "ا" + "*)" * DEPTH, True),
        ("(" * (DEPTH - 1) + "ا|اا" + "|ب)*" * (DEPTH - 1), True),
        ("|".join(f"{LETTERS[n % 4]}{n}" for n in range(400)), False),
    ],
)
def test_what_backtracking_would_never_finish(text, matches):
    value = "ا" * 40
    expression = parse_expression(text)
    assert expression.fullmatch(value) is matches
    assert expression.matching(vocabulary([value, "و" * 40])) == ([0] if matches else [])


def within(*choices):
    return st.sampled_from(choices)


letters = within(*LETTERS, ".", "[ات]", "[^ب]", "[^ات]", "[ا-ت]")
times = within("?", "*", "+", "{2}", "{1,2}", "{0,2}", "{2,}", "{2,3}")
rows = st.lists(st.tuples(letters, st.just("") | times).map("".join), max_size=5).map("".join)
expressions = st.recursive(
    letters,
    lambda part: (
        st.lists(part, min_size=1, max_size=3).map("".join)
        | st.lists(part, max_size=3).map(lambda parts: f"({'|'.join(parts)})")
        | st.tuples(part, times).map(lambda pair: f"({pair[0]}){pair[1]}")
    ),
    max_leaves=6,
)
wholes = st.lists(expressions | rows, min_size=1, max_size=3).map("|".join)
values = st.lists(st.text(LETTERS, max_size=6), min_size=1, max_size=30, unique=True).map(sorted)


def expected(text, among):
    pattern = re.compile(text)
    return [number for number, value in enumerate(among) if pattern.fullmatch(value)]


@given(wholes, values)
def test_every_expression_matches_what_re_matches(text, among):
    expression = parse_expression(text)
    right = expected(text, among)
    assert expression.matching(vocabulary(among)) == right
    assert expression.matching(among) == right
    assert [number for number, value in enumerate(among) if expression.fullmatch(value)] == right
    assert all(among[number].startswith(expression.prefix) for number in right)


@given(wholes, values)
def test_the_automaton_alone_matches_what_re_matches(text, among):
    automaton = Automaton(Reader(text, 0, fold).read())
    assert automaton.table().numbers(among) == expected(text, among)


@given(rows, values)
def test_a_row_is_found_in_lines_as_the_automaton_reads_it(text, among):
    tree = Reader(text, 0, fold).read()
    letters = items(tree)
    assume(quick(letters))
    lines = LinePattern(letters).numbers("\n".join(among), 7, automata.free)
    assert lines == Automaton(tree).table().numbers(among, 7) == [7 + n for n in expected(text, among)]
    assert plain(letters) is None or expected(re.escape(plain(letters)), among) == expected(text, among)


@given(wholes, values)
def test_a_tree_taken_apart_says_the_same(text, among):
    tree = Reader(text, 0, fold).read()
    assert Automaton(choice(alternatives(tree, 8))).table().numbers(among) == expected(text, among)


@given(st.text("اب*?.", max_size=8), values)
def test_wildcards_match_what_the_same_expression_matches(text, among):
    source = "".join({"*": ".*", "?": "."}.get(sign, re.escape(sign)) for sign in text)
    assert parse_wildcards(text).matching(vocabulary(among)) == expected(source, among)


@given(st.text("اب|()[]{}^-?*+.,\\2َ", max_size=12))
def test_whatever_is_typed_is_read_or_refused_where_it_stands(text):
    try:
        parse_expression(text, start=3).fullmatch("اب")
    except QueryError as error:
        start, end = error.at
        assert 3 <= start < end <= 3 + len(text)
        assert error.hint


def test_an_automaton_forgets_its_states_and_goes_on(monkeypatch):
    monkeypatch.setattr(automata, "_STATES", 2)
    among = sorted(f"{one}{two}{three}" for one in LETTERS for two in LETTERS for three in LETTERS)
    text = "(ا|بت|ت.)*(و|وب)?"
    assert parse_expression(text).matching(vocabulary(among)) == expected(text, among)


class Stop(Exception):
    pass


@pytest.mark.parametrize(
    ("text", "least"),
    [(".*ا.*", 3), ("(ا|بت)*و", 20), ("(ا|بت)*و|.*ا", 20)],
    ids=["lines", "automaton", "both"],
)
def test_the_budget_is_asked_again_and_again_and_can_stop_it(text, least):
    among = [f"ا{number:05}" for number in range(20_000)]
    asked = []
    parse_expression(text).matching(vocabulary(among), lambda: asked.append(1))
    assert least <= len(asked) <= 200

    def spend():
        raise Stop

    for some in (vocabulary(among), among):
        with pytest.raises(Stop):
            parse_expression(text).matching(some, spend)


def test_many_values_are_numbered_through_all_chunks():
    among = sorted(f"{number:05}" for number in range(20_000))
    right = [number for number in range(20_000) if number % 10 == 7]
    for text in (".*7", ".{4}7", "(.|..)*7"):
        assert parse_expression(text).matching(vocabulary(among)) == right
    assert parse_expression("1.*7").matching(vocabulary(among)) == [n for n in right if n >= 10_000]
    assert parse_expression("0.*7").matching(vocabulary(among)) == [n for n in right if n < 10_000]


def test_the_bound_is_on_the_letters_that_an_automaton_reads():
    text = f"(اب){{{POSITIONS // 2}}}"
    assert size(Reader(text, 0, fold).read()) == POSITIONS
    assert parse_expression(text).fullmatch("اب" * (POSITIONS // 2))
    assert parse_expression("|".join(["ابتو" * 50] * 9)).alternatives
