"""How ``corpus.db`` keeps the tables of :mod:`kalima.store.schema`: what recurs, once.

A spelling, an analysis, the text of a node recurs a dozen times. So the large tables are rows of small
numbers, in the order of the text, that point into tables of what recurs; a number that would only count on
is kept as its distance from the row's own. Views give all of it the documented names and columns back. There
are no further indexes: what belongs to a verse lies between two numbers that stand in the verse's row.

:mod:`kalima.store.full_database` makes the documented tables themselves of it.
"""

from __future__ import annotations

from collections.abc import Iterator

from kalima.store import schema
from kalima.store.schema import Table

FEATURES = (
    "position", "kind", "pos", "function", "aspect", "mood", "voice", "verb_form", "derivation", "person",
    "gender", "number", "case", "state", "special", "wazn", "inferred",
)  # fmt: skip
"""What is said of a segment besides its form, lemma and root."""
PLACES = ("surah", "ayah", "joined", "juz", "quarter", "page", "page_1405", "ruku", "manzil")

STORED = {
    "verse_rows": f"""
        (id INTEGER PRIMARY KEY, {", ".join(f"{place} INTEGER" for place in PLACES)}, sajda TEXT,
        first_word INTEGER, last_word INTEGER, first_segment INTEGER, last_segment INTEGER,
        first_node INTEGER, last_node INTEGER,
        UNIQUE (surah, ayah)) STRICT
    """,
    "spellings": "(id INTEGER PRIMARY KEY, text TEXT, modern TEXT, folded TEXT, transliteration TEXT) STRICT",
    "word_rows": "(id INTEGER PRIMARY KEY, verse INTEGER, spelling INTEGER) STRICT",
    "feature_sets": f"""
        (id INTEGER PRIMARY KEY, position INTEGER,
        {", ".join(f'"{name}" TEXT' for name in FEATURES[1:])}) STRICT
    """,
    "analyses": "(id INTEGER PRIMARY KEY, form TEXT, lemma INTEGER, root INTEGER, features INTEGER) STRICT",
    "segment_rows": "(id INTEGER PRIMARY KEY, word INTEGER, analysis INTEGER) STRICT",
    "node_kinds": """
        (id INTEGER PRIMARY KEY, text TEXT, implied INTEGER, features INTEGER, leads INTEGER,
        to_second INTEGER) STRICT
    """,
    "node_rows": """
        (id INTEGER PRIMARY KEY, verse INTEGER, kind INTEGER, to_number INTEGER, to_segment INTEGER) STRICT
    """,
    "arc_kinds": "(id INTEGER PRIMARY KEY, to_head INTEGER, relation INTEGER) STRICT",
    "arc_rows": """
        (dependent INTEGER, to_id INTEGER, kind INTEGER, PRIMARY KEY (dependent, to_id))
        STRICT, WITHOUT ROWID
    """,
}
"""The tables in the place of the large ones of the schema.

A column ``to_…`` is a distance: from a node's place in its verse to the source's number of its word, from
a node's id to its segment's, from that to the second segment's; from a dependent to its arc's id and to its
head.
"""


def create_statements() -> Iterator[str]:
    """What makes an empty ``corpus.db``."""
    for name, columns in STORED.items():
        yield f"CREATE TABLE {name} {columns}"
    for table in UNCHANGED:
        yield f"CREATE TABLE {table.name} {_columns_and_key(table)}"
    for name, select in VIEWS.items():
        yield f"CREATE VIEW {name} AS {select}"
    for view in schema.VIEWS:
        yield f"CREATE VIEW {view.name} AS {view.select}"


def _columns_and_key(table: Table) -> str:
    # Of lines one asks which begins last before a word, so that is their order.
    key = ("first_word",) if table.name == "lines" else table.key
    columns = ", ".join(
        f'"{each.name}" {"INTEGER" if each.type is int else "TEXT"}' for each in table.columns
    )
    keys = [key] if isinstance(key, str) else key
    by_key = "" if len(keys) == 1 else ", WITHOUT ROWID"
    return f"({columns}, PRIMARY KEY ({', '.join(keys)})) STRICT{by_key}"


def _joined(column: str) -> str:
    return f"""
        (SELECT group_concat({column}, ' ') FROM (
            SELECT {column} FROM word_rows JOIN spellings ON spellings.id = word_rows.spelling
            WHERE word_rows.id BETWEEN first_word AND last_word ORDER BY word_rows.id)) AS {column}
    """


def _segment_columns() -> str:
    (segments,) = (table for table in schema.TABLES if table.name == "segments")
    tables = {"id": "segment_rows", "form": "analyses", "lemma": "analyses", "root": "analyses"}
    return ", ".join(
        f'{tables.get(column.name, "")}."{column.name}"'.lstrip(".") for column in segments.columns
    )


_PLACE_IN_VERSE = "{0}.id - (SELECT first_{1} FROM verse_rows WHERE id = {0}.verse) + 1"
_NODE_PLACE = _PLACE_IN_VERSE.format("node_rows", "node")

VIEWS = {
    "verses": f"""
        SELECT id, surah, ayah, {_joined("text")}, joined, {_joined("transliteration")},
            juz, quarter, page, page_1405, ruku, manzil, sajda
        FROM verse_rows
    """,
    "words": f"""
        SELECT word_rows.id, verse, {_PLACE_IN_VERSE.format("word_rows", "word")} AS position,
            text, modern, folded
        FROM word_rows JOIN spellings ON spellings.id = spelling
    """,
    "segments": f"""
        SELECT {_segment_columns()}
        FROM segment_rows JOIN analyses ON analyses.id = analysis
            JOIN feature_sets ON feature_sets.id = analyses.features
    """,
    "nodes": f"""
        SELECT node_rows.id, verse, {_NODE_PLACE} AS position, text, {_NODE_PLACE} + to_number AS word_number,
            implied, features, node_rows.id + to_segment AS segment,
            node_rows.id + to_segment + to_second AS second_segment, leads
        FROM node_rows JOIN node_kinds ON node_kinds.id = kind
    """,
    "arcs": """
        SELECT dependent + to_id AS id, dependent + to_head AS head, dependent, relation
        FROM arc_rows JOIN arc_kinds ON arc_kinds.id = kind
    """,
}
"""The large tables of the schema, each the select that gives it its documented columns."""
UNCHANGED = tuple(
    table for table in schema.TABLES if table.name not in VIEWS and table.name != "schema_notes"
)
"""The tables of the schema that the file has as they are, but for references and further indexes."""
