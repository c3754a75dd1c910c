"""Reads patterns: words in brackets one after the other, trees, their limits and conditions."""

from __future__ import annotations

import re
from typing import NoReturn

from kalima.search.parser import names, terms
from kalima.search.parser.labels import check_labels
from kalima.search.parser.scanner import Scanner
from kalima.search.query import (
    Alternatives,
    And,
    Anything,
    Arc,
    Clause,
    Comparison,
    Label,
    Limit,
    Node,
    Not,
    Or,
    Pattern,
    Phrase,
    Repeat,
    Sequence,
    Span,
    Test,
    TestNode,
    Token,
    Tree,
    Unit,
)

MAX_TIMES = 9_999
_STRING = r'"(?:[^"\\]|\\.)*"'
_LABEL = re.compile(r"([^\W\d_]\w*)\s*:(?!:)\s*(?=[\[(\"]|_(?!\w))")
_RELATION = r'[^\-<>;:_"\[\]][^<>;:_"\[\]]*?'
_ARROW = re.compile(rf"(!?)\s*-(?:({_RELATION})-)?>(>?)")
_TIMES = re.compile(r"\{\s*(?:(\d+)\s*(?:(,)\s*(\d+)?)?|,\s*(\d+))\s*\}")
_LIMIT = re.compile(r"(within|containing)(?!\w)")
_CONDITION = re.compile(
    r"([^\W\d_]\w*)\s*\.\s*(\w+)\s*(!=|=)\s*([^\W\d_]\w*)\s*\.\s*(\w+)",
)
_SPAN = re.compile(r"<\s*([^\W\d]\w*)")
_SPAN_TEST = re.compile(rf"\s*([^\W\d]\w*)\s*(!=|==|=)\s*({_STRING})")
_SPAN_END = re.compile(r"\s*/?\s*>")
_TEST = re.compile(r"([^\W\d]\w*)\s*(!=|==|=|:)\s*")
_BARE_VALUE = re.compile(r'[^\s"&|()\[\]]+')
# What a group of a pattern may hold, so that it is known before it is read which kind of group it is.
_PIECE = re.compile(
    rf"""\s+|{_STRING}|\[(?:[^\]"]|{_STRING})*\]|<[^<>]*>|!?\s*-(?:{_RELATION}-)?>>?|::|&|!?=|[^\W\d_]\w*\s*\.\s*\w+|\{{[\d,\s]*\}}"""
    r"""|(?:within|containing)(?!\w)|_(?!\w)|[|?*+;()]""",
    re.DOTALL,
)


def begins_unit(text: str, at: int) -> bool:
    """Whether a unit of a pattern begins here, and not a word or field of the search bar."""
    if text.startswith(("[", '"', "(", "->", "!->"), at) or re.compile(r"_(?!\w)").match(text, at):
        return True
    return _label_at(text, at) is not None


def _label_at(text: str, at: int) -> re.Match[str] | None:
    """The label that stands here. ``pos:"proper noun"`` is a field, ``A:"قال"`` is a label."""
    match = _LABEL.match(text, at)
    field = match and text[match.end()] == '"' and names.is_near_attribute(match[1])
    return None if field else match


def is_pattern(text: str, opening: int) -> bool:
    """Whether the group that opens here holds a pattern, and not clauses of the search bar."""
    at, depth = opening, 0
    while at < len(text):
        if label := _label_at(text, at):
            at = label.end()
            continue
        piece = _PIECE.match(text, at)
        if piece is None:
            return (
                text[at] == "[" or text[at] == '"'
            )  # one that is never closed: the pattern's reader says so
        depth += {"(": 1, ")": -1}.get(piece[0], 0)
        at = piece.end()
        if depth == 0:
            return True
    return True


class PatternParser(Scanner):
    """Reads one pattern from ``at`` on."""

    def clauses(self) -> list[Clause]:
        """The pattern; phrases alone, side by side, are clauses of their own."""
        pattern = self.pattern()
        if isinstance(pattern, Sequence) and all(isinstance(unit, Phrase) for unit in pattern.units):
            return list(pattern.units)
        return [pattern]

    def pattern(self) -> Unit:
        start = self.skip()
        unit = self._sequence()
        limits = []
        while self.skip() < len(self.text) and (match := self.take(_LIMIT.match(self.text, self.at))):
            limits.append(self._limit(match))
        conditions = self._conditions()
        check_labels(unit, conditions, self.text)
        if not limits and not conditions:
            return unit
        return Pattern(unit, tuple(limits), tuple(conditions), (start, self.end))

    # Words in a row.

    def _sequence(self) -> Unit:
        start = self.skip()
        units = [self._alternatives()]
        while self._begins_unit():
            units.append(self._alternatives())
        return units[0] if len(units) == 1 else Sequence(tuple(units), (start, self.end))

    def _begins_unit(self) -> bool:
        at = self.skip()
        if at >= len(self.text) or (self.text[at] == "(" and not is_pattern(self.text, at)):
            return False
        return begins_unit(self.text, at)

    def _alternatives(self) -> Unit:
        start = self.skip()
        units = [self._unit()]
        while self.skip() < len(self.text) and self.text[self.at] == "|":
            bar = self.at
            self.at += 1
            if not self._begins_unit():
                self.fail(
                    "Nothing of a pattern follows the |.",
                    "Add a word in brackets, or delete the |.",
                    bar,
                    bar + 1,
                )
            units.append(self._unit())
        return units[0] if len(units) == 1 else Alternatives(tuple(units), (start, self.end))

    def _unit(self) -> Unit:
        start = self.skip()
        label = self._label()
        unit = self._atom()
        if self._arrow_ahead():
            return self._tree(self._as_node(self._labelled(label, unit, start)), start)
        if isinstance(unit, Anything):
            self.fail(
                "_ stands for a word of a tree, implied or written.",
                "For any written word in a row write [].",
                self.end - 1,
                self.end,
                f"{self.text[: self.end - 1]}[]{self.text[self.end :]}",
            )
        times = self._times()
        if times is not None:
            unit = Repeat(unit, *times, (unit.at[0], self.end))
            if self._times() is not None:
                self.fail(
                    "Two repetitions follow each other.", "Keep one, or use parentheses.", start, self.end
                )
        return self._labelled(label, unit, start)

    def _label(self) -> str:
        match = self.take(_label_at(self.text, self.at))
        return match[1] if match else ""

    def _labelled(self, label: str, unit: Unit, start: int) -> Unit:
        return Label(label, unit, (start, self.end)) if label else unit

    def _atom(self) -> Unit:
        start = self.at
        sign = self.text[start : start + 1]
        if sign == "[":
            return self._token()
        if sign == '"':
            self.string()
            return terms.phrase(self.text, start, self.at)
        if sign == "_":
            self.at = self.end = start + 1
            return Anything((start, self.at))
        if sign == "(":
            with self.nested(start):
                self.at += 1
                if self.text.startswith(")", self.skip()):
                    self.fail("There is nothing between the parentheses.", "Delete them.", start, self.at + 1)
                if not self._begins_unit():
                    self.fail(
                        "A pattern should begin here.",
                        'Write a word in brackets, as in [pos="V"].',
                        start,
                        start + 1,
                    )
                unit = self.pattern()
            self.close(start)
            return unit
        self.fail(
            "An arrow stands between two nodes.",
            'Write the head before it, as in [pos="V"] -> _.',
            start,
            start + 2,
        )

    def _times(self) -> tuple[int, int | None] | None:
        start = self.skip()
        sign = self.text[start : start + 1]
        if sign and sign in "?*+":
            self.at = self.end = start + 1
            return {"?": (0, 1), "*": (0, None), "+": (1, None)}[sign]
        if sign != "{":
            return None
        match = self.take(_TIMES.match(self.text, start))
        if match is None:
            self.fail(
                "How often it may repeat is written as {2}, {0,4} or {1,}.", "Correct it.", start, start + 1
            )
        least, comma, most, only_most = match.groups()
        low = int(least or 0)
        high = int(most or only_most) if most or only_most else None if comma else low
        if low > MAX_TIMES or (high is not None and (high > MAX_TIMES or high < low)):
            self.fail(
                f"{match[0]} cannot be: the first number is at most the second, both at most {MAX_TIMES:,}.",
                "Correct it.",
                start,
                self.at,
                f"{self.text[:start]}{{{high},{low}}}{self.text[self.at :]}"
                if high is not None and high < low <= MAX_TIMES
                else "",
            )
        if high == 0:
            self.fail(f"{match[0]} repeats nothing.", "Leave the word out.", start, self.at)
        return low, high

    # One word.

    def _token(self) -> Token:
        opening = self.at
        self.at += 1
        if self.text.startswith("]", self.skip()):
            self.at = self.end = self.at + 1
            return Token(None, (opening, self.at))
        test = self._any_test()
        self.close(opening, "]")
        return Token(test, (opening, self.at))

    def _any_test(self) -> TestNode:
        start = self.skip()
        parts = [self._all_tests()]
        while self.text.startswith("|", self.skip()):
            self.at += 1
            parts.append(self._all_tests())
        return parts[0] if len(parts) == 1 else Or(tuple(parts), (start, self.end))

    def _all_tests(self) -> TestNode:
        start = self.skip()
        parts = [self._one_test()]
        while self.text.startswith("&", self.skip()):
            self.at += 1
            parts.append(self._one_test())
        return parts[0] if len(parts) == 1 else And(tuple(parts), (start, self.end))

    def _one_test(self) -> TestNode:
        start = self.skip()
        if self.text.startswith("!", start):
            self.at += 1
            with self.nested(start):
                return Not(self._one_test(), (start, self.end))
        if self.text.startswith("(", start):
            with self.nested(start):
                self.at += 1
                test = self._any_test()
            self.close(start)
            return test
        match = self.take(_TEST.match(self.text, start))
        if match is None:
            self._refuse_test(start)
        attribute = names.attribute(match[1], start, self.text)
        return Test(attribute, match[2], self._value(match), (start, self.end))  # type: ignore[arg-type]

    def _value(self, match: re.Match[str]) -> str:
        start = self.at
        if self.text.startswith('"', start):
            return self.string()
        bare = _BARE_VALUE.match(self.text, start)
        if bare is None:
            self.fail(f"{match[0].strip()} has no value.", 'Write one, as in root="قول".', *match.span())
        if match[2] != ":":
            self.fail(
                f"The value of {match[1]} stands between quotes.",
                f'Write {match[1]}{match[2]}"{bare[0]}".',
                *bare.span(),
                f'{self.text[: bare.start()]}"{bare[0]}"{self.text[bare.end() :]}',
            )
        self.at = self.end = bare.end()
        return bare[0]

    def _refuse_test(self, start: int) -> NoReturn:
        name = re.compile(r"[^\W\d]\w*").match(self.text, start)
        if name is not None:
            known = names.attribute(name[0], start, self.text)
            self.fail(
                f"{name[0]} is not compared with anything.",
                f'Write a value, as in {known}="…".',
                *name.span(),
            )
        if start >= len(self.text):
            opening = self.text.rfind("[", 0, start)
            self.fail("A [ is opened and never closed.", "Add a ] after its tests.", opening, opening + 1)
        string = re.compile(_STRING).match(self.text, start)
        if string:
            self.fail("A value has no attribute.", f"Write word={string[0]}.", *string.span(),
                      f"{self.text[:start]}word={self.text[start:]}")  # fmt: skip
        self.fail("A test of a word should stand here.", 'Write one, as in [pos="V"].', start, start + 1)

    # Trees.

    def _arrow_ahead(self) -> bool:
        self.skip()
        return bool(_ARROW.match(self.text, self.at))

    def _tree(self, head: Node, start: int) -> Tree:
        arcs = [self._arc()]
        while self.text.startswith(";", self.skip()):
            semicolon = self.at
            self.at += 1
            if not self._arrow_ahead():
                self.fail(
                    "An arrow should follow the ;.",
                    "Add one, as in ; -object-> _, or delete the ;.",
                    semicolon,
                    semicolon + 1,
                )
            arcs.append(self._arc())
        return Tree(head, tuple(arcs), (start, self.end))

    def _arc(self) -> Arc:
        """The arrow that stands here, as :meth:`_arrow_ahead` saw, and where it leads."""
        start = self.skip()
        match = self.take(_ARROW.match(self.text, start))
        sign, relation, deep = match.groups() if match else ("", None, "")
        place = (start, self.at)
        if match and relation:
            begin = match.start(2) + len(relation) - len(relation.lstrip())
            relation = relation.strip()
            place = (begin, begin + len(relation))
        node = self._arc_node(start)
        return Arc(relation or None, bool(deep), bool(sign), node, (start, self.end), place)

    def _arc_node(self, arrow: int) -> Node:
        start = self.skip()
        label = self._label()
        if self.text[self.at : self.at + 1] not in ("[", '"', "_", "(") or not self._begins_unit():
            self.fail("An arrow leads to a word in brackets, or to _.", "Add one after it.", arrow, self.end)
        node = self._as_node(self._labelled(label, self._atom(), start))
        if self._arrow_ahead():  # A -> B -> C: the arcs of B begin here
            with self.nested(start):
                arc = self._arc()
            return Tree(node, (arc,), (start, self.end))
        return node

    def _as_node(self, unit: Unit) -> Node:
        """
        :raises QueryError: if ``unit`` is more than one word.
        """
        if isinstance(unit, Label) and not isinstance(unit.unit, Tree):
            return Label(unit.name, self._as_node(unit.unit), unit.at)
        if isinstance(unit, Phrase) and len(unit.tokens) == 1:
            return unit.tokens[0]
        if isinstance(unit, Token | Anything | Tree):
            return unit
        self.fail(
            "An arrow joins single words, and this is more than one.", "Write one word in brackets.", *unit.at
        )

    # Limits and conditions.

    def _limit(self, match: re.Match[str]) -> Limit:
        start = match.start()
        self.skip()
        opened = self.take(_SPAN.match(self.text, self.at))
        if opened is None:
            word = re.compile(r"\w+").match(self.text, self.at)
            self.fail(
                f"After {match[1]} stands a span.",
                f'Write it as in {match[1]} <sura type="Meccan"/>.',
                *match.span(),
                f"{self.text[: word.start()]}<{word[0]}/>{self.text[word.end() :]}" if word else "",
            )
        kind = names.span_kind(opened[1], opened.start(1), self.text)
        tests = []
        while test := self.take(_SPAN_TEST.match(self.text, self.at)):
            name = names.span_attribute(kind, test[1], test.start(1), self.text)
            value = test[3][1:-1]
            tests.append(Test(name, test[2], value, (test.start(1), test.end())))  # type: ignore[arg-type]
        if self.take(_SPAN_END.match(self.text, self.at)) is None:
            self.fail(
                "A span ends with />.", f'Write it as in <{kind} number="2"/>.', opened.start(), self.at
            )
        span = Span(kind, tuple(tests), (opened.start(), self.end))
        return Limit(match[1], span, (start, self.end))  # type: ignore[arg-type]

    def _conditions(self) -> list[Comparison]:
        if not self.text.startswith("::", self.skip()):
            return []
        sign = self.at
        self.at += 2
        conditions: list[Comparison] = []
        while True:
            start = self.skip()
            match = self.take(_CONDITION.match(self.text, start))
            if match is None:
                self.fail(
                    "After :: stands a condition between two labels.",
                    "Write it as in :: A.root = B.root.",
                    *((start, start + 1) if start < len(self.text) else (sign, sign + 2)),
                )
            left = names.attribute(match[2], match.start(2), self.text)
            right = names.attribute(match[5], match.start(5), self.text)
            conditions.append(Comparison(match[1], left, match[3], match[4], right, match.span()))  # type: ignore[arg-type]
            if not self.text.startswith("&", self.skip()):
                return conditions
            self.at += 1
