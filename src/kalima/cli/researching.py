"""``kalima research`` and ``kalima restore``: the user's own work, its history, its bin and its backups."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from kalima.cli import exchanging
from kalima.cli.common import Commands, natural, open_library, print_json

if TYPE_CHECKING:
    from kalima.study.research.items import Research


def add_to(commands: Commands) -> None:
    """``research`` with its actions, and ``restore``."""
    research = commands.add_parser(
        "research", help="list your own work, look at its history, take changes back"
    )
    actions = research.add_subparsers(title="actions", metavar="ACTION", required=True)

    listing = actions.add_parser(
        "list", help="list your annotations, notes, tags ..., the newest change first"
    )
    listing.add_argument(
        "--kind", action="append", default=[], metavar="KIND", help="of this kind, such as note"
    )
    listing.add_argument(
        "--place", default="", metavar="PLACE", help="attached in this verse or at this word"
    )
    listing.add_argument(
        "--text", default="", metavar="WORDS", help="with these words; word* for a beginning"
    )
    listing.add_argument("--bin", action="store_true", help="what is in the bin instead")
    listing.add_argument(
        "--limit", type=natural, default=20, metavar="N", help="how many to show (default 20)"
    )
    listing.add_argument("--offset", type=natural, default=0, metavar="N", help="how many to skip")
    listing.add_argument("--format", choices=("text", "json"), default="text")
    listing.set_defaults(run=_list)

    seen = actions.add_parser("seen", help="say that you have read what became of a damaged file")
    seen.set_defaults(run=_seen)

    for name, says, run in (
        ("show", "show an item whole, as JSON", _show),
        ("history", "list every change of an item, the newest first", _history),
        ("undo", "take the newest change of an item back; again for the one before", _undo),
        ("delete", "put an item into the bin, with what belongs to it", _delete),
        ("restore", "take an item out of the bin again", _restore_item),
    ):
        action = actions.add_parser(name, help=says)
        action.add_argument("id", help="its id, as the list shows it")
        action.set_defaults(run=run)

    exchanging.add_to(actions)

    restore = commands.add_parser(
        "restore", help="put your own work back to what it was; or list its backups"
    )
    restore.add_argument("backup", nargs="?", metavar="NAME", help="as the list shows it, or: latest")
    restore.set_defaults(run=_restore)


def _research() -> Research:
    from kalima.study.research.items import Research

    return Research(open_library())


def _list(options: argparse.Namespace) -> int:
    filters: dict[str, Any] = {
        name: getattr(options, name) for name in ("place", "text", "bin", "limit", "offset")
    }
    found = _research().find(options.kind, **filters)
    if options.format == "json":
        print_json(found)
        return 0
    for item in found["items"]:
        print(_line(item))
    total, shown = found["total"], len(found["items"])
    where = " in the bin" if options.bin else ""
    part = f"; shown are {options.offset + 1:,} to {options.offset + shown:,}" if 0 < shown < total else ""
    print(f"{total:,} item{'' if total == 1 else 's'}{where}{part}")
    return 0


def _line(item: dict[str, Any]) -> str:
    """An item's id, kind and places, and how it begins; a place that has moved is marked."""
    places = [
        f"{anchor['place']}{' (moved)' if anchor['moved'] else ''}"
        for anchors in item["anchors"].values()
        for anchor in anchors
    ]
    return "\t".join([item["id"], item["kind"], " ".join(places), _title(item)])


def _title(item: dict[str, Any]) -> str:
    from kalima.study.research.full_text import begins

    return begins(item["kind"], item["data"])


def _show(options: argparse.Namespace) -> int:
    print_json(_research().get(options.id))
    return 0


def _history(options: argparse.Namespace) -> int:
    for change in _research().history(options.id):
        state = change["after"] or change["before"]
        title = _title(state) if state else ""
        print("\t".join([f"{change['revision']}", change["at"], change["who"], change["action"], title]))
    return 0


def _undo(options: argparse.Namespace) -> int:
    return _told(_research().undo(options.id))


def _delete(options: argparse.Namespace) -> int:
    return _told(_research().delete(options.id))


def _restore_item(options: argparse.Namespace) -> int:
    return _told(_research().restore(options.id))


def _seen(_: argparse.Namespace) -> int:
    research = open_library().research
    notice = research.last_word()
    print(notice or "Nothing has become of your own data.")
    research.take_note()
    return 0


def _told(item: dict[str, Any]) -> int:
    """Say what has become of an item."""
    print(_line(item))
    print("It is in the bin." if item["deleted"] else f"This is revision {item['revision']}.")
    return 0


def _restore(options: argparse.Namespace) -> int:
    from kalima.study.research import backups

    library = open_library()
    if options.backup is None:
        for backup in library.research.backups():
            print(f"{backup.name}\t{backup.at}\t{backup.bytes / 1e6:.1f} MB\t{backup.reason}")
        return 0
    restored = backups.restore(library, options.backup)
    print(f"Your own work is what it was at {restored.at}. What it was before is kept as the newest backup.")
    return 0
