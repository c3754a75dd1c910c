"""A pattern of letters as boxes, and the expression that it is in a query.

A box is any number of letters (``many``), or one of its ``letters``, any one if it names none; with just the
``marks`` it names: ``""`` for none, ``None`` for any.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from kalima.arabic.letters import VOWELS
from kalima.errors import KalimaError
from kalima.study.shapes import Shape

_LETTERS = "[\u0621-\u064a\u0671]"
_UNMARKED = "\u25cc"
_BOX = re.compile(rf"(\.\*)|(\.|\[{_LETTERS}+\]|{_LETTERS})([{VOWELS}]+|{_UNMARKED})?")
_WHOLE = re.compile(f"(?:{_BOX.pattern})+")
_ANYTHING = ".*"


def from_expression(expression: str) -> Shape | None:
    """The boxes of an expression of ``word`` or ``spelling``; ``None`` where boxes cannot say the same."""
    if not _WHOLE.fullmatch(expression):
        return None
    boxes = [
        {
            "letters": letters.strip(".[]"),
            "many": bool(many),
            "marks": None if not marks else "" if marks == _UNMARKED else marks,
        }
        for many, letters, marks in _BOX.findall(expression)
    ]
    before = len(boxes) > 1 and boxes[0]["many"]
    after = len(boxes) > 1 + before and boxes[-1]["many"]
    return {"boxes": boxes[before : len(boxes) - after], "before": before, "after": after}


def to_expression(pattern: Mapping[str, Any]) -> tuple[str, bool]:
    """The expression, and whether a box says something of marks, so that it is one of ``spelling``.

    :raises KalimaError: if there is no box, or one names what is no letter or no mark.
    """
    boxes = pattern["boxes"]
    if not boxes:
        raise KalimaError("The pattern has no letter.", "Add a box.")
    for place, box in enumerate(boxes, start=1):
        if not re.fullmatch(f"{_LETTERS}*", box["letters"]):
            raise KalimaError(
                f"Box {place} has what is no Arabic letter.", "Type Arabic letters without marks."
            )
        if not re.fullmatch(f"[{VOWELS}]*", box["marks"] or ""):
            raise KalimaError(f"Box {place} has what is no mark.", "Choose among the marks of a keyboard.")
    marked = any(box["marks"] is not None for box in boxes)
    before, after = (_ANYTHING if pattern[each] else "" for each in ("before", "after"))
    return before + "".join(map(_written, boxes)) + after, marked


def _written(box: Mapping[str, Any]) -> str:
    if box["many"]:
        return _ANYTHING
    letters, marks = box["letters"], box["marks"]
    letter = f"[{letters}]" if len(letters) > 1 else letters or "."
    return letter + ("" if marks is None else marks or _UNMARKED)
