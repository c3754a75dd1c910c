"""The tables of ``corpus.db``, each column with what it holds.

The build creates the tables from this list, writes the descriptions into the table ``schema_notes``
of the file itself, and the tests hold the two against each other.
"""

from __future__ import annotations

from typing import NamedTuple

from kalima.corpus import treebank_tags


class Column(NamedTuple):
    name: str
    type: type[int] | type[str]
    note: str
    references: str | None = None
    required: bool = True


class Table(NamedTuple):
    name: str
    note: str
    columns: tuple[Column, ...]
    key: str | tuple[str, ...]
    unique: tuple[tuple[str, ...], ...] = ()
    indexes: tuple[tuple[str, ...], ...] = ()


class View(NamedTuple):
    name: str
    note: str
    select: str


def _optional(name: str, note: str, references: str | None = None) -> Column:
    return Column(name, int if references else str, note, references, required=False)


def _terms(feature: treebank_tags.TreebankFeature) -> str:
    """The feature's name, with its values where they are few."""
    keys = ", ".join(term.key for term in feature.terms)
    return f"{feature.english}: {keys}" if 0 < len(feature.terms) <= 10 else feature.english


TABLES: tuple[Table, ...] = (
    Table(
        "sources",
        "Where the data comes from. Each source keeps its own licence; its notice must be shown.",
        (
            Column("id", str, "short name, e.g. qac"),
            Column("name", str, "the source's name and version"),
            Column("author", str, "who made it"),
            Column("license", str, "the source's licence"),
            Column("url", str, "the link that the source asks to be shown"),
            Column("notice", str, "the source's own notice, unchanged"),
            Column("package", str, "the pinned package it was read from, name==version"),
            Column("sha256", str, "of the package file"),
        ),
        "id",
    ),
    Table(
        "surahs",
        "The 114 surahs.",
        (
            Column("number", int, "1 to 114, mushaf order"),
            Column("arabic", str, "name in Arabic (Tanzil)"),
            Column("transliterated", str, "name in Latin letters (Kalima)"),
            Column("english", str, "name in English (Kalima)"),
            Column("place", str, "Meccan or Medinan"),
            Column("revelation_order", int, "1 to 114"),
            Column("ayah_count", int, "number of verses"),
        ),
        "number",
    ),
    Table(
        "verses",
        "The 6,236 verses in Tanzil's Uthmani text, unchanged.",
        (
            Column("id", int, "1 to 6236, mushaf order"),
            Column("surah", int, "1 to 114", "surahs.number"),
            Column("ayah", int, "1-based within the surah"),
            Column("text", str, "Tanzil's Uthmani text"),
            Column(
                "joined",
                int,
                "the 1-based word that is two of Tanzil's tokens, in four verses",
                required=False,
            ),
            Column("transliteration", str, "in Latin letters, by Kalima's rules, a word a word"),
            Column("juz", int, "1 to 30"),
            Column("quarter", int, "quarter of a hizb, 1 to 240; the hizb is (quarter + 3) / 4"),
            Column("page", int, "page of the Madinah mushaf, print of 1440 AH, 1 to 604"),
            Column("page_1405", int, "page of the print of 1405 AH; 56 verses differ"),
            Column("ruku", int, "1 to 556"),
            Column("manzil", int, "1 to 7"),
            _optional("sajda", "obligatory or recommended, in the 15 verses of prostration"),
        ),
        "id",
        unique=(("surah", "ayah"),),
    ),
    Table(
        "words",
        "The 77,429 written words.",
        (
            Column("id", int, "1 to 77429, mushaf order"),
            Column("verse", int, "the verse it stands in", "verses.id"),
            Column("position", int, "1-based within the verse"),
            Column("text", str, "Tanzil's Uthmani spelling (in four verses one word is two of its tokens)"),
            Column("modern", str, "the modern (imlaey) spelling; may hold a space"),
            Column("folded", str, "the Uthmani spelling without marks, all kinds of alif as one"),
        ),
        "id",
        unique=(("verse", "position"),),
    ),
    Table(
        "lines",
        "The 8,820 lines of text of the Madinah mushaf (print of 1440 AH): a word is on the last line that"
        " begins at or before it.",
        (
            Column("page", int, "1 to 604"),
            Column("line", int, "1 to 15, the lines of titles and basmalahs counted"),
            Column("first_word", int, "the first word that begins on it", "words.id"),
        ),
        ("page", "line"),
        indexes=(("first_word",),),
    ),
    Table(
        "signs",
        "The signs that the mushaf prints beside the words.",
        (
            Column("id", int, "in the order of their list"),
            Column("character", str, "the sign itself"),
            Column("sign", str, "stable key, e.g. pause_allowed"),
            Column("english", str, "English name"),
            Column("arabic", str, "Arabic name"),
            Column("waqf", int, "1 if it says something about pausing"),
        ),
        "id",
    ),
    Table(
        "word_signs",
        "The signs at each word; only the sign of a quarter stands before its word.",
        (
            Column("word", int, "the word", "words.id"),
            Column("position", int, "1-based among the signs of the word"),
            Column("sign", int, "the sign", "signs.id"),
        ),
        ("word", "position"),
    ),
    Table(
        "similar_verses",
        "Pairs of similar verses, each once. The source does not say how its score is made.",
        (
            Column("verse", int, "the verse that comes first", "verses.id"),
            Column("other", int, "the other verse", "verses.id"),
            Column("score", int, "in thousandths; 1000 is the same words, pairs under 80 are left out"),
        ),
        ("verse", "other"),
        indexes=(("other",),),
    ),
    Table(
        "roots",
        "The 1,642 roots of the Quranic Arabic Corpus.",
        (
            Column("id", int, "in Arabic alphabetical order of the root"),
            Column("root", str, "Arabic letters; every hamza is written as alif, as in the source"),
            Column("buckwalter", str, "the source's spelling"),
        ),
        "id",
        unique=(("root",),),
    ),
    Table(
        "lemmas",
        "The lemmas of the Quranic Arabic Corpus.",
        (
            Column("id", int, "in the order of the source's spelling"),
            Column("lemma", str, "vowelled, in Arabic script"),
            Column("homograph", int, "1, or 2 where the source tells two lemmas of one spelling apart"),
            Column("buckwalter", str, "the source's spelling"),
        ),
        "id",
        unique=(("buckwalter",),),
    ),
    Table(
        "segments",
        "The 128,219 segments with all features of the Quranic Arabic Corpus 0.4.",
        (
            Column("id", int, "1 to 128219, mushaf order"),
            Column("word", int, "the word it belongs to", "words.id"),
            Column("position", int, "1-based within the word"),
            Column("kind", str, "PREFIX, STEM or SUFFIX"),
            Column("form", str, "the source's spelling, in Arabic script"),
            Column("pos", str, "part-of-speech tag"),
            _optional("function", "what a prefix or suffix does: w:CONJ, Al, PRON …"),
            _optional("lemma", "its lemma", "lemmas.id"),
            _optional("root", "its root", "roots.id"),
            _optional("aspect", "PERF, IMPF, IMPV"),
            _optional("mood", "SUBJ, JUS; IND is inferred"),
            _optional("voice", "PASS; ACT is inferred. Of verbs only: a participle's is in derivation"),
            _optional("verb_form", "II to XII; I is inferred"),
            _optional("derivation", "ACT-PCPL, PASS-PCPL, VN"),
            _optional("person", "1, 2, 3"),
            _optional("gender", "M, F"),
            _optional("number", "S, D, P; S of a noun may be inferred"),
            _optional("case", "NOM, ACC, GEN"),
            _optional("state", "INDEF; its absence does not mean definite"),
            _optional("special", "INNA, KANA, KADA and their sisters"),
            _optional("wazn", "the wazn of a verb, participle or verbal noun, by Kalima's rules"),
            _optional("inferred", "names of the columns that a rule filled in, comma-separated"),
        ),
        "id",
        unique=(("word", "position"),),
        indexes=(("root",), ("lemma",)),
    ),
    Table(
        "relations",
        "The 65 relations of the dependency treebank. The dependent is this to its head.",
        (
            Column("id", int, "in the order of the manual"),
            Column("relation", str, "stable key, e.g. subject"),
            Column("arabic", str, "the Arabic term"),
            Column("english", str, "the English name"),
            Column("source_term", str, "the source's own spelling"),
        ),
        "id",
        unique=(("relation",),),
    ),
    Table(
        "node_features",
        "What the treebank says of its nodes, each combination once. Its own annotation, not the corpus's.",
        (
            Column("id", int, "in order of first use"),
            *(_optional(feature.key, _terms(feature)) for feature in treebank_tags.FEATURES),
        ),
        "id",
    ),
    Table(
        "nodes",
        "The 147,893 nodes of the treebank, implied words included.",
        (
            Column("id", int, "1 to 147893, in the order of the treebank"),
            Column("verse", int, "the verse it belongs to", "verses.id"),
            Column("position", int, "1-based within the verse"),
            Column("text", str, "the source's spelling; * is an implied word without a name"),
            Column("word_number", int, "the source's own count of words, from 1"),
            Column("implied", int, "1 if the word is not written but understood"),
            _optional("features", "what the treebank says of it", "node_features.id"),
            _optional("segment", "the segment it stands on; none if implied or not aligned", "segments.id"),
            _optional("second_segment", "a further segment it covers", "segments.id"),
            Column("leads", int, "1 if the segment's treebank features are this node's"),
        ),
        "id",
        unique=(("verse", "position"),),
        indexes=(("segment",),),
    ),
    Table(
        "arcs",
        "The 136,158 arcs of the treebank. 29 are in the source twice or thrice, and are kept.",
        (
            Column("id", int, "in the order of the treebank"),
            Column("head", int, "the node that governs", "nodes.id"),
            Column("dependent", int, "the node that is governed", "nodes.id"),
            Column("relation", int, "what the dependent is to the head", "relations.id"),
        ),
        "id",
        indexes=(("head",), ("dependent",)),
    ),
    Table(
        "disagreements",
        "Where the corpus and the treebank say different things of a segment; both are kept.",
        (
            Column("segment", int, "the segment", "segments.id"),
            Column("feature", str, "root, gender, number, case, mood, voice, aspect, form or deriv"),
            Column("corpus", str, "what the Quranic Arabic Corpus says"),
            Column("treebank", str, "what the treebank says"),
            Column("inferred", int, "1 if the corpus's value was inferred"),
        ),
        ("segment", "feature"),
    ),
    Table(
        "translations",
        "The bundled translations.",
        (
            Column("id", str, "e.g. en.pickthall"),
            Column("language", str, "ISO 639-1 code"),
            Column("name", str, "short name"),
            Column("translator", str, "full name"),
            Column("source", str, "the source it was read from", "sources.id"),
        ),
        "id",
    ),
    Table(
        "translation_verses",
        "The text of the translations, a row a verse.",
        (
            Column("translation", str, "which translation", "translations.id"),
            Column("verse", int, "which verse", "verses.id"),
            Column("text", str, "the translated verse"),
        ),
        ("translation", "verse"),
    ),
    Table(
        "schema_notes",
        "What each table and column holds: this description.",
        (
            Column("table_name", str, "the table"),
            Column("column_name", str, "the column, or empty for the table itself"),
            Column("note", str, "what it holds"),
        ),
        ("table_name", "column_name"),
    ),
)

VIEWS: tuple[View, ...] = (
    View(
        "dependencies",
        "Every arc with its two nodes in words: for reading, not for counting segments.",
        """
        SELECT verses.surah, verses.ayah, relations.relation, relations.arabic AS relation_arabic,
            heads.text AS head, heads.segment AS head_segment,
            dependents.text AS dependent, dependents.segment AS dependent_segment
        FROM arcs JOIN relations ON relations.id = arcs.relation
            JOIN nodes AS heads ON heads.id = arcs.head
            JOIN nodes AS dependents ON dependents.id = arcs.dependent
            JOIN verses ON verses.id = heads.verse
        """,
    ),
    View(
        "segment_treebank",
        "Each segment's treebank features: those of the node that leads on it.",
        """
        SELECT nodes.segment, nodes.id AS node, node_features.*
        FROM nodes JOIN node_features ON node_features.id = nodes.features
        WHERE nodes.leads = 1
        """,
    ),
)
