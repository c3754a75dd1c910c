"""From what was typed in the search bar to its parsed form."""

from __future__ import annotations

import difflib
import re
import unicodedata

from kalima.arabic.folding import fold, is_arabic
from kalima.corpus import tagset
from kalima.errors import QueryError
from kalima.search.query import EXACT, WORD, Phrase, Query, Test, Token

MAX_LENGTH = 2_000
"""Characters of a query. Longer than anything a person writes, and short enough to answer at once."""

ATTRIBUTES = (WORD, "root", "lemma", "pattern", "template", *tagset.BY_KEY, "prefix", "suffix", "tb_root")
_ALIASES = {
    "text": WORD,
    "كلمة": WORD,
    "جذر": "root",
    "الجذر": "root",
    "لمة": "lemma",
    "verb_form": "form",
    "derivation": "deriv",
    "tense": "aspect",
    "tag": "pos",
    "وزن": "pattern",
    "wazn": "pattern",
    "سابقة": "prefix",
    "لاحقة": "suffix",
    **{feature.arabic: feature.key for feature in tagset.FEATURES},
}
_FIELD = re.compile(r"([^\W\d][\w]*):(?!\s|$)|([^\W\d][\w]*):")
_BARE = re.compile(r'[^\s"&]+')
_NOT_YET = re.compile(r"[()\[\]{}|*?<>]")
_OPERATORS = {"AND", "OR", "NOT"}


def parse(text: str) -> Query:
    """The parsed form of a search bar query.

    :raises QueryError: if the text cannot be understood; the error says where and what to do.
    """
    _check_characters(text)
    scanner = _Scanner(text)
    parts: list[Phrase] = []
    while scanner.more():
        parts.append(scanner.part())
    return Query(tuple(parts))


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
            )


class _Scanner:
    """Reads a query from left to right."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def more(self) -> bool:
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1
        return self.at < len(self.text)

    def part(self) -> Phrase:
        """A quoted phrase, or one token."""
        start = self.at
        if self.text[start] == '"':
            words, offset = self._quoted()
            tokens = tuple(
                Token(
                    (_word_test(match[0], offset + match.start()),),
                    (offset + match.start(), offset + match.end()),
                )
                for match in re.finditer(r"\S+", words)
            )
            if not tokens:
                raise QueryError(
                    "There is nothing between the quotes.", "Put the words in them.", (start, self.at)
                )
            if self.more() and self.text[self.at] == "&":
                raise QueryError(
                    "A phrase cannot be joined by &, which joins tests of one word.",
                    "Put a space in place of the &.",
                    (self.at, self.at + 1),
                )
            return Phrase(tokens, (start, self.at))
        tests = [self._test()]
        while self.more() and self.text[self.at] == "&":
            joint = self.at
            self.at += 1
            if not self.more():
                raise QueryError("Nothing follows the &.", "Add a test, or delete the &.", (joint, joint + 1))
            tests.append(self._test())
        at = (start, tests[-1].at[1])
        return Phrase((Token(tuple(tests), at),), at)

    def _test(self) -> Test:
        start = self.at
        match = _FIELD.match(self.text, start)
        if match is None:
            return self._word(start)
        attribute = self._attribute(match[1] or match[2], start)
        self.at = match.end()
        value = self._value(f"{match[1] or match[2]}:", start)
        return Test(attribute, value, (start, self.at))

    def _attribute(self, name: str, start: int) -> str:
        known = name.lower()
        known = _ALIASES.get(known, known)
        if known in ATTRIBUTES:
            return known
        at = (start, start + len(name))
        near = difflib.get_close_matches(known, [*ATTRIBUTES, *_ALIASES], n=1, cutoff=0.6)
        if near:
            value = (self.text[at[1] + 1 :].split(maxsplit=1) or [""])[0]
            hint = f"Did you mean {near[0]}:{value}?"
        else:
            hint = f"Known fields: {', '.join(ATTRIBUTES)}."
        raise QueryError(f"There is no field named {name!r}.", hint, at)

    def _value(self, field: str, start: int) -> str:
        if self.at < len(self.text) and self.text[self.at] == '"':
            value = self._quoted()[0].strip()
        else:
            match = _BARE.match(self.text, self.at)
            value = match[0] if match else ""
            self.at += len(value)
        if not value:
            raise QueryError(
                f"{field} has no value.",
                f"Write one right after it, without a space, as in {field}…",
                (start, self.at),
            )
        return value

    def _word(self, start: int) -> Test:
        match = _BARE.match(self.text, start)
        if match is None:  # a & where a word should be
            raise QueryError(
                "Nothing stands before the &.", "Put a test before it, or delete it.", (start, start + 1)
            )
        self.at = match.end()
        return _word_test(match[0], start)

    def _quoted(self) -> tuple[str, int]:
        opening = self.at
        closing = self.text.find('"', opening + 1)
        if closing < 0:
            raise QueryError(
                "A quote is opened and never closed.",
                'Add a " at the end of the phrase.',
                (opening, len(self.text)),
            )
        self.at = closing + 1
        return self.text[opening + 1 : closing], opening + 1


def _word_test(word: str, start: int) -> Test:
    """A test for a typed word, or for its exact spelling where it begins with ``=``."""
    at = (start, start + len(word))
    if word in _OPERATORS or _NOT_YET.search(word):
        raise QueryError(
            f"{word!r} is not understood here.",
            "Words and field:value terms are separated by spaces, and all of them must be in the verse.",
            at,
        )
    exact = word.startswith("=")
    spelling = word.removeprefix("=")
    if not is_arabic(spelling) or not fold(spelling):
        hint = "Type it in Arabic letters, or name a field, as in root:Hmd or pos:verb."
        raise QueryError(f"{word!r} is not an Arabic word.", hint, at)
    return Test(EXACT if exact else WORD, spelling, at)
