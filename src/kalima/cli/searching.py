"""``kalima search`` and ``kalima explain``."""

from __future__ import annotations

import argparse
import json
from typing import Any

from kalima.cli.common import Commands, open_library, print_json
from kalima.cli.output import add_format, give_out

_UNITS = {"match": "matches", "word": "words", "verse": "verses"}
"""What can be listed, and which of the totals is that of the list."""


def add_to(commands: Commands) -> None:
    """``search`` and ``explain``."""
    search = commands.add_parser("search", help="find words")
    search.add_argument("query", help="e.g. 'root:قول&pos:V', 'الحمد لله' or '[pos=\"V\"] -subject-> []'")
    search.add_argument(
        "--by", choices=tuple(_UNITS), help="list the matches, the words that they cover, or the verses"
    )
    search.add_argument("--count", action="store_true", help="print the totals alone, as JSON")
    add_format(search, _search)

    explain = commands.add_parser("explain", help="say in English and Arabic what a query asks")
    explain.add_argument("query")
    explain.add_argument("--format", choices=("text", "json"), default="text")
    explain.set_defaults(run=_explain)


def _search(options: argparse.Namespace) -> int:
    from kalima.study import shapes

    library = open_library()
    hits = library.search(options.query)
    total = shapes.total(hits)
    if options.count:
        print(json.dumps(total))
        return 0
    only_verses = hits.verse_count and not hits.match_count  # as of en:mercy: no word was asked for
    by = options.by or ("verse" if only_verses else "word" if hits.of_single_words else "match")
    if options.format != "text":
        from kalima.study.tables.results import hits_table

        return give_out(options, hits_table(library, hits, by, options.offset, options.limit))
    rows = shapes.HITS[by](library, hits, options.offset, min(options.limit, total[_UNITS[by]]))
    for row in rows:
        print({"match": _match_line, "word": _word_line, "verse": _verse_line}[by](row))
    if not total["verses"]:
        _print_meanings(shapes.understood(library, hits)["meanings"])
    matches = f"{total['matches']:,} matches, " if by == "match" else ""
    shown = _shown(options, len(rows), total[_UNITS[by]], by)
    print(f"{matches}{total['words']:,} words in {total['verses']:,} verses{shown}")
    return 0


def _verse_line(row: dict[str, Any]) -> str:
    return f"{row['ref']}\t{row['text']}"


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


def _brief(segment: dict[str, Any]) -> str:
    """A segment in one piece: its form, its tag, and its root or lemma."""
    origin = f" √{segment['root']}" if segment["root"] else ""
    return f"{segment['form']} {segment['pos']}{origin}"


def _shown(options: argparse.Namespace, shown: int, found: int, by: str) -> str:
    if shown == found:
        return ""
    if not shown:
        return f"; there is none after the first {options.offset:,}" if found else ""
    return f"; shown are {_UNITS[by]} {options.offset + 1:,} to {options.offset + shown:,}"


def _print_meanings(meanings: list[dict[str, Any]]) -> None:
    """Where nothing was found, what was looked for."""
    for each in meanings:
        print(f"{each['typed']}\t{each['meaning']}{'' if each['value_count'] else ': the text has none'}")


def _explain(options: argparse.Namespace) -> int:
    from kalima.study import shapes

    explained = shapes.explanation(open_library(), options.query)
    if options.format == "json":
        print_json(explained)
        return 0
    print(explained["reading"]["english"])
    print(explained["reading"]["arabic"])
    for meaning in explained["meanings"]:
        print(f"\t{meaning['typed']}\t{meaning['meaning']}")
    return 0
