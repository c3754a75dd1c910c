"""Routes that are declared: one statement reads the request, checks it, and describes it to the reader."""

from __future__ import annotations

import keyword
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple
from urllib.parse import quote, urlencode

from flask import Flask, Response, abort, current_app, jsonify, request
from werkzeug.datastructures import MultiDict

from kalima.errors import KalimaError, NotFound
from kalima.web import caching
from kalima.web.kinds import Kind, unknown
from kalima.web.structures import ListOf, Record

MAX_BODY = 1 << 20
"""Bytes of a request's body, at most; a route may allow itself more."""

Handler = Callable[..., Any]


class _Required:
    """Stands for the default of a parameter that has none."""


REQUIRED = _Required()


class Tag(NamedTuple):
    """A chapter of the description."""

    name: str
    says: str


@dataclass(eq=False, repr=False)
class Parameter:
    """A part of the path, or a parameter of the query.

    :param default: what the handler gets where it is left out or left empty.
    :param own: whether a value other than the default names something of the user's own, so that the
        answer may be another one tomorrow, whatever the route's ``cache`` says.
    :param missing: what is said where it is required and left out, instead of "... is missing."
    """

    name: str
    kind: Kind
    says: str
    default: Any = REQUIRED
    own: bool = False
    missing: str = ""

    @property
    def argument(self) -> str:
        """What the handler calls it."""
        name = self.name.replace("-", "_")
        return f"{name}_" if keyword.iskeyword(name) else name

    @property
    def required(self) -> bool:
        return self.default is REQUIRED

    def read_path(self, text: str) -> Any:
        """
        :raises NotFound: if there can be nothing under such a path.
        """
        try:
            return self.kind.parse(text, self.name)
        except NotFound:
            raise
        except KalimaError as error:
            raise NotFound(error.message, self.says) from error

    def read_query(self, arguments: MultiDict[str, str]) -> Any:
        """
        :raises KalimaError: if it is missing, or there more than once, or not of its kind.
        """
        texts = [text for text in arguments.getlist(self.name) if text]
        if not texts:
            if self.required:
                raise KalimaError(self.missing or f"{self.name} is missing.", f"Say what it is: {self.says}")
            return self.default
        try:
            if isinstance(self.kind, ListOf):
                return self.kind.check([self.kind.kind.parse(text, self.name) for text in texts], self.name)
            if len(texts) > 1:
                raise KalimaError(f"{self.name} is given {len(texts)} times.", "Give it once.")
            return self.kind.parse(texts[0], self.name)
        except KalimaError as error:
            if self.required or error.at is not None:
                raise
            default = str(self.default).lower() if isinstance(self.default, bool) else self.default
            instead = "" if default in (None, "", ()) else f" for {default}"
            raise type(error)(
                error.message, f"{error.hint} Leave {self.name} out{instead}.".strip()
            ) from error


@dataclass(eq=False, repr=False)
class Body:
    """The JSON that a request carries.

    :param what: what it is, for "The request holds no ...".
    :param most: bytes, at most.
    """

    fields: Record
    what: str
    most: int = MAX_BODY

    def read(self, example: object) -> Any:
        """
        :param example: of such a body, for the message.
        :raises KalimaError: if it is not JSON, lacks a field, or a field is not of its kind.
        """
        try:
            sent = request.get_json(silent=True)
        except RecursionError:
            sent = None
        required = self.fields.required()
        if not isinstance(sent, dict) or (required and not any(name in sent for name in required)):
            wanted = current_app.json.dumps(example)
            raise KalimaError(f"The request holds no {self.what}.", f"Send it as JSON: {wanted}")
        return self.fields.check(sent, "")


@dataclass(eq=False, repr=False)
class Reply:
    """An answer that is more than its value."""

    value: Any
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(eq=False, repr=False)
class Route:
    """One method at one path, as it is checked and described.

    :param path: with its parts in braces, as in ``/api/v1/surahs/{number}``.
    :param says: what is answered, in one line; ``more`` is what else is to be known.
    :param answer: the kind of the answer; ``None`` if there is no content.
    :param media: the answer's media type; the handler of one that is not JSON returns text.
    :param status: of the answer; 204 where there is no content.
    :param headers: the answer's own headers and what they say; the handler returns a :class:`Reply`.
    :param refusals: by status, what may be refused beyond what the declaration says itself.
    :param cache: ``corpus`` if the answer stays as it is while program and corpus stay as they are;
        ``research`` if it may be another one the next time.
    :param writes: whether something is changed; every method but GET does, unless it is said here.
    :param examples: values by name, that of the body under ``body``; one at least.
    """

    method: Literal["GET", "POST", "PUT", "DELETE"]
    path: str
    says: str
    tag: Tag
    answer: Kind | None
    examples: Sequence[Mapping[str, Any]]
    parts: Sequence[Parameter] = ()
    query: Sequence[Parameter] = ()
    body: Body | None = None
    more: str = ""
    media: str = "application/json"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    refusals: Mapping[int, str] = field(default_factory=dict)
    cache: Literal["corpus", "research"] = "research"
    writes: bool | None = None

    def __post_init__(self) -> None:
        """
        :raises ValueError: if the declaration does not agree with itself.
        """
        in_path = [piece[1:-1] for piece in self.path.split("/") if piece.startswith("{")]
        if in_path != [part.name for part in self.parts]:
            raise ValueError(f"{self.path}: its parts are declared as {[part.name for part in self.parts]}")
        if not self.examples:
            raise ValueError(f"{self.method} {self.path} has no example")
        if self.cache == "corpus" and self.method != "GET":
            raise ValueError(f"{self.method} {self.path}: only what is read can be kept")

    @property
    def name(self) -> str:
        """Unlike any other route's: ``get_api_v1_surahs_number``."""
        path = "".join(char if char.isalnum() else "_" for char in self.path)
        return f"{self.method.lower()}_{'_'.join(filter(None, path.split('_')))}"

    @property
    def changes(self) -> bool:
        """Whether it changes something."""
        return self.method != "GET" if self.writes is None else self.writes

    def read(self, parts: Mapping[str, str]) -> dict[str, Any]:
        """The handler's arguments, from the request.

        :raises KalimaError: if the request is not as declared.
        """
        known = [parameter.name for parameter in self.query]
        for name in request.args:
            if name not in known:
                raise unknown("parameter", name, known)
        values = {part.argument: part.read_path(parts[part.name]) for part in self.parts}
        values |= {each.argument: each.read_query(request.args) for each in self.query}
        return values | ({"body": self.body.read(self.examples[0]["body"])} if self.body else {})

    def target(self, example: Mapping[str, Any]) -> str:
        """The path and query of an example's request."""
        path = self.path
        for part in self.parts:
            path = path.replace(f"{{{part.name}}}", quote(str(example[part.name]), safe=":"))
        asked = [(each.name, example[each.name]) for each in self.query if each.name in example]
        return path + (f"?{urlencode(asked, doseq=True, safe=':')}" if asked else "")


class Api:
    """The routes of an app, in the order in which they are described."""

    def __init__(self) -> None:
        self.routes: list[Route] = []
        self._handlers: dict[str, tuple[Route, Handler]] = {}

    def answers(self, route: Route) -> Callable[[Handler], Handler]:
        """Let the decorated function answer ``route``; its arguments are named as the route's values are.

        :raises ValueError: if there is such a route already.
        """

        def add(handler: Handler) -> Handler:
            if route.name in self._handlers:
                raise ValueError(f"there are two routes {route.name}")
            self.routes.append(route)
            self._handlers[route.name] = route, handler
            return handler

        return add

    def install(self, app: Flask, edition: caching.Edition) -> None:
        """Make the routes those of ``app``.

        :param edition: of program and corpus, by which an answer that may be kept is known again.
        """
        app.url_map.merge_slashes = False  # a doubled slash is a mistake, to be answered as one
        for route, handler in self._handlers.values():
            rule = route.path.replace("{", "<").replace("}", ">")
            view = _view(route, handler, edition)
            app.add_url_rule(rule, route.name, view, methods=[route.method])

        @app.before_request
        def limit_body() -> None:
            """Refuse a large body also where nobody reads it; the server itself lets the largest pass."""
            route, _ = self._handlers.get(request.endpoint or "", (None, None))
            request.max_content_length = route.body.most if route and route.body else MAX_BODY
            if (request.content_length or 0) > request.max_content_length:
                abort(413)

        app.after_request(caching.compress)


def _view(route: Route, handler: Handler, edition: caching.Edition) -> Callable[..., Response]:
    own = {parameter.argument: parameter.default for parameter in route.query if parameter.own}

    def view(**parts: str) -> Response:
        values = route.read(parts)
        kept = route.cache == "corpus" and all(values[name] == default for name, default in own.items())
        if kept and (unchanged := edition.unchanged()):
            return unchanged
        response = _response(route, handler(**values))
        return edition.keep(response) if kept else caching.forget(response)

    return view


def _response(route: Route, answered: Any) -> Response:
    reply = answered if isinstance(answered, Reply) else Reply(answered)
    if route.answer is None:
        response = Response(status=204)
    elif route.media == "application/json":
        response = jsonify(reply.value)
        response.status_code = route.status
    else:
        response = Response(reply.value, route.status, mimetype=route.media)
    response.headers.update(dict(reply.headers))
    return response
