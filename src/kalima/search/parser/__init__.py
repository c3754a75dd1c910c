"""From what was typed to its parsed form: search bar and patterns in one grammar.

A bare word, ``field:value`` or a quoted phrase is a clause; clauses hold within one verse, joined by AND (or
by standing side by side), OR and NOT. A ``[`` begins a pattern; what stands directly beside it in brackets,
quotes, labels or trees belongs to it. The grammar is written out in ``manual/query-language.md``.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NoReturn

from kalima.errors import QueryError
from kalima.search.parser import names, terms
from kalima.search.parser.patterns import PatternParser, begins_unit, is_pattern
from kalima.search.parser.scanner import Scanner
from kalima.search.query import (
    And,
    Clause,
    Not,
    Or,
    Query,
    Region,
    Researched,
    Test,
    Token,
    Translated,
)

MAX_LENGTH = 2_000
"""Characters of a query. Longer than anything a person writes, and short enough to answer at once."""

_FIELD = re.compile(r"([^\W\d]\w*):")
_VALUE = re.compile(r'[^\s"&()]+')
_BARE = re.compile(r'[^\s"&()\[\]]+')
_KEYWORD = re.compile(r"(AND|OR|NOT)(?![^\s()\"\[])")


def parse(text: str) -> Query:
    """The parsed form of a query.

    :raises QueryError: if the text cannot be understood; the error says where and what to do.
    """
    _check_characters(text)
    parser = _Parser(text)
    clause = parser.clauses()
    if parser.more():
        parser.fail(
            "There is no ( before this ).", "Delete it, or add a ( before it.", parser.at, parser.at + 1
        )
    return Query(clause, text)


def _check_characters(text: str) -> None:
    if not text.strip():
        raise QueryError(
            "The query is empty.", "Type an Arabic word, or a feature such as root:قول or pos:verb."
        )
    if len(text) > MAX_LENGTH:
        raise QueryError(
            f"The query has {len(text):,} characters; the most is {MAX_LENGTH:,}.",
            "Search for fewer words at a time.",
            (MAX_LENGTH, len(text)),
        )
    for at, char in enumerate(text):
        if unicodedata.category(char) in ("Cc", "Cs", "Co", "Cn") and not char.isspace():
            raise QueryError(
                f"The query holds a character that is not text (U+{ord(char):04X}).",
                "Delete it; it may have come along when the query was copied.",
                (at, at + 1),
                text[:at] + text[at + 1 :] if text.replace(char, "").strip() else "",
            )


class _Parser(Scanner):
    """Reads clauses; patterns are read by :class:`PatternParser`."""

    def clauses(self) -> Clause:
        """What stands between OR."""
        start = self.skip()
        parts = [self._all()]
        while self._keyword("OR"):
            parts.append(self._all())
        return parts[0] if len(parts) == 1 else Or(tuple(parts), (start, self.end))

    def _all(self) -> Clause:
        """What stands between AND, or side by side."""
        start = self.skip()
        parts = list(self._negated())
        while self.more() and self.text[self.at] != ")" and self._next_keyword() != "OR":
            self._keyword("AND")
            parts += self._negated()
        return parts[0] if len(parts) == 1 else And(tuple(parts), (start, self.end))

    def _negated(self) -> list[Clause]:
        start = self.skip()
        if self._keyword("NOT"):
            with self.nested(start):
                parts = self._negated()
            # NOT takes one clause: of two phrases side by side the second is asked for.
            return [Not(parts[0], (start, parts[0].at[1])), *parts[1:]]
        if keyword := self._next_keyword():
            self._misplaced(keyword)
        if not self.more():
            self._misplaced("")
        return self._clause()

    def _misplaced(self, keyword: str) -> NoReturn:
        start = self.at if keyword else max(self.at - 1, 0)
        before = self.text[: self.at].rstrip()
        last = re.search(r"\b(AND|OR|NOT)$", before)
        if keyword or not last:
            self.fail(
                f"Nothing stands before {keyword}." if keyword else "Something is missing here.",
                "Put a word or a field:value term there, or delete it."
                if keyword
                else "Add a word or delete the rest.",
                start,
                start + max(len(keyword), 1),
            )
        self.fail(
            f"Nothing follows {last[1]}.",
            f"Add what {last[1]} joins, or delete it.",
            *last.span(),
            before[: last.start()].rstrip(),
        )

    def _next_keyword(self) -> str:
        self.skip()
        match = _KEYWORD.match(self.text, self.at)
        return match[1] if match else ""

    def _keyword(self, keyword: str) -> bool:
        if self._next_keyword() != keyword:
            return False
        self.at += len(keyword)
        self.end = self.at
        return True

    def _clause(self) -> list[Clause]:
        """One clause; two phrases side by side are two."""
        start = self.skip()
        if self.text[start] == "(" and not is_pattern(self.text, start):
            return [self._group()]
        if begins_unit(self.text, start):
            pattern = PatternParser(self.text, start, self.depth)
            clauses = pattern.clauses()
            self.at, self.end = pattern.at, pattern.end
            self._check_after_pattern()
            return clauses
        return [self._term()]

    def _group(self) -> Clause:
        opening = self.at
        with self.nested(opening):
            self.at += 1
            self.skip()
            if self.text.startswith(")", self.at):
                self.fail("There is nothing between the parentheses.", "Delete them.", opening, self.at + 1)
            clause = self.clauses()
        self.close(opening)
        if self.text[self.at : self.at + 1] in ("*", "+", "?", "{"):
            self.fail(
                "Only words of a pattern can be repeated, and this is a group of clauses.",
                'Write its words in brackets, as in ([pos="V"] [pos="N"])+.',
                self.at,
                self.at + 1,
            )
        return clause

    def _check_after_pattern(self) -> None:
        if self.skip() < len(self.text) and self.text[self.at] == "&":
            self.fail(
                "A & joins tests of one word; it cannot join a phrase or a pattern.",
                "Put AND in its place.",
                self.at,
                self.at + 1,
                f"{self.text[: self.at].rstrip()} AND {self.text[self.at + 1 :].lstrip()}",
            )

    def _term(self) -> Clause:
        """Tests of one word joined by ``&``; or a region, words of a translation, or the user's research."""
        start = self.at
        field = _FIELD.match(self.text, start)
        if field and (name := names.region_or_language(field[1])):
            self.at = field.end()
            value = self._value(field[0])
            at = (start, self.end)
            return Region(value, at) if name == "in" else Translated(name, value, at)
        tests = [self._test()]
        while self.skip() < len(self.text) and self.text[self.at] == "&":
            joint = self.at
            self.at += 1
            if self.skip() >= len(self.text) or self.text[self.at] == ")":
                self.fail("Nothing follows the &.", "Add a test, or delete the &.", joint, joint + 1)
            tests.append(self._test())
        at = (start, self.end)
        if len(tests) > 1:
            return Token(And(tuple(tests), at), at)
        return Researched(tests[0], at) if tests[0].attribute in names.RESEARCH else Token(tests[0], at)

    def _test(self) -> Test:
        start = self.at
        match = _FIELD.match(self.text, start)
        if match is None:
            return self._word(start)
        self.at = match.end()
        if names.region_or_language(match[1]):
            self.fail(
                f"{match[0]} says where, and is no test of a word.",
                "Put a space in place of the &.",
                start,
                self.at,
            )
        attribute = names.attribute(match[1], start, self.text)
        value = self._value(match[0])
        return Test(attribute, ":", value, (start, self.end))

    def _value(self, field: str) -> str:
        start = self.at - len(field)
        if self.text.startswith('"', self.at):
            value = self.string().strip()
        else:
            match = _VALUE.match(self.text, self.at)
            value = match[0] if match else ""
            self.at += len(value)
        if not value:
            self.fail(
                f"{field} has no value.",
                f"Write one right after it, without a space, as in {field}…",
                start,
                self.at,
            )
        self.end = self.at
        return value

    def _word(self, start: int) -> Test:
        match = _BARE.match(self.text, start)
        if match is None:
            char = self.text[start]
            if char == "&":
                self.fail(
                    "Nothing stands before the &.", "Put a test before it, or delete it.", start, start + 1
                )
            self.fail(
                f"{char} is not understood here.", "Delete it, or put it between quotes.", start, start + 1
            )
        self.at = self.end = match.end()
        return terms.word_test(self.text, match[0], start)
