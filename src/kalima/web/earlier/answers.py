"""What the answers at the earlier addresses are made of, and the parameters that they share."""

from __future__ import annotations

from typing import Any

from kalima.study import earlier, earlier_queries, shapes
from kalima.study.library import Library
from kalima.web.answers import BOTH_LANGUAGES, NATURAL, TEXT, TRUTH, VERSE_REF
from kalima.web.kinds import ANYTHING, Choice, Kind, Natural, Text
from kalima.web.routes import Parameter, Tag
from kalima.web.structures import ListOf, MapOf, Named, Record, nullable

READING = Tag(
    "Reading, as before", "Addresses of the earlier backends. Words and segments count from 0 in ids."
)
SEARCHING = Tag("Searching, as before", "Addresses of the earlier backends, on the engine of /api/v1/search.")
RESEARCH = Tag("Research, as before", "Addresses of the earlier backends, for the items of /api/v1/items.")
TAKEN = {409: "The id is that of an item of another kind."}

SURAH = Parameter("surah", Natural(), "The surah's number, from 1 to 114.")
AYAH = Parameter("ayah", Natural(), "The verse's number in the surah, from 1.")
LIMIT = Parameter("limit", Natural(0, shapes.MAX_PAGE), "How many words to list, at most.", 50)
OFFSET = Parameter("offset", Natural(), "How many words to leave out first.", 0)
VALUE = Text(most=100)
TOTAL_HEADER = {"X-Total-Count": "How many words there are in all."}

_INDEX = Natural(says="The word's place in its verse, from 0.")
_STATED = (
    "root", "lemma", "pattern", "pos", *(name for name in earlier.FEATURES if name != "pos"),
    "dependency_rel", "role",
)  # fmt: skip
_SAYS = {
    "pattern": "The wazn, by Kalima's rules.",
    "dependency_rel": "What it is to its head in the treebank; of several heads all, with | between them.",
    "role": "The same in Arabic.",
}
SEGMENT = Named(
    "EarlierSegment",
    Record(
        {
            "id": Text(says="seg-surah-ayah-word-segment, the last two from 0."),
            "type": Choice(tuple(shapes.KINDS)),
            "form": Text(says="In the spelling of the Quranic Arabic Corpus."),
            **{name: nullable(Text(says=_SAYS.get(name, ""))) for name in _STATED},
            "token_index": _INDEX,
            "word_index": Natural(1, says="The same from 1."),
            "text": Text(says="The form."),
            "token_text": Text(says="The word that it is a piece of."),
        }
    ),
    says="A piece of a word with its features; what is not stated is null.",
)
_SEGMENTS = ListOf(SEGMENT)
TIMES: dict[str, Kind] = {"created_at": Text(says="In UTC."), "updated_at": Text(says="In UTC.")}
_KEPT: dict[str, Kind] = {"id": TEXT, "verse_ref": nullable(VERSE_REF), **TIMES}
_ID = Text(says="Of a verse, a word or a segment; words and segments count from 0.")
ANNOTATION = Named(
    "EarlierAnnotation",
    Record(
        {
            **_KEPT,
            "target_id": _ID,
            "target_ids": ListOf(_ID, says="All places that it is attached to."),
            "layer": TEXT,
            "text": nullable(TEXT),
            "payload": ANYTHING,
        }
    ),
)
CONNECTION = Named(
    "EarlierConnection",
    Record(
        {**_KEPT, "from_token": _ID, "to_token": _ID, "layer": TEXT, "note": nullable(TEXT), "meta": ANYTHING}
    ),
)
REFERENCE = Named(
    "EarlierReference",
    Record(
        {
            **_KEPT,
            "pronoun": _ID,
            "referent": nullable(_ID),
            **{name: nullable(TEXT) for name in ("referent_text", "certainty", "note")},
        }
    ),
    says="Whom a pronoun refers to.",
)
HYPOTHESIS = Named(
    "EarlierHypothesis",
    Record(
        {
            **_KEPT,
            "verse_refs": ListOf(VERSE_REF),
            "claim": TEXT,
            "query": nullable(TEXT),
            "status": TEXT,
            "note": nullable(TEXT),
            "tags": ListOf(TEXT),
        }
    ),
)
OWN_TRANSLATION = Named(
    "EarlierTranslation", Record({**_KEPT, "language": TEXT, "text": TEXT, "note": nullable(TEXT)})
)
PATTERN = Named(
    "EarlierPattern",
    Record(
        {
            "id": TEXT,
            "name": TEXT,
            "query": nullable(TEXT),
            "note": nullable(TEXT),
            "total": nullable(Natural(says="What it found when it was saved.")),
            "meta": ANYTHING,
            **TIMES,
        }
    ),
)
_LISTED_TAG: dict[str, Kind] = {
    "id": TEXT,
    "name": TEXT,
    "description": nullable(TEXT),
    "colour": nullable(TEXT),
    "count": Natural(says="How many places it marks."),
    **TIMES,
}
LISTED_TAG = Named("EarlierListedTag", Record(_LISTED_TAG))
TAG = Named("EarlierTag", Record({**_LISTED_TAG, "targets": ListOf(_ID)}))
_ANNOTATIONS = ListOf(ANNOTATION)
TOKEN = Named(
    "EarlierToken",
    Record(
        {
            "id": Text(says="surah:ayah:word, the word from 0."),
            "index": _INDEX,
            "text": TEXT,
            "form": Text(says="The text."),
            "segments": _SEGMENTS,
        }
    ),
)
SURAH_NAME = Record({"number": Natural(1, 114), "name": TEXT})
_HEAD: dict[str, Kind] = {"surah": SURAH_NAME, "ayah": Natural(1), "text": TEXT}
VERSE = Named("EarlierVerse", Record({**_HEAD, "tokens": ListOf(TOKEN), "annotations": _ANNOTATIONS}))
_VIEW: dict[str, Kind] = {
    "id": TEXT,
    "verse_ref": VERSE_REF,
    "token_index": _INDEX,
    "text": TEXT,
    "segments": _SEGMENTS,
    "annotations": _ANNOTATIONS,
}
TOKEN_VIEW = Named("TokenView", Record(_VIEW), says="A word by itself.")
HIT_LIST = Named(
    "HitList",
    Record(
        {
            "results": ListOf(
                Record(
                    {
                        **_VIEW,
                        "verse": Record({**_HEAD, "annotations": _ANNOTATIONS}),
                        "match": Text(says="What was looked for, in words."),
                        "match_term": Text(says="The word as it stands in the verse's text."),
                        "match_count": Natural(1, says="How many words of the verse were found."),
                    }
                )
            ),
            "query": Text(says="What was asked; where it was no query, the query that it became."),
            "type": TEXT,
            "count": Natural(says="Of all words found, whatever page is asked for."),
            "total_count": Natural(says="The same."),
        }
    ),
    says="A page of the words that were found.",
)
_ARC: dict[str, Kind] = {
    "head": nullable(Natural(1, says="The head's id.")),
    "rel_label": nullable(TEXT),
    "rel_label_ar": nullable(TEXT),
}
TREE_NODE = Named(
    "TreeNode",
    Record(
        {
            "id": Natural(1, says="Its place among the nodes of the verse."),
            "word": TEXT,
            "pos": nullable(Text(says="Of an implied word the treebank's: noun, verb or particle.")),
            **_ARC,
            "heads": ListOf(Record(_ARC), says="All arcs; head and rel_label are of the first."),
            "implied": TRUTH,
            "token_index": nullable(_INDEX),
            "segment_ids": ListOf(TEXT),
        }
    ),
)
FEATURE = Record({"key": TEXT, **BOTH_LANGUAGES, "values": ListOf(Record({"tag": TEXT, **BOTH_LANGUAGES}))})
MORPH_PATTERN = Record({"id": TEXT, "pattern": TEXT, "count": NATURAL})
SYNTAX_PATTERN = Record({"id": TEXT, "pos": TEXT, "count": NATURAL, **BOTH_LANGUAGES})
PARSED = Record(
    {
        "id": TEXT,
        "form": TEXT,
        "segments": ListOf(Record({"original": SEGMENT, "parsed": MapOf(TEXT)})),
    }
)


def views(library: Library, hits: earlier_queries.Found, offset: int, limit: int) -> list[dict[str, Any]]:
    """A page of the words that were found."""
    return earlier.token_views(library, library.store.words_by_id(hits.word_ids(offset, limit)))
