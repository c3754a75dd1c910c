"""How records and hits are given out as JSON, in one place for the terminal, HTTP and exports."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from kalima.corpus import tagset
from kalima.corpus.model import Segment, Surah, Verse, Word
from kalima.search.engine import Hits
from kalima.study.library import Library

KINDS = {"PREFIX": ("prefix", "سابقة"), "STEM": ("stem", "جذع"), "SUFFIX": ("suffix", "لاحقة")}
MAX_PAGE = 500
"""Hits of one page, at most; further ones are a page on."""


def total(hits: Hits) -> dict[str, int]:
    """How many words matched, in how many verses. A word of two stems is one word."""
    return {"words": hits.word_count, "verses": hits.verse_count}


def meanings(hits: Hits) -> list[dict[str, Any]]:
    """What each part of the query was taken to mean."""
    return [
        {
            "typed": meaning.typed,
            "attribute": meaning.attribute,
            "values": list(meaning.values),
            "meaning": meaning.words,
            "at": list(meaning.at),
        }
        for meaning in hits.meanings
    ]


def surah(record: Surah) -> dict[str, Any]:
    return record._asdict()


def segment(record: Segment) -> dict[str, Any]:
    """A segment with every feature; what the corpus does not state is ``None``."""
    return {**record._asdict(), "inferred": list(record.inferred)}


def described_segment(record: Segment) -> dict[str, Any]:
    """A segment with its features spelled out in English and Arabic, inferred ones marked."""
    english, arabic = KINDS[record.kind]
    features = []
    for feature in tagset.FEATURES:
        tag = getattr(record, feature.field)
        if tag is not None:
            value = tagset.value_of(feature.key, tag)
            features.append(
                {
                    "key": feature.key,
                    "english": feature.english,
                    "arabic": feature.arabic,
                    "tag": tag,
                    "value_english": value.english,
                    "value_arabic": value.arabic,
                    "inferred": feature.field in record.inferred,
                }
            )
    return {
        **segment(record),
        "kind_english": english,
        "kind_arabic": arabic,
        "features": features,
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


def verses(library: Library, records: Sequence[Verse]) -> list[dict[str, Any]]:
    """Verses with their words and translation."""
    translation = library.store.translation_of([verse.id for verse in records])
    return [
        {
            "ref": verse.reference,
            "surah": verse.surah,
            "ayah": verse.ayah,
            "text": verse.text,
            "words": verse.words,
            "translation": translation[verse.id],
        }
        for verse in records
    ]


def verse_hits(library: Library, hits: Hits, offset: int, limit: int) -> list[dict[str, Any]]:
    """A page of verses with matching words, in mushaf order; ``hits`` are the words' 1-based places."""
    ids = hits.verse_ids(offset, limit)
    places = hits.places_in(ids)
    records = library.store.verses_by_id(ids)
    return [
        {**shaped, "hits": places[verse.id]}
        for verse, shaped in zip(records, verses(library, records), strict=True)
    ]


def described_word(record: Word, segments: Iterable[Segment]) -> dict[str, Any]:
    """A word with its two spellings and its described segments."""
    return {
        "ref": record.reference,
        "surah": record.surah,
        "ayah": record.ayah,
        "word": record.position,
        "text": record.text,
        "modern": record.modern,
        "segments": [described_segment(each) for each in segments],
    }
