"""What a query asks of the user's own research: ``note:``, ``tag:``, ``has:``, as a clause or of a word."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import reduce
from operator import or_
from typing import NamedTuple, Protocol

from kalima.arabic.folding import fold
from kalima.corpus import tagset
from kalima.errors import QueryError
from kalima.search.expressions import parse_expression, parse_wildcards
from kalima.search.index import SearchIndex
from kalima.search.query import Meaning, Researched, Test, quoted
from kalima.search.values import Piece, Taken, pieces

ANYTHING = "research"
MOST_TAGS_SHOWN = 12
_SIGNS = {":": re.compile("[*?]"), "=": re.compile(r"[.\[\](){}?*+\\^$|]")}
_STRAY_STAR = re.compile(r"(?<!\w)\*|\*(?=[\w*])")


class Kind(NamedTuple):
    """A kind of research that ``has:`` asks for: its name, and one of it in English and in Arabic."""

    name: str
    english: str
    arabic: str


KINDS = (
    Kind("note", "a note", "ملاحظة"),
    Kind("tag", "a tag", "وسم"),
    Kind("annotation", "an annotation", "تعليق"),
    Kind("connection", "a connection", "ربط"),
    Kind("pronoun", "a pronoun’s referent", "مرجع ضمير"),
    Kind("hypothesis", "a hypothesis", "فرضية"),
    Kind("verdict", "a verdict", "حكم"),
    Kind("translation", "a translation", "ترجمة"),
    Kind("bookmark", "a bookmark", "علامة"),
    Kind("correction", "a correction", "تصحيح"),
    Kind(ANYTHING, "anything", "أي عمل"),
)
KIND_BY_NAME = {kind.name: kind for kind in KINDS}


class Marked(NamedTuple):
    """Where research is: the verses, as the set of their last words, and the words that it is attached to.

    A verse counts if anything is at it or in it; a word, if something is at it, at a selection that it is
    in, or at a part of it.
    """

    verses: int
    words: int


NOWHERE = Marked(0, 0)
Found = tuple[list[str], str, Marked]
"""The values that a test was taken to mean, what that is called, and where it is."""


class Research(Protocol):
    """The user's own research, as far as queries ask of it."""

    def is_empty(self) -> bool:
        """Whether there is none at all."""

    def tags(self) -> Sequence[str]:
        """The names of all tags."""

    def tagged(self, tags: Sequence[str]) -> Marked:
        """Where any of the tags of these names is."""

    def noted(self, words: str) -> Marked:
        """Where something is whose text has all these words; one that ends in ``*`` is a beginning."""

    def having(self, kinds: Sequence[str]) -> Marked:
        """Where something of any of these kinds of :data:`KINDS` is."""


class ResearchTerms:
    """Finds what tests of research mean, and where they hold.

    :param text: the whole query, for the correction in an error.
    :param research: the user's; ``None`` where there is nobody's to ask.
    :param spend: called before research is asked, which takes long if there is much; it may raise.
    """

    def __init__(
        self, index: SearchIndex, text: str, research: Research | None, spend: Callable[[], None]
    ) -> None:
        self._layout = index.layout
        self._text = text
        self._research = research
        self._spend = spend

    def take(self, test: Test) -> Taken:
        """What a test of a word is taken to mean, and all stems of the words to which that is attached.

        :raises QueryError: if there is no such tag or kind, or no word to look for.
        """
        meaning, marked = self._find(test)
        return Taken(meaning, self._layout.spread(marked.words))

    def verses(self, clause: Researched) -> tuple[Meaning, int]:
        """What a clause is taken to mean, and all words of the verses in which it holds.

        :raises QueryError: as :meth:`take` does.
        """
        meaning, marked = self._find(clause.test)
        return meaning, self._layout.verses.whole(marked.verses)

    def _find(self, test: Test) -> tuple[Meaning, Marked]:
        if self._research is None:
            raise QueryError(f"There is no research to search for {test}.", "Leave it out.", test.at)
        find = {"note": self._noted, "tag": self._tagged, "has": self._having}[test.attribute]
        self._spend()
        values, words, marked = find(test, self._research)
        if not marked.verses:
            words += self._nowhere(test, self._research)
        return Meaning(test.attribute, test.value, tuple(values), words, test.at), marked

    @staticmethod
    def _nowhere(test: Test, research: Research) -> str:
        if research.is_empty():
            why = "you have no research yet"
        elif test.attribute == "tag" and not research.tags():
            why = "you have no tags yet"
        else:
            return ": nowhere"
        is_pos = test.attribute == "tag" and _is_pos(test.value)
        return f": {why}" + (f" (for a part of speech write pos:{test.value})" if is_pos else "")

    def _noted(self, test: Test, research: Research) -> Found:
        asked = pieces(test)
        for piece in asked:
            _check_words(piece)
        texts = [piece.text for piece in asked]
        places = []
        for text in texts:
            self._spend()
            places.append(research.noted(text))
        return texts, f"{_or(texts)} in a note of yours", _union(places)

    def _tagged(self, test: Test, research: Research) -> Found:
        tags = research.tags()
        if not tags:
            return [test.value], f"the tag {_or([test.value])}", NOWHERE
        asked = pieces(test)
        names = list(dict.fromkeys(name for piece in asked for name in self._tags(test, piece, tags)))
        return names, f"the tag {_or(names)}", research.tagged(names)

    def _tags(self, test: Test, piece: Piece, tags: Sequence[str]) -> list[str]:
        """The tags that ``piece`` names: by the name itself, else without its marks, else by a part of it."""
        if test.operator == "==":
            found = [tag for tag in tags if tag == piece.text]
        else:
            found = next(filter(None, (_alike(piece.text, tags, key) for key in (_cased, _folded))), [])
            found = found or _fitting(test, piece, tags)
        if found:
            return found
        near = difflib.get_close_matches(_folded(piece.text), list(map(_folded, tags)), 1, 0.5)
        raise self._unknown(
            test, piece, f"You have no tag {piece.text!r}.",
            next((tag for tag in tags if near and _folded(tag) == near[0]), ""),
            f"You have: {_some(tags)}.",
        )  # fmt: skip

    def _having(self, test: Test, research: Research) -> Found:
        asked = pieces(test)
        names = list(dict.fromkeys(name for piece in asked for name in self._kinds(test, piece)))
        words = f"{' or '.join(KIND_BY_NAME[name].english for name in names)} of yours"
        return names, words, research.having(names)

    def _kinds(self, test: Test, piece: Piece) -> list[str]:
        named = {
            _folded(each): kind.name for kind in KINDS for each in (kind.name, f"{kind.name}s", kind.arabic)
        }
        named["hypotheses"] = "hypothesis"
        if name := named.get(_folded(piece.text)):
            return [name]
        known = [kind.name for kind in KINDS]
        if found := _fitting(test, piece, known):
            return found
        near = difflib.get_close_matches(_folded(piece.text), list(named), 1, 0.6)
        raise self._unknown(
            test, piece, f"There is no kind of research {piece.text!r}.",
            named[near[0]] if near else "", f"Known kinds: {', '.join(known)}.",
        )  # fmt: skip

    def _unknown(self, test: Test, piece: Piece, message: str, near: str, known: str) -> QueryError:
        """The error for a name that there is not, with the query as it was probably meant."""
        start, end = piece.at
        if test.attribute == "tag" and not near and _is_pos(piece.text):
            field = re.match(r"\w+", self._text[test.at[0] :])
            cut = test.at[0] + (field.end() if field else 0)
            corrected = f"{self._text[: test.at[0]]}pos{self._text[cut:]}"
            return QueryError(message, f"For a part of speech write pos. {known}", piece.at, corrected)
        if not near:
            return QueryError(message, known, piece.at)
        name = in_expression(near) if test.operator in ("=", "!=") else near
        meant = repr(Test(test.attribute, test.operator, name))
        instead = meant if piece.at == test.at else quoted(name)[1:-1]
        corrected = self._text[:start] + instead + self._text[end:]
        return QueryError(message, f"Did you mean {meant}? {known}", piece.at, corrected)


def in_expression(name: str) -> str:
    """``name`` as an expression that fits nothing else."""
    return _SIGNS["="].sub(r"\\\g<0>", name)


def _check_words(piece: Piece) -> None:
    words = fold(piece.text)  # a star may follow a mark
    if not re.search(r"\w", words):
        raise QueryError(
            f"{piece.text!r} is no word to look for in your notes.", "Write one, as in note:صبر.", piece.at
        )
    if _STRAY_STAR.search(words):
        raise QueryError(
            "A * stands at the end of a word whose beginning is given.", "Write it as in note:صب*.", piece.at
        )


def _alike(typed: str, names: Sequence[str], key: Callable[[str], str]) -> list[str]:
    return [name for name in names if key(name) == key(typed)]


def _fitting(test: Test, piece: Piece, names: Sequence[str]) -> list[str]:
    """The names that fit wildcards, or the expression that ``=`` takes."""
    operator = ":" if test.operator == ":" else "="
    if test.operator == "==" or not _SIGNS[operator].search(piece.text):
        return []
    parse = parse_wildcards if operator == ":" else parse_expression
    expression = parse(piece.text, start=piece.at[0], letters=_folded)
    return [name for name in names if expression.fullmatch(_folded(name))]


def _cased(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _folded(name: str) -> str:
    return fold(_cased(name))


def _is_pos(name: str) -> bool:
    values = tagset.BY_KEY["pos"].values
    return any(_folded(name) in map(_folded, (value.tag, value.english)) for value in values)


def _union(places: Sequence[Marked]) -> Marked:
    return Marked(*(reduce(or_, sets) for sets in zip(*places, strict=True)))


def _or(names: Sequence[str]) -> str:
    return f"“{_some(names, '” or “')}”"


def _some(names: Sequence[str], joint: str = ", ") -> str:
    more = len(names) - MOST_TAGS_SHOWN
    return joint.join(names[:MOST_TAGS_SHOWN]) + (f" and {more:,} more" if more > 0 else "")
