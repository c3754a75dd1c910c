"""What the readings of a query have in common before any words are chosen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any, NamedTuple

from kalima.arabic.folding import fold
from kalima.corpus import tagset
from kalima.search.query import SPELLING, WORD, And, Arc, Meaning, Not, Or, Region, Span, Test, TestNode
from kalima.search.regions import PLACES, SAJDA

SPELLED = (WORD, SPELLING, "translit")
KINDS = ("pos", "deriv")
"""What says of which kind a word is, the first of them first."""
AFFIX_LETTERS = tagset.PREFIX_LETTERS | {"n": "ن"}
MOST_SHOWN = 4
"""Of more values than these only some are shown."""
_WILDCARD = re.compile(r"(\*?)([^*?]+)(\*?)")
_EXPRESSION = re.compile(r"((?:\.\*)?)([^\W\d_]+)((?:\.\*)?)")
_REFERENCE = re.compile(r"(juz|page|)(\d+)(?::(\d+))?(?:-(\d+))?")


class Said(NamedTuple):
    """Words for a unit: a noun and its attributes, with clauses that follow it, or several nouns in a row."""

    text: str
    is_plain: bool = True
    is_row: bool = False

    @property
    def closed(self) -> str:
        """In parentheses, where what follows could be taken for a part of it."""
        return self.text if self.is_plain else f"({self.text})"


class Wildcard(NamedTuple):
    """A spelling of which only a part is given: where it stands, or ``like`` for any other shape."""

    place: str
    letters: str


class Place(NamedTuple):
    """A part of the text: surahs, verses of a surah, juz or pages; or ``meccan`` or ``medinan`` surahs.

    ``first`` and ``last`` count the verses of surah ``number``, or what ``kind`` says.
    """

    kind: str
    number: int = 0
    first: int = 0
    last: int = 0


def normal(node: Any) -> Any:
    """Tests or clauses without ``!=``, with every ``Not`` on a leaf and no ``And`` right in an ``And``."""
    if isinstance(node, Not):
        return _negated(node.part)
    if isinstance(node, Test) and node.operator == "!=":
        return Not(Test(node.attribute, "=", node.value, node.at))
    if isinstance(node, And | Or):
        return _joined(type(node), map(normal, node.parts))
    return node


def _negated(node: Any) -> Any:
    if isinstance(node, Not):
        return normal(node.part)
    if isinstance(node, And | Or):
        return _joined(Or if isinstance(node, And) else And, map(_negated, node.parts))
    if isinstance(node, Test) and node.operator == "!=":
        return Test(node.attribute, "=", node.value, node.at)
    return Not(node)


def _joined(kind: type[And] | type[Or], parts: Iterable[Any]) -> And | Or:
    flat = [part.parts if isinstance(part, kind) else (part,) for part in parts]
    return kind(tuple(chain.from_iterable(flat)))


def shown(value: str) -> str:
    """A value as a person reads it: the second lemma of one spelling has its number raised."""
    return f"{value[:-1]}²" if value[:-1] and value.endswith("2") else value


def numbers(typed: str) -> list[tuple[str, str]]:
    """``2|3|7-9`` as pairs of the first and, of a range, the last number."""
    pairs = (part.replace("–", "-").partition("-") for part in typed.split("|"))
    return [(first.strip(), last.strip()) for first, _, last in pairs]


def parted(test: TestNode) -> tuple[list[Test], list[TestNode]]:
    """What must hold of one word: plain tests, and the others, negated or alternatives."""
    test = normal(test)
    parts = test.parts if isinstance(test, And) else (test,)
    others = [part for part in parts if not isinstance(part, Test)]
    return [part for part in parts if isinstance(part, Test)], others


def span_value(typed: str) -> str:
    """Meccan, Medinan, obligatory or recommended, in whatever language it was typed."""
    key = fold(typed.strip()).casefold()
    return PLACES.get(key) or SAJDA.get(key, key)


class Meant:
    """What the parts of a query mean."""

    def __init__(self, meanings: Iterable[Meaning]) -> None:
        self._meant = {meaning.at: meaning.values for meaning in meanings}

    def _named(self, test: Test) -> list[tagset.Value]:
        """The values that a test of a feature accepts, with their names."""
        known = {value.tag: value for value in tagset.BY_KEY[test.attribute].values}
        return [known.get(tag, tagset.Value(tag, tag, tag)) for tag in self._values(test)]

    def _head(self, tests: Sequence[Test]) -> Test | None:
        """The test that says what kind of word is meant: a verb, a proper noun, a verbal noun."""
        kinds = [test for test in tests if test.attribute in KINDS and len(self._values(test)) == 1]
        return min(kinds, key=lambda test: KINDS.index(test.attribute), default=None)

    def _values(self, test: Test) -> tuple[str, ...]:
        """The values that ``test`` accepts; none for a word that the text does not have."""
        return self._meant.get(test.at, tuple(test.value.split("|")))

    def _relations(self, arc: Arc) -> tuple[str, ...]:
        """Keys of the relations that ``arc`` accepts; none stands for any."""
        if arc.relation is None:
            return ()
        return self._meant.get(arc.relation_at) or self._meant.get(arc.at) or tuple(arc.relation.split("|"))

    def _is_absent(self, test: Test) -> bool:
        return test.attribute in (WORD, SPELLING) and self._meant.get(test.at) == ()

    def _wildcard(self, test: Test) -> Wildcard | None:
        """The part of a spelling that is given, if it is not the whole."""
        if test.attribute == SPELLING:
            return None  # its signs say more than these words could
        if test.operator == ":" and re.search(r"[*?]", test.value):
            match = _WILDCARD.fullmatch(test.value)
            shown = "".join(
                piece if piece in "*?" else fold(piece) for piece in re.split(r"([*?])", test.value)
            )
        elif test.operator == "=" and ".*" in test.value:
            match, shown = _EXPRESSION.fullmatch(test.value), ""
        else:
            return None
        if match is None:
            return Wildcard("like", shown) if shown else None
        before, letters, after = match.groups()
        place = "within" if before and after else "start" if after else "end"
        return Wildcard(place, fold(letters) if test.attribute == WORD else letters)

    def _spellings(self, test: Test) -> tuple[str, ...]:
        """The spellings to show for a test of a word, those that it accepts if there are any."""
        values = self._values(test)
        # A typed word may be found by several folded spellings; what was typed names them all.
        if not values or (test.operator == ":" and len(values) > 1):
            return (test.value,)
        return values

    def _place(self, region: Region) -> Place:
        """The part of the text that ``region`` names."""
        reference = (*self._meant.get(region.at, ()), region.value)[0]
        if match := _REFERENCE.fullmatch(reference):
            kind, number, verse, last = match[1], int(match[2]), match[3], match[4]
            first = int(verse or number)
            return Place(kind or ("verses" if verse else "surah"), number, first, int(last or first))
        return Place(reference.casefold())

    def _only_number(self, span: Span) -> int | None:
        """The number of a surah, page or juz, if that is all that is asked."""
        if span.kind == "aya" or [test.attribute for test in span.tests] != ["number"]:
            return None
        test = span.tests[0]
        return int(test.value) if test.operator != "!=" and test.value.strip().isdecimal() else None
