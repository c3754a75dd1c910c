"""The list of translations, and adding and removing the user's own."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, request

from kalima.errors import KalimaError
from kalima.study import translations
from kalima.study.library import Library

MAX_BODY = 24 << 20
"""Bytes of a request's body where a translation is added: the largest file, and what JSON adds to it."""
_TEXTS = ("text", "name", "language", "id", "file_name")


def blueprint(library: Library) -> Blueprint:
    """``/api/v1/translations``."""
    routes = Blueprint("translations", __name__, url_prefix="/api/v1/translations")

    @routes.before_app_request
    def limit_body() -> None:
        """Refuse a large body also where nobody reads it; the server itself lets the largest pass."""
        if request.endpoint == "translations.add":
            request.max_content_length = MAX_BODY
        if (request.content_length or 0) > (request.max_content_length or 0):
            abort(413)

    @routes.get("")
    def listing() -> dict[str, Any]:
        return {"translations": translations.describe(library)}

    @routes.post("")
    def add() -> tuple[dict[str, Any], int]:
        body = _checked_body()
        texts = {name: body[name] for name in _TEXTS if name in body}
        added = translations.add(library, replace=body.get("replace", False), **texts)
        return {"translation": added}, 201

    @routes.delete("/<id>")
    def remove(id: str) -> dict[str, Any]:
        translations.remove(library, id)
        return {"removed": id}

    @routes.errorhandler(translations.BadTranslation)
    def bad_lines(error: translations.BadTranslation) -> tuple[dict[str, Any], int]:
        lines = [line._asdict() for line in error.lines]
        return {"error": error.message, "hint": error.hint, "lines": lines, "total_lines": error.total}, 400

    @routes.errorhandler(translations.TranslationExists)
    def exists(error: translations.TranslationExists) -> tuple[dict[str, Any], int]:
        return {"error": error.message, "hint": error.hint}, 409

    return routes


def _checked_body() -> dict[str, Any]:
    """The body, with values of the right kinds in it.

    :raises KalimaError: if it is not a JSON object, or a value is missing or of another kind.
    """
    body = request.get_json(silent=True)
    if not isinstance(body, dict) or "text" not in body:
        raise KalimaError("The request holds no translation.", 'Send {"text": "1|1|…", "name": "…"} as JSON.')
    wrong = [name for name in _TEXTS if not isinstance(body.get(name, ""), str)]
    wrong += ["replace"] * (not isinstance(body.get("replace", False), bool))
    if wrong:
        raise KalimaError(f"{wrong[0]} is of the wrong kind.", "replace is true or false, all else is text.")
    return body
