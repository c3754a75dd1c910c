"""The treebank laid on the corpus: which segment each node stands for, and where the two disagree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from corpus_build.alignment import Attachment, align, skeleton
from corpus_build.treebank import Graph, Node
from kalima.corpus.model import Segment

# Pieces of an ending that the corpus does not cut off: among several nodes they never speak for a segment.
_HELPERS = {
    *("separating-alif", "indicative-nun", "feminine-ta", "guarding-nun", "lengthening-waw"),
    *("pausal-ha", "emphatic-nun"),
}

# What the treebank's values allow the corpus to say; values that are not named here say nothing comparable.
_ALLOWS: dict[str, dict[str, set[str]]] = {
    "gender": {"M": {"M"}, "F": {"F"}},
    "number": {
        "S": {"S"}, "D": {"D"}, "P": {"P"}, "BP": {"P"}, "P-like": {"P"}, "D-like": {"D"}, "SP": {"S", "P"},
    },
    "case": {"NOM": {"NOM"}, "ACC": {"ACC"}, "GEN": {"GEN"}, "ACC-GEN": {"ACC", "GEN"}},
    "mood": {"IND": {"IND"}, "SUBJ": {"SUBJ"}, "JUS": {"JUS"}, "SUBJ-JUS": {"SUBJ", "JUS"}},
    "voice": {"ACT": {"ACT"}, "PASS": {"PASS"}},
    "time": {
        "PERF": {"PERF"}, "IMPF": {"IMPF"}, "IMPF-EMPH": {"IMPF"}, "IMPV": {"IMPV"}, "IMPV-EMPH": {"IMPV"},
    },
    "category": {
        **{form: {"I"} for form in ("I", "I-a-u", "I-a-i", "I-a-a", "I-i-a", "I-i-i", "I-u-u")},
        **{form: {form} for form in ("II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI")},
    },
}  # fmt: skip
_NOUN_KINDS = {
    "active-participle": "ACT-PCPL",
    "passive-participle": "PASS-PCPL",
    "verbal-noun": "VN",
    "mimi-verbal-noun": "VN",
    "verbal-noun-of-instance": "VN",
    "verbal-noun-of-manner": "VN",
}
# The corpus's field, and the treebank's feature that says the same.
_COMPARED = (
    ("gender", "gender"), ("number", "number"), ("case", "case"), ("mood", "mood"), ("voice", "voice"),
    ("aspect", "time"), ("verb_form", "category"),
)  # fmt: skip


class Placed(NamedTuple):
    """A node and the 0-based segments of its verse that it stands on.

    ``leads`` says that ``main`` takes its treebank features from this node.
    """

    node: Node
    main: int | None
    second: int | None
    leads: bool


class Disagreement(NamedTuple):
    """The corpus and the treebank say different things of one segment."""

    feature: str
    corpus: str
    treebank: str
    inferred: bool


def place(graph: Graph, segments: Sequence[tuple[int, Segment]]) -> list[Placed]:
    """The nodes of a verse on its segments.

    :param segments: the verse's segments in order, each with the 1-based place of its word.
    """
    real = [node for node in graph.nodes if not node.implied]
    forms = [(word, segment.kind, segment.form) for word, segment in segments]
    attachments = dict(
        zip((node.index for node in real), align([node.text for node in real], forms), strict=True)
    )
    leaders = _leaders((node, attachments[node.index].main) for node in real)
    return [_placed(node, attachments.get(node.index), leaders) for node in graph.nodes]


def _placed(node: Node, attachment: Attachment | None, leaders: set[int]) -> Placed:
    if attachment is None or attachment.main is None:
        return Placed(node, None, None, False)
    others = [segment for segment in attachment.segments if segment != attachment.main]
    return Placed(node, attachment.main, others[0] if others else None, node.index in leaders)


def _leaders(placed: Iterable[tuple[Node, int | None]]) -> set[int]:
    """Of the nodes on each segment, the one whose features are the segment's."""
    on: dict[int, list[Node]] = {}
    for node, segment in placed:
        if segment is not None:
            on.setdefault(segment, []).append(node)
    return {_leader(nodes).index for nodes in on.values()}


def _leader(nodes: list[Node]) -> Node:
    """The node of the segment's body: a stem before an affix, then the one with most letters."""
    candidates = [node for node in nodes if node.features.get("function") not in _HELPERS] or nodes
    return max(candidates, key=lambda node: (node.features.get("affix") == "stem", len(skeleton(node.text))))


def disagreements(segment: Segment, features: dict[str, str]) -> Iterator[Disagreement]:
    """What the two annotations say differently of a segment. Silence of one of them is no disagreement."""
    root = features.get("root")
    if segment.root and root and segment.root != root:
        yield Disagreement("root", segment.root, root, False)
    for field, feature in _COMPARED:
        ours, theirs = getattr(segment, field), features.get(feature, "")
        allowed = _ALLOWS[feature].get(theirs)
        if ours is not None and allowed is not None and ours not in allowed:
            yield Disagreement(
                "form" if field == "verb_form" else field, ours, theirs, field in segment.inferred
            )
    kind = features.get("derivation")
    if segment.derivation and kind and _NOUN_KINDS.get(kind) != segment.derivation:
        yield Disagreement("deriv", segment.derivation, kind, False)
