"""Everything that is said of a word and its segments: by the corpus, by the treebank, and by counting."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from kalima.arabic.folding import exact_key
from kalima.arabic.references import Reference
from kalima.arabic.romanization import romanize_verse
from kalima.corpus import tagset
from kalima.corpus.graph import Difference, GraphArc, VerseGraph
from kalima.corpus.model import Segment, Word
from kalima.corpus.relations import BY_KEY as RELATIONS
from kalima.errors import NotFound
from kalima.search.query import Test, Token
from kalima.study import dictionary
from kalima.study.library import Library
from kalima.study.shapes import KINDS, WORD_PARTS, Shape, segment


def described_segment(
    record: Segment, treebank: Mapping[str, str], differences: Sequence[Difference]
) -> Shape:
    """A segment with its features spelled out in English and Arabic.

    ``features`` are the corpus's, inferred ones marked; ``treebank`` the treebank's own;
    ``disagreements`` where the two differ.
    """
    english, arabic = KINDS[record.kind]
    return {
        **segment(record),
        "kind_english": english,
        "kind_arabic": arabic,
        "features": [
            {**_described(feature, tag), "inferred": feature.field in record.inferred}
            for feature in tagset.FEATURES
            if (tag := getattr(record, feature.field)) is not None
        ],
        "treebank": [
            *(
                _described(feature, treebank[feature.field])
                for feature in tagset.TREEBANK_FEATURES
                if feature.field in treebank
            ),
            *(
                {"key": key, "english": english, "arabic": arabic, "tag": treebank[field]}
                for field, key, english, arabic in _TREEBANK_TEXTS
                if field in treebank
            ),
        ],
        "disagreements": [each._asdict() for each in differences],
    }


_TREEBANK_TEXTS = (
    ("template", "template", "template (treebank)", "الوزن (بنك الأشجار)"),
    ("root", "tb_root", "root (treebank)", "الجذر (بنك الأشجار)"),
)


def _described(feature: tagset.Feature, tag: str) -> Shape:
    value = tagset.value_of(feature.key, tag)
    return {
        "key": feature.key,
        "english": feature.english,
        "arabic": feature.arabic,
        "tag": tag,
        "value_english": value.english,
        "value_arabic": value.arabic,
    }


def words(library: Library, reference: Reference, parts: Collection[str] = WORD_PARTS) -> list[Shape]:
    """The words that ``reference`` means, each with its spellings, where it is printed, and these ``parts``.

    :raises NotFound: if there is no such verse or word.
    """
    read = library.verses(reference)
    verses = {(verse.surah, verse.ayah): verse for verse in read}
    sounds = {verse.id: romanize_verse(verse.words) for verse in read}
    found = library.words_in(read, reference)
    ids = [record.id for record, _ in found]
    printing = library.store.printing_of(ids)
    segments = _segments(library, found) if "segments" in parts else {}
    graphs = library.store.graphs([verse.id for verse in read]) if "tree" in parts else {}
    positions = {record.position for record, _ in found}
    trees = {verse: _trees(graph, positions) for verse, graph in graphs.items()}
    shaped = []
    for record, own in found:
        verse = verses[record.surah, record.ayah]
        shape = {
            "ref": record.reference,
            "surah": record.surah,
            "ayah": record.ayah,
            "word": record.position,
            "text": record.text,
            "modern": record.modern,
            "transliteration": sounds[verse.id][record.position - 1],
            **printing[record.id]._asdict(),
        }
        if "segments" in parts:
            shape["segments"] = segments[record.id]
        if "dictionary" in parts:
            shape["dictionary"] = _headwords(library, record, own)
        if "tree" in parts:
            shape["tree"] = trees[verse.id][record.position]
        if "same" in parts:
            shape["same"] = _same(library, record)
        shaped.append(shape)
    return shaped


def one_segment(library: Library, reference: Reference, number: int) -> Shape:
    """A segment of a word, with its word, its root and lemma, and its place in the tree.

    :param number: its 1-based place in the word.
    :raises NotFound: if there is no such word, or no such segment in it.
    """
    (word,) = words(library, reference)
    segments = word["segments"]
    if not 1 <= number <= len(segments):
        raise NotFound(
            f"There is no segment {reference}:{number}: word {reference} has {len(segments)}.",
            f"Choose {reference}:1 to {reference}:{len(segments)}.",
        )
    entries = [each for each in word["dictionary"] if each["segment"] == number]
    tree = word["tree"]
    own = {each["position"] for each in tree["nodes"] if number in (each["segment"], each["second_segment"])}
    return {
        "ref": f"{word['ref']}:{number}",
        "word": {name: word[name] for name in ("ref", "text", "modern", "transliteration", "page", "line")},
        **segments[number - 1],
        "dictionary": entries[0] if entries else None,
        "tree": {
            "nodes": [node for node in tree["nodes"] if node["position"] in own],
            **{side: [arc for arc in tree[side] if arc["own"] in own] for side in ("heads", "dependents")},
        },
    }


def _segments(library: Library, found: Sequence[tuple[Word, list[Segment]]]) -> dict[int, list[Shape]]:
    """The segments of these words, described, by the word's id."""
    ids = [record.id for record, _ in found]
    treebank, differences = library.store.treebank_of(ids), library.store.differences_of(ids)
    return {
        record.id: [
            described_segment(
                each, treebank.get((record.id, place), {}), differences.get((record.id, place), [])
            )
            for place, each in enumerate(segments, start=1)
        ]
        for record, segments in found
    }


def _headwords(library: Library, record: Word, segments: Iterable[Segment]) -> list[Shape]:
    """The root and the lemma of each stem of a word, as the dictionary lists them."""
    places = [place for place, each in enumerate(segments, start=1) if each.kind == "STEM"]
    return [
        {
            "segment": place,
            "root": None if root is None else dictionary.row(library, "root", root),
            "lemma": None if lemma is None else dictionary.row(library, "lemma", lemma),
        }
        for place, (root, lemma) in zip(places, library.dictionary.of_word(record.id - 1), strict=True)
    ]


def _same(library: Library, record: Word) -> Shape:
    """How many words are spelled just so, this one among them."""
    count, verses = library.dictionary.spelled_like(record.id - 1)
    query = repr(Token(Test("word", "==", exact_key(record.text))))
    return {"words": count, "verses": verses, "query": query}


def _trees(graph: VerseGraph, words: Iterable[int]) -> dict[int | None, Shape]:
    """Of each of these words of a verse its nodes, with the arcs to their heads and to their dependents."""
    nodes = {node.position: node for node in graph.nodes}
    trees: dict[int | None, Shape] = {word: {"nodes": [], "heads": [], "dependents": []} for word in words}

    def link(side: str, arc: GraphArc, mine: int, other: int) -> None:
        if tree := trees.get(nodes[mine].word):
            relation = RELATIONS[arc.relation]
            names = {"relation": arc.relation, "english": relation.english, "arabic": relation.arabic}
            tree[side].append({"own": mine, **names, "node": nodes[other]._asdict()})

    for node in graph.nodes:
        if tree := trees.get(node.word):
            tree["nodes"].append(node._asdict())
    for arc in graph.arcs:
        link("heads", arc, arc.dependent, arc.head)
        link("dependents", arc, arc.head, arc.dependent)
    return trees
