"""Reads ``corpus.db``: what stands where, and how it is annotated."""

from __future__ import annotations

import sqlite3
import threading
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from kalima import paths
from kalima.corpus.graph import Difference, GraphArc, GraphNode, VerseGraph
from kalima.corpus.model import Printing, Segment, Source, Surah, Translation, Verse, Word
from kalima.corpus.treebank_tags import FEATURES as NODE_FEATURES
from kalima.errors import CorpusDamaged, NotFound

_NODE_FEATURES = ", ".join(f'node_features."{feature.key}"' for feature in NODE_FEATURES)
CACHE = 256
"""KB of pages that each thread's connection keeps. The system keeps the file itself in memory."""
_VERSES = (
    "SELECT id, surah, ayah, text, joined, transliteration,"
    " juz, quarter, page, page_1405, ruku, manzil, sajda FROM verses"
)
_WORDS = """
    SELECT words.id, verses.surah, verses.ayah, words.position, words.text, words.modern
    FROM words JOIN verses ON verses.id = words.verse
"""
# The tables that these read are those of kalima.store.compact_schema. Words are looked for where their verses
# have their segments and nodes, each verse once: CROSS JOIN keeps SQLite to that order.
_SEGMENTS = """
    SELECT word, kind, analyses.form, pos, function, lemmas.lemma, roots.root, aspect, mood, voice, verb_form,
        derivation, person, gender, number, "case", state, special, wazn, inferred
    FROM verse_rows CROSS JOIN segment_rows ON segment_rows.id BETWEEN first_segment AND last_segment
        JOIN analyses ON analyses.id = analysis JOIN feature_sets ON feature_sets.id = analyses.features
        LEFT JOIN lemmas ON lemmas.id = analyses.lemma LEFT JOIN roots ON roots.id = analyses.root
"""
_LEADING_NODES = """
    FROM verse_rows CROSS JOIN node_rows ON node_rows.id BETWEEN first_node AND last_node
        CROSS JOIN node_kinds ON node_kinds.id = node_rows.kind AND leads = 1
        CROSS JOIN segment_rows ON segment_rows.id = node_rows.id + to_segment
        JOIN analyses ON analyses.id = analysis JOIN feature_sets ON feature_sets.id = analyses.features
"""
_NODES = f"""
    SELECT node_rows.verse, node_rows.id, node_rows.id - first_node + 1, node_kinds.text, implied,
        mains.word - first_word + 1, of_main.position, of_second.position, leads, {_NODE_FEATURES}
    FROM verse_rows CROSS JOIN node_rows ON node_rows.id BETWEEN first_node AND last_node
        JOIN node_kinds ON node_kinds.id = node_rows.kind
        LEFT JOIN segment_rows AS mains ON mains.id = node_rows.id + to_segment
        LEFT JOIN analyses AS main ON main.id = mains.analysis
        LEFT JOIN feature_sets AS of_main ON of_main.id = main.features
        LEFT JOIN segment_rows AS seconds ON seconds.id = mains.id + to_second
        LEFT JOIN analyses AS second ON second.id = seconds.analysis
        LEFT JOIN feature_sets AS of_second ON of_second.id = second.features
        LEFT JOIN node_features ON node_features.id = node_kinds.features
"""
_ARCS = """
    SELECT verse_rows.id, dependent + to_head - first_node + 1, dependent - first_node + 1, relations.relation
    FROM verse_rows CROSS JOIN arc_rows ON dependent BETWEEN first_node AND last_node
        JOIN arc_kinds ON arc_kinds.id = kind JOIN relations ON relations.id = arc_kinds.relation
"""


class CorpusStore:
    """The corpus as records. Every thread reads over a connection of its own and never waits.

    :raises CorpusDamaged: if the file is missing, or when a read finds that it is not a corpus.
    """

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise CorpusDamaged(f"The corpus is missing: there is no file {path}.", paths.WAY_OUT)
        self.path = path
        self._uri = path.resolve().as_uri() + "?mode=ro&immutable=1"
        self._local = threading.local()
        self._rows("SELECT number FROM surahs LIMIT 1")

    def _rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        try:
            connection = getattr(self._local, "connection", None)
            if connection is None:
                connection = self._local.connection = sqlite3.connect(self._uri, uri=True)
                connection.execute(f"PRAGMA cache_size = -{CACHE}")
            rows: list[tuple[Any, ...]] = connection.execute(sql, parameters).fetchall()
            return rows
        except sqlite3.DatabaseError as error:
            raise CorpusDamaged(f"The corpus cannot be read: {error}.", paths.WAY_OUT) from error

    @cached_property
    def surahs(self) -> tuple[Surah, ...]:
        """The 114 surahs in mushaf order."""
        rows = self._rows(
            "SELECT number, arabic, transliterated, english, place, revelation_order, ayah_count"
            " FROM surahs ORDER BY number"
        )
        return tuple(Surah(*row) for row in rows)

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """The sources, each with its licence, link and notice."""
        rows = self._rows(
            "SELECT id, name, author, license, url, notice, package, sha256 FROM sources ORDER BY rowid"
        )
        return tuple(Source(*row) for row in rows)

    @cached_property
    def translations(self) -> tuple[Translation, ...]:
        """The bundled translations."""
        rows = self._rows("SELECT id, language, name, translator, source FROM translations ORDER BY id")
        return tuple(Translation(*row) for row in rows)

    def surah(self, number: int) -> Surah:
        """
        :raises NotFound: if there is no such surah.
        """
        if not 1 <= number <= len(self.surahs):
            raise NotFound(
                f"There is no surah {number}: the Quran has {len(self.surahs)}.", "Choose 1 to 114."
            )
        return self.surahs[number - 1]

    def verses(self, surah: int, first: int = 1, last: int | None = None) -> list[Verse]:
        """The verses ``first`` to ``last`` of a surah, or all of it.

        :raises NotFound: if the surah has no such verse; the message says how many it has.
        """
        ayah_count = self.surah(surah).ayah_count
        last = ayah_count if last is None else last
        if not 1 <= first <= last <= ayah_count:
            outside = first if not 1 <= first <= ayah_count else last
            raise NotFound(
                f"There is no verse {surah}:{outside}: surah {surah} has {ayah_count} verses.",
                f"Choose {surah}:1 to {surah}:{ayah_count}.",
            )
        rows = self._rows(
            f"{_VERSES} WHERE surah = ? AND ayah BETWEEN ? AND ? ORDER BY id",
            (surah, first, last),
        )
        return [Verse(*row) for row in rows]

    def verses_by_id(self, ids: Sequence[int]) -> list[Verse]:
        """The verses with these ids, in mushaf order."""
        rows = self._rows(f"{_VERSES} WHERE id IN ({_marks(ids)}) ORDER BY id", ids)
        return [Verse(*row) for row in rows]

    def words_by_id(self, ids: Sequence[int]) -> list[Word]:
        """The words with these ids, in mushaf order."""
        return [
            Word(*row)
            for row in self._rows(f"{_WORDS} WHERE words.id IN ({_marks(ids)}) ORDER BY words.id", ids)
        ]

    def words_of(self, verse_ids: Sequence[int]) -> dict[int, list[Word]]:
        """The words of each of these verses."""
        rows = self._rows(
            "SELECT words.verse, words.id, surah, ayah, words.position, words.text, words.modern"
            " FROM verse_rows CROSS JOIN words ON words.id BETWEEN first_word AND last_word"
            f" WHERE verse_rows.id IN ({_marks(verse_ids)}) ORDER BY words.id",
            verse_ids,
        )
        words: dict[int, list[Word]] = defaultdict(list)
        for verse, *row in rows:
            words[verse].append(Word(*row))
        return words

    def segments_of(self, word_ids: Sequence[int]) -> dict[int, list[Segment]]:
        """The segments of each of these words."""
        rows = self._rows(
            f"{_SEGMENTS} WHERE {_of_words(word_ids)} ORDER BY segment_rows.id",
            word_ids,
        )
        segments: dict[int, list[Segment]] = defaultdict(list)
        for word, *values, inferred in rows:
            names = tuple(inferred.split(",")) if inferred else ()
            segments[word].append(Segment._make((*values, names)))
        return segments

    def treebank_of(self, word_ids: Sequence[int]) -> dict[tuple[int, int], dict[str, str]]:
        """What the treebank says of these words' segments, by word id and 1-based place in the word."""
        rows = self._rows(
            f"SELECT word, feature_sets.position, {_NODE_FEATURES} {_LEADING_NODES}"
            " JOIN node_features ON node_features.id = node_kinds.features"
            f" WHERE {_of_words(word_ids)} ORDER BY segment_rows.id",
            word_ids,
        )
        return {(word, position): _said(values) for word, position, *values in rows}

    def differences_of(self, word_ids: Sequence[int]) -> dict[tuple[int, int], list[Difference]]:
        """Where the two annotations differ on the segments of these words, keyed as :meth:`treebank_of`."""
        rows = self._rows(
            "SELECT word, feature_sets.position, feature, corpus, treebank, disagreements.inferred"
            " FROM verse_rows CROSS JOIN disagreements ON segment BETWEEN first_segment AND last_segment"
            " JOIN segment_rows ON segment_rows.id = segment JOIN analyses ON analyses.id = analysis"
            " JOIN feature_sets ON feature_sets.id = analyses.features"
            f" WHERE {_of_words(word_ids)} ORDER BY segment, feature",
            word_ids,
        )
        found: dict[tuple[int, int], list[Difference]] = defaultdict(list)
        for word, position, feature, corpus, treebank, inferred in rows:
            found[word, position].append(Difference(feature, corpus, treebank, bool(inferred)))
        return found

    def graphs(self, verse_ids: Sequence[int]) -> dict[int, VerseGraph]:
        """The dependency graph of each of these verses."""
        marks = _marks(verse_ids)
        nodes: dict[int, list[GraphNode]] = {verse: [] for verse in verse_ids}
        for verse, number, position, text, implied, word, segment, second, leads, *values in self._rows(
            f"{_NODES} WHERE verse_rows.id IN ({marks}) ORDER BY node_rows.id", verse_ids
        ):
            place = (word, segment, second, bool(leads))
            nodes[verse].append(GraphNode(number, position, text, bool(implied), *place, _said(values)))
        arcs: dict[int, list[GraphArc]] = {verse: [] for verse in verse_ids}
        for verse, *arc in self._rows(
            f"{_ARCS} WHERE verse_rows.id IN ({marks}) ORDER BY dependent + to_id",
            verse_ids,
        ):
            arcs[verse].append(GraphArc._make(arc))
        return {verse: VerseGraph(tuple(nodes[verse]), tuple(arcs[verse])) for verse in verse_ids}

    def printing_of(self, word_ids: Sequence[int]) -> dict[int, Printing]:
        """Page, line and signs of each of these words in the Madinah mushaf (print of 1440 AH)."""
        marks = _marks(word_ids)
        signs: dict[int, list[str]] = defaultdict(list)
        for word, sign in self._rows(
            "SELECT word, signs.sign FROM word_signs JOIN signs ON signs.id = word_signs.sign"
            f" WHERE word IN ({marks}) ORDER BY word, position",
            word_ids,
        ):
            signs[word].append(sign)
        rows = self._rows(
            "SELECT words.id, page, line FROM words JOIN lines ON lines.first_word ="
            " (SELECT max(first_word) FROM lines WHERE first_word <= words.id)"
            f" WHERE words.id IN ({marks})",
            word_ids,
        )
        return {word: Printing(page, line, tuple(signs[word])) for word, page, line in rows}

    def similar_to(self, verse_id: int) -> list[tuple[Verse, float]]:
        """The verses similar to this one with their scores (above 0, at most 1), the most similar first."""
        rows = self._rows(
            "SELECT other, score FROM similar_verses WHERE verse = ?1"
            " UNION ALL SELECT verse, score FROM similar_verses WHERE other = ?1 ORDER BY 2 DESC, 1",
            (verse_id,),
        )
        verses = {verse.id: verse for verse in self.verses_by_id([other for other, _ in rows])}
        return [(verses[other], score / 1000) for other, score in rows]

    def translation_of(self, verse_ids: Sequence[int], translation: str = "en.pickthall") -> dict[int, str]:
        """The translated text of each of these verses."""
        rows = self._rows(
            "SELECT verse, text FROM translation_verses"
            f" WHERE verse IN ({_marks(verse_ids)}) AND translation = ?{len(verse_ids) + 1}",
            (*verse_ids, translation),
        )
        return dict(rows)

    def whole_translation(self, translation: str) -> list[str]:
        """The translated text of all verses in mushaf order; ``""`` for one that is not translated."""
        rows = self._rows(
            "SELECT coalesce(translation_verses.text, '') FROM verses LEFT JOIN translation_verses"
            " ON verse = verses.id AND translation = ? ORDER BY verses.id",
            (translation,),
        )
        return [text for (text,) in rows]

    def nodes_by_id(self, ids: Sequence[int]) -> dict[int, tuple[str, bool]]:
        """The text of each of these nodes of the treebank, and whether it is implied."""
        rows = self._rows(f"SELECT id, text, implied FROM nodes WHERE id IN ({_marks(ids)})", ids)
        return {number: (text, bool(implied)) for number, text, implied in rows}

    def relations_of(self, word_ids: Sequence[int]) -> dict[tuple[int, int], list[str]]:
        """What these words' segments are to their heads, by word id and 1-based place in the word.

        A segment is what the node that leads on it is; of several heads the treebank's first comes first.
        """
        rows = self._rows(
            f"SELECT word, feature_sets.position, relations.relation {_LEADING_NODES}"
            " JOIN arcs ON arcs.dependent = node_rows.id JOIN relations ON relations.id = arcs.relation"
            f" WHERE {_of_words(word_ids)} ORDER BY segment_rows.id, arcs.id",
            word_ids,
        )
        found: dict[tuple[int, int], list[str]] = defaultdict(list)
        for word, position, relation in rows:
            if relation not in found[word, position]:
                found[word, position].append(relation)
        return found

    def lemmas(self) -> list[tuple[str, int]]:
        """Every lemma; 1, or 2 for the second one of a spelling."""
        return [(lemma, homograph) for lemma, homograph in self._rows("SELECT lemma, homograph FROM lemmas")]

    def spellings(self) -> list[str]:
        """Every spelling in the text, once, in no order."""
        return [text for (text,) in self._rows("SELECT DISTINCT text FROM spellings")]

    def verses_with_words(self) -> int:
        """How many verses have words."""
        count: int = self._rows("SELECT count(DISTINCT verse) FROM word_rows")[0][0]
        return count

    def counts(self) -> dict[str, int]:
        """Number of rows of each of the main tables, counted in the file."""
        tables = ("surahs", "verses", "words", "segments", "roots", "lemmas")
        return {table: self._rows(f"SELECT count(*) FROM {table}")[0][0] for table in tables}


def _said(values: Sequence[str | None]) -> dict[str, str]:
    """The treebank's features that are said, by name."""
    return {
        feature.key: value for feature, value in zip(NODE_FEATURES, values, strict=True) if value is not None
    }


def _marks(values: Iterable[object]) -> str:
    """A numbered parameter for each value; the values themselves never enter the SQL."""
    return ",".join(f"?{number}" for number, _ in enumerate(values, start=1))


def _of_words(word_ids: Sequence[int]) -> str:
    """The condition that keeps, of the verses' segments, those of these words."""
    marks = _marks(word_ids)
    return f"verse_rows.id IN (SELECT verse FROM word_rows WHERE id IN ({marks})) AND word IN ({marks})"
