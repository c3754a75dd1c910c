"""How records and hits are given out as JSON, in one place for the terminal, HTTP and exports."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from kalima.arabic.references import Reference
from kalima.corpus.model import Segment, Surah, Verse, Word
from kalima.corpus.relations import BY_KEY as RELATIONS
from kalima.search.completion import MOST
from kalima.search.hits import Hits, Keys, Labelled
from kalima.search.order import OF_VERSES, ORDERS, RANDOM
from kalima.search.parser import MAX_LENGTH
from kalima.search.query import Meaning
from kalima.study import translations
from kalima.study.library import Library

Shape = dict[str, Any]
KINDS = {"PREFIX": ("prefix", "سابقة"), "STEM": ("stem", "جذع"), "SUFFIX": ("suffix", "لاحقة")}
WORD_PARTS = ("segments", "dictionary", "tree", "same")
"""What can be given of a word on its page, beside its spellings and where it is printed."""
USUAL_OFFERS = MOST
"""Completions that are given if it is not said how many."""
MAX_QUERY = MAX_LENGTH
"""Characters of a query."""


class Listing(NamedTuple):
    """What a list of hits can be asked for: parts of each (the usual ones, and more), and orders."""

    usual: tuple[str, ...]
    more: tuple[str, ...]
    orders: tuple[str, ...] = ORDERS

    @property
    def parts(self) -> tuple[str, ...]:
        return (*self.usual, *self.more)


LISTINGS = {
    "verse": Listing(
        ("text", "words", "translation", "hits", "labels"), ("transliteration",), (*OF_VERSES, RANDOM)
    ),
    "match": Listing(("text", "labels"), ("segments", "verse", "translation")),
    "word": Listing(("text", "segments"), ("verse", "translation")),
}
_PLACE = ("ref", "surah", "ayah")
MAX_VALUES = 50
"""Values that are listed of what an expression was taken to mean."""
MAX_PAGE = 500
"""Hits of one page, at most; further ones are a page on."""


def total(hits: Hits) -> dict[str, int]:
    """How many matches there are, how many words they cover, and in how many verses the query holds.

    A word of two stems is one word. Matches differ in their words or in what their labels name.
    """
    return {"matches": hits.match_count, "words": hits.word_count, "verses": hits.verse_count}


def meanings(found: Iterable[Meaning]) -> list[Shape]:
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


def surah(record: Surah) -> Shape:
    return record._asdict()


def segment(record: Segment) -> Shape:
    """A segment with every feature; what the corpus does not state is ``None``."""
    shaped = record._asdict()
    shaped["inferred"] = list(record.inferred)
    return shaped


def word_hits(
    library: Library,
    hits: Hits,
    offset: int,
    limit: int,
    *,
    keys: Keys = None,
    parts: Collection[str] = LISTINGS["word"].usual,
    translation: str = translations.BUNDLED,
) -> list[Shape]:
    """A page of covered words: the verse of each, its 1-based place there, and these ``parts``."""
    ids = hits.word_ids(offset, limit, keys)
    words = _words(library, ids)
    segments = library.store.segments_of(ids) if "segments" in parts else {}
    verses = _verses_around(library, ids, parts, translation)
    shaped = []
    for number in ids:
        record = words[number]
        shape: Shape = {"ref": f"{record.surah}:{record.ayah}", "word": record.position}
        if "text" in parts:
            shape["text"] = record.text
        if "segments" in parts:
            shape["segments"] = [segment(each) for each in segments[number]]
        shaped.append(shape | verses.get(number, {}))
    return shaped


def match_hits(
    library: Library,
    hits: Hits,
    offset: int,
    limit: int,
    *,
    keys: Keys = None,
    parts: Collection[str] = LISTINGS["match"].usual,
    translation: str = translations.BUNDLED,
) -> list[Shape]:
    """A page of matches: the words of each, and these ``parts``.

    A label's ``text`` is that of its words; where it names a node of the treebank, ``node`` is the node's
    id and ``node_text`` the treebank's own spelling, which is all there is of an implied word.

    ``segments`` are those of each of its words.
    """
    matches = hits.matches(offset, limit, keys)
    ids = sorted({word for match in matches for word in match.words})
    words = _words(library, ids)
    named = (label.node for match in matches for label in match.labels.values() if label.node is not None)
    nodes = library.store.nodes_by_id(sorted(set(named))) if "labels" in parts else {}
    segments = library.store.segments_of(ids) if "segments" in parts else {}
    verses = _verses_around(library, [match.words[0] for match in matches], parts, translation)
    shaped = []
    for match in matches:
        first = words[match.words[0]]
        shape: Shape = {
            "ref": f"{first.surah}:{first.ayah}",
            "words": [words[word].reference for word in match.words],
        }
        if "text" in parts:
            shape["text"] = " ".join(words[word].text for word in match.words)
        if "labels" in parts:
            shape["labels"] = {name: _label(each, words, nodes) for name, each in match.labels.items()}
        if "segments" in parts:
            shape["segments"] = [[segment(each) for each in segments[word]] for word in match.words]
        shaped.append(shape | verses.get(match.words[0], {}))
    return shaped


def _label(label: Labelled, words: Mapping[int, Word], nodes: Mapping[int, tuple[str, bool]]) -> Shape:
    text, implied = nodes.get(label.node or 0, ("", False))
    written = [words[word] for word in label.words]
    return {
        "words": [each.reference for each in written],
        "text": " ".join(each.text for each in written) or text,
        "node": label.node,
        "node_text": text,
        "implied": implied,
    }


def _words(library: Library, ids: Sequence[int]) -> dict[int, Word]:
    return {each.id: each for each in library.store.words_by_id(ids)}


def _verses_around(
    library: Library, word_ids: Iterable[int], parts: Collection[str], translation: str
) -> dict[int, Shape]:
    """What is wanted of the verse of each of these words, by the word's id."""
    if not {"verse", "translation"} & set(parts):
        return {}
    number = library.index.layout.verses.number
    verse_of = {word: number(word - 1) + 1 for word in word_ids}
    records = library.store.verses_by_id(sorted(set(verse_of.values())))
    texts = translations.texts(library, records, translation) if "translation" in parts else {}
    wanted: dict[int, Shape] = {}
    for verse in records:
        wanted[verse.id] = {"verse": verse.text} if "verse" in parts else {}
        if "translation" in parts:
            wanted[verse.id]["translation"] = texts.get(verse.id)
    return {word: wanted[verse] for word, verse in verse_of.items()}


def understood(library: Library, hits: Hits) -> Shape:
    """What the query of ``hits`` was taken to mean: its parts, and the whole as a sentence."""
    reading = library.reading(hits.query, hits.meanings)
    return {"meanings": meanings(hits.meanings), "reading": reading._asdict()}


def explanation(library: Library, query: str) -> Shape:
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


def completion(library: Library, query: str, cursor: int, limit: int) -> Shape:
    """What can be put between ``start`` and ``end`` of ``query``, ``limit`` offers at most."""
    found = library.complete(query, cursor, limit)
    return {"start": found.start, "end": found.end, "offers": [offer._asdict() for offer in found.offers]}


def verses(
    library: Library,
    records: Sequence[Verse],
    translation: str = translations.BUNDLED,
    *,
    also: Sequence[str] = (),
    analysed: bool = False,
) -> list[Shape]:
    """Verses with their words, transliteration, divisions and translation.

    A translation is ``None`` for a verse that is not translated.

    :param also: further translations.
    :param analysed: whether the segments of each word are given.
    """
    texts = translations.texts(library, records, translation)
    more = {name: translations.texts(library, records, name) for name in also}
    segments = _segments_by_verse(library, records) if analysed else {}
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
            **({"also": {name: found.get(verse.id) for name, found in more.items()}} if also else {}),
            **({"segments": segments[verse.id]} if analysed else {}),
        }
        for verse in records
    ]


def _segments_by_verse(library: Library, records: Sequence[Verse]) -> dict[int, list[list[Shape]]]:
    """The segments of each word of these verses, by the verse's id."""
    words = library.store.words_of([verse.id for verse in records])
    segments = library.store.segments_of([word.id for each in words.values() for word in each])
    return {
        verse: [[segment(each) for each in segments[word.id]] for word in each]
        for verse, each in words.items()
    }


def _verse(record: Verse, translation: str | None) -> Shape:
    return {
        "ref": record.reference,
        "surah": record.surah,
        "ayah": record.ayah,
        "text": record.text,
        "words": record.words,
        "translation": translation,
    }


def verse_hits(
    library: Library,
    hits: Hits,
    offset: int,
    limit: int,
    translation: str = translations.BUNDLED,
    *,
    keys: Keys = None,
    parts: Collection[str] = LISTINGS["verse"].usual,
) -> list[Shape]:
    """A page of verses in which the query holds, with these ``parts``.

    ``hits`` are the 1-based places of the covered words, ``labels`` those of the labelled ones by label.
    """
    ids = hits.verse_ids(offset, limit, keys)
    places = hits.places_in(ids) if "hits" in parts else {}
    labels = hits.labels_in(ids) if "labels" in parts else {}
    records = {each.id: each for each in library.store.verses_by_id(ids)}
    texts = translations.texts(library, list(records.values()), translation) if "translation" in parts else {}
    shaped = []
    for number in ids:
        verse = records[number]
        shape = _verse(verse, texts.get(number)) | {"transliteration": verse.transliteration}
        shape = {name: each for name, each in shape.items() if name in parts or name in _PLACE}
        if "hits" in parts:
            shape["hits"] = places[number]
        if "labels" in parts:
            shape["labels"] = labels[number]
        shaped.append(shape)
    return shaped


HITS: dict[str, Callable[..., list[Shape]]] = {"verse": verse_hits, "match": match_hits, "word": word_hits}
"""A page of what a query finds, by what is listed."""
TOTALS = {"verse": "verses", "match": "matches", "word": "words"}
"""Which of the totals is that of the list."""


def similar(library: Library, reference: Reference, translation: str = translations.BUNDLED) -> Shape:
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


def graph(library: Library, reference: Reference) -> Shape:
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
