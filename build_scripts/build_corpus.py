"""Builds ``corpus.db``, ``search.index``, the font and the build report from the pinned source wheels.

python build_scripts/build_corpus.py --sources FOLDER --out FOLDER
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from corpus_build import divisions, morphology, similar, tanzil, translations, treebank, wheels
from corpus_build.compact import write_compact
from corpus_build.credits import credits
from corpus_build.postings import IndexedNode, IndexedSegment, PostingsWriter
from corpus_build.progress import progress
from corpus_build.report import make_report
from corpus_build.verses import CorpusVerse, Piece, assemble
from kalima.arabic.buckwalter import to_arabic
from kalima.arabic.folding import exact_key, fold
from kalima.arabic.romanization import romanize, romanize_verse
from kalima.bundle import MANIFEST_FILE, digest
from kalima.corpus.relations import RELATIONS
from kalima.corpus.signs import SIGNS
from kalima.corpus.surahs import NAMES
from kalima.corpus.treebank_tags import FEATURES as NODE_FEATURES
from kalima.search.index import write_index
from kalima.store.full_database import FullDatabase

CORPUS_VERSION = "1.0"
FONT_NAME = "AmiriQuran.woff2"
FONT = f"tf/browser/static/fonts/{FONT_NAME}"
FULL_NAME = "full.db"
"""The documented tables, from which corpus.db is made; anyone can have them by an export."""
VERSES, SEGMENTS = 6_236, 128_219
PAGES, JUZ = 604, 30


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sources", type=Path, required=True, help="folder with the pinned wheels")
    parser.add_argument("--out", type=Path, required=True, help="folder to write to")
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    build(options.sources, options.out)
    return 0


def build(source_dir: Path, out: Path) -> dict[str, Any]:
    """Build everything into ``out`` and return the report that is written there too.

    :raises ValueError: if a source is not as it is known to be.
    """
    text, revelation, verses, disagreements = read_text(source_dir)
    with (
        wheels.open_wheel(source_dir, "quran-transcript") as corpus,
        wheels.open_wheel(source_dir, "quranic-nlp") as nlp,
        wheels.open_wheel(source_dir, "text-fabric") as fabric,
    ):
        pickthall = translations.read_translation(nlp, "en/pickthall")
        sources = credits(corpus, pickthall.notice)
        (out / FONT_NAME).write_bytes(fabric.read(FONT))
        similar_verses = similar.read_similar(nlp, least=0)
    report = make_report(CORPUS_VERSION, sources, verses, disagreements, similar_verses)
    _write_json(out / "corpus-report.json", report)
    (out / FULL_NAME).unlink(missing_ok=True)
    writer = FullDatabase(out / FULL_NAME)
    writer.insert("sources", sources)
    writer.insert("surahs", _surahs(text, revelation))
    _write_words(writer, verses)
    _write_mushaf(writer, verses)
    _write_similar(writer, verses, similar_verses)
    _write_treebank(writer, verses)
    _write_translation(writer, pickthall, verses)
    writer.finish()
    writer.close()
    write_compact(out / FULL_NAME, out / "corpus.db")
    (out / FULL_NAME).unlink()
    postings = PostingsWriter()
    add_postings(postings, verses, text, revelation)
    write_index(postings.pack(), out / "search.index")
    hashes = {
        name: digest(out / name) for name in ("corpus.db", "search.index", "corpus-report.json", FONT_NAME)
    }
    _write_json(out / MANIFEST_FILE, {"corpus_version": CORPUS_VERSION, "blake2b": hashes})
    return report


class Read(NamedTuple):
    """The text with its annotations, and where the sources of the divisions differ."""

    text: tanzil.Text
    revelation: list[translations.Revelation]
    verses: list[CorpusVerse]
    disagreements: list[divisions.Disagreement]


def read_text(source_dir: Path) -> Read:
    """The text with both annotations, put together from the wheels.

    :raises ValueError: if a source is not as it is known to be.
    """
    with (
        wheels.open_wheel(source_dir, "quran-transcript") as corpus,
        wheels.open_wheel(source_dir, "quranic-nlp") as nlp,
        wheels.open_wheel(source_dir, "quran-cli") as lists,
        wheels.open_wheel(source_dir, "quran-text") as print_,
    ):
        text = tanzil.read_text(corpus)
        lines = progress("morphology", morphology.read_lines(corpus), SEGMENTS)
        graphs = progress("treebank", treebank.read_graphs(nlp), VERSES)
        listed, mushaf = divisions.read_divisions(lists), divisions.read_mushaf(print_)
        modern = tanzil.read_modern(corpus)
        verses = list(assemble(list(lines), text, modern, graphs, listed, mushaf))
        return Read(text, translations.read_revelation(nlp), verses, divisions.compare(listed, mushaf))


def _surahs(text: tanzil.Text, revelation: list[translations.Revelation]) -> Iterator[tuple[Any, ...]]:
    ayat = [sum(surah == number for surah, _ in text.verses) for number in range(1, 115)]
    rows = zip(text.names, NAMES, revelation, ayat, strict=True)
    for number, (arabic, (latin, english), revealed, count) in enumerate(rows, start=1):
        yield number, arabic, latin, english, revealed.place, revealed.order, count


def _write_words(writer: FullDatabase, verses: list[CorpusVerse]) -> None:
    words = [(verse, word) for verse in verses for word in verse.words]
    pieces = [(word, piece) for _, word in words for piece in word.pieces]
    roots = sorted({piece.root for _, piece in pieces if piece.root}, key=to_arabic)
    lemmas = sorted({piece.lemma for _, piece in pieces if piece.lemma})
    root_ids = {root: number for number, root in enumerate(roots, start=1)}
    lemma_ids = {lemma: number for number, lemma in enumerate(lemmas, start=1)}
    writer.insert("verses", map(_verse_row, verses))
    writer.insert(
        "words", ((w.id, verse.id, w.position, w.text, w.modern, fold(w.text)) for verse, w in words)
    )
    writer.insert("roots", ((number, to_arabic(root), root) for root, number in root_ids.items()))
    writer.insert(
        "lemmas",
        ((n, to_arabic(x.rstrip("2")), 2 if x.endswith("2") else 1, x) for x, n in lemma_ids.items()),
    )
    rows = ((word.id, piece, lemma_ids, root_ids) for word, piece in pieces)
    writer.insert("segments", progress("segments", (_segment_row(*row) for row in rows), len(pieces)))
    writer.insert(
        "disagreements",
        sorted(
            (p.id, d.feature, d.corpus, d.treebank, int(d.inferred))
            for _, p in pieces
            for d in p.disagreements
        ),
    )


def _verse_row(verse: CorpusVerse) -> tuple[Any, ...]:
    parts = verse.parts
    where = (parts.juz, parts.quarter, parts.page, verse.page_1405, parts.ruku, parts.manzil, parts.sajda)
    romanized = " ".join(romanize_verse([word.text for word in verse.words]))
    return verse.id, *verse.place, verse.text, verse.joined, romanized, *where


def _write_mushaf(writer: FullDatabase, verses: list[CorpusVerse]) -> None:
    words = [word for verse in verses for word in verse.words]
    lines: dict[tuple[int, int], int] = {}
    for word in words:
        lines.setdefault((word.laid.page, word.laid.line), word.id)
    writer.insert("lines", ((*line, word) for line, word in lines.items()))
    writer.insert(
        "signs", ((n, s.character, s.key, s.english, s.arabic, int(s.waqf)) for n, s in enumerate(SIGNS, 1))
    )
    numbers = {sign.key: number for number, sign in enumerate(SIGNS, start=1)}
    writer.insert(
        "word_signs",
        (
            (word.id, position, numbers[mark.kind])
            for word in words
            for position, mark in enumerate(word.laid.marks, start=1)
        ),
    )


def _write_similar(
    writer: FullDatabase, verses: list[CorpusVerse], listed: dict[tuple[int, int], list[similar.Similar]]
) -> None:
    ids = {verse.place: verse.id for verse in verses}
    kept = {at: [each for each in others if each.score >= similar.LEAST] for at, others in listed.items()}
    rows = ((ids[pair.first], ids[pair.second], pair.score) for pair in similar.pairs(kept))
    writer.insert("similar_verses", rows)


def _segment_row(
    word: int, piece: Piece, lemma_ids: dict[str, int], root_ids: dict[str, int]
) -> tuple[Any, ...]:
    segment = piece.segment
    return (
        piece.id,
        word,
        piece.position,
        segment.kind,
        segment.form,
        segment.pos,
        segment.function,
        lemma_ids[piece.lemma] if piece.lemma else None,
        root_ids[piece.root] if piece.root else None,
        *segment[6:-1],
        ",".join(segment.inferred) or None,
    )


def _write_treebank(writer: FullDatabase, verses: list[CorpusVerse]) -> None:
    relation_ids = {relation.key: number for number, relation in enumerate(RELATIONS, start=1)}
    writer.insert(
        "relations",
        ((n, r.key, r.arabic, r.english, r.source_term) for n, r in enumerate(RELATIONS, start=1)),
    )
    bundles: dict[tuple[str | None, ...], int] = {}
    nodes: list[tuple[Any, ...]] = []
    arcs: list[tuple[int, int, int, int]] = []
    for verse in verses:
        before = len(nodes)
        for placed in verse.nodes:
            bundle = tuple(placed.node.features.get(feature.key) for feature in NODE_FEATURES)
            features = bundles.setdefault(bundle, len(bundles) + 1) if any(bundle) else None
            on = [None if at is None else verse.first_segment + at for at in (placed.main, placed.second)]
            node = placed.node
            row = (len(nodes) + 1, verse.id, node.index + 1, node.text, node.word_number, int(node.implied))
            nodes.append((*row, features, *on, int(placed.leads)))
        for arc in verse.graph.arcs:
            ends = (before + arc.head + 1, before + arc.dependent + 1)
            arcs.append((len(arcs) + 1, *ends, relation_ids[arc.relation]))
    writer.insert("node_features", ((number, *bundle) for bundle, number in bundles.items()))
    writer.insert("nodes", progress("nodes", nodes, len(nodes)))
    writer.insert("arcs", progress("arcs", arcs, len(arcs)))


def _write_translation(
    writer: FullDatabase, translation: translations.Translation, verses: list[CorpusVerse]
) -> None:
    writer.insert(
        "translations", [(translation.id, "en", translation.name, translation.translator, "pickthall")]
    )
    writer.insert(
        "translation_verses",
        ((translation.id, verse.id, translation.verses[verse.place]) for verse in verses),
    )


def add_postings(
    postings: PostingsWriter,
    verses: list[CorpusVerse],
    text: tanzil.Text,
    revelation: list[translations.Revelation],
    before: int = 0,
) -> None:
    """Add the whole text to an index.

    :param before: how many times it is there already; its surahs, pages and juz are numbered on from them.
    """
    surahs, pages, juz = (before * each for each in (len(text.names), PAGES, JUZ))
    for name, revealed in zip(text.names, revelation, strict=True):
        postings.add_surah(name, revealed.place, surahs + revealed.order)
    alone = cache(romanize)
    for verse in progress("index", verses, len(verses)):
        recited = romanize_verse([word.text for word in verse.words])
        for word, latin in zip(verse.words, recited, strict=True):
            spellings = (word.modern, word.laid.plain or word.modern)
            segments = [_indexed(piece) for piece in word.pieces]
            postings.add_word(word.text, spellings, segments, (latin, alone(word.text)))
        postings.end_verse(
            surah=surahs + verse.place[0],
            page=pages + verse.parts.page,
            juz=juz + verse.parts.juz,
            sajda=verse.parts.sajda,
            nodes=[IndexedNode(placed.main, placed.leads, placed.node.implied) for placed in verse.nodes],
            arcs=verse.graph.arcs,
        )


def _indexed(piece: Piece) -> IndexedSegment:
    differs = [each.feature for each in piece.disagreements]
    return IndexedSegment(piece.segment, _lemma_key(piece.lemma), piece.treebank, differs)


def _lemma_key(lemma: str | None) -> str | None:
    """The lemma as the index names it: exact spelling, and 2 for the second of two homographs."""
    if lemma is None:
        return None
    return exact_key(to_arabic(lemma.rstrip("2"))) + ("2" if lemma.endswith("2") else "")


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", "utf-8", newline="\n")


if __name__ == "__main__":
    sys.exit(main())
