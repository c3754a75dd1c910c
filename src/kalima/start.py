"""Where the program begins: with a log and with somewhere to print, before anything else can go wrong."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from kalima import logs

FAILURE, STOPPED = 1, 130
"""How the program ends then: the second is what a shell says of one that Ctrl-C ended."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; what was not foreseen ends as a sentence, and the rest of it is in the log."""
    had_terminal = _give_streams()
    logs.attach()
    from kalima import opening, trouble

    opening.use_own_environment()
    given = sys.argv[1:] if arguments is None else arguments
    trouble.shows_page = not had_terminal and not given
    try:
        from kalima import cli

        return cli.main(arguments)
    except KeyboardInterrupt:
        return STOPPED
    except Exception as error:
        told = trouble.put_in_words(error)
        print(f"kalima: {told.message}\n        {told.hint}", file=sys.stderr)
        trouble.show(told)
        return FAILURE


def _give_streams() -> bool:
    """Let all three streams lead somewhere; return whether a person reads what is printed.

    Without a console Python has none of them, and the numbers 0 to 2 would go to the next files that are
    opened, into which a library that complains would then write.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115 - until the end
    return sys.stderr.isatty()
