"""Conditions between the labels of a match: what two words must share, or must not."""

from __future__ import annotations

from itertools import zip_longest

from kalima.errors import QueryError
from kalima.search.budget import Budget
from kalima.search.columns import MANY_VALUED, NOT_COMPARED
from kalima.search.index import SearchIndex
from kalima.search.matches import NO_UNIT, Dense, LabelPlace, LabelShape, Matches, Row, Sparse
from kalima.search.postings import positions
from kalima.search.query import Comparison


class Conditions:
    """Asks conditions of matches.

    :param tokens: for each token that a label can stand on, the stems that pass its test.
    """

    def __init__(self, index: SearchIndex, tokens: list[int], budget: Budget) -> None:
        self._index = index
        self._tokens = tokens
        self._budget = budget

    def holding(self, matches: Matches, condition: Comparison) -> Matches:
        """The matches of which ``condition`` holds: both labels are set, and both words have a value.

        :raises QueryError: if the attribute cannot be compared.
        """
        for attribute in (condition.left_attribute, condition.right_attribute):
            if attribute in NOT_COMPARED:
                raise QueryError(
                    f"Words cannot be compared by {attribute}.",
                    "Compare their word, root or lemma.",
                    condition.at,
                )
        if isinstance(matches, Dense):
            return self._dense(matches, condition)
        comparer = self._comparer(condition)
        return Sparse([row for row in matches.rows if self._row_holds(row, condition, comparer)])

    def _comparer(self, condition: Comparison) -> _Comparer:
        left, right = condition.left_attribute, condition.right_attribute
        kind = _ManyValued if left in MANY_VALUED or right in MANY_VALUED else _SingleValued
        return kind(self._index, left, right, condition.operator == "=")

    def _dense(self, matches: Dense, condition: Comparison) -> Dense:
        comparer = self._comparer(condition)
        shapes = {}
        for shape, starts in matches.shapes.items():
            self._budget.spend()
            labels = {label.name: label for label in shape[1]}
            left, right = labels.get(condition.left), labels.get(condition.right)
            if left and right and (held := self._starts(starts, left, right, comparer)):
                shapes[shape] = held
        return Dense(shapes)

    def _starts(self, starts: int, left: LabelShape, right: LabelShape, comparer: _Comparer) -> int:
        """The starts at which the words at the two places compare well.

        First stems are compared all at once; the few words with a second stem one by one.
        """
        layout = self._index.layout
        passed, passed_right = self._tokens[left.token], self._tokens[right.token]
        both = starts & (passed & layout.everything) >> left.offset
        both &= (passed_right & layout.everything) >> right.offset
        held = both & comparer.starts(left.offset, right.offset)
        doubled = layout.fold(passed >> layout.words << layout.words) >> left.offset
        doubled |= layout.fold(passed_right >> layout.words << layout.words) >> right.offset
        for start in positions(starts & doubled & ~held):
            stems = self._stems(start + left.offset, passed)
            if comparer.units(stems, self._stems(start + right.offset, passed_right)):
                held |= 1 << start
        return held

    def _row_holds(self, row: Row, condition: Comparison, comparer: _Comparer) -> bool:
        self._budget.spend()
        labels = {label.name: label for label in row[1]}
        left, right = labels.get(condition.left), labels.get(condition.right)
        return bool(left and right and comparer.units(self._units(left), self._units(right)))

    def _units(self, label: LabelPlace) -> list[int]:
        if label.unit != NO_UNIT:
            return [label.unit]
        return self._stems(label.first, self._tokens[label.token])

    def _stems(self, word: int, passed: int) -> list[int]:
        """The stems of a word that passed the test of its label."""
        stems = (word, self._index.layout.second_of.get(word))
        return [stem for stem in stems if stem is not None and passed >> stem & 1]


class _SingleValued:
    """Compares attributes of which a stem has one value at most."""

    def __init__(self, index: SearchIndex, left: str, right: str, same: bool) -> None:
        self._left = index.columns.column(left)
        self._right = index.columns.column(right, like=left) if right != left else self._left
        self._same = same

    def starts(self, offset: int, offset_right: int) -> int:
        left, right = self._left, self._right
        differ = 0
        for plane, plane_right in zip_longest(left.planes, right.planes, fillvalue=0):
            differ |= plane >> offset ^ plane_right >> offset_right
        present = left.present >> offset & right.present >> offset_right
        return present & ~differ if self._same else present & differ

    def units(self, units: list[int], units_right: list[int]) -> bool:
        numbers, numbers_right = self._left.numbers, self._right.numbers
        pairs = ((numbers[a], numbers_right[b]) for a in units for b in units_right)
        return any(a and b and (a == b) is self._same for a, b in pairs)


class _ManyValued:
    """Compares attributes of which a stem may have several values."""

    def __init__(self, index: SearchIndex, left: str, right: str, same: bool) -> None:
        self._left, self._right = index.columns.values(left), index.columns.values(right)
        self._words = index.layout.everything
        self._same = same

    def starts(self, offset: int, offset_right: int) -> int:
        shared = present = present_right = 0
        for value, units in self._left.items():
            words = units & self._words
            present |= words
            shared |= words >> offset & (self._right.get(value, 0) & self._words) >> offset_right
        for units in self._right.values():
            present_right |= units & self._words
        return shared if self._same else present >> offset & present_right >> offset_right & ~shared

    def units(self, units: list[int], units_right: list[int]) -> bool:
        for a in units:
            for b in units_right:
                values = {value for value, members in self._left.items() if members >> a & 1}
                values_right = {value for value, members in self._right.items() if members >> b & 1}
                if values and values_right and bool(values & values_right) is self._same:
                    return True
        return False


_Comparer = _SingleValued | _ManyValued
