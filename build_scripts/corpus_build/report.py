"""The build report: what went in, what came out, and what could not be resolved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from corpus_build import tanzil
from corpus_build.divisions import Disagreement, spelling_differences
from corpus_build.similar import LEAST, Similar
from corpus_build.treebank import Graph
from corpus_build.verses import CorpusVerse

KNOWN_DIFFERENCES = {
    "nothing -> U+0640",
    "nothing -> U+06ED",
    "nothing -> U+06E2",
    "U+0621 -> U+0640 U+0654",
    "nothing -> U+0020",
    "U+0649 -> U+0640",
    "U+06E6 -> U+0640 U+06E7",
}
"""The ways in which Tanzil's text differs from the corpus's forms; a new one stops the build."""


def make_report(
    version: str,
    sources: Sequence[tuple[str, ...]],
    verses: Sequence[CorpusVerse],
    divisions: Sequence[Disagreement],
    similar_verses: Mapping[tuple[int, int], Sequence[Similar]],
) -> dict[str, Any]:
    """Everything about the build that a reader may want to check.

    :raises ValueError: if the text differs from the corpus's forms in a way that is not known.
    """
    return {
        "corpus_version": version,
        "sources": [
            {"name": row[1], "license": row[3], "url": row[4], "package": row[6], "sha256": row[7]}
            for row in sources
        ],
        "counts": _counts(verses),
        "differences_between_corpus_forms_and_tanzil": _differences(verses),
        "treebank": _treebank(verses),
        "disagreements": _disagreements(verses),
        "divisions_in_which_the_sources_differ": [
            f"{each.division} of {each.place[0]}:{each.place[1]}: "
            f"{each.quran_cli} (quran-cli), {each.quran_text} (quran-text)"
            for each in divisions
        ],
        "modern_spellings_that_differ_from_the_printed_mushafs": _spellings(verses),
        "similar_verses": _similar(similar_verses),
    }


def _counts(verses: Sequence[CorpusVerse]) -> dict[str, Any]:
    words = [word for verse in verses for word in verse.words]
    pieces = [piece for word in words for piece in word.pieces]
    stems = [sum(piece.segment.kind == "STEM" for piece in word.pieces) for word in words]
    return {
        "verses": len(verses),
        "words": len(words),
        "segments": len(pieces),
        "words_with_two_stems": stems.count(2),
        "words_of_two_tokens": sum(verse.joined is not None for verse in verses),
        "roots": len({piece.root for piece in pieces if piece.root}),
        "lemmas": len({piece.lemma for piece in pieces if piece.lemma}),
        "segments_by_kind": _tally(piece.segment.kind for piece in pieces),
        "segments_by_tag": _tally(piece.segment.pos for piece in pieces),
        "inferred": _tally(name for piece in pieces for name in piece.segment.inferred),
        "segments_with_wazn": sum(piece.segment.wazn is not None for piece in pieces),
    }


def _differences(verses: Sequence[CorpusVerse]) -> list[dict[str, Any]]:
    classes = tanzil.difference_classes((word.form, word.text) for verse in verses for word in verse.words)
    if unknown := set(classes) - KNOWN_DIFFERENCES:
        raise ValueError(f"Tanzil's text differs from the corpus in a new way: {sorted(unknown)}")
    return [
        {"class": code, "meaning": tanzil.describe_class(code), "count": count}
        for code, count in classes.most_common()
    ]


def _treebank(verses: Sequence[CorpusVerse]) -> dict[str, Any]:
    heads = [graph_heads for verse in verses for graph_heads in verse.graph.heads()]
    real = [placed for verse in verses for placed in verse.nodes if not placed.node.implied]
    return {
        "nodes": sum(len(verse.nodes) for verse in verses),
        "implied_nodes": sum(placed.node.implied for verse in verses for placed in verse.nodes),
        "arcs": sum(len(verse.graph.arcs) for verse in verses),
        "arcs_by_relation": _tally(arc.relation for verse in verses for arc in verse.graph.arcs),
        "nodes_with_one_head": sum(len(each) == 1 for each in heads),
        "nodes_without_head": sum(not each for each in heads),
        "nodes_with_several_heads": sum(len(each) > 1 for each in heads),
        "nodes_attached_to_segments": sum(placed.main is not None for placed in real),
        "nodes_on_two_segments": sum(placed.second is not None for placed in real),
        "nodes_not_attached": [
            _name(verse.graph, placed.node.index)
            for verse in verses
            for placed in verse.nodes
            if placed.main is None and not placed.node.implied
        ],
        "nodes_with_several_heads_listed": [
            _name(verse.graph, index)
            for verse in verses
            for index, each in enumerate(verse.graph.heads())
            if len(each) > 1
        ],
        "nodes_whose_heads_lead_in_a_circle": [
            _name(verse.graph, index) for verse in verses for index in verse.graph.rootless()
        ],
        "nodes_passed_by_in_a_broken_list": [
            _name(verse.graph, index) for verse in verses for index in verse.graph.unlinked
        ],
    }


def _spellings(verses: Sequence[CorpusVerse]) -> dict[str, Any]:
    """Our modern spelling against the one that the printed mushaf's source gives, both folded."""
    pairs = [(word.modern, word.laid.plain) for verse in verses for word in verse.words]
    found = spelling_differences((ours, theirs) for ours, theirs in pairs if theirs is not None)
    return {
        "words_compared": sum(theirs is not None for _, theirs in pairs),
        "words_that_differ": sum(found.values()),
        "most_frequent": [{"ours": a, "theirs": b, "count": n} for (a, b), n in found.most_common(20)],
    }


def _similar(listed: Mapping[tuple[int, int], Sequence[Similar]]) -> dict[str, Any]:
    entries = sum(len(others) for others in listed.values())
    kept = sum(each.score >= LEAST for others in listed.values() for each in others)
    return {
        "entries_in_the_source": entries,
        "entries_left_out": entries - kept,
        "left_out_because": f"their score is under {LEAST}; below that the source is cut off at 100 a verse",
        "pairs_kept": kept // 2,
    }


def _name(graph: Graph, index: int) -> str:
    """A node as ``surah:ayah/position text``, its position 1-based."""
    return f"{graph.surah}:{graph.ayah}/{index + 1} {graph.nodes[index].text}"


def _disagreements(verses: Sequence[CorpusVerse]) -> dict[str, dict[str, int]]:
    found = [
        each
        for verse in verses
        for word in verse.words
        for piece in word.pieces
        for each in piece.disagreements
    ]
    return {
        "of_stated_values": _tally(each.feature for each in found if not each.inferred),
        "of_inferred_values": _tally(each.feature for each in found if each.inferred),
    }


def _tally(values: Any) -> dict[str, int]:
    return dict(Counter(values).most_common())
