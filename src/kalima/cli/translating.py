"""``kalima add-translation`` and ``kalima translations``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from kalima.cli.common import Commands, open_library
from kalima.errors import NotFound


def add_to(commands: Commands) -> None:
    """``add-translation`` and ``translations``."""
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


def _add_translation(options: argparse.Namespace) -> int:
    from kalima.study import translations

    try:
        data = options.file.read_bytes()
    except OSError as error:
        raise NotFound(f"{options.file} cannot be read: {error.strerror}.", "Name a file.") from error
    named = {name: getattr(options, name) for name in ("id", "name", "language", "replace")}
    try:
        added = translations.add(
            open_library(), translations.decode(data), file_name=options.file.name, **named
        )
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

    library = open_library()
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
