import pytest

from kalima.errors import QueryError
from kalima.search.parser import MAX_LENGTH, parse


@pytest.mark.parametrize(
    ("text", "parsed"),
    [
        ("الله", "([word:الله])"),
        ("=ٱللَّهُ", "([exact:ٱللَّهُ])"),
        ("root:قول", "([root:قول])"),
        ("root:قول&pos:V", "([root:قول & pos:V])"),
        ("root:قول & pos:V", "([root:قول & pos:V])"),
        ("root:قول pos:V", "([root:قول]) AND ([pos:V])"),
        ("root:قول&قال", "([root:قول & word:قال])"),
        ('"الحمد لله"', "([word:الحمد] [word:لله])"),
        ('"الحمد لله" رب', "([word:الحمد] [word:لله]) AND ([word:رب])"),
        ('pos:"proper noun"', "([pos:proper noun])"),
        ("prefix:w:CONJ", "([prefix:w:CONJ])"),
        ("جذر:قول", "([root:قول])"),
        ("VERB_FORM:IV", "([form:IV])"),
        ("  الله\tرب\n", "([word:الله]) AND ([word:رب])"),
    ],
)
def test_parse(text, parsed):
    assert repr(parse(text)) == parsed


def test_every_test_knows_where_it_was_typed():
    text = 'root:قول&pos:V "الحمد لله"'
    tests = [test for part in parse(text).parts for token in part.tokens for test in token.tests]
    assert [text[slice(*test.at)] for test in tests] == ["root:قول", "pos:V", "الحمد", "لله"]


@pytest.mark.parametrize(
    ("text", "message", "hint", "at"),
    [
        ("", "The query is empty.", "Type an Arabic word, or a feature such as root:قول or pos:verb.", None),
        (" \n", "The query is empty.", "Type an Arabic word, or a feature such as root:قول or pos:verb.", None),
        ('"الله', "A quote is opened and never closed.", 'Add a " at the end of the phrase.', (0, 5)),
        ('الله "', "A quote is opened and never closed.", 'Add a " at the end of the phrase.', (5, 6)),
        ('""', "There is nothing between the quotes.", "Put the words in them.", (0, 2)),
        ("rot:قول", "There is no field named 'rot'.", "Did you mean root:قول?", (0, 3)),
        ("root:", "root: has no value.", "Write one right after it, without a space, as in root:…", (0, 5)),
        ("root: قول", "root: has no value.", "Write one right after it, without a space, as in root:…", (0, 5)),
        ("&pos:V", "Nothing stands before the &.", "Put a test before it, or delete it.", (0, 1)),
        ("pos:V&", "Nothing follows the &.", "Add a test, or delete the &.", (5, 6)),
        ("pos:V&&", "Nothing stands before the &.", "Put a test before it, or delete it.", (6, 7)),
        ('"الحمد لله"&pos:V', "A phrase cannot be joined by &, which joins tests of one word.",
         "Put a space in place of the &.", (11, 12)),
        ("mercy", "'mercy' is not an Arabic word.",
         "Type it in Arabic letters, or name a field, as in root:Hmd or pos:verb.", (0, 5)),
        ("َ", "'َ' is not an Arabic word.",
         "Type it in Arabic letters, or name a field, as in root:Hmd or pos:verb.", (0, 1)),
        ("الله OR رب", "'OR' is not understood here.",
         "Words and field:value terms are separated by spaces, and all of them must be in the verse.", (5, 7)),
        ("رحم*", "'رحم*' is not understood here.",
         "Words and field:value terms are separated by spaces, and all of them must be in the verse.", (0, 4)),
        ("الله\x00", "The query holds a character that is not text (U+0000).",
         "Delete it; it may have come along when the query was copied.", (4, 5)),
        ("\ud800", "The query holds a character that is not text (U+D800).",
         "Delete it; it may have come along when the query was copied.", (0, 1)),
    ],
)  # fmt: skip
def test_what_cannot_be_understood_is_an_error_that_says_where(text, message, hint, at):
    with pytest.raises(QueryError) as caught:
        parse(text)
    assert (caught.value.message, caught.value.hint, caught.value.at) == (message, hint, at)


def test_a_query_of_10000_characters_is_refused():
    with pytest.raises(QueryError) as caught:
        parse("ا" * 10_000)
    assert (caught.value.message, caught.value.at) == (
        f"The query has 10,000 characters; the most is {MAX_LENGTH:,}.",
        (MAX_LENGTH, 10_000),
    )
