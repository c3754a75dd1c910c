"""Who may talk to the server. Loopback alone does not protect: every web page and every user of the computer
can reach it.

One check before every request, the way in for the browser, and the headers that keep the page to itself.
"""

from __future__ import annotations

import hmac
import os
import re
import secrets
import threading
from html import escape
from typing import NamedTuple

from flask import Flask, Response, request

from kalima.errors import KalimaError
from kalima.web.errors import API_PATHS, refusal

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}

ENTRANCE = "enter"
OPEN = frozenset({"static", "page.index", "page.amiri", "get_health", ENTRANCE})
"""Endpoints that answer without the token: nothing of the user's, and nothing of the corpus."""

TOKEN_VARIABLE = "KALIMA_TOKEN"  # noqa: S105 - the name of a variable
_TOKEN = re.compile(r"[A-Za-z0-9_-]{32,}")
_LOCAL = re.compile(r"/(?![/\\])[^\x00-\x20\x7f\\]*")

_PAGE = """\
<!doctype html>
<html lang="en" dir="ltr">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  {head}<title>Kalima</title>
  <link rel="icon" href="/static/icon.svg" type="image/svg+xml">
  <link rel="stylesheet" href="/static/css/tokens.css">
  <link rel="stylesheet" href="/static/css/base.css">
</head>
<body>
<main>
<h1>Kalima</h1>
<p>{said} <a href="{path}">{link}</a></p>
</main>
</body>
</html>
"""


def new_token() -> str:
    """A token that nobody can guess, or the one that the environment variable ``KALIMA_TOKEN`` gives.

    :raises KalimaError: if that one is too short, or could not stand in a header as it is.
    """
    given = os.environ.get(TOKEN_VARIABLE, "")
    if given and not _TOKEN.fullmatch(given):
        raise KalimaError(
            f"{TOKEN_VARIABLE} is no token.",
            "It takes 32 or more letters of A to Z, digits, - and _. Without the variable Kalima makes one.",
        )
    return given or secrets.token_urlsafe(32)


class Ticket(NamedTuple):
    """Lets one browser in, once; it stands in addresses, where the token itself would be seen.

    :param path: where it leads to.
    :param used: set when it has let somebody in.
    """

    code: str
    path: str
    used: threading.Event


class Access:
    """What a request must show: the token of this launch, in a header or in the cookie got for a ticket."""

    def __init__(self, port: int, token: str) -> None:
        self.token = token
        # Cookies do not heed ports: two Kalimas on one computer must not overwrite each other's.
        self.cookie = f"kalima-{port}"
        self._tickets: dict[str, Ticket] = {}

    def knows(self, shown: str) -> bool:
        """Whether this is the token."""
        return _same(shown, self.token)

    def issue(self, path: str = "/") -> Ticket:
        """A new ticket to a path of the page; a path that might lead elsewhere becomes ``/``."""
        ticket = Ticket(secrets.token_urlsafe(32), path if _LOCAL.fullmatch(path) else "/", threading.Event())
        self._tickets[ticket.code] = ticket
        return ticket

    def use(self, shown: str) -> Ticket | None:
        """The ticket of this code, which is used up by it; ``None`` where there is none (any more)."""
        for code in list(self._tickets):
            if _same(shown, code) and (ticket := self._tickets.pop(code, None)):
                ticket.used.set()
                return ticket
        return None

    def admits(self) -> bool | None:
        """Whether the request shows the token; ``None`` if it shows none. A header outweighs cookies."""
        header = request.headers.get("Authorization")
        if header is not None:
            scheme, _, shown = header.partition(" ")
            return scheme.lower() == "bearer" and self.knows(shown)
        # Another server on this computer can put a cookie of this name beside ours: any right one will do.
        return any(map(self.knows, request.cookies.getlist(self.cookie))) or None


def _same(shown: str, expected: str) -> bool:
    return hmac.compare_digest(shown.encode("utf-8", "replace"), expected.encode())


def access_of(app: Flask) -> Access:
    """What lets a request pass the guard of this app."""
    access: Access = app.extensions["kalima.access"]
    return access


def install(app: Flask, port: int) -> None:
    """Refuse every request that does not come from the page or from the user's own programs.

    :raises KalimaError: if the environment gives a token that is none.
    """
    access = app.extensions["kalima.access"] = Access(port, new_token())
    hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}
    origins = {f"http://{host}" for host in hosts}

    @app.before_request
    def check() -> Response | None:
        # A rebound name is another Host; a page elsewhere sends its Origin or Sec-Fetch-Site.
        if request.headers.get("Host") not in hosts or not _addressed_to(origins):
            return refusal(421, "This address is not Kalima's.", f"Open http://127.0.0.1:{port}/.")
        if request.headers.get("Origin", next(iter(origins))) not in origins:
            return refusal(403, "Another site may not talk to Kalima.", "Use Kalima's own page.")
        site = request.headers.get("Sec-Fetch-Site", "none")
        if site not in ("none", "same-origin") and not (site == "cross-site" and _is_entering()):
            return refusal(
                403, "Another site may not open Kalima.", f"Type http://127.0.0.1:{port}/ instead."
            )
        admitted = access.admits()
        # Who shows a wrong token is told so everywhere: /health says whether a script's own is right.
        if admitted is False or (admitted is None and _needs_token()):
            return refusal(
                403,
                "Kalima does not know this window or program.",
                "Open Kalima anew, as you started it: its own window is let in. A script sends the token "
                "that the command kalima token prints, as Authorization: Bearer TOKEN.",
            )
        if _changes() and not request.is_json and not _is_bare_delete():
            return refusal(415, "Changes are sent as JSON.", "Send Content-Type: application/json.")
        return None

    @app.get("/enter", endpoint=ENTRANCE)
    def enter() -> Response:
        """Takes the token or a ticket, gives the cookie, and leads to the page."""
        shown = request.args.get("token", "")
        if access.knows(shown):  # away from the address bar and the history with it
            ticket = access.issue(request.args.get("to", "/"))
            return _unkept(Response(status=303, headers={"Location": f"/enter?token={ticket.code}"}))
        used = access.use(shown) if request.method == "GET" else None
        if used is None:
            said = "This way in was used already, or belongs to a Kalima that has ended. Open Kalima anew, or"
            return _unkept(Response(_page(said, "/", "try the page"), 403))
        # Not by a status of 303: the page would still count as opened by another site, which gets no cookie.
        response = _unkept(Response(_page("Kalima is opening.", used.path, "Go on", leads=True)))
        response.set_cookie(access.cookie, access.token, httponly=True, samesite="Strict", path="/")
        return response

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response


def _addressed_to(origins: set[str]) -> bool:
    """Whether the request's target is a path, or a whole address of ours: which would outweigh the Host."""
    target = request.environ.get("REQUEST_URI", "/")
    return target.startswith("/") or any(target.startswith(f"{origin}/") for origin in origins)


def _is_entering() -> bool:
    """Whether a window is led to the entrance: by our own file, which is another site to the browser.

    No image, frame or script of another site gets that far, and its links get nowhere without a ticket.
    """
    led = [request.headers.get(f"Sec-Fetch-{name}") for name in ("Mode", "Dest")]
    return request.endpoint == ENTRANCE and led == ["navigate", "document"]


def _needs_token() -> bool:
    if request.url_rule is None:  # there is nothing, or not by this method
        return request.path.startswith(API_PATHS)
    return request.endpoint not in OPEN


def _changes() -> bool:
    # Where there is nothing of this method, that is said instead.
    return request.url_rule is not None and request.method not in ("GET", "HEAD", "OPTIONS")


def _is_bare_delete() -> bool:
    """Another site's DELETE is asked for beforehand (CORS), and refused; without a body it needs no type."""
    return request.method == "DELETE" and not request.content_length and not request.content_type


def _page(said: str, path: str, link: str, *, leads: bool = False) -> str:
    to = escape(path)
    head = f'<meta http-equiv="refresh" content="0; url={to}">\n  ' if leads else ""
    return _PAGE.format(head=head, said=escape(said), path=to, link=escape(link))


def _unkept(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
