"""Kalima from a terminal; without a command it opens the page, as a double-click does."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence

from kalima import paths
from kalima.cli import (
    citing,
    counting,
    dictionary,
    exporting,
    launching,
    opening,
    reading,
    researching,
    searching,
    serving,
    translating,
)
from kalima.errors import CorpusDamaged, KalimaError, QueryError, ResearchUnusable

FAILURE, USAGE_ERROR = 1, 2
MARKED = 300
"""Characters of a query that is still worth repeating in an error."""
_EXAMPLES = """\
examples:
  kalima                                       open Kalima in the browser
  kalima search 'root:قول&pos:V&aspect:PERF'   the perfect verbs of a root
  kalima search 'root:qwl الله' --format csv   a root (Buckwalter) and a word in one verse
  kalima search '[pos="V"] -subject-> [lemma="الله"]'   the verbs of which God is the subject
  kalima explain '[pos="V"] []{0,2} [pos="PN"]'         what a query asks, in words
  kalima frequency 'pos:V' --by root           how often each root is a verb
  kalima cite 'root:رحم' mercy.zip             a query with all that it finds, for others to verify
  kalima show 2:255                            a verse and its translation
  kalima inspect 2:255:3                       a word, its segments and their features
  kalima root qwl                              a root: its lemmas, forms and patterns
  kalima export corpus --format tsv DIR        the whole corpus as tables
  kalima serve --bind 192.168.1.20             the corpus for others to read, as on the network of a school
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code: 0, 1 for a failure, 2 for a bad request."""
    _use_utf8()
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.data_dir is not None:
        paths.use_data_dir(options.data_dir)
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
    opening.add_options_to(parser)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    for module in (
        reading,
        searching,
        counting,
        citing,
        dictionary,
        translating,
        researching,
        exporting,
        opening,
        serving,
        launching,
    ):
        module.add_to(commands)
    return parser
