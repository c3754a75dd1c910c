"""Reads JSON so that what is wrong with a part of it can be said with its line."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from typing import Any, NamedTuple, NoReturn

from kalima.errors import KalimaError
from kalima.study.research.fields import SHOWN

_SPACE = re.compile(r"[ \t\n\r]*")


class Placed(NamedTuple):
    """A part of a file and the line on which it begins; no line where it comes from no file."""

    value: Any
    line: int | None = None


def read_object(text: str, listed: Collection[str]) -> dict[str, Any]:
    """The object that ``text`` is.

    :param listed: the members that are lists of which each part is wanted with its line.
    :raises KalimaError: if it is none; the message names the line and the column.
    """
    return _Reader(text).document(listed)


class _Reader:
    """Goes through an object by itself and leaves what is in it to Python's decoder."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._line, self._counted = 1, 0
        self._decoder = json.JSONDecoder(object_pairs_hook=_without_repetition, parse_constant=_refuse)

    def document(self, listed: Collection[str]) -> dict[str, Any]:
        members: dict[str, Any] = {}
        self._expect("{")
        more = not self._found("}")
        while more:
            name = self._value()
            if not isinstance(name, str):
                raise self._fault("a name in quotes is expected")
            if name in members:
                raise self._fault(f"{name[:SHOWN]!r} is there twice")
            self._expect(":")
            members[name] = self._parts() if name in listed and self._found("[") else self._value()
            more = self._goes_on("}")
        self._skip()
        if self._at != len(self._text):
            raise self._fault("something follows the end")
        return members

    def _parts(self) -> list[Placed]:
        parts: list[Placed] = []
        more = not self._found("]")
        while more:
            self._skip()
            line = self._here()
            parts.append(Placed(self._value(), line))
            more = self._goes_on("]")
        return parts

    def _value(self) -> Any:
        self._skip()
        try:
            value, self._at = self._decoder.raw_decode(self._text, self._at)
        except json.JSONDecodeError as error:
            self._at = error.pos
            raise self._fault(error.msg) from error
        except RecursionError as error:
            raise self._fault("it is nested too deep") from error
        except KalimaError as error:
            raise self._fault(error.message) from error
        except ValueError as error:
            raise self._fault("a number in it is too long") from error
        return value

    def _goes_on(self, end: str) -> bool:
        """Whether another part follows, and not the end."""
        if self._found(","):
            return True
        self._expect(end)
        return False

    def _expect(self, char: str) -> None:
        if not self._found(char):
            raise self._fault(f"{char} is expected")

    def _found(self, char: str) -> bool:
        self._skip()
        found = self._text.startswith(char, self._at)
        self._at += found
        return found

    def _skip(self) -> None:
        space = _SPACE.match(self._text, self._at)
        self._at = space.end() if space else self._at

    def _here(self) -> int:
        """The line, counted on from where it was last asked for."""
        self._line += self._text.count("\n", self._counted, self._at)
        self._counted = self._at
        return self._line

    def _fault(self, reason: str) -> KalimaError:
        line = self._text.count("\n", 0, self._at) + 1
        column = self._at - self._text.rfind("\n", 0, self._at)
        return KalimaError(
            f"The file is no JSON that can be read: line {line}, column {column}: {reason}.",
            "Nothing was changed. Export it once more, or mend it there.",
        )


def _without_repetition(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise KalimaError(f"in what begins here, {twice[:SHOWN]!r} is there twice")
    return members


def _refuse(constant: str) -> NoReturn:
    raise KalimaError(f"{constant} is no number of JSON")
