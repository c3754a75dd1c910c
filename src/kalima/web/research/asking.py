"""Hypotheses and saved queries: run again, compared with the last time, and judged hit by hit."""

from __future__ import annotations

from typing import Any

from kalima.study.library import Library
from kalima.study.research import hypotheses, queries
from kalima.study.research.items import Research
from kalima.study.research.kinds import VERDICTS
from kalima.web.kinds import Choice, Kind, Natural, Text, Truth
from kalima.web.research.items import ID, LIMIT, OFFSET
from kalima.web.research.shapes import MAX_BODY, PLACE, RUN, item_of
from kalima.web.routes import Api, Body, Parameter, Route, Tag
from kalima.web.structures import ListOf, Record, nullable

TAG = Tag(
    "Hypotheses",
    "A claim, the query whose hits decide it, and what each hit says; and queries that were saved.",
)
_HIT = Text(says="The places of a hit, a space between two: 2:1:1 2:1:4.")
_COUNTS: dict[str, Kind] = {verdict: Natural() for verdict in VERDICTS}
_VERDICTS = Record(
    {
        **_COUNTS,
        "none": Natural(says="Hits without a verdict."),
        "elsewhere": Natural(says="Verdicts on what the query does not find any more."),
    },
    says="Hits by their verdicts.",
)
_FOUND = Record({"corpus": Text(says="Its version and hash."), "total": Natural(says="Hits.")})
_EXAMPLE = {"id": "example-claim"}


def declare(api: Api, library: Library) -> None:
    """``/api/v1/hypotheses`` and ``/api/v1/queries``."""

    @api.answers(
        Route(
            "POST",
            "/api/v1/hypotheses/{id}/run",
            "Runs the query of a hypothesis, and compares what it finds with the last time",
            TAG,
            Record(
                {
                    "run": RUN,
                    "new": Truth(says="False if all is as the last time: then nothing is kept."),
                    "total": Natural(says="Hits."),
                    "complete": Truth(says="False if there are too many hits to keep their places."),
                    "added": nullable(
                        ListOf(_HIT, says="Found now and not the last time; null where that is not known.")
                    ),
                    "removed": nullable(ListOf(_HIT)),
                    "before": nullable(RUN),
                    "verdicts": _VERDICTS,
                }
            ),
            examples=[_EXAMPLE | {"body": {}}],
            parts=[ID],
        )
    )
    def run(id: str) -> dict[str, Any]:
        return hypotheses.run(Research(library), id)

    @api.answers(
        Route(
            "PUT",
            "/api/v1/hypotheses/{id}/hits/{places}",
            "Says what one hit says of the hypothesis",
            TAG,
            Record({"verdict": item_of("verdict")}),
            examples=[_EXAMPLE | {"places": "2:54:17", "body": {"verdict": "supports"}}],
            parts=[ID, Parameter("places", Text(), _HIT.says)],
            body=Body(
                Record({"verdict": Choice(VERDICTS), "note": nullable(Text())}, ("note",)),
                "verdict",
                MAX_BODY,
            ),
        )
    )
    def judge(id: str, places: str, body: dict[str, Any]) -> dict[str, Any]:
        hit = places.split()
        return {"verdict": hypotheses.judge(Research(library), id, hit, body["verdict"], body.get("note"))}

    @api.answers(
        Route(
            "GET",
            "/api/v1/hypotheses/{id}/hits",
            "The hits of a hypothesis in mushaf order, each with its verdict",
            TAG,
            Record(
                {
                    "total": Natural(says="Hits."),
                    "offset": Natural(),
                    "judged": Record(
                        _COUNTS, says="Verdicts, also those on what the query does not find any more."
                    ),
                    "hits": ListOf(
                        Record(
                            {
                                "places": ListOf(PLACE),
                                "ref": Text(says="The verse."),
                                "text": Text(says="The words of the hit."),
                                "verdict": nullable(item_of("verdict")),
                            }
                        )
                    ),
                }
            ),
            examples=[_EXAMPLE | {"limit": 5}],
            parts=[ID],
            query=[LIMIT, OFFSET],
        )
    )
    def hits(id: str, limit: int, offset: int) -> dict[str, Any]:
        return hypotheses.hits(Research(library), id, offset, limit)

    @api.answers(
        Route(
            "GET",
            "/api/v1/hypotheses/{id}/runs",
            "The runs of a hypothesis, the newest first",
            TAG,
            Record({"runs": ListOf(RUN)}),
            examples=[_EXAMPLE],
            parts=[ID],
        )
    )
    def runs(id: str) -> dict[str, Any]:
        return {"runs": hypotheses.runs(Research(library), id)}

    @api.answers(
        Route(
            "GET",
            "/api/v1/queries/{id}/again",
            "What a saved query finds now, and found when it was saved",
            TAG,
            Record({"query": Text(), "now": _FOUND, "then": _FOUND, "difference": Natural(-1_000_000)}),
            examples=[{"id": "example-query"}],
            parts=[ID],
        )
    )
    def again(id: str) -> dict[str, Any]:
        return queries.run_again(Research(library), id)
