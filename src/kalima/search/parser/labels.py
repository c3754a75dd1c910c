"""Which labels a pattern sets, and whether its conditions can be asked of them."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from kalima.errors import QueryError
from kalima.search.query import (
    Alternatives,
    Anything,
    Comparison,
    Label,
    Pattern,
    Phrase,
    Repeat,
    Sequence,
    Token,
    Tree,
    Unit,
)


def check_labels(unit: Unit, conditions: Iterable[Comparison], text: str) -> None:
    """
    :raises QueryError: if a match would set a label twice, or a condition names one that is not set or covers
        several words.
    """
    labels = labels_of(unit)
    for each in conditions:
        for name in (each.left, each.right):
            if name not in labels:
                raise _unknown(name, sorted(labels), each, text)
            if not is_single(labels[name].unit):
                raise QueryError(
                    f"The label {name} covers several words, and a condition compares single ones.",
                    f"Put {name}: before one word in brackets.",
                    labels[name].at,
                )


def labels_of(unit: Unit) -> dict[str, Label]:
    """The labels that a match of ``unit`` may set.

    :raises QueryError: if one match would set a label twice, or in a place where it means nothing.
    """
    if isinstance(unit, Label):
        return _joined([{unit.name: unit}, labels_of(unit.unit)])
    if isinstance(unit, Sequence):
        return _joined(map(labels_of, unit.units))
    if isinstance(unit, Alternatives):
        return {name: label for each in unit.units for name, label in labels_of(each).items()}
    if isinstance(unit, Repeat):
        return _of_repetition(unit)
    if isinstance(unit, Pattern):
        return labels_of(unit.unit)
    if isinstance(unit, Tree):
        return _joined([labels_of(unit.head), *map(_of_arc, unit.arcs)])
    return {}


def is_single(unit: Unit) -> bool:
    """Whether every match of ``unit`` is one word."""
    if isinstance(unit, Alternatives):
        return all(map(is_single, unit.units))
    if isinstance(unit, Repeat):
        return unit.most == 1 and is_single(unit.unit)
    if isinstance(unit, Label | Pattern):
        return is_single(unit.unit)
    return isinstance(unit, Token | Anything) or (isinstance(unit, Phrase) and len(unit.tokens) == 1)


def _of_repetition(unit: Repeat) -> dict[str, Label]:
    labels = labels_of(unit.unit)
    if labels and unit.most != 1:
        label = next(iter(labels.values()))
        raise QueryError(
            f"The label {label.name} stands inside a repetition and would be set several times.",
            f"Put it before the whole of it: {label.name}:(…){{2,3}}.",
            label.at,
        )
    return labels


def _of_arc(arc: object) -> dict[str, Label]:
    labels = labels_of(arc.node)  # type: ignore[attr-defined]
    if labels and arc.negated:  # type: ignore[attr-defined]
        label = next(iter(labels.values()))
        raise QueryError(
            f"The label {label.name} names a word that must not be there.", "Take the label away.", label.at
        )
    return labels


def _joined(parts: Iterable[dict[str, Label]]) -> dict[str, Label]:
    joined: dict[str, Label] = {}
    for part in parts:
        for name, label in part.items():
            if name in joined:
                raise QueryError(
                    f"The label {name} is given twice.", "Give each word a label of its own.", label.at
                )
            joined[name] = label
    return joined


def _unknown(name: str, known: list[str], condition: Comparison, text: str) -> QueryError:
    start = text.index(name, condition.at[0])
    if name == condition.right and name != condition.left:
        start = text.rindex(f"{name}", condition.at[0], text.rindex(".", condition.at[0], condition.at[1]))
    at = (start, start + len(name))
    near = difflib.get_close_matches(name, known, n=1, cutoff=0) if known else []
    if not near:
        return QueryError(
            f"There is no label {name}.", f"Put it before a word of the pattern: {name}:[…].", at
        )
    suggestion = text[:start] + near[0] + text[at[1] :]
    return QueryError(f"There is no label {name}.", f"Did you mean {near[0]}?", at, suggestion)
