"""Builds ``corpus.db``, ``search.index``, the font and the build report from the pinned source wheels.

python build_scripts/build_corpus.py --sources FOLDER --out FOLDER
"""

from __future__ import annotations

import argparse
import itertools
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from corpus_build import morphology, tanzil, translations, wheels
from corpus_build.credits import credits
from corpus_build.database import CorpusWriter
from corpus_build.inference import infer
from corpus_build.postings import PostingsWriter
from kalima.arabic.buckwalter import to_arabic
from kalima.arabic.folding import exact_key
from kalima.bundle import MANIFEST_FILE, digest
from kalima.corpus.surahs import NAMES
from kalima.search.index import write_index

CORPUS_VERSION = "1.0"
FONT_NAME = "AmiriQuran.woff2"
FONT = f"tf/browser/static/fonts/{FONT_NAME}"
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

Item = TypeVar("Item")


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
    database = out / "corpus.db"
    database.unlink(missing_ok=True)
    with (
        wheels.open_wheel(source_dir, "quran-transcript") as corpus,
        wheels.open_wheel(source_dir, "quranic-nlp") as nlp,
        wheels.open_wheel(source_dir, "text-fabric") as fabric,
    ):
        lines = list(progress("morphology", morphology.read_lines(corpus), 128_219))
        text = tanzil.read_text(corpus)
        modern = tanzil.read_modern(corpus)
        pickthall = translations.read_translation(nlp, "en/pickthall")
        revelation = translations.read_revelation(nlp)
        sources = credits(corpus, pickthall.notice)
        (out / FONT_NAME).write_bytes(fabric.read(FONT))

    writer, postings = CorpusWriter(database), PostingsWriter()
    writer.insert("sources", sources)
    ayat = Counter(surah for surah, _ in text.verses)
    writer.insert(
        "surahs",
        (
            (number, arabic, latin, english, where.place, where.order, ayat[number])
            for number, (arabic, (latin, english), where) in enumerate(
                zip(text.names, NAMES, revelation, strict=True), start=1
            )
        ),
    )
    verse_ids = {place: number for number, place in enumerate(text.verses, start=1)}
    words = list(_words(lines, text, modern))
    joined = {word.place: word.position for word in words if " " in word.text}
    writer.insert(
        "verses",
        ((verse_ids[place], *place, verse, joined.get(place)) for place, verse in text.verses.items()),
    )
    differences = tanzil.difference_classes((word.form, word.text) for word in words)
    if unknown := set(differences) - KNOWN_DIFFERENCES:
        raise ValueError(f"Tanzil's text differs from the corpus in a new way: {sorted(unknown)}")
    writer.insert(
        "words", ((n, verse_ids[w.place], w.position, w.text, w.modern) for n, w in enumerate(words, 1))
    )

    roots = {
        root: number
        for number, root in enumerate(sorted({x.root for x in lines if x.root}, key=to_arabic), 1)
    }
    lemmas = {lemma: number for number, lemma in enumerate(sorted({x.lemma for x in lines if x.lemma}), 1)}
    writer.insert("roots", ((number, to_arabic(root), root) for root, number in roots.items()))
    writer.insert(
        "lemmas", ((n, to_arabic(x.rstrip("2")), 2 if x.endswith("2") else 1, x) for x, n in lemmas.items())
    )
    writer.insert("segments", progress("segments", _segments(words, lemmas, roots), len(lines)))
    _add_postings(postings, words)
    writer.insert("translations", [(pickthall.id, "en", pickthall.name, pickthall.translator, "pickthall")])
    writer.insert(
        "translation_verses",
        ((pickthall.id, verse_ids[place], verse) for place, verse in pickthall.verses.items()),
    )
    writer.finish()
    write_index(postings.pack(), out / "search.index")
    report = _report(lines, words, differences, sources)
    _write_json(out / "corpus-report.json", report)
    hashes = {
        name: digest(out / name) for name in ("corpus.db", "search.index", "corpus-report.json", FONT_NAME)
    }
    _write_json(out / MANIFEST_FILE, {"corpus_version": CORPUS_VERSION, "blake2b": hashes})
    return report


class CorpusWord(NamedTuple):
    """A word of the corpus with everything that is paired with it."""

    place: tuple[int, int]
    position: int
    form: str
    text: str
    modern: str
    lines: list[morphology.Line]


def _words(
    lines: Iterable[morphology.Line], text: tanzil.Text, modern: dict[tuple[int, int], list[tuple[str, str]]]
) -> Iterator[CorpusWord]:
    """The corpus's words, each with Tanzil's and the modern spelling.

    :raises ValueError: if a verse's words cannot be paired.
    """
    for place, in_verse in itertools.groupby(lines, key=lambda line: (line.surah, line.ayah)):
        grouped = [list(group) for _, group in itertools.groupby(in_verse, key=lambda line: line.word)]
        forms = ["".join(line.segment.form for line in group) for group in grouped]
        tokens = text.verses[place].split(" ")
        pairs = modern[place]
        if [uthmani for uthmani, _ in pairs] != tokens:
            raise ValueError(f"{place}: the modern spelling pairs other words than Tanzil's")
        for position, (form, numbers) in enumerate(
            zip(forms, tanzil.join_tokens(forms, tokens), strict=True), 1
        ):
            yield CorpusWord(
                place,
                position,
                form,
                " ".join(tokens[number] for number in numbers),
                " ".join(pairs[number][1] for number in numbers),
                [line._replace(segment=infer(line.segment)) for line in grouped[position - 1]],
            )


def _segments(
    words: list[CorpusWord], lemmas: dict[str, int], roots: dict[str, int]
) -> Iterator[tuple[Any, ...]]:
    number = 0
    for word_id, word in enumerate(words, start=1):
        for line in word.lines:
            number += 1
            segment = line.segment
            yield (
                number,
                word_id,
                line.position,
                segment.kind,
                segment.form,
                segment.pos,
                segment.function,
                lemmas[line.lemma] if line.lemma else None,
                roots[line.root] if line.root else None,
                *segment[6:-1],
                ",".join(segment.inferred) or None,
            )


def _add_postings(postings: PostingsWriter, words: list[CorpusWord]) -> None:
    for _, in_verse in itertools.groupby(progress("index", words, len(words)), key=lambda word: word.place):
        for word in in_verse:
            keys = [_lemma_key(line.lemma) for line in word.lines]
            postings.add_word(word.text, word.modern, [line.segment for line in word.lines], keys)
        postings.end_verse()


def _lemma_key(lemma: str | None) -> str | None:
    """The lemma as the index names it: exact spelling, and 2 for the second of two homographs."""
    if lemma is None:
        return None
    return exact_key(to_arabic(lemma.rstrip("2"))) + ("2" if lemma.endswith("2") else "")


def _report(
    lines: list[morphology.Line],
    words: list[CorpusWord],
    differences: Counter[str],
    sources: list[tuple[str, ...]],
) -> dict[str, Any]:
    segments = [line.segment for word in words for line in word.lines]
    two_stems = sum(sum(line.segment.kind == "STEM" for line in word.lines) > 1 for word in words)
    return {
        "corpus_version": CORPUS_VERSION,
        "sources": [{"name": row[1], "package": row[6], "sha256": row[7]} for row in sources],
        "counts": {
            "verses": len({word.place for word in words}),
            "words": len(words),
            "segments": len(lines),
            "words_with_two_stems": two_stems,
            "words_of_two_tokens": sum(" " in word.text for word in words),
            "roots": len({line.root for line in lines if line.root}),
            "lemmas": len({line.lemma for line in lines if line.lemma}),
            "segments_by_kind": dict(Counter(segment.kind for segment in segments).most_common()),
            "segments_by_tag": dict(Counter(segment.pos for segment in segments).most_common()),
            "inferred": dict(
                Counter(name for segment in segments for name in segment.inferred).most_common()
            ),
        },
        "differences_between_corpus_forms_and_tanzil": [
            {"class": code, "meaning": tanzil.describe_class(code), "count": count}
            for code, count in differences.most_common()
        ],
    }


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", "utf-8", newline="\n")


def progress(title: str, items: Iterable[Item], total: int) -> Iterator[Item]:
    """Pass the items on, drawing a bar where there is a terminal and one line where there is none."""
    bar = sys.stderr.isatty()
    if not bar:
        print(f"  {title} ({total:,})", file=sys.stderr)
    for done, item in enumerate(items, start=1):
        yield item
        if bar and (done % 2_000 == 0 or done == total):
            filled = 30 * done // total
            print(
                f"\r  {title:<12} [{'#' * filled:<30}] {done:>7,} / {total:,}",
                end="",
                file=sys.stderr,
                flush=True,
            )
    if bar:
        print(file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
