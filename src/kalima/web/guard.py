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
from collections.abc import Iterable
from typing import NamedTuple

from flask import Flask, Response, current_app, request

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
OPEN = frozenset({"page.file", "page.index", "page.amiri", "get_health", ENTRANCE})
"""Endpoints that answer without the token: nothing of the user's, and nothing of the corpus."""

TOKEN_VARIABLE = "KALIMA_TOKEN"  # noqa: S105 - the name of a variable
MOST_TICKETS = 1_000
_TOKEN = re.compile(r"[A-Za-z0-9_-]{32,}")
_LOCAL = re.compile(r"/(?![/\\])[^\x00-\x20\x7f\\]*")

_STRANGER = (
    "Open Kalima anew, as you started it: its own window is let in. A script sends the token "
    "that the command kalima token prints, as Authorization: Bearer TOKEN."
)
_STRANGER_TO_SERVED = (
    "Open the whole address that you were given: it lets you in. Or ask for it who runs this Kalima."
)
_READ_ONLY = "It is for reading. Who runs it can change things, with its token for writing."

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
  <link rel="stylesheet" href="/static/css/pages.css">
</head>
<body>
<main class="ended">
<img src="/static/icon.svg" alt="">
<h1>Kalima <bdi lang="ar" class="arabic-plain">كلمة</bdi></h1>
<p>{english[0]} <a href="{path}">{english[1]}</a></p>
<p lang="ar" dir="rtl" class="arabic-plain">{arabic[0]} <a href="{path}">{arabic[1]}</a></p>
</main>
</body>
</html>
"""


class _Said(NamedTuple):
    """What the entrance says, and its link. In both languages: it does not know yet in which to answer."""

    english: tuple[str, str]
    arabic: tuple[str, str]


_OPENING = _Said(("Kalima is opening.", "Go on"), ("يُفتح «كلمة» الآن.", "تابع"))
_USED = _Said(
    (
        "This way in was used already, or belongs to a Kalima that has ended. Open Kalima anew, or",
        "try the page",
    ),
    ("استُعمل هذا المدخل من قبل، أو هو لـ«كلمة» انتهى. افتح «كلمة» من جديد، أو", "جرّب الصفحة"),
)


def is_token(text: str) -> bool:
    """Whether this may be a token: nothing that could be guessed, or that a header could not hold."""
    return _TOKEN.fullmatch(text) is not None


def new_token() -> str:
    """A token that nobody can guess, or the one that the environment variable ``KALIMA_TOKEN`` gives.

    :raises KalimaError: if that one is too short, or could not stand in a header as it is.
    """
    given = os.environ.get(TOKEN_VARIABLE, "")
    if given and not is_token(given):
        raise KalimaError(
            f"{TOKEN_VARIABLE} is no token.",
            "It takes 32 or more letters of A to Z, digits, - and _. Without the variable Kalima makes one.",
        )
    return given or secrets.token_urlsafe(32)


class Rules(NamedTuple):
    """Who is served, and what they may do. As it stands: the user of this computer, everything.

    :param names: by which requests may come: hosts, or whole addresses such as ``https://kalima.example``.
    :param token: that a request must show; ``""`` for one that is made.
    :param open: whether everybody may read, without a token.
    :param served: whether others read too: then nothing can be changed, except with ``write_token``.
    """

    names: tuple[str, ...] = ("127.0.0.1", "localhost")
    token: str = ""
    open: bool = False
    served: bool = False
    write_token: str = ""


OWN_USER = Rules()


class Ticket(NamedTuple):
    """Lets one browser in, once; it stands in addresses, where the token itself would be seen.

    :param path: where it leads to.
    :param token: that the browser gets for it.
    :param used: set when it has let somebody in.
    """

    code: str
    path: str
    token: str
    used: threading.Event


class Access:
    """What a request must show: the token of this launch, in a header or in the cookie got for a ticket."""

    def __init__(self, port: int, rules: Rules) -> None:
        self.rules = rules
        self.token = rules.token or new_token()
        # Cookies do not heed ports: two Kalimas on one computer must not overwrite each other's.
        self.cookie = f"kalima-{port}"
        self._tickets: dict[str, Ticket] = {}

    def knows(self, shown: str) -> bool:
        """Whether this is the token, or the one for writing."""
        return _same(shown, self.token) or self._writes(shown)

    def _writes(self, shown: str) -> bool:
        return _same(shown, self.rules.write_token if self.rules.served else self.token) and shown != ""

    def issue(self, path: str = "/", token: str = "") -> Ticket:
        """A new ticket to a path of the page; a path that might lead elsewhere becomes ``/``."""
        path = path if _LOCAL.fullmatch(path) else "/"
        ticket = Ticket(secrets.token_urlsafe(32), path, token or self.token, threading.Event())
        self._tickets[ticket.code] = ticket
        if len(self._tickets) > MOST_TICKETS:  # those that nobody came with
            self._tickets.pop(next(iter(self._tickets)), None)
        return ticket

    def find(self, shown: str) -> Ticket | None:
        """The ticket of this code; ``None`` where there is none (any more)."""
        return next((ticket for code, ticket in list(self._tickets.items()) if _same(shown, code)), None)

    def use(self, shown: str) -> Ticket | None:
        """The ticket of this code, which is used up by it."""
        ticket = self.find(shown)
        if ticket is None or self._tickets.pop(ticket.code, None) is None:  # or another one was quicker
            return None
        ticket.used.set()
        return ticket

    def admits(self) -> bool | None:
        """Whether the request shows the token; ``None`` if it shows none. A header outweighs cookies."""
        shown = self._shown()
        return any(map(self.knows, shown)) or (False if "Authorization" in request.headers else None)

    def lets_change(self) -> bool:
        """Whether the request shows the token that lets it change something."""
        return any(map(self._writes, self._shown()))

    def _shown(self) -> list[str]:
        header = request.headers.get("Authorization")
        if header is None:
            # Another server on this computer can put a cookie of this name beside ours: any right one does.
            return request.cookies.getlist(self.cookie)
        scheme, _, shown = header.partition(" ")
        return [shown] if scheme.lower() == "bearer" else []


def _same(shown: str, expected: str) -> bool:
    return hmac.compare_digest(shown.encode("utf-8", "replace"), expected.encode())


def access_of(app: Flask) -> Access:
    """What lets a request pass the guard of this app."""
    access: Access = app.extensions["kalima.access"]
    return access


def origin(name: str, port: int) -> str:
    """The origin, as browsers send it, of a host that is reached on this port, or of a whole address."""
    scheme, _, host = name.rpartition("://")
    if not scheme and port != 80 and not re.search(r":\d+\Z", host):
        return f"http://{host}:{port}"
    scheme = scheme or "http"
    return f"{scheme}://{host.removesuffix(':443' if scheme == 'https' else ':80')}"


def may_change() -> bool:
    """Whether the request may change something."""
    return access_of(current_app).lets_change()


def install(app: Flask, port: int, rules: Rules = OWN_USER) -> None:
    """Refuse every request that does not come from the page or from the user's own programs.

    :raises KalimaError: if the environment gives a token that is none.
    """
    access = app.extensions["kalima.access"] = Access(port, rules)
    origins = [origin(name, port) for name in rules.names]
    hosts = {origin.partition("://")[2] for origin in origins}
    home = f"{origins[0]}/"

    @app.before_request
    def check() -> Response | None:
        # A rebound name is another Host; a page elsewhere sends its Origin or Sec-Fetch-Site.
        if request.headers.get("Host") not in hosts or not _addressed_to(origins):
            return refusal(421, "This address is not Kalima's.", f"Open {home}")
        if request.headers.get("Origin", next(iter(origins))) not in origins:
            return refusal(403, "Another site may not talk to Kalima.", "Use Kalima's own page.")
        site = request.headers.get("Sec-Fetch-Site", "none")
        if site not in ("none", "same-origin") and not (site == "cross-site" and _is_entering()):
            return refusal(403, "Another site may not open Kalima.", f"Type {home} instead.")
        admitted = access.admits()
        # Who shows a wrong token is told so everywhere: /health says whether a script's own is right.
        if admitted is False or (admitted is None and not rules.open and _needs_token()):
            return refusal(
                403,
                "Kalima does not know this window or program.",
                _STRANGER_TO_SERVED if rules.served else _STRANGER,
            )
        if (
            rules.served
            and request.endpoint in app.extensions["kalima.changing"]
            and not access.lets_change()
        ):
            return refusal(403, "Nothing can be changed in this Kalima.", _READ_ONLY)
        if _changes() and not request.is_json and not _is_bare_delete():
            return refusal(415, "Changes are sent as JSON.", "Send Content-Type: application/json.")
        return None

    @app.get("/enter", endpoint=ENTRANCE)
    def enter() -> Response:
        """Takes the token or a ticket, gives the cookie, and leads to the page."""
        shown = request.args.get("token", "")
        if access.knows(shown):  # away from the address bar and the history with it
            ticket = access.issue(request.args.get("to", "/"), shown)
            return _unkept(Response(status=303, headers={"Location": f"/enter?token={ticket.code}"}))
        # Looking (HEAD) does not use it up; so who leads a browser in learns whether it has come.
        used = access.use(shown) if request.method == "GET" else access.find(shown)
        if used is None:
            return _unkept(Response(_page(_USED, "/"), 403))
        # Not by a status of 303: the page would still count as opened by another site, which gets no cookie.
        response = _unkept(Response(_page(_OPENING, used.path, leads=True)))
        if request.method == "GET":
            secure = f"https://{request.headers['Host']}" in origins
            response.set_cookie(
                access.cookie, used.token, httponly=True, samesite="Strict", path="/", secure=secure
            )
        return response

    @app.after_request
    def add_headers(response: Response) -> Response:
        response.headers.extend(HEADERS)  # no answer has any of its own: setting each would look for that
        return response


def _addressed_to(origins: Iterable[str]) -> bool:
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


def _page(said: _Said, path: str, *, leads: bool = False) -> str:
    from html import escape  # with all names of letters, which a start does not wait for

    to = escape(path)
    head = f'<meta http-equiv="refresh" content="0; url={to}">\n  ' if leads else ""
    return _PAGE.format(head=head, path=to, **said._asdict())


def _unkept(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
