"""Runs a parsed query on the index: from clauses to hits."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import reduce
from operator import and_, or_

from kalima.errors import QueryError
from kalima.search.budget import Budget
from kalima.search.evaluation import Evaluator
from kalima.search.hits import Hits
from kalima.search.index import SearchIndex
from kalima.search.matches import Algebra, Dense, Matches, Sparse, cover, narrowed, public
from kalima.search.query import And, Clause, Meaning, Not, Or, Query, Region, Researched, Translated
from kalima.search.research import Research

Translations = Callable[[str, str], Iterable[int]]
"""From a language and typed words to the verses, from 0, whose translation has these words in a row."""


def run(
    query: Query,
    index: SearchIndex,
    translations: Translations | None = None,
    research: Research | None = None,
) -> Hits:
    """Find every match of ``query``, in verses in which the whole of it holds.

    :param translations: looks words up in a translation, for ``en:``.
    :param research: the user's own, for ``note:``, ``tag:`` and ``has:``.
    :raises QueryError: if a part names something that the corpus does not have, or costs too much.
    """
    engine = _Engine(index, query.text, translations, research)
    return engine.hits(query)


def understand(query: Query, index: SearchIndex, research: Research | None = None) -> tuple[Meaning, ...]:
    """What the parts of ``query`` are taken to mean, without looking for its matches.

    :param research: the user's own, for ``note:``, ``tag:`` and ``has:``.
    :raises QueryError: if a part names something that the corpus does not have.
    """
    evaluator = Evaluator(index, query.text, Budget(), research)
    evaluator.understand(query)
    return evaluator.told()


class _Engine:
    def __init__(
        self,
        index: SearchIndex,
        text: str,
        translations: Translations | None,
        research: Research | None,
    ) -> None:
        self._index = index
        self._layout = index.layout
        self._budget = Budget()
        self._evaluator = Evaluator(index, text, self._budget, research)
        self._translations = translations
        self._found: list[tuple[Matches, int]] = []
        self._stems = 0

    def hits(self, query: Query) -> Hits:
        verses = self._clause(query.clause, counted=True)
        matches, words = self._joined(verses)
        return Hits(
            self._index,
            query,
            matches,
            words,
            verses & self._layout.verses.last,
            self._evaluator.told(),
            self._stems,
        )

    def _clause(self, clause: Clause, *, counted: bool) -> int:
        """All words of the verses in which ``clause`` holds.

        :param counted: whether its matches are matches of the query: what stands under NOT is not.
        """
        if isinstance(clause, And | Or):
            join = and_ if isinstance(clause, And) else or_
            return reduce(join, [self._clause(part, counted=counted) for part in clause.parts])
        if isinstance(clause, Not):
            return self._layout.everything & ~self._clause(clause.part, counted=False)
        if isinstance(clause, Region):
            return self._evaluator.region(clause)
        if isinstance(clause, Translated):
            return self._translated(clause)
        if isinstance(clause, Researched):
            return self._evaluator.researched(clause)
        matches = self._evaluator.matches(clause)
        covered = cover(matches, self._layout.words)
        if counted:
            self._found.append((matches, covered))
            self._stems |= self._evaluator.stems
        verses = self._layout.verses
        return verses.whole(verses.hit(covered))

    def _translated(self, clause: Translated) -> int:
        if self._translations is None:
            raise QueryError(f"There is no translation to search for {clause}.", "Leave it out.", clause.at)
        numbers = list(self._translations(clause.language, clause.words))
        words = f"verses whose translation ({clause.language}) has “{clause.words}”"
        meaning = Meaning(clause.language, clause.words, (clause.words,) if numbers else (), words, clause.at)
        self._evaluator.meanings.append(meaning)
        return self._layout.verses.numbered(numbers)

    def _joined(self, verses: int) -> tuple[Matches, int]:
        """The matches of all counted units in verses in which the query holds, and the words of these."""
        inside = [self._inside(matches, covered, verses) for matches, covered in self._found]
        if not inside:
            return Dense({}), 0
        covered = reduce(or_, (covered for _, covered in inside))
        if len(inside) == 1:
            return public(inside[0][0]), covered
        algebra = Algebra(self._layout.words, self._budget)
        return public(algebra.union([matches for matches, _ in inside])), covered

    def _inside(self, matches: Matches, covered: int, verses: int) -> tuple[Matches, int]:
        if not covered & ~verses:
            return matches, covered
        if isinstance(matches, Dense):
            shapes = matches.shapes.items()
            matches = Dense({shape: starts & narrowed(verses, shape[0]) for shape, starts in shapes})
        else:
            flags = verses.to_bytes(self._layout.words // 8 + 1, "little")
            rows = (row for row in matches.rows if all(flags[word >> 3] >> (word & 7) & 1 for word in row[0]))
            matches = Sparse(list(rows))
        return matches, cover(matches, self._layout.words)
