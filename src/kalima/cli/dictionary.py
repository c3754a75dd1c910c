"""``kalima root`` and ``kalima lemma``."""

from __future__ import annotations

import argparse
from functools import partial
from typing import Any, Literal

from kalima.cli.common import Commands, open_library, print_json

SHOWN = 12
"""Forms that are printed; JSON has them all."""


def add_to(commands: Commands) -> None:
    """``root`` and ``lemma``."""
    root = commands.add_parser("root", help="show a root: its lemmas, forms and patterns, with counts")
    root.add_argument("name", metavar="ROOT", help="in Arabic or Buckwalter letters: قول or qwl")
    root.set_defaults(run=partial(_entry, "root"))

    lemma = commands.add_parser("lemma", help="show a lemma: its forms and features, with counts")
    lemma.add_argument("name", metavar="LEMMA", help="as كتاب, or with its marks: كِتَٰب")
    lemma.set_defaults(run=partial(_entry, "lemma"))
    for each in (root, lemma):
        each.add_argument("--format", choices=("text", "json"), default="text")


def _entry(kind: Literal["root", "lemma"], options: argparse.Namespace) -> int:
    from kalima.study import dictionary

    entry = dictionary.entry(open_library(), kind, options.name)
    if options.format == "json":
        print_json(entry)
        return 0
    name = entry["root"] if kind == "root" else entry["lemma"]
    root = f"\troot {entry['root']}" if kind == "lemma" and entry["root"] else ""
    print(f"{name}{root}\t{_words(entry['counts'])} in {entry['counts']['verses']:,} verses")
    for lemma in entry.get("lemmas", ()):
        print(f"lemma\t{lemma['lemma']}\t{' '.join(lemma['pos'])}\t{_words(lemma['counts'])}")
    for feature in entry["features"]:
        values = ", ".join(f"{value['english']} {value['words']:,}" for value in feature["values"])
        print(f"{feature['english']}\t{values}")
    for pattern in entry["patterns"]:
        print(f"wazn\t{pattern['pattern']}\t{_words(pattern)}")
    for form in entry["forms"][:SHOWN]:
        print(f"form\t{form['text']}\t{_words(form)}\tfirst in {form['first']}")
    if len(entry["forms"]) > SHOWN:
        print(f"... and {len(entry['forms']) - SHOWN:,} more forms")
    print(f"To see them: kalima search '{entry['query']}'")
    return 0


def _words(counted: dict[str, Any]) -> str:
    return f"{counted['words']:,} word{'' if counted['words'] == 1 else 's'}"
