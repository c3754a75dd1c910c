"""The earlier backends' shapes, their questions as queries, and patterns of letters."""

from __future__ import annotations

import itertools
import random
import sqlite3

import pytest

from kalima.arabic.folding import exact_key
from kalima.errors import KalimaError, NotFound
from kalima.search.parser import parse
from kalima.search.query import And, Or, Query, Region, Token
from kalima.search.query import Test as Asked
from kalima.study import earlier
from kalima.study import earlier_letters as letters
from kalima.study import earlier_queries as queries
from kalima.study.earlier_letters import Letter

FATHA, DAMMA, KASRA, SUKUN, SHADDA, DAGGER, MADDAH = "\u064e\u064f\u0650\u0652\u0651\u0670\u0653"
DAMMATAN, LOW_MEEM = "\u064c", "\u06ed"


@pytest.fixture(scope="module")
def database(library):
    with sqlite3.connect(library.store.path) as connection:
        yield connection


# ---- questions


def asked(node):
    return repr(Token(node))


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("V", "[pos:V]"),
        ("verb", "[pos:verb]"),
        ("ACC", "[pos:ACC]"),
        ("IV", "[form:IV]"),
        ("passive participle", '[deriv:"passive participle"]'),
        ("3MP", "[person:3 & gender:M & number:P]"),
        ("V PASS 3MP", "[pos:V & voice:PASS & (person:3 & gender:M & number:P)]"),
        ("DET", "[prefix:DET]"),
        ("qwl", "[root:qwl]"),
        ("فعل", "[root:فعل]"),
        ("فاعل", "[pattern:فاعل]"),
        ("فَاعِل", "[pattern:فَاعِل]"),
        ("كتاب", "[lemma:كتاب]"),
        ("مرفوع", "[mood:مرفوع | case:مرفوع]"),
        ("مجرور", "[case:مجرور]"),
    ],
)
def test_what_names_the_form_of_a_word(library, text, query):
    assert asked(queries.morphological(library, text)) == query


@pytest.mark.parametrize(
    ("clause", "query"),
    [
        (lambda of: queries.verb(of, {"form": "4", "person": "", "tense": "past"}), "[pos:V & form:4 & aspect:past]"),
        (lambda of: Token(queries.case_or_mood(of, "GEN")), "[case:GEN]"),
        (lambda of: Token(queries.case_or_mood(of, "منصوب")), "[case:منصوب | mood:منصوب]"),
        (lambda of: queries.tags_in_a_row(of, "V, PN"), "[pos:V] [pos:PN]"),
        (lambda of: queries.tags_in_a_row(of, "DET N"), "[prefix:DET] [pos:N]"),
        (lambda of: Token(queries.test(of, "pos", "EMPH")), "[prefix:EMPH | suffix:EMPH]"),
    ],
)  # fmt: skip
def test_questions_become_queries(library, clause, query):
    assert repr(clause(library)) == query


@pytest.mark.parametrize(
    "value",
    ['"', "a\"b", "\\", '\\"', 'x" & pos:"V', "] [", "a|b", "x) OR (y", "قول]", "a b", "!", "-subject->", "*\\", "in:2", "a\tb"],
)  # fmt: skip
def test_a_value_stays_a_value_whatever_it_holds(library, value):
    for node in (Asked("root", ":", value), And((Asked("root", ":", value), Asked("pos", ":", "V")))):
        assert parse(repr(Token(node))).clause == Token(node)
    assert parse(repr(And((Token(Asked("pos", ":", "V")), Region(value))))).clause.parts[1] == Region(value)
    with pytest.raises(KalimaError) as refused:
        queries.find(library, Token(Asked("root", ":", value)))
    assert refused.value.at is None and refused.value.hint


@pytest.mark.parametrize(
    ("question", "error"),
    [
        (lambda of: queries.test(of, "root", "xyz"), "There is no root 'xyz'."),
        (lambda of: queries.test(of, "pos", " "), "The value of pos is empty."),
        (lambda of: queries.test(of, "rel", "nope"), "There is no relation 'nope'."),
        (lambda of: queries.verb(of, {"form": ""}), "Nothing is asked of the verbs."),
        (lambda of: queries.verb(of, {"form": "XIII"}), "There is no verb form 'XIII'."),
        (lambda of: queries.morphological(of, "V zzz"), "There is no tag, root, lemma or pattern 'zzz'."),
        (lambda of: queries.case_or_mood(of, "PERF"), "There is no case or mood 'PERF'."),
        (lambda of: queries.tags_in_a_row(of, " , "), "No part of speech is named."),
        (lambda of: queries.filtered(of, "", []), "Nothing is asked."),
        (lambda of: queries.filtered(of, "", [("nope", ["V"])]), "There is no field 'nope'."),
        (lambda of: queries.filtered(of, "", [("pos", [])]), "The filter pos has no value."),
        (lambda of: queries.filtered(of, "", [("surah", ["115"])]), "There is no sura 115"),
        (lambda of: queries.typed(of, "in:2"), "The query names verses and no words in them."),
        (lambda of: queries.typed(of, "NOT الله"), "The query names verses and no words in them."),
    ],
)
def test_what_there_is_not_is_refused(library, question, error):
    with pytest.raises(KalimaError, match=error.replace(".", r"\.")) as refused:
        question(library)
    assert refused.value.hint


def counted(database, where, *values):
    sql = f"SELECT count(DISTINCT word) FROM segments JOIN words ON words.id = word JOIN verses ON verses.id = verse WHERE kind = 'STEM' AND {where}"
    return database.execute(sql, values).fetchone()[0]


@pytest.mark.parametrize(
    ("query", "filters", "where"),
    [
        ("", [("pos", ["V", "PN"])], "pos IN ('V', 'PN')"),
        ("", [("pos", ["V"]), ("person", ["3"]), ("number", ["P", "D"])], "pos = 'V' AND person = '3' AND number IN ('P', 'D')"),
        ("", [("verb_form", ["IV", "10"])], "verb_form IN ('IV', 'X')"),
        ("", [("derived_noun_type", ["masdar"])], "derivation = 'VN'"),
        ("", [("tense", ["past"]), ("surah", ["2", "3"])], "aspect = 'PERF' AND surah IN (2, 3)"),
        ("root:قول", [("aspect", ["PERF", "IMPV"])], "root = (SELECT id FROM roots WHERE root = 'قول') AND aspect IN ('PERF', 'IMPV')"),
        ("root:قول OR root:كتب", [("pos", ["V"])], "root IN (SELECT id FROM roots WHERE root IN ('قول', 'كتب')) AND pos = 'V'"),
        ("root:قول", [("surah", ["2"])], "root = (SELECT id FROM roots WHERE root = 'قول') AND surah = 2"),
        ("root:قول in:2", [("pos", ["N"])], "root = (SELECT id FROM roots WHERE root = 'قول') AND surah = 2 AND pos = 'N'"),
    ],
)  # fmt: skip
def test_filters_find_what_sql_finds(library, database, query, filters, where):
    hits = queries.filtered(library, query, filters)
    assert hits.word_count == counted(database, where) > 0
    assert hits.verse_count == len(set(hits.verse_ids())) <= hits.word_count


def test_places_alone_are_all_their_words(library, database):
    hits = queries.filtered(library, "", [("surah", ["112", "1"])])
    assert hits.word_count == counted(database, "surah IN (1, 112)")


def test_alternatives_are_not_asked_for_twice():
    one = Asked("pos", ":", "V")
    assert queries.either([one, one]) == queries.all_of([one, one]) == one
    assert isinstance(queries.either([one, Asked("pos", ":", "N")]), Or)


# ---- shapes


def test_a_segment_has_what_the_corpus_says_and_no_more(library, database):
    view = earlier.token_view(library, "2:3:1")
    stem, suffix = view["segments"]
    assert (view["id"], view["verse_ref"], view["token_index"], view["annotations"]) == (
        "2:3:1",
        "2:3",
        1,
        [],
    )
    assert (stem["id"], stem["type"], stem["root"], stem["verb_form"], stem["voice"], stem["mood"]) == (
        "seg-2-3-1-0", "STEM", "امن", "IV", "ACT", "IND",
    )  # fmt: skip
    assert (stem["case"], stem["derived_noun_type"]) == (None, None)
    assert (suffix["id"], suffix["type"], suffix["dependency_rel"], suffix["role"]) == (
        "seg-2-3-1-1", "SUFFIX", "subject", "فاعل",
    )  # fmt: skip
    for segment in view["segments"]:
        assert segment["text"] == segment["form"]
        assert (segment["token_index"], segment["word_index"], segment["token_text"]) == (1, 2, view["text"])


def test_every_relation_of_a_segment_is_said(library, database):
    """Of all words, against the arcs themselves."""
    found = library.store.relations_of(range(1, 2_001))
    expected: dict[tuple[int, int], list[str]] = {}
    for word, place, relation in database.execute(
        "SELECT s.word, s.position, r.relation FROM arcs a JOIN nodes n ON n.id = a.dependent AND n.leads = 1"
        " JOIN segments s ON s.id = n.segment JOIN relations r ON r.id = a.relation WHERE s.word <= 2000 ORDER BY a.id"
    ):
        relations = expected.setdefault((word, place), [])
        relations += [] if relation in relations else [relation]
    assert found == expected
    assert any(len(relations) > 1 for relations in found.values())


@pytest.mark.parametrize(("surah", "ayah"), [(1, 1), (2, 2), (2, 282), (112, 4)])
def test_the_tree_is_the_whole_treebank_of_the_verse(library, database, surah, ayah):
    (verse,) = library.store.verses(surah, ayah, ayah)
    tree = earlier.dependency_tree(library, verse)
    nodes = database.execute(
        "SELECT position, text, implied FROM nodes WHERE verse = ? ORDER BY id", (verse.id,)
    )
    assert [(row["id"], row["word"], int(row["implied"])) for row in tree] == nodes.fetchall()
    arcs = database.execute(
        "SELECT d.position, h.position, r.relation, r.arabic FROM arcs JOIN nodes d ON d.id = dependent"
        " JOIN nodes h ON h.id = head JOIN relations r ON r.id = arcs.relation WHERE d.verse = ?",
        (verse.id,),
    ).fetchall()
    shown = [
        (row["id"], arc["head"], arc["rel_label"], arc["rel_label_ar"])
        for row in tree
        for arc in row["heads"]
    ]
    assert sorted(shown) == sorted(arcs)
    ids = [
        part["id"] for token in earlier.verses(library, [verse])[0]["tokens"] for part in token["segments"]
    ]
    for row in tree:
        first = row["heads"][0] if row["heads"] else dict.fromkeys(("head", "rel_label", "rel_label_ar"))
        assert {name: row[name] for name in first} == first
        assert set(row["segment_ids"]) <= set(ids)
        assert (row["token_index"] is None) == (row["segment_ids"] == [])
        assert not (row["implied"] and row["segment_ids"])


def test_a_node_may_have_several_heads(library):
    several = library.store._rows("SELECT verse FROM nodes JOIN arcs ON dependent = nodes.id GROUP BY nodes.id HAVING count(DISTINCT head) > 1 LIMIT 1")  # fmt: skip
    (verse,) = library.store.verses_by_id([several[0][0]])
    assert max(len(row["heads"]) for row in earlier.dependency_tree(library, verse)) > 1


@pytest.mark.parametrize(
    ("named", "error"),
    [
        ("1:1:4", "There is no word 1:1:4: verse 1:1 has 4."),
        ("1:8:0", "There is no verse 1:8: surah 1 has 7 verses."),
        ("115:1:0", "There is no surah 115: the Quran has 114."),
        ("seg-1-1-0-2", "There is no segment seg-1-1-0-2: the word has 2."),
        ("seg-1-1-4-0", "There is no word seg-1-1-4-0: verse 1:1 has 4."),
        ("1:1", "'1:1' is not the id of a word or a segment."),
        ("seg-1-1-0", "'seg-1-1-0' is not the id of a word or a segment."),
        ("1:1:٠", "'1:1:٠' is not the id of a word or a segment."),
        ("1:1:-1", "'1:1:-1' is not the id of a word or a segment."),
    ],
)
def test_an_id_of_nothing(library, named, error):
    with pytest.raises(NotFound) as refused:
        earlier.token_view(library, named)
    assert refused.value.message == error and refused.value.hint


def test_every_id_that_is_given_out_leads_back(library):
    for verse in earlier.verses(library, library.store.verses(112)):
        for token in verse["tokens"]:
            for named in (token["id"], *(segment["id"] for segment in token["segments"])):
                assert earlier.token_view(library, named)["id"] == token["id"]


def test_a_page_of_hits_asks_the_store_the_same_however_long_it_is(library):
    hits = queries.typed(library, "root:قول")
    asked = []
    earlier.hit_list(library, hits, "", "", "", offset=0, limit=1)
    connection = library.store._local.connection
    for limit in (1, 500):
        statements = []
        connection.set_trace_callback(statements.append)
        earlier.hit_list(library, hits, "", "", "", offset=0, limit=limit)
        asked.append(len(statements))
    connection.set_trace_callback(None)
    assert asked == [4, 4]


def test_a_hit_says_what_was_found_and_how_often_in_its_verse(library):
    hits = queries.typed(library, "root:قول")
    page = earlier.hit_list(library, hits, "root:قول", "text", queries.said(library, hits), offset=8, limit=2)
    assert (page["count"], page["total_count"], page["query"], page["type"]) == (
        1_722,
        1_722,
        "root:قول",
        "text",
    )
    for hit in page["results"]:
        assert hit["match"] == "a word of the root \u2068قول\u2069"
        assert hit["match_term"] == hit["text"] and hit["text"] in hit["verse"]["text"]
        surah, ayah = hit["verse"]["surah"]["number"], hit["verse"]["ayah"]
        assert hit["verse_ref"] == f"{surah}:{ayah}"
        in_verse = queries.typed(library, f"root:قول in:{surah}:{ayah}")
        assert hit["match_count"] == in_verse.word_count


def test_features_are_all_named(library):
    listed = {feature["key"]: feature for feature in earlier.features()}
    assert len(listed["pos"]["values"]) == 45 and len(listed["dependency_rel"]["values"]) == 65
    segment = earlier.token_view(library, "1:1:0")["segments"][0]
    assert set(listed) <= set(segment)
    for feature in listed.values():
        assert feature["english"] and feature["arabic"]
        assert all(
            set(value) == {"tag", "english", "arabic"} and all(value.values()) for value in feature["values"]
        )


# ---- letters


@pytest.mark.parametrize(
    ("spelling", "read"),
    [
        ("قَالَ", [("ق", FATHA), ("ا", ""), ("ل", FATHA)]),
        ("رَّبِّ", [("ر", FATHA + SHADDA), ("ب", KASRA + SHADDA)]),
        ("ٱلرَّحْمَـٰنِ", [("ٱ", ""), ("ل", ""), ("ر", FATHA + SHADDA), ("ح", SUKUN), ("م", FATHA + DAGGER), ("ن", KASRA)]),
        ("بِـَٔايَـٰتِنَآ", [("ب", KASRA), ("ء", FATHA), ("ا", ""), ("ي", FATHA + DAGGER), ("ت", KASRA), ("ن", FATHA), ("آ", "")]),
        ("شَيْـًۭٔا", [("ش", FATHA), ("ي", SUKUN), ("ء", "\u064b" + LOW_MEEM), ("ا", "")]),
        ("كِتَـٰبٌۭ", [("ك", KASRA), ("ت", FATHA + DAGGER), ("ب", DAMMATAN + LOW_MEEM)]),
    ],
)  # fmt: skip
def test_the_letters_of_a_spelling(spelling, read):
    assert letters.letters_of(spelling) == [(letter, letters.in_order(marks)) for letter, marks in read]


def test_there_is_a_line_for_every_exact_spelling(library):
    spellings = sorted(library.store.spellings(), key=exact_key)
    assert [exact_key(each) for each in spellings] == library.index.vocabularies["exact"].values


SMALL_SIGNS = set(MADDAH) | {chr(code) for code in range(0x6D6, 0x6EE)}
SAME = {"ا": "اٱآ", "ي": "يى"}


def fits(spelled, pattern):
    """Written apart from the search: the letters one by one."""
    if len(spelled) != len(pattern):
        return False
    for (letter, marks), (wanted, wanted_marks) in zip(spelled, pattern, strict=True):
        if letter == " " or (wanted and letter not in SAME.get(wanted, wanted)):
            return False
        if wanted_marks is not None:
            signs = wanted_marks & SMALL_SIGNS
            if (set(marks) if signs else set(marks) - SMALL_SIGNS) != wanted_marks:
                return False
    return True


@pytest.fixture(scope="module")
def read_words(database):
    read = {text: letters.letters_of(text) for (text,) in database.execute("SELECT DISTINCT text FROM words")}
    return [read[text] for (text,) in database.execute("SELECT text FROM words ORDER BY id")]


def reference(words, pattern, before, after):
    found = []
    for number, spelled in enumerate(words, start=1):
        count = len(spelled)
        starts = range(count) if before else (0,)
        ends = range(count + 1) if after else (count,)
        if any(fits(spelled[start:end], pattern) for start in starts for end in ends if start <= end):
            found.append(number)
    return found


def marks(text):
    return frozenset(text)


PATTERNS = [
    ([Letter("ق"), Letter("ا"), Letter("ل")], 412),
    ([Letter("ق", marks(FATHA)), Letter("ا"), Letter("ل", marks(FATHA))], 412),
    ([Letter("ك", marks(FATHA)), Letter(None, marks(FATHA)), Letter(None, marks(FATHA))], None),
    ([Letter(None), Letter("ا"), Letter(None), Letter(None, marks(DAMMATAN))], None),
    ([Letter(None), Letter("ا"), Letter(None), Letter(None, marks(DAMMATAN + LOW_MEEM))], None),
    ([Letter("ا", marks("")), Letter("ل"), Letter("ل"), Letter("ه")], 2_153),
    ([Letter("ف"), Letter("ي")], None),
    ([Letter("م", marks(FATHA + MADDAH))], 0),
    ([Letter("ء", None), Letter("ا", None)], None),
]


@pytest.mark.parametrize(("pattern", "count"), PATTERNS)
@pytest.mark.parametrize(("before", "after"), list(itertools.product((False, True), repeat=2)))
def test_a_pattern_of_letters_finds_what_reading_every_word_finds(
    library, read_words, pattern, count, before, after
):
    hits = letters.search(library, pattern, before=before, after=after)
    assert hits.word_ids() == reference(read_words, pattern, before, after)
    if count is not None and not before and not after:
        assert hits.word_count == count


def test_patterns_made_of_words_find_those_words(library, read_words):
    chance = random.Random(7)  # noqa: S311
    for number in chance.sample(range(len(read_words)), 8):
        spelled = [each for each in read_words[number] if each[0] != " "]
        if len(spelled) != len(read_words[number]):
            continue
        pattern = [
            Letter(chance.choice([letter, None]), chance.choice([marks(signs), None]))
            for letter, signs in spelled
        ]
        first = chance.randrange(len(pattern))
        for part, before in ((pattern, False), (pattern[first:], True)):
            hits = letters.search(library, part, before=before, after=False)
            assert number + 1 in hits.word_ids()
            assert hits.word_ids() == reference(read_words, part, before, False)


def test_a_typed_word_may_lack_its_marks(library, database):
    bare = letters.search(library, letters.typed_letters("قال"), before=False, after=False)
    marked = letters.search(library, letters.typed_letters("قُلْ"), before=False, after=False)
    (spelled_so,) = database.execute("SELECT count(*) FROM words WHERE text = 'قُلْ'").fetchone()
    assert (bare.word_count, marked.word_count) == (412, spelled_so)


def test_any_letters_are_any_word(library):
    hits = letters.search(library, [Letter()], before=True, after=True)
    assert (hits.word_count, hits.match_count, hits.verse_count) == (77_429, 77_429, 6_236)


@pytest.mark.parametrize("size", [0, letters.MOST + 1])
def test_a_pattern_has_a_letter_and_not_too_many(library, size):
    with pytest.raises(KalimaError, match=f"has {size} letters"):
        letters.search(library, [Letter()] * size, before=False, after=False)


@pytest.mark.parametrize("letter", ["", "ab", "a", "قل", FATHA, "ـ", ".", "]", "۔", "پ", "1"])
def test_what_is_no_letter(letter):
    with pytest.raises(KalimaError, match="not one Arabic letter"):
        letters.check_letter(letter, "letter")


@pytest.mark.parametrize("mark", ["", "x", "ق", FATHA + "x", "\u0654"])
def test_what_is_no_mark(mark):
    with pytest.raises(KalimaError, match=r"marks\[0\] is not a mark"):
        letters.check_marks([mark], "marks")


def test_the_query_of_hits_can_be_searched_for_again(library):
    hits = queries.find(library, queries.tags_in_a_row(library, "V PN"))
    again = library.search(queries.query_of(hits))
    assert again.words == hits.words and again.query == Query(hits.query.clause)
