"""What a value may be. Each kind is said once; a request is checked by it and the API described by it."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from kalima.errors import KalimaError

SHOWN = 40
"""Characters of a value that a message repeats."""
_NO_TEXT = re.compile("[\ud800-\udfff]")


@dataclass(eq=False, repr=False)
class Kind:
    """A kind of value. ``says`` is what a value of it means, for the reader of the description."""

    says: str = field(default="", kw_only=True)

    def named(self) -> str:
        """The kind in words, as in "limit is a whole number"."""
        return "any JSON value"

    def schema(self) -> dict[str, Any]:
        """The kind in the words of JSON Schema."""
        return self._schema() | ({"description": self.says} if self.says else {})

    def _schema(self) -> dict[str, Any]:
        return {}

    def parts(self) -> Sequence[Kind]:
        """The kinds that this one is made of."""
        return ()

    def check(self, value: Any, where: str) -> Any:
        """The value, which is JSON's.

        :param where: what the value is called in a message, such as ``segments[2].letter``.
        :raises KalimaError: if it is not of this kind.
        """
        return value

    def parse(self, text: str, where: str) -> Any:
        """The value that ``text`` is in an address.

        :raises KalimaError: if it is not of this kind.
        """
        return self.check(text, where)

    def _is_not(self, value: Any, where: str) -> KalimaError:
        given = next(name for kinds, name in _GIVEN if isinstance(value, kinds))
        return KalimaError(f"{where} is of the wrong kind.", f"{where} is {self.named()}; {given} was sent.")


_GIVEN: tuple[tuple[Any, str], ...] = (
    (bool, "true or false"),
    (str, "text"),
    (int | float, "a number"),
    (list, "a list"),
    (dict, "an object"),
    (object, "null"),
)

ANYTHING = Kind()


@dataclass(eq=False, repr=False)
class Text(Kind):
    """Characters; ``least`` to ``most`` of them.

    :param raw: whether the handler itself refuses what cannot be stored: halves of a character.
    """

    most: int | None = None
    least: int = 0
    raw: bool = False

    def named(self) -> str:
        return "text"

    def _schema(self) -> dict[str, Any]:
        bounds = {"minLength": self.least or None, "maxLength": self.most}
        return {"type": "string"} | {name: bound for name, bound in bounds.items() if bound is not None}

    def check(self, value: Any, where: str) -> Any:
        if not isinstance(value, str):
            raise self._is_not(value, where)
        if not self.raw and (half := _NO_TEXT.search(value)):
            raise KalimaError(
                f"{where} holds a character that is not text (U+{ord(half[0]):04X}).",
                f"Take character {half.start() + 1} out.",
            )
        if self.most is not None and len(value) > self.most:
            raise KalimaError(
                f"{where} has {len(value):,} characters; the most is {self.most:,}.", "Shorten it."
            )
        if len(value) < self.least:
            raise KalimaError(
                f"{where} is empty." if not value else f"{where} is too short.",
                f"It has at least {self.least} character{'' if self.least == 1 else 's'}.",
            )
        return value


@dataclass(eq=False, repr=False)
class Natural(Kind):
    """A whole number from ``least`` to ``most``."""

    least: int = 0
    most: int = 1_000_000_000

    def named(self) -> str:
        return f"a whole number from {self.least:,} to {self.most:,}"

    def _schema(self) -> dict[str, Any]:
        return {"type": "integer", "minimum": self.least, "maximum": self.most}

    def check(self, value: Any, where: str) -> Any:
        if not isinstance(value, int) or isinstance(value, bool):
            raise self._is_not(value, where)
        if not self.least <= value <= self.most:
            raise self._outside(str(value), where)
        return value

    def parse(self, text: str, where: str) -> Any:
        if not (text.isascii() and text.isdigit() and len(text) < 12):
            raise self._outside(text, where)
        return self.check(int(text), where)

    def _outside(self, text: str, where: str) -> KalimaError:
        return KalimaError(f"{where}={text[:SHOWN]} is not {self.named()}.", f"Choose {self.named()}.")


@dataclass(eq=False, repr=False)
class Number(Kind):
    """Any finite number."""

    def named(self) -> str:
        return "a number"

    def _schema(self) -> dict[str, Any]:
        return {"type": "number"}

    def check(self, value: Any, where: str) -> Any:
        if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value):
            raise self._is_not(value, where)
        return value

    def parse(self, text: str, where: str) -> Any:
        try:
            return self.check(float(text), where)
        except ValueError:
            raise KalimaError(f"{where}={text[:SHOWN]} is not a number.", "Write it as 0.5.") from None


@dataclass(eq=False, repr=False)
class Truth(Kind):
    """True or false."""

    def named(self) -> str:
        return "true or false"

    def _schema(self) -> dict[str, Any]:
        return {"type": "boolean"}

    def check(self, value: Any, where: str) -> Any:
        if not isinstance(value, bool):
            raise self._is_not(value, where)
        return value

    def parse(self, text: str, where: str) -> Any:
        if text not in ("true", "false"):
            raise KalimaError(
                f"{where}={text[:SHOWN]} is not true or false.", f"Use {where}=true or {where}=false."
            )
        return text == "true"


@dataclass(eq=False, repr=False)
class Choice(Kind):
    """One of these words."""

    values: tuple[str, ...]

    def named(self) -> str:
        return f"one of {', '.join(self.values)}"

    def _schema(self) -> dict[str, Any]:
        return {"type": "string", "enum": list(self.values)}

    def check(self, value: Any, where: str) -> Any:
        if not isinstance(value, str):
            raise self._is_not(value, where)
        if value not in self.values:
            near = difflib.get_close_matches(value[:SHOWN], self.values, 1)
            *first, last = (f"{where}={each}" for each in near or self.values)
            hint = f"{', '.join(first)} or {last}" if first else last
            raise KalimaError(f"{where}={value[:SHOWN]} is not known.", f"Use {hint}.")
        return value


def unknown(what: str, name: str, known: Sequence[str]) -> KalimaError:
    """What is said of a name that there is not: the nearest one that there is, or all of them."""
    near = difflib.get_close_matches(name[:SHOWN], known, 1)
    hint = f"Did you mean {near[0]}?" if near else f"Known: {', '.join(known)}." if known else "Leave it out."
    return KalimaError(f"There is no {what} {name[:SHOWN]!r} here.", hint)
