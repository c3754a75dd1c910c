"""The same program for others than its user: a class, a reading group. They read, and change nothing."""

from __future__ import annotations

import ipaddress
import os
import re
import stat
import threading
from pathlib import Path
from typing import NamedTuple

from kalima import desktop, paths, trouble, versions
from kalima.errors import KalimaError
from kalima.web import guard
from kalima.web.guard import Rules
from kalima.web.server import PREFERRED_PORT, Server

GRACE = 30.0
"""Seconds that answers under way get when the server is asked to end."""
SYSTEM = os.name
_HOST = re.compile(r"(https?://)?([a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(:[0-9]{1,5})?", re.ASCII)


class Terms(NamedTuple):
    """What is served, where, and to whom, as it was asked for.

    :param hosts: names by which readers reach this computer, or addresses such as ``https://kalima.example``.
    :param token: the file that holds the token for reading.
    :param write_token: the file that holds the token for changing things.
    """

    bind: str = "127.0.0.1"
    port: int | None = None
    hosts: tuple[str, ...] = ()
    open: bool = False
    token: Path | None = None
    write_token: Path | None = None
    with_research: bool = False


def serve(terms: Terms) -> int:
    """Serve until a signal ends it; return the exit code.

    :raises KalimaError: if the terms cannot be kept: nobody could get in, or the port is taken.
    """
    if not terms.with_research:
        paths.keep_served_apart()
    rules = rules_of(terms)
    server = Server(*desktop.open_library(), terms.port, bind=terms.bind, rules=rules, grace=GRACE)
    if server.port_was_taken:  # another one would be found by nobody
        port = terms.port or PREFERRED_PORT
        raise KalimaError(f"Port {port} is in use by another program.", "Choose another one: --port N.")
    os.environ.pop(guard.TOKEN_VARIABLE, None)
    desktop.end_by_signals(server)
    origin = guard.origin(rules.names[0], server.port)
    desktop.say(f"Kalima {versions.PROGRAM} is open at {origin}/ ({terms.bind} port {server.port})")
    _tell_terms(terms, origin, server.token)
    threading.Thread(target=desktop.watch, args=(server,), daemon=True).start()
    server.serve()
    return 0


def rules_of(terms: Terms) -> Rules:
    """What the guard goes by.

    :raises KalimaError: if an address, a name or a token is none, or nobody could get in.
    """
    token = _read_token(terms.token) if terms.token else ""
    write_token = _read_token(terms.write_token) if terms.write_token else ""
    if write_token and write_token in (token, os.environ.get(guard.TOKEN_VARIABLE)):
        raise KalimaError("Both tokens are the same: who can read could change things.", "Make another one.")
    told = token or os.environ.get(guard.TOKEN_VARIABLE) or trouble.on_terminal()
    if not (terms.open or told):
        raise KalimaError(
            "Nobody could get in: the token would be a new one, which nobody is told.",
            "Name a file that holds the token: --token FILE. Or let everybody read: --open.",
        )
    return Rules(_names(terms), token, terms.open, served=True, write_token=write_token)


def _names(terms: Terms) -> tuple[str, ...]:
    """The names by which requests may come, the one to tell readers first."""
    try:
        address = ipaddress.ip_address(terms.bind)
    except ValueError:
        raise KalimaError(
            f"{terms.bind} is no address.", "Name one that this computer has, such as 192.168.1.20."
        ) from None
    for host in terms.hosts:
        if not _HOST.fullmatch(host):
            raise KalimaError(
                f"{host} is no name of a host.",
                "Write it as browsers show it, without a path: kalima.example, or https://kalima.example.",
            )
    if address.is_unspecified and not terms.hosts:
        raise KalimaError(
            f"At {terms.bind} Kalima listens on every address of this computer, but knows none of its names.",
            "Name those by which readers reach it: --host 192.168.1.20, or --host library.example.",
        )
    itself = f"[{terms.bind}]" if address.version == 6 else terms.bind
    local = address.is_loopback or address.is_unspecified
    return (
        *terms.hosts,
        *(() if address.is_unspecified else (itself,)),
        *(name for name in ("127.0.0.1", "localhost") if local and name != itself),
    )


def _read_token(file: Path) -> str:
    """The token that a file holds.

    :raises KalimaError: if there is none in it, or others can read it.
    """
    make = "python3 -c 'import secrets; print(secrets.token_urlsafe(32))'"
    try:
        mode = file.stat().st_mode
        token = file.read_text("utf-8").strip()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it is not text"
        raise KalimaError(f"{file} cannot be read: {reason}.", f"A token is made by: {make}") from error
    if SYSTEM != "nt" and mode & stat.S_IROTH:  # a group, as systemd's credentials have one, was chosen
        raise KalimaError(f"Everybody can read the token in {file}.", f"Close it: chmod 600 {file}")
    if not guard.is_token(token):
        raise KalimaError(
            f"{file} holds no token.", f"It takes 32 or more letters of A to Z, digits, - and _: {make}"
        )
    return token


def _tell_terms(terms: Terms, origin: str, token: str) -> None:
    """Say who gets in and what they may do; a token is told to a person at a terminal, and kept nowhere."""
    if terms.open:
        desktop.say("Everybody who reaches this address can read: the token for reading is switched off.")
    elif terms.token or not trouble.on_terminal():
        desktop.say(f"Readers get in by {origin}/enter?token=TOKEN, with the token that you gave.")
    else:
        print(f"Readers get in by {origin}/enter?token={token}", flush=True)
    if terms.write_token:
        desktop.say("Who enters with the token for writing can change things.")
    else:
        desktop.say("Nobody can change anything.")
    if terms.with_research:
        desktop.say("Your own translations and notes are shown.")
