"""corpus.db against the source files: every count that the sources' description gives, and no letter lost."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from corpus_build import inference, morphology, tanzil, wheels
from kalima.arabic.buckwalter import to_buckwalter
from kalima.arabic.folding import shadda_first
from kalima.corpus.model import Segment
from kalima.corpus.wazn import wazn as wazn_of
from kalima.paths import built_corpus_dir

TAGS = Counter(
    N=25_136, PRON=24_685, V=19_356, P=13_006, CONJ=9_450, DET=8_377, PN=3_911, REL=3_575, REM=2_925, NEG=2_688,
    ACC=2_283, ADJ=1_961, EMPH=1_244, T=1_166, DEM=1_059, COND=1_049, INTG=946, SUB=684, LOC=669, RES=558, CERT=414,
    VOC=376, RSLT=350, PRO=332, PRP=319, CIRC=293, SUP=235, PREV=162, FUT=161, RET=122, EXP=104, INC=90, CAUS=88,
    IMPV=78, EXL=66, AMD=65, INT=47, ANS=40, EXH=40, SUR=35, AVR=33, INL=30, EQ=6, COM=3, IMPN=2,
)  # fmt: skip
FORMS = {
    "II": 1_615, "III": 497, "IV": 4_585, "V": 466, "VI": 106, "VII": 63, "VIII": 1_161, "IX": 11, "X": 459, "XI": 1,
    "XII": 13,
}  # fmt: skip

COUNTS = [
    ("SELECT count(*) FROM verses", 6_236),
    ("SELECT count(*) FROM words", 77_429),
    ("SELECT count(*) FROM segments", 128_219),
    ("SELECT count(*) FROM segments WHERE kind = 'STEM'", 77_915),
    ("SELECT count(*) FROM segments WHERE kind = 'PREFIX'", 28_670),
    ("SELECT count(*) FROM segments WHERE kind = 'SUFFIX'", 21_634),
    (
        "SELECT count(*) FROM (SELECT word FROM segments WHERE kind = 'STEM' GROUP BY word HAVING count(*) = 2)",
        486,
    ),
    ("SELECT count(*) FROM roots", 1_642),
    ("SELECT count(root) FROM segments", 49_968),
    ("SELECT count(lemma) FROM segments", 74_608),
    ("SELECT count(*) FROM segments WHERE aspect = 'PERF'", 9_150),
    ("SELECT count(*) FROM segments WHERE aspect = 'IMPF'", 8_330),
    ("SELECT count(*) FROM segments WHERE aspect = 'IMPV'", 1_876),
    ("SELECT count(*) FROM segments WHERE mood = 'JUS'", 1_418),
    ("SELECT count(*) FROM segments WHERE mood = 'SUBJ'", 1_330),
    ("SELECT count(*) FROM segments WHERE mood = 'IND' AND inferred LIKE '%mood%'", 5_582),
    ("SELECT count(*) FROM segments WHERE derivation = 'ACT-PCPL'", 2_974),
    ("SELECT count(*) FROM segments WHERE voice = 'PASS' OR derivation = 'PASS-PCPL'", 1_691),
    ("SELECT count(*) FROM segments WHERE voice = 'PASS' AND pos = 'V'", 1_140),
    ("SELECT count(*) FROM segments WHERE derivation LIKE '%PCPL'", 3_525),
    ("SELECT count(*) FROM segments WHERE derivation = 'VN'", 674),
    ("SELECT count(*) FROM segments WHERE \"case\" = 'NOM'", 8_954),
    ("SELECT count(*) FROM segments WHERE \"case\" = 'ACC'", 10_331),
    ("SELECT count(*) FROM segments WHERE \"case\" = 'GEN'", 12_629),
    ("SELECT count(*) FROM segments WHERE state = 'INDEF'", 8_672),
    ("SELECT count(*) FROM segments WHERE special = 'INNA'", 2_340),
    ("SELECT count(*) FROM segments WHERE special = 'KANA'", 1_499),
    ("SELECT count(*) FROM segments WHERE special = 'KADA'", 31),
    ("SELECT count(DISTINCT function) FROM segments WHERE kind = 'PREFIX'", 24),
    ("SELECT count(*) FROM segments WHERE function = 'PRON'", 21_384),
    ("SELECT count(*) FROM segments WHERE verb_form = 'I' AND inferred LIKE '%verb_form%'", 12_333),
    ("SELECT count(*) FROM segments WHERE pos = 'V' AND verb_form IS NULL", 14),
    ("SELECT count(*) FROM segments WHERE voice = 'ACT' AND inferred LIKE '%voice%'", 18_216),
    ("SELECT count(*) FROM segments WHERE number = 'S' AND inferred LIKE '%number%'", 16_127),
    ("SELECT count(*) FROM segments WHERE state IS NOT NULL AND inferred LIKE '%state%'", 0),
    ("SELECT count(*) FROM translation_verses WHERE translation = 'en.pickthall' AND text <> ''", 6_236),
    ("SELECT count(*) FROM surahs WHERE place = 'Meccan'", 86),
    ("SELECT count(DISTINCT revelation_order) FROM surahs", 114),
    ("SELECT count(*) FROM verses WHERE joined IS NOT NULL", 4),
    ("SELECT count(*) FROM nodes", 147_893),
    ("SELECT count(*) FROM nodes WHERE implied = 1", 12_493),
    ("SELECT count(*) FROM nodes WHERE implied = 0 AND segment IS NULL", 46),
    ("SELECT count(*) FROM nodes WHERE second_segment IS NOT NULL", 444),
    ("SELECT count(*) FROM nodes WHERE implied = 1 AND (segment IS NOT NULL OR features IS NOT NULL)", 0),
    ("SELECT count(*) FROM arcs", 136_158),
    ("SELECT count(*) FROM relations", 65),
    ("SELECT count(DISTINCT relation) FROM arcs", 65),
    ("SELECT count(*) FROM (SELECT 1 FROM arcs GROUP BY dependent HAVING count(*) = 1)", 134_708),
    ("SELECT count(*) FROM (SELECT 1 FROM arcs GROUP BY dependent HAVING count(*) > 1)", 722),
    ("SELECT count(*) FROM nodes WHERE id NOT IN (SELECT dependent FROM arcs)", 12_463),
    ("SELECT count(*) FROM (SELECT 1 FROM arcs GROUP BY head, dependent, relation HAVING count(*) > 1)", 29),
    (
        "SELECT count(*) FROM (SELECT segment FROM nodes WHERE leads = 1 GROUP BY segment HAVING count(*) > 1)",
        0,
    ),
    ("SELECT count(DISTINCT template) FROM node_features", 1_922),
    ("SELECT count(*) FROM disagreements WHERE inferred = 0", 3_180),
    ("SELECT count(*) FROM disagreements WHERE inferred = 1", 596),
    ("SELECT max(juz) FROM verses", 30),
    ("SELECT max(quarter) FROM verses", 240),
    ("SELECT max(page) FROM verses", 604),
    ("SELECT max(ruku) FROM verses", 556),
    ("SELECT max(manzil) FROM verses", 7),
    ("SELECT count(sajda) FROM verses", 15),
    ("SELECT count(*) FROM lines", 8_820),
    ("SELECT count(*) FROM word_signs", 4_517),
    ("SELECT count(*) FROM similar_verses", 41_858),
    ("SELECT count(*) FROM verses WHERE page <> page_1405", 56),
]


@pytest.mark.parametrize(("sql", "count"), COUNTS, ids=[row[0].partition(" FROM ")[2] for row in COUNTS])
def test_count(library, sql, count):
    assert library.store._rows(sql) == [(count,)]


def test_tags_and_forms(library):
    rows = library.store._rows
    assert dict(rows("SELECT pos, count(*) FROM segments GROUP BY pos")) == TAGS
    written = "SELECT verb_form, count(*) FROM segments WHERE verb_form <> 'I' GROUP BY verb_form"
    assert dict(rows(written)) == FORMS


def make_segment(form: str = "", **features: str) -> Segment:
    unsaid = dict.fromkeys(Segment._fields[2:-2])
    return Segment(kind="STEM", form=form, **{**unsaid, **features})


@pytest.fixture(scope="module")
def wheel(sources_dir):
    with wheels.open_wheel(sources_dir, "quran-transcript") as opened:
        yield opened


SPECIAL = {"INNA": "SP:<in~", "KANA": "SP:kaAn", "KADA": "SP:kaAd"}


def source_features(row) -> str:
    """The FEATURES column of the source, written again from the columns of corpus.db."""
    kind, pos, function, lemma, root, aspect, mood, voice, form, derivation, *rest = row
    person, gender, number, case, state, special, inferred = rest
    unsaid = inferred.split(",") if inferred else []
    pgn = "".join(x or "" for x in (person, gender, None if "number" in unsaid else number))
    if kind == "PREFIX":
        return f"PREFIX|{function}+"
    if kind == "SUFFIX":
        if function == "PRON":
            return f"SUFFIX|PRON:{pgn}"
        return f"SUFFIX|{function}+" if function == "l:P" else f"SUFFIX|+{function}"
    parts = ["STEM", f"POS:{pos}", aspect]
    parts += derivation.split("-") if derivation else [None if "voice" in unsaid else voice]
    parts += [f"({form})" if form and "verb_form" not in unsaid else None]
    parts += [f"LEM:{lemma}" if lemma else None, f"ROOT:{root}" if root else None, SPECIAL.get(special)]
    parts += [pgn, state, case, f"MOOD:{mood}" if mood and "mood" not in unsaid else None]
    return "|".join(filter(None, parts))


SEGMENTS = (
    "SELECT verses.surah, verses.ayah, words.position, segments.position, form, kind, pos, function,"
    " lemmas.buckwalter, roots.buckwalter, aspect, mood, voice, verb_form, derivation, person, gender, number,"
    ' "case", state, special, inferred FROM segments JOIN words ON words.id = segments.word'
    " JOIN verses ON verses.id = words.verse LEFT JOIN lemmas ON lemmas.id = segments.lemma"
    " LEFT JOIN roots ON roots.id = segments.root"
)


def source_lines(rows) -> list[str]:
    """The lines of the source, written again from the rows of SEGMENTS."""
    return [
        f"({s}:{a}:{w}:{p})\t{to_buckwalter(form)}\t{rest[1]}\t{source_features(rest)}"
        for s, a, w, p, form, *rest in rows
    ]


def test_every_line_of_the_source_can_be_written_again_from_the_database(library, wheel):
    source = wheel.read(morphology.MEMBER).decode().splitlines()
    lines = [line for line in source if line.startswith("(")]
    written = source_lines(library.store._rows(f"{SEGMENTS} ORDER BY segments.id"))
    assert len(written) == len(lines)
    assert [pair for pair in zip(written, lines, strict=True) if pair[0] != pair[1]] == []


def golden_verses():
    text = (Path(__file__).parents[1] / "golden_verses.txt").read_text("utf-8")
    verses = re.split(r"^# (\d+:\d+)$", text, flags=re.MULTILINE)[1:]
    return list(zip(verses[::2], verses[1::2], strict=True))


@pytest.mark.parametrize(("reference", "analysis"), golden_verses(), ids=lambda value: value[:5])
def test_a_verse_is_analysed_as_the_sources_have_it(library, reference, analysis):
    """Segment by segment, feature by feature, arc by arc; nothing is left out and nothing is added."""
    surah, ayah = map(int, reference.split(":"))
    (verse,) = library.store.verses(surah, ayah, ayah)
    graph = library.store.graphs([verse.id])[verse.id]
    rows = library.store._rows(f"{SEGMENTS} WHERE words.verse = ? ORDER BY segments.id", (verse.id,))
    nodes = [
        f"{node.position} {node.text}{' implied' if node.implied else ''}"
        + ("\t" + " ".join(f"{key}={value}" for key, value in node.features.items()) if node.features else "")
        for node in graph.nodes
    ]
    arcs = [f"{arc.dependent} -{arc.relation}-> {arc.head}" for arc in graph.arcs]
    assert [*source_lines(rows), *nodes, *arcs] == analysis.strip("\n").splitlines()


def test_the_text_is_tanzils_unchanged(library, wheel):
    text = tanzil.read_text(wheel)
    verses = {
        (v.surah, v.ayah): v.text
        for surah in library.store.surahs
        for v in library.store.verses(surah.number)
    }
    assert verses == text.verses
    assert list(verses) == list(text.verses)


def test_words_segments_and_both_spellings_belong_together(library, wheel):
    """Segments concatenate to the word; the words of a verse are its text; pairs are the source's."""
    modern = tanzil.read_modern(wheel)
    forms = dict(
        library.store._rows(
            "SELECT word, group_concat(form, '') FROM (SELECT * FROM segments ORDER BY id) GROUP BY word"
        )
    )
    for surah in library.store.surahs:
        verses = library.store.verses(surah.number)
        words = library.store.words_of([verse.id for verse in verses])
        for verse in verses:
            assert " ".join(word.text for word in words[verse.id]) == verse.text
            assert " ".join(w.modern for w in words[verse.id]) == " ".join(
                m for _, m in modern[verse.surah, verse.ayah]
            )
            pairs = [(forms[word.id], word.text) for word in words[verse.id]]
            assert set(tanzil.difference_classes(pairs)) <= {
                "nothing -> U+0640", "nothing -> U+06ED", "nothing -> U+06E2", "nothing -> U+0020",
                "U+0621 -> U+0640 U+0654", "U+06E6 -> U+0640 U+06E7", "U+0649 -> U+0640",
            }  # fmt: skip


def test_the_report_names_the_classes_of_differences_with_their_counts():
    report = json.loads((built_corpus_dir() / "corpus-report.json").read_text("utf-8"))
    classes = {row["class"]: row["count"] for row in report["differences_between_corpus_forms_and_tanzil"]}
    assert classes == {
        "nothing -> U+0640": 5_924,
        "nothing -> U+06ED": 4_708,
        "nothing -> U+06E2": 1_935,
        "U+0621 -> U+0640 U+0654": 277,
        "U+06E6 -> U+0640 U+06E7": 38,
        "nothing -> U+0020": 3,
        "U+0649 -> U+0640": 2,
    }
    assert report["counts"]["words"] == 77_429


@pytest.mark.parametrize(
    ("text", "wazn", "features"),
    [
        ("نَزَّلَ", "فَعَّلَ", {"pos": "V", "verb_form": "II"}),
        ("أَنْعَمَ", "أَفْعَلَ", {"pos": "V", "verb_form": "IV"}),
        ("ٱسْتَغْفَرَ", "اِسْتَفْعَلَ", {"pos": "V", "verb_form": "X"}),
        ("وَسْوَسَ", "فَعْلَلَ", {"pos": "V", "root": "وسوس"}),
        ("ٱطْمَأَنَّ", "اِفْعَلَلَّ", {"pos": "V", "verb_form": "XII", "root": "طمن"}),
        ("كَتَبَ", None, {"pos": "V", "verb_form": "I", "root": "كتب"}),
        ("مُهْتَد", "مُفْتَعِل", {"pos": "N", "derivation": "ACT-PCPL", "verb_form": "VIII"}),
        ("مُطَهَّر", "مُفَعَّل", {"pos": "N", "derivation": "PASS-PCPL", "verb_form": "II"}),
        ("كَٰتِب", "فَاعِل", {"pos": "N", "derivation": "ACT-PCPL", "root": "كتب"}),
        ("مَكْتُوب", "مَفْعُول", {"pos": "N", "derivation": "PASS-PCPL", "root": "كتب"}),
        ("إِحْسَٰن", "إِفْعَال", {"pos": "N", "derivation": "VN", "verb_form": "IV"}),
        ("رَجُل", None, {"pos": "N", "root": "رجل"}),
    ],
)
def test_wazn(text, wazn, features):
    segment = make_segment(form=text, **features)
    expected = wazn and shadda_first(wazn)
    assert wazn_of(segment, {}) == expected


@pytest.mark.parametrize(
    ("segment", "treebank", "wazn"),
    [
        ({"pos": "V", "verb_form": "I", "root": "كتب"}, {"category": "I-a-u"}, "فَعَلَ"),
        ({"pos": "V", "verb_form": "I", "root": "علم"}, {"category": "I-i-a"}, "فَعِلَ"),
        ({"pos": "N", "derivation": "VN"}, {"template": "فَعْلٌ"}, "فَعْل"),
        ({"pos": "N", "derivation": "VN"}, {"template": "فَعْلًا"}, "فَعْل"),
        ({"pos": "N", "derivation": "VN"}, {"template": "فُعْلَةٍ"}, "فُعْلَة"),
    ],
)
def test_wazn_where_the_treebank_settles_it(segment, treebank, wazn):
    assert wazn_of(make_segment(**segment), treebank) == wazn


def test_a_feature_that_is_not_known_stops_the_build():
    with pytest.raises(ValueError, match="unknown feature 'XYZ'"):
        morphology._line("(1:1:1:1)\tbi\tN\tSTEM|POS:N|XYZ")
    with pytest.raises(ValueError, match="unknown kind of segment"):
        morphology._line("(1:1:1:1)\tbi\tN\tINFIX|POS:N")


@pytest.mark.parametrize(
    ("features", "inferred"),
    [
        ("STEM|POS:V|PERF|LEM:kataba|ROOT:ktb|3MS", {"verb_form": "I", "voice": "ACT"}),
        ("STEM|POS:V|PERF|PASS|LEM:kataba|ROOT:ktb|3MS", {"verb_form": "I"}),
        ("STEM|POS:V|IMPF|(IV)|LEM:x|ROOT:ktb|3MS", {"voice": "ACT", "mood": "IND"}),
        ("STEM|POS:V|IMPF|(IV)|LEM:x|ROOT:ktb|3MS|MOOD:JUS", {"voice": "ACT"}),
        ("STEM|POS:V|PERF|LEM:wasowasa|ROOT:wsws|3MS", {"voice": "ACT"}),
        ("STEM|POS:N|LEM:kita`b|ROOT:ktb|M|GEN", {"number": "S"}),
        ("STEM|POS:N|LEM:kita`b|ROOT:ktb|MP|GEN", {}),
        ("STEM|POS:N|LEM:$ayo'|ROOT:$yA|GEN", {}),
        ("STEM|POS:REL|LEM:mA", {}),
        ("SUFFIX|PRON:3MS", {}),
    ],
)
def test_what_is_inferred(features, inferred):
    tag = features.split("POS:")[1].split("|")[0] if "POS:" in features else "PRON"
    segment = morphology._line(f"(1:1:1:1)\tx\t{tag}\t{features}").segment
    filled = inference.infer(segment)
    assert {name: getattr(filled, name) for name in filled.inferred} == inferred
    assert filled._replace(inferred=(), **dict.fromkeys(filled.inferred)) == segment
