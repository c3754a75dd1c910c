"""The one shape of an error over HTTP: ``error``, ``hint`` and, for a query, ``at``."""

from __future__ import annotations

import logging
import secrets
from typing import Any

from flask import Flask, Response, jsonify, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from kalima.errors import (
    CorpusDamaged,
    KalimaError,
    NotFound,
    QueryError,
    ResearchConflict,
    ResearchUnusable,
)
from kalima.web.page import page_file

log = logging.getLogger(__name__)

API_PATHS = ("/api/", "/segment", "/search/", "/annotations", "/connections")
"""Where nobody gets a page instead of JSON, whatever they accept."""
_HINTS = {
    404: "Every address is described at /api.",
    413: "Every address says at /api how much it takes; most take 1 MB.",
}


_STATUSES = {NotFound: 404, ResearchConflict: 409, CorpusDamaged: 503, ResearchUnusable: 503}


class Refused(KalimaError):
    """A refusal with a status of its own.

    :param known: what was refused and what to do, as it is said.
    :param more: what else the answer says, by name.
    """

    def __init__(self, status: int, known: KalimaError, **more: Any) -> None:
        super().__init__(known.message, known.hint, known.at)
        self.status = status
        self.more = more


def refusal(
    status: int,
    error: str,
    hint: str = "",
    at: tuple[int, int] | None = None,
    suggestion: str = "",
    **more: Any,
) -> Response:
    """An error response; ``at`` is there only where a part of the input is meant.

    ``suggestion`` is the whole input as it was probably meant, where there is one.
    """
    body: dict[str, Any] = {"error": error, "hint": hint} | ({"at": list(at)} if at else {})
    if suggestion:
        body["suggestion"] = suggestion
    response = jsonify(body | more)
    response.status_code = status
    response.headers["Cache-Control"] = "no-store"
    return response


def install(app: Flask) -> None:
    """Answer every error as JSON. What was not foreseen gets an incident number, and the log the rest."""

    @app.errorhandler(KalimaError)
    def known(error: KalimaError) -> Response:
        if isinstance(error, Refused):
            return refusal(error.status, error.message, error.hint, error.at, **error.more)
        status = next((status for kind, status in _STATUSES.items() if isinstance(error, kind)), 400)
        suggestion = error.suggestion if isinstance(error, QueryError | NotFound) else ""
        return refusal(status, error.message, error.hint, error.at, suggestion)

    @app.errorhandler(404)
    def nowhere(error: HTTPException) -> Response:
        """A person who mistypes an address gets the page, which says so and offers the way back."""
        if request.path.startswith(API_PATHS) or "text/html" not in request.headers.get("Accept", ""):
            return http(error)
        return Response(page_file("index.html"), 404, mimetype="text/html")

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> Response:
        status = error.code or 500
        hint = _HINTS.get(status, error.description or "")
        if not isinstance(error, MethodNotAllowed):
            return refusal(status, f"{error.code} {error.name}.", hint)
        methods = ", ".join(sorted(error.valid_methods or ()))
        response = refusal(
            status, f"{request.method} is not possible here.", f"This address takes {methods}."
        )
        response.headers["Allow"] = methods
        return response

    @app.errorhandler(Exception)
    def unforeseen(error: Exception) -> Response:
        incident = secrets.token_hex(4)
        log.error("incident %s", incident, exc_info=error)
        return refusal(
            500,
            f"Something went wrong inside Kalima (incident {incident}).",
            "The log tells more under this number.",
            incident=incident,
        )
