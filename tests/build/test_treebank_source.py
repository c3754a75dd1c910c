"""The treebank as it is read from its wheel, and laid on the segments of the Quranic Arabic Corpus.

Counts are those of the pinned wheels; the few verses were read by hand from the source's graphs.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from corpus_build.alignment import Attachment, align, skeleton
from corpus_build.morphology import read_lines
from corpus_build.treebank import Graph, normalise_template, read_graph, read_graphs
from corpus_build.wheels import open_wheel
from kalima.corpus import treebank_tags
from kalima.corpus.relations import RELATIONS, find, find_source

Reference = tuple[int, int]
Graphs = dict[Reference, Graph]
Segments = dict[Reference, list[tuple[int, str, str]]]


class Place(NamedTuple):
    """A real node, where it was attached, and its verse's segments."""

    verse: Reference
    text: str
    attachment: Attachment


@pytest.fixture(scope="session")
def graphs(sources_dir: Path) -> Graphs:
    with open_wheel(sources_dir, "quranic-nlp") as wheel:
        return {(graph.surah, graph.ayah): graph for graph in read_graphs(wheel)}


@pytest.fixture(scope="session")
def segments(sources_dir: Path) -> Segments:
    verses: Segments = defaultdict(list)
    with open_wheel(sources_dir, "quran-transcript") as wheel:
        for line in read_lines(wheel):
            verses[line.surah, line.ayah].append((line.word, line.segment.kind, line.segment.form))
    return verses


@pytest.fixture(scope="session")
def places(graphs: Graphs, segments: Segments) -> list[Place]:
    found = []
    for verse, graph in graphs.items():
        texts = [node.text for node in graph.nodes if not node.implied]
        attachments = align(texts, segments[verse])
        found += [Place(verse, *pair) for pair in zip(texts, attachments, strict=True)]
    return found


def typed(text: str) -> str:
    """Shadda and its vowel in one order: editors disagree on which comes first."""
    return unicodedata.normalize("NFC", text)


def head_counts(graph: Graph, *, linked_only: bool = False) -> Counter[str]:
    """How many nodes have no head, one, or more."""
    out = set(graph.unlinked) if linked_only else set()
    heads = Counter(arc.dependent for arc in graph.arcs if not {arc.head, arc.dependent} & out)
    return Counter(("none", "one", "more")[min(heads[node.index], 2)] for node in graph.nodes)


def test_every_node_and_arc_is_read(graphs: Graphs) -> None:
    assert (
        len(graphs),
        sum(len(graph.nodes) for graph in graphs.values()),
        sum(node.implied for graph in graphs.values() for node in graph.nodes),
        sum(len(graph.arcs) for graph in graphs.values()),
    ) == (6236, 147893, 12493, 136158)


def test_arcs_of_each_relation(graphs: Graphs) -> None:
    arcs = Counter(arc.relation for graph in graphs.values() for arc in graph.arcs)
    assert arcs == {relation.key: relation.count for relation in RELATIONS}
    assert len(arcs) == 65


def test_heads(graphs: Graphs) -> None:
    counts = sum(map(head_counts, graphs.values()), Counter())
    assert counts == {"one": 134708, "none": 12463, "more": 722}


def test_heads_without_the_arcs_of_the_broken_lists(graphs: Graphs) -> None:
    """A reader that leaves out the 17 arcs of nodes that no list reaches counts 17 more roots."""
    counts = sum((head_counts(graph, linked_only=True) for graph in graphs.values()), Counter())
    assert counts == {"one": 134691, "none": 12480, "more": 722}


def test_cycles(graphs: Graphs) -> None:
    rootless = {verse: nodes for verse, graph in graphs.items() if (nodes := graph.rootless())}
    sizes = {verse: len(nodes) for verse, nodes in rootless.items()}
    assert sizes == {
        (2, 259): 9,
        (4, 78): 16,
        (6, 81): 11,
        (8, 36): 6,
        (9, 38): 15,
        (10, 5): 10,
        (34, 50): 7,
    }
    assert sum(sizes.values()) == 74


def test_broken_lists(graphs: Graphs) -> None:
    unlinked = {verse: graph.unlinked for verse, graph in graphs.items() if graph.unlinked}
    assert unlinked == {
        (1, 1): (0, 1, 2, 3, 4, 5, 6),
        (2, 90): (29,),
        (7, 54): (21,),
        (16, 14): (36,),
        (18, 110): (1,),
        (21, 108): (1,),
        (26, 36): (4,),
        (38, 65): (1,),
        (46, 23): (1,),
        (67, 26): (1,),
        (88, 21): (2,),
    }
    assert typed(" ".join(node.text for node in graphs[1, 1].nodes)) == typed("بِ سْمِ اللَّهِ ال رَّحْمَنِ ال رَّحِیمِ")


# Each arc as dependent, relation, head; a word is its place in the verse and its text.
BY_HAND = {
    (1, 5): """
        0 إِيَّاكَ    object                   1 نَعْبُدُ
        2 نحن      subject                  1 نَعْبُدُ
        3 وَ        coordinated-by-position  1 نَعْبُدُ
        4 إِيَّاكَ    object                   5 نَسْتَعِينُ
        5 نَسْتَعِينُ  conjunction              3 وَ
        6 نحن      subject                  5 نَسْتَعِينُ
    """,
    (112, 1): """
        1 أنت      subject                  0 قُلْ
        2 هُوَ       object                   0 قُلْ
        3 اللَّهُ     predicate                2 هُوَ
        4 أَحَدٌ      predicate                3 اللَّهُ
    """,
    (112, 2): """
        1 اَل       definite-article         2 صَّمَدُ
        2 صَّمَدُ     predicate                0 اللَّهُ
    """,
    (112, 3): """
        1 يَلِدْ      negation                 0 لَمْ
        2 هو       subject                  1 يَلِدْ
        3 وَ        coordinated-by-position  0 لَمْ
        4 لَمْ       conjunction              3 وَ
        5 يُولَدْ     negation                 4 لَمْ
        6 هو       passive-subject          5 يُولَدْ
    """,
    (112, 4): """
        1 لَمْ       conjunction              0 وَ
        2 يَكُنْ      negation                 1 لَمْ
        3 لَ        attachment               5 كُفُوًا
        4 هُ        genitive                 3 لَ
        5 كُفُوًا     predicate                2 يَكُنْ
        6 أَحَدٌ      special-subject          2 يَكُنْ
    """,
}


@pytest.mark.parametrize("verse", BY_HAND, ids=str)
def test_arcs_read_by_hand(graphs: Graphs, verse: Reference) -> None:
    texts = [node.text for node in graphs[verse].nodes]
    arcs = sorted(
        typed(f"{arc.dependent} {texts[arc.dependent]} {arc.relation} {arc.head} {texts[arc.head]}")
        for arc in graphs[verse].arcs
    )
    assert arcs == [typed(" ".join(line.split())) for line in BY_HAND[verse].strip().splitlines()]


def test_features_read_by_hand(graphs: Graphs) -> None:
    worship, we = graphs[1, 5].nodes[1:3]
    assert (worship.text, worship.word_number, worship.implied, worship.features) == (
        "نَعْبُدُ",
        2,
        False,
        {
            "affix": "stem",
            "pos": "verb",
            "mood": "IND",
            "number": "P",
            "root": "عبد",
            "root_class": "sound",
            "template": "نَفْعُلُ",
            "category": "I-a-u",
            "conjugation": "1P",
            "time": "IMPF",
            "transitivity": "transitive",
            "voice": "ACT",
        },
    )
    assert (we.text, we.word_number, we.implied, we.features) == ("نحن", 3, True, {})
    assert graphs[112, 2].nodes[2].features == {
        "affix": "stem",
        "pos": "noun",
        "case": "NOM",
        "definiteness": "definite",
        "declension": "triptote",
        "derivation": "participle-like",
        "gender": "M",
        "number": "S",
        "root": "صمد",
        "root_class": "sound",
        "template": "فَعَل",
        "category": "I-a-u",
    }


def test_every_term_of_the_tables_is_in_the_source(graphs: Graphs) -> None:
    used = {pair for graph in graphs.values() for node in graph.nodes for pair in node.features.items()}
    tables = {(f.key, term.key) for f in treebank_tags.FEATURES for term in f.terms}
    assert {pair for pair in used if treebank_tags.BY_KEY[pair[0]].terms} == tables


@pytest.mark.parametrize(
    ("feature", "value", "count"),
    [
        ("number", "BP", 2784),
        ("derivation", "active-participle", 3496),
        ("derivation", "verbal-noun", 3446),
        ("transitivity", "transitive", 14039),
        ("root_class", "hollow-w", 6256),
        ("function", "separating-alif", 3582),
        ("declension", "diptote", 1378),
    ],
)
def test_values_of_features(graphs: Graphs, feature: str, value: str, count: int) -> None:
    found = sum(node.features.get(feature) == value for graph in graphs.values() for node in graph.nodes)
    assert found == count


def test_templates_of_one_spelling(graphs: Graphs) -> None:
    templates = Counter(
        node.features["template"]
        for graph in graphs.values()
        for node in graph.nodes
        if "template" in node.features
    )
    assert (sum(templates.values()), len(templates)) == (47088, 1922)
    assert all(normalise_template(template) == template for template in templates if "ي" not in template[-2:])
    assert not set("کی \u0640") & set("".join(templates))


@pytest.mark.parametrize(
    ("raw", "text", "template"),
    [
        ("یَفعَلُ", "", "يَفْعَلُ"),
        ("فَعلاً", "", "فَعْلًا"),
        ("فِعَا لاً", "", "فِعَالًا"),
        ("فُعُولً", "", "فُعُولًا"),
        ("فَعْلَةً", "", "فَعْلَةً"),
        ("فَعِیْلٍ", "", "فَعِيلٍ"),
        ("فَعیل", "", "فَعِيل"),
        ("فاعِلة", "", "فَاعِلَة"),
        ("افعَلوا", "", "اِفْعَلُوا"),
        ("افْعُلْ", "", "اُفْعُلْ"),
        ("اَفعَلَ", "", "أَفْعَلَ"),
        ("إِفْتَعَلَ", "", "اِفْتَعَلَ"),
        ("إِفْعَالِ", "", "إِفْعَالِ"),
        ("أفعال", "", "أفعال"),
        ("أُفْعِلَْتُمْ", "", "أُفْعِلْتُمْ"),
        ("فُعْلَی", "أُنْثَی", "فُعْلَى"),
        ("فَاعِلَی", "وَالِدَیْ", "فَاعِلَيْ"),
        ("فَعی", "بَنِي", "فَعِي"),
        ("فُعلی", "أُخْرَا", "فُعْلَى"),
        ("مُفعل", "", "مُفعل"),
        ("یَفَ/یَفْعَل", "", "يَفْعَل/يَفَ"),
    ],
)
def test_normalise_template(raw: str, text: str, template: str) -> None:
    assert typed(normalise_template(raw, text)) == typed(template)


def test_alignment_attaches_all_but_a_few(places: list[Place]) -> None:
    attached = [place.attachment for place in places if place.attachment.main is not None]
    assert (len(places), len(attached)) == (135400, 135354)
    assert Counter(len(attachment.segments) for attachment in attached) == {1: 134910, 2: 444}


def test_alignment_never_goes_back_nor_leaves_the_word(places: list[Place], segments: Segments) -> None:
    last: dict[Reference, int] = defaultdict(int)
    for verse, text, attachment in places:
        if attachment.main is None:
            continue
        words = {segments[verse][segment][0] for segment in attachment.segments}
        assert len(words) == 1, (verse, text)
        assert attachment.main in attachment.segments
        assert attachment.segments[0] >= last[verse], (verse, text)
        last[verse] = attachment.segments[-1]


def test_alignment_pairs_verbs_with_verbs(graphs: Graphs, places: list[Place], sources_dir: Path) -> None:
    """The two were annotated apart: that verbs lie on verbs is the alignment's doing."""
    tags: dict[Reference, list[str]] = defaultdict(list)
    with open_wheel(sources_dir, "quran-transcript") as wheel:
        for line in read_lines(wheel):
            tags[line.surah, line.ayah].append(line.segment.pos)
    real = [node for graph in graphs.values() for node in graph.nodes if not node.implied]
    verbs = [
        tags[place.verse][place.attachment.main]
        for node, place in zip(real, places, strict=True)
        if node.features["pos"] == "verb" and place.attachment.main is not None
    ]
    assert verbs.count("V") / len(verbs) > 0.99


@pytest.mark.parametrize(
    ("nodes", "segments", "expected"),
    [
        pytest.param(
            ["بِ", "سْمِ"], [(1, "PREFIX", "بِ"), (1, "STEM", "سْمِ")], [((0,), 0), ((1,), 1)], id="the same"
        ),
        pytest.param(
            ["آمَن", "ُو", "ا"],
            [(1, "STEM", "ءَامَنُ"), (1, "SUFFIX", "وا۟")],
            [((0,), 0), ((1,), 1), ((1,), 1)],
            id="two nodes on one segment",
        ),
        pytest.param(
            ["إِ", "نَّا"],
            [(1, "STEM", "إِنَّ"), (1, "SUFFIX", "ا")],
            [((0,), 0), ((0, 1), 1)],
            id="a node on two segments stands for the one it fills",
        ),
        pytest.param(
            ["كَأَنْ"],
            [(1, "PREFIX", "كَ"), (1, "STEM", "أَن")],
            [((0, 1), 1)],
            id="of two that it fills, the stem",
        ),
        pytest.param(
            ["يَبْدَأُ", "الْ", "خَلْقَ"],
            [(1, "STEM", "يَبْدَؤُا۟"), (2, "PREFIX", "ٱلْ"), (2, "STEM", "خَلْقَ")],
            [((0,), 0), ((1,), 1), ((2,), 2)],
            id="not across words",
        ),
        pytest.param(["ن"], [(1, "STEM", "قَالَ")], [((), None)], id="no letter in common"),
    ],
)
def test_align(nodes: list[str], segments: list[tuple[int, str, str]], expected: list[Any]) -> None:
    assert align(nodes, segments) == expected


@pytest.mark.parametrize(
    ("uthmani", "modern"), [("ٱلرَّحْمَٰنِ", "الرَّحْمَان"), ("ءَامَنَ", "آمَنَ"), ("مَلَٰٓئِكَةٌ", "ملاءکه"), ("عَلَىٰ", "عَلَیا")]
)
def test_skeleton_is_shared(uthmani: str, modern: str) -> None:
    assert skeleton(uthmani) == skeleton(modern)


def test_relations_have_names_of_their_own() -> None:
    for field in ("key", "arabic", "english", "source_term"):
        assert len({getattr(relation, field) for relation in RELATIONS}) == 65, field
    for relation in RELATIONS:
        for name in (relation.key, relation.arabic, relation.english):
            assert find(name) is relation
        assert find_source(relation.source_term) is relation


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("subject", "subject"),
        ("Subject of a verb", "subject"),
        ("subj", "subject"),
        ("فاعِل", "subject"),
        ("مضاف الیه", "possessive"),
        ("مضاف اليه", "possessive"),
        ("صفة", "adjective"),
        ("اسم", "special-subject"),
        ("مستثنا", "excepted"),
        ("Conj", "coordinated"),
    ],
)
def test_find(name: str, key: str) -> None:
    assert find(name).key == key


def test_find_nothing() -> None:
    with pytest.raises(KeyError):
        find("no such relation")


def verse_of(xml: str, *, relation: str = "فاعل") -> dict[str, Any]:
    """The data of a verse of two words, the second of which hangs on the first."""
    nodes = [
        {"id": 1, "idWord": 1, "prevId": None, "nextId": 2, "Word": "قَالَ", "xml": xml},
        {"id": 2, "idWord": 2, "prevId": 1, "nextId": None, "Word": "هو", "xml": None},
    ]
    edges = [{"from": 2, "to": 1, "arrow": "LTR", "relationId": 1}]
    return {
        "relationName": {"Data": [{"Id": 1, "name": relation}]},
        "ayeh": {"node": {"Data": nodes}, "edge": {"Data": edges}},
    }


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (verse_of('<word Pos="فعل" Voic="نیم" />'), "unknown value of the treebank's voice: 'نیم'"),
        (verse_of('<word Pos="فعل" Colour="x" />'), "unknown features of the treebank"),
        (verse_of('<word Pos="فعل">'), "not a word of the treebank"),
        (verse_of('<word Pos="فعل" />', relation="نو"), "unknown relation of the treebank: 'نو'"),
    ],
)
def test_what_is_unknown_stops_the_build(data: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        read_graph(data, 1, 1)
