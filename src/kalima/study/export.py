"""Writes the whole corpus, with its report and its sources' notices, to a folder."""

from __future__ import annotations

import contextlib
import json
import secrets
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from kalima import __version__
from kalima.corpus.graph import Difference
from kalima.errors import CorpusDamaged, KalimaError
from kalima.paths import WAY_OUT
from kalima.store.full_database import write_full_database
from kalima.store.schema_page import schema_page
from kalima.store.table_rows import Table, joined_tables
from kalima.study import shapes
from kalima.study.conllu import ArcTally, VerseRecord, sentence
from kalima.study.library import Library

REPORT = "corpus-report.json"
Progress = Callable[[int, int], None]
"""Told how many parts are written, of how many."""
_Writer = Callable[[Library, Path, Progress], str]
"""Writes its files into a folder and returns what README.txt says of them."""

_README = """\
The corpus of Kalima {version}, corpus version {corpus}

{files}
{report}   what the build of the corpus counted, with its sources' versions and hashes
NOTICES.txt          who made what, under which licence, each source's own notice in full

All text is UTF-8. Verses and words are Tanzil's Uthmani text, unchanged, character by character; it may be
copied, not changed. What the Quranic Arabic Corpus says, what the treebank says and what Kalima inferred
are kept apart: an inferred value is named as such beside it. If you pass these files on, pass
NOTICES.txt on with them. What Kalima itself adds (wazn, inferred values, names of relations, the modern and
Uthmani spellings paired with the segments) is free under the GNU GPL, version 3 or later.
"""
_IN_VERSES = {
    "verses", "words", "segments", "node_features", "nodes", "arcs", "disagreements", "translation_verses",
}  # fmt: skip
"""The tables that verses.jsonl holds."""
_OF_THE_VERSE = {"verse", "surah", "ayah"}
_SQLITE = """\
kalima-corpus.db     an SQLite 3 database with every table that Kalima has
schema.md            its tables: columns, types, references, what they hold, an example of each

The database describes itself too: SELECT * FROM schema_notes.
"""
_TSV = """\
*.tsv                one file a table of Kalima's database, {count} in all

The first line of a file names its columns. Columns are separated by a tab, lines end with a line feed,
nothing is quoted, no value holds a tab or a line break; an empty value is one that is not stated. A file
has the columns of its table and, so that it can be read alone, what the numbers stand for: surah and ayah in
front; lemma_text, root_text, the treebank's features (treebank_...) and the like behind. What each column
holds is said in schema_notes.tsv; the sources' notices are in NOTICES.txt alone.

{tables}
"""
_JSON = """\
verses.jsonl         one verse a line: its words, their segments, its dependency graph, its translation
*.jsonl              one row a line of the other tables of Kalima's database:
                     {tables}

Each line is a JSON object of its own, so that any part can be read without the rest. What is not stated is
left out; "inferred" names the features that a rule filled in; "treebank" is what the treebank says of a
segment, so of the node that leads on it; "disagreements" are where the two differ. "position", "word" and
"segment" count from 1; an arc's "head" and "dependent" are positions of nodes of its verse; ids in other
files are those of the verses and words.
"""
_CONLLU = """\
kalima-corpus.conllu one sentence a verse, in CoNLL-U (https://universaldependencies.org/format.html)

{sentences:>8,} sentences (verses)
{words:>8,} written words
{syntactic_words:>8,} syntactic words (segments)
{empty_nodes:>8,} empty nodes (implied words)

DEPS holds the complete dependency graph. Of its {arcs:,} arcs
{written:>8,} are written there
{within:>8,} lie within one segment
{unattached:>8,} touch a node that stands on no segment
{repeated:>8,} say what another arc of the same two words says already

HEAD and DEPREL hold a simpler tree, with one head at most a word. Of the arcs
{kept:>8,} are its arcs
{implied_dependent:>8,} are lost because the dependent is an implied word
{implied_head:>8,} because the head is an implied word
{not_leading:>8,} because the dependent is a letter beside the node that leads on its segment
{further:>8,} because the dependent has a head already
{circle:>8,} because they would close a circle (HeadCycle=Yes)
{not_mapped:>8,} because they lie within one segment, or touch a node on no segment
Where the head is an implied word (HeadImplied=Yes), {ancestor:,} words depend on the next written word
above it, and {rootless:,} have none. {roots:,} words are a root: a verse may be several trees.
{no_node:,} segments have no node of their own in the treebank (NoNode=Yes): {dep:,} depend as "dep" on the
segment that their node stands on, the others are roots. All other relations are the treebank's, by Kalima's
keys; they are not those of Universal Dependencies.

FORM of a segment within a longer word is the Quranic Arabic Corpus's spelling, "_" where it writes nothing
(Unwritten=Yes). A word of one segment, and the line of a range, is spelt as in Tanzil's text, so that these
make up "# text"; CorpusForm is the corpus's spelling where it differs. Unicode is not normalised: the text
is Tanzil's, as it is.
"""


def export_corpus(library: Library, form: str, folder: Path, progress: Progress = lambda *_: None) -> Path:
    """Write the corpus in one of :data:`FORMATS` to ``folder``, all of it or nothing.

    :param folder: where to; made if it does not exist, with the folders above it.
    :returns: the folder, as an absolute path.
    :raises KalimaError: if the folder is not empty, is a file, or cannot be written.
    """
    target = folder.expanduser().resolve()
    try:
        _refuse_occupied(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        half_made = target.parent / f".{target.name}-{secrets.token_hex(4)}"
        half_made.mkdir()
        try:
            _write(library, form, half_made, progress)
            if target.is_dir():
                target.rmdir()  # it is empty; Windows renames onto no folder at all
            half_made.rename(target)
        finally:
            shutil.rmtree(half_made, ignore_errors=True)
    except OSError as error:
        raise KalimaError(
            f"The corpus cannot be written to {target}: {error.strerror or error}.",
            "Nothing was written. Choose a folder that you may write to, on a disk with 200 MB free.",
        ) from error
    return target


def _refuse_occupied(target: Path) -> None:
    """
    :raises KalimaError: unless the target is a new name or an empty folder that nobody stands in.
    """
    if target == Path.cwd():
        raise KalimaError("The export makes its folder itself, and you are in it.", "Name a new folder.")
    if target.is_dir() and not any(target.iterdir()):
        return
    if target.exists():
        kind = "is a folder that is not empty" if target.is_dir() else "is a file"
        raise KalimaError(f"{target} {kind}, and the export replaces nothing.", "Name a new folder.")


def _write(library: Library, form: str, folder: Path, progress: Progress) -> None:
    files = FORMATS[form](library, folder, progress)
    _copy_report(library, folder)
    _write_text(folder / "NOTICES.txt", notices(library))
    version = library.manifest["corpus_version"]
    _write_text(
        folder / "README.txt",
        _README.format(version=__version__, corpus=version, files=files, report=REPORT),
    )


def _write_text(file: Path, text: str) -> None:
    file.write_text(text, "utf-8", newline="\n")


def _copy_report(library: Library, folder: Path) -> None:
    report = library.store.path.parent / REPORT
    if not report.is_file():
        raise CorpusDamaged(f"The corpus's report is missing: there is no file {report}.", WAY_OUT)
    shutil.copyfile(report, folder / REPORT)


def notices(library: Library) -> str:
    """Every source with its author, licence and link, and its own notice in full."""
    parts = []
    for source in library.store.sources:
        rule = "=" * len(source.name)
        facts = f"Author:  {source.author}\nLicence: {source.license}\nLink:    {source.url}\n"
        package = f"Read from the package {source.package}, sha256 {source.sha256}\n"
        parts.append(f"{source.name}\n{rule}\n{facts}{package}\n{source.notice.strip()}\n")
    return "\n\n".join(parts)


def _records(library: Library, progress: Progress) -> Iterator[VerseRecord]:
    """Every verse with all that belongs to it, read a surah at a time so that memory stays bounded."""
    store = library.store
    for surah in store.surahs:
        verses = store.verses(surah.number)
        ids = [verse.id for verse in verses]
        words = store.words_of(ids)
        word_ids = [word.id for verse in verses for word in words[verse.id]]
        segments, treebank = store.segments_of(word_ids), store.treebank_of(word_ids)
        graphs, translation = store.graphs(ids), store.translation_of(ids)
        for verse in verses:
            in_verse = [(word, segments[word.id]) for word in words[verse.id]]
            yield VerseRecord(verse, surah, translation[verse.id], in_verse, treebank, graphs[verse.id])
        progress(surah.number, len(store.surahs))


@contextlib.contextmanager
def _tables(library: Library, folder: Path) -> Iterator[list[Table]]:
    """The tables' rows with what they refer to, by way of a database with all of its indexes."""
    database = folder / "tables.db"
    write_full_database(library.store.path, database)
    with joined_tables(database) as tables:
        yield tables
    database.unlink()


def _write_conllu(library: Library, folder: Path, progress: Progress) -> str:
    tally = ArcTally()
    with (folder / "kalima-corpus.conllu").open("w", encoding="utf-8", newline="\n") as file:
        for record in _records(library, progress):
            file.write(sentence(record, tally))
    return _CONLLU.format_map(tally.figures())


def _write_json(library: Library, folder: Path, progress: Progress) -> str:
    with _tables(library, folder) as tables:
        by_name = {table.name: table for table in tables}
        with (folder / "verses.jsonl").open("w", encoding="utf-8", newline="\n") as file:
            verse_rows, word_rows = _objects(by_name["verses"]), _objects(by_name["words"])
            for record in _records(library, progress):
                differences = library.store.differences_of([word.id for word, _ in record.words])
                file.write(_json_line(_json_verse(record, differences, next(verse_rows), word_rows)))
        others = [table for table in tables if table.name not in _IN_VERSES]
        for table in others:
            with (folder / f"{table.name}.jsonl").open("w", encoding="utf-8", newline="\n") as file:
                file.writelines(map(_json_line, _objects(table)))
    return _JSON.format(tables=", ".join(table.name for table in others))


def _objects(table: Table) -> Iterator[dict[str, Any]]:
    """A table's rows by the names of the columns, without what is not stated."""
    for row in table.rows:
        yield _stated(dict(zip(table.columns, row, strict=True)))


def _stated(said: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in said.items() if value not in (None, [], {})}


def _json_line(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"


def _json_verse(
    record: VerseRecord,
    differences: dict[tuple[int, int], list[Difference]],
    verse_row: dict[str, Any],
    word_rows: Iterator[dict[str, Any]],
) -> dict[str, Any]:
    """A verse as an object. Its row and its words' rows bring the columns that only the database knows."""
    return {
        "ref": record.verse.reference,
        **verse_row,
        "translation": record.translation,
        "words": [
            {
                **{key: value for key, value in next(word_rows).items() if key not in _OF_THE_VERSE},
                "segments": [
                    _stated(
                        {
                            **shapes.segment(segment),
                            "treebank": record.treebank.get((word.id, place), {}),
                            "disagreements": [
                                each._asdict() for each in differences.get((word.id, place), ())
                            ],
                        }
                    )
                    for place, segment in enumerate(segments, start=1)
                ],
            }
            for word, segments in record.words
        ],
        "nodes": [
            _stated(node._asdict() | ({"features": None} if node.leads else {}))
            for node in record.graph.nodes
        ],
        "arcs": [arc._asdict() for arc in record.graph.arcs],
    }


def _write_tsv(library: Library, folder: Path, progress: Progress) -> str:
    counts = []
    with _tables(library, folder) as tables:
        for done, table in enumerate(tables, start=1):
            counts.append(f"{table.name + '.tsv':<26}{_write_table(table, folder):>8,} rows")
            progress(done, len(tables))
    return _TSV.format(count=len(counts), tables="\n".join(counts))


def _write_table(table: Table, folder: Path) -> int:
    """Write a table's file and return its number of rows."""
    count = 0
    with (folder / f"{table.name}.tsv").open("w", encoding="utf-8", newline="\n") as file:
        file.write("\t".join(table.columns) + "\n")
        for row in table.rows:
            file.write(_tsv_line(table.name, row) + "\n")
            count += 1
    return count


def _tsv_line(name: str, row: tuple[Any, ...]) -> str:
    """
    :raises ValueError: if a value holds a tab or a line break, which this format cannot say.
    """
    line = "\t".join("" if value is None else str(value) for value in row)
    if line.count("\t") != len(row) - 1 or len(line.splitlines()) > 1:
        raise ValueError(f"a tab or line break in a row of {name}: {row!r}")
    return line


def _write_sqlite(library: Library, folder: Path, progress: Progress) -> str:
    database = folder / "kalima-corpus.db"
    write_full_database(library.store.path, database)
    progress(1, 2)
    _write_text(folder / "schema.md", schema_page(database))
    progress(2, 2)
    return _SQLITE


FORMATS: dict[str, _Writer] = {
    "sqlite": _write_sqlite,
    "conllu": _write_conllu,
    "tsv": _write_tsv,
    "json": _write_json,
}
