"""The page's scripts and style sheets as the executable carries them: without comments and needless space.

Nothing is renamed, moved or rewritten. What is left are the source's own tokens in their order, so that what
a browser says of a fault names what stands in the source. The tests in a browser see the page in this form.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from pygments.lexer import Lexer
from pygments.lexers.css import CssLexer
from pygments.lexers.javascript import JavascriptLexer
from pygments.token import Comment, String

PACKED = re.compile(r"(?:css|js)/.*\.(css|js)")
"""The names of the files that are packed, and of which kind each is."""
OPTIONS = {"stripnl": False, "ensurenl": False}


class NotPackedError(Exception):
    """A statement of a script that ends with its line and has no semicolon."""


def pack(name: str, content: bytes) -> bytes:
    """A file of the program as the executable carries it: the page's code packed, others as they are.

    :raises NotPackedError: if a statement of a script has no semicolon
    """
    kind = PACKED.fullmatch(name)
    if kind is None:
        return content
    try:
        return PACK[kind[1]](content.decode()).encode()
    except NotPackedError as error:
        raise NotPackedError(f"{name}: {error}; a statement must end with a semicolon") from None


def pack_script(source: str) -> str:
    """A JavaScript module without comments, and with space only where two tokens would become one."""

    def join(before: str, space: str, after: str) -> str:
        in_words = _in_word(before[-1])
        if in_words and "\n" in space and re.match(r"[\w$([`/+-]", after):
            raise NotPackedError(f"a line ends with {before} and the next begins with {after}")
        return " " if (in_words and _in_word(after[0])) or before[-1] == after[0] in "+-/" else ""

    return _pack(source, JavascriptLexer(**OPTIONS), join)


def pack_sheet(source: str) -> str:
    """A style sheet without comments, and with space only where it may mean something."""

    def join(before: str, _: str, after: str) -> str:
        return "" if before[-1] in "{};:,>(" or after[0] in "{};,>)!" else " "

    return _pack(source, CssLexer(**OPTIONS), join)


PACK = {"js": pack_script, "css": pack_sheet}


def _pack(source: str, lexer: Lexer, join: Callable[[str, str, str], str]) -> str:
    """The tokens of the source; where there was space between two of them, what `join` says must be there."""
    packed: list[str] = []
    space = ""
    for kind, text in lexer.get_tokens(source):
        if kind in Comment and kind not in Comment.Preproc:  # which is what !important is called
            space += " "
        elif text.isspace() and kind not in String:
            space += text
        elif text:
            if packed and space:
                packed.append(join(packed[-1], space, text))
            packed.append(text)
            space = ""
    return "".join(packed)


def _in_word(character: str) -> bool:
    return character.isalnum() or character in "_$"
