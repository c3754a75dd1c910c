"""How records and hits are given out as JSON, in one place for the terminal, HTTP and exports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kalima.arabic.references import Reference
from kalima.corpus import tagset
from kalima.corpus.graph import Difference
from kalima.corpus.model import Segment, Surah, Verse, Word
from kalima.corpus.relations import BY_KEY as RELATIONS
from kalima.search.hits import Hits, Match
from kalima.search.parser import MAX_LENGTH
from kalima.search.query import Meaning
from kalima.study import translations
from kalima.study.library import Library

KINDS = {"PREFIX": ("prefix", "سابقة"), "STEM": ("stem", "جذع"), "SUFFIX": ("suffix", "لاحقة")}
MAX_QUERY = MAX_LENGTH
"""Characters of a query."""
MAX_VALUES = 50
"""Values that are listed of what an expression was taken to mean."""
MAX_PAGE = 500
"""Hits of one page, at most; further ones are a page on."""


def total(hits: Hits) -> dict[str, int]:
    """How many matches there are, how many words they cover, and in how many verses the query holds.

    A word of two stems is one word. Matches differ in their words or in what their labels name.
    """
    return {"matches": hits.match_count, "words": hits.word_count, "verses": hits.verse_count}


def meanings(found: Iterable[Meaning]) -> list[dict[str, Any]]:
    """What each part of the query was taken to mean; of many values the first, and how many there are."""
    return [
        {
            "typed": meaning.typed,
            "attribute": meaning.attribute,
            "values": list(meaning.values[:MAX_VALUES]),
            "value_count": len(meaning.values),
            "meaning": meaning.words,
            "at": list(meaning.at),
        }
        for meaning in found
    ]


def surah(record: Surah) -> dict[str, Any]:
    return record._asdict()


def segment(record: Segment) -> dict[str, Any]:
    """A segment with every feature; what the corpus does not state is ``None``."""
    shaped = record._asdict()
    shaped["inferred"] = list(record.inferred)
    return shaped


def described_segment(
    record: Segment, treebank: Mapping[str, str], differences: Sequence[Difference]
) -> dict[str, Any]:
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


def _described(feature: tagset.Feature, tag: str) -> dict[str, Any]:
    value = tagset.value_of(feature.key, tag)
    return {
        "key": feature.key,
        "english": feature.english,
        "arabic": feature.arabic,
        "tag": tag,
        "value_english": value.english,
        "value_arabic": value.arabic,
    }


def word(record: Word, segments: Iterable[Segment]) -> dict[str, Any]:
    """A word as a hit of the terminal: its verse, its 1-based place in it, its text, its segments."""
    return {
        "ref": f"{record.surah}:{record.ayah}",
        "word": record.position,
        "text": record.text,
        "segments": [segment(each) for each in segments],
    }


def word_hits(library: Library, hits: Hits, offset: int, limit: int) -> list[dict[str, Any]]:
    """A page of matching words in mushaf order."""
    words = library.store.words_by_id(hits.word_ids(offset, limit))
    segments = library.store.segments_of([each.id for each in words])
    return [word(each, segments[each.id]) for each in words]


def match_hits(library: Library, hits: Hits, offset: int, limit: int) -> list[dict[str, Any]]:
    """A page of matches in mushaf order: the words of each, and what its labels name.

    A label's ``text`` is that of its words; where it names a node of the treebank, ``node`` is the node's
    id and ``node_text`` the treebank's own spelling, which is all there is of an implied word.
    """
    return _matches(library, hits.matches(offset, limit))


def _matches(library: Library, matches: Sequence[Match]) -> list[dict[str, Any]]:
    ids = {word for match in matches for word in match.words}
    words = {each.id: each for each in library.store.words_by_id(sorted(ids))}
    nodes = library.store.nodes_by_id(
        sorted({label.node for match in matches for label in match.labels.values() if label.node is not None})
    )
    shaped = []
    for match in matches:
        first = words[match.words[0]]
        labels = {}
        for name, label in match.labels.items():
            text, implied = nodes.get(label.node or 0, ("", False))
            written = [words[word] for word in label.words]
            labels[name] = {
                "words": [each.reference for each in written],
                "text": " ".join(each.text for each in written) or text,
                "node": label.node,
                "node_text": text,
                "implied": implied,
            }
        shaped.append(
            {
                "ref": f"{first.surah}:{first.ayah}",
                "words": [words[word].reference for word in match.words],
                "text": " ".join(words[word].text for word in match.words),
                "labels": labels,
            }
        )
    return shaped


def understood(library: Library, hits: Hits) -> dict[str, Any]:
    """What the query of ``hits`` was taken to mean: its parts, and the whole as a sentence."""
    reading = library.reading(hits.query, hits.meanings)
    return {"meanings": meanings(hits.meanings), "reading": reading._asdict()}


def explanation(library: Library, query: str) -> dict[str, Any]:
    """What ``query`` asks: as it was parsed, part by part, and as a sentence in each language.

    :raises QueryError: if it cannot be understood.
    """
    explained = library.explain(query)
    return {
        "query": query,
        "parsed": repr(explained.query),
        "reading": explained.reading._asdict(),
        "meanings": meanings(explained.meanings),
    }


def completion(library: Library, query: str, cursor: int) -> dict[str, Any]:
    """What can be put between ``start`` and ``end`` of ``query``."""
    found = library.complete(query, cursor)
    return {"start": found.start, "end": found.end, "offers": [offer._asdict() for offer in found.offers]}


def verses(
    library: Library, records: Sequence[Verse], translation: str = translations.BUNDLED
) -> list[dict[str, Any]]:
    """Verses with their words, transliteration, divisions and translation.

    The translation is ``None`` for a verse that is not translated.
    """
    texts = translations.texts(library, records, translation)
    return [
        {
            **_verse(verse, texts.get(verse.id)),
            "transliteration": verse.transliteration,
            "juz": verse.juz,
            "hizb": verse.hizb,
            "quarter": verse.quarter,
            "page": verse.page,
            "ruku": verse.ruku,
            "manzil": verse.manzil,
            "sajda": verse.sajda,
        }
        for verse in records
    ]


def _verse(record: Verse, translation: str | None) -> dict[str, Any]:
    return {
        "ref": record.reference,
        "surah": record.surah,
        "ayah": record.ayah,
        "text": record.text,
        "words": record.words,
        "translation": translation,
    }


def verse_hits(
    library: Library, hits: Hits, offset: int, limit: int, translation: str = translations.BUNDLED
) -> list[dict[str, Any]]:
    """A page of verses in which the query holds, in mushaf order.

    ``hits`` are the 1-based places of the covered words, ``labels`` those of the labelled ones by label.
    """
    ids = hits.verse_ids(offset, limit)
    places, labels = hits.places_in(ids), hits.labels_in(ids)
    records = library.store.verses_by_id(ids)
    texts = translations.texts(library, records, translation)
    return [
        {
            **_verse(verse, texts.get(verse.id)),
            "hits": places[verse.id],
            "labels": labels[verse.id],
        }
        for verse in records
    ]


def described_words(library: Library, reference: Reference) -> list[dict[str, Any]]:
    """The words that ``reference`` means, with their two spellings and everything said of their segments.

    :raises NotFound: if there is no such verse or word.
    """
    words = library.words(reference)
    ids = [record.id for record, _ in words]
    treebank, differences = library.store.treebank_of(ids), library.store.differences_of(ids)
    printing = library.store.printing_of(ids)
    return [
        {
            "ref": record.reference,
            "surah": record.surah,
            "ayah": record.ayah,
            "word": record.position,
            "text": record.text,
            "modern": record.modern,
            **printing[record.id]._asdict(),
            "segments": [
                described_segment(
                    each, treebank.get((record.id, place), {}), differences.get((record.id, place), [])
                )
                for place, each in enumerate(segments, start=1)
            ],
        }
        for record, segments in words
    ]


def similar(
    library: Library, reference: Reference, translation: str = translations.BUNDLED
) -> dict[str, Any]:
    """The verses similar to a verse, the most similar first. The source does not say how it scores them.

    :raises NotFound: if there is no such verse.
    """
    (verse,) = library.verses(reference._replace(last_ayah=reference.ayah))
    found = library.store.similar_to(verse.id)
    shaped = verses(library, [each for each, _ in found], translation)
    return {
        "ref": verse.reference,
        "similar": [{"score": score, **row} for (_, score), row in zip(found, shaped, strict=True)],
    }


def graph(library: Library, reference: Reference) -> dict[str, Any]:
    """The dependency graph of a verse. Places (``position``, ``word``, ``segment``) are 1-based.

    :raises NotFound: if there is no such verse.
    """
    (verse,) = library.verses(reference._replace(last_ayah=reference.ayah))
    drawn = library.store.graphs([verse.id])[verse.id]
    return {
        "ref": verse.reference,
        "surah": verse.surah,
        "ayah": verse.ayah,
        "nodes": [node._asdict() for node in drawn.nodes],
        "arcs": [
            {
                "head": arc.head,
                "dependent": arc.dependent,
                "relation": arc.relation,
                "english": RELATIONS[arc.relation].english,
                "arabic": RELATIONS[arc.relation].arabic,
            }
            for arc in drawn.arcs
        ],
    }
