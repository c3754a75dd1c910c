"""The opened corpus: its text, its annotation and its search, as one thing to ask."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from kalima import paths
from kalima.arabic.folding import exact_key
from kalima.arabic.references import Reference, parse_reference
from kalima.corpus.model import Segment, Surah, Verse, Word
from kalima.corpus.surahs import arabic_key, name_key
from kalima.errors import CorpusDamaged, NotFound, QueryError
from kalima.search.completion import MOST, Completer, Completion
from kalima.search.engine import run, understand
from kalima.search.hits import Hits
from kalima.search.index import FORMAT, SearchIndex, open_index
from kalima.search.order import Orders
from kalima.search.parser import names, parse
from kalima.search.query import Meaning, Query
from kalima.search.reading import Reading, read
from kalima.store.corpus_store import CorpusStore
from kalima.study.researched import ResearchedPlaces
from kalima.study.translated import TranslatedText

if TYPE_CHECKING:
    from kalima.search.dictionary import Dictionary
    from kalima.store.research_store import ResearchStore
    from kalima.study.statistics.columns import Columns

INDEX_FORMAT = FORMAT
"""Of the search index that this program reads."""
_NAMED = re.compile(r"\s*(?P<name>\D+?)\s+(?P<numbers>\d+(?:\s*[-–:]\s*\d+)?)\s*")


class Explanation(NamedTuple):
    """A query as it was understood: parsed, what its parts mean, and the whole as a sentence."""

    query: Query
    meanings: tuple[Meaning, ...]
    reading: Reading


class Library:
    """Everything that can be asked about the corpus.

    :param store: the records.
    :param index: the postings of the same corpus.
    :param manifest: what the build fixed: the corpus version and the files' hashes.
    :param folder: where the corpus lies, with the report of its build.
    """

    def __init__(
        self, store: CorpusStore, index: SearchIndex, manifest: dict[str, Any], folder: Path
    ) -> None:
        self.store = store
        self.index = index
        self.manifest = manifest
        self._folder = folder

    @classmethod
    def open(cls, folder: Path, manifest: dict[str, Any]) -> Library:
        """Open the corpus in ``folder``.

        :raises CorpusDamaged: if a file is missing or is not the one that the manifest names.
        """
        store = CorpusStore(folder / "corpus.db")
        index = open_index(folder / "search.index", manifest["blake2b"]["search.index"])
        return cls(store, index, manifest, folder)

    @cached_property
    def research(self) -> ResearchStore:
        """The user's own work. Where it is kept is asked only when it is first needed."""
        from kalima.store.research_store import FILE_NAME, ResearchStore  # no start waits for it

        return ResearchStore(paths.data_dir() / FILE_NAME)

    def build_report(self) -> dict[str, Any]:
        """What the build of the corpus counted, and what it could not resolve.

        :raises CorpusDamaged: if the report cannot be read.
        """
        try:
            report: dict[str, Any] = json.loads((self._folder / "corpus-report.json").read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise CorpusDamaged("The report of the corpus's build cannot be read.", paths.WAY_OUT) from error
        return report

    def search(self, query: str) -> Hits:
        """What ``query`` finds.

        :raises QueryError: if it cannot be understood, or is a reference and not a search.
        """
        return run(self._parsed(query), self.index, self._verses_translated, self._researched)

    def explain(self, query: str) -> Explanation:
        """What ``query`` asks, without searching for it.

        :raises QueryError: if it cannot be understood.
        """
        parsed = self._parsed(query)
        meanings = understand(parsed, self.index, self._researched)
        return Explanation(parsed, meanings, self.reading(parsed, meanings))

    def reading(self, query: Query, meanings: tuple[Meaning, ...]) -> Reading:
        """A query that was understood as a sentence in English and in Arabic."""
        return read(query, meanings, [surah.arabic for surah in self.index.surahs])

    def _parsed(self, query: str) -> Query:
        reference = self.reference(query)
        if reference is not None:
            raise QueryError(
                f"{query.strip()} is a place to go to, not words to search for.",
                f"To read it: kalima show {reference}. To search in it: in:{reference}.",
                (0, len(query)),
            )
        return parse(query)

    @cached_property
    def dictionary(self) -> Dictionary:
        """The roots and lemmas of the text."""
        from kalima.search.dictionary import Dictionary  # not needed by a search, nor by the start

        return Dictionary(self.index)

    @cached_property
    def orders(self) -> Orders:
        """The orders in which hits can be listed."""
        return Orders(self.index, self.dictionary)

    @cached_property
    def lemma_spellings(self) -> dict[str, str]:
        """The corpus's spelling of each lemma that the index names otherwise: without tatweel, in NFC."""
        return {
            exact_key(lemma) + ("2" if homograph == 2 else ""): lemma
            for lemma, homograph in self.store.lemmas()
            if exact_key(lemma) != lemma
        }

    @cached_property
    def columns(self) -> Columns:
        """The attributes of words as columns, to count them."""
        from kalima.study.statistics.columns import Columns  # the start does not wait for it

        return Columns(self.index, self.dictionary)

    def complete(self, query: str, cursor: int, most: int = MOST) -> Completion:
        """What can stand at ``cursor`` in ``query``, ``most`` offers at most."""
        return self._completer.complete(query, cursor, most)

    @cached_property
    def _completer(self) -> Completer:
        return Completer(self.index, self._researched.tags)

    @staticmethod
    def may_ask_research(query: str) -> bool:
        """Whether ``query`` may ask of the user's own research, whose answers change."""
        return names.may_ask_research(query)

    @cached_property
    def _researched(self) -> ResearchedPlaces:
        return ResearchedPlaces(lambda: self.research, self.index.layout)

    def _verses_translated(self, language: str, words: str) -> list[int]:
        """The verses, from 0, whose bundled translation in ``language`` has these words in a row."""
        (translation,) = (each.id for each in self.store.translations if each.language == language)
        return self._translated(translation).verses_with(words)

    @lru_cache(maxsize=1)  # noqa: B019  # there is one library, as long as the program runs
    def _translated(self, translation: str) -> TranslatedText:
        return TranslatedText(self.store.whole_translation(translation))

    def reference(self, text: str) -> Reference | None:
        """The place that ``text`` names (``2:255``, ``baqarah 255``, ``البقرة ٢٥٥``), or ``None``.

        The place need not exist; :meth:`verses` says so.
        """
        reference = parse_reference(text)
        if reference is None and (match := _NAMED.fullmatch(text)):
            surah = self._surah_named(match["name"])
            return parse_reference(f"{surah.number}:{match['numbers']}") if surah else None
        return reference

    def _surah_named(self, name: str) -> Surah | None:
        arabic = arabic_key(name)
        latin = name_key(name)
        for surah in self.store.surahs:
            if arabic == arabic_key(surah.arabic) or (latin and latin == name_key(surah.transliterated)):
                return surah
        return None

    def verses(self, reference: Reference) -> list[Verse]:
        """
        :raises NotFound: if there is no such verse, or the last one comes before the first.
        """
        if reference.last_ayah < reference.ayah:
            turned = reference._replace(ayah=reference.last_ayah, last_ayah=reference.ayah)
            raise NotFound(f"{reference} ends before it begins.", f"Write {turned}.")
        return self.store.verses(reference.surah, reference.ayah, reference.last_ayah)

    def verses_of(self, division: Literal["page", "juz"], number: int) -> list[Verse]:
        """The verses that begin on a page of the mushaf, or in a juz.

        :raises NotFound: if there is no such one.
        """
        spans = self.index.layout.spans[division]
        if not 1 <= number <= len(spans):
            raise NotFound(f"There is no {division} {number}.", f"Choose 1 to {len(spans)}.")
        first, last = map(self.index.layout.verses.number, spans.span(number - 1))
        return self.store.verses_by_id(range(first + 1, last + 2))

    def words(self, reference: Reference) -> list[tuple[Word, list[Segment]]]:
        """The words that ``reference`` means, each with its segments.

        :raises NotFound: if there is no such verse or no such word in it.
        """
        return self.words_in(self.verses(reference), reference)

    def words_in(self, verses: Sequence[Verse], reference: Reference) -> list[tuple[Word, list[Segment]]]:
        """The same, of the verses that :meth:`verses` has read for ``reference``.

        :raises NotFound: if there is no such word.
        """
        in_verses = self.store.words_of([verse.id for verse in verses])
        words = [word for verse in verses for word in in_verses[verse.id]]
        if reference.word is not None:
            if not 1 <= reference.word <= len(words):
                raise NotFound(
                    f"There is no word {reference}: verse {verses[0].reference} has {len(words)} words.",
                    f"Choose {verses[0].reference}:1 to {verses[0].reference}:{len(words)}.",
                )
            words = [words[reference.word - 1]]
        segments = self.store.segments_of([word.id for word in words])
        return [(word, segments[word.id]) for word in words]
