"""What stands near the words of a query or is joined to them in the tree, and how strongly."""

from __future__ import annotations

import difflib
from array import array
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import compress
from operator import add
from typing import Any, Literal, NamedTuple

from kalima.corpus import relations
from kalima.errors import KalimaError
from kalima.search.postings import Partition, flags
from kalima.search.trees import NO_WORD
from kalima.study.library import Library
from kalima.study.statistics import association
from kalima.study.statistics.account import CountedUnit, account, inferred_units
from kalima.study.statistics.association import MEASURES, Table
from kalima.study.statistics.columns import tally
from kalima.study.statistics.keys import parse_attribute
from kalima.study.statistics.listing import Listing, end
from kalima.study.statistics.occurrences import Occurrences
from kalima.study.statistics.together import Together

MOST_AWAY = 20
Within = Literal["window", "verse"]
Seek = Literal["heads", "dependents"]
_DECIMALS = 4
_BITS = 16  # of the number of a value


class Counted(NamedTuple):
    """What is needed of each value to measure it.

    :param both: by the number of a value how often it goes with the query's words.
    :param others: how often it is there at all.
    :param one: how often something goes with the query's words, for ``size`` times in all.
    :param dice_one: what stands for ``one`` in log-Dice.
    :param inferred: of how many of these times a value was inferred.
    """

    both: Counter[int]
    others: Mapping[int, int]
    one: int
    size: int
    dice_one: int
    unit: CountedUnit
    inferred: int
    left_out: dict[str, int]


def collocates(
    library: Library, query: str, *, offset: int = 0, limit: int = 50, **asked: Any
) -> dict[str, Any]:
    """A page of the values that go with the words of ``query``; what is ``asked`` is as in :func:`listed`."""
    return listed(library, query, **asked).page(offset, limit)


def listed(
    library: Library,
    query: str,
    *,
    by: str = "lemma",
    left: int = 5,
    right: int = 5,
    within: Within = "window",
    relation: str = "",
    seek: Seek = "heads",
    sort: association.Measure = "log_likelihood",
    least: int = 3,
) -> Listing:
    """The values that go with the words of ``query``, those that go with them the most first.

    :param left: words looked at before each, in its verse; ``right`` those after it.
    :param within: these words, or the whole ``verse``: then verses are counted.
    :param relation: of the tree, to look along its arcs instead, at the ``heads`` of the query's words or at
        their ``dependents``.
    :param least: how often a value must go with them to be listed.
    :raises QueryError: if the query cannot be understood.
    :raises KalimaError: if a parameter is none that there is.
    """
    attribute = parse_attribute(by)
    found = Occurrences(library.search(query))
    if relation:
        counted = along_arcs(library, found, relation, seek, attribute)
    elif within == "verse":
        counted = _in_verses(library, found, attribute)
    else:
        counted = _near(library, found, _away(left, "left"), _away(right, "right"), attribute)
    tables = association.tables(counted.both, counted.others, counted.one, counted.size, least)
    order = sorted(tables, key=lambda number: (-_measure(tables[number], counted, sort), number))
    names = library.columns.column(attribute).names
    together = Together(library, found.hits.query, attribute)

    def query_of(value: str) -> str | None:
        if relation:
            return together.along(value, find_relation(relation), seek == "heads")
        return together.in_verse(value) if within == "verse" else together.near(value, left, right)

    def shown(offset: int, limit: int | None) -> Iterator[dict[str, Any]]:
        for number in order[offset : end(offset, limit)]:
            value = names[number] or ""
            yield {"value": value, **_row(tables[number], counted), "query": query_of(value)}

    head = {
        "query": query,
        "by": attribute,
        "counted": account(
            library,
            counted.unit,
            counted.one,
            found.base,
            [attribute],
            counted.inferred,
            **counted.left_out,
        ),
        "inferred_words": (inferred_units(library, [attribute]) & found.base).bit_count(),
    }
    return Listing(head, len(order), shown)


def _measure(table: Table, counted: Counted, name: str) -> float:
    if name == "count":
        return table.both
    if name == "log_dice":
        table = table._replace(one=counted.dice_one)
    return MEASURES[name](table)


def _row(table: Table, counted: Counted) -> dict[str, Any]:
    return {
        "count": table.both,
        "frequency": table.other,
        "expected": round(table.expected, _DECIMALS),
        **{name: round(_measure(table, counted, name), _DECIMALS) for name in MEASURES},
    }


def _near(library: Library, found: Occurrences, left: int, right: int, attribute: str) -> Counted:
    """Surface cooccurrence: the words within so many of any of the query's, themselves left out."""
    nodes = found.hits.words & found.base
    around = reach(nodes, left, right, library.index.layout.verses) & ~nodes & found.base
    numbers = library.columns.column(attribute).numbers
    both = tally(numbers, around)
    of_nodes, everywhere = tally(numbers, nodes), library.columns.tally(attribute, found.base)
    others = {number: everywhere[number] - of_nodes[number] for number in both}
    size = found.base.bit_count() - nodes.bit_count()
    inferred = (inferred_units(library, [attribute]) & around).bit_count()
    left_out = {"second_stems": _seconds(library, around)}
    return Counted(both, others, around.bit_count(), size, nodes.bit_count(), "word", inferred, left_out)


def reach(nodes: int, left: int, right: int, spans: Partition) -> int:
    """The words up to so far before and after any of ``nodes`` in its span, and ``nodes``."""
    before = after = nodes
    rest = spans.rest
    for _ in range(left):
        before |= (before >> 1) & rest
    for _ in range(right):
        after |= (after & rest) << 1
    return before | after


def _in_verses(library: Library, found: Occurrences, attribute: str) -> Counted:
    """Textual cooccurrence: the verses that have both; the query's own words are not looked at."""
    layout = library.index.layout
    numbers = library.columns.column(attribute).numbers
    verses = array("I", (verse << _BITS for verse in layout.verses.by_word))
    nodes = found.hits.words & found.base
    inside = layout.verses.whole(layout.verses.hit(nodes)) & found.base

    def in_verses(words: int) -> Counter[int]:
        """In how many verses each value is among these words."""
        chosen = flags(words)
        pairs = set(map(add, compress(verses, chosen), compress(numbers, chosen)))
        return Counter(map(((1 << _BITS) - 1).__and__, pairs))

    both, elsewhere = in_verses(inside & ~nodes), in_verses(found.base & ~inside)
    others = {number: count + elsewhere[number] for number, count in both.items()}
    with_nodes = layout.verses.hit(nodes).bit_count()
    left_out = {"second_stems": _seconds(library, inside & ~nodes)}
    size = layout.verses.hit(found.base).bit_count()
    inferred = layout.verses.hit(inferred_units(library, [attribute]) & inside & ~nodes).bit_count()
    return Counted(both, others, with_nodes, size, with_nodes, "verse", inferred, left_out)


def along_arcs(library: Library, found: Occurrences, relation: str, seek: Seek, attribute: str) -> Counted:
    """Syntactic cooccurrence: the arcs of a relation in which a word of the query takes part.

    :raises KalimaError: if there is no such relation.
    """
    treebank = library.index.treebank
    number = treebank.relations.index(find_relation(relation))
    arcs = treebank.up if seek == "heads" else treebank.down
    reached = [far for unit in units_of(found) for far, each in arcs.of(unit) if each == number]
    written = [unit for unit in reached if treebank.words[unit] != NO_WORD]
    numbers = library.columns.column(attribute).numbers
    both = Counter(map(numbers.__getitem__, written))
    inside = None if found.base == library.index.layout.everything else found.base
    others = library.columns.ends(attribute, number, seek == "heads", inside)
    inferred = inferred_units(library, [attribute])
    of_arcs = sum(inferred >> unit & 1 for unit in written) if inferred else 0
    left_out = {"not_written": len(reached) - len(written)}
    return Counted(both, others, len(written), others.total(), len(written), "arc", of_arcs, left_out)


def units_of(found: Occurrences) -> set[int]:
    """All units on which matches stand."""
    units: set[int] = set()
    for unit in found.standing().units:
        if isinstance(unit, int):
            units.add(unit)
        elif unit is not None:
            units.update(unit)
    return units


def find_relation(name: str) -> str:
    """The key of the relation that is called so.

    :raises KalimaError: if there is none, with the nearest one as the hint.
    """
    try:
        return relations.find(name).key
    except KeyError:
        names = [each for relation in relations.RELATIONS for each in (relation.key, relation.arabic)]
        near = difflib.get_close_matches(name[:40], names, 1, 0.5)
        hint = f"Did you mean {near[0]}?" if near else f"Known: {', '.join(relations.BY_KEY)}."
        raise KalimaError(f"There is no relation {name[:40]!r}.", hint) from None


def _away(words: int, side: str) -> int:
    if not 0 <= words <= MOST_AWAY:
        raise KalimaError(
            f"{side}={words} is too far.", f"Choose 0 to {MOST_AWAY} words, or the whole verse."
        )
    return words


def _seconds(library: Library, words: int) -> int:
    return (words & library.index.layout.with_second).bit_count()
