"""Makes a citation bundle, file by file, in a folder or a ZIP file."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, NamedTuple, Protocol

from kalima import __version__
from kalima.errors import KalimaError
from kalima.search.hits import Hits
from kalima.search.query import Test, walk
from kalima.study import citation, shapes
from kalima.study.citation.texts import bibtex, readme
from kalima.study.export import notices
from kalima.study.library import INDEX_FORMAT, Library
from kalima.study.on_disk import whole_file, whole_folder
from kalima.study.statistics.account import FOLDED, inferred_units
from kalima.study.statistics.dispersion import dispersion
from kalima.study.statistics.frequency import listed
from kalima.study.statistics.pictures import draw_dispersion
from kalima.study.tables.formats import csv_lines, json_lines
from kalima.study.tables.results import hits_table
from kalima.study.tables.table import Progress, Table

EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The time of every file in a ZIP: the same bundle has the same bytes."""


class Asked(NamedTuple):
    """What a bundle is made of.

    :param by: the attributes of the frequency table.
    :param parts: of the text, of the dispersion.
    :param made: the day, as in ``2026-11-23``.
    """

    query: str
    by: Sequence[str] = citation.BY
    parts: str = citation.PARTS
    made: str = ""


class _Target(Protocol):
    def add(self, name: str, pieces: Iterable[bytes]) -> None:
        """Write a file."""


class _Folder(NamedTuple):
    path: Path

    def add(self, name: str, pieces: Iterable[bytes]) -> None:
        with (self.path / name).open("wb") as file:
            file.writelines(pieces)


class _Zip(NamedTuple):
    file: zipfile.ZipFile

    def add(self, name: str, pieces: Iterable[bytes]) -> None:
        entry = zipfile.ZipInfo(name, EARLIEST)
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.external_attr = 0o644 << 16
        with self.file.open(entry, "w") as file:
            for piece in pieces:
                file.write(piece)


def write_bundle(
    library: Library,
    asked: Asked,
    path: Path,
    *,
    replace: bool = False,
    progress: Progress = lambda *_: None,
) -> Hits:
    """Write a bundle to ``path``, a ZIP file if it is called so, or else a new folder; all of it or nothing.

    :returns: what was found.
    :raises QueryError: if the query cannot be understood.
    :raises KalimaError: if it asks of the user's own work, or nothing can be written there.
    """
    hits = checked(library, asked)
    if path.suffix.lower() == ".zip":
        with whole_file(path, replace=replace) as file:
            write_zip(library, asked, hits, file.buffer, progress)
    else:
        with whole_folder(path) as folder:
            _write(library, asked, hits, _Folder(folder), progress)
    return hits


def write_zip(
    library: Library, asked: Asked, hits: Hits, file: IO[bytes], progress: Progress = lambda *_: None
) -> None:
    """Write a bundle as a ZIP file."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        _write(library, asked, hits, _Zip(packed), progress)


def checked(library: Library, asked: Asked) -> Hits:
    """What the query finds, once it is clear that others can find it too.

    :raises KalimaError: if it asks of the user's own work, or its figures cannot be made.
    """
    if library.may_ask_research(asked.query):
        raise KalimaError(
            "The query asks of your own notes or tags, which nobody else has.",
            "Cite one that asks of the text alone: without note:, tag: and has:.",
        )
    hits = library.search(asked.query)
    figures(library, asked, hits)
    return hits


def _write(library: Library, asked: Asked, hits: Hits, target: _Target, progress: Progress) -> None:
    sums = []
    for name, pieces in bundle_files(library, asked, hits, progress):
        summed = hashlib.sha256()
        target.add(name, _summed(pieces, summed))
        sums.append(f"{summed.hexdigest()}  {name}\n")
    target.add(citation.SUMS, [line.encode() for line in sorted(sums, key=lambda line: line[66:])])


def _summed(pieces: Iterable[bytes], summed: Any) -> Iterator[bytes]:
    for piece in pieces:
        summed.update(piece)
        yield piece


def bundle_files(
    library: Library, asked: Asked, hits: Hits, progress: Progress = lambda *_: None
) -> Iterator[tuple[str, Iterable[bytes]]]:
    """Every file but that of the sums, each as its pieces."""
    about = describe(library, asked, hits)
    found = figures(library, asked, hits)
    yield citation.QUERY, [pretty(about)]
    yield citation.HITS, (line.encode() for line in json_lines(table_of(library, hits).told(progress)))
    yield citation.TABLE, (line.encode() for line in csv_lines(table_of(library, hits).told(progress)))
    yield citation.FIGURES, [pretty(found)]
    if found["dispersion"]:
        yield citation.PICTURE, [draw_dispersion(found["dispersion"]).encode()]
    yield citation.REPORT, [report_file(library)]
    yield citation.NOTICES, [notices(library).encode()]
    yield citation.README, [readme(about).encode()]
    yield citation.BIBTEX, [bibtex(about).encode()]


def pretty(value: dict[str, Any]) -> bytes:
    """JSON to be read by people too."""
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def report_file(library: Library) -> bytes:
    """What the build of the corpus counted, as a file."""
    return pretty(library.build_report())


def listed_by(hits: Hits) -> str:
    """What a bundle lists: the matches, or the verses of a query that only chooses verses."""
    return "verse" if hits.verse_count and not hits.match_count else "match"


def table_of(library: Library, hits: Hits) -> Table:
    """All that was found."""
    return hits_table(library, hits, listed_by(hits))


def figures(library: Library, asked: Asked, hits: Hits) -> dict[str, Any]:
    """What was counted. Verses without words have totals alone.

    :raises KalimaError: if there is no such attribute or part.
    """
    if listed_by(hits) == "verse":
        return {"total": shapes.total(hits), "frequency": None, "dispersion": None}
    table = listed(library, asked.query, asked.by)
    return {
        "total": shapes.total(hits),
        "frequency": table.page(0, table.total),
        "dispersion": dispersion(library, asked.query, parts=asked.parts),
    }


def describe(library: Library, asked: Asked, hits: Hits) -> dict[str, Any]:
    """The query, how it was understood and counted, and by what."""
    attributes = sorted({node.attribute for node in walk(hits.query) if isinstance(node, Test)})
    inferred = library.index.layout.fold(inferred_units(library, attributes)) & hits.words
    hashes = library.manifest["blake2b"]
    return {
        "format": citation.FORMAT,
        "version": citation.VERSION,
        "query": asked.query,
        "parsed": repr(hits.query),
        **shapes.understood(library, hits),
        "options": {"listed": listed_by(hits), "by": list(asked.by), "parts": asked.parts},
        "folding": FOLDED,
        "inferred": {"attributes": attributes, "words": inferred.bit_count()},
        "total": shapes.total(hits),
        "engine": {
            "program": "Kalima",
            "version": __version__,
            "index_format": INDEX_FORMAT,
            "index_blake2b": hashes["search.index"],
        },
        "corpus": {
            "version": library.manifest["corpus_version"],
            "blake2b": hashes["corpus.db"],
            "report_blake2b": hashes["corpus-report.json"],
        },
        "made": asked.made or today(),
    }


def today() -> str:
    """The day, by the sun of Greenwich."""
    return datetime.now(UTC).date().isoformat()
