"""``kalima show`` and ``kalima inspect``."""

from __future__ import annotations

import argparse
from typing import Any

from kalima.cli.common import Commands, open_library, place, print_json


def add_to(commands: Commands) -> None:
    """``show`` and ``inspect``."""
    show = commands.add_parser("show", help="show verses: 2:255, 2:255-257, 'baqarah 255'")
    show.add_argument("reference", nargs="+")
    show.add_argument("--translation", metavar="ID", help="another translation than Pickthall")
    show.set_defaults(run=_show)

    inspect = commands.add_parser("inspect", help="show the segments and features of a verse or a word")
    inspect.add_argument("reference", nargs="+", help="2:255, or 2:255:3 for its third word")
    inspect.add_argument("--format", choices=("text", "json"), default="text")
    inspect.set_defaults(run=_inspect)


def _show(options: argparse.Namespace) -> int:
    from kalima.study import shapes, translations

    library = open_library()
    translation = translations.find(library, options.translation or translations.BUNDLED)["id"]
    for verse in shapes.verses(library, library.verses(place(library, options.reference)), translation):
        print(f"{verse['ref']}\t{verse['text']}\n\t{verse['translation'] or '(not translated)'}")
    return 0


def _inspect(options: argparse.Namespace) -> int:
    from kalima.study import analysis, shapes

    library = open_library()
    parts = shapes.WORD_PARTS if options.format == "json" else ("segments",)
    words = analysis.words(library, place(library, options.reference), parts)
    if options.format == "json":
        print_json(words)
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


def _features_in_words(segment: dict[str, Any]) -> str:
    words = [
        each["value_english"] + (" (inferred)" if each["inferred"] else "") for each in segment["features"]
    ]
    words += [f"{name} {segment[name]}" for name in ("lemma", "root", "wazn") if segment[name]]
    return ", ".join(words)
