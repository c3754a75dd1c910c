"""What a typed value stands for: the values of the corpus that a test accepts, and what has them."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Sequence
from functools import partial, reduce
from operator import or_
from typing import NamedTuple, TypeVar

from kalima.arabic.buckwalter import is_buckwalter, to_arabic
from kalima.arabic.folding import exact_key, fold, fold_root, has_marks, is_arabic
from kalima.arabic.latin import fold_latin
from kalima.corpus import relations, tagset
from kalima.errors import QueryError
from kalima.search.expressions import Expression, parse_expression, parse_marked, parse_wildcards
from kalima.search.index import SearchIndex
from kalima.search.parser.names import AFFIXES
from kalima.search.postings import Vocabulary
from kalima.search.query import SPELLING, WORD, Meaning, Operator, Place, Test
from kalima.search.value_names import affix_named, folded_names, named_values, relation_names, value_key

_T = TypeVar("_T")
ROOTS = ("root", "tb_root")
_EXPRESSION = re.compile(r"[.\[\](){}?*+\\]")
_SPECIAL = r".[](){}?*+\|^$"
_LATIN_LETTER = re.compile(r"[A-Za-z$]")

FOLDINGS: tuple[Callable[[str], str], ...] = (partial(fold, dagger="ا"), fold)
"""How a typed lemma or template meets the two foldings of the index: by its sound, and as it is written."""
_LETTERS: dict[str, Callable[[str], str]] = {
    "translit": fold_latin, **dict.fromkeys(ROOTS, fold_root), **dict.fromkeys(AFFIXES, str),
}  # fmt: skip
"""How the letters of an expression become those of the values that are stored."""


class Taken(NamedTuple):
    """What a test was taken to mean, and the set of units that have such a value."""

    meaning: Meaning
    units: int


class Piece(NamedTuple):
    """One of the alternatives in a value, and where it stands in the query."""

    text: str
    at: Place


class Values:
    """Finds what tests mean.

    :param text: the whole query, for the correction in an error.
    :param spend: called while something takes long; it may raise.
    """

    def __init__(self, index: SearchIndex, text: str, spend: Callable[[], None] = lambda: None) -> None:
        self._index = index
        self._text = text
        self._spend = spend

    def take(self, test: Test) -> Taken:
        """What ``test`` is taken to mean; ``!=`` means what ``=`` does, and is turned round by whoever asks.

        :raises QueryError: if the attribute has no such value, with the nearest one as the hint. A word that
            the text does not have is no error: its meaning has no values.
        """
        attribute = test.attribute
        if attribute == WORD:
            return self._word(test)
        if attribute == SPELLING:
            return self._spelling(test)
        if attribute == "rel":
            return self._relation_test(test)
        if attribute in self._index.vocabularies:
            return self._of_vocabulary(test)
        tags = self._unique(tag for piece in pieces(test) for tag in self._tags(test, piece))
        units = self._either(self._index.feature_bits(attribute, tag) for tag in tags)
        feature = tagset.BY_KEY[attribute]
        names = [tagset.value_of(attribute, tag).english for tag in tags]
        return Taken(self._meaning(test, tags, f"{feature.english} {_listed(names)}"), units)

    def relations(self, text: str | None, at: Place) -> tuple[list[int], Meaning | None]:
        """The numbers of the relations that ``text`` names, all of them for ``None``.

        :raises QueryError: if there is none, with the nearest one as the hint.
        """
        keys = self._index.treebank.relations
        if text is None:
            return list(range(len(keys))), None
        found = self._unique(key for piece in _split(text, at[0]) for key in self._relation_keys(piece))
        english = [relations.BY_KEY[key].english for key in found]
        words = f"the relation {_listed(english)}"
        return [keys.index(key) for key in found], Meaning("relation", text, tuple(found), words, at)

    # Words and vocabularies.

    def _word(self, test: Test) -> Taken:
        index = self._index
        if test.operator == "==":
            key, kind = exact_key(test.value), "exact"
            words = f"the word {test.value}, spelled just so"
            found = [key] if key in index.vocabularies[kind] else []
        else:
            kind = WORD
            vocabulary = index.vocabularies[WORD]
            numbers = self._unique(n for piece in pieces(test) for n in self._word_numbers(piece, test))
            found = [vocabulary.value(number) for number in numbers]
            if any(_EXPRESSION.search(piece.text) for piece in pieces(test)):
                words = f"a word whose spelling fits {test.value}"
            else:
                words = f"the word {' or '.join(fold(p.text) for p in pieces(test))}, without its marks"
            return Taken(self._meaning(test, found, words), vocabulary.union(numbers))
        return Taken(
            self._meaning(test, found, words), self._either(map(index.vocabularies[kind].bits, found))
        )

    def _word_numbers(self, piece: Piece, test: Test) -> list[int]:
        vocabulary = self._index.vocabularies[WORD]
        if not _EXPRESSION.search(piece.text):
            number = vocabulary.number(fold(piece.text))
            return [] if number is None else [number]
        matching = self._expression(piece, test).matching(vocabulary, self._spend)
        # The keys with a space are two typed words for one written one, and are for phrases.
        return [number for number in matching if " " not in vocabulary.value(number)]

    def _spelling(self, test: Test) -> Taken:
        """Words whose letters and marks fit; none is no error, as of a word."""
        vocabulary = self._index.spellings
        numbers = self._unique(
            number
            for piece in pieces(test)
            for number in parse_marked(_literal(test, piece), start=piece.at[0]).matching(
                vocabulary, self._spend
            )
        )
        found = [vocabulary.value(number) for number in sorted(numbers)]
        words = f"a word whose letters and marks fit {test.value}"
        return Taken(self._meaning(test, found, words), vocabulary.union(numbers))

    def _of_vocabulary(self, test: Test) -> Taken:
        vocabulary = self._index.vocabularies[test.attribute]
        numbers = sorted({n for piece in pieces(test) for n in self._numbers(test, piece, vocabulary)})
        values = [vocabulary.value(number) for number in numbers]
        words = f"a word {_of(test.attribute)} {_listed(values)}"
        if test.attribute == "tb_root":
            words += " (treebank)"
        return Taken(self._meaning(test, values, words), vocabulary.union(numbers))

    def _numbers(self, test: Test, piece: Piece, vocabulary: Vocabulary) -> list[int]:
        """The numbers of the values that ``piece`` names or fits.

        :raises QueryError: if there are none.
        """
        found = self.named(test.attribute, piece.text, test.operator)
        if not found and _EXPRESSION.search(piece.text):
            found = self._fitting(test, piece, vocabulary)
            if not found:
                raise QueryError(
                    f"No {test.attribute} fits {piece.text!r}.",
                    "It must fit the whole value, without its marks: write .* for what may follow.",
                    piece.at,
                )
        if not found:
            raise self._unknown(test, piece, *self._keys(test.attribute, piece.text), test.attribute)
        return found

    def named(self, attribute: str, typed: str, operator: Operator = ":") -> list[int]:
        """The numbers of the values of a vocabulary that ``typed`` names; several may be spelled so."""
        vocabulary = self._index.vocabularies[attribute]
        if attribute in AFFIXES:
            name = affix_named(typed.strip("+"), vocabulary.values)
            return self._known(vocabulary, [name] if name else [])
        if attribute == "translit":
            return self._known(vocabulary, [fold_latin(typed)])
        arabic = in_arabic(typed)
        if attribute in ROOTS:
            return self._known(vocabulary, [fold_root(arabic)])
        exact = exact_key(arabic)
        marked = self._known(vocabulary, [exact, exact + "2"]) if has_marks(arabic) else []
        if operator == "==" or (marked and operator == ":"):
            return marked or self._known(vocabulary, [exact])
        if not arabic:
            return []
        tiers = zip(self._index.foldings[attribute], FOLDINGS, strict=True)
        return next(filter(None, (tier.members(folding(arabic)) for tier, folding in tiers)), [])

    def _known(self, vocabulary: Vocabulary, values: Iterable[str]) -> list[int]:
        return [number for value in values if value and (number := vocabulary.number(value)) is not None]

    def _fitting(self, test: Test, piece: Piece, vocabulary: Vocabulary) -> list[int]:
        tiers = self._index.foldings.get(test.attribute)
        if tiers is None:
            letters = _LETTERS.get(test.attribute, fold)
            return self._expression(piece, test, letters).matching(vocabulary, self._spend)
        found = (
            number
            for tier, folding in zip(tiers, FOLDINGS, strict=True)
            for key in self._expression(piece, test, folding).matching(tier, self._spend)
            for number in tier.members(tier.value(key))
        )
        return sorted(set(found))

    def _expression(self, piece: Piece, test: Test, letters: Callable[[str], str] = fold) -> Expression:
        """The wildcards or the regular expression that ``piece`` is, over values as they are stored."""
        attribute = test.attribute
        text = piece.text
        if attribute not in (*AFFIXES, "translit") and not is_arabic(text):
            text = _LATIN_LETTER.sub(lambda letter: to_arabic(letter[0]), text)
        parse = parse_wildcards if test.operator == ":" else parse_expression
        return parse(text, start=piece.at[0], letters=letters)

    def near(self, attribute: str, typed: str) -> list[str]:
        """The values of a vocabulary, without their marks, that ``typed`` may have been meant to be."""
        return nearest(*self._keys(attribute, typed))

    def _keys(self, attribute: str, typed: str) -> tuple[str, list[str]]:
        """What ``typed`` is compared as, and with."""
        if attribute == "translit":
            key = fold_latin(typed)
        elif attribute in AFFIXES:
            key = typed
        else:
            key = (fold_root if attribute in ROOTS else fold)(in_arabic(typed))
        tiers = self._index.foldings.get(attribute)
        return key, (tiers[0] if tiers else self._index.vocabularies[attribute]).values

    # Features and relations.

    def _tags(self, test: Test, piece: Piece) -> list[str]:
        """The tags of a feature that ``piece`` names or fits.

        :raises QueryError: if there are none, or no stem has them.
        """
        feature = tagset.BY_KEY[test.attribute]
        present = self._index.features[test.attribute]
        named = named_values(test.attribute).get(value_key(piece.text))
        if test.operator == "==":
            named = next((value for value in feature.values if value.tag == piece.text), None)
        if named is not None:
            if named.tag not in present:
                raise self.stands_elsewhere(test)
            return [named.tag]
        if test.operator != ":" and _EXPRESSION.search(piece.text):
            expression = parse_expression(piece.text, start=piece.at[0], letters=fold)
            tags = [value.tag for value in feature.values if expression.fullmatch(value.tag)]
            tags = tags or [
                value.tag for value in feature.values if any(map(expression.fullmatch, folded_names(value)))
            ]
            if found := [tag for tag in tags if tag in present]:
                return found
        names = [name for value in feature.values for name in (value.tag, value.english, value.arabic)]
        shown = [f"{value.tag} ({value.english})" for value in feature.values]
        raise self._unknown(test, piece, piece.text, names, feature.english, shown)

    def stands_elsewhere(self, test: Test) -> QueryError:
        """The error for a value that affixes have and no stem: what was probably meant is the affix."""
        feature = tagset.BY_KEY[test.attribute]
        value = named_values(test.attribute).get(value_key(test.value))
        typed = f"{feature.key}:{test.value}" if test.operator == ":" else repr(test)
        named = f" ({value.english})" if value else ""
        tag = value.tag if value else test.value
        start, end = test.at
        return QueryError(
            f"No stem is {typed}{named}: it stands before or after one.",
            f"Search for prefix:{tag} or suffix:{tag}, or for its node in a tree.",
            test.at,
            f"{self._text[:start]}{_as_prefix(test, tag)}{self._text[end:]}" if value else "",
        )

    def _relation_test(self, test: Test) -> Taken:
        keys = self._unique(key for piece in pieces(test) for key in self._relation_keys(piece))
        treebank = self._index.treebank
        units = self._either(treebank.dependents(treebank.relations.index(key)) for key in keys)
        english = [relations.BY_KEY[key].english for key in keys]
        return Taken(self._meaning(test, keys, f"a word that is {_listed(english)}"), units)

    def _relation_keys(self, piece: Piece) -> list[str]:
        try:
            return [relations.find(piece.text).key]
        except KeyError:
            pass
        names = {
            fold(name).casefold(): each.key for each in relations.RELATIONS for name in relation_names(each)
        }
        if _EXPRESSION.search(piece.text):
            expression = parse_expression(piece.text.casefold(), start=piece.at[0], letters=fold)
            found = self._unique(key for name, key in names.items() if expression.fullmatch(name))
            if found:
                return found
        known = [name for each in relations.RELATIONS for name in (each.key, each.arabic, *each.aliases)]
        near = difflib.get_close_matches(piece.text, known, n=1, cutoff=0.5)
        near = near or difflib.get_close_matches(fold(piece.text).casefold(), list(names), n=1, cutoff=0.6)
        hint = (
            f"Did you mean {near[0]}?"
            if near
            else f"Known relations: {', '.join(self._index.treebank.relations)}."
        )
        raise QueryError(
            f"There is no relation {piece.text!r}.",
            hint,
            piece.at,
            self._instead(piece, near[0]) if near else "",
        )

    # What they share.

    def _meaning(self, test: Test, values: Sequence[str], words: str) -> Meaning:
        return Meaning(test.attribute, test.value, tuple(values), words, test.at)

    @staticmethod
    def _unique(values: Iterable[_T]) -> list[_T]:
        return list(dict.fromkeys(values))

    @staticmethod
    def _either(sets: Iterable[int]) -> int:
        return reduce(or_, sets, 0)

    def _instead(self, piece: Piece, value: str) -> str:
        return self._text[: piece.at[0]] + value + self._text[piece.at[1] :]

    def _unknown(
        self, test: Test, piece: Piece, key: str, known: Iterable[str], kind: str, shown: Sequence[str] = ()
    ) -> QueryError:
        names = [name for name in known if name]
        near = nearest(key, names)
        bar = test.operator == ":"
        quoted = [_field(test, name) if bar else f'{test.attribute}{test.operator}"{name}"' for name in near]
        suggestion = ""
        if near:
            hint = f"Did you mean {' or '.join(quoted)}?"
            suggestion = self._instead(piece, quoted[0] if bar else near[0])
        elif shown or len(names) <= 60:
            hint = f"Known values: {', '.join(shown or names)}."
        else:
            hint = "Type it in Arabic or in Buckwalter letters."
        return QueryError(f"There is no {kind} {piece.text!r}.", hint, piece.at, suggestion)


def nearest(key: str, known: Iterable[str]) -> list[str]:
    """The names, three at most, that ``key`` may have been meant to be."""
    names = [name for name in known if name]
    near = difflib.get_close_matches(key, names, n=3, cutoff=0.5)
    if not near and key.casefold() != key:
        near = difflib.get_close_matches(key.casefold(), names, n=3, cutoff=0.5)
    return near


def pieces(test: Test) -> list[Piece]:
    """The alternatives of a value; the search bar's ``:`` has one."""
    if test.operator in (":", "=="):
        return [Piece(test.value, test.at)]
    return _split(test.value, test.at[1] - 1 - len(test.value))


def _literal(test: Test, piece: Piece) -> str:
    """What was typed as an expression: only ``=`` and ``!=`` are followed by one."""
    if test.operator in ("=", "!="):
        return piece.text
    signs = {"*": ".*", "?": "."} if test.operator == ":" else {}
    return "".join(signs.get(sign, rf"\{sign}" if sign in _SPECIAL else sign) for sign in piece.text)


def _field(test: Test, name: str) -> str:
    return f'{test.attribute}:"{name}"' if " " in name else f"{test.attribute}:{name}"


def _as_prefix(test: Test, tag: str) -> str:
    return f"prefix:{tag}" if test.operator == ":" else f'prefix{test.operator}"{tag}"'


def _of(attribute: str) -> str:
    return {"prefix": "with the prefix", "suffix": "with the suffix", "translit": "transliterated"}.get(
        attribute, f"of the {attribute.removeprefix('tb_')}"
    )


def _listed(values: Sequence[str]) -> str:
    """The values, or the first of many and how many more there are."""
    if len(values) > 6:
        return f"{' or '.join(values[:4])} or {len(values) - 4:,} others"
    return " or ".join(values)


def _split(value: str, start: int) -> list[Piece]:
    """The alternatives of an expression: what stands between the ``|`` outside of parentheses."""
    places, depth, begun, escaped, in_class = [], 0, 0, False, False
    for at, char in enumerate(value):
        if escaped:
            escaped = False
        elif char == "\\":
            escaped = True
        elif in_class:
            in_class = char != "]"
        elif char == "[":
            in_class = True
        elif char in "()":
            depth += 1 if char == "(" else -1
        elif char == "|" and depth == 0:
            places.append((begun, at))
            begun = at + 1
    places.append((begun, len(value)))
    found = []
    for first, last in places:
        text = value[first:last]
        first += len(text) - len(text.lstrip())
        found.append(Piece(text.strip(), (start + first, start + first + len(text.strip()))))
    return found


def in_arabic(value: str) -> str:
    """A value in Arabic letters; ``""`` if it is neither in these nor in Buckwalter's."""
    return value if is_arabic(value) else to_arabic(value) if is_buckwalter(value) else ""
