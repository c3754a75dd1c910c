"""What Kalima's answers are made of, by name."""

from __future__ import annotations

from kalima.corpus import tagset
from kalima.corpus.graph import Difference, GraphNode
from kalima.corpus.model import Segment, Source, Surah, Verse
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
VERSE = Named("Verse", Record(_READ), says="A verse with its words and its place in every division.")
SIMILAR_VERSE = Named("SimilarVerse", Record({"score": Number(), **_READ}))

_SEGMENT = record_of(Segment, kind=Choice(("PREFIX", "STEM", "SUFFIX"))).fields
SEGMENT = Named(
    "Segment",
    Record(_SEGMENT),
    says="A piece of a word with its features; what the corpus does not state is null.",
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
WORD = Named(
    "Word",
    Record(
        {
            "ref": WORD_REF,
            "surah": Natural(1, 114),
            "ayah": Natural(1),
            "word": Natural(1),
            "text": TEXT,
            "modern": Text(says="In today's spelling."),
            "page": Natural(1, 604, says="Of the Madinah mushaf."),
            "line": Natural(1, 15),
            "signs": ListOf(TEXT),
            "segments": ListOf(Named("DescribedSegment", Record(_DESCRIBED_SEGMENT))),
        }
    ),
    says="A word with everything that is said of its segments.",
)
GRAPH = Named(
    "Graph",
    Record(
        {
            "ref": VERSE_REF,
            "surah": Natural(1, 114),
            "ayah": Natural(1),
            "nodes": ListOf(Named("Node", record_of(GraphNode))),
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
MATCH = Named(
    "Match",
    Record(
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
        }
    ),
    says="One way in which the query holds: its words, and what its labels name.",
)
WORD_HIT = Named(
    "WordHit",
    Record({"ref": VERSE_REF, "word": Natural(1), "text": TEXT, "segments": ListOf(SEGMENT)}),
)
VERSE_HIT = Named("VerseHit", Record({**_VERSE, "hits": PLACES, "labels": MapOf(PLACES)}))
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
}
REFERENCE = Record({"surah": NATURAL, "ayah": NATURAL, "last_ayah": NATURAL, "word": nullable(NATURAL)})
FOUND = Either(
    (
        Named("VersesFound", Record({**_FOUND, "translation": TRANSLATION, "verses": ListOf(VERSE_HIT)})),
        Named("MatchesFound", Record({**_FOUND, "hits": ListOf(MATCH)})),
        Named("WordsFound", Record({**_FOUND, "hits": ListOf(WORD_HIT)})),
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
FEATURE = Named(
    "Feature",
    Record(
        {
            "key": Choice(tuple(feature.key for feature in tagset.FEATURES)),
            **BOTH_LANGUAGES,
            "values": ListOf(Record({"tag": TEXT, **BOTH_LANGUAGES})),
        }
    ),
)
