"""Kalima from a terminal; without a command it opens the page, as a double-click does."""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kalima import __version__
from kalima.errors import CorpusDamaged, KalimaError, NotFound, QueryError, ResearchUnusable

if TYPE_CHECKING:
    from kalima.arabic.references import Reference
    from kalima.study.library import Library

FAILURE, USAGE_ERROR = 1, 2
MARKED = 300
"""Characters of a query that is still worth repeating in an error."""
STOPPED = 130
"""What a shell says of a program that Ctrl-C ended."""
_EXAMPLES = """\
examples:
  kalima                                       open Kalima in the browser
  kalima search 'root:قول&pos:V&aspect:PERF'   the perfect verbs of a root
  kalima search 'root:qwl الله' --format csv   a root (Buckwalter) and a word in one verse
  kalima search '[pos="V"] -subject-> [lemma="الله"]'   the verbs of which God is the subject
  kalima explain '[pos="V"] []{0,2} [pos="PN"]'         what a query asks, in words
  kalima show 2:255                            a verse and its translation
  kalima inspect 2:255:3                       a word, its segments and their features
  kalima export corpus --format tsv DIR        the whole corpus as tables
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code: 0, 1 for a failure, 2 for a bad request."""
    _use_utf8()
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        return int(options.run(options))
    except KalimaError as error:
        print(f"kalima: {error.message}", file=sys.stderr)
        if error.hint:
            print(f"        {error.hint}", file=sys.stderr)
        if isinstance(error, QueryError):
            _point_at(error, getattr(options, "query", ""))
        return FAILURE if isinstance(error, CorpusDamaged | ResearchUnusable) else USAGE_ERROR
    except BrokenPipeError:
        # The reader (head, less) has seen enough. Nothing more may be written, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _point_at(error: QueryError, query: str) -> None:
    """The query with what is meant marked, and the query as it was probably meant."""
    if error.at and query and len(query) <= MARKED:
        start, end = error.at
        print(f"        {query[:start]}»{query[start:end]}«{query[end:]}", file=sys.stderr)
    if error.suggestion:
        print(f"        try: {error.suggestion}", file=sys.stderr)


def _use_utf8() -> None:
    """Arabic is printed as UTF-8 whatever the terminal's own encoding is."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="kalima",
        description="The Quran, word by word: read, search and count it, offline.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"kalima {__version__}")
    parser.add_argument("--self-test", action="store_true", help="check that this copy works, and end")
    _add_open_options(parser)
    parser.set_defaults(run=_open)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")

    search = commands.add_parser("search", help="find words")
    search.add_argument("query", help="e.g. 'root:قول&pos:V', 'الحمد لله' or '[pos=\"V\"] -subject-> []'")
    search.add_argument("--by", choices=("match", "word"), help="list matches, or the words that they cover")
    search.add_argument(
        "--limit", type=_natural, default=20, metavar="N", help="how many to show (default 20)"
    )
    search.add_argument("--offset", type=_natural, default=0, metavar="N", help="how many to skip")
    search.add_argument("--format", choices=("text", "json", "csv"), default="text")
    search.add_argument("--count", action="store_true", help="print the totals alone, as JSON")
    search.set_defaults(run=_search)

    explain = commands.add_parser("explain", help="say in English and Arabic what a query asks")
    explain.add_argument("query")
    explain.add_argument("--format", choices=("text", "json"), default="text")
    explain.set_defaults(run=_explain)

    show = commands.add_parser("show", help="show verses: 2:255, 2:255-257, 'baqarah 255'")
    show.add_argument("reference", nargs="+")
    show.add_argument("--translation", metavar="ID", help="another translation than Pickthall")
    show.set_defaults(run=_show)

    add = commands.add_parser("add-translation", help="add a translation from a file")
    add.add_argument("file", type=Path, help="lines of the form surah|ayah|text, as tanzil.net gives them")
    add.add_argument("--name", default="", help="its name; otherwise as the file says, or as it is called")
    add.add_argument("--language", default="", metavar="CODE", help="its language, such as en or ur")
    add.add_argument("--id", default="", help="what to call it in commands, such as en.sahih")
    add.add_argument("--replace", action="store_true", help="in the place of one that has the same id")
    add.set_defaults(run=_add_translation)

    listing = commands.add_parser("translations", help="list the translations, or remove one of your own")
    listing.add_argument("--remove", metavar="ID", help="remove this one")
    listing.set_defaults(run=_translations)

    inspect = commands.add_parser("inspect", help="show the segments and features of a verse or a word")
    inspect.add_argument("reference", nargs="+", help="2:255, or 2:255:3 for its third word")
    inspect.add_argument("--format", choices=("text", "json"), default="text")
    inspect.set_defaults(run=_inspect)

    export = commands.add_parser("export", help="write the whole corpus to a folder")
    export.add_argument("what", choices=("corpus",), help="corpus: text, features, treebank, translation")
    export.add_argument("--format", choices=("sqlite", "conllu", "tsv", "json"), required=True)
    export.add_argument("folder", type=Path, metavar="DIR", help="a new or empty folder")
    export.set_defaults(run=_export)

    token = commands.add_parser(
        "token", help="print the token by which a script asks the Kalima that is open"
    )
    token.set_defaults(run=_token)
    return parser


def _add_open_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--no-browser", action="store_true", help="start, but open no browser")
    parser.add_argument("--port", type=_port, help="the port to listen on (default 8642, or a free one)")


def _natural(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 0 up")
    return int(text)


def _port(text: str) -> int:
    if not 0 <= (port := _natural(text)) <= 65_535:
        raise argparse.ArgumentTypeError(f"{text} is no port; ports go from 0 (any free one) to 65535")
    return port


def _open(options: argparse.Namespace) -> int:
    if options.self_test:
        from kalima.selftest import run_self_test

        return run_self_test()
    from kalima.desktop import open_kalima

    return open_kalima(port=options.port, browser=not options.no_browser)


def _token(_: argparse.Namespace) -> int:
    from kalima import instance

    print(instance.find().token)
    return 0


def _library() -> Library:
    from kalima.bundle import open_library

    return open_library()[0]


def _search(options: argparse.Namespace) -> int:
    from kalima.study import shapes

    library = _library()
    hits = library.search(options.query)
    total = shapes.total(hits)
    if options.count:
        print(json.dumps(total))
        return 0
    by = options.by or ("word" if hits.of_single_words else "match")
    listed = shapes.word_hits if by == "word" else shapes.match_hits
    rows = listed(library, hits, options.offset, options.limit)
    if options.format == "json":
        _print_json(
            {"query": options.query, "total": total, **shapes.understood(library, hits), "hits": rows}
        )
    elif options.format == "csv":
        (_print_csv if by == "word" else _print_matches_csv)(rows)
    else:
        for row in rows:
            print(_word_line(row) if by == "word" else _match_line(row))
        if not total["matches"]:
            _print_meanings(shapes.understood(library, hits)["meanings"])
        matches = f"{total['matches']:,} matches, " if by == "match" else ""
        shown = _shown(options, len(rows), total["words" if by == "word" else "matches"], by)
        print(f"{matches}{total['words']:,} words in {total['verses']:,} verses{shown}")
    return 0


def _word_line(row: dict[str, Any]) -> str:
    segments = " + ".join(map(_brief, row["segments"]))
    return f"{row['ref']}:{row['word']}\t{row['text']}\t{segments}"


def _match_line(row: dict[str, Any]) -> str:
    """The places of a match's words, their text, and what its labels name."""
    labels = [
        f"{name}={label['text']}{' (implied)' if label['implied'] else ''}"
        for name, label in row["labels"].items()
    ]
    return "\t".join([_places(row["words"]), row["text"], *labels])


def _places(words: list[str]) -> str:
    """``2:255:3-5`` for words in a row, ``2:255:3,7`` for others; in full again where a verse begins."""
    told, before = words[0], [*map(int, words[0].split(":"))]
    run = False
    for reference in words[1:]:
        place = [*map(int, reference.split(":"))]
        follows = place[:2] == before[:2] and place[2] == before[2] + 1
        if follows and run:
            told = told[: told.rindex("-")]
        told += f"-{place[2]}" if follows else f",{place[2]}" if place[:2] == before[:2] else f" {reference}"
        run, before = follows, place
    return told


def _print_meanings(meanings: list[dict[str, Any]]) -> None:
    """Where nothing was found, what was looked for."""
    for each in meanings:
        print(f"{each['typed']}\t{each['meaning']}{'' if each['value_count'] else ': the text has none'}")


def _explain(options: argparse.Namespace) -> int:
    from kalima.study import shapes

    explained = shapes.explanation(_library(), options.query)
    if options.format == "json":
        _print_json(explained)
        return 0
    print(explained["reading"]["english"])
    print(explained["reading"]["arabic"])
    for meaning in explained["meanings"]:
        print(f"\t{meaning['typed']}\t{meaning['meaning']}")
    return 0


def _shown(options: argparse.Namespace, shown: int, found: int, by: str) -> str:
    if shown == found:
        return ""
    if not shown:
        return f"; there is none after the first {options.offset:,}" if found else ""
    unit = "matches" if by == "match" else "words"
    return f"; shown are {unit} {options.offset + 1:,} to {options.offset + shown:,}"


def _brief(segment: dict[str, Any]) -> str:
    """A segment in one piece: its form, its tag, and its root or lemma."""
    origin = f" √{segment['root']}" if segment["root"] else ""
    return f"{segment['form']} {segment['pos']}{origin}"


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=1))


def _print_csv(rows: list[dict[str, Any]]) -> None:
    """One line a word; several segments' values are joined by +, in the order of the segments."""
    columns = ("form", "pos", "lemma", "root")
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(("ref", "word", "text", *columns))
    for row in rows:
        joined = ["+".join(segment[name] or "" for segment in row["segments"]) for name in columns]
        writer.writerow((row["ref"], row["word"], row["text"], *joined))


def _print_matches_csv(rows: list[dict[str, Any]]) -> None:
    """One line a match; a column for each label, with the text that it names."""
    labels = sorted({name for row in rows for name in row["labels"]})
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(("ref", "words", "text", *labels))
    for row in rows:
        named = [row["labels"].get(name, {"text": ""})["text"] for name in labels]
        writer.writerow((row["ref"], " ".join(row["words"]), row["text"], *named))


def _reference(library: Library, words: list[str]) -> Reference:
    text = " ".join(words)
    reference = library.reference(text)
    if reference is None:
        raise NotFound(
            f"{text!r} is not a verse reference.", "Write it as 2:255, 2:255-257 or 'baqarah 255'."
        )
    return reference


def _show(options: argparse.Namespace) -> int:
    from kalima.study import shapes, translations

    library = _library()
    translation = translations.find(library, options.translation or translations.BUNDLED)["id"]
    for verse in shapes.verses(library, library.verses(_reference(library, options.reference)), translation):
        print(f"{verse['ref']}\t{verse['text']}\n\t{verse['translation'] or '(not translated)'}")
    return 0


def _add_translation(options: argparse.Namespace) -> int:
    from kalima.study import translations

    try:
        data = options.file.read_bytes()
    except OSError as error:
        raise NotFound(f"{options.file} cannot be read: {error.strerror}.", "Name a file.") from error
    named = {name: getattr(options, name) for name in ("id", "name", "language", "replace")}
    try:
        added = translations.add(_library(), translations.decode(data), file_name=options.file.name, **named)
    except translations.BadTranslation as error:
        for line in error.lines:
            print(f"{options.file}:{line.line}: {line.reason}", file=sys.stderr)
        if error.total > len(error.lines):
            print(f"... and {error.total - len(error.lines):,} more", file=sys.stderr)
        raise
    print(f"{added['id']}: {added['name']} ({added['language_name']}), {added['verses']:,} verses")
    if added["missing"]:
        shown = ", ".join(added["missing"][: translations.SHOWN])
        more = " ..." if len(added["missing"]) > translations.SHOWN else ""
        print(f"It has no text for {added['missing_verses']:,} of the verses: {shown}{more}")
    print(f"To read it: kalima show 2:255 --translation {added['id']}")
    return 0


def _translations(options: argparse.Namespace) -> int:
    from kalima.study import translations

    library = _library()
    if options.remove is not None:
        translations.remove(library, options.remove)
        print(f"{options.remove} is removed.")
        return 0
    for each in translations.describe(library):
        origin = "bundled" if each["bundled"] else "added by you"
        part = "" if each["complete"] else f", {each['verses']:,} verses"
        said = f"{each['name']}\t{each['translator']}\t{each['language_name']}"
        print(f"{each['id']}\t{said}\t{origin}{part}")
    return 0


def _inspect(options: argparse.Namespace) -> int:
    from kalima.study import shapes

    library = _library()
    words = shapes.described_words(library, _reference(library, options.reference))
    if options.format == "json":
        _print_json(words)
        return 0
    for word in words:
        print(f"{word['ref']}\t{word['text']}\t{word['modern']}")
        for segment in word["segments"]:
            print(f"\t{segment['kind_english']:<7}{segment['form']}\t{_features_in_words(segment)}")
            if segment["kind"] == "STEM" and segment["treebank"]:
                said = ", ".join(each.get("value_english", each["tag"]) for each in segment["treebank"])
                print(f"\t       treebank: {said}")
            for each in segment["disagreements"]:
                inferred = " (inferred)" if each["inferred"] else ""
                print(
                    f"\t       the sources differ in {each['feature']}: corpus {each['corpus']}{inferred},"
                    f" treebank {each['treebank']}"
                )
    return 0


def _export(options: argparse.Namespace) -> int:
    from kalima.study.export import export_corpus

    try:
        try:
            folder = export_corpus(_library(), options.format, options.folder, _show_progress)
        finally:
            _show_progress(0, 0)
    except KeyboardInterrupt:
        print("kalima: the export was stopped; nothing was written.", file=sys.stderr)
        return STOPPED
    for file in sorted(folder.iterdir()):
        print(f"{file.stat().st_size:>12,}  {options.folder / file.name}")
    return 0


def _show_progress(done: int, total: int) -> None:
    """On a terminal, one line that changes; it is cleared when nothing is left to do (0 of 0)."""
    if sys.stderr.isatty():
        line = f"{done * 100 // total:>3} % written" if total else ""
        print(f"\r{line:<14}", end="" if total else "\r", file=sys.stderr, flush=True)


def _features_in_words(segment: dict[str, Any]) -> str:
    words = [
        each["value_english"] + (" (inferred)" if each["inferred"] else "") for each in segment["features"]
    ]
    words += [f"{name} {segment[name]}" for name in ("lemma", "root", "wazn") if segment[name]]
    return ", ".join(words)
