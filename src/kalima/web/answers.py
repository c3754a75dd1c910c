"""What Kalima's answers are made of, by name."""

from __future__ import annotations

from kalima.corpus import tagset
from kalima.corpus.graph import Difference, GraphNode
from kalima.corpus.model import Segment, Source, Surah, Verse
from kalima.study import shapes
from kalima.web.kinds import Choice, Kind, Natural, Number, Text, Truth
from kalima.web.structures import Either, ListOf, MapOf, Named, Record, nullable, record_of

TEXT, NATURAL, TRUTH = Text(), Natural(), Truth()
BOTH_LANGUAGES: dict[str, Kind] = {"english": TEXT, "arabic": TEXT}
VERSE_REF = Text(says="Surah and verse: 2:255.")
WORD_REF = Text(says="Surah, verse and word, all from 1: 2:255:3.")
PLACES = ListOf(Natural(1), says="Places of words in the verse, from 1.")

ERROR = Named(
    "Error",
    Record(
        {
            "error": Text(says="What is wrong, a sentence."),
            "hint": Text(says="The next step."),
            "at": ListOf(NATURAL, says="The half-open range of characters of the query that is meant."),
            "suggestion": Text(says="The whole query as it was probably meant."),
            "incident": Text(says="The number under which the log tells of an error that was not foreseen."),
        },
        optional=("at", "suggestion", "incident"),
        open=True,
    ),
    says="Every refusal has this shape.",
)

SURAH = Named("Surah", record_of(Surah, place=Choice(("Meccan", "Medinan"))))
SOURCE = Named("Source", record_of(Source), says="Where a part of the data comes from, with its own notice.")

_TRANSLATION: dict[str, Kind] = {
    "id": TEXT,
    "name": TEXT,
    "translator": TEXT,
    "language": Text(says="The language's code."),
    "language_name": TEXT,
    "dir": Choice(("ltr", "rtl")),
}
TRANSLATION = Named("Translation", Record(_TRANSLATION), says="The translation that the verses are given in.")
_LISTED: dict[str, Kind] = {
    **_TRANSLATION,
    "bundled": Truth(says="False for the user's own."),
    "source": TEXT,
    "license": TEXT,
    "notice": Text(says="The comment block of the translation's file."),
    "verses": Natural(says="How many verses it has."),
    "complete": Truth(says="Whether it has all 6,236."),
    "file_name": TEXT,
    "added": Text(says="When it was added, in UTC."),
}
LISTED_TRANSLATION = Named("ListedTranslation", Record(_LISTED, optional=("file_name", "added")))
ADDED_TRANSLATION = Named(
    "AddedTranslation",
    Record(
        {
            **_LISTED,
            "missing": ListOf(TEXT, says="The places that it does not translate: 1:3-7."),
            "missing_verses": NATURAL,
        }
    ),
)

_TRANSLATED = nullable(Text(says="In the translation; null where it has none."))
_VERSE: dict[str, Kind] = {
    "ref": VERSE_REF,
    "surah": Natural(1, 114),
    "ayah": Natural(1),
    "text": Text(says="Tanzil's text, unchanged."),
    "words": ListOf(TEXT),
    "translation": _TRANSLATED,
}
_DIVISIONS = record_of(Verse).fields
_READ: dict[str, Kind] = {
    **_VERSE,
    **{name: _DIVISIONS[name] for name in ("transliteration", "juz")},
    "hizb": Natural(1, 60),
    **{name: _DIVISIONS[name] for name in ("quarter", "page", "ruku", "manzil", "sajda")},
}
SIMILAR_VERSE = Named("SimilarVerse", Record({"score": Number(), **_READ}))

_SEGMENT = record_of(Segment, kind=Choice(("PREFIX", "STEM", "SUFFIX"))).fields
SEGMENT = Named(
    "Segment",
    Record(_SEGMENT),
    says="A piece of a word with its features; what the corpus does not state is null.",
)
SEGMENTS = ListOf(ListOf(SEGMENT), says="Those of each word.")
VERSE = Named(
    "Verse",
    Record(
        {
            **_READ,
            "also": MapOf(_TRANSLATED),
            "segments": SEGMENTS,
        },
        optional=("also", "segments"),
    ),
    says="A verse with its words and its place in every division; by id in also, further translations.",
)
_FEATURE: dict[str, Kind] = {"key": TEXT, **BOTH_LANGUAGES, "tag": TEXT}
_VALUE: dict[str, Kind] = {"value_english": TEXT, "value_arabic": TEXT}
_DESCRIBED_SEGMENT: dict[str, Kind] = {
    **_SEGMENT,
    "kind_english": TEXT,
    "kind_arabic": TEXT,
    "features": ListOf(Record({**_FEATURE, **_VALUE, "inferred": TRUTH}), says="The corpus's."),
    "treebank": ListOf(Record({**_FEATURE, **_VALUE}, optional=tuple(_VALUE)), says="The treebank's."),
    "disagreements": ListOf(record_of(Difference), says="Where the two differ."),
}
_WORD: dict[str, Kind] = {
    "ref": WORD_REF,
    "text": TEXT,
    "modern": Text(says="In today's spelling."),
    "transliteration": TEXT,
    "page": Natural(1, 604, says="Of the Madinah mushaf."),
    "line": Natural(1, 15),
}
_QUERY = Text(says="Finds what is counted.")
_COUNTS: dict[str, Kind] = {
    "words": Natural(says="Words that have it."),
    "verses": Natural(says="Verses with such a word."),
    "forms": Natural(says="Spellings of these words."),
}
_ROOT_ROW: dict[str, Kind] = {
    "root": TEXT,
    "buckwalter": TEXT,
    "counts": Record({**_COUNTS, "lemmas": Natural(says="Lemmas of these words.")}),
    "query": _QUERY,
}
ROOT_ROW = Named(
    "RootRow",
    Record(_ROOT_ROW),
    says="A root in a list.",
)
_LEMMA_ROW: dict[str, Kind] = {
    "lemma": TEXT,
    "name": Text(says="The lemma as it is asked for; it differs from every other one's."),
    "root": nullable(TEXT),
    "pos": ListOf(TEXT, says="Tags, that of the most words first."),
    "counts": Record(_COUNTS),
    "query": _QUERY,
}
LEMMA_ROW = Named(
    "LemmaRow",
    Record(_LEMMA_ROW),
    says="A lemma in a list.",
)
_COUNTED: dict[str, Kind] = {"words": _COUNTS["words"], "query": _QUERY}
_TAG = Record({"tag": TEXT, **BOTH_LANGUAGES, **_COUNTED})
_ENTRY: dict[str, Kind] = {
    "forms": ListOf(
        Record({"text": TEXT, "first": WORD_REF, **_COUNTED}), says="Each spelling, and its first word."
    ),
    "patterns": ListOf(Record({"pattern": TEXT, **_COUNTED}), says="By wazn."),
    "features": ListOf(
        Record({"key": TEXT, **BOTH_LANGUAGES, "values": ListOf(_TAG)}),
        says="The features of its stems.",
    ),
    "surahs": ListOf(Record({"surah": Natural(1, 114), **_COUNTED, "verses": _COUNTS["verses"]})),
}
ROOT = Named(
    "Root",
    Record({**_ROOT_ROW, "lemmas": ListOf(LEMMA_ROW), **_ENTRY}),
    says="A root with all that the text has of it; of every list the most words come first.",
)
LEMMA = Named(
    "Lemma",
    Record({**_LEMMA_ROW, **_ENTRY}),
    says="A lemma with all that the text has of it; of every list the most words come first.",
)
HEADWORDS = Named(
    "Headwords",
    Record({"segment": Natural(1), "root": nullable(ROOT_ROW), "lemma": nullable(LEMMA_ROW)}),
    says="What a stem is found under; segment is its place in the word.",
)
NODE = Named("Node", record_of(GraphNode))
LINK = Named(
    "Link",
    Record({"own": Natural(1), "relation": TEXT, **BOTH_LANGUAGES, "node": NODE}),
    says="An arc to another node, from the own one at this position.",
)
TREE = Named(
    "TreePlace",
    Record({"nodes": ListOf(NODE), "heads": ListOf(LINK), "dependents": ListOf(LINK)}),
    says="The nodes that stand on a word or segment, what governs them, and what they govern.",
)
WORD = Named(
    "Word",
    Record(
        {
            **_WORD,
            "surah": Natural(1, 114),
            "ayah": Natural(1),
            "word": Natural(1),
            "signs": ListOf(TEXT),
            "segments": ListOf(Named("DescribedSegment", Record(_DESCRIBED_SEGMENT))),
            "dictionary": ListOf(HEADWORDS, says="One for each stem."),
            "tree": TREE,
            "same": Record({**_COUNTED, "verses": _COUNTS["verses"]}, says="Words of the same spelling."),
        },
        optional=shapes.WORD_PARTS,
    ),
    says="A word with what is said of it.",
)
ONE_SEGMENT = Named(
    "OneSegment",
    Record(
        {
            "ref": Text(says="Surah, verse, word and segment: 2:255:3:1."),
            "word": Record(_WORD),
            **_DESCRIBED_SEGMENT,
            "dictionary": nullable(HEADWORDS),
            "tree": TREE,
        }
    ),
    says="A segment with its word, and what is said of it; dictionary is null unless it is a stem.",
)
GRAPH = Named(
    "Graph",
    Record(
        {
            "ref": VERSE_REF,
            "surah": Natural(1, 114),
            "ayah": Natural(1),
            "nodes": ListOf(NODE),
            "arcs": ListOf(
                Named(
                    "Arc",
                    Record({"head": Natural(1), "dependent": Natural(1), "relation": TEXT, **BOTH_LANGUAGES}),
                    says="An arc between two nodes, by their positions.",
                )
            ),
        }
    ),
    says="The dependency graph of a verse.",
)

MEANING = Named(
    "Meaning",
    Record(
        {
            "typed": TEXT,
            "attribute": TEXT,
            "values": ListOf(TEXT, says="The first of them."),
            "value_count": Natural(says="How many there are."),
            "meaning": TEXT,
            "at": ListOf(NATURAL, says="The half-open range of characters of the query."),
        }
    ),
    says="What a part of the query was taken to mean.",
)
READING = Named("Reading", Record(BOTH_LANGUAGES), says="The whole query as a sentence.")
_AROUND: dict[str, Kind] = {"verse": Text(says="The text of its verse."), "translation": _TRANSLATED}


def _hit(by: str, fields: dict[str, Kind]) -> Record:
    """A hit of which not all parts need be there."""
    return Record(fields, optional=shapes.LISTINGS[by].parts)


MATCH = Named(
    "Match",
    _hit(
        "match",
        {
            "ref": VERSE_REF,
            "words": ListOf(WORD_REF),
            "text": TEXT,
            "labels": MapOf(
                Record(
                    {
                        "words": ListOf(WORD_REF),
                        "text": TEXT,
                        "node": nullable(NATURAL),
                        "node_text": TEXT,
                        "implied": TRUTH,
                    }
                )
            ),
            "segments": SEGMENTS,
            **_AROUND,
        },
    ),
    says="One way in which the query holds: its words, and what its labels name.",
)
WORD_HIT = Named(
    "WordHit",
    _hit(
        "word",
        {"ref": VERSE_REF, "word": Natural(1), "text": TEXT, "segments": ListOf(SEGMENT), **_AROUND},
    ),
)
VERSE_HIT = Named(
    "VerseHit",
    _hit("verse", {**_VERSE, "transliteration": TEXT, "hits": PLACES, "labels": MapOf(PLACES)}),
)
TOTAL = Named(
    "Total",
    Record({"matches": NATURAL, "words": NATURAL, "verses": NATURAL}),
    says="Of the whole corpus, whatever page is asked for.",
)
_FOUND: dict[str, Kind] = {
    "query": TEXT,
    "total": TOTAL,
    "meanings": ListOf(MEANING),
    "reading": READING,
    "limit": NATURAL,
    "offset": NATURAL,
    "translation": TRANSLATION,
}
REFERENCE = Record({"surah": NATURAL, "ayah": NATURAL, "last_ayah": NATURAL, "word": nullable(NATURAL)})
FOUND = Either(
    (
        Named("VersesFound", Record({**_FOUND, "verses": ListOf(VERSE_HIT)}, optional=("translation",))),
        Named("MatchesFound", Record({**_FOUND, "hits": ListOf(MATCH)}, optional=("translation",))),
        Named("WordsFound", Record({**_FOUND, "hits": ListOf(WORD_HIT)}, optional=("translation",))),
        Named(
            "Place", Record({"query": TEXT, "reference": REFERENCE}), says="The query names a place to go to."
        ),
    )
)
OFFER = Named(
    "Offer",
    Record({"text": TEXT, **BOTH_LANGUAGES, "hits": nullable(NATURAL), "kind": TEXT}),
    says="What can be put in; hits is null where there is nothing to count.",
)
TAG_NAMES = Named("TagNames", Record({"tag": TEXT, **BOTH_LANGUAGES}))
FEATURE = Named(
    "Feature",
    Record(
        {
            "key": Choice(tuple(tagset.BY_KEY)),
            **BOTH_LANGUAGES,
            "source": Choice(
                ("qac", "treebank", "both"),
                says="Who says it of a stem: the corpus, the treebank, or who compares the two.",
            ),
            "values": ListOf(TAG_NAMES),
        }
    ),
)
