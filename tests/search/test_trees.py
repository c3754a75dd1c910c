"""The treebank of the mini corpus, numbered by hand, and that of the whole corpus against corpus.db."""

from bisect import bisect_left
from collections import Counter

import pytest

from kalima.corpus.relations import BY_KEY, RELATIONS
from kalima.search.postings import Layout, positions
from kalima.search.trees import Kind, PackedNode, Treebank, pack_treebank

# The mini corpus has 14 words (units 0 to 13), the second stems of 1:3 and 2:3 (14, 15), and ten other nodes.
# unit: word, verse, node
UNITS = {
    0: (0, 0, 1),
    2: (2, 0, 3),
    14: (2, 0, 4),
    3: (3, 0, 5),
    16: (None, 0, 6),  # implied in verse 1
    17: (4, 1, 7),  # the prefix of 2:1
    4: (4, 1, 8),
    18: (None, 1, 9),
    19: (None, 1, 12),  # unattached
    15: (6, 1, None),  # a second stem on which no node leads
    7: (7, 2, None),
    20: (None, 2, 13),
    21: (9, 3, 16),  # the letter of 4:1
    22: (10, 3, 18),  # the suffixes of verse 4
    23: (11, 3, 20),
    24: (12, 4, 21),  # the prefix of 5:1
    25: (None, 4, 24),
}
ARCS = {
    "subject": [(0, 1), (3, 16), (9, 10), (13, 25), (18, 4)],
    "object": [(3, 14), (9, 11), (18, 5)],
    "attachment": [(0, 2), (5, 6), (13, 24)],
    "genitive": [(2, 14), (24, 12)],
    "relative-clause": [(14, 3)],
    "conjunction": [(4, 17)],
    "apposition": [(20, 8)],
    "feminine-ta": [(9, 21)],
    "possessive": [(10, 22), (11, 23)],
    "adjective": [],
}


@pytest.mark.parametrize(("unit", "expected"), UNITS.items())
def test_where_a_unit_stands(mini, unit, expected):
    treebank = mini.treebank
    assert (treebank.word(unit), treebank.verse(unit), treebank.node(unit)) == expected


def test_all_nodes_and_the_written_ones(mini):
    everything, written = set(range(26)) - {7, 15}, set(range(26)) - {7, 15, 16, 18, 19, 20, 25}
    assert positions(mini.treebank.everything) == sorted(everything)
    assert positions(mini.treebank.written) == sorted(written)


@pytest.mark.parametrize(("relation", "expected"), ARCS.items())
def test_arcs_of_a_relation(mini, relation, expected):
    """Each once, though two of them were given twice."""
    treebank = mini.treebank
    number = treebank.relations.index(relation)
    assert sorted(zip(*treebank.arcs(number), strict=True)) == sorted(expected)
    assert positions(treebank.heads(number)) == sorted({head for head, _ in expected})
    assert positions(treebank.dependents(number)) == sorted({dependent for _, dependent in expected})


def test_children_and_parents_are_the_arcs_from_either_side(mini):
    treebank = mini.treebank
    arcs = {(h, d, treebank.relations.index(name)) for name, pairs in ARCS.items() for h, d in pairs}
    assert sorted((h, d, r) for h in range(26) for d, r in treebank.children(h)) == sorted(arcs)
    assert sorted((h, d, r) for d in range(26) for h, r in treebank.parents(d)) == sorted(arcs)
    assert sorted(treebank.parents(14)) == [
        (2, number(treebank, "genitive")),
        (3, number(treebank, "object")),
    ]
    assert treebank.children(7) == []


def number(treebank, relation):
    return treebank.relations.index(relation)


def test_a_treebank_with_no_node_beside_the_stems():
    layout = Layout(2, [], 2, {kind: [1] for kind in ("aya", "sura", "page", "juz")})
    nodes = [PackedNode(Kind.FIRST_STEM, 0, 0, ()), PackedNode(Kind.FIRST_STEM, 0, 1, [(0, 3)])]
    treebank = Treebank({"records": pack_treebank(nodes)}, layout)
    assert (treebank.everything, treebank.written) == (3, 3)
    assert (treebank.children(0), treebank.parents(1)) == ([(1, 3)], [(0, 3)])


@pytest.mark.parametrize(
    ("nodes", "message"),
    [
        ([PackedNode(Kind.FIRST_STEM, 0, 1, ()), PackedNode(Kind.FIRST_STEM, 0, 0, ())], "node 2 is out of"),
        ([PackedNode(Kind.IMPLIED, 1, None, ())], "node 1 is out of the order"),
        ([PackedNode(Kind.IMPLIED, 0, None, [(128, 0)])], "the head of node 1 is 128 nodes away"),
    ],
)
def test_what_cannot_be_packed_is_refused(nodes, message):
    with pytest.raises(ValueError, match=message):
        pack_treebank(nodes)


# The whole corpus.


@pytest.fixture(scope="module")
def treebank(library):
    return library.index.treebank


def one(library, sql):
    ((value,),) = library.store._rows(sql)
    return value


def test_relations_are_those_of_the_database_in_its_order(library, treebank):
    assert [(key,) for key in treebank.relations] == library.store._rows(
        "SELECT relation FROM relations ORDER BY id"
    )


def test_each_relation_has_its_arcs_of_the_database_once(library, treebank):
    rows = library.store._rows("SELECT DISTINCT relation, head, dependent FROM arcs ORDER BY 1, 2, 3")
    packed = sorted(
        (relation + 1, treebank.node(head), treebank.node(dependent))
        for relation in range(len(treebank.relations))
        for head, dependent in zip(*treebank.arcs(relation), strict=True)
    )
    assert len(rows) == 136_128
    assert packed == rows
    twice = sum(relation.count for relation in RELATIONS) - len(rows)
    assert (twice, len(BY_KEY)) == (30, len(treebank.relations))


def test_nodes_are_those_of_the_database(library, treebank):
    """Each node's word, verse and kind, by SQL."""
    rows = library.store._rows(
        "SELECT nodes.id, segments.word - 1, nodes.verse - 1 FROM nodes"
        " LEFT JOIN segments ON segments.id = nodes.segment ORDER BY nodes.id"
    )
    units = positions(treebank.everything)
    assert sorted((treebank.node(unit), treebank.word(unit), treebank.verse(unit)) for unit in units) == rows
    written = "SELECT id FROM nodes WHERE implied = 0 AND segment IS NOT NULL ORDER BY id"
    assert sorted((treebank.node(unit),) for unit in positions(treebank.written)) == library.store._rows(
        written
    )


def test_counts(library, treebank):
    layout = library.index.layout
    assert (layout.words, layout.stems, layout.units) == (77_429, 77_915, 147_899)
    assert treebank.everything.bit_count() == 147_893
    assert treebank.written.bit_count() == 135_354
    assert layout.all_stems.bit_count() - (treebank.everything & layout.all_stems).bit_count() == 6
    implied = one(library, "SELECT count(*) FROM nodes WHERE implied = 1")
    unattached = one(library, "SELECT count(*) FROM nodes WHERE implied = 0 AND segment IS NULL")
    assert 147_893 - 135_354 == implied + unattached == 12_539


# Node and unit of an example of each kind: found in the database, told apart there by its columns.
LEADS = "nodes.leads = 1 AND segments.kind ="
EXAMPLES = {
    "a first stem": f"{LEADS} 'STEM' AND words.id = 1000",
    "a second stem": f"{LEADS} 'STEM' AND segments.id > (SELECT min(s.id) FROM segments AS s"
    " WHERE s.word = words.id AND s.kind = 'STEM')",
    "a prefix": f"{LEADS} 'PREFIX' AND words.id > 40000",
    "a suffix": f"{LEADS} 'SUFFIX' AND words.id > 70000",
    "a letter": "nodes.leads = 0 AND segments.id IS NOT NULL AND nodes.verse > 3000",
    "implied": "nodes.implied = 1 AND nodes.verse > 6000",
    "unattached": "nodes.implied = 0 AND segments.id IS NULL",
}


@pytest.mark.parametrize("kind", EXAMPLES)
def test_an_example_of_each_kind_has_the_unit_that_the_layout_says(library, treebank, kind):
    rows = library.store._rows(
        "SELECT nodes.id, words.id - 1 FROM nodes"
        " LEFT JOIN segments ON segments.id = nodes.segment LEFT JOIN words ON words.id = segments.word"
        f" WHERE {EXAMPLES[kind]} ORDER BY nodes.id LIMIT 1"
    )
    ((node, word),) = rows
    layout = library.index.layout
    if kind == "a first stem":
        unit = word
    elif kind == "a second stem":
        unit = layout.words + bisect_left(layout.second, word)
    else:
        unit = layout.stems + one(
            library,
            "SELECT count(*) FROM nodes LEFT JOIN segments ON segments.id = nodes.segment"
            f" WHERE nodes.id < {node} AND (leads = 0 OR segments.kind <> 'STEM')",
        )
    assert (treebank.node(unit), treebank.word(unit)) == (node, word)


AFFIXES = "nodes.leads = 1 AND segments.kind <> 'STEM'"


@pytest.mark.parametrize("feature", ["pos", "person", "gender", "number"])
def test_a_feature_has_the_nodes_of_the_affixes_beside_the_stems(library, feature):
    index = library.index
    affixes = library.store._rows(
        f"SELECT segments.{feature}, count(*) FROM nodes JOIN segments ON segments.id = nodes.segment"
        f" WHERE {AFFIXES} AND segments.{feature} IS NOT NULL GROUP BY 1"
    )
    stems = library.store._rows(
        f"SELECT {feature}, count(*) FROM segments WHERE kind = 'STEM' AND {feature} IS NOT NULL GROUP BY 1"
    )
    found = {tag: index.feature_bits(feature, tag) for tag in index.features[feature]}
    on_stems = {tag: (bits & index.layout.all_stems).bit_count() for tag, bits in found.items()}
    assert {tag: count for tag, count in on_stems.items() if count} == dict(stems)
    others = {tag: (bits >> index.layout.stems).bit_count() for tag, bits in found.items()}
    assert {tag: count for tag, count in others.items() if count} == dict(affixes)


@pytest.mark.parametrize("kind", ["prefix", "suffix"])
def test_every_affix_node_has_a_name(library, treebank, kind):
    index = library.index
    vocabulary = index.vocabularies[kind]
    named = vocabulary.union(range(len(vocabulary))) >> index.layout.stems
    rows = library.store._rows(
        "SELECT nodes.id FROM nodes JOIN segments ON segments.id = nodes.segment"
        f" WHERE leads = 1 AND kind = '{kind.upper()}' ORDER BY nodes.id"
    )
    assert [(treebank.node(index.layout.stems + other),) for other in positions(named)] == rows


def test_no_other_set_holds_more_than_stems(library):
    index = library.index
    size = index.layout.stems
    beyond = Counter()
    for name, vocabulary in index.vocabularies.items():
        beyond[name] += (vocabulary.union(range(len(vocabulary))) >> size).bit_count()
    for name, tags in index.features.items():
        beyond[name] += sum((index.feature_bits(name, tag) >> size).bit_count() for tag in tags)
    assert {name for name, count in beyond.items() if count} == {
        "pos", "person", "gender", "number", "prefix", "suffix",
    }  # fmt: skip
