"""A verse as a sentence of CoNLL-U (https://universaldependencies.org/format.html).

Segments are the syntactic words, written words of several segments are ranges, implied words are
empty nodes. The columns HEAD and DEPREL hold a tree made from the treebank's graph by stated rules,
see ``manual/export.md``; DEPS holds the graph itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from kalima.corpus.graph import GraphArc, GraphNode, VerseGraph
from kalima.corpus.model import Segment, Surah, Verse, Word

# fmt: off
UPOS = {
    "N": "NOUN", "PN": "PROPN", "ADJ": "ADJ", "IMPN": "VERB", "PRON": "PRON", "DEM": "PRON", "REL": "PRON",
    "T": "ADV", "LOC": "ADV", "V": "VERB", "P": "ADP", "DET": "DET", "EMPH": "PART", "IMPV": "PART",
    "PRP": "SCONJ", "CONJ": "CCONJ", "SUB": "SCONJ", "ACC": "PART", "AMD": "CCONJ", "ANS": "PART",
    "AVR": "PART", "CAUS": "SCONJ", "CERT": "PART", "CIRC": "SCONJ", "COM": "ADP", "COND": "SCONJ",
    "EQ": "SCONJ", "EXH": "PART", "EXL": "PART", "EXP": "PART", "FUT": "PART", "INC": "PART", "INT": "PART",
    "INTG": "PART", "NEG": "PART", "PREV": "PART", "PRO": "PART", "REM": "CCONJ", "RES": "PART",
    "RET": "CCONJ", "RSLT": "CCONJ", "SUP": "PART", "SUR": "PART", "VOC": "PART", "INL": "X",
}
"""The universal part of speech of each of the corpus's tags, from the tag alone."""

_FEATS: dict[tuple[str, str], dict[str, str]] = {
    ("aspect", "PERF"): {"Aspect": "Perf"}, ("aspect", "IMPF"): {"Aspect": "Imp"},
    ("aspect", "IMPV"): {"Mood": "Imp"},
    ("mood", "IND"): {"Mood": "Ind"}, ("mood", "SUBJ"): {"Mood": "Sub"}, ("mood", "JUS"): {"Mood": "Jus"},
    ("voice", "ACT"): {"Voice": "Act"}, ("voice", "PASS"): {"Voice": "Pass"},
    ("derivation", "ACT-PCPL"): {"Derivation": "ActPcpl", "VerbForm": "Part", "Voice": "Act"},
    ("derivation", "PASS-PCPL"): {"Derivation": "PassPcpl", "VerbForm": "Part", "Voice": "Pass"},
    ("derivation", "VN"): {"Derivation": "Vn", "VerbForm": "Vnoun"},
    ("gender", "M"): {"Gender": "Masc"}, ("gender", "F"): {"Gender": "Fem"},
    ("number", "S"): {"Number": "Sing"}, ("number", "D"): {"Number": "Dual"},
    ("number", "P"): {"Number": "Plur"},
    ("case", "NOM"): {"Case": "Nom"}, ("case", "ACC"): {"Case": "Acc"}, ("case", "GEN"): {"Case": "Gen"},
    ("state", "INDEF"): {"Definite": "Ind"},
    ("special", "INNA"): {"Special": "Inna"}, ("special", "KANA"): {"Special": "Kana"},
    ("special", "KADA"): {"Special": "Kada"},
}
# fmt: on
_FEATURE_NAMES = {"verb_form": "Form", "person": "Person"}
"""Features whose values are written as they are."""
_ESCAPES = str.maketrans({"\\": "\\\\", "|": "\\p", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
"""As the tools of Universal Dependencies write them in MISC; there is no rule in the format itself."""

Address = tuple[int, int]
"""Where a node stands: its word's number and 0, or for an empty node the number before it and its count."""


class VerseRecord(NamedTuple):
    """All that a sentence is made of. ``treebank`` is keyed by word id and place in the word."""

    verse: Verse
    surah: Surah
    translation: str
    words: Sequence[tuple[Word, Sequence[Segment]]]
    treebank: dict[tuple[int, int], dict[str, str]]
    graph: VerseGraph


class Head(NamedTuple):
    """The head of a syntactic word in the basic tree: a word's number, or 0.

    ``arc`` is the place among the verse's arcs of the arc that this is, unless it is none of them.
    """

    number: int
    relation: str
    arc: int | None = None
    marks: tuple[str, ...] = ()


class Layout:
    """Which word, segment and node has which number in the sentence."""

    def __init__(self, segment_counts: Sequence[int], graph: VerseGraph) -> None:
        self.numbers: dict[tuple[int, int], int] = {}
        for word, count in enumerate(segment_counts, start=1):
            for segment in range(1, count + 1):
                self.numbers[word, segment] = len(self.numbers) + 1
        self.addresses: dict[int, Address] = {}
        self.leaders: dict[int, GraphNode] = {}
        self.covers: dict[int, int] = {}  # a word that a node covers as its second, and its first
        self.empty: dict[int, list[GraphNode]] = {}
        self._place(graph.nodes)

    def _place(self, nodes: Iterable[GraphNode]) -> None:
        before = 0
        for node in nodes:
            if node.implied:
                company = self.empty.setdefault(before, [])
                company.append(node)
                self.addresses[node.position] = (before, len(company))
            elif node.word is not None and node.segment is not None:
                before = number = self.numbers[node.word, node.segment]
                self.addresses[node.position] = (number, 0)
                if node.leads:
                    self.leaders[number] = node
                if node.second_segment is not None:
                    before = self.numbers[node.word, node.second_segment]
                    self.covers.setdefault(before, number)


def basic_tree(layout: Layout, arcs: Sequence[GraphArc]) -> dict[int, Head]:
    """The head of each syntactic word: the first arc of its node, or the nearest written ancestor.

    No word is its own ancestor: where heads run in a circle, the first word of the circle gets none.
    """
    first: dict[int, int] = {}
    for place, arc in enumerate(arcs):
        first.setdefault(arc.dependent, place)
    heads = {number: _head(number, layout, arcs, first) for number in layout.numbers.values()}
    for number in _circle_breaks({number: head.number for number, head in heads.items()}):
        heads[number] = Head(0, "root", None, (*heads[number].marks, "HeadCycle"))
    return heads


def _head(number: int, layout: Layout, arcs: Sequence[GraphArc], first: dict[int, int]) -> Head:
    if number not in layout.leaders:
        if number in layout.covers:
            return Head(layout.covers[number], "dep", None, ("NoNode",))
        return Head(0, "root", None, ("NoNode",))
    node, relation = layout.leaders[number].position, ""
    found: int | None = None
    marks: tuple[str, ...] = ()
    passed = {node}
    while (place := first.get(node)) is not None:
        arc = arcs[place]
        if not marks:  # what stays between two nodes of one segment says nothing of the segment
            relation, found = arc.relation, place
        node = arc.head
        if node in passed:
            return Head(0, "root", None, (*marks, "HeadCycle"))
        passed.add(node)
        above, is_empty = layout.addresses.get(node, (0, 1))
        if is_empty:
            found, marks = None, ("HeadImplied",)
        elif above != number:
            return Head(above, relation, found, marks)
    return Head(0, "root", None, marks)


def _circle_breaks(heads: dict[int, int]) -> list[int]:
    """The first word of each circle."""
    breaks, settled = [], {0}
    for start in sorted(heads):
        path: list[int] = []
        number = start
        while number not in settled and number not in path:
            path.append(number)
            number = heads[number]
        if number not in settled:
            breaks.append(min(path[path.index(number) :]))
        settled.update(path)
    return breaks


class ArcTally:
    """Counts, over all sentences, what became of the arcs."""

    def __init__(self) -> None:
        self.sentences = self.words = self.syntactic_words = self.empty_nodes = 0
        self.heads: Counter[str] = Counter()
        """What the words' heads are: an arc, an ancestor (HeadImplied), dep or root, by its reason."""
        self.arcs: Counter[str] = Counter()
        """What became of each arc in the basic tree: one class each."""
        self.graph: Counter[str] = Counter()
        """What became of each arc in DEPS: written, repeated, within-segment or unattached."""

    def figures(self) -> dict[str, int]:
        """Every count by the name that README.txt calls it."""
        return {
            "sentences": self.sentences,
            "words": self.words,
            "syntactic_words": self.syntactic_words,
            "empty_nodes": self.empty_nodes,
            "arcs": self.arcs.total(),
            "written": self.graph["written"],
            "within": self.graph["within-segment"],
            "repeated": self.graph["repeated"],
            "unattached": self.graph["unattached"],
            "kept": self.arcs["kept"],
            "implied_dependent": self.arcs["implied-dependent"],
            "not_leading": self.arcs["not-leading"],
            "implied_head": self.arcs["implied-head"],
            "further": self.arcs["further-head"],
            "circle": self.arcs["circle"],
            "not_mapped": self.arcs["within-segment"] + self.arcs["unattached"],
            "ancestor": self.heads["ancestor"],
            "rootless": self.heads["root HeadImplied"],
            "roots": self.heads["root"],
            "no_node": self.heads["dep NoNode"] + self.heads["root NoNode"],
            "dep": self.heads["dep"],
        }

    def add_heads(self, heads: Iterable[Head]) -> None:
        for head in heads:
            kind = "arc" if head.arc is not None else "root" if head.number == 0 else head.relation
            if head.number and "HeadImplied" in head.marks:
                kind = "ancestor"
            self.heads[kind] += 1
            for mark in head.marks:
                self.heads[f"{kind} {mark}"] += 1

    def add_arcs(self, layout: Layout, arcs: Sequence[GraphArc], heads: dict[int, Head]) -> None:
        used = {head.arc for head in heads.values()}
        begun: set[int] = set()
        for place, arc in enumerate(arcs):
            self.arcs["kept" if place in used else _loss(layout, arc, arc.dependent in begun)] += 1
            begun.add(arc.dependent)


def _loss(layout: Layout, arc: GraphArc, further: bool) -> str:
    """Why an arc is not in the basic tree."""
    head, dependent = layout.addresses.get(arc.head), layout.addresses.get(arc.dependent)
    if head is None or dependent is None:
        return "unattached"
    if head == dependent:
        return "within-segment"
    if dependent[1]:
        return "implied-dependent"
    leader = layout.leaders.get(dependent[0])
    if leader is None or leader.position != arc.dependent:
        return "not-leading"
    if further:
        return "further-head"
    return "implied-head" if head[1] else "circle"


def graph_heads(
    layout: Layout, arcs: Sequence[GraphArc], tally: ArcTally
) -> dict[Address, set[tuple[Address, str]]]:
    """The heads of each word and empty node in the complete graph."""
    heads: dict[Address, set[tuple[Address, str]]] = {}
    for arc in arcs:
        head, dependent = layout.addresses.get(arc.head), layout.addresses.get(arc.dependent)
        if head is None or dependent is None:
            tally.graph["unattached"] += 1
        elif head == dependent:
            tally.graph["within-segment"] += 1
        else:
            known = heads.setdefault(dependent, set())
            tally.graph["repeated" if (head, arc.relation) in known else "written"] += 1
            known.add((head, arc.relation))
    return heads


def sentence(record: VerseRecord, tally: ArcTally) -> str:
    """The verse as a sentence with its comments and the empty line at its end.

    :param tally: told what became of each arc.
    """
    layout = Layout([len(segments) for _, segments in record.words], record.graph)
    arcs = record.graph.arcs
    heads = basic_tree(layout, arcs)
    graph = graph_heads(layout, arcs, tally)
    tally.sentences += 1
    tally.words += len(record.words)
    tally.syntactic_words += len(layout.numbers)
    tally.empty_nodes += sum(map(len, layout.empty.values()))
    tally.add_heads(heads.values())
    tally.add_arcs(layout, arcs, heads)
    lines = [*_comments(record), *_empty_lines(0, layout, graph)]
    for word, segments in record.words:
        lines += _word_lines(word, segments, layout, record.treebank, heads, graph)
    return "\n".join(lines) + "\n\n"


def _comments(record: VerseRecord) -> Iterator[str]:
    verse, surah = record.verse, record.surah
    if verse.ayah == 1:
        yield f"# newdoc id = {surah.number}"
    yield f"# sent_id = {verse.reference}"
    yield f"# surah = {surah.transliterated} ({surah.arabic})"
    yield f"# text = {_one_line(verse.text)}"
    yield f"# text_en = {_one_line(record.translation)}"


def _one_line(text: str) -> str:
    """
    :raises ValueError: if the text would break a line or a column.
    """
    if any(sign in text for sign in "\t\n\r"):
        raise ValueError(f"a tab or line break in {text!r}")
    return text


def _word_lines(
    word: Word,
    segments: Sequence[Segment],
    layout: Layout,
    treebank: dict[tuple[int, int], dict[str, str]],
    heads: dict[int, Head],
    graph: dict[Address, set[tuple[Address, str]]],
) -> Iterator[str]:
    first = layout.numbers[word.position, 1]
    in_word = {"Modern": word.modern}
    if len(segments) > 1:
        misc = _misc({"Ref": word.reference, **in_word})
        yield _line(f"{first}-{first + len(segments) - 1}", word.text, *"_______", misc)
    for place, segment in enumerate(segments, start=1):
        number = first + place - 1
        head, leader = heads[number], layout.leaders.get(number)
        said = {
            "Ref": f"{word.reference}:{place}",
            "Node": str(leader.position) if leader else None,
            **(in_word if len(segments) == 1 else {}),
            **_own(segment, word.text if len(segments) == 1 else None),
            "Template": treebank.get((word.id, place), {}).get("template"),
            **dict.fromkeys(head.marks, "Yes"),
        }
        form = word.text if len(segments) == 1 else segment.form
        yield _line(
            str(number), form or "_", segment.lemma or "_", UPOS[segment.pos], segment.pos, feats(segment),
            str(head.number), head.relation,
            _deps(graph.get((number, 0), {((head.number, 0), head.relation)} if not leader else set())),
            _misc(said),
        )  # fmt: skip
        yield from _empty_lines(number, layout, graph)


def _own(segment: Segment, written: str | None) -> dict[str, str | None]:
    """What the columns of the format have no place for. ``written`` is the word if it is one segment."""
    inferred = sorted(_FEATURE_NAMES.get(name, name.capitalize()) for name in segment.inferred)
    return {
        "CorpusForm": segment.form if written is not None and written != segment.form else None,
        "Unwritten": None if segment.form else "Yes",
        "Kind": segment.kind.capitalize(),
        "Function": segment.function,
        "Root": segment.root,
        "Wazn": segment.wazn,
        "Inferred": ",".join(inferred) or None,
    }


def _empty_lines(
    before: int, layout: Layout, graph: dict[Address, set[tuple[Address, str]]]
) -> Iterator[str]:
    for count, node in enumerate(layout.empty.get(before, ()), start=1):
        deps = _deps(graph.get((before, count), set()))
        misc = _misc({"Node": str(node.position)})
        yield _line(f"{before}.{count}", node.text, *"______", deps, misc)


def feats(segment: Segment) -> str:
    """The features of a segment as the column FEATS, sorted by their names.

    :raises KeyError: if the segment has a value that the table lacks.
    """
    found = {"VerbForm": "Fin"} if segment.pos == "V" else {}
    for field in ("aspect", "mood", "voice", "derivation", "gender", "number", "case", "state", "special"):
        value: str | None = getattr(segment, field)
        if value is not None:
            found |= _FEATS[field, value]
    for field, name in _FEATURE_NAMES.items():
        if value := getattr(segment, field):
            found[name] = value
    return "|".join(f"{name}={found[name]}" for name in sorted(found, key=str.lower)) or "_"


def _deps(heads: Iterable[tuple[Address, str]]) -> str:
    written = [f"{_address(head)}:{relation}" for head, relation in sorted(heads)]
    return "|".join(written) or "0:root"


def _address(address: Address) -> str:
    number, count = address
    return f"{number}.{count}" if count else str(number)


def _misc(said: dict[str, str | None]) -> str:
    return "|".join(f"{key}={value.translate(_ESCAPES)}" for key, value in said.items() if value)


def _line(*columns: str) -> str:
    """
    :raises ValueError: if there are not ten columns, or one holds a tab or a line break.
    """
    line = "\t".join(columns)
    if line.count("\t") != 9 or "\n" in line or "\r" in line:
        raise ValueError(f"not ten columns on one line: {columns}")
    return line
