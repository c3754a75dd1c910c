"""Words as a person types them: bare, exact, with wildcards, or in a phrase."""

from __future__ import annotations

import re
from typing import NoReturn

from kalima.arabic.folding import fold, is_arabic
from kalima.errors import QueryError
from kalima.search.parser.scanner import unescape
from kalima.search.query import WORD, Phrase, Place, Test, Token

_REFERENCE = re.compile(r"\d+:\d+(?:-\d+)?")
_SYMBOLS = re.compile(r"[\[\]{}|<>;!\\]|->|::")
_EXPRESSION = re.compile(r"[.\[(|+{\\]")


def word_test(text: str, word: str, start: int) -> Test:
    """A test for a typed word, or for its exact spelling where it begins with ``=``.

    :raises QueryError: if it is no Arabic word; the error corrects the query ``text`` where it can.
    """
    at = (start, start + len(word))
    exact = word.startswith("=")
    spelling = word.removeprefix("=")
    letters = spelling.replace("*", "").replace("?", "")
    if _SYMBOLS.search(spelling):
        _refuse_symbol(text, word, at)
    if spelling and not letters:
        raise QueryError(
            f"{word!r} stands for every word of the text.", "Add a letter to it, as in رحم*, or write [].", at
        )
    if not is_arabic(letters) or not fold(letters):
        _refuse_latin(text, word, at)
    if exact and letters != spelling:
        raise QueryError(
            f"{word!r} asks for one exact spelling, which has no wildcards.",
            "Leave out the = to search with wildcards.",
            at,
            text[:start] + spelling + text[at[1] :],
        )
    return Test(WORD, "==" if exact else ":", spelling, at)


def phrase(text: str, start: int, end: int) -> Phrase:
    """The phrase between the quotes at ``start`` and before ``end``.

    A word with a sign that only a regular expression has is one: ``"رحم.*"``.

    :raises QueryError: if there are no words, or one is not Arabic.
    """
    tokens = []
    for match in re.finditer(r"\S+", text[start + 1 : end - 1]):
        at = (start + 1 + match.start(), start + 1 + match.end())
        if _EXPRESSION.search(match[0]):
            test = Test(WORD, "=", unescape(match[0]), at)
        else:
            test = word_test(text, match[0], at[0])
        tokens.append(Token(test, at))
    if not tokens:
        raise QueryError("There is nothing between the quotes.", "Put the words in them.", (start, end))
    return Phrase(tuple(tokens), (start, end))


def _refuse_symbol(text: str, word: str, at: Place) -> NoReturn:
    pieces = [piece for piece in word.split("|") if piece]
    if "|" in word:
        words = len(pieces) > 1 and all(is_arabic(piece) and not _SYMBOLS.search(piece) for piece in pieces)
        raise QueryError(
            f"{word!r} is not understood here.",
            "Write OR between words; | stands between patterns in brackets.",
            at,
            text[: at[0]] + (" OR ".join(pieces) or "OR") + text[at[1] :] if words or not pieces else "",
        )
    if "->" in word:
        raise QueryError(
            "An arrow stands between two words in brackets.",
            'Write them as in [pos="V"] -subject-> [lemma="الله"].',
            at,
        )
    raise QueryError(
        f"{word!r} is not understood here.",
        'A word is typed plainly, and a pattern in brackets, as in [pos="V"] []{0,2} [pos="PN"].',
        at,
    )


def _refuse_latin(text: str, word: str, at: Place) -> NoReturn:
    def instead(words: str) -> str:
        return text[: at[0]] + words + text[at[1] :]

    if word.upper() in ("AND", "OR", "NOT"):
        raise QueryError(
            f"{word!r} is not understood here.",
            f"Write it in capitals: {word.upper()}.",
            at,
            instead(word.upper()),
        )
    if word.lower() in ("within", "containing"):
        raise QueryError(
            f"Nothing stands before {word}.",
            'It follows a pattern: [pos="V"] within <sura type="Meccan"/>.',
            at,
        )
    if _REFERENCE.fullmatch(word):
        raise QueryError(
            f"{word} is a place and not a word.", f"To search in it: in:{word}.", at, instead(f"in:{word}")
        )
    hint = "Type it in Arabic letters, or name a field, as in root:Hmd or pos:verb."
    if re.fullmatch(r"[A-Za-z]{2,}", word):
        hint = f"To search the translation: en:{word}. {hint}"
        raise QueryError(f"{word!r} is not an Arabic word.", hint, at, instead(f"en:{word}"))
    raise QueryError(f"{word!r} is not an Arabic word.", hint, at)
