"""``kalima research export``, ``import`` and ``schema``: the user's own work to a file and from it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from kalima.cli.common import Commands, open_library, print_json
from kalima.cli.progress import show_progress, stoppable
from kalima.errors import NotFound

LISTED = 20
"""Changes and conflicts that are listed one by one."""
_SAID = {"taken": "the file's is newer", "kept": "yours is newer and stays", "changed": "newer in the file"}


def add_to(actions: Commands) -> None:
    """``export``, ``import`` and ``schema``, among the actions of ``research``."""
    export = actions.add_parser(
        "export", help="write all your work to a file: to keep it, or for another Kalima"
    )
    export.add_argument("file", type=Path, metavar="FILE", help="a new file; a new or empty folder for csv")
    export.add_argument(
        "--format",
        choices=("json", "jsonld", "csv"),
        default="json",
        help="json (default): all of it; jsonld: annotations, as Web Annotations; csv: a table for each kind",
    )
    export.add_argument("--history", action="store_true", help="with every change that was ever made (json)")
    export.add_argument("--replace", action="store_true", help="in the place of a file of this name")
    export.set_defaults(run=stoppable(_export))

    taking_in = actions.add_parser("import", help="show what a file would change here; with --apply do it")
    taking_in.add_argument("file", type=Path, metavar="FILE", help="as `kalima research export` wrote it")
    taking_in.add_argument("--apply", action="store_true", help="make the changes, after a backup")
    taking_in.add_argument("--format", choices=("text", "json"), default="text")
    taking_in.set_defaults(run=stoppable(_import))

    schema = actions.add_parser("schema", help="print the JSON Schema of such a file")
    schema.set_defaults(run=_schema)


def _export(options: argparse.Namespace) -> int:
    from kalima.study.research import exchange
    from kalima.study.research.exchange import exporting

    counts = exporting.export(
        open_library(),
        options.file,
        format=options.format,
        history=options.history,
        replace=options.replace,
        progress=show_progress,
    )
    show_progress(0, 0)
    if options.format == "json" and (size := options.file.stat().st_size) > exchange.MOST_BYTES:
        print(
            f"kalima: the file has {size / 1e6:,.1f} MB; up to {exchange.MOST_BYTES / 1e6:,.0f} MB"
            " can be imported. Without the history it is smaller.",
            file=sys.stderr,
        )
    for name, count in counts.items():
        file = options.file / name if options.format == "csv" else options.file
        print(f"{file}\t{count:,} {'item' if count == 1 else 'items'}")
    return 0


def _import(options: argparse.Namespace) -> int:
    from kalima.study.research import exchange
    from kalima.study.research.exchange import importing, reading
    from kalima.study.research.items import Research

    try:
        with options.file.open("rb") as file:
            data = file.read(exchange.MOST_BYTES + 1)
    except OSError as error:
        raise NotFound(f"{options.file} cannot be read: {error.strerror}.", "Name a file.") from error
    try:
        told = importing.import_file(
            Research(open_library()), data, apply=options.apply, progress=show_progress
        )
    except reading.BadResearchFile as error:
        show_progress(0, 0)
        for fault in error.faults:
            print(f"{options.file}: {fault}", file=sys.stderr)
        if error.total > len(error.faults):
            print(f"... and {error.total - len(error.faults):,} more", file=sys.stderr)
        raise
    show_progress(0, 0)
    if options.format == "json":
        print_json(told)
    else:
        _print(told, options.file)
    return 0


def _print(told: dict[str, Any], file: Path) -> None:
    """A table by kind, then the items that are here and change, then what to do."""
    names = ("new", "changed", "conflicts", "older", "same")
    rows = [(kind, _columns(counts)) for kind, counts in told["kinds"].items()]
    for what in ("translations", "settings"):
        outcomes = [each["outcome"] for each in told[what]]
        if outcomes:
            rows.append((what, _columns({each: outcomes.count(each) for each in outcomes})))
    print("".join([f"{'':<14}", *(f"{name:>10}" for name in names)]))
    for kind, counts in rows:
        print("".join([f"{kind:<14}", *(f"{count:>10,}" for count in counts)]))
    for change in told["changes"][:LISTED]:
        into_bin = " (in the bin)" if change["bin"] else ""
        said = _SAID[change["outcome"]]
        print("\t".join([change["id"], change["kind"], change["title"], said + into_bin]))
    total = told["total"]
    if (more := total["changed"] + total["taken"] + total["kept"] - LISTED) > 0:
        print(f"... and {more:,} more")
    if not told["applied"]:
        print(f"Nothing was changed yet. To do it: kalima research import {file} --apply")
    elif told["backup"]:
        print(f"Done. What was here before is the backup {told['backup']}: kalima restore {told['backup']}")
    else:
        print("Done.")


def _columns(counts: dict[str, int]) -> list[int]:
    """How many are new, changed, in conflict, older and the same."""
    conflicts = counts.get("taken", 0) + counts.get("kept", 0)
    return [
        counts.get("new", 0),
        counts.get("changed", 0),
        conflicts,
        counts.get("older", 0),
        counts.get("same", 0),
    ]


def _schema(_: argparse.Namespace) -> int:
    from kalima.study.research.exchange import form

    print_json(form.json_schema())
    return 0
