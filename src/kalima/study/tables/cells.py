"""What may stand in the cell of a spreadsheet."""

from __future__ import annotations

import re

FORMULA = frozenset("=+-@\t\r\n＝＋－＠")
"""How a cell begins that a spreadsheet would calculate, in Western and in East Asian writing."""
MARK = "\ufeff"
"""Without it, a well-known spreadsheet reads Arabic as the letters of another alphabet."""
ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f]")


def guarded(text: str) -> str:
    """The text, with an apostrophe before it if it would be calculated."""
    return f"'{text}" if text[:1] in FORMULA else text
