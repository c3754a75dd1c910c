"""The reference evaluator: what a query means, as plainly as it can be said, however long it takes.

It goes over the parsed query bottom up. For each unit it makes the set of all its matches, and joins
them by going through all pairs; it knows no index, no bit sets and no order of work. The engine must
give the same matches (``test_truth_table.py``, ``test_against_reference.py``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from typing import Any, NamedTuple

from kalima.errors import QueryError
from kalima.search import query
from kalima.search.hits import Hits, Labelled
from kalima.search.query import (
    Alternatives,
    And,
    Anything,
    Arc,
    Comparison,
    Label,
    Not,
    Or,
    Pattern,
    Phrase,
    Query,
    Region,
    Repeat,
    Sequence,
    Test,
    Token,
    Translated,
    Tree,
)

from .reference_text import Node, Span, Text, Values
from .reference_values import accepted, english_words, is_named, relations_named, spans_that_pass

Tokens = tuple[Token, ...]
Place = tuple[int, int] | int
"""Where a label stands: the first and last word of its unit, or a node of the treebank."""


class Match(NamedTuple):
    """The written words covered, and where each label stands."""

    words: frozenset[int]
    labels: frozenset[tuple[str, Place]]


class Result(NamedTuple):
    """All matches of a query, and the verses in which it holds."""

    matches: set[Match]
    verses: set[int]


class Named(NamedTuple):
    """A label in a match under way; ``stem`` is the one (a word and its n-th stem) that passed its test."""

    name: str
    place: Place
    stem: tuple[int, int] | None


class Found(NamedTuple):
    """A match under way. Without any words it is an empty repetition; ``stem`` is that of a single token."""

    words: frozenset[int]
    labels: frozenset[Named] = frozenset()
    stem: tuple[int, int] | None = None

    @property
    def first(self) -> int:
        return min(self.words)

    @property
    def last(self) -> int:
        return max(self.words)


class Grown(NamedTuple):
    """A part of a tree: its topmost node, all its nodes, its labels."""

    top: int
    nodes: frozenset[int]
    labels: frozenset[Named] = frozenset()


EMPTY = Found(frozenset())


def evaluate(query: Query, text: Text) -> Result:
    """All matches of ``query`` in ``text``.

    :raises QueryError: if it names a value or relation that there is not.
    """
    return _Evaluator(text).result(query)


def as_result(hits: Hits) -> Result:
    """What the engine found, in the same terms."""

    def place(label: Labelled) -> Place:
        return (label.words[0], label.words[-1]) if label.node is None else label.node

    matches = (
        Match(frozenset(match.words), frozenset((name, place(at)) for name, at in match.labels.items()))
        for match in hits.matches()
    )
    return Result(set(matches), set(hits.verse_ids()))


class _Evaluator:
    def __init__(self, text: Text) -> None:
        self._text = text
        self._nodes: dict[int, list[Node]] = {verse: [] for verse in text.verses}
        for node in text.nodes.values():
            self._nodes[node.verse].append(node)
        self._arcs: dict[int, list[tuple[int, str]]] = {node: [] for node in text.nodes}
        for head, dependent, relation in text.arcs:
            self._arcs[head].append((dependent, relation))
        # Nothing but what would be found again and again.
        self._accepted: dict[Test, set[str]] = {}
        self._known_growth: dict[tuple[Any, int], set[Grown]] = {}

    def result(self, query: Query) -> Result:
        verses = self._holds(query.clause)
        matches = {
            Match(found.words, frozenset((label.name, label.place) for label in found.labels))
            for unit in _units(query.clause)
            for found in self._found(unit, "aya")
            if found.words and {self._text.words[word].verse for word in found.words} <= verses
        }
        return Result(matches, verses)

    # Clauses: sets of verses.

    def _holds(self, clause: Any) -> set[int]:
        if isinstance(clause, And):
            return set.intersection(*map(self._holds, clause.parts))
        if isinstance(clause, Or):
            return set.union(*map(self._holds, clause.parts))
        if isinstance(clause, Not):
            return set(self._text.verses) - self._holds(clause.part)
        if isinstance(clause, Region):
            return self._in_region(clause.value)
        if isinstance(clause, Translated):
            wanted = f" {' '.join(english_words(clause.words))} "
            translated = {
                verse: f" {' '.join(english_words(t))} " for verse, t in self._text.translations.items()
            }
            return {verse for verse, words in translated.items() if wanted in words}
        found = self._found(clause, "aya")
        return {self._text.words[word].verse for each in found for word in each.words}

    def _in_region(self, value: str) -> set[int]:
        """2, 2:5, 2:1-20, juz30, page7, meccan, or the name of a surah."""
        verses = self._text.verses.values()
        if place := re.fullmatch(r"(\d+)(?::(\d+)(?:-(\d+))?)?", value):
            first = int(place[2] or 1)
            last = int(place[3] or place[2] or 999)
            if int(place[1]) > len(self._text.spans["sura"]):
                raise QueryError(f"There is no region {value}.")
            return {v.id for v in verses if v.surah == int(place[1]) and first <= v.ayah <= last}
        if part := re.fullmatch(r"(juz|page) ?(\d+)", value.lower()):
            span = self._text.spans[part[1]][int(part[2]) - 1]
            return {v.id for v in verses if any(span.first <= word <= span.last for word in v.words)}
        surahs = self._text.spans["sura"]
        chosen = [
            span
            for span in surahs
            if any(is_named(value, name) for name in span.values["name"] | span.values["type"])
        ]
        if not chosen:
            raise QueryError(f"There is no region {value}.")
        return {v.id for v in verses if any(span.first <= v.words[0] <= span.last for span in chosen)}

    # Units: sets of matches.

    def _found(self, unit: Any, edge: str) -> set[Found]:
        """:param edge: the kind of span that the words of a sequence share: aya or sura."""
        if isinstance(unit, Token):
            return {
                Found(frozenset({word.id}), stem=(word.id, number))
                for word in self._text.words.values()
                for number, stem in enumerate(word.stems)
                if self._passes(unit.test, stem)
            }
        if isinstance(unit, Phrase):
            return self._phrase(unit, edge)
        if isinstance(unit, Sequence):
            return self._in_a_row([self._found(each, edge) for each in unit.units], edge)
        if isinstance(unit, Alternatives):
            return set().union(*(self._found(each, edge) for each in unit.units))
        if isinstance(unit, Repeat):
            return self._repeated(unit, edge)
        if isinstance(unit, Label):
            return {self._labelled(unit.name, found) for found in self._found(unit.unit, edge)}
        if isinstance(unit, Tree):
            return self._trees(unit)
        if isinstance(unit, Pattern):
            return self._limited(unit)
        raise TypeError(unit)

    def _in_a_row(self, parts: list[set[Found]], edge: str) -> set[Found]:
        joined = {EMPTY}
        for part in parts:
            beginning: dict[int | None, list[Found]] = {}
            for found in part:
                beginning.setdefault(found.first if found.words else None, []).append(found)
            joined = {
                _join(before, after)
                for before in joined
                for after in (
                    [*beginning.get(before.last + 1, []), *beginning.get(None, [])] if before.words else part
                )
            }
            joined = {found for found in joined if self._has_one(edge, found)}
        return joined

    def _has_one(self, edge: str, found: Found) -> bool:
        verses = [self._text.verses[self._text.words[word].verse] for word in found.words]
        return len({verse.id if edge == "aya" else verse.surah for verse in verses}) <= 1

    def _repeated(self, unit: Repeat, edge: str) -> set[Found]:
        once = self._found(unit.unit, edge)
        all_found: set[Found] = set()
        times, so_far = 0, {EMPTY}
        while so_far and (unit.most is None or times <= unit.most):
            if times >= unit.least:
                if so_far <= all_found:
                    break  # more times give nothing new: what is repeated can be empty
                all_found |= so_far
            so_far = self._in_a_row([so_far, once], edge)
            times += 1
        return all_found

    def _labelled(self, name: str, found: Found) -> Found:
        if not found.words:
            return found
        label = Named(name, (found.first, found.last), found.stem)
        return found._replace(labels=found.labels | {label})

    def _phrase(self, phrase: Phrase, edge: str) -> set[Found]:
        """Typed words in a row; two of them may be written as one word."""
        found: set[Found] = set()
        for reading in _readings(phrase.tokens):
            found |= self._in_a_row([self._found(token, edge) for token in reading], edge)
        return found

    # Limits and conditions.

    def _limited(self, pattern: Pattern) -> set[Found]:
        crosses = any(limit.how == "within" and limit.span.kind == "sura" for limit in pattern.limits)
        limits = [(limit.how, self._spans(limit.span)) for limit in pattern.limits]
        return {
            found
            for found in self._found(pattern.unit, "sura" if crosses else "aya")
            if all(_keeps(how, spans, found) for how, spans in limits)
            and all(self._agrees(condition, found) for condition in pattern.conditions)
        }

    def _spans(self, wanted: query.Span) -> list[Span]:
        """The spans asked for of which the text has a part."""
        passing = spans_that_pass(wanted.tests, self._text.spans[wanted.kind])
        return [
            span for span in passing if any(w in self._text.words for w in range(span.first, span.last + 1))
        ]

    def _agrees(self, condition: Comparison, found: Found) -> bool:
        labels = {label.name: label for label in found.labels}
        if condition.left not in labels or condition.right not in labels:
            return False
        left = self._compared(labels[condition.left], condition.left_attribute)
        right = self._compared(labels[condition.right], condition.right_attribute)
        return bool(left and right) and bool(left & right) == (condition.operator == "=")

    def _compared(self, label: Named, attribute: str) -> set[str]:
        if attribute == "translit":
            raise QueryError("translit cannot be compared.")
        if isinstance(label.place, int):
            node = self._text.nodes[label.place]
            if attribute != "word":
                return node.values.get(attribute, set())
            return {self._text.words[node.word].folded} if "word" in node.values and node.word else set()
        if label.stem is None:
            raise QueryError(f"{label.name} is more than one word.")
        word, number = label.stem
        if attribute == "word":
            return {self._text.words[word].folded}
        return self._text.words[word].stems[number].get(attribute, set())

    # Trees.

    def _trees(self, tree: Tree) -> set[Found]:
        found = set()
        for verse in self._text.verses:
            for grown in self._grown(tree, verse):
                words = {self._text.nodes[node].word for node in grown.nodes} - {None}
                if words:
                    found.add(Found(frozenset(word for word in words if word), grown.labels))
        return found

    def _grown(self, node: Any, verse: int) -> set[Grown]:
        if (node, verse) not in self._known_growth:
            self._known_growth[node, verse] = set(self._growing(node, verse))
        return self._known_growth[node, verse]

    def _growing(self, node: Any, verse: int) -> Iterator[Grown]:
        if isinstance(node, Tree):
            for head in self._grown(node.head, verse):
                for branches in product(*(self._branches(head.top, arc, verse) for arc in node.arcs)):
                    nodes = head.nodes.union(*(branch.nodes for branch in branches))
                    labels = head.labels.union(*(branch.labels for branch in branches))
                    yield Grown(head.top, nodes, labels)
        elif isinstance(node, Label):
            for each in self._grown(node.unit, verse):
                yield each._replace(labels=each.labels | {Named(node.name, each.top, None)})
        else:
            for written in self._nodes[verse]:
                test = None if isinstance(node, Anything) else node.test
                if isinstance(node, Anything) or (written.written and self._passes(test, written.values)):
                    yield Grown(written.id, frozenset({written.id}))

    def _branches(self, head: int, arc: Arc, verse: int) -> set[Grown]:
        """What may hang on ``head`` by this arc. By a negated one it is nothing, or it cannot be."""
        reached = self._reached(head, arc)
        branches = {grown for grown in self._grown(arc.node, verse) if grown.top in reached}
        if arc.negated:
            return set() if branches else {Grown(head, frozenset())}
        return branches

    def _reached(self, head: int, arc: Arc) -> set[int]:
        accepted_relations = relations_named(arc.relation)
        reached: set[int] = set()
        ends = {head}
        while ends:
            below = {d for end in ends for d, relation in self._arcs[end] if relation in accepted_relations}
            ends = below - reached if arc.deep else set()
            reached |= below
        return reached

    # Tests.

    def _passes(self, test: Any, values: Values) -> bool:
        if test is None:
            return True
        if isinstance(test, And):
            return all(self._passes(part, values) for part in test.parts)
        if isinstance(test, Or):
            return any(self._passes(part, values) for part in test.parts)
        if isinstance(test, Not):
            return not self._passes(test.part, values)
        if test not in self._accepted:
            self._accepted[test] = accepted(test, self._text)
        attribute = "exact" if (test.attribute, test.operator) == ("word", "==") else test.attribute
        accepts: bool = bool(values.get(attribute, set()) & self._accepted[test])
        return accepts is not (test.operator == "!=")


def _keeps(how: str, spans: list[Span], found: Found) -> bool:
    """Whether a match lies in one of the spans, or contains one."""
    if not found.words:
        return False
    if how == "within":
        return any(span.first <= found.first and found.last <= span.last for span in spans)
    return any(found.first <= span.first and span.last <= found.last for span in spans)


def _join(before: Found, after: Found) -> Found:
    if not before.words or not after.words:
        return after if after.words else before
    return Found(before.words | after.words, before.labels | after.labels)


def _readings(tokens: Tokens) -> Iterator[Tokens]:
    """A phrase with no, one or more pairs of its words read as one written word."""
    if not tokens:
        yield ()
    else:
        yield from ((tokens[0], *rest) for rest in _readings(tokens[1:]))
    tests = [
        token.test for token in tokens[:2] if isinstance(token.test, Test) and token.test.operator == ":"
    ]
    if len(tests) == 2:
        both = Token(Test("word", ":", f"{tests[0].value} {tests[1].value}"))
        yield from ((both, *rest) for rest in _readings(tokens[2:]))


def _units(clause: Any) -> Iterator[Any]:
    """The units of a clause that are not under a Not."""
    if isinstance(clause, And | Or):
        for part in clause.parts:
            yield from _units(part)
    elif not isinstance(clause, Not | Region | Translated):
        yield clause
