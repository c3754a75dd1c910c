"""Unchangeable values with named fields, which cost nothing when their module is imported.

A frozen dataclass has its methods written and compiled while it is imported, most of a millisecond for each;
the parsed form of a query has 22 such classes, and every start would wait for them.
"""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn, Self, dataclass_transform


@dataclass_transform(frozen_default=True)
class Struct:
    """A value with the fields that its class annotates, in that order; what a class sets is a default.

    Structs of one class are equal if their fields are, but for those that the class names in ``_apart``.
    """

    _fields: ClassVar[tuple[str, ...]] = ()
    _apart: ClassVar[tuple[str, ...]] = ()
    _compared: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls) -> None:
        cls._fields = tuple(cls.__annotations__)
        cls._compared = tuple(name for name in cls._fields if name not in cls._apart)

    def __init__(self, *values: Any, **named: Any) -> None:
        """:raises TypeError: if a field is missing, unknown or given twice."""
        given = dict(zip(self._fields, values, strict=False))
        if len(values) > len(self._fields) or given.keys() & named or not named.keys() <= {*self._fields}:
            raise TypeError(f"{type(self).__name__} has the fields {', '.join(self._fields)}.")
        given.update(named)
        for name in self._fields:
            if name not in given and not hasattr(type(self), name):
                raise TypeError(f"{type(self).__name__} needs {name}.")
        self.__dict__.update(given)

    def changed(self, **named: Any) -> Self:
        """The same with other values of these fields."""
        return type(self)(**({name: getattr(self, name) for name in self._fields} | named))

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"A {type(self).__name__} does not change.")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"A {type(self).__name__} does not change.")

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in self._compared)

    def __hash__(self) -> int:
        return hash((type(self), *(getattr(self, name) for name in self._compared)))

    def __repr__(self) -> str:
        return (
            f"{type(self).__name__}({', '.join(f'{name}={getattr(self, name)!r}' for name in self._fields)})"
        )
