"""Kinds that are made of kinds: lists, objects, choices between kinds, and kinds with a name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from kalima.errors import KalimaError
from kalima.web.kinds import Kind, Natural, Number, Text, Truth, unknown


@dataclass(eq=False, repr=False)
class ListOf(Kind):
    """A list of values of one kind. In an address the parameter is repeated."""

    kind: Kind
    most: int | None = None

    def named(self) -> str:
        return "a list"

    def parts(self) -> Sequence[Kind]:
        return (self.kind,)

    def _schema(self) -> dict[str, Any]:
        bound = {} if self.most is None else {"maxItems": self.most}
        return {"type": "array", "items": self.kind.schema()} | bound

    def check(self, value: Any, where: str) -> Any:
        if not isinstance(value, list | tuple):
            raise self._is_not(value, where)
        if self.most is not None and len(value) > self.most:
            raise KalimaError(f"{where} has {len(value):,} values; the most is {self.most:,}.", "Send fewer.")
        return [self.kind.check(each, f"{where}[{place}]") for place, each in enumerate(value)]


@dataclass(eq=False, repr=False)
class Record(Kind):
    """An object with named values.

    :param optional: the names that may be absent.
    :param open: whether it may have further names, of which nothing is said.
    """

    fields: Mapping[str, Kind]
    optional: Sequence[str] = ()
    open: bool = False

    def named(self) -> str:
        return "an object"

    def parts(self) -> Sequence[Kind]:
        return tuple(self.fields.values())

    def required(self) -> list[str]:
        return [name for name in self.fields if name not in self.optional]

    def _schema(self) -> dict[str, Any]:
        required = self.required()
        return {
            "type": "object",
            "properties": {name: kind.schema() for name, kind in self.fields.items()},
            **({"required": required} if required else {}),
            **({} if self.open else {"additionalProperties": False}),
        }

    def check(self, value: Any, where: str) -> Any:
        if not isinstance(value, dict):
            raise self._is_not(value, where)
        inside = f"{where}." if where else ""
        for name in value:
            if name not in self.fields and not self.open:
                raise unknown("field", inside + name, [inside + each for each in self.fields])
        for name in self.required():
            if name not in value:
                raise KalimaError(f"{inside}{name} is missing.", f"It is {self.fields[name].named()}.")
        return {
            name: self.fields[name].check(each, inside + name) if name in self.fields else each
            for name, each in value.items()
        }


@dataclass(eq=False, repr=False)
class MapOf(Kind):
    """An object whose names are data and whose values are of one kind."""

    kind: Kind

    def named(self) -> str:
        return "an object"

    def parts(self) -> Sequence[Kind]:
        return (self.kind,)

    def _schema(self) -> dict[str, Any]:
        return {"type": "object", "additionalProperties": self.kind.schema()}

    def check(self, value: Any, where: str) -> Any:
        if not isinstance(value, dict):
            raise self._is_not(value, where)
        return {name: self.kind.check(each, f"{where}.{name}") for name, each in value.items()}


@dataclass(eq=False, repr=False)
class Either(Kind):
    """A value of any of these kinds; ``None`` among them is JSON's null."""

    kinds: tuple[Kind | None, ...]

    def named(self) -> str:
        return " or ".join("null" if kind is None else kind.named() for kind in self.kinds)

    def parts(self) -> Sequence[Kind]:
        return tuple(kind for kind in self.kinds if kind is not None)

    def _schema(self) -> dict[str, Any]:
        return {"anyOf": [{"type": "null"} if kind is None else kind.schema() for kind in self.kinds]}

    def check(self, value: Any, where: str) -> Any:
        if value is None and None in self.kinds:
            return None
        faults = []
        for kind in self.parts():
            try:
                return kind.check(value, where)
            except KalimaError as fault:
                faults.append(fault)
        raise faults[0] if len(faults) == 1 else self._is_not(value, where)


@dataclass(eq=False, repr=False)
class Named(Kind):
    """A kind that is described once, under a name of its own."""

    name: str
    kind: Kind

    def named(self) -> str:
        return self.kind.named()

    def parts(self) -> Sequence[Kind]:
        return (self.kind,)

    def _schema(self) -> dict[str, Any]:
        return {"$ref": f"#/components/schemas/{self.name}"}

    def check(self, value: Any, where: str) -> Any:
        return self.kind.check(value, where)


def nullable(kind: Kind) -> Either:
    return Either((kind, None))


def record_of(form: type, **others: Kind) -> Record:
    """The kind of a record that is given out as it is, field by field; ``others`` go before what it says."""
    return Record({name: _kind_of(hint) for name, hint in get_type_hints(form).items()} | others)


_PLAIN: dict[Any, Kind] = {str: Text(), int: Natural(), float: Number(), bool: Truth()}


def _kind_of(hint: Any) -> Kind:
    if hint in _PLAIN:
        return _PLAIN[hint]
    origin, inner = get_origin(hint), get_args(hint)
    if origin is UnionType:
        return Either(tuple(None if each is NoneType else _kind_of(each) for each in inner))
    if origin is tuple and inner[1:] == (...,):
        return ListOf(_kind_of(inner[0]))
    if origin is dict and inner[0] is str:
        return MapOf(_kind_of(inner[1]))
    raise ValueError(f"no kind is known for {hint}")


def named_in(kinds: Sequence[Kind]) -> Iterator[Named]:
    """Every named kind that these are made of, each once."""
    waiting, seen = list(reversed(kinds)), set()
    while waiting:
        kind = waiting.pop()
        if id(kind) not in seen:
            seen.add(id(kind))
            if isinstance(kind, Named):
                yield kind
            waiting += reversed(kind.parts())
