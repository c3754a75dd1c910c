"""From the units of a parsed query to sets of matches."""

from __future__ import annotations

from functools import reduce
from operator import and_, or_

from kalima.arabic.folding import fold
from kalima.search.arcs import Trees
from kalima.search.budget import Budget
from kalima.search.conditions import Conditions
from kalima.search.index import SearchIndex
from kalima.search.matches import Algebra, Dense, LabelPlace, LabelShape, Matches, Row, Shape, Sparse
from kalima.search.parser.labels import is_single
from kalima.search.parser.names import RESEARCH
from kalima.search.postings import Partition
from kalima.search.query import (
    WORD,
    Alternatives,
    And,
    Arc,
    Label,
    Limit,
    Meaning,
    Not,
    Pattern,
    Phrase,
    Query,
    Region,
    Repeat,
    Researched,
    Sequence,
    Test,
    TestNode,
    Token,
    Tree,
    Unit,
    walk,
)
from kalima.search.regions import Regions
from kalima.search.research import Research, ResearchTerms
from kalima.search.values import Taken, Values


class Evaluator:
    """Finds the matches of units, and keeps what each test was taken to mean.

    :param research: the user's own, for the tests that ask of it.
    """

    def __init__(
        self, index: SearchIndex, text: str, budget: Budget, research: Research | None = None
    ) -> None:
        self._index = index
        self._layout = index.layout
        self._budget = budget
        self._values = Values(index, text, budget.spend)
        self._research = ResearchTerms(index, text, research, budget.spend)
        self._algebra = Algebra(index.layout.words, budget)
        self._tokens: list[int] = []
        self._has_crossed = False  # whether matches so far may go across a verse's edge
        self._taken: dict[tuple[str, str, str], Taken] = {}
        self._conditions = Conditions(index, self._tokens, budget)
        self.regions = Regions(index, text, budget.spend)
        self.meanings: list[Meaning] = []
        self.stems = 0
        """Those that pass the test of any token of the unit whose matches were found last."""

    def understand(self, query: Query) -> None:
        """Find out what each part of ``query`` means, without looking for its matches.

        :raises QueryError: if it names what the corpus does not have.
        """
        for node in walk(query):
            if isinstance(node, Limit):
                self.regions.check(node)
            elif isinstance(node, Token | Arc | Region | Researched):
                self._understand(node)

    def _understand(self, node: Token | Arc | Region | Researched) -> None:
        if isinstance(node, Arc):
            self._relations(node)
        elif isinstance(node, Region):
            self.region(node)
        elif isinstance(node, Researched):
            self.researched(node)
        else:
            for test in walk(node):
                if isinstance(test, Test):
                    self._take(test)

    def told(self) -> tuple[Meaning, ...]:
        """What the parts were taken to mean, in the order of the text."""
        return tuple(sorted(self.meanings, key=lambda meaning: meaning.at))

    def region(self, region: Region) -> int:
        """The words of the verses in a region."""
        words, meaning = self.regions.verses(region)
        self.meanings.append(meaning)
        return words

    def researched(self, clause: Researched) -> int:
        """The words of the verses that have such research of the user's."""
        self._budget.at = clause.at
        meaning, words = self._research.verses(clause)
        self.meanings.append(meaning)
        return words

    def matches(self, unit: Unit) -> Matches:
        """The matches of ``unit``; a sequence stops at its verse's edge unless it says otherwise.

        :raises QueryError: if it names what the corpus does not have, or costs too much.
        """
        self.stems = 0
        return self._unit(unit, self._layout.verses)

    def _unit(self, unit: Unit, scope: Partition) -> Matches:
        self._budget.at = unit.at
        if isinstance(unit, Token):
            return Dense({(1, ()): self._words(self._stems(unit.test))})
        if isinstance(unit, Sequence):
            return self._sequence(unit, scope)
        if isinstance(unit, Alternatives):
            return self._algebra.union([self._unit(each, scope) for each in unit.units])
        if isinstance(unit, Repeat):
            once = self._unit(unit.unit, scope)
            self._budget.at = unit.at
            return self._in_scope(self._algebra.repeat(once, unit.least, unit.most, scope), scope)
        if isinstance(unit, Label):
            return self._label(unit.name, unit.unit, scope)
        if isinstance(unit, Phrase):
            return self._phrase(unit, scope)
        if isinstance(unit, Pattern):
            return self._pattern(unit)
        if isinstance(unit, Tree):
            return Trees(self._index, self._budget, self._nodes, self._relations).matches(unit)
        raise TypeError(f"{unit!r} stands for no word in a row")

    def _sequence(self, unit: Sequence, scope: Partition) -> Matches:
        matches: Matches = Dense({}, empty=True)
        for each in unit.units:
            following = self._unit(each, scope)
            self._budget.at = (unit.at[0], each.at[1])
            matches = self._algebra.concatenate(matches, following, scope)
        return self._in_scope(matches, scope)

    def _in_scope(self, matches: Matches, scope: Partition) -> Matches:
        """Without the matches that leave the scope, as only a group within a wider span can."""
        if self._has_crossed:
            return self.regions.within(matches, scope, range(len(scope)))._replace(empty=matches.empty)
        return matches

    def _pattern(self, unit: Pattern) -> Matches:
        across = any(limit.how == "within" and limit.span.kind == "sura" for limit in unit.limits)
        matches = self._unit(unit.unit, self._layout.surahs if across else self._layout.verses)
        self._has_crossed |= across
        for limit in unit.limits:
            self._budget.at = limit.at
            matches = self.regions.limited(matches, limit)
        for condition in unit.conditions:
            self._budget.at = condition.at
            matches = self._conditions.holding(matches, condition)
        return matches

    # Labels. One word's label also says which test the word passed, so that conditions ask the right stem.

    def _label(self, name: str, unit: Unit, scope: Partition) -> Matches:
        if isinstance(unit, Token):
            self._budget.at = unit.at
            stems = self._stems(unit.test)
            self._tokens.append(stems)
            return Dense({(1, (LabelShape(name, 0, 1, len(self._tokens) - 1),)): self._words(stems)})
        if is_single(unit):
            return self._single_label(name, unit, scope)
        return _labelled(name, self._unit(unit, scope))

    def _single_label(self, name: str, unit: Unit, scope: Partition) -> Matches:
        """The label is put on each of the tokens that the word may be."""
        if isinstance(unit, Alternatives):
            return self._algebra.union([self._label(name, each, scope) for each in unit.units])
        if isinstance(unit, Repeat):
            matches = self._label(name, unit.unit, scope)
            return matches._replace(empty=unit.least == 0)
        if isinstance(unit, Pattern):
            return self._pattern(Pattern(Label(name, unit.unit), unit.limits, unit.conditions, unit.at))
        if isinstance(unit, Phrase):
            return self._label(name, unit.tokens[0], scope)
        return _labelled(name, self._unit(unit, scope))

    # Phrases

    def _phrase(self, phrase: Phrase, scope: Partition) -> Matches:
        """Two typed words may be one written word: so each step takes one typed word or such a pair."""
        ends: list[Matches] = [Dense({}, empty=True)]
        for size, token in enumerate(phrase.tokens, start=1):
            words = Dense({(1, ()): self._words(self._stems(token.test))})
            found = [self._algebra.concatenate(ends[size - 1], words, scope)]
            if size > 1 and (together := self._written_as_one(phrase.tokens[size - 2], token)):
                found.append(self._algebra.concatenate(ends[size - 2], Dense({(1, ()): together}), scope))
            ends.append(self._algebra.union(found))
        return ends[-1]

    def _written_as_one(self, first: Token, second: Token) -> int:
        """The written words that are both of these typed words: يا أيها is يَـٰٓأَيُّهَا."""
        tests = (first.test, second.test)
        if not all(
            isinstance(test, Test) and test.operator == ":" and test.attribute == WORD for test in tests
        ):
            return 0
        key = " ".join(fold(test.value) for test in tests if isinstance(test, Test))
        return self._words(self._index.vocabularies[WORD].bits(key))

    # Tests

    def _words(self, stems: int) -> int:
        return self._layout.fold(stems & self._layout.all_stems)

    def _stems(self, test: TestNode | None) -> int:
        stems = self._passing(test, self._layout.all_stems)
        self.stems |= stems
        return stems

    def _nodes(self, test: TestNode | None) -> int:
        nodes = self._passing(test, self._index.treebank.written)
        self.stems |= nodes & self._layout.all_stems
        return nodes

    def _passing(self, test: TestNode | None, universe: int) -> int:
        """Those of ``universe`` that pass the test: stems of words, or nodes on written segments."""
        if test is None:
            return universe
        if isinstance(test, Test):
            taken = self._take(test).units
            units = taken & universe
            if taken and not units and test.attribute in self._index.features:
                raise self._values.stands_elsewhere(test)
            return universe & ~units if test.operator == "!=" else units
        if isinstance(test, Not):
            return universe & ~self._passing(test.part, universe)
        join = and_ if isinstance(test, And) else or_
        return reduce(join, (self._passing(part, universe) for part in test.parts))

    def _take(self, test: Test) -> Taken:
        """What a test is taken to mean; asked again in the same query it is not looked up again."""
        key = (test.attribute, test.operator, test.value)
        if key not in self._taken:
            terms = self._research if test.attribute in RESEARCH else self._values
            self._taken[key] = terms.take(test)
        taken = self._taken[key]
        meaning = Meaning(
            taken.meaning.attribute, test.value, taken.meaning.values, taken.meaning.words, test.at
        )
        if meaning not in self.meanings:
            self.meanings.append(meaning)
        return taken

    def _relations(self, arc: Arc) -> list[int]:
        numbers, meaning = self._values.relations(arc.relation, arc.relation_at)
        if meaning is not None and meaning not in self.meanings:
            self.meanings.append(meaning)
        return numbers


def _labelled(name: str, matches: Matches) -> Matches:
    """The matches with a label on all of their words."""
    if isinstance(matches, Sparse):
        return Sparse([_labelled_row(name, row) for row in matches.rows], matches.empty)
    shapes: dict[Shape, int] = {
        (length, (*labels, LabelShape(name, 0, length))): starts
        for (length, labels), starts in matches.shapes.items()
    }
    return Dense(shapes, matches.empty)


def _labelled_row(name: str, row: Row) -> Row:
    words, labels = row
    return words, (*labels, LabelPlace(name, words[0], words[-1]))
