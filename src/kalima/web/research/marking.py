"""Tags by their names: which there are, what they mark, and marking a place with one."""

from __future__ import annotations

from typing import Any

from kalima.errors import NotFound
from kalima.study.library import Library
from kalima.study.research import tags
from kalima.study.research.items import Research
from kalima.web.kinds import Natural, Text
from kalima.web.research.items import LIMIT, OFFSET
from kalima.web.research.shapes import ITEMS, PLACE, item_of
from kalima.web.routes import Api, Parameter, Route, Tag
from kalima.web.structures import ListOf, Named, Record

TAG = Tag(
    "Tags",
    "Words of one's own that places are marked with. A tag is itself an item, with a history.",
)
NAME = Parameter("name", Text(), "The tag's name, in whatever case.")
_PLACE = Parameter("place", Text(), PLACE.says)
_TAG = Named("TagWithUses", item_of("tag", uses=Natural(says="How many places it marks.")))
_TAGGING = Record({"tagging": item_of("tagging")})


def declare(api: Api, library: Library) -> None:
    """``/api/v1/tags``."""

    @api.answers(
        Route(
            "PUT",
            "/api/v1/tags/{name}/{place}",
            "Marks a place with a tag, which is made if there is none of this name",
            TAG,
            _TAGGING,
            examples=[{"name": "mercy", "place": "1:1:3"}, {"name": "mercy", "place": "1:3"}],
            parts=[NAME, _PLACE],
            more="A place that is marked so already stays so.",
        )
    )
    def put(name: str, place: str) -> dict[str, Any]:
        return {"tagging": tags.put(Research(library), name, place)}

    @api.answers(
        Route(
            "DELETE",
            "/api/v1/tags/{name}/{place}",
            "Puts the mark into the bin; the tag stays",
            TAG,
            _TAGGING,
            examples=[{"name": "mercy", "place": "1:1:3"}],
            parts=[NAME, _PLACE],
        )
    )
    def take_off(name: str, place: str) -> dict[str, Any]:
        return {"tagging": tags.take_off(Research(library), name, place)}

    @api.answers(
        Route(
            "GET",
            "/api/v1/tags",
            "All tags by name",
            TAG,
            Record({"tags": ListOf(_TAG)}),
            examples=[{}],
        )
    )
    def listing() -> dict[str, Any]:
        return {"tags": tags.listed(Research(library))}

    @api.answers(
        Route(
            "GET",
            "/api/v1/tags/{name}",
            "The places that a tag marks, the last to be marked first",
            TAG,
            ITEMS,
            examples=[{"name": "mercy"}],
            parts=[NAME],
            query=[LIMIT, OFFSET],
        )
    )
    def places(name: str, limit: int, offset: int) -> dict[str, Any]:
        research = Research(library)
        tag = tags.named(research, name)
        if tag is None:
            raise NotFound(f"There is no tag {name[:80]!r}.", "The list of them all: /api/v1/tags.")
        return research.find(("tagging",), where={"tag": tag.id}, limit=limit, offset=offset)
