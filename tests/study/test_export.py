"""The export: each format written once from the whole corpus, read back, and held against the database."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import sys
import unicodedata
from collections import Counter
from contextlib import closing
from pathlib import Path

import conllu
import pytest

import kalima
from kalima.corpus import tagset
from kalima.corpus.graph import GraphArc, GraphNode, VerseGraph
from kalima.corpus.model import Segment
from kalima.corpus.relations import RELATIONS
from kalima.errors import KalimaError
from kalima.store.table_rows import joined_tables
from kalima.study import conllu as writer
from kalima.study import export
from kalima.study.conllu import UPOS, Head, Layout, basic_tree, feats

MANUAL = Path(kalima.__file__).parent / "manual" / "export.md"
IMPLIED, ARCS = 12_493, 136_158  # as the treebank has them

# fmt: off
# Written by hand from the corpus's segments and the treebank's graph of these verses.
WRITTEN_OUT = {
    "1:5": """
1     إِيَّاكَ      إِيَّا       PRON  PRON 2 object                   2:object
2     نَعْبُدُ      عَبَدَ       VERB  V    0 root                     0:root
2.1   نحن         _          _     _    _ _                        2:subject
3-4   وَإِيَّاكَ     _          _     _    _ _                        _
3     وَ          _          CCONJ CONJ 2 coordinated-by-position  2:coordinated-by-position
4     إِيَّاكَ      إِيَّا       PRON  PRON 5 object                   5:object
5     نَسْتَعِينُ    ٱسْتَعِينُ    VERB  V    3 conjunction              3:conjunction
5.1   نحن         _          _     _    _ _                        5:subject
""",
    "112:1": """
1     قُلْ        قَالَ       VERB  V    0 root                     0:root
1.1   أنت        _          _     _    _ _                        1:subject
2     هُوَ        _          PRON  PRON 1 object                   1:object
3     ٱللَّهُ      ٱللَّه      PROPN PN   2 predicate                2:predicate
4     أَحَدٌ       أَحَد       NOUN  N    3 predicate                3:predicate
""",
    "112:2": """
1     ٱللَّهُ      ٱللَّه      PROPN PN   0 root                     0:root
2-3   ٱلصَّمَدُ     _          _     _    _ _                        _
2     ٱل         _          DET   DET  3 definite-article         3:definite-article
3     صَّمَدُ      صَّمَد      NOUN  N    1 predicate                1:predicate
""",
    "112:3": """
1     لَمْ        لَم         PART  NEG  0 root                     0:root
2     يَلِدْ       وَلَدَ       VERB  V    1 negation                 1:negation
2.1   هو         _          _     _    _ _                        2:subject
3-4   وَلَمْ       _          _     _    _ _                        _
3     وَ          _          CCONJ CONJ 1 coordinated-by-position  1:coordinated-by-position
4     لَمْ        لَم         PART  NEG  3 conjunction              3:conjunction
5     يُولَدْ      وَلَدَ       VERB  V    4 negation                 4:negation
5.1   هو         _          _     _    _ _                        5:passive-subject
""",
    "112:4": """
1-2   وَلَمْ       _          _     _    _ _                        _
1     وَ          _          CCONJ CONJ 0 root                     0:root
2     لَمْ        لَم         PART  NEG  1 conjunction              1:conjunction
3     يَكُن       كَانَ       VERB  V    2 negation                 2:negation
4-5   لَّهُۥ       _          _     _    _ _                        _
4     لَّ         _          ADP   P    6 attachment               6:attachment
5     هُۥ         _          PRON  PRON 4 genitive                 4:genitive
6     كُفُوًا      كُفُو       NOUN  N    3 predicate                3:predicate
7     أَحَدٌۢ      أَحَد       NOUN  N    3 special-subject          3:special-subject
""",
}
FEATURES = [
    # place    what FEATS says                                                                        inferred
    ("1:5:2:1", "Aspect=Imp|Form=I|Mood=Ind|Number=Plur|Person=1|VerbForm=Fin|Voice=Act", "Form,Mood,Voice"),
    ("112:1:1:1", "Form=I|Gender=Masc|Mood=Imp|Number=Sing|Person=2|VerbForm=Fin|Voice=Act", "Form,Voice"),
    ("112:3:4:1", "Aspect=Imp|Form=I|Gender=Masc|Mood=Jus|Number=Sing|Person=3|VerbForm=Fin|Voice=Pass", "Form"),
    ("112:1:4:1", "Case=Nom|Definite=Ind|Gender=Masc|Number=Sing", "Number"),
    ("112:4:2:1", "Aspect=Imp|Form=I|Gender=Masc|Mood=Jus|Number=Sing|Person=3|Special=Kana|VerbForm=Fin|Voice=Act", "Form,Voice"),
    ("2:2:7:3", "Case=Gen|Derivation=ActPcpl|Form=VIII|Gender=Masc|Number=Plur|VerbForm=Part|Voice=Act", None),
]
# fmt: on
VERSES = ["1:5", "2:54", "2:181", "2:255", "2:282", "13:37", "112:3"]


@pytest.fixture(scope="session")
def told():
    """What each export said of its progress."""
    return {}


@pytest.fixture(scope="session")
def exported(library, told, tmp_path_factory):
    """Where a format of the whole corpus is; each is written once."""
    folders: dict[str, Path] = {}

    def folder(form: str) -> Path:
        if form not in folders:
            target = tmp_path_factory.mktemp("export") / form
            told[form] = []
            report = told[form].append
            folders[form] = export.export_corpus(library, form, target, lambda *parts: report(parts))
        return folders[form]

    return folder


@pytest.fixture(scope="session")
def sentences(exported):
    """Every sentence as the package conllu reads it, by its verse."""
    with (exported("conllu") / "kalima-corpus.conllu").open(encoding="utf-8") as file:
        return {sentence.metadata["sent_id"]: sentence for sentence in conllu.parse_incr(file)}


@pytest.fixture(scope="session")
def database(full_database):
    with closing(sqlite3.connect(f"{full_database.as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        yield connection


@pytest.fixture(params=sorted(export.FORMATS))
def any_folder(exported, request):
    return exported(request.param)


# What every format has


def test_every_format_has_the_report_and_every_notice(any_folder, library):
    assert (any_folder / "corpus-report.json").read_bytes() == (
        library.store.path.parent / "corpus-report.json"
    ).read_bytes()
    notices = (any_folder / "NOTICES.txt").read_text("utf-8")
    for source in library.store.sources:
        for said in (source.name, source.author, source.license, source.url, source.notice.strip()):
            assert said in notices


def test_the_readme_names_every_file(any_folder):
    readme = (any_folder / "README.txt").read_text("utf-8")
    for file in any_folder.iterdir():
        assert file.name in readme or f"*{file.suffix}" in readme or file.name == "README.txt"


def test_nothing_else_is_left_beside(any_folder):
    assert [file.name for file in any_folder.parent.iterdir()] == [any_folder.name]


# CoNLL-U


def test_counts(sentences):
    numbers = [as_tuple(token["id"]) for sentence in sentences.values() for token in sentence]
    segments = sum(len(number) == 1 for number in numbers)
    empty = sum(number[1:2] == (".",) for number in numbers)
    in_ranges = sum(number[2] - number[0] for number in numbers if number[1:2] == ("-",))
    assert (len(sentences), segments, empty) == (6_236, 128_219, IMPLIED)
    assert segments - in_ranges == 77_429


def as_tuple(number: object) -> tuple[object, ...]:
    return number if isinstance(number, tuple) else (number,)


def test_the_written_words_make_up_the_text(sentences, library):
    """Ranges, and words outside ranges, with a space between them: as the format demands of ``# text``."""
    for surah in library.store.surahs:
        for verse in library.store.verses(surah.number):
            sentence = sentences[verse.reference]
            words, end = [], 0
            for token in sentence:
                first, last = as_tuple(token["id"])[0], as_tuple(token["id"])[-1]
                if "." not in as_tuple(token["id"]) and first > end:
                    words.append(token["form"])
                    end = last
            assert " ".join(words) == sentence.metadata["text"] == verse.text


def test_words_are_numbered_and_empty_nodes_follow_theirs(sentences):
    for reference, sentence in sentences.items():
        expected = [0, 0]
        for token in sentence:
            match token["id"]:
                case (first, "-", last):
                    assert first == expected[0] + 1 and last > first, reference
                case (before, ".", count):
                    assert [before, count] == [expected[0], expected[1] + 1], reference
                    expected[1] += 1
                case number:
                    assert number == expected[0] + 1, reference
                    expected = [number, 0]


def test_the_heads_are_a_forest_without_a_circle(sentences):
    for reference, sentence in sentences.items():
        heads = {token["id"]: token["head"] for token in sentence if isinstance(token["id"], int)}
        for number in heads:
            passed = set()
            while number:
                assert number not in passed, reference
                passed.add(number)
                number = heads[number]


def test_root_is_the_relation_of_those_without_head_alone(sentences):
    known = {relation.key for relation in RELATIONS} | {"dep", "root"}
    for sentence in sentences.values():
        for token in sentence:
            if isinstance(token["id"], int):
                assert (token["deprel"] == "root") == (token["head"] == 0)
                assert token["deprel"] in known
                assert UPOS[token["xpos"]] == token["upos"]


def test_every_arc_is_in_deps_or_counted(sentences, database, exported):
    """Counted a second way: the distinct pairs of places that the arcs of the database connect."""
    place = "CASE WHEN {0}.implied THEN -{0}.id ELSE {0}.segment END"
    rows = database.execute(
        f"SELECT {place.format('d')}, {place.format('h')}, relation FROM arcs"
        " JOIN nodes d ON d.id = arcs.dependent JOIN nodes h ON h.id = arcs.head"
    ).fetchall()
    unattached = sum(dependent is None or head is None for dependent, head, _ in rows)
    within = sum(dependent is not None and dependent == head for dependent, head, _ in rows)
    between = {row for row in rows if None not in row[:2] and row[0] != row[1]}
    written = sum(
        relation not in ("root", "dep")
        for sentence in sentences.values()
        for token in sentence
        for relation, _ in token["deps"] or ()
    )
    assert written == len(between)
    readme = (exported("conllu") / "README.txt").read_text("utf-8")
    repeated = len(rows) - unattached - within - written
    assert (len(rows), figures(readme, "are written there")) == (ARCS, written)
    assert figures(readme, "lie within one segment\n") == within
    assert figures(readme, "touch a node that stands on no segment\n") == unattached
    assert figures(readme, "say what another arc") == repeated


def figures(text: str, said: str) -> int:
    """The number before these words."""
    match = re.search(rf"([\d,]+) {re.escape(said)}", text)
    assert match, said
    return int(match[1].replace(",", ""))


def test_the_losses_of_the_tree_add_up(exported, sentences):
    readme = (exported("conllu") / "README.txt").read_text("utf-8")
    start = readme.index("HEAD and DEPREL")
    counts = [
        int(n.replace(",", "")) for n in re.findall(r"^ *([\d,]+) (?=are|because)", readme[start:], re.M)
    ]
    assert (len(counts), sum(counts)) == (7, ARCS)
    in_tree = sum(
        isinstance(token["id"], int)
        and token["deprel"] not in ("root", "dep")
        and "HeadImplied" not in (token["misc"] or {})
        for sentence in sentences.values()
        for token in sentence
    )
    assert counts[0] == in_tree


def test_every_kept_head_is_also_in_deps(sentences):
    for reference, sentence in sentences.items():
        for token in sentence:
            marks = {"HeadImplied", "HeadCycle"} & set(token["misc"] or ())
            if isinstance(token["id"], int) and token["head"] and not marks:
                assert (token["deprel"], token["head"]) in token["deps"], reference


@pytest.mark.parametrize("reference", WRITTEN_OUT)
def test_verses_written_out_by_hand(exported, reference):
    expected = [nfc(line).split() for line in WRITTEN_OUT[reference].strip().splitlines()]
    found = [line.split("\t") for line in lines_of(exported, reference)]
    assert [[nfc(each) for each in (*columns[:5], *columns[6:9])] for columns in found] == expected


def nfc(text: str) -> str:
    """Vowel and shadda of one letter in one order, however they were typed."""
    return unicodedata.normalize("NFC", text)


def lines_of(exported, reference: str) -> list[str]:
    text = (exported("conllu") / "kalima-corpus.conllu").read_text("utf-8")
    start = text.index(f"# sent_id = {reference}\n")
    return [line for line in text[start : text.index("\n\n", start)].splitlines() if not line.startswith("#")]


@pytest.mark.parametrize(("place", "expected", "inferred"), FEATURES)
def test_features_written_out_by_hand(sentences, place, expected, inferred):
    (token,) = (
        token
        for token in sentences[":".join(place.split(":")[:2])]
        if token["misc"] and token["misc"].get("Ref") == place
    )
    assert "|".join(f"{name}={value}" for name, value in token["feats"].items()) == expected
    assert token["misc"].get("Inferred") == inferred


def test_every_tag_and_value_has_a_universal_one():
    assert set(UPOS) == {value.tag for value in tagset.BY_KEY["pos"].values}
    unsaid = dict.fromkeys(Segment._fields)
    for feature in tagset.FEATURES:
        for value in feature.values:
            record = Segment(**{**unsaid, "pos": "N", "inferred": (), feature.field: value.tag})
            assert feature.key == "pos" or feats(record) != "_", (feature.key, value.tag)


def test_the_manual_has_the_figures(exported):
    """export.md repeats the figures of README.txt; this keeps them true."""
    readme = (exported("conllu") / "README.txt").read_text("utf-8")
    counted = readme[readme.index("(https") : readme.index("FORM of a segment")]
    numbers = set(re.findall(r"(?<![\w:])\d[\d,]*\b", counted))
    assert numbers <= set(re.findall(r"(?<![\w:])\d[\d,]*\b", MANUAL.read_text("utf-8")))


# The tree, on graphs small enough to see


def node(position, word=None, segment=None, *, leads=True, second=None):
    implied = word is None
    return GraphNode(position, position, "x", implied, word, segment, second, leads and not implied, {})


TREES = [
    # segments a word, nodes, arcs (head, dependent, relation), heads
    ("the first of two heads", [1, 1, 1], [node(1, 1, 1), node(2, 2, 1), node(3, 3, 1)],
     [(2, 1, "object"), (3, 1, "subject")],
     [Head(2, "object", 0), Head(0, "root"), Head(0, "root")]),
    ("past an implied word", [1, 1], [node(1, 1, 1), node(2), node(3, 2, 1)],
     [(2, 1, "genitive"), (3, 2, "predicate")],
     [Head(2, "genitive", None, ("HeadImplied",)), Head(0, "root")]),
    ("an implied word without head", [1], [node(1, 1, 1), node(2)], [(2, 1, "genitive")],
     [Head(0, "root", None, ("HeadImplied",))]),
    ("past a node of the same segment", [1, 1], [node(1, 1, 1), node(2, 1, 1, leads=False), node(3, 2, 1)],
     [(2, 1, "separating-alif"), (3, 2, "subject")],
     [Head(2, "subject", 1), Head(0, "root")]),
    ("a circle is broken at its first word", [1, 1, 1], [node(1, 1, 1), node(2, 2, 1), node(3, 3, 1)],
     [(2, 1, "object"), (3, 2, "subject"), (2, 3, "adverb")],
     [Head(2, "object", 0), Head(0, "root", None, ("HeadCycle",)), Head(2, "adverb", 2)]),
    ("a circle through an implied word", [1], [node(1, 1, 1), node(2)], [(2, 1, "object"), (1, 2, "subject")],
     [Head(0, "root", None, ("HeadImplied", "HeadCycle"))]),
    ("a second segment of one node", [2], [node(1, 1, 1, second=2)], [],
     [Head(0, "root"), Head(1, "dep", None, ("NoNode",))]),
    ("a segment without a node", [2], [node(1, 1, 1)], [], [Head(0, "root"), Head(0, "root", None, ("NoNode",))]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("counts", "nodes", "arcs", "expected"), [row[1:] for row in TREES], ids=[row[0] for row in TREES]
)
def test_the_basic_tree(counts, nodes, arcs, expected):
    arcs = tuple(GraphArc(*arc) for arc in arcs)
    found = basic_tree(Layout(counts, VerseGraph(tuple(nodes), arcs)), arcs)
    assert [found[number] for number in sorted(found)] == expected


def test_misc_escapes_what_would_break_it():
    assert writer._misc({"A": "a|b\\c\td\n", "B": None, "C": ""}) == r"A=a\pb\\c\td\n"


@pytest.mark.parametrize("columns", [["1"] * 9, ["1"] * 9 + ["a\nb"], ["1"] * 9 + ["a\tb"]])
def test_a_line_that_would_break_the_format_is_never_written(columns):
    with pytest.raises(ValueError, match="not ten columns"):
        writer._line(*columns)


# SQLite


def test_the_database_is_whole_and_the_same_each_time(exported, full_database):
    file = exported("sqlite") / "kalima-corpus.db"
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("SELECT count(*) FROM segment_treebank").fetchone()[0] > 127_000
    assert file.read_bytes() == full_database.read_bytes()


def test_the_schema_page_has_every_table_and_column(exported, database):
    page = (exported("sqlite") / "schema.md").read_text("utf-8")
    objects = database.execute(
        "SELECT name, type FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%'"
    )
    for name, kind in objects.fetchall():
        assert f"## {name}{' (view)' if kind == 'view' else ''}\n" in page
        for _, column, *_ in database.execute(f"PRAGMA table_info({name})"):
            assert re.search(rf"^\| {column} \||^Columns: .*\b{column}\b", page, re.M), (name, column)
    assert "| dependent | INTEGER | → nodes.id | the node that is governed |" in page
    assert "| segments | 128,219 |" in page
    assert not re.search(r"\|  \| *\S* *\|$", page.split("## dependencies")[0].split("## sources")[0], re.M)


# TSV


def test_there_is_a_file_a_table_with_as_many_rows(exported, database):
    tables = {
        name
        for (name,) in database.execute(
            "SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE 'sqlite_%'"
        )
    }
    assert {file.stem for file in exported("tsv").glob("*.tsv")} == tables
    for table in tables:
        with (exported("tsv") / f"{table}.tsv").open(encoding="utf-8", newline="") as file:
            widths = Counter(line.count("\t") for line in file)
        assert len(widths) == 1, table
        (count,) = database.execute(f"SELECT count(*) FROM {table}").fetchone()
        assert widths.total() == count + 1, table


def rows_of(exported, table: str) -> list[dict[str, str]]:
    with (exported("tsv") / f"{table}.tsv").open(encoding="utf-8", newline="") as file:
        header = next(file).rstrip("\n").split("\t")
        return [dict(zip(header, line.rstrip("\n").split("\t"), strict=True)) for line in file]


def test_segments_are_joined_with_all_that_is_said_of_them(exported):
    row = next(
        row
        for row in rows_of(exported, "segments")
        if (row["surah"], row["ayah"], row["word_position"], row["position"]) == ("1", "5", "4", "1")
    )
    expected = {
        "form": "نَسْتَعِينُ", "pos": "V", "lemma_text": "ٱسْتَعِينُ", "root_text": "عون", "verb_form": "X", "mood": "IND",
        "inferred": "voice,mood", "treebank_template": "نَسْتَفْعِلُ", "treebank_affix": "stem",
    }  # fmt: skip
    assert {key: row[key] for key in expected} == expected


def test_arcs_name_their_ends_and_relation(exported):
    arcs = [row for row in rows_of(exported, "arcs") if (row["surah"], row["ayah"]) == ("1", "5")]
    named = [(row["dependent_text"], row["relation_key"], row["head_text"]) for row in arcs]
    assert {tuple(map(nfc, names)) for names in named} >= {
        ("إِيَّاكَ", "object", "نَعْبُدُ"),
        ("نحن", "subject", "نَعْبُدُ"),
        ("إِيَّاكَ", "object", "نَسْتَعِينُ"),
    }


def test_a_value_with_a_tab_is_refused():
    with pytest.raises(ValueError, match="tab or line break in a row of words"):
        export._tsv_line("words", (1, "a\tb"))


def test_a_file_that_is_no_database_is_said_to_be_damaged(tmp_path):
    (tmp_path / "corpus.db").write_bytes(b"no database" * 100)
    with pytest.raises(KalimaError, match="cannot be read"), joined_tables(tmp_path / "corpus.db"):
        pass


# JSON


@pytest.fixture(scope="session")
def objects(exported):
    with (exported("json") / "verses.jsonl").open(encoding="utf-8") as file:
        lines = list(file)
    assert len(lines) == 6_236
    wanted = tuple(f'{{"ref":"{reference}",' for reference in VERSES)
    return {
        found["ref"]: found for found in map(json.loads, filter(lambda line: line.startswith(wanted), lines))
    }


@pytest.mark.parametrize("reference", VERSES)
def test_a_verse_comes_back_as_it_is_in_the_store(objects, library, reference):
    found, store = objects[reference], library.store
    (verse,) = library.verses(library.reference(reference))
    assert (found["id"], found["text"]) == (verse.id, verse.text)
    assert found["translation"] == store.translation_of([verse.id])[verse.id]
    words = store.words_of([verse.id])[verse.id]
    assert [(each["id"], each["position"], each["text"], each["modern"]) for each in found["words"]] == [
        (word.id, word.position, word.text, word.modern) for word in words
    ]
    ids = [word.id for word in words]
    segments, treebank, differences = (
        store.segments_of(ids),
        store.treebank_of(ids),
        store.differences_of(ids),
    )
    for word, each in zip(words, found["words"], strict=True):
        assert [as_segment(said) for said in each["segments"]] == segments[word.id]
        for place, said in enumerate(each["segments"], start=1):
            assert said.get("treebank", {}) == treebank.get((word.id, place), {})
            assert said.get("disagreements", []) == [
                d._asdict() for d in differences.get((word.id, place), [])
            ]
    graph = store.graphs([verse.id])[verse.id]
    assert [GraphArc(**arc) for arc in found["arcs"]] == list(graph.arcs)
    assert [as_node(said, found["words"]) for said in found["nodes"]] == list(graph.nodes)


def as_segment(said: dict) -> Segment:
    values = {name: said.get(name) for name in Segment._fields}
    return Segment(**{**values, "form": said["form"], "inferred": tuple(said.get("inferred", ()))})


def as_node(said: dict, words: list[dict]) -> GraphNode:
    features = said.get("features", {})
    if said["leads"]:
        features = words[said["word"] - 1]["segments"][said["segment"] - 1].get("treebank", {})
    return GraphNode(**{**dict.fromkeys(GraphNode._fields), **said, "features": features})


# Where to


def test_a_folder_that_is_not_empty_is_refused(library, tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(KalimaError, match="is a folder that is not empty") as caught:
        export.export_corpus(library, "sqlite", tmp_path)
    assert caught.value.hint == "Name a new folder."
    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]


def test_a_file_is_refused(library, tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(KalimaError, match=r"mine\.txt is a file"):
        export.export_corpus(library, "sqlite", tmp_path / "mine.txt")


def test_the_folder_that_one_is_in_is_refused(library, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(KalimaError, match="you are in it"):
        export.export_corpus(library, "sqlite", Path())


def test_an_empty_folder_and_missing_folders_above_it_will_do(library, tmp_path):
    (tmp_path / "empty").mkdir()
    for folder in (tmp_path / "empty", tmp_path / "a" / "b"):
        assert (export.export_corpus(library, "sqlite", folder) / "kalima-corpus.db").is_file()


@pytest.mark.parametrize("cause", [KeyboardInterrupt(), OSError(28, "No space left on device")])
def test_what_is_stopped_halfway_leaves_nothing(library, tmp_path, monkeypatch, cause):
    def half(_library, folder, _progress):
        (folder / "half").write_text("half")
        raise cause

    monkeypatch.setitem(export.FORMATS, "tsv", half)
    with pytest.raises(KeyboardInterrupt if isinstance(cause, KeyboardInterrupt) else KalimaError):
        export.export_corpus(library, "tsv", tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_progress_is_told(exported, told):
    exported("conllu")
    assert told["conllu"] == [(done, 114) for done in range(1, 115)]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kalima", "export", "corpus", *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False)


def test_from_the_terminal(tmp_path):
    folder = tmp_path / "corpus"
    result = run("--format", "sqlite", str(folder))
    assert (result.returncode, result.stderr) == (0, "")
    assert [Path(line.split()[-1]).name for line in result.stdout.splitlines()] == [
        "NOTICES.txt", "README.txt", "corpus-report.json", "kalima-corpus.db", "schema.md",
    ]  # fmt: skip
    again = run("--format", "sqlite", str(folder))
    assert (again.returncode, again.stdout) == (2, "")
    assert again.stderr == (
        f"kalima: {folder} is a folder that is not empty, and the export replaces nothing.\n        Name a new folder.\n"
    )


@pytest.mark.parametrize("arguments", [("--format", "xml", "x"), ("x",), ("--format", "tsv")])
def test_a_wrong_command_is_a_usage_error(arguments):
    assert run(*arguments).returncode == 2


def test_the_command_offers_every_format():
    assert f"{{{','.join(export.FORMATS)}}}" in run("--help").stdout
