"""The names of attributes, regions and spans in a query: each thing has one, and aliases."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

from kalima.corpus import tagset
from kalima.errors import QueryError
from kalima.search.query import SPELLING, WORD

AFFIXES = ("prefix", "suffix")
RESEARCH = ("note", "tag", "has")
"""What asks of the user's own research, and not of the corpus."""
ATTRIBUTES = (
    WORD, "lemma", "root", "pattern", "template", SPELLING, "translit", *tagset.BY_KEY, *AFFIXES, "rel",
    "tb_root", *RESEARCH,
)  # fmt: skip
_ALIASES = {
    "text": WORD,
    "كلمة": WORD,
    "ضبط": SPELLING,
    "جذر": "root",
    "الجذر": "root",
    "لمة": "lemma",
    "verb_form": "form",
    "derivation": "deriv",
    "tense": "aspect",
    "وزن": "pattern",
    "wazn": "pattern",
    "سابقة": "prefix",
    "لاحقة": "suffix",
    "relation": "rel",
    "علاقة": "rel",
    "transliteration": "translit",
    "ملاحظة": "note",
    "وسم": "tag",
    "فيه": "has",
    **{feature.arabic: feature.key for feature in tagset.FEATURES},
}
_OWN = [name for name in (*RESEARCH, *_ALIASES) if _ALIASES.get(name, name) in RESEARCH]
_ASKS_RESEARCH = re.compile(rf"(?:{'|'.join(_OWN)})\s*[:=!]", re.IGNORECASE)
LANGUAGES = ("en",)
"""The languages whose bundled translation can be searched."""
REGION = "in"
_REGION_ALIASES = {"في": REGION}

SPANS = {
    "aya": ("number", "sajda"),
    "sura": ("number", "name", "type", "order"),
    "page": ("number",),
    "juz": ("number",),
}
"""The parts of the text and what can be asked of each."""
_SPAN_ALIASES = {
    "ayah": "aya", "verse": "aya", "آية": "aya", "surah": "sura", "chapter": "sura", "سورة": "sura",
    "صفحة": "page", "جزء": "juz",
}  # fmt: skip
_SPAN_ATTRIBUTE_ALIASES = {"n": "number", "no": "number", "place": "type"}


def attribute(name: str, start: int, text: str) -> str:
    """The attribute that is called ``name``, which stands at ``start`` in the query ``text``.

    :raises QueryError: if there is none, with the query as it was probably meant.
    """
    known = name.lower()
    known = _ALIASES.get(known, known)
    if known in ATTRIBUTES:
        return known
    raise unknown(
        f"There is no field named {name!r}.",
        name,
        [*ATTRIBUTES, *_ALIASES, REGION, *LANGUAGES],
        f"Known fields: {', '.join(ATTRIBUTES)}.",
        start,
        text,
    )


def may_ask_research(query: str) -> bool:
    """Whether ``query`` may ask of the user's own research; if not, its answer is that of the corpus alone.

    It is told without parsing: the name of such a field in a string counts too.
    """
    return _ASKS_RESEARCH.search(query) is not None


def is_near_attribute(name: str) -> bool:
    """Whether ``name`` is an attribute, a region or a language, or one mistyped."""
    known = [*ATTRIBUTES, *_ALIASES, REGION, *LANGUAGES]
    return name.lower() in known or (
        len(name) > 2 and bool(difflib.get_close_matches(name.lower(), known, n=1, cutoff=0.6))
    )


def region_or_language(name: str) -> str:
    """``in`` or the language that ``name`` stands for, or ``""``."""
    known = _REGION_ALIASES.get(name, name.lower())
    return known if known == REGION or known in LANGUAGES else ""


def span_kind(name: str, start: int, text: str) -> str:
    """
    :raises QueryError: if no part of the text is called so.
    """
    known = _SPAN_ALIASES.get(name.lower(), name.lower())
    if known in SPANS:
        return known
    raise unknown(
        f"There is no span named {name!r}.",
        name,
        [*SPANS, *_SPAN_ALIASES],
        f"Known spans: {', '.join(SPANS)}.",
        start,
        text,
    )


def span_attribute(kind: str, name: str, start: int, text: str) -> str:
    """
    :raises QueryError: if a span of this kind has no such attribute.
    """
    known = _SPAN_ATTRIBUTE_ALIASES.get(name.lower(), name.lower())
    if known in SPANS[kind]:
        return known
    raise unknown(
        f"A {kind} has no attribute {name!r}.",
        name,
        SPANS[kind],
        f"It has: {', '.join(SPANS[kind])}.",
        start,
        text,
    )


def unknown(
    message: str, name: str, known: Iterable[str], otherwise: str, start: int, text: str, key: str = ""
) -> QueryError:
    """The error for an unknown ``name``, with the nearest known one and the whole query corrected.

    :param otherwise: the hint where nothing is near.
    :param key: what to compare with ``known``, if not the name in small letters.
    """
    near = difflib.get_close_matches(key or name.lower(), list(known), n=1, cutoff=0.6)
    end = start + len(name)
    if not near:
        return QueryError(message, otherwise, (start, end))
    return QueryError(message, f"Did you mean {near[0]}?", (start, end), text[:start] + near[0] + text[end:])
