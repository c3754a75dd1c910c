"""The one shape of an error over HTTP: ``error``, ``hint`` and, for a query, ``at``."""

from __future__ import annotations

import logging
import secrets

from flask import Flask, Response, jsonify, request
from werkzeug.exceptions import HTTPException

from kalima.errors import CorpusDamaged, KalimaError, NotFound, QueryError, ResearchUnusable

log = logging.getLogger(__name__)


def refusal(
    status: int, error: str, hint: str = "", at: tuple[int, int] | None = None, suggestion: str = ""
) -> Response:
    """An error response; ``at`` is there only where a part of the input is meant.

    ``suggestion`` is the whole input as it was probably meant, where there is one.
    """
    body: dict[str, object] = {"error": error, "hint": hint} | ({"at": list(at)} if at else {})
    if suggestion:
        body["suggestion"] = suggestion
    response = jsonify(body)
    response.status_code = status
    return response


def install(app: Flask) -> None:
    """Answer every error as JSON. What was not foreseen gets an incident number, and the log the rest."""

    @app.errorhandler(KalimaError)
    def known(error: KalimaError) -> Response:
        unavailable = isinstance(error, CorpusDamaged | ResearchUnusable)
        status = 404 if isinstance(error, NotFound) else 503 if unavailable else 400
        suggestion = error.suggestion if isinstance(error, QueryError) else ""
        return refusal(status, error.message, error.hint, error.at, suggestion)

    @app.errorhandler(404)
    def nowhere(error: HTTPException) -> Response:
        """A person who mistypes an address gets the page, which says so and offers the way back."""
        if request.path.startswith("/api/") or "text/html" not in request.headers.get("Accept", ""):
            return http(error)
        response = app.send_static_file("index.html")
        response.status_code = 404
        return response

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> Response:
        return refusal(error.code or 500, f"{error.code} {error.name}.", error.description or "")

    @app.errorhandler(Exception)
    def unforeseen(error: Exception) -> Response:
        incident = secrets.token_hex(4)
        log.error("incident %s", incident, exc_info=error)
        return refusal(
            500,
            f"Something went wrong inside Kalima (incident {incident}).",
            "The log tells more under this number.",
        )
