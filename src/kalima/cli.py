"""Kalima from a terminal; without a command it opens the page, as a double-click does."""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from kalima import __version__
from kalima.errors import CorpusDamaged, KalimaError, NotFound

if TYPE_CHECKING:
    from kalima.arabic.references import Reference
    from kalima.study.library import Library

FAILURE, USAGE_ERROR = 1, 2
_EXAMPLES = """\
examples:
  kalima                                       open Kalima in the browser
  kalima search 'root:قول&pos:V&aspect:PERF'   the perfect verbs of a root
  kalima search 'root:qwl الله' --format csv   a root (Buckwalter) and a word in one verse
  kalima show 2:255                            a verse and its translation
  kalima inspect 2:255:3                       a word, its segments and their features
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
        return FAILURE if isinstance(error, CorpusDamaged) else USAGE_ERROR
    except BrokenPipeError:
        # The reader (head, less) has seen enough. Nothing more may be written, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


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
    search.add_argument("query", help="e.g. 'root:قول&pos:V' or 'الحمد لله'")
    search.add_argument("--limit", type=_natural, default=20, metavar="N", help="words to show (default 20)")
    search.add_argument("--offset", type=_natural, default=0, metavar="N", help="matching words to skip")
    search.add_argument("--format", choices=("text", "json", "csv"), default="text")
    search.add_argument("--count", action="store_true", help="print the totals alone, as JSON")
    search.set_defaults(run=_search)

    show = commands.add_parser("show", help="show verses: 2:255, 2:255-257, 'baqarah 255'")
    show.add_argument("reference", nargs="+")
    show.set_defaults(run=_show)

    inspect = commands.add_parser("inspect", help="show the segments and features of a verse or a word")
    inspect.add_argument("reference", nargs="+", help="2:255, or 2:255:3 for its third word")
    inspect.add_argument("--format", choices=("text", "json"), default="text")
    inspect.set_defaults(run=_inspect)
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


def _library() -> Library:
    from kalima.bundle import open_library

    return open_library()[0]


def _search(options: argparse.Namespace) -> int:
    from kalima.study import shapes

    library = _library()
    hits = library.search(options.query)
    if options.count:
        print(json.dumps(shapes.total(hits)))
        return 0
    rows = shapes.word_hits(library, hits, options.offset, options.limit)
    if options.format == "json":
        _print_json({"query": options.query, "total": shapes.total(hits), "hits": rows})
    elif options.format == "csv":
        _print_csv(rows)
    else:
        total = shapes.total(hits)
        for row in rows:
            segments = " + ".join(map(_brief, row["segments"]))
            print(f"{row['ref']}:{row['word']}\t{row['text']}\t{segments}")
        shown = _shown(options, len(rows), total["words"])
        print(f"{total['words']:,} words in {total['verses']:,} verses{shown}")
    return 0


def _shown(options: argparse.Namespace, shown: int, words: int) -> str:
    if shown == words:
        return ""
    if not shown:
        return f"; there is none after the first {options.offset:,}" if words else ""
    return f"; shown are words {options.offset + 1:,} to {options.offset + shown:,}"


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


def _reference(library: Library, words: list[str]) -> Reference:
    text = " ".join(words)
    reference = library.reference(text)
    if reference is None:
        raise NotFound(
            f"{text!r} is not a verse reference.", "Write it as 2:255, 2:255-257 or 'baqarah 255'."
        )
    return reference


def _show(options: argparse.Namespace) -> int:
    from kalima.study import shapes

    library = _library()
    for verse in shapes.verses(library, library.verses(_reference(library, options.reference))):
        print(f"{verse['ref']}\t{verse['text']}\n\t{verse['translation']}")
    return 0


def _inspect(options: argparse.Namespace) -> int:
    from kalima.study import shapes

    library = _library()
    words = library.words(_reference(library, options.reference))
    if options.format == "json":
        _print_json([shapes.described_word(word, segments) for word, segments in words])
        return 0
    for word, segments in words:
        print(f"{word.reference}\t{word.text}\t{word.modern}")
        for segment in map(shapes.described_segment, segments):
            print(f"\t{segment['kind_english']:<7}{segment['form']}\t{_features_in_words(segment)}")
    return 0


def _features_in_words(segment: dict[str, Any]) -> str:
    words = [
        each["value_english"] + (" (inferred)" if each["inferred"] else "") for each in segment["features"]
    ]
    words += [f"{name} {segment[name]}" for name in ("lemma", "root") if segment[name]]
    return ", ".join(words)
