"""Whatever is typed ends in hits or in an error that says what is wrong: never in anything else."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kalima.errors import KalimaError
from kalima.search import query as nodes
from kalima.search.completion import Completer
from kalima.search.engine import run, understand
from kalima.search.parser import parse
from kalima.search.parser.names import RESEARCH, may_ask_research
from kalima.search.reading import read

from .own_research import OwnResearch

EXAMPLES = 20_000
PIECES = [
    *' \t()[]{}<>"|&!=;:*?+_.,-\\/~^$#@0123٢', "->", "->>", "!->", "-subject->", "-فاعل->", "==", "!=", "::", "/>",
    "root", "pos", "word", "form", "lemma", "case", "prefix", "rel", "translit", "pattern", "in:", "en:", "A:", "B:", "A.root",
    " = B.root", '"V"', '"N|PN"', '"قول"', '"ق.ل"', '"(ا|ا)*"', '"[ا-ي]+"', '"a{2,3}"', '"bi"', '"subject"',
    "قول", "الله", "مما", "رحم*", "ي?", "=ٱللَّهِ", "َ", "\u200f", "ـ", "qwl", "verb", "2:255", "in:1", "in:1:1-2", "in:meccan",
    " AND ", " OR ", " NOT ", " within ", " containing ", "<sura", "<aya/>", "<page/>", ' type="Meccan"', ' number="1-2"',
    "tag:", "note:", "has:", "tag", "[tag=", "faith", "fai*", '"two words"', "صبر*", '[has="note"]', "&tag:faith", "annotation",
    "[]", "[]{0,2}", "[]*", '[pos="V"]', '[root="قول" & pos="V"]', '[!case="GEN"]', "{1,}", "{9999}", "😀", "\x00", "ﷲ",
]  # fmt: skip
QUERIES = [
    "الله root:قول", '"قال الله" OR NOT pos:V', "root:قول&pos:V in:1:1-2", '[pos="V"] []{0,2} [root="اله"]',
    'A:[pos="V"] []* B:[] :: A.root = B.root & A.pos != B.pos', '([pos="V"] | [pos="PN"] [])+ within <sura type="Meccan"/>',
    '[]+ containing <aya number="2"/>', '[pos="V"] -subject-> _ ; !-object-> _', "A:_ ->> (B:[] -> C:_)",
    "tag:faith OR root:قول&has:note", '[tag="fai.*|two words"] [!note="صبر"] NOT has:annotation',
    '[word="(ق|ا).*" | lemma!="x" & !(case=="GEN")] [translit="a.*"]?', '(root:قول OR [pos="V"]) (الله OR رحم*)',
]  # fmt: skip


@st.composite
def mutated(draw):
    """A query in which a few places were deleted, doubled, exchanged or overwritten."""
    text = draw(st.sampled_from(QUERIES))
    for _ in range(draw(st.integers(1, 4))):
        at, size = draw(st.integers(0, len(text))), draw(st.integers(0, 4))
        how = draw(st.sampled_from(["delete", "double", "insert", "exchange"]))
        part, rest = text[at : at + size], text[at + size :]
        new = {
            "delete": "",
            "double": part * 2,
            "insert": draw(st.sampled_from(PIECES)) + part,
            "exchange": rest[:3] + part,
        }
        text = text[:at] + new[how] + rest
    return text


typed = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=14).map("".join), mutated(), st.text(max_size=20)
)


@pytest.fixture(scope="module")
def research(mini):
    tags = {"faith": ([1], [0, 6]), "two words": ([], [])}
    return OwnResearch(mini.layout, tags, {"صبر": ([2], [])}, {"note": ([0, 2], [2])})


@given(text=typed)
@example(text="(" * 900)
@example(text="[" * 900)
@example(text='[word="' + "(" * 900)
@example(text="NOT " * 400 + "الله")
@example(text="!" * 900)
@example(text="[] -> " * 300)
@example(text="((([]*)*)*)*")
@example(text="([]? []?)* []* []* []* []*")
@example(text='[word="((ا*)*)*ب"]')
@example(text="A:[] " * 300)
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_is_typed_ends_in_hits_or_in_an_error_that_says_where(mini, research, text):
    try:
        query = parse(text)
        meanings = understand(query, mini, research)
        hits = run(query, mini, research=research)
        page = hits.matches(0, 5)
    except KalimaError as error:
        assert error.message.endswith((".", "?", "!"))
        start, end = error.at or (0, 0)
        assert 0 <= start <= end <= len(text) + 1, (error.at, text)
        return
    assert parse(repr(query)) == query
    assert len(page) == min(5, hits.match_count)
    assert len(hits.verse_ids()) == hits.verse_count
    assert all(read(query, meanings))
    if any(isinstance(node, nodes.Test) and node.attribute in RESEARCH for node in nodes.walk(query)):
        assert may_ask_research(text)  # an answer that depends on the user's own is never kept


@given(text=typed, cursor=st.integers(0, 40))
@settings(max_examples=2_000, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_is_typed_is_completed_within_its_bounds(mini, research, text, cursor):
    found = Completer(mini, research.tags).complete(text, cursor)
    assert 0 <= found.start <= found.end <= len(text)
