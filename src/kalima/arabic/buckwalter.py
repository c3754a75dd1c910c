"""The extended Buckwalter transliteration of the Quranic Arabic Corpus, letter for letter.

The table covers the 61 characters that the corpus file uses and the few classic ones that it does
not (``|`` for U+0622). It is a bijection, so both directions are exact and a round trip is the
identity.
"""

from __future__ import annotations

_TABLE = {
    "'": "\u0621",
    "|": "\u0622",
    ">": "\u0623",
    "&": "\u0624",
    "<": "\u0625",
    "}": "\u0626",
    "A": "\u0627",
    "b": "\u0628",
    "p": "\u0629",
    "t": "\u062a",
    "v": "\u062b",
    "j": "\u062c",
    "H": "\u062d",
    "x": "\u062e",
    "d": "\u062f",
    "*": "\u0630",
    "r": "\u0631",
    "z": "\u0632",
    "s": "\u0633",
    "$": "\u0634",
    "S": "\u0635",
    "D": "\u0636",
    "T": "\u0637",
    "Z": "\u0638",
    "E": "\u0639",
    "g": "\u063a",
    "_": "\u0640",
    "f": "\u0641",
    "q": "\u0642",
    "k": "\u0643",
    "l": "\u0644",
    "m": "\u0645",
    "n": "\u0646",
    "h": "\u0647",
    "w": "\u0648",
    "Y": "\u0649",
    "y": "\u064a",
    "F": "\u064b",
    "N": "\u064c",
    "K": "\u064d",
    "a": "\u064e",
    "u": "\u064f",
    "i": "\u0650",
    "~": "\u0651",
    "o": "\u0652",
    "^": "\u0653",
    "#": "\u0654",
    "`": "\u0670",
    "{": "\u0671",
    ":": "\u06dc",
    "@": "\u06df",
    '"': "\u06e0",
    "[": "\u06e2",
    ";": "\u06e3",
    ",": "\u06e5",
    ".": "\u06e6",
    "!": "\u06e8",
    "-": "\u06ea",
    "+": "\u06eb",
    "%": "\u06ec",
    "]": "\u06ed",
}
_TO_ARABIC = str.maketrans(_TABLE)
_TO_BUCKWALTER = str.maketrans({arabic: latin for latin, arabic in _TABLE.items()})


def to_arabic(text: str) -> str:
    """Buckwalter to Arabic script; characters outside the table (spaces, digits) stay."""
    return text.translate(_TO_ARABIC)


def to_buckwalter(text: str) -> str:
    """Arabic script to Buckwalter; characters outside the table stay."""
    return text.translate(_TO_BUCKWALTER)


def is_buckwalter(text: str) -> bool:
    """Whether every character of ``text`` is a Buckwalter letter or a space, and there is one."""
    return bool(text.strip()) and all(char in _TABLE or char == " " for char in text)
