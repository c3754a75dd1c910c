"""The list of translations, and adding and removing the user's own."""

from __future__ import annotations

from typing import Any

from kalima.study import translations
from kalima.study.library import Library
from kalima.web import answers
from kalima.web.errors import Refused
from kalima.web.kinds import Text, Truth
from kalima.web.routes import Api, Body, Parameter, Route, Tag
from kalima.web.structures import ListOf, Record

MAX_BODY = 24 << 20
"""Bytes of a request's body where a translation is added: the largest file, and what JSON adds to it."""

TRANSLATIONS = Tag("Translations", "The bundled translation and the user's own.")

_SENT = Record(
    {
        "text": Text(
            says="The file: a line surah|ayah|text for each verse, and lines with # before them.", raw=True
        ),
        "name": Text(says="Else the file's own.", raw=True),
        "language": Text(says="Its code, or its name in English. Else the file's own.", raw=True),
        "id": Text(says="Else the file's own, or one made of its name.", raw=True),
        "file_name": Text(says="The name of the file that the text was read from.", raw=True),
        "replace": Truth(says="Whether it takes the place of one with the same id."),
    },
    optional=("name", "language", "id", "file_name", "replace"),
)
_EXAMPLE = {
    "text": "1|1|In the name of God\n1|2|Praise be to God",
    "name": "Mine",
    "language": "en",
    "id": "en.mine",
}


def declare(api: Api, library: Library) -> None:
    """``/api/v1/translations``."""

    @api.answers(
        Route(
            "GET",
            "/api/v1/translations",
            "Every translation, the bundled ones first",
            TRANSLATIONS,
            Record({"translations": ListOf(answers.LISTED_TRANSLATION)}),
            examples=[{}],
        )
    )
    def listing() -> dict[str, Any]:
        return {"translations": translations.describe(library)}

    @api.answers(
        Route(
            "POST",
            "/api/v1/translations",
            "Adds a translation from the text of its file, in Tanzil's format",
            TRANSLATIONS,
            Record({"translation": answers.ADDED_TRANSLATION}),
            examples=[{"body": _EXAMPLE}],
            body=Body(_SENT, "translation", MAX_BODY),
            status=201,
            more="A file with lines that cannot be read is refused whole; lines and total_lines name them.",
            refusals={409: "There is one of this id already, and replace is not true."},
        )
    )
    def add(body: dict[str, Any]) -> dict[str, Any]:
        try:
            return {"translation": translations.add(library, **body)}
        except translations.BadTranslation as error:
            lines = [line._asdict() for line in error.lines]
            raise Refused(400, error, lines=lines, total_lines=error.total) from error
        except translations.TranslationExists as error:
            raise Refused(409, error) from error

    @api.answers(
        Route(
            "DELETE",
            "/api/v1/translations/{id}",
            "Removes one of the user's own translations",
            TRANSLATIONS,
            Record({"removed": Text(says="Its id.")}),
            examples=[{"id": "en.mine"}],
            parts=[Parameter("id", Text(), "The translation's id.")],
        )
    )
    def remove(id: str) -> dict[str, Any]:
        translations.remove(library, id)
        return {"removed": id}
