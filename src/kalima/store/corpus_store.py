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
from kalima.corpus.model import Segment, Source, Surah, Verse, Word
from kalima.errors import CorpusDamaged, NotFound

CACHE = 256
"""KB of pages that each thread's connection keeps. The system keeps the file itself in memory."""
_VERSES = "SELECT id, surah, ayah, text, joined FROM verses"
_WORDS = """
    SELECT words.id, verses.surah, verses.ayah, words.position, words.text, words.modern
    FROM words JOIN verses ON verses.id = words.verse
"""
_SEGMENTS = """
    SELECT segments.word, kind, form, pos, function, lemmas.lemma, roots.root, aspect, mood, voice, verb_form,
        derivation, person, gender, number, "case", state, special, inferred
    FROM segments LEFT JOIN lemmas ON lemmas.id = segments.lemma LEFT JOIN roots ON roots.id = segments.root
"""


class CorpusStore:
    """The corpus as records. Every thread reads over a connection of its own and never waits.

    :raises CorpusDamaged: if the file is missing, or when a read finds that it is not a corpus.
    """

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise CorpusDamaged(f"The corpus is missing: there is no file {path}.", paths.WAY_OUT)
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
            f"SELECT words.verse, {_WORDS.strip().removeprefix('SELECT')}"
            f" WHERE words.verse IN ({_marks(verse_ids)}) ORDER BY words.id",
            verse_ids,
        )
        words: dict[int, list[Word]] = defaultdict(list)
        for verse, *row in rows:
            words[verse].append(Word(*row))
        return words

    def segments_of(self, word_ids: Sequence[int]) -> dict[int, list[Segment]]:
        """The segments of each of these words."""
        rows = self._rows(
            f"{_SEGMENTS} WHERE segments.word IN ({_marks(word_ids)}) ORDER BY segments.id", word_ids
        )
        segments: dict[int, list[Segment]] = defaultdict(list)
        for word, *values, inferred in rows:
            names = tuple(inferred.split(",")) if inferred else ()
            segments[word].append(Segment._make((*values, names)))
        return segments

    def translation_of(self, verse_ids: Sequence[int], translation: str = "en.pickthall") -> dict[int, str]:
        """The translated text of each of these verses."""
        rows = self._rows(
            "SELECT verse, text FROM translation_verses"
            f" WHERE translation = ? AND verse IN ({_marks(verse_ids)})",
            (translation, *verse_ids),
        )
        return dict(rows)

    def counts(self) -> dict[str, int]:
        """Number of rows of each of the main tables, counted in the file."""
        tables = ("surahs", "verses", "words", "segments", "roots", "lemmas")
        return {table: self._rows(f"SELECT count(*) FROM {table}")[0][0] for table in tables}


def _marks(values: Iterable[object]) -> str:
    """A question mark for each value; the values themselves never enter the SQL."""
    return ",".join("?" for _ in values)
