"""Text-Fabric's search on Kalima's own words, nodes and arcs, as one more peer of the engine.

Its data are made of the corpus: the slots are the words; every unit of the index (a stem, or a node of the
treebank that leads on none) is a node on its word, with its features; the relations are edges. Text-Fabric
computes for half a minute what it needs of new data, so that they are kept in build/text-fabric.
"""

from __future__ import annotations

import shutil
import tempfile
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib import metadata
from pathlib import Path
from typing import Any, Literal, NamedTuple

from bench_peers import SHOWN, Answer, Ask, Corpus, Missing, Peer, installed
from corpus_build.postings import AFFIX_FEATURES
from kalima.search.index import SearchIndex
from kalima.search.postings import positions

DATA = Path(__file__).resolve().parent.parent / "build" / "text-fabric"

FEATURES = "unit root=نزل pos=V form=II|IV voice=PASS"
NEGATION = "unit pos=N case#GEN state#INDEF"
SEQUENCE = """
verse
  a:unit stem pos=V
  b:unit stem pos=PN case=NOM
  c:unit stem pos=N|ADJ
a << b
a <2: b
b <: c
"""
CONDITION = """
verse
  a:unit stem pos=V
  b:unit stem deriv=VN case=ACC
a << b
a <4: b
a .root. b
"""
ARC = """
a:unit pos=V voice=PASS
b:unit number=P
a -passive-subject> b
"""
WILDCARD = "word spelling~(^|\\ )ي[^\\ ]*ون($|\\ )"
PHRASE = """
verse
  a:word spelling~(^|\\ )ايها($|\\ )
  b:word spelling~(^|\\ )الذين($|\\ )
  c:word spelling~(^|\\ )امنوا($|\\ )
a <: b
b <: c
"""


class Data(NamedTuple):
    """Text-Fabric's features: of nodes and of edges, by name; nodes are numbered from 1."""

    nodes: Mapping[str, Mapping[int, Any]]
    edges: Mapping[str, Mapping[int, set[int]]]


class Numbers(NamedTuple):
    """How the nodes are numbered: words, then units, then verses."""

    words: int
    units: int

    def unit(self, number: int) -> int:
        return self.words + 1 + number

    def verse(self, number: int) -> int:
        return self.words + self.units + 1 + number


def open_fabric(corpus: Corpus, index: SearchIndex, version: str) -> Peer:
    """Text-Fabric over words, nodes and arcs.

    :param version: of the corpus: data that were made of another one are made anew.
    :raises Missing: if it is not installed.
    """
    fabric = installed("tf.fabric")
    folder = DATA / version
    if not folder.exists():
        data = make_data(corpus, index)
        shutil.rmtree(DATA, ignore_errors=True)
        DATA.mkdir(parents=True)
        half_made = Path(tempfile.mkdtemp(dir=DATA))
        texts = {name: {"valueType": "str"} for name in (*data.nodes, *data.edges)}
        made = fabric.Fabric(locations=str(half_made), silent="deep").save(
            nodeFeatures=data.nodes,
            edgeFeatures=data.edges,
            metaData={"": {}, "otext": {}, **texts},
            silent="deep",
        )
        if not made:
            raise Missing("Text-Fabric does not take the corpus")
        half_made.rename(folder)
    names = sorted(
        path.stem for path in folder.glob("[!.]*.tf") if path.stem not in ("otype", "oslots", "otext")
    )
    api = fabric.Fabric(locations=str(folder), silent="deep").load(" ".join(names), silent="deep")
    if not api:
        raise Missing("Text-Fabric cannot load what it was given")
    numbers = Numbers(index.layout.words, index.layout.units)
    return _peer(api, numbers, index, metadata.version("text-fabric"))


def make_data(corpus: Corpus, index: SearchIndex) -> Data:
    """The corpus as nodes and edges."""
    layout, treebank = index.layout, index.treebank
    number = Numbers(layout.words, layout.units)
    kinds = dict.fromkeys(range(1, layout.words + 1), "word")
    kinds |= {number.unit(unit): "unit" for unit in range(layout.units)}
    kinds |= {number.verse(verse): "verse" for verse in range(len(layout.verses))}
    slots: dict[int, set[int]] = {}
    for unit, on in enumerate(treebank.words):
        word = layout.verses.span(treebank.verse(unit))[0] if on < 0 else on  # an implied one has no word
        slots[number.unit(unit)] = {word + 1}
    for verse in range(len(layout.verses)):
        first, last = layout.verses.span(verse)
        slots[number.verse(verse)] = set(range(first + 1, last + 2))
    nodes: dict[str, dict[int, Any]] = defaultdict(dict, otype=kinds)
    for stem, unit in zip(corpus.stems, stem_units(corpus, index), strict=True):
        nodes["stem"][number.unit(unit)] = "1"
        for key, value in stem.values.items():
            nodes[key][number.unit(unit)] = value
        if stem.spellings:
            nodes["spelling"][stem.word] = " ".join(stem.spellings)
    for key in AFFIX_FEATURES:
        for tag in index.features[key]:
            for other in positions(index.feature_bits(key, tag) >> layout.stems):
                nodes[key][number.unit(layout.stems + other)] = tag
    edges: dict[str, dict[int, set[int]]] = {"oslots": slots}
    for relation, name in enumerate(treebank.relations):
        for head, dependent in zip(*treebank.arcs(relation), strict=True):
            edges.setdefault(name, {}).setdefault(number.unit(head), set()).add(number.unit(dependent))
    return Data(nodes, edges)


def stem_units(corpus: Corpus, index: SearchIndex) -> list[int]:
    """The unit of each stem, in their order: that of its word, or of the word's second stem."""
    units, before = [], 0
    for stem in corpus.stems:
        first = stem.word != before
        units.append(stem.word - 1 if first else index.layout.second_of[stem.word - 1])
        before = stem.word
    return units


def _peer(api: Any, number: Numbers, index: SearchIndex, version: str) -> Peer:
    on = index.treebank.words

    def word(node: int) -> int:
        return node if node <= number.words else on[node - number.words - 1] + 1

    def search(template: str, told: Callable[[Sequence[int]], Any]) -> Answer:
        found = {told(row) for row in api.S.search(template)}
        return Answer(len(found), sorted(found)[:SHOWN])

    def ask(
        counts: Literal["words", "verses", "matches"], template: str, told: Callable[[Sequence[int]], Any]
    ) -> Ask:
        typed = " / ".join(line.strip() for line in template.strip().splitlines())
        return Ask(counts, typed, partial(search, template, told))

    def span(row: Sequence[int]) -> tuple[int, ...]:
        return tuple(word(node) for node in row[1:])

    asks = {
        "features": ask("words", FEATURES, lambda row: word(row[0])),
        "negation": ask("words", NEGATION, lambda row: word(row[0])),
        "sequence": ask("matches", SEQUENCE, lambda row: (word(row[1]), word(row[3]))),
        "condition": ask("matches", CONDITION, span),
        "arc": ask("matches", ARC, tuple),
        "wildcard": ask("words", WILDCARD, lambda row: row[0]),
        "phrase": ask("verses", PHRASE, lambda row: row[0] - number.verse(0) + 1),
    }
    cannot = {"deep_arc": "an edge leads to the next node alone, at no depth but those written out"}
    return Peer("Text-Fabric", version, asks, cannot, slow=True)
