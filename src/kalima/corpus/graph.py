"""The dependency graph of a verse, as the treebank draws it."""

from __future__ import annotations

from typing import NamedTuple


class GraphNode(NamedTuple):
    """A node: a piece of a word that is written, or a whole word that is understood.

    ``position`` counts the nodes of the verse from 1. ``word`` and ``segment`` are the 1-based places of
    the word in the verse and of the segment in the word on which the node stands, ``None`` if it is implied
    or could not be aligned; ``second_segment`` is a further segment of that word. ``leads`` says that the
    segment takes its treebank features from this node. ``features`` has the keys of
    ``kalima.corpus.treebank_tags``.
    """

    id: int
    position: int
    text: str
    implied: bool
    word: int | None
    segment: int | None
    second_segment: int | None
    leads: bool
    features: dict[str, str]


class GraphArc(NamedTuple):
    """An arc by the positions of its ends; ``relation`` is a key of ``kalima.corpus.relations``."""

    head: int
    dependent: int
    relation: str


class VerseGraph(NamedTuple):
    """The nodes of a verse in order, and its arcs in the order of the treebank."""

    nodes: tuple[GraphNode, ...]
    arcs: tuple[GraphArc, ...]


class Difference(NamedTuple):
    """Where the corpus and the treebank say different things of a segment."""

    feature: str
    corpus: str
    treebank: str
    inferred: bool
