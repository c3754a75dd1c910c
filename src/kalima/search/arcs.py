"""Matches of trees: which nodes of the treebank can be the nodes of a pattern, all arcs in place.

A tree is found from below: first all nodes that a dependent may be, then the arcs that lead to them. Each arc
narrows the heads, so that the arcs of the rarest relation are all that is ever listed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain, product, repeat
from math import prod
from typing import NamedTuple

from kalima.search.budget import Budget
from kalima.search.index import SearchIndex
from kalima.search.matches import NO_TOKEN, LabelPlace, Sparse
from kalima.search.postings import bits_of, positions
from kalima.search.query import Anything, Arc, Label, Node, TestNode, Token, Tree
from kalima.search.trees import NO_WORD, SEVERAL, SEVERAL_RELATIONS, Arcs

_MANY = 1_000
_DEARER = 4
"""How much dearer it is to walk along the arcs of a node than to read an arc in a list of them."""
Pairs = list[tuple[int, int]]


class Found(NamedTuple):
    """What a node of a pattern may be: the set of nodes, and for each the rows of nodes below it.

    ``rows`` is ``None`` for a node without arcs, which is a row by itself.
    """

    nodes: int
    rows: dict[int, list[tuple[int, ...]]] | None = None

    def rows_of(self, node: int) -> Sequence[tuple[int, ...]]:
        return ((node,),) if self.rows is None else self.rows[node]


class Trees:
    """Finds the matches of trees.

    :param nodes_of: the nodes on written segments that pass a test.
    :param relations: the numbers of the relations that an arc names.
    """

    def __init__(
        self,
        index: SearchIndex,
        budget: Budget,
        nodes_of: Callable[[TestNode | None], int],
        relations: Callable[[Arc], list[int]],
    ) -> None:
        self._index = index
        self._treebank = index.treebank
        self._words = index.treebank.words
        self._budget = budget
        self._nodes_of = nodes_of
        self._relations = relations

    def matches(self, tree: Tree) -> Sparse:
        """The matches of ``tree``. One that covers no word is none."""
        rows = list(self._rows(tree))
        covered = self._covered(rows)
        labels = list(_labels(tree))
        places = self._places(rows, labels) if any(labels) else repeat(())
        return Sparse([match for match in zip(covered, places) if match[0]], tidy=True)  # noqa: B905

    def _covered(self, rows: list[tuple[int, ...]]) -> list[tuple[int, ...]]:
        """The words on which the nodes of each row stand, ascending."""
        word = self._words
        if rows and len(rows[0]) == 2:  # as most have
            pairs = [(word[first], word[second]) for first, second in rows]
            return [pair if NO_WORD < pair[0] < pair[1] else _pair(*pair) for pair in pairs]
        return [tuple(sorted({word[node] for node in row} - {NO_WORD})) for row in rows]

    def _places(self, rows: list[tuple[int, ...]], labels: list[str]) -> Iterator[tuple[LabelPlace, ...]]:
        """Where the labels of each row are, in the order of their names."""
        word = self._words
        make = partial(tuple.__new__, LabelPlace)  # three times as quick as calling it
        columns = []
        for name, at in sorted((name, at) for at, name in enumerate(labels) if name):
            nodes = [row[at] for row in rows]
            words = [word[node] for node in nodes]
            columns.append(map(make, zip(repeat(name), words, words, repeat(NO_TOKEN), nodes)))
        return zip(*columns, strict=True)

    def _rows(self, tree: Tree) -> Iterable[tuple[int, ...]]:
        """The nodes of each match, those of negated arcs left out."""
        if len(tree.arcs) == 1 and not tree.arcs[0].negated:
            heads, dependents = self._find(tree.head), self._find(tree.arcs[0].node)
            if heads.rows is None and dependents.rows is None:  # most trees are one arc
                return self._arc_pairs(heads.nodes, dependents.nodes, tree.arcs[0])
        return chain.from_iterable((self._find_tree(tree).rows or {}).values())

    def _find(self, node: Node) -> Found:
        if isinstance(node, Label):
            return self._find(node.unit)  # type: ignore[arg-type]  # the unit of a label in a tree is a node
        if isinstance(node, Anything):
            return Found(self._treebank.everything)
        if isinstance(node, Token):
            return Found(self._nodes_of(node.test))
        return self._find_tree(node)

    def _find_tree(self, tree: Tree) -> Found:
        heads = self._find(tree.head)
        nodes = heads.nodes
        for arc in tree.arcs:
            if arc.negated:
                nodes &= ~self._heads(nodes, arc)
        below: list[dict[int, list[tuple[int, ...]]]] = []
        positive = [arc for arc in tree.arcs if not arc.negated]
        for arc in positive:
            reached = self._reach(nodes, arc)
            nodes &= bits_of(reached, self._index.layout.units)
            below.append(reached)
        if not positive:
            return Found(nodes, {node: list(heads.rows_of(node)) for node in positions(nodes)})
        rows: dict[int, list[tuple[int, ...]]] = {}
        count = 0
        for node in positions(nodes):
            parts = [heads.rows_of(node), *(each[node] for each in below)]
            more = prod(map(len, parts))
            if count // _MANY != (count + more) // _MANY:
                self._budget.check_matches(count + more)  # before they are made: they may be millions
            count += more
            rows[node] = [tuple(chain.from_iterable(each)) for each in product(*parts)]
        return Found(nodes, rows)

    def _heads(self, heads: int, arc: Arc) -> int:
        """Those of ``heads`` from which such an arc leads to a node that the arc's node may be."""
        found = self._find(arc.node)
        if found.nodes == self._treebank.everything:
            return heads & self._treebank.heads(*self._relations(arc))
        pairs = self._arc_pairs(heads, found.nodes, arc)
        return bits_of((head for head, _ in pairs), self._index.layout.units)

    def _reach(self, heads: int, arc: Arc) -> dict[int, list[tuple[int, ...]]]:
        """For each head that has such an arc the rows of nodes that it leads to."""
        self._budget.at = arc.at
        found = self._find(arc.node)
        pairs = self._arc_pairs(heads, found.nodes, arc)
        reached: dict[int, list[tuple[int, ...]]] = defaultdict(list)
        if found.rows is None:
            for head, dependent in pairs:
                reached[head].append((dependent,))
        else:
            count = 0
            for head, dependent in pairs:
                count += len(found.rows[dependent])
                self._budget.check_matches(count)
                reached[head] += found.rows[dependent]
        return reached

    def _arc_pairs(self, heads: int, dependents: int, arc: Arc) -> Pairs:
        self._budget.at = arc.at
        pairs = self._pairs(heads, dependents, self._relations(arc), arc.deep)
        self._budget.check_matches(len(pairs))
        return pairs

    def _pairs(self, heads: int, dependents: int, relations: list[int], deep: bool) -> Pairs:
        """The pairs of such a head and such a dependent, each once."""
        if deep:
            return self._deep_pairs(heads, dependents, relations)
        treebank = self._treebank
        if len(relations) == 1:
            return self._pairs_of(heads, dependents, relations[0])
        heads &= treebank.heads(*relations)
        dependents &= treebank.dependents(*relations)
        fewest = min(heads.bit_count(), dependents.bit_count())
        if fewest * _DEARER < sum(len(treebank.arcs(relation)[0]) for relation in relations):
            return self._pairs_of_few(heads, dependents, relations)
        pairs = (pair for relation in relations for pair in self._pairs_of(heads, dependents, relation))
        return list(dict.fromkeys(pairs))

    def _pairs_of(self, heads: int, dependents: int, relation: int) -> Pairs:
        """The arcs of one relation between the two sets."""
        self._budget.spend()
        heads &= self._treebank.heads(relation)
        dependents &= self._treebank.dependents(relation)
        all_heads, all_dependents = self._treebank.arcs(relation)
        if min(heads.bit_count(), dependents.bit_count()) * _DEARER < len(all_heads):
            return self._pairs_of_few(heads, dependents, [relation])
        of_head, of_dependent = self._bytes(heads), self._bytes(dependents)
        return [
            (head, dependent)
            for head, dependent in zip(all_heads, all_dependents, strict=True)
            if of_head[head >> 3] >> (head & 7) & 1 and of_dependent[dependent >> 3] >> (dependent & 7) & 1
        ]

    def _pairs_of_few(self, heads: int, dependents: int, relations: list[int]) -> Pairs:
        """The same from the side that has fewer nodes, along the arcs of each."""
        wanted = frozenset(relations)
        downwards = heads.bit_count() <= dependents.bit_count()
        step = self._treebank.children if downwards else self._treebank.parents
        aims = self._bytes(dependents if downwards else heads)
        found = (
            (near, far)
            for near in self._each(heads if downwards else dependents)
            for far, relation in step(near)
            if relation in wanted and aims[far >> 3] >> (far & 7) & 1
        )
        return list(dict.fromkeys(found if downwards else ((head, near) for near, head in found)))

    def _deep_pairs(self, heads: int, dependents: int, relations: list[int]) -> Pairs:
        """Pairs that a path of such arcs joins, walked from the side that has fewer nodes."""
        treebank = self._treebank
        heads &= treebank.heads(*relations)
        dependents &= treebank.dependents(*relations)
        near = self._verses_of(heads, dependents)
        heads &= near
        dependents &= near
        wanted = frozenset(relations)
        # Upwards there is nearly always one way to go.
        if dependents.bit_count() <= _DEARER * heads.bit_count():
            return self._upwards(heads, dependents, wanted)
        aims = self._bytes(dependents)
        pairs: Pairs = []
        for head in self._each(heads):
            below = self._walk(head, wanted, treebank.down)
            pairs += [(head, node) for node in below if aims[node >> 3] >> (node & 7) & 1]
        return pairs

    def _upwards(self, heads: int, dependents: int, wanted: frozenset[int]) -> Pairs:
        """The pairs found along the heads above each dependent."""
        only_heads, kinds = self._treebank.only_heads
        leads = kinds.translate(bytes(kind in wanted or kind == SEVERAL_RELATIONS for kind in range(256)))
        every = len(wanted) == len(self._treebank.relations)
        aims = frozenset(positions(heads))
        pairs: Pairs = []
        for dependent in self._each(dependents):
            before, node = len(pairs), dependent
            while node >= 0 and (every or leads[node]):
                node = only_heads[node]
                if node in aims:
                    pairs.append((node, dependent))
            if node == SEVERAL:
                above = self._walk(dependent, wanted, self._treebank.up)
                pairs[before:] = [(node, dependent) for node in above & aims]
            if len(pairs) // _MANY != before // _MANY:
                self._budget.check_matches(len(pairs))
        return pairs

    @staticmethod
    def _walk(begin: int, wanted: frozenset[int], arcs: Arcs) -> set[int]:
        """All nodes that a path of such arcs leads to."""
        starts, ends, kinds = arcs
        seen: set[int] = set()
        ahead = [begin]
        while ahead:
            node = ahead.pop()
            for at in range(starts[node], starts[node + 1]):
                if ends[at] not in seen and kinds[at] in wanted:
                    seen.add(ends[at])
                    ahead.append(ends[at])
        return seen

    def _verses_of(self, *sets: int) -> int:
        """All nodes that may be in a verse with some of each set; cheap, so others may be among them."""
        layout = self._index.layout
        lasts = layout.verses.last
        for nodes in sets:
            if not nodes >> layout.stems:
                lasts &= layout.verses.hit(layout.fold(nodes))
        return layout.spread(layout.verses.whole(lasts)) | -1 << layout.stems

    def _each(self, nodes: int) -> Iterator[int]:
        for count, node in enumerate(positions(nodes)):
            if count % 512 == 0:
                self._budget.spend()
            yield node

    def _bytes(self, nodes: int) -> bytes:
        """The set in bytes, of which a bit can be read without a copy of the whole."""
        return nodes.to_bytes(self._index.layout.units // 8 + 1, "little")


def _pair(first: int, second: int) -> tuple[int, ...]:
    """The words of two nodes, of which either may have none."""
    if first == second:
        return () if first == NO_WORD else (first,)
    if first == NO_WORD or second == NO_WORD:
        return (max(first, second),)
    return (first, second) if first < second else (second, first)


def _labels(node: Node, name: str = "") -> Iterator[str]:
    """The labels of the nodes in the order of their rows, ``""`` for a node without one."""
    if isinstance(node, Label):
        yield from _labels(node.unit, node.name)  # type: ignore[arg-type]
    elif isinstance(node, Tree):
        yield from _labels(node.head, name)
        for arc in node.arcs:
            if not arc.negated:
                yield from _labels(arc.node)
    else:
        yield name
