"""What the answers of the statistics are made of, by name."""

from __future__ import annotations

from kalima.web.answers import BOTH_LANGUAGES, NATURAL, TEXT, VERSE_REF, WORD_REF
from kalima.web.kinds import Choice, Kind, Natural, Number, Text
from kalima.web.structures import ListOf, MapOf, Named, Record, nullable

NUMBER = Number()
_MEASURES: dict[str, Kind] = {
    "expected": Number(says="How often it would by chance."),
    "log_dice": NUMBER,
    "log_likelihood": Number(says="Below 0 where that would be more often."),
    "mi3": NUMBER,
    "t_score": NUMBER,
}
PER_THOUSAND = Number(says="For 1,000 words.")
VALUE = nullable(Text(says="Null for words that have no such value."))
QUERY_OF = nullable(
    Text(
        says="The query that finds these, and words of which another stem or head has the value too; null "
        "where there is none."
    )
)
QUERY_TOGETHER = nullable(
    Text(says="The query that finds both together, in a window pair by pair; null where there is none.")
)
_INFERRED = Natural(says="Words of the text looked at whose value was inferred.")

COUNTED = Named(
    "Counted",
    Record(
        {
            "unit": Choice(("match", "word", "verse", "arc", "ngram")),
            "counted": Natural(says="How many of these units were counted."),
            "base_words": Natural(
                says="Words of the part of the text that the query's in: chooses, or of all."
            ),
            "base_verses": NATURAL,
            "folding": Text(says="Which spellings were taken for one value."),
            "inferred": Natural(says="How many of the counted units have a value that was inferred."),
            "left_out": MapOf(
                NATURAL,
                says="not_written: implied words and the like. second_stems: words with two stems, of which "
                "one was counted.",
            ),
            "corpus_version": TEXT,
            "corpus_blake2b": Text(says="The hash of corpus.db."),
        }
    ),
    says="What was counted, and what was not.",
)
PAGED: dict[str, Kind] = {
    "total": Natural(says="How many there are, whatever page is asked for."),
    "offset": NATURAL,
    "limit": NATURAL,
}
_ROW: dict[str, Kind] = {
    "values": ListOf(VALUE, says="A value for each attribute asked for."),
    "count": NATURAL,
    "share": Number(says="Of all that was counted."),
    "per_thousand": Number(says="For 1,000 words of the part of the text: of the row's, if it names one."),
    "query": QUERY_OF,
}
FREQUENCY_ROW = Named("FrequencyRow", Record(_ROW))
FREQUENCY = Named(
    "Frequency",
    Record(
        {
            "query": TEXT,
            "by": ListOf(TEXT),
            "counted": COUNTED,
            "types": Record(
                {
                    "tokens": Natural(says="Matches that have a value."),
                    "types": Natural(says="Different values."),
                    "hapaxes": Natural(says="Values found once."),
                    "type_token_ratio": NUMBER,
                    "guiraud": Number(says="Types by the square root of tokens."),
                }
            ),
            **PAGED,
            "rows": ListOf(FREQUENCY_ROW),
        }
    ),
)
NARROWED = Named(
    "Narrowed",
    Record(
        {
            "query": TEXT,
            "only": ListOf(Record({"key": TEXT, "value": TEXT}), says="The conditions, as they were read."),
            "narrowed": Text(says="The query that finds what meets all conditions."),
        }
    ),
)
LINE = Named(
    "ConcordanceLine",
    Record(
        {
            "ref": VERSE_REF,
            "words": ListOf(WORD_REF, says="The words that the query found."),
            "first": Text(says="The first word of the line; the others follow it: 2:255:3."),
            "spaced": ListOf(WORD_REF, says="Those of its words in which there is a space."),
            "left": TEXT,
            "hit": Text(says="From the first of these words to the last."),
            "right": TEXT,
            "columns": ListOf(VALUE, says="A value for each column that was asked for."),
            "alike": Natural(1, says="How many lines this one stands for."),
            "group": VALUE,
        }
    ),
)
CONCORDANCE = Named(
    "Concordance",
    Record(
        {
            "query": TEXT,
            "columns": ListOf(TEXT),
            "counted": COUNTED,
            **PAGED,
            "lines": ListOf(LINE),
            "groups": ListOf(
                Record({"value": VALUE, "lines": NATURAL, "offset": NATURAL}),
                says="Those of which lines are listed: how many lines each has, and where it begins.",
            ),
        }
    ),
)
COLLOCATES = Named(
    "Collocates",
    Record(
        {
            "query": TEXT,
            "by": TEXT,
            "counted": COUNTED,
            "inferred_words": _INFERRED,
            **PAGED,
            "rows": ListOf(
                Record(
                    {
                        "value": TEXT,
                        "count": Natural(says="How often it goes with the query's words."),
                        "frequency": Natural(says="How often it could."),
                        **_MEASURES,
                        "query": QUERY_TOGETHER,
                    }
                )
            ),
        }
    ),
)
KEYNESS = Named(
    "Keyness",
    Record(
        {
            "query": TEXT,
            "reference": TEXT,
            "by": TEXT,
            "counted": COUNTED,
            "reference_counted": NATURAL,
            **PAGED,
            "rows": ListOf(
                Record(
                    {
                        "value": TEXT,
                        "count": NATURAL,
                        "reference_count": NATURAL,
                        "per_thousand": Number(says="For 1,000 matches of the query."),
                        "reference_per_thousand": Number(says="For 1,000 matches of the reference."),
                        "log_likelihood": Number(says="Below 0 if the reference has more of it."),
                        "log_ratio": Number(says="1 for twice as much, -1 for half as much."),
                        "query": QUERY_OF,
                        "reference_query": QUERY_OF,
                    }
                )
            ),
        }
    ),
)
_SPREAD: dict[str, Kind] = {
    "divided_by": TEXT,
    "range": Natural(says="Parts that have a match."),
    "juilland_d": nullable(NUMBER),
    "gries_dp": nullable(NUMBER),
    "gries_dp_norm": nullable(NUMBER),
    "parts": ListOf(
        Record(
            {
                "part": TEXT,
                "words": NATURAL,
                "count": NATURAL,
                "expected": NUMBER,
                "per_thousand": PER_THOUSAND,
                "query": QUERY_OF,
            }
        )
    ),
}
DISPERSION = Named(
    "Dispersion",
    Record(
        {
            "query": TEXT,
            "order": TEXT,
            "counted": COUNTED,
            **_SPREAD,
            "positions": ListOf(Natural(1), says="Of the matches' first words among all base_words."),
        }
    ),
)
NGRAMS = Named(
    "Ngrams",
    Record(
        {
            "query": TEXT,
            "by": TEXT,
            "size": NATURAL,
            "gap": NATURAL,
            "least": NATURAL,
            "counted": COUNTED,
            "inferred_words": _INFERRED,
            **PAGED,
            "rows": ListOf(
                Record(
                    {
                        "values": ListOf(TEXT),
                        "count": NATURAL,
                        "per_thousand": PER_THOUSAND,
                        "frequency": Natural(says="With a word of the query or without one."),
                        **_MEASURES,
                        "query": QUERY_OF,
                    },
                    optional=("frequency", *_MEASURES),
                ),
                says="Measures are of pairs; those of n-grams of more words have none.",
            ),
        }
    ),
)
_PAIR_OF_COUNTS = ListOf(NATURAL, says="Of the first root and of the second.")
_PAIR_OF_QUERIES = ListOf(QUERY_OF, says="Null for a root that has none.")
_FORMED_ALIKE = ListOf(
    Record(
        {
            "values": ListOf(VALUE),
            "counts": _PAIR_OF_COUNTS,
            "shares": ListOf(NUMBER, says="Of all words of the root."),
            "queries": _PAIR_OF_QUERIES,
        }
    )
)
COMPARISON = Named(
    "RootComparison",
    Record(
        {
            "roots": ListOf(
                Record(
                    {
                        "root": TEXT,
                        "query": TEXT,
                        "counted": COUNTED,
                        "words": NATURAL,
                        "verses": NATURAL,
                        "lemmas": ListOf(FREQUENCY_ROW, says="By lemma, part of speech and verb form."),
                    }
                ),
                says="The two, in the order in which they were named.",
            ),
            "forms": _FORMED_ALIKE,
            "places": _FORMED_ALIKE,
            "relations": ListOf(
                Record(
                    {
                        "relation": TEXT,
                        **BOTH_LANGUAGES,
                        "seek": Choice(("heads", "dependents")),
                        "arcs": _PAIR_OF_COUNTS,
                        "not_written": _PAIR_OF_COUNTS,
                        "shared": Natural(says="Values that both have, one of them often enough."),
                        "alone": ListOf(NATURAL, says="Values of the first alone, and of the second."),
                        "rows": ListOf(
                            Record(
                                {
                                    "value": TEXT,
                                    "counts": _PAIR_OF_COUNTS,
                                    "log_dice": ListOf(nullable(NUMBER)),
                                    "queries": _PAIR_OF_QUERIES,
                                }
                            ),
                            says="Those that both have, then those of the first alone, then of the second.",
                        ),
                    }
                ),
                says="Subjects, objects and prepositions first.",
            ),
        }
    ),
)
SKETCH = Named(
    "RootSketch",
    Record(
        {
            "root": TEXT,
            "query": TEXT,
            "counted": COUNTED,
            "words": NATURAL,
            "verses": NATURAL,
            "lemmas": ListOf(FREQUENCY_ROW, says="By lemma, part of speech and verb form."),
            "places": ListOf(FREQUENCY_ROW, says="Meccan and Medinan."),
            "dispersion": Record(_SPREAD),
            "relations": ListOf(
                Record(
                    {
                        "relation": TEXT,
                        **BOTH_LANGUAGES,
                        "seek": Choice(("heads", "dependents")),
                        "arcs": Natural(says="To words that are written."),
                        "not_written": Natural(says="To words that are not."),
                        "total": NATURAL,
                        "rows": ListOf(
                            Record(
                                {
                                    "value": TEXT,
                                    "count": NATURAL,
                                    "frequency": NATURAL,
                                    "log_dice": NUMBER,
                                    "query": TEXT,
                                }
                            )
                        ),
                    }
                ),
                says="What the root's words are joined to in the trees, as its heads or its dependents.",
            ),
        }
    ),
)
