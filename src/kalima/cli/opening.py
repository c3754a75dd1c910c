"""``kalima`` without a command, which opens the page, and ``kalima token``."""

from __future__ import annotations

import argparse
from pathlib import Path

from kalima.cli.common import Commands, natural, port


def add_options_to(parser: argparse.ArgumentParser) -> None:
    """What can be said where no command is given."""
    parser.add_argument(
        "--version", action="store_true", help="say which program and corpus this is, and end"
    )
    parser.add_argument("--self-test", action="store_true", help="check that this copy works, and end")
    parser.add_argument("--no-browser", action="store_true", help="start, but open no browser")
    parser.add_argument("--port", type=port, help="the port to listen on (default 8642, or a free one)")
    parser.add_argument("--stay", action="store_true", help="stay when the last window is closed")
    parser.add_argument(
        "--wait", type=natural, metavar="SECONDS", help="stay so long after the last window (default 120)"
    )
    parser.add_argument(
        "--data-dir", type=Path, metavar="DIR", help="the one folder for everything that Kalima writes"
    )
    parser.set_defaults(run=_open)


def add_to(commands: Commands) -> None:
    """``token``."""
    token = commands.add_parser(
        "token", help="print the token by which a script asks the Kalima that is open"
    )
    token.set_defaults(run=_token)


def _open(options: argparse.Namespace) -> int:
    if options.self_test:
        from kalima.selftest import run_self_test

        return run_self_test()
    if options.version:
        from kalima import versions

        print(versions.describe())
        return 0
    from kalima.desktop import WAIT, open_kalima

    wait = None if options.stay else WAIT if options.wait is None else options.wait
    return open_kalima(port=options.port, browser=not options.no_browser, wait=wait)


def _token(_: argparse.Namespace) -> int:
    from kalima import instance

    print(instance.find().token)
    return 0
