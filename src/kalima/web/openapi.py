"""The API as an OpenAPI 3.1 document, made from the declarations by which requests are checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kalima import __version__
from kalima.web import answers
from kalima.web.guard import OPEN
from kalima.web.kinds import Kind, Text
from kalima.web.routes import Api, Body, Parameter, Route, Tag
from kalima.web.structures import Record, named_in

JSON = "application/json"

INTRODUCTION = """\
Kalima answers on this computer only, to its own page and to the user's own programs.

**The token.** Every launch has a token of its own, without which nothing but `/health` is answered here. The
page has it in a cookie; a script gets it from `kalima token` and sends it with every request, as in
`curl -H "Authorization: Bearer $(kalima token)" http://127.0.0.1:8642/api/v1/surahs`.

**Requests.** What is changed is sent as JSON; to remove something, nothing need be sent. A parameter that an
address does not know is refused, and so is a value that does not fit; an empty parameter is as if it were
left out.

**Lists.** `limit` and `offset` page through a list; `total` is of all of it, whatever page is asked for.

**Errors.** Every refusal is JSON: `error` says what is wrong, `hint` what to do next, `at` which characters
of a query are meant, `suggestion` what was probably meant. A fault of Kalima's own has an `incident` number,
under which its log tells more.

**Keeping answers.** An answer that only another program or corpus could change has an `ETag`: ask again with
it in `If-None-Match`, and 304 says without any work that it still holds. No other answer is to be kept.
"""

REFUSALS: dict[int, tuple[str, str]] = {
    400: ("Unfit", "A parameter, a field or the query is not as it should be."),
    403: ("Foreign", "The request comes from another site, or without the token of this launch."),
    404: ("NotFound", "There is no such thing."),
    413: ("TooLarge", "The body is larger than this address takes."),
    415: ("NotJson", "The request is not sent as JSON."),
    421: ("WrongHost", "The request is meant for another host."),
    500: ("Unforeseen", "A fault of Kalima's own; the answer has its incident number."),
    503: ("Unavailable", "The corpus or the user's own file cannot be read."),
}
"""The refusals that no route need declare: the name and what it says."""

SECURITY: dict[str, dict[str, str]] = {
    "bearer": {"type": "http", "scheme": "bearer", "description": "What `kalima token` prints."},
    "cookie": {
        "type": "apiKey",
        "in": "cookie",
        "name": "kalima-PORT",
        "description": "The page's, with the number of the port in its name.",
    },
}


def describe(api: Api) -> dict[str, Any]:
    """The document of every route of ``api``, the same whenever it is made."""
    paths: dict[str, dict[str, Any]] = {}
    for route in api.routes:
        paths.setdefault(route.path, {})[route.method.lower()] = operation(route)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Kalima",
            "version": __version__,
            "summary": "The Quran, word by word: read, searched, counted and cited.",
            "description": INTRODUCTION,
            "license": {"name": "GPL-3.0-or-later", "identifier": "GPL-3.0-or-later"},
        },
        "servers": [{"url": "/", "description": "The address that Kalima said when it was started."}],
        "security": [{scheme: []} for scheme in SECURITY],
        "tags": [{"name": tag.name, "description": tag.says} for tag in tags(api)],
        "paths": paths,
        "components": {
            "schemas": _schemas(api),
            "responses": {name: _refusal(says) for name, says in REFUSALS.values()},
            "securitySchemes": SECURITY,
        },
    }


def tags(api: Api) -> list[Tag]:
    """The chapters, in the order in which routes first name them."""
    return list(dict.fromkeys(route.tag for route in api.routes))


def operation(route: Route) -> dict[str, Any]:
    """One method at one path."""
    example = route.examples[0]
    parameters = [
        *(_parameter(part, "path", example) for part in route.parts),
        *(_parameter(each, "query", example) for each in route.query),
    ]
    return {
        "operationId": route.name,
        "summary": route.says,
        **({"description": route.more} if route.more else {}),
        "tags": [route.tag.name],
        **({"parameters": parameters} if parameters else {}),
        **({"requestBody": _body(route.body, route.examples)} if _takes_body(route) else {}),
        **({"security": []} if route.name in OPEN else {}),
        "responses": {str(status): each for status, each in sorted(_responses(route).items())},
        "x-changes": route.changes,
        "x-examples": [_example(route, each) for each in route.examples],
    }


def _parameter(parameter: Parameter, place: str, example: Mapping[str, Any]) -> dict[str, Any]:
    schema = parameter.kind.schema()
    if parameter.required and place == "query" and schema.get("type") == "string":
        schema.setdefault("minLength", 1)  # an empty one is as if it were left out
    if not parameter.required and parameter.default not in (None, ()):
        default = parameter.default
        schema["default"] = list(default) if isinstance(default, tuple) else default
    return {
        "name": parameter.name,
        "in": place,
        "description": parameter.says,
        "required": parameter.required,
        "schema": schema,
        **({"example": example[parameter.name]} if parameter.name in example else {}),
    }


def _takes_body(route: Route) -> bool:
    return route.body is not None or route.method not in ("GET", "DELETE")


def _body(body: Body | None, examples: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    if body is None:  # its type is what tells the guard that no other site has sent it
        return {"description": "Nothing, but as JSON.", "required": True, "content": {JSON: {"example": {}}}}
    media = {"schema": body.fields.schema(), "example": examples[0]["body"]}
    return {"description": f"At most {body.most:,} bytes.", "required": True, "content": {JSON: media}}


def _responses(route: Route) -> dict[int, dict[str, Any]]:
    usual = {400, 403, 421, 500, 503}
    usual |= {404} if route.parts else set()
    usual |= {413, 415} if route.method != "GET" else set()
    found = {status: {"$ref": f"#/components/responses/{REFUSALS[status][0]}"} for status in usual}
    found |= {status: _refusal(says) for status, says in route.refusals.items()}
    if route.cache == "corpus":
        found[304] = {"description": "It still holds what the client has."}
    if route.answer is None:
        return found | {204: {"description": route.says}}
    kept = {"ETag": "By which the client may ask whether the answer still holds."} if 304 in found else {}
    headers = {
        name: {"description": says, "schema": {"type": "string"}}
        for name, says in (kept | dict(route.headers)).items()
    }
    answer = {"description": route.says, "content": {route.media: {"schema": route.answer.schema()}}}
    return found | {route.status: answer | ({"headers": headers} if headers else {})}


def _refusal(says: str) -> dict[str, Any]:
    return {"description": says, "content": {JSON: {"schema": answers.ERROR.schema()}}}


def _example(route: Route, example: Mapping[str, Any]) -> dict[str, Any]:
    sent = {"body": example["body"]} if route.body else {}
    return {"method": route.method, "target": route.target(example), **sent}


def _schemas(api: Api) -> dict[str, Any]:
    """The named kinds in the order of their names.

    :raises ValueError: if two of them have the same name.
    """
    found: dict[str, Any] = {}
    for named in named_in(list(_kinds(api.routes))):
        if named.name in found:
            raise ValueError(f"there are two kinds named {named.name}")
        found[named.name] = named.kind.schema() | ({"description": named.says} if named.says else {})
    return dict(sorted(found.items()))


def _kinds(routes: Iterable[Route]) -> Iterable[Kind]:
    yield answers.ERROR
    for route in routes:
        yield from (parameter.kind for parameter in (*route.parts, *route.query))
        if route.body:
            yield route.body.fields
        if route.answer:
            yield route.answer


DESCRIPTION = Tag("Description", "What you are reading.")


def declare(api: Api) -> None:
    """``/api/openapi.json`` and ``/api``, the same as a page."""

    @api.answers(
        Route(
            "GET",
            "/api/openapi.json",
            "This API as an OpenAPI 3.1 document",
            DESCRIPTION,
            Record({"openapi": answers.TEXT, "info": Record({}, open=True)}, open=True),
            examples=[{}],
            cache="corpus",
        )
    )
    def document() -> dict[str, Any]:
        return describe(api)

    @api.answers(
        Route(
            "GET",
            "/api",
            "This API as a page",
            DESCRIPTION,
            Text(),
            examples=[{}],
            media="text/html",
            cache="corpus",
        )
    )
    def page() -> str:
        from kalima.web.describe import page_of  # only who reads the description waits for it

        return page_of(describe(api))
