"""The shapes in which the earlier backends gave out words, verses and hits; scripts still read them so.

Surahs and verses count from 1 there, words (*tokens*) and segments from 0: the first segment of the first
word of 2:255 is ``seg-2-255-0-0``, the word itself ``2:255:0``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from kalima.arabic.references import Reference
from kalima.corpus import tagset
from kalima.corpus.graph import GraphArc, GraphNode
from kalima.corpus.model import Segment, Verse, Word
from kalima.corpus.relations import BY_KEY as RELATIONS
from kalima.errors import NotFound
from kalima.search.hits import Hits
from kalima.study.earlier_items import Annotations
from kalima.study.library import Library
from kalima.study.shapes import KINDS

FEATURES = {
    "pos": "pos",
    "verb_form": "form",
    "voice": "voice",
    "mood": "mood",
    "aspect": "aspect",
    "person": "person",
    "number": "number",
    "gender": "gender",
    "case": "case",
    "state": "state",
    "derived_noun_type": "deriv",
}
"""The features of a segment: what they are called here, and in the tagset."""
ALSO = "|"
"""Stands between the relations of a segment that has several heads."""
_ID = re.compile(r"(\d{1,9}):(\d{1,9}):(\d{1,9})|seg-(\d{1,9})-(\d{1,9})-(\d{1,9})-(\d{1,9})", re.ASCII)

Shape = dict[str, Any]


def token_id(word: Word) -> str:
    return f"{word.surah}:{word.ayah}:{word.position - 1}"


def segment_id(surah: int, ayah: int, word: int, segment: int) -> str:
    """
    :param word: its 1-based place in the verse; ``segment`` that in the word.
    """
    return f"seg-{surah}-{ayah}-{word - 1}-{segment - 1}"


def segment(word: Word, place: int, record: Segment, relations: Sequence[str]) -> Shape:
    """A segment with what it is in the text and in the treebank; what is not stated is ``None``.

    :param place: 1-based in the word.
    """
    return {
        "id": segment_id(word.surah, word.ayah, word.position, place),
        "type": record.kind,
        "form": record.form,
        "root": record.root,
        "lemma": record.lemma,
        "pattern": record.wazn,
        **{name: getattr(record, tagset.BY_KEY[key].field) for name, key in FEATURES.items()},
        "dependency_rel": ALSO.join(relations) or None,
        "role": ALSO.join(RELATIONS[relation].arabic for relation in relations) or None,
        "token_index": word.position - 1,
        "word_index": word.position,
        "text": record.form,
        "token_text": word.text,
    }


def segments(library: Library, words: Sequence[Word]) -> dict[int, list[Shape]]:
    """The segments of each of these words, by its id. Asks the store twice, however many words there are."""
    ids = [word.id for word in words]
    records, relations = library.store.segments_of(ids), library.store.relations_of(ids)
    return {
        word.id: [
            segment(word, place, record, relations.get((word.id, place), ()))
            for place, record in enumerate(records[word.id], start=1)
        ]
        for word in words
    }


def token_views(library: Library, words: Sequence[Word], carried: Annotations | None = None) -> list[Shape]:
    """Words as hits: each with its verse's reference, its segments and its annotations.

    :param carried: the annotations of their verses, if they have been read.
    """
    parts = segments(library, words)
    carried = carried or Annotations(library, {(word.surah, word.ayah) for word in words})
    return [
        {
            "id": token_id(word),
            "verse_ref": f"{word.surah}:{word.ayah}",
            "token_index": word.position - 1,
            "text": word.text,
            "segments": parts[word.id],
            "annotations": carried.of_word(f"{word.surah}:{word.ayah}", word.position),
        }
        for word in words
    ]


def token_view(library: Library, named: str) -> Shape:
    """The word that ``named`` is the id of, or that has the segment of this id.

    :raises NotFound: if there is none.
    """
    match = _ID.fullmatch(named)
    if match is None:
        raise NotFound(
            f"{named[:40]!r} is not the id of a word or a segment.",
            "Write a word as 2:255:0 and a segment as seg-2-255-0-0; words and segments count from 0.",
        )
    surah, ayah, index = (int(number) for number in (match.groups()[:3] if match[1] else match.groups()[3:6]))
    verse = library.verses(Reference(surah, ayah, ayah))[0]
    words = library.store.words_of([verse.id])[verse.id]
    if index >= len(words):
        raise NotFound(
            f"There is no word {named}: verse {verse.reference} has {len(words)}.",
            f"Choose {verse.reference}:0 to {verse.reference}:{len(words) - 1}.",
        )
    (view,) = token_views(library, [words[index]])
    if match[7] and int(match[7]) >= (count := len(view["segments"])):
        raise NotFound(
            f"There is no segment {named}: the word has {count}.",
            f"Choose {view['segments'][0]['id']} to {view['segments'][-1]['id']}.",
        )
    return view


def verse_head(library: Library, record: Verse) -> Shape:
    """A verse without its words."""
    return {"surah": surah_named(library, record.surah), "ayah": record.ayah, "text": record.text}


def surah_named(library: Library, number: int) -> Shape:
    return {"number": number, "name": library.store.surah(number).arabic}


def verses(library: Library, records: Sequence[Verse]) -> list[Shape]:
    """Verses with their words and the segments of these."""
    words = library.store.words_of([verse.id for verse in records])
    parts = segments(library, [word for verse in records for word in words[verse.id]])
    carried = Annotations(library, [(verse.surah, verse.ayah) for verse in records])
    return [
        {
            **verse_head(library, verse),
            "tokens": [
                {
                    "id": token_id(word),
                    "index": word.position - 1,
                    "text": word.text,
                    "form": word.text,
                    "segments": parts[word.id],
                }
                for word in words[verse.id]
            ],
            "annotations": carried.of_verse(verse.reference),
        }
        for verse in records
    ]


def hit_list(
    library: Library, hits: Hits, query: str, kind: str, match: str, *, offset: int, limit: int
) -> Shape:
    """A page of the words that were found, each with its verse.

    ``match`` says in words what was looked for, ``match_term`` is the word as it stands in the verse's text,
    ``match_count`` how many words of that verse were found.
    """
    words = library.store.words_by_id(hits.word_ids(offset, limit))
    number = hits.index.layout.verses.number
    ids = sorted({number(word.id - 1) + 1 for word in words})
    found = hits.places_in(ids)
    verses = library.store.verses_by_id(ids)
    carried = Annotations(library, [(verse.surah, verse.ayah) for verse in verses])
    heads = {
        verse.reference: (
            verse_head(library, verse) | {"annotations": carried.of_verse(verse.reference)},
            len(found[verse.id]),
        )
        for verse in verses
    }
    results = []
    for view in token_views(library, words, carried):
        verse, count = heads[view["verse_ref"]]
        said = {"match": match, "match_term": view["text"], "match_count": count}
        results.append({**view, "verse": verse, **said})
    total = hits.word_count
    return {"results": results, "query": query, "type": kind, "count": total, "total_count": total}


def described(library: Library, verse: Verse) -> list[Shape]:
    """The words of a verse, with each feature of each segment in plain English."""
    words = library.store.words_of([verse.id])[verse.id]
    parts = segments(library, words)
    return [
        {
            "id": token_id(word),
            "form": word.text,
            "segments": [{"original": each, "parsed": _in_english(each)} for each in parts[word.id]],
        }
        for word in words
    ]


def _in_english(shape: Mapping[str, Any]) -> dict[str, str]:
    """What is stated of a segment; root, lemma and pattern have no English name and stay Arabic."""
    said = {"type": KINDS[shape["type"]][0]}
    said |= {name: shape[name] for name in ("root", "lemma", "pattern") if shape[name]}
    for name, key in FEATURES.items():
        if shape[name]:
            said[name] = tagset.value_of(key, shape[name]).english
    if shape["dependency_rel"]:
        keys = shape["dependency_rel"].split(ALSO)
        said["dependency_rel"] = " and ".join(RELATIONS[key].english for key in keys)
    return said


def features() -> list[Shape]:
    """Every feature of a segment, its values, and what both are called."""

    def feature(key: str, english: str, arabic: str, values: Sequence[tuple[str, str, str]]) -> Shape:
        named = [dict(zip(("tag", "english", "arabic"), value, strict=True)) for value in values]
        return {"key": key, "english": english, "arabic": arabic, "values": named}

    of_tagset = ((name, tagset.BY_KEY[key]) for name, key in FEATURES.items())
    relations = [(each.key, each.english, each.arabic) for each in RELATIONS.values()]
    return [
        feature("type", "kind of segment", "نوع المقطع", [(tag, *names) for tag, names in KINDS.items()]),
        *(
            feature(name, each.english, each.arabic, [value[:3] for value in each.values])
            for name, each in of_tagset
        ),
        feature("dependency_rel", "dependency relation", "العلاقة النحوية", relations),
    ]


def dependency_tree(library: Library, verse: Verse) -> list[Shape]:
    """Every node of the treebank in a verse, implied words included, with all of its heads.

    ``head`` and ``rel_label`` are of the first arc, ``None`` for a node without a head; ``heads`` has all.
    """
    graph = library.store.graphs([verse.id])[verse.id]
    words = {word.position: word for word in library.store.words_of([verse.id])[verse.id]}
    parts = library.store.segments_of([word.id for word in words.values()])
    arcs: dict[int, list[GraphArc]] = {node.position: [] for node in graph.nodes}
    for arc in graph.arcs:
        arcs[arc.dependent].append(arc)

    def shaped(node: GraphNode) -> Shape:
        heads = [_head(arc) for arc in arcs[node.position]]
        word, places = node.word, (node.segment, node.second_segment)
        written = word is not None and node.segment is not None
        record = parts[words[word].id][node.segment - 1] if written else None  # type: ignore[index, operator]
        return {
            "id": node.position,
            "word": node.text,
            "pos": record.pos if record and node.leads else node.features.get("pos"),
            **(heads[0] if heads else dict.fromkeys(("head", "rel_label", "rel_label_ar"))),
            "heads": heads,
            "implied": node.implied,
            "token_index": None if word is None else word - 1,
            "segment_ids": [
                segment_id(verse.surah, verse.ayah, word, place) for place in places if word and place
            ],
        }

    return [shaped(node) for node in graph.nodes]


def _head(arc: GraphArc) -> Shape:
    return {"head": arc.head, "rel_label": arc.relation, "rel_label_ar": RELATIONS[arc.relation].arabic}
