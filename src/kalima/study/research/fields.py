"""What a field of an item may hold: said once, to check values and to make their JSON Schema."""

from __future__ import annotations

import difflib
import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kalima.errors import KalimaError

LINE = 500
"""Characters of a line."""
TEXT = 2**20
"""Characters of a text."""
JSON = 2**16
"""Bytes of a JSON value, as it is kept."""
DEPTH = 50
"""Levels of a JSON value."""
ID = r"[A-Za-z0-9][A-Za-z0-9._:@~-]{0,127}"
SHOWN = 40
"""Characters of a value that a message repeats."""

# Halves of characters, and what steers a terminal. All else is kept as typed.
_NO_TEXT = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
_END_OF_LINE = re.compile("[\n\r\x85\u2028\u2029]")
_COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}|[a-zA-Z]{1,30}")


@dataclass(frozen=True)
class Field:
    """A field of a kind.

    :param says: what it means, for the reader of the description.
    :param required: whether an item must have it.
    :param made: whether the program fills it in, and not the user.
    :param searched: whether full text finds its words.
    """

    name: str
    says: str
    required: bool = False
    made: bool = False
    searched: bool = False

    def named(self) -> str:
        """What a value is, as in "certainty is a line of text"."""
        raise NotImplementedError

    def schema(self) -> dict[str, Any]:
        """The field in the words of JSON Schema."""
        return {**self._schema(), "description": self.says} | ({"readOnly": True} if self.made else {})

    def _schema(self) -> dict[str, Any]:
        raise NotImplementedError

    def check(self, value: Any) -> None:
        """
        :raises KalimaError: if ``value``, which is JSON's and not null, cannot be in this field.
        """
        raise NotImplementedError

    def texts(self, value: Any) -> Iterator[str]:
        """What full text finds in a value."""
        if self.searched:
            yield value

    def _is_not(self) -> KalimaError:
        return KalimaError(f"{self.name} is of the wrong kind.", f"It is {self.named()}.")


@dataclass(frozen=True)
class Text(Field):
    """Text as it was typed, of many lines."""

    searched: bool = True
    most: int = TEXT

    def named(self) -> str:
        return f"a text of up to {self.most:,} characters"

    def _schema(self) -> dict[str, Any]:
        least = {"minLength": 1, "pattern": r"\S"} if self.required else {}
        return {"type": "string", "maxLength": self.most} | least

    def check(self, value: Any) -> None:
        if not isinstance(value, str):
            raise self._is_not()
        check_text(value, self.name)
        if len(value) > self.most:
            raise KalimaError(
                f"{self.name} has {len(value):,} characters; the most is {self.most:,}.", "Shorten it."
            )
        if self.required and not value.strip():
            raise KalimaError(f"{self.name} is empty.", f"It is {self.named()}: {self.says}.")


@dataclass(frozen=True)
class Line(Text):
    """Text of one line."""

    most: int = LINE

    def named(self) -> str:
        return f"a line of up to {self.most:,} characters"

    def check(self, value: Any) -> None:
        super().check(value)
        if end := _END_OF_LINE.search(value):
            raise KalimaError(
                f"{self.name} has more than one line.", f"Take the end of line at {end.start() + 1} out."
            )


@dataclass(frozen=True)
class Colour(Line):
    """A colour: digits or a name, and nothing else that a style sheet would read."""

    searched: bool = False

    def named(self) -> str:
        return "a colour such as #0a7 or teal"

    def _schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^({_COLOUR.pattern})$"}

    def check(self, value: Any) -> None:
        super().check(value)
        if not _COLOUR.fullmatch(value):
            raise KalimaError(f"{self.name}={value[:SHOWN]} is no colour.", f"It is {self.named()}.")


@dataclass(frozen=True)
class Id(Field):
    """The id of another item, which this one belongs to.

    :param of: the kind of that item.
    """

    of: str = ""

    def named(self) -> str:
        return f"the id of a {self.of}"

    def _schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^{ID}$"}

    def check(self, value: Any) -> None:
        if not isinstance(value, str):
            raise self._is_not()
        check_id(value, self.name)


@dataclass(frozen=True)
class Choice(Field):
    """One of these words."""

    values: tuple[str, ...] = ()

    def named(self) -> str:
        return f"one of {', '.join(self.values)}"

    def _schema(self) -> dict[str, Any]:
        return {"type": "string", "enum": list(self.values)}

    def check(self, value: Any) -> None:
        if not isinstance(value, str):
            raise self._is_not()
        if value not in self.values:
            near = difflib.get_close_matches(value[:SHOWN].lower(), self.values, 1)
            hint = f"Did you mean {near[0]}?" if near else f"It is {self.named()}."
            raise KalimaError(f"{self.name}={value[:SHOWN]} is not known.", hint)


@dataclass(frozen=True)
class Truth(Field):
    """True or false."""

    def named(self) -> str:
        return "true or false"

    def _schema(self) -> dict[str, Any]:
        return {"type": "boolean"}

    def check(self, value: Any) -> None:
        if not isinstance(value, bool):
            raise self._is_not()


@dataclass(frozen=True)
class Count(Field):
    """How many of something there are."""

    def named(self) -> str:
        return "a whole number from 0 on"

    def _schema(self) -> dict[str, Any]:
        return {"type": "integer", "minimum": 0}

    def check(self, value: Any) -> None:
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise self._is_not()


@dataclass(frozen=True)
class Json(Field):
    """Any JSON value: what a client wants to keep with an item."""

    def named(self) -> str:
        return f"a JSON value of up to {JSON:,} bytes and {DEPTH} levels"

    def _schema(self) -> dict[str, Any]:
        return {}

    def check(self, value: Any) -> None:
        check_json(value, self.name, DEPTH)
        size = len(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())
        if size > JSON:
            raise KalimaError(f"{self.name} has {size:,} bytes; the most is {JSON:,}.", "Shorten it.")


@dataclass(frozen=True)
class Lines(Field):
    """A list of lines, ``most`` of them at most."""

    most: int = 100
    length: int = LINE
    searched: bool = True

    def named(self) -> str:
        return f"a list of up to {self.most:,} lines of up to {self.length:,} characters"

    def _schema(self) -> dict[str, Any]:
        return {"type": "array", "maxItems": self.most, "items": {"type": "string", "maxLength": self.length}}

    def check(self, value: Any) -> None:
        if not isinstance(value, list):
            raise self._is_not()
        if len(value) > self.most:
            raise KalimaError(
                f"{self.name} has {len(value):,} lines; the most is {self.most:,}.", "Shorten it."
            )
        for number, line in enumerate(value):
            Line(f"{self.name}[{number}]", self.says, most=self.length).check(line)

    def texts(self, value: Any) -> Iterator[str]:
        if self.searched:
            yield from value


def check_text(value: str, where: str) -> None:
    """
    :raises KalimaError: if ``value`` holds a character that is not text.
    """
    if found := _NO_TEXT.search(value):
        raise KalimaError(
            f"{where} holds a character that is not text (U+{ord(found[0]):04X}).",
            f"Take character {found.start() + 1} out.",
        )


def is_id(value: str) -> bool:
    """Whether ``value`` can be the id of an item."""
    return bool(re.fullmatch(ID, value, re.ASCII))


def check_id(value: str, where: str) -> None:
    """
    :raises KalimaError: if ``value`` cannot be the id of an item.
    """
    if not is_id(value):
        raise KalimaError(
            f"{where}={value[:SHOWN]!r} cannot be an id.",
            "An id begins with a letter or digit and has up to 128 of A-Z a-z 0-9 . _ : @ ~ -",
        )


def check_json(value: Any, where: str, depth: int) -> None:
    """
    :raises KalimaError: if ``value`` is not JSON's, is deeper than ``depth``, or holds what is not text.
    """
    if depth < 0:
        raise KalimaError(f"{where} is nested too deep.", f"It may have {DEPTH} levels.")
    if isinstance(value, str):
        check_text(value, where)
    elif isinstance(value, list):
        for number, each in enumerate(value):
            check_json(each, f"{where}[{number}]", depth - 1)
    elif isinstance(value, dict):
        for name, each in value.items():
            if not isinstance(name, str):
                raise KalimaError(f"{where} has a name that is no text.", "Use text for the names in it.")
            check_text(name, where)
            check_json(each, f"{where}.{name[:SHOWN]}", depth - 1)
    elif value is not None and not (isinstance(value, bool | int | float) and math.isfinite(value)):
        raise KalimaError(
            f"{where} is not JSON.", "Use text, finite numbers, true, false, null, lists or objects."
        )
