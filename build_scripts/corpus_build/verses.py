"""The corpus put together, verse by verse: words with both spellings, segments with both annotations."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from corpus_build import tanzil
from corpus_build.annotation import Disagreement, Placed, disagreements, place
from corpus_build.divisions import Divisions, Laid, Mushaf, Parts, Printed, as_printed, lay_words
from corpus_build.inference import infer
from corpus_build.morphology import Line
from corpus_build.treebank import Graph
from kalima.corpus.model import Segment
from kalima.corpus.wazn import wazn

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """A segment with everything that is known of it.

    ``treebank`` are the features of the node that leads on it, ``{}`` if there is none; ``lemma`` and
    ``root`` are in the source's spelling.
    """

    id: int
    position: int
    segment: Segment
    lemma: str | None
    root: str | None
    treebank: dict[str, str]
    disagreements: tuple[Disagreement, ...]


@dataclass(frozen=True, slots=True)
class CorpusWord:
    """A word: the corpus's form, Tanzil's spelling, the modern one, its place in print, its segments."""

    id: int
    position: int
    form: str
    text: str
    modern: str
    laid: Laid
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class CorpusVerse:
    """A verse: its words and its graph. ``first_segment`` is the id of the first of its segments."""

    id: int
    place: Place
    text: str
    words: tuple[CorpusWord, ...]
    graph: Graph
    nodes: tuple[Placed, ...]
    first_segment: int
    parts: Parts
    page_1405: int

    @property
    def joined(self) -> int | None:
        """The word that is two of Tanzil's tokens, if there is one."""
        return next((word.position for word in self.words if " " in word.text), None)


def assemble(
    lines: Iterable[Line],
    text: tanzil.Text,
    modern: dict[Place, list[tuple[str, str]]],
    graphs: Iterable[Graph],
    listed: Divisions,
    mushaf: Mushaf,
) -> Iterator[CorpusVerse]:
    """All verses in mushaf order, with ids from 1.

    :param listed: the divisions as listed; the printed text of ``mushaf`` corrects them.

    :raises ValueError: if the sources do not fit together.
    """
    by_verse = itertools.groupby(lines, key=lambda line: (line.surah, line.ayah))
    printed = as_printed(listed, mushaf)
    words = segments = 0
    for number, ((at, in_verse), graph) in enumerate(zip(by_verse, graphs, strict=True), start=1):
        if at != (graph.surah, graph.ayah):
            raise ValueError(f"the corpus has verse {at} where the treebank has {graph.surah}:{graph.ayah}")
        spellings = _Spellings(text.verses[at], modern[at], mushaf.verses[at])
        parts, page_1405 = printed.of(at), listed.of(at).page
        verse = _verse(number, at, list(in_verse), spellings, graph, words, segments, parts, page_1405)
        words += len(verse.words)
        segments += sum(len(word.pieces) for word in verse.words)
        yield verse


class _Spellings(NamedTuple):
    """A verse as each source spells it: Tanzil, the pairs with modern spelling, the printed mushaf."""

    text: str
    pairs: list[tuple[str, str]]
    printed: list[Printed]


def _verse(
    number: int,
    at: Place,
    lines: list[Line],
    spellings: _Spellings,
    graph: Graph,
    words_before: int,
    segments_before: int,
    parts: Parts,
    page_1405: int,
) -> CorpusVerse:
    nodes = place(graph, [(line.word, line.segment) for line in lines])
    features = {placed.main: placed.node.features for placed in nodes if placed.leads}
    pieces = [
        _piece(segments_before + index + 1, line, features.get(index, {})) for index, line in enumerate(lines)
    ]
    grouped = [
        tuple(piece for _, piece in group)
        for _, group in itertools.groupby(zip(lines, pieces, strict=True), key=lambda pair: pair[0].word)
    ]
    words = tuple(_words(grouped, spellings, words_before, at))
    return CorpusVerse(
        number, at, spellings.text, words, graph, tuple(nodes), segments_before + 1, parts, page_1405
    )


def _words(
    grouped: list[tuple[Piece, ...]], spellings: _Spellings, words_before: int, at: Place
) -> Iterator[CorpusWord]:
    forms = ["".join(piece.segment.form for piece in pieces) for pieces in grouped]
    tokens = spellings.text.split(" ")
    if [uthmani for uthmani, _ in spellings.pairs] != tokens:
        raise ValueError(f"{at}: the modern spelling pairs other words than Tanzil's")
    numbers = tanzil.join_tokens(forms, tokens)
    texts = [" ".join(tokens[token] for token in group) for group in numbers]
    modern = [" ".join(spellings.pairs[token][1] for token in group) for group in numbers]
    laid = lay_words(texts, spellings.printed)
    for position, row in enumerate(zip(forms, texts, modern, laid, grouped, strict=True), start=1):
        yield CorpusWord(words_before + position, position, *row)


def _piece(number: int, line: Line, treebank: dict[str, str]) -> Piece:
    segment = infer(line.segment)
    if segment.kind == "STEM":
        segment = segment._replace(wazn=wazn(segment, treebank))
    differences = tuple(disagreements(segment, treebank))
    return Piece(number, line.position, segment, line.lemma, line.root, treebank, differences)
