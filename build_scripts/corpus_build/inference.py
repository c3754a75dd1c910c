"""Fills in what the Quranic Arabic Corpus leaves unsaid, by stated rules, and marks it as inferred.

The rules and what they must not do are explained to the user in ``manual/inferred.md``.
"""

from __future__ import annotations

from kalima.corpus.model import Segment

_NOMINALS = {"N", "PN", "ADJ"}


def infer(segment: Segment) -> Segment:
    """The segment with its unsaid values; their names are in ``inferred``."""
    values = dict(_inferred(segment)) if segment.kind == "STEM" else {}
    return segment._replace(**values, inferred=tuple(values)) if values else segment


def _inferred(segment: Segment) -> list[tuple[str, str]]:
    found = []
    if segment.pos == "V":
        # A verb of four root letters without a form is of the four-letter kind, not form I.
        if segment.verb_form is None and segment.root is not None and len(segment.root) == 3:
            found.append(("verb_form", "I"))
        if segment.voice is None:
            found.append(("voice", "ACT"))
        if segment.aspect == "IMPF" and segment.mood is None:
            found.append(("mood", "IND"))
    # A noun of a gender that is said, without a number that is said, is singular.
    if segment.pos in _NOMINALS and segment.gender is not None and segment.number is None:
        found.append(("number", "S"))
    return found
