"""Every result as a table: what a query finds, its lines, counts, collocates and the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from kalima.search.hits import Hits, Keys
from kalima.study import shapes
from kalima.study.library import Library
from kalima.study.statistics.association import MEASURES
from kalima.study.statistics.comparison import FORM, compare_roots
from kalima.study.statistics.dispersion import dispersion
from kalima.study.statistics.listing import Listing
from kalima.study.statistics.occurrences import labels_of
from kalima.study.statistics.sketch import root_sketch
from kalima.study.tables.table import Cell, Row, Table

AT_ONCE = 2_000
"""Hits whose texts are read from the corpus together."""
SEGMENT_COLUMNS = ("form", "pos", "lemma", "root")
Cells = Callable[[Row], Sequence[Cell]]


def of_listing(
    name: str,
    listing: Listing,
    columns: Sequence[str],
    cells: Cells,
    offset: int = 0,
    limit: int | None = None,
) -> Table:
    """A table of the rows of a listing from one on, so many of them or all."""
    left = max(listing.total - offset, 0)
    count = left if limit is None else min(limit, left)
    about = {**listing.head, "total": listing.total, "offset": offset, "limit": count}
    return Table(name, about, columns, listing.rows(offset, count), cells, count, listing.listed)


def _of_names(names: Sequence[str]) -> Cells:
    return lambda row: [row[name] for name in names]


def frequency_table(listing: Listing, offset: int = 0, limit: int | None = None) -> Table:
    """The values, a column for each attribute, and their counts."""
    figures = ("count", "share", "per_thousand", "query")
    return of_listing(
        "frequency",
        listing,
        [*listing.head["by"], *figures],
        lambda row: [*row["values"], *(row[name] for name in figures)],
        offset,
        limit,
    )


def concordance_table(listing: Listing, offset: int = 0, limit: int | None = None) -> Table:
    """The lines, with a column for each that was asked for."""
    return of_listing(
        "concordance",
        listing,
        ["ref", "words", "left", "hit", "right", *listing.head["columns"], "alike", "group"],
        lambda row: [
            row["ref"],
            " ".join(row["words"]),
            *(row[name] for name in ("left", "hit", "right")),
            *row["columns"],
            row["alike"],
            row["group"],
        ],
        offset,
        limit,
    )


def collocates_table(listing: Listing, offset: int = 0, limit: int | None = None) -> Table:
    """The values with all measures."""
    names = ("value", "count", "frequency", "expected", "log_dice", "log_likelihood", "mi3", "t_score")
    return of_listing("collocates", listing, names, _of_names(names), offset, limit)


def keyness_table(listing: Listing, offset: int = 0, limit: int | None = None) -> Table:
    """The values with their counts on both sides."""
    names = (
        *("value", "count", "reference_count", "per_thousand", "reference_per_thousand"),
        *("log_likelihood", "log_ratio"),
    )
    return of_listing("keyness", listing, names, _of_names(names), offset, limit)


def ngrams_table(listing: Listing, offset: int = 0, limit: int | None = None) -> Table:
    """The n-grams, a column for each of their words; pairs with all measures."""
    by, size = listing.head["by"], listing.head["size"]
    measured = ("frequency", "expected", *MEASURES) if size == 2 else ()
    figures = ("count", "per_thousand", *measured, "query")
    return of_listing(
        "ngrams",
        listing,
        [*(f"{by}{place}" for place in range(1, size + 1)), *figures],
        lambda row: [*row["values"], *(row[name] for name in figures)],
        offset,
        limit,
    )


def dispersion_table(library: Library, query: str, **asked: Any) -> Table:
    """The parts of the text; the figures are said of all."""
    answer = dispersion(library, query, **asked)
    parts = answer.pop("parts")
    names = ("part", "words", "count", "expected", "per_thousand", "query")
    return Table("dispersion", answer, names, parts, _of_names(names), len(parts), "parts")


def sketch_table(
    library: Library, roots: Sequence[str], *, part: str = "relations", least: int = 2, most: int = 10
) -> Table:
    """A part of the sketch of a root, or of several one below the other.

    :param part: one of :data:`SKETCH_PARTS`.
    """
    answers = [root_sketch(library, root, least=least, most=most) for root in roots]
    rows = [{"root": answer["root"], **row} for answer in answers for row in _sketched(answer, part)]
    said = [
        {name: answer[name] for name in ("root", "query", "counted", "words", "verses")}
        | {name: value for name, value in answer["dispersion"].items() if name != "parts"}
        for answer in answers
    ]
    about = said[0] if len(said) == 1 else {"roots": said}
    return Table("sketch", about, _SKETCHED[part], rows, _of_names(_SKETCHED[part]), len(rows), part)


_SKETCHED = {
    "relations": ("root", "relation", "seek", "value", "count", "frequency", "log_dice", "query"),
    "lemmas": ("root", "lemma", "pos", "form", "count", "per_thousand", "query"),
    "surahs": ("root", "part", "words", "count", "expected", "per_thousand", "query"),
}
SKETCH_PARTS = tuple(_SKETCHED)


def _sketched(answer: Row, part: str) -> Iterator[Row]:
    if part == "surahs":
        yield from answer["dispersion"]["parts"]
    elif part == "lemmas":
        for row in answer["lemmas"]:
            yield {**row, **dict(zip(("lemma", "pos", "form"), row["values"], strict=True))}
    else:
        for each in answer["relations"]:
            for row in each["rows"]:
                yield {"relation": each["relation"], "seek": each["seek"], **row}


COMPARED = ("relations", "forms")


def comparison_table(
    library: Library, root: str, other: str, *, part: str = "relations", least: int = 2, most: int = 10
) -> Table:
    """Two roots side by side, each with columns of its own.

    :param part: one of :data:`COMPARED`.
    """
    answer = compare_roots(library, root, other, least=least, most=most)
    roots = [each["root"] for each in answer["roots"]]
    about = {"query": " ".join(roots), "roots": answer["roots"]}
    if part == "forms":
        firsts, figures = FORM, ("counts", "shares", "queries")
        rows = [{**row, **dict(zip(FORM, row["values"], strict=True))} for row in answer["forms"]]
    else:
        firsts, figures = ("relation", "seek", "value"), ("counts", "log_dice", "queries")
        rows = [
            {"relation": each["relation"], "seek": each["seek"], **row}
            for each in answer["relations"]
            for row in each["rows"]
        ]
    columns = [*firsts, *(f"{_ONE[figure]} {root}" for root in roots for figure in figures)]

    def cells(row: Row) -> list[Cell]:
        return [*(row[name] for name in firsts), *(row[name][place] for place in (0, 1) for name in figures)]

    return Table("comparison", about, columns, rows, cells, len(rows), part)


_ONE = {"counts": "count", "shares": "share", "log_dice": "log_dice", "queries": "query"}


def hits_table(
    library: Library,
    hits: Hits,
    by: str,
    offset: int = 0,
    limit: int | None = None,
    *,
    keys: Keys = None,
) -> Table:
    """What a query finds.

    :param by: what is listed: each ``match``, each ``word`` that they cover, or each ``verse``.
    :param keys: what they are sorted by.
    """
    total = shapes.total(hits)
    left = max(total[shapes.TOTALS[by]] - offset, 0)
    count = left if limit is None else min(limit, left)
    page = shapes.HITS[by]

    def rows() -> Iterator[Row]:
        for begin in range(offset, offset + count, AT_ONCE):
            yield from page(library, hits, begin, min(AT_ONCE, offset + count - begin), keys=keys)

    columns, cells = _columns_of_hits(hits, by)
    manifest = library.manifest
    about = {
        "query": hits.query.text,
        "total": total,
        **shapes.understood(library, hits),
        "corpus_version": manifest["corpus_version"],
        "corpus_blake2b": manifest["blake2b"]["corpus.db"],
        "by": by,
        "offset": offset,
        "limit": count,
    }
    return Table("hits", about, columns, rows(), cells, count, "hits")


def _columns_of_hits(hits: Hits, by: str) -> tuple[Sequence[str], Cells]:
    """Of a word its segments' values are joined by +; of a match each label is a column, with its text."""
    if by == "verse":
        return ("ref", "words", "text", "translation"), lambda row: [
            row["ref"], " ".join(map(str, row["hits"])), row["text"], row["translation"],
        ]  # fmt: skip
    if by == "word":
        return ("ref", "word", "text", *SEGMENT_COLUMNS), lambda row: [
            row["ref"], row["word"], row["text"],
            *["+".join([each[name] or "" for each in row["segments"]]) for name in SEGMENT_COLUMNS],
        ]  # fmt: skip
    labels = sorted(labels_of(hits.query))
    return ("ref", "words", "text", *labels), lambda row: [
        row["ref"], " ".join(row["words"]), row["text"],
        *(row["labels"].get(name, {"text": None})["text"] for name in labels),
    ]  # fmt: skip
