"""``kalima serve``."""

from __future__ import annotations

import argparse
from pathlib import Path

from kalima.cli.common import Commands, port


def add_to(commands: Commands) -> None:
    """``serve``."""
    serve = commands.add_parser("serve", help="let others read: a class, a reading group")
    serve.add_argument(
        "--bind",
        default="127.0.0.1",
        metavar="ADDRESS",
        help="of this computer (default 127.0.0.1: nobody else)",
    )
    serve.add_argument("--port", type=port, help="the port to listen on (default 8642)")
    serve.add_argument(
        "--host",
        action="append",
        default=[],
        metavar="NAME",
        help="a name by which readers reach it, or https://NAME behind a proxy; may be repeated",
    )
    serve.add_argument(
        "--open", action="store_true", help="let everybody read who reaches it, without a token"
    )
    serve.add_argument(
        "--token", type=Path, metavar="FILE", help="holds the token for reading (default: a new one)"
    )
    serve.add_argument(
        "--write-token",
        type=Path,
        metavar="FILE",
        help="holds the token for changing things (default: nobody can)",
    )
    serve.add_argument(
        "--with-research", action="store_true", help="show your own notes and translations too"
    )
    serve.add_argument(
        "--data-dir", type=Path, metavar="DIR", default=argparse.SUPPRESS, help=argparse.SUPPRESS
    )
    serve.set_defaults(run=_serve)


def _serve(options: argparse.Namespace) -> int:
    from kalima.serving import Terms, serve

    return serve(
        Terms(
            bind=options.bind,
            port=options.port,
            hosts=tuple(options.host),
            open=options.open,
            token=options.token,
            write_token=options.write_token,
            with_research=options.with_research,
        )
    )
