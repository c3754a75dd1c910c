"""``kalima add-to-menu``."""

from __future__ import annotations

import argparse

from kalima.cli.common import Commands


def add_to(commands: Commands) -> None:
    """``add-to-menu``."""
    menu = commands.add_parser("add-to-menu", help="put Kalima among the programs of a Linux desktop")
    menu.add_argument("--remove", action="store_true", help="take it away again")
    menu.set_defaults(run=_add_to_menu)


def _add_to_menu(options: argparse.Namespace) -> int:
    from kalima import launcher

    if not options.remove:
        print(f"Kalima is in the menu: {launcher.add()}\nIf you move the program, say so again from there.")
    elif launcher.remove():
        print("Kalima is no longer in the menu.")
    else:
        print("Kalima was not in the menu.")
    return 0
