"""A root on one page: its lemmas, what its words are joined to in the trees and how strongly, where it is."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any, NamedTuple

from kalima.corpus.relations import BY_KEY, RELATIONS
from kalima.search.query import And, Arc, Test, Token, Tree
from kalima.search.trees import NO_WORD
from kalima.study.dictionary import number_of
from kalima.study.library import Library
from kalima.study.statistics.account import account
from kalima.study.statistics.association import Table, log_dice, tables
from kalima.study.statistics.columns import NODE
from kalima.study.statistics.dispersion import spread
from kalima.study.statistics.frequency import frequency
from kalima.study.statistics.occurrences import Occurrences

_OF_LETTERS = (
    "definite-article", "separating-alif", "indicative-nun", "feminine-ta", "guarding-nun",
    "lengthening", "pausal-ha",
)  # fmt: skip
"""Relations of letters that are written on a word; they say nothing of what it goes with."""
_SHOWN = 10
"""Values of one relation, unless more are asked for."""


def root_sketch(library: Library, typed: str, *, least: int = 2, most: int = _SHOWN) -> dict[str, Any]:
    """All that goes with a root.

    :param typed: the root, in Arabic or Buckwalter letters.
    :param least: how often a value must be joined to the root's words to be listed.
    :param most: how many values of each relation are listed.
    :raises NotFound: if there is no such root.
    """
    root = library.dictionary.name("root", number_of(library, "root", typed))
    test = Test("root", "==", root)
    query = repr(Token(test))
    found = Occurrences(library.search(query))
    lemmas = frequency(library, query, ["lemma", "pos", "form"], limit=100)
    return {
        "root": root,
        "query": query,
        "counted": account(library, "match", len(found), found.base, second_stems=found.seconds()),
        "words": found.hits.word_count,
        "verses": found.hits.verse_count,
        "lemmas": lemmas["rows"],
        "places": frequency(library, query, ["place"], sort="value")["rows"],
        "dispersion": spread(library, found, "surah"),
        "relations": _relations(library, test, least, most),
    }


class Side(NamedTuple):
    """One side of a relation: what stands at the other end of a root's arcs.

    :param heads: whether these are the heads of the root's words, else their dependents.
    :param counts: by the number of a node's value how often it stands there.
    :param not_written: how often a word that is not written does.
    """

    relation: int
    heads: bool
    counts: Counter[int]
    not_written: int

    @property
    def arcs(self) -> int:
        """To words that are written."""
        return self.counts.total()

    def tables(self, library: Library, least: int = 1) -> dict[int, Table]:
        """What is needed to measure each value."""
        others = library.columns.ends(NODE, self.relation, self.heads)
        return tables(self.counts, others, self.arcs, others.total(), least)


def sides(library: Library, root: str) -> dict[tuple[str, bool], Side]:
    """The relations in which a root's words take part, by the relation's key and whether to their heads.

    Those of letters that are written on a word are left out.
    """
    treebank, numbers = library.index.treebank, library.columns.column(NODE).numbers
    both: dict[tuple[int, bool], Counter[int]] = defaultdict(Counter)
    unwritten: Counter[tuple[int, bool]] = Counter()
    for unit in library.index.vocabularies["root"].members(root):
        for arcs, heads in ((treebank.up, True), (treebank.down, False)):
            for far, relation in arcs.of(unit):
                if treebank.words[far] == NO_WORD:
                    unwritten[relation, heads] += 1
                else:
                    both[relation, heads][numbers[far]] += 1
    return {
        (key, heads): Side(relation, heads, counts, unwritten[relation, heads])
        for (relation, heads), counts in both.items()
        if (key := treebank.relations[relation]) not in _OF_LETTERS
    }


def named(key: str, heads: bool) -> dict[str, str]:
    """A side of a relation, as it is given out."""
    names = {"relation": key, "english": BY_KEY[key].english, "arabic": BY_KEY[key].arabic}
    return {**names, "seek": "heads" if heads else "dependents"}


def _relations(library: Library, test: Test, least: int, most: int) -> list[dict[str, Any]]:
    """The relations in which the root's words take part, as the head or the dependent, by their arcs."""
    names = library.columns.column(NODE).names
    shown = []
    for (key, heads), side in sides(library, test.value).items():
        measured = side.tables(library, least)
        order = sorted(measured, key=lambda number: (-log_dice(measured[number]), number))
        shown.append(
            {
                **named(key, heads),
                "arcs": side.arcs,
                "not_written": side.not_written,
                "total": len(order),
                "rows": [
                    {
                        "value": names[number],
                        "count": measured[number].both,
                        "frequency": measured[number].other,
                        "log_dice": rounded_log_dice(measured[number]),
                        "query": arcs_query(test, key, heads, names[number] or ""),
                    }
                    for number in order[:most]
                ],
            }
        )
    return sorted(shown, key=lambda each: (-each["arcs"], _PLACES[each["relation"]], each["seek"]))


_PLACES = {each.key: place for place, each in enumerate(RELATIONS)}


def rounded_log_dice(table: Table) -> float:
    """The measure as it is given out."""
    return round(log_dice(table), 4)


def arcs_query(test: Test, relation: str, heads: bool, value: str) -> str:
    """The query of the arcs between the root's words and one value."""
    here, there = Token(test), Token(node_test(value))
    head, dependent = (there, here) if heads else (here, there)
    return repr(Tree(head, (Arc(relation, False, False, dependent),)))


def node_test(value: str) -> Test | And:
    """The test of a lemma, or of the node of an affix by its full name."""
    letter, _, tag = value.partition(":")
    if tag:
        kind = "suffix" if letter == "n" else "prefix"
        return And((Test(kind, "==", value), Test("pos", "==", tag)))
    if letter[0] in "123":
        return And((Test("suffix", "==", value), Test("pos", "==", "PRON")))
    return Test("lemma", "==", value)
