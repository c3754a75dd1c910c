"""What the program may say of a bad input, read from its source: sentences with {0}, {1} … for what is filled in.

A sentence is what an error is given as its message or hint. Where a function passes a parameter of its own on to
an error, what it is called with is a sentence too, or a part of one; so is what a table or a function holds that
fills a gap.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path

_GAP = "\0"
_WORD = re.compile(r"[A-Za-z]{2}")


def sentences(files: Iterable[Path], errors: Mapping[str, Sequence[int]]) -> dict[str, set[str]]:
    """Every sentence and part of one, with the names of the modules that say it.

    :param errors: the classes and functions that are given sentences, each with the positions of these.
    """
    source = _Source([_Module(path) for path in files], errors)
    known = -1
    while known != len(source.passed_on):  # what is passed on leads to more calls
        known = len(source.passed_on)
        source.read()
    return source.said


class _Function:
    """A function: what it is given, what its names may be, and what it answers with."""

    def __init__(
        self, module: _Module, node: ast.FunctionDef, outer: _Function | None, *, in_class: bool
    ) -> None:
        is_static = any(ast.unparse(each) == "staticmethod" for each in node.decorator_list)
        given = [*node.args.posonlyargs, *node.args.args][in_class and not is_static :]
        self.module = module
        self.parameters = [each.arg for each in (*given, *node.args.kwonlyargs)]
        self.names: dict[str, list[ast.expr]] = defaultdict(list)
        for name, values in outer.names.items() if outer else ():
            self.names[name] += values
        self.returned: list[ast.expr] = []
        for each in ast.walk(node):
            if isinstance(each, ast.Assign):
                for target in each.targets:
                    self._assign(target, each.value)
            elif isinstance(each, ast.NamedExpr):
                self._assign(each.target, each.value)
            elif isinstance(each, ast.comprehension):
                self._assign(each.target, each.iter)
            elif isinstance(each, ast.Return) and each.value is not None:
                self.returned.append(each.value)

    def _assign(self, target: ast.expr, value: ast.expr) -> None:
        if isinstance(target, ast.Name):
            self.names[target.id].append(value)
        elif isinstance(target, ast.Tuple) and isinstance(value, ast.IfExp):
            self._assign(target, value.body)
            self._assign(target, value.orelse)
        elif isinstance(target, ast.Tuple):
            values = value.elts if isinstance(value, ast.Tuple) else [value] * len(target.elts)
            for name, each in zip(target.elts, values, strict=False):
                self._assign(name, each)


class _Module:
    """A file: its functions, its tables, and the calls in it with the function around each."""

    def __init__(self, path: Path) -> None:
        parts = path.with_suffix("").parts
        self.name = ".".join(parts[len(parts) - 1 - parts[::-1].index("kalima") :]).removesuffix(".__init__")
        self.functions: dict[str, list[_Function]] = defaultdict(list)
        self.calls: list[tuple[_Function | None, ast.Call]] = []
        tree = ast.parse(path.read_text("utf-8"))
        self.tables: dict[str, ast.expr] = {
            ast.unparse(target): each.value
            for each in tree.body
            if isinstance(each, ast.Assign | ast.AnnAssign) and each.value is not None
            for target in (each.targets if isinstance(each, ast.Assign) else [each.target])
        }
        self.imported = {
            alias.asname or alias.name: f"{each.module}.{alias.name}"
            for each in ast.walk(tree)
            if isinstance(each, ast.ImportFrom)
            for alias in each.names
        }
        self._read(tree, None, in_class=False)

    def _read(self, node: ast.AST, inside: _Function | None, *, in_class: bool) -> None:
        for each in ast.iter_child_nodes(node):
            if isinstance(each, ast.FunctionDef):
                function = _Function(self, each, inside, in_class=in_class)
                self.functions[each.name].append(function)
                self._read(each, function, in_class=False)
                continue
            if isinstance(each, ast.Call):
                self.calls.append((inside, each))
            self._read(each, inside, in_class=isinstance(each, ast.ClassDef))


class _Source:
    def __init__(self, modules: list[_Module], errors: Mapping[str, Sequence[int]]) -> None:
        self._modules = modules
        self._errors = errors
        self.passed_on: set[tuple[int, int]] = set()
        """Functions, and the positions of their parameters that are sentences or parts of one."""
        self.said: dict[str, set[str]] = defaultdict(set)

    def read(self) -> None:
        for module in self._modules:
            for inside, call in module.calls:
                for expression in self._given(module, call):
                    self._say(_Place(module, inside), expression)

    def _given(self, module: _Module, call: ast.Call) -> Iterator[ast.expr]:
        """What a call gives that is a sentence or a part of one."""
        name = _name(call)
        if name in self._errors:
            for position in self._errors[name]:
                yield from call.args[position : position + 1]
            yield from (each.value for each in call.keywords if each.arg in ("message", "hint"))
            return
        for function in self._functions(module, call):
            for position, parameter in enumerate(function.parameters):
                if (id(function), position) in self.passed_on:
                    yield from call.args[position : position + 1]
                    yield from (each.value for each in call.keywords if each.arg == parameter)

    def _functions(self, module: _Module, call: ast.Call) -> list[_Function]:
        """What is called: of this file, or of another one that this one imports or inherits it from."""
        name = _name(call)
        of = ast.unparse(getattr(call.func, "value", call.func))
        if of == "self" and name not in module.functions:
            return [each for other in self._modules for each in other.functions.get(name, ())]
        return module.functions.get(name) or [
            each for other in self._imported(module, name, of) for each in other.functions.get(name, ())
        ]

    def _imported(self, module: _Module, name: str, of: str) -> list[_Module]:
        """Where what is imported as ``name``, or as a part of ``of``, is defined."""
        wanted = module.imported.get(name, "").rpartition(".")[0], module.imported.get(of)
        return [other for other in self._modules if other.name in wanted]

    def _say(self, place: _Place, expression: ast.expr) -> None:
        for text in self._texts(place, expression):
            pieces = text.split(_GAP)
            if _WORD.search(" ".join(pieces)):
                numbered = (f"{piece}{{{number}}}" for number, piece in enumerate(pieces[:-1]))
                self.said["".join(numbered) + pieces[-1]].add(place.module.name)

    def _texts(self, place: _Place, each: ast.expr) -> list[str]:
        """What ``each`` may be, with a gap for what is not known; what may fill a gap is said by itself."""

        def of(part: ast.expr) -> list[str]:
            return self._texts(place, part)

        match each:
            case ast.Constant(value=str(text)):
                return [text]
            case ast.JoinedStr(values=parts):
                return ["".join(row) for row in product(*map(of, parts))]
            case ast.BinOp(left=left, right=right):
                return ["".join(row) for row in product(of(left), of(right))]
            case ast.FormattedValue(value=ast.IfExp() as either):
                return of(either)
            case ast.FormattedValue(value=value, conversion=conversion):
                self._say(place, value)
                return [f"'{_GAP}'" if conversion == ord("r") else _GAP]
            case ast.IfExp(body=one, orelse=other):
                return of(one) + of(other)
            case ast.BoolOp(values=values):
                return [text for value in values for text in of(value)]
            case ast.Name(id=name):
                return self._of_name(place, name)
            case ast.Attribute(attr=name, value=module) if name.isupper():
                return self._of_name(place, name, ast.unparse(module))
            case ast.Subscript(value=value) | ast.Call(func=ast.Attribute(attr="strip", value=value)):
                return of(value)
            case ast.Call(func=ast.Attribute(attr="get", value=table), args=[_, *otherwise]):
                return [text for part in (table, *otherwise) for text in of(part)]
            case ast.Dict(values=values) | ast.Tuple(elts=values):
                return _constants(values)
            case ast.Call(args=[ast.GeneratorExp(elt=part)]):  # joined, or the first of them
                self._say(place, part)
            case ast.Call():
                for inside, part in place.answers(self._functions(place.module, each)):
                    self._say(inside, part)
        return [_GAP]

    def _of_name(self, place: _Place, name: str, of: str = "") -> list[str]:
        if place.function is not None and name in place.function.parameters:
            self.passed_on.add((id(place.function), place.function.parameters.index(name)))
            return [_GAP]
        found = place.values(name) or [
            (_Place(other, None), other.tables[name])
            for other in self._imported(place.module, name, of)
            if name in other.tables
        ]
        return [text for inside, value in found for text in self._texts(inside, value)] or [_GAP]


class _Place:
    """Where an expression stands; ``seen`` are the names that led here."""

    def __init__(
        self, module: _Module, function: _Function | None, seen: frozenset[str] = frozenset()
    ) -> None:
        self.module = module
        self.function = function
        self._seen = seen

    def values(self, name: str) -> list[tuple[_Place, ast.expr]]:
        """What a name was assigned."""
        if name in self._seen:
            return []
        inside = _Place(self.module, self.function, self._seen | {name})
        assigned = self.function.names.get(name) if self.function else None
        return [(inside, value) for value in assigned or filter(None, [self.module.tables.get(name)])]

    def answers(self, functions: list[_Function]) -> list[tuple[_Place, ast.expr]]:
        """What these functions may answer with."""
        return [
            (_Place(function.module, function, self._seen | {str(id(function))}), value)
            for function in functions
            if str(id(function)) not in self._seen
            for value in function.returned
        ]


def _constants(values: Iterable[ast.expr]) -> list[str]:
    """All strings in a table."""
    return [
        part.value
        for value in values
        for part in ast.walk(value)
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    ]


def _name(call: ast.Call) -> str:
    if isinstance(call.func, ast.Call):  # type(error)(…)
        return _name(call.func)
    return getattr(call.func, "id", None) or getattr(call.func, "attr", "")
