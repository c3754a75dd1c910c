"""Two roots side by side: their forms, and what each is joined to in the trees, shared or of one alone."""

from __future__ import annotations

from typing import Any

from kalima.corpus.relations import RELATIONS
from kalima.errors import KalimaError
from kalima.search.query import Test, Token
from kalima.study.dictionary import number_of
from kalima.study.library import Library
from kalima.study.statistics.account import account
from kalima.study.statistics.columns import NODE
from kalima.study.statistics.frequency import frequency
from kalima.study.statistics.occurrences import Occurrences
from kalima.study.statistics.sketch import Side, arcs_query, named, rounded_log_dice, sides

FORM = ("pos", "form", "deriv")
"""What two words of different roots have in common that are formed alike."""
_FIRST = ("subject", "passive-subject", "object", "attachment")
"""The relations that are compared first: who does it, to whom, and with which preposition."""
_ORDER = {key: place for place, key in enumerate(dict.fromkeys([*_FIRST, *(each.key for each in RELATIONS)]))}
_EVERY = 1_000

Shape = dict[str, Any]


def compare_roots(library: Library, root: str, other: str, *, least: int = 2, most: int = 10) -> Shape:
    """Two roots, every pair of figures in the order in which they are named.

    :param root: in Arabic or Buckwalter letters, and so is ``other``.
    :param least: how often a value must be joined to either to be listed.
    :param most: how many values of a relation that they share are listed, and how many of each alone.
    :raises NotFound: if there is no such root.
    :raises KalimaError: if the two are one.
    """
    names = [library.dictionary.name("root", number_of(library, "root", each)) for each in (root, other)]
    if names[0] == names[1]:
        raise KalimaError(f"{names[0]} cannot be compared with itself.", "Name two roots.")
    tests = [Test("root", "==", name) for name in names]
    queries = [repr(Token(test)) for test in tests]
    return {
        "roots": [_head(library, name, query) for name, query in zip(names, queries, strict=True)],
        "forms": _beside(library, queries, FORM),
        "places": _beside(library, queries, ("place",)),
        "relations": _relations(library, tests, least, most),
    }


def _head(library: Library, root: str, query: str) -> Shape:
    found = Occurrences(library.search(query))
    return {
        "root": root,
        "query": query,
        "counted": account(library, "match", len(found), found.base, second_stems=found.seconds()),
        "words": found.hits.word_count,
        "verses": found.hits.verse_count,
        "lemmas": frequency(library, query, ["lemma", "pos", "form"], limit=_EVERY)["rows"],
    }


def _beside(library: Library, queries: list[str], by: tuple[str, ...]) -> list[Shape]:
    """How often each of the two has each value, those first that both have the most of."""
    counted = [
        {tuple(row["values"]): row for row in frequency(library, query, by, limit=_EVERY)["rows"]}
        for query in queries
    ]
    values = sorted(
        dict.fromkeys([*counted[0], *counted[1]]),
        key=lambda each: -sum(rows[each]["count"] for rows in counted if each in rows),
    )
    return [
        {
            "values": list(each),
            "counts": [rows[each]["count"] if each in rows else 0 for rows in counted],
            "shares": [rows[each]["share"] if each in rows else 0.0 for rows in counted],
            "queries": [rows[each]["query"] if each in rows else None for rows in counted],
        }
        for each in values
    ]


def _relations(library: Library, tests: list[Test], least: int, most: int) -> list[Shape]:
    of_roots = [sides(library, test.value) for test in tests]
    keys = sorted({*of_roots[0], *of_roots[1]}, key=lambda key: (_ORDER[key[0]], key[1]))
    return [_relation(library, tests, key, [each.get(key) for each in of_roots], least, most) for key in keys]


def _relation(
    library: Library,
    tests: list[Test],
    key: tuple[str, bool],
    pair: list[Side | None],
    least: int,
    most: int,
) -> Shape:
    """One side of a relation: the values that both have, then those of the first and of the second alone."""
    names = library.columns.column(NODE).names
    measured = [{} if side is None else side.tables(library) for side in pair]
    listed = {number for tables in measured for number, table in tables.items() if table.both >= least}
    dice = {
        number: [rounded_log_dice(tables[number]) if number in tables else None for tables in measured]
        for number in listed
    }
    shared = [number for number, values in dice.items() if None not in values]
    alone = [[n for n, values in dice.items() if values[1 - place] is None] for place in (0, 1)]

    def weakest(number: int) -> tuple[float, int]:
        return -min(value for value in dice[number] if value is not None), number

    shown = [number for group in (shared, *alone) for number in sorted(group, key=weakest)[:most]]
    return {
        **named(*key),
        "arcs": [0 if side is None else side.arcs for side in pair],
        "not_written": [0 if side is None else side.not_written for side in pair],
        "shared": len(shared),
        "alone": list(map(len, alone)),
        "rows": [
            {
                "value": names[number],
                "counts": [tables[number].both if number in tables else 0 for tables in measured],
                "log_dice": dice[number],
                "queries": [
                    arcs_query(test, *key, names[number] or "") if number in tables else None
                    for test, tables in zip(tests, measured, strict=True)
                ],
            }
            for number in shown
        ],
    }
