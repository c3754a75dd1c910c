"""Writes ``corpus.db``, the compact form of the documented tables (see ``kalima.store.compact_schema``)."""

from __future__ import annotations

import contextlib
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from kalima.arabic.romanization import romanize_verse
from kalima.store.compact_schema import FEATURES, PLACES, UNCHANGED, create_statements

Row = tuple[Any, ...]


def write_compact(full: Path, path: Path) -> None:
    """Write the tables of the documented database ``full`` to ``path``. The same tables give the same bytes.

    :raises ValueError: if a verse's text or transliteration is not that of its words, joined by spaces.
    """
    path.unlink(missing_ok=True)
    with (
        contextlib.closing(sqlite3.connect(full)) as source,
        contextlib.closing(sqlite3.connect(path, isolation_level=None)) as target,
    ):
        for statement in create_statements():
            target.execute(statement)
        target.execute("BEGIN")
        for table in UNCHANGED:
            _insert(target, table.name, source.execute(f"SELECT * FROM {table.name} ORDER BY rowid"))
        for make in (_verses, _words, _segments, _nodes, _arcs):
            for name, rows in make(source):
                _insert(target, name, rows)
        target.execute("COMMIT")
        target.execute("VACUUM")


def _insert(target: sqlite3.Connection, name: str, rows: Iterable[Row]) -> None:
    (width,) = target.execute("SELECT count(*) FROM pragma_table_info(?)", (name,)).fetchone()
    target.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * width)})", rows)


def _numbered(things: list[Row], *, common_first: bool = False) -> tuple[list[int], list[Row]]:
    """A number for each of the things, and each thing that there is once with its number, from 1."""
    once = (
        [thing for thing, _ in Counter(things).most_common()] if common_first else list(dict.fromkeys(things))
    )
    numbers = {thing: number for number, thing in enumerate(once, start=1)}
    return [numbers[thing] for thing in things], [(number, *thing) for thing, number in numbers.items()]


def _verses(source: sqlite3.Connection) -> Iterator[tuple[str, Iterable[Row]]]:
    spans = (
        "SELECT min(id), max(id) FROM words GROUP BY verse ORDER BY verse",
        "SELECT min(segments.id), max(segments.id) FROM segments JOIN words ON words.id = word"
        " GROUP BY verse ORDER BY verse",
        "SELECT min(id), max(id) FROM nodes GROUP BY verse ORDER BY verse",
    )
    verses = source.execute(f"SELECT id, {', '.join(PLACES)}, sajda FROM verses ORDER BY id")
    rows = zip(verses, *map(source.execute, spans), strict=True)
    yield "verse_rows", [tuple(value for part in parts for value in part) for parts in rows]


def _words(source: sqlite3.Connection) -> Iterator[tuple[str, Iterable[Row]]]:
    words = source.execute("SELECT verse, text, modern, folded FROM words ORDER BY id").fetchall()
    latin: list[str] = []
    verses = source.execute("SELECT text, transliteration FROM verses ORDER BY id")
    for (_, in_verse), verse in zip(groupby(words, itemgetter(0)), verses, strict=True):
        texts = [text for _, text, *_ in in_verse]
        romanized = romanize_verse(texts)
        if (" ".join(texts), " ".join(romanized)) != verse:
            raise ValueError(f"not what its words make up: {verse}")
        latin += romanized
    numbers, spellings = _numbered([(*word[1:], each) for word, each in zip(words, latin, strict=True)])
    yield "spellings", spellings
    rows = enumerate(zip(words, numbers, strict=True), start=1)
    yield "word_rows", [(word, verse, spelling) for word, ((verse, *_), spelling) in rows]


def _segments(source: sqlite3.Connection) -> Iterator[tuple[str, Iterable[Row]]]:
    columns = ", ".join(f'"{name}"' for name in FEATURES)
    segments = source.execute(
        f"SELECT {columns}, word, form, lemma, root FROM segments ORDER BY id"
    ).fetchall()
    numbers, feature_sets = _numbered([row[: len(FEATURES)] for row in segments])
    yield "feature_sets", feature_sets
    analysed = zip(segments, numbers, strict=True)
    numbers, analyses = _numbered([(*row[len(FEATURES) + 1 :], features) for row, features in analysed])
    yield "analyses", analyses
    rows = enumerate(zip(segments, numbers, strict=True), start=1)
    yield "segment_rows", [(segment, row[len(FEATURES)], analysis) for segment, (row, analysis) in rows]


def _nodes(source: sqlite3.Connection) -> Iterator[tuple[str, Iterable[Row]]]:
    kinds, nodes = [], []
    for node, verse, position, text, word_number, implied, features, segment, second, leads in source.execute(
        "SELECT * FROM nodes ORDER BY id"
    ):
        kinds.append((text, implied, features, leads, None if second is None else second - segment))
        nodes.append((node, verse, word_number - position, None if segment is None else segment - node))
    numbers, once = _numbered(kinds)
    yield "node_kinds", once
    rows = zip(nodes, numbers, strict=True)
    yield "node_rows", [(node, verse, kind, *distances) for (node, verse, *distances), kind in rows]


def _arcs(source: sqlite3.Connection) -> Iterator[tuple[str, Iterable[Row]]]:
    arcs = source.execute("SELECT dependent, id, head, relation FROM arcs ORDER BY dependent, id").fetchall()
    # The most common have a number of one byte.
    kinds = [(head - dependent, relation) for dependent, _, head, relation in arcs]
    numbers, once = _numbered(kinds, common_first=True)
    yield "arc_kinds", once
    rows = zip(arcs, numbers, strict=True)
    yield "arc_rows", [(dependent, arc - dependent, kind) for (dependent, arc, *_), kind in rows]
