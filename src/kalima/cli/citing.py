"""``kalima cite`` and ``kalima verify``."""

from __future__ import annotations

import argparse
from pathlib import Path

from kalima.cli.common import Commands, open_library, print_json
from kalima.cli.progress import show_progress, stoppable

DIFFERENT = 1
"""The exit code where a bundle differs from what is found here; 2 is that of what is no bundle at all."""


def add_to(commands: Commands) -> None:
    """``cite`` and ``verify``."""
    cite = commands.add_parser("cite", help="write a query with all that it finds, for others to check")
    cite.add_argument("query")
    cite.add_argument("path", type=Path, metavar="DIR|FILE.zip", help="a new folder or ZIP file")
    cite.add_argument(
        "--by", action="append", metavar="ATTRIBUTE", help="of the table of frequencies (default lemma)"
    )
    cite.add_argument(
        "--parts", default="surah", metavar="PART", help="of the dispersion (default surah; juz, place ...)"
    )
    cite.add_argument("--replace", action="store_true", help="in the place of a file of this name")
    cite.set_defaults(run=stoppable(_cite))

    verify = commands.add_parser("verify", help="run a bundle's query again and say what differs")
    verify.add_argument("bundle", type=Path, metavar="BUNDLE", help="as `kalima cite` wrote it")
    verify.add_argument("--format", choices=("text", "json"), default="text")
    verify.set_defaults(run=_verify)


def _cite(options: argparse.Namespace) -> int:
    from kalima.study import citation
    from kalima.study.citation.making import Asked, write_bundle

    asked = Asked(options.query, options.by or citation.BY, options.parts)
    hits = write_bundle(open_library(), asked, options.path, replace=options.replace, progress=show_progress)
    show_progress(0, 0)
    matches, words = f"{hits.match_count:,} matches", f"{hits.word_count:,} words"
    print(f"{options.path}\t{matches}, {words} in {hits.verse_count:,} verses")
    return 0


def _verify(options: argparse.Namespace) -> int:
    from kalima.study.citation.reading import printable
    from kalima.study.citation.verifying import verify

    verdict = verify(open_library(), options.bundle)
    if options.format == "json":
        print_json({"identical": verdict.identical, **verdict._asdict()})
        return 0 if verdict.identical else DIFFERENT
    found = verdict.found
    totals = f" {found['matches']:,} matches in {found['verses']:,} verses:" if found else ""
    if verdict.identical:
        print(f"{options.bundle}: identical.{totals} {printable(verdict.query)}")
    else:
        print(f"{options.bundle}: not the same.{totals} {printable(verdict.query)}")
        for difference in verdict.differences:
            print(f"- {difference}")
    for note in verdict.notes:
        print(note)
    return 0 if verdict.identical else DIFFERENT
