"""Who may talk to the server. Loopback alone does not protect: every web page can reach it.

One check before every request, and the headers that keep the page to itself after it.
"""

from __future__ import annotations

from flask import Flask, Response, request

from kalima.web.errors import refusal

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def install(app: Flask, port: int) -> None:
    """Refuse every request that does not come from the page or from the user's own programs."""
    hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}
    origins = {f"http://{host}" for host in hosts}

    @app.before_request
    def check() -> Response | None:
        # A rebound name is another Host; a page elsewhere sends its Origin or Sec-Fetch-Site.
        if request.headers.get("Host") not in hosts:
            return refusal(421, "This address is not Kalima's.", f"Open http://127.0.0.1:{port}/.")
        if request.headers.get("Origin", next(iter(origins))) not in origins:
            return refusal(403, "Another site may not talk to Kalima.", "Use Kalima's own page.")
        if request.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin"):
            return refusal(
                403, "Another site may not open Kalima.", f"Type http://127.0.0.1:{port}/ instead."
            )
        # Where there is nothing of this method, that is said instead.
        changing = request.url_rule is not None and request.method not in ("GET", "HEAD", "OPTIONS")
        if changing and not request.is_json:
            return refusal(415, "Changes are sent as JSON.", "Send Content-Type: application/json.")
        return None

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response
