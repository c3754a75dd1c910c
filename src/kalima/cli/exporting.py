"""``kalima export``."""

from __future__ import annotations

import argparse
from pathlib import Path

from kalima.cli.common import Commands, open_library
from kalima.cli.progress import show_progress, stoppable


def add_to(commands: Commands) -> None:
    """``export``."""
    export = commands.add_parser("export", help="write the whole corpus to a folder")
    export.add_argument("what", choices=("corpus",), help="corpus: text, features, treebank, translation")
    export.add_argument("--format", choices=("sqlite", "conllu", "tsv", "json"), required=True)
    export.add_argument("folder", type=Path, metavar="DIR", help="a new or empty folder")
    export.set_defaults(run=stoppable(_export))


def _export(options: argparse.Namespace) -> int:
    from kalima.study.export import export_corpus

    folder = export_corpus(open_library(), options.format, options.folder, show_progress)
    show_progress(0, 0)
    for file in sorted(folder.iterdir()):
        print(f"{file.stat().st_size:>12,}  {options.folder / file.name}")
    return 0
