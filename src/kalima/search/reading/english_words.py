"""English words for what a query asks: attributes, values, relations, numbers."""

from __future__ import annotations

from collections.abc import Sequence

from kalima.arabic.folding import is_arabic
from kalima.corpus import surahs, tagset
from kalima.search.reading.parts import AFFIX_LETTERS, shown
from kalima.search.research import KIND_BY_NAME

_NUMBERS = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip
PLURALS = {
    "root": "roots", "tb_root": "treebank roots", "lemma": "lemmas", "pattern": "patterns",
    "template": "templates", "form": "forms", "word": "ways", "spelling": "ways", "translit": "ways",
    "pos": "parts of speech", "deriv": "derivations", "prefix": "prefixes", "suffix": "suffixes",
}  # fmt: skip
# What a dependent is to its head, where the key of the relation does not say it.
_ROLES = {
    "cognate": "cognate accusative", "purpose": "accusative of purpose", "comitative": "comitative object",
    "circumstantial": "circumstantial accusative", "preoccupied": "resumed noun",
    "dropped-preposition": "accusative by a dropped preposition", "lightened": "lightened particle",
    "conjunction": "conjunct", "coordinated": "coordinated phrase", "excepted": "exception",
    "coordinated-by-position": "phrase coordinated by position", "future": "future clause",
    "infinitive": "clause in place of a verbal noun", "attention": "call to attention",
    "supplemental-preposition": "genitive after a supplemental preposition",
    "lengthening": "lengthening waw",
}  # fmt: skip
_TREEBANK = {
    "tb_case": "case", "tb_mood": "mood", "particle": "function", "proper": "kind of name",
    "rootclass": "root class", "verbclass": "verb class",
}  # fmt: skip
_COMPARED = {
    "word": "spelling", "tb_root": "treebank root", "rel": "relation to its head",
    "differs": "points on which the corpus and the treebank differ", "inferred": "inferred features",
}  # fmt: skip
ADJECTIVES = ("state", "gender", "number")
VERBAL = ("aspect", "mood", "voice")
_KINDS = {value.tag: value.english for value in tagset.BY_KEY["pos"].values}
_PRONOUN = {
    value.tag: value.english for key in ("person", "gender", "number") for value in tagset.BY_KEY[key].values
}
SPANS = {"aya": "verse", "sura": "surah", "page": "page", "juz": "juz"}
SIGNS = {"?": "one letter", "*": "any number of letters"}
LANGUAGES = {"en": "English"}


def with_joint(items: Sequence[str], joint: str) -> str:
    """``items`` with commas, and ``joint`` before the last."""
    return f" {joint} ".join(filter(None, (", ".join(items[:-1]), items[-1]))) if items else ""


def arabic(text: str) -> str:
    """``text`` in isolates if it is Arabic."""
    return f"\u2068{text}\u2069" if is_arabic(text) else text


def in_quotes(text: str) -> str:
    return f"“{arabic(text)}”"


def quoted_words(text: str) -> list[str]:
    """Each word of ``text`` in quotes."""
    return [in_quotes(word) for word in text.split()]


def research(name: str) -> str:
    """One of a kind of the user's research."""
    return KIND_BY_NAME[name].english if name in KIND_BY_NAME else name


def shown_value(value: str) -> str:
    return arabic(shown(value))


def a(noun: str) -> str:
    """``noun`` with its article."""
    if noun.endswith("initials"):
        return noun
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def count(number: int) -> str:
    return _NUMBERS[number] if number < len(_NUMBERS) else f"{number:,}"


def often(number: int) -> str:
    """Once, twice, three times."""
    return {1: "once", 2: "twice"}.get(number, f"{count(number)} times")


def role(key: str) -> str:
    """What a dependent is by the relation ``key``."""
    return _ROLES.get(key, key.replace("-", " "))


def treebank_name(key: str) -> str:
    """What the treebank calls a feature, as far as it says something by itself."""
    return _TREEBANK.get(key, tagset.BY_KEY[key].english.removesuffix(" (treebank)"))


def compared(key: str) -> str:
    """What a word has in a comparison: its root, its case, its treebank gender."""
    feature = tagset.BY_KEY.get(key)
    if key in _COMPARED or feature is None:
        return _COMPARED.get(key, key)
    return f"treebank {treebank_name(key)}" if feature.source == "treebank" else feature.english


def surah_name(number: int) -> str:
    """What follows the number of a surah."""
    return f" ({surahs.NAMES[number - 1][0]})" if 0 < number <= len(surahs.NAMES) else ""


def affix(kind: str, value: str) -> str:
    """``w``, ``CONJ``, ``w:CONJ`` or ``3MP``, as something that a word has."""
    letter, _, tag = value.partition(":")
    if letter in AFFIX_LETTERS:
        named = f" as {a(_KINDS.get(tag, tag))}" if tag else ""
        return f"the {kind} {arabic(AFFIX_LETTERS[letter])}{named}"
    if value in _KINDS:
        return f"{a(_KINDS[value])} as a {kind}"
    pronoun = " ".join([_PRONOUN.get(char, char) for char in value])
    return f"a {pronoun} pronoun as a {kind}"
