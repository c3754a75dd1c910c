"""How far a command is, told on a terminal, and its end by Ctrl-C."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from typing import TypeAlias

Run: TypeAlias = Callable[[argparse.Namespace], int]

STOPPED = 130
"""What a shell says of a program that Ctrl-C ended."""


def show_progress(done: int, total: int) -> None:
    """On a terminal, one line that changes; it is cleared when nothing is left to do (0 of 0)."""
    if sys.stderr.isatty():
        line = f"{done * 100 // total:>3} %" if total else ""
        print(f"\r{line:<6}", end="" if total else "\r", file=sys.stderr, flush=True)


def stoppable(run: Run) -> Run:
    """The command, which does all or nothing, so that Ctrl-C ends it with a sentence."""

    def run_or_stop(options: argparse.Namespace) -> int:
        try:
            try:
                return run(options)
            finally:
                show_progress(0, 0)
        except KeyboardInterrupt:
            print("kalima: stopped; nothing was written.", file=sys.stderr)
            return STOPPED

    return run_or_stop
