"""Settings, backups, and what the user must be told of the file that holds it all."""

from __future__ import annotations

from typing import Any

from kalima.study.library import Library
from kalima.study.research import backups
from kalima.study.research.fields import Json
from kalima.web.kinds import ANYTHING, Natural, Text
from kalima.web.research.shapes import Stated
from kalima.web.routes import Api, Body, Parameter, Route, Tag
from kalima.web.structures import ListOf, Named, Record, nullable

TAG = Tag(
    "Safekeeping", "Where the user left off, copies of the user's file, and what became of a damaged one."
)
_NAME = Parameter("name", Text(most=64), "What it is called, such as reading-place.")
_VALUE = Stated(Json("value", "whatever the page wants to find again"))
_BACKUP = Named(
    "Backup",
    Record(
        {
            "name": Text(says="Of the file, in the folder of backups."),
            "at": Text(says="When it was made, in UTC."),
            "bytes": Natural(),
            "version": Natural(says="Of the form of the file."),
            "reason": Text(says="daily, upgrade, restore, or asked."),
        }
    ),
)


def declare(api: Api, library: Library) -> None:
    """``/api/v1/settings``, ``/api/v1/backups`` and ``/api/v1/research/notice``."""

    @api.answers(
        Route(
            "PUT",
            "/api/v1/settings/{name}",
            "Keeps a value, such as the place where one stopped reading",
            TAG,
            Record({"name": Text(), "value": ANYTHING}),
            examples=[{"name": "reading-place", "body": {"value": "18:10"}}],
            parts=[_NAME],
            body=Body(Record({"value": _VALUE}), "value"),
            more="Settings have no history and are not in the bin.",
        )
    )
    def keep(name: str, body: dict[str, Any]) -> dict[str, Any]:
        library.research.set_setting(name, body["value"])
        return {"name": name, "value": body["value"]}

    @api.answers(
        Route(
            "GET",
            "/api/v1/settings/{name}",
            "A value that was kept",
            TAG,
            Record({"name": Text(), "value": ANYTHING}),
            examples=[{"name": "reading-place"}],
            parts=[_NAME],
            more="Null where nothing was.",
        )
    )
    def kept(name: str) -> dict[str, Any]:
        return {"name": name, "value": library.research.setting(name)}

    @api.answers(
        Route(
            "POST",
            "/api/v1/backups",
            "Makes a copy of the user's file",
            TAG,
            Record({"backup": nullable(_BACKUP)}),
            examples=[{"body": {}}],
            status=201,
            more="Null where nothing was ever written. Each day's first use makes one too.",
        )
    )
    def back_up() -> dict[str, Any]:
        backup = library.research.back_up("asked")
        return {"backup": backup and backup._asdict()}

    @api.answers(
        Route(
            "GET",
            "/api/v1/backups",
            "The copies of the user's file, the newest first",
            TAG,
            Record({"backups": ListOf(_BACKUP)}),
            examples=[{}],
        )
    )
    def listing() -> dict[str, Any]:
        return {"backups": [backup._asdict() for backup in library.research.backups()]}

    @api.answers(
        Route(
            "POST",
            "/api/v1/backups/{name}/restore",
            "Puts everything back to what it was when the copy was made",
            TAG,
            Record({"restored": _BACKUP}),
            examples=[{"name": "latest", "body": {}}],
            parts=[Parameter("name", Text(), "The name of the copy's file, or latest.")],
            more="What is there now is copied first.",
        )
    )
    def restore(name: str) -> dict[str, Any]:
        return {"restored": backups.restore(library, name)._asdict()}

    @api.answers(
        Route(
            "GET",
            "/api/v1/research/notice",
            "What the user must be told: that a damaged file was set aside and a copy opened in its place",
            TAG,
            Record(
                {
                    "notice": nullable(Text(says="A sentence.")),
                    "set_aside": nullable(Text()),
                    "since": nullable(Text()),
                }
            ),
            examples=[{}],
        )
    )
    def notice() -> dict[str, Any]:
        told = library.research.last_word()
        if told is None:
            return {"notice": None, "set_aside": None, "since": None}
        return {"notice": str(told), "set_aside": told.set_aside, "since": told.since}

    @api.answers(
        Route(
            "DELETE",
            "/api/v1/research/notice",
            "Says that the user has read the notice",
            TAG,
            None,
            examples=[{}],
        )
    )
    def seen() -> None:
        library.research.take_note()
