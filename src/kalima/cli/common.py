"""What several commands share: the corpus, numbers and places as they are typed, and JSON."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING, TypeAlias

from kalima.errors import NotFound

if TYPE_CHECKING:
    from kalima.arabic.references import Reference
    from kalima.study.library import Library

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
"""What a module's ``add_to`` adds its commands to."""


def open_library() -> Library:
    """The corpus of this program.

    :raises CorpusDamaged: if it is missing or is not the one that was built.
    """
    from kalima import bundle

    return bundle.open_library()[0]


def place(library: Library, words: list[str]) -> Reference:
    """The place that the words name, as in ``baqarah 255``.

    :raises NotFound: if they name none.
    """
    text = " ".join(words)
    reference = library.reference(text)
    if reference is None:
        raise NotFound(
            f"{text!r} is not a verse reference.", "Write it as 2:255, 2:255-257 or 'baqarah 255'."
        )
    return reference


def natural(text: str) -> int:
    """A whole number from 0 up.

    :raises ArgumentTypeError: if ``text`` is none.
    """
    if not (text.isascii() and text.isdigit()):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 0 up")
    return int(text)


def port(text: str) -> int:
    """The number of a port.

    :raises ArgumentTypeError: if ``text`` is none.
    """
    if not 0 <= (number := natural(text)) <= 65_535:
        raise argparse.ArgumentTypeError(f"{text} is no port; ports go from 0 (any free one) to 65535")
    return number


def print_json(value: object) -> None:
    """Print ``value`` for another program, Arabic as Arabic."""
    print(json.dumps(value, ensure_ascii=False, indent=1))
