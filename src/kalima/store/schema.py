"""The tables of ``corpus.db``, each column with what it holds.

The build creates the tables from this list, writes the descriptions into the table ``schema_notes``
of the file itself, and the tests hold the two against each other.
"""

from __future__ import annotations

from typing import NamedTuple


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


def _optional(name: str, note: str, references: str | None = None) -> Column:
    return Column(name, int if references else str, note, references, required=False)


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
        ),
        "id",
        unique=(("verse", "position"),),
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
            _optional("inferred", "names of the columns that a rule filled in, comma-separated"),
        ),
        "id",
        unique=(("word", "position"),),
        indexes=(("root",), ("lemma",)),
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
