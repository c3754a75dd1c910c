"""The user's own work to a file and from it."""

from __future__ import annotations

from typing import Any

from werkzeug.wsgi import FileWrapper

from kalima.study.library import Library
from kalima.study.research import exchange
from kalima.study.research.items import Research
from kalima.study.research.kinds import KINDS
from kalima.web.errors import Refused
from kalima.web.kinds import Choice, Natural, Text, Truth
from kalima.web.routes import LARGEST_BODY, Api, Body, Parameter, Reply, Route, Tag
from kalima.web.structures import Either, ListOf, MapOf, Named, Record, nullable

TAG = Tag("Exchange", "All of the user's work as a file, and what such a file changes.")

_OUTCOME = Choice(tuple(exchange.OUTCOMES))
_COUNTS = Named("Outcomes", Record({name: Natural(says=says) for name, says in exchange.OUTCOMES.items()}))
_CHANGE = Record(
    {
        "id": Text(),
        "kind": Choice(tuple(KINDS)),
        "title": Text(),
        "outcome": _OUTCOME,
        "here": Text(says="When the state here was made."),
        "file": nullable(Text(says="When the file's was; null where the file does not say it.")),
        "bin": Truth(says="Whether the item is in the bin then."),
    }
)
_TOLD = Record(
    {
        "applied": Truth(),
        "backup": nullable(Text(says="The name of the backup that was made before.")),
        "total": _COUNTS,
        "kinds": MapOf(_COUNTS, says="By kind."),
        "changes": ListOf(
            _CHANGE, exchange.CHANGES_SHOWN, says="Items that are here and change, the conflicts first."
        ),
        "translations": ListOf(Record({"id": Text(), "name": Text(), "outcome": _OUTCOME})),
        "settings": ListOf(Record({"name": Text(), "outcome": _OUTCOME})),
    }
)
_FILE = Either((Text(raw=True), Record({}, open=True)), says="The file: its text, or the object that it is.")
_EXAMPLE = {
    "format": exchange.FORMAT,
    "version": exchange.VERSION,
    "items": [
        {
            "id": "example-1",
            "kind": "bookmark",
            "data": {"label": "Throne"},
            "anchors": {"target": [{"place": "2:255", "text": ""}]},
        }
    ],
}


def declare(api: Api, library: Library) -> None:
    """``/api/v1/research/export`` and ``/api/v1/research/import``."""

    @api.answers(
        Route(
            "GET",
            "/api/v1/research/export",
            "All of the user's work as one file",
            TAG,
            Text(),
            examples=[{}, {"format": "jsonld"}, {"format": "csv"}],
            query=[
                Parameter(
                    "format",
                    Choice(tuple(exchange.FILE_FORMATS)),
                    "json: all of it; jsonld: annotations, as Web Annotations; csv: a table of each kind, "
                    "in a ZIP file.",
                    "json",
                ),
                Parameter("history", Truth(), "Whether every change is in it too, of json.", False),
            ],
            media="application/octet-stream",
            headers={"Content-Disposition": "What the file may be called."},
        )
    )
    def export(format: str, history: bool) -> Reply:
        from kalima.study.research.exchange import exporting  # only now, and so below: the start does without

        name = exchange.FILE_FORMATS[format]
        file = exporting.exported(library, format, history=history)
        return Reply(FileWrapper(file), {"Content-Disposition": f'attachment; filename="{name}"'})

    @api.answers(
        Route(
            "POST",
            "/api/v1/research/import",
            "Says what a research file would change here, or changes it",
            TAG,
            _TOLD,
            examples=[{"body": {"file": _EXAMPLE, "apply": False}}],
            body=Body(
                Record(
                    {"file": _FILE, "apply": Truth(says="Whether to change it; else nothing is written.")},
                    optional=("apply",),
                ),
                "file",
                LARGEST_BODY,  # a research file, and what JSON adds to its text
            ),
            more="A file with parts that cannot be read is refused whole; faults and total_faults name them.",
            writes=True,
        )
    )
    def take_in(body: dict[str, Any]) -> dict[str, Any]:
        from kalima.study.research.exchange import importing, reading

        try:
            return importing.import_file(Research(library), body["file"], apply=body.get("apply", False))
        except reading.BadResearchFile as error:
            faults = [fault._asdict() for fault in error.faults]
            raise Refused(400, error, faults=faults, total_faults=error.total) from error
