"""Routes that are declared: one statement reads the request, checks it, and describes it to the reader."""

from __future__ import annotations

import keyword
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import RLock
from typing import Any, Literal, NamedTuple
from urllib.parse import quote, urlencode

from flask import Flask, Response, abort, current_app, jsonify, request
from flask.globals import request_ctx
from werkzeug.datastructures import MultiDict
from werkzeug.routing import Map, Rule

from kalima.errors import KalimaError, NotFound
from kalima.web import caching
from kalima.web.kinds import Kind, unknown
from kalima.web.structures import ListOf, Record

MAX_BODY = 1 << 20
"""Bytes of a request's body, at most; a route may allow itself more."""
LARGEST_BODY = 128 << 20
"""Bytes of the largest body that a route may allow itself; the server reads no more of any."""

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
        answer may be another one tomorrow, whatever the route's ``cache`` says; or what tells it of a value.
    :param missing: what is said where it is required and left out, instead of "... is missing."
    """

    name: str
    kind: Kind
    says: str
    default: Any = REQUIRED
    own: bool | Callable[[Any], bool] = False
    missing: str = ""

    @property
    def argument(self) -> str:
        """What the handler calls it."""
        name = self.name.replace("-", "_")
        return f"{name}_" if keyword.iskeyword(name) else name

    @property
    def required(self) -> bool:
        return self.default is REQUIRED

    def names_own(self, value: Any) -> bool:
        """Whether this value names something of the user's own."""
        return self.own(value) if callable(self.own) else self.own and value != self.default

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
            out = f"Leave {self.name} out" + ("." if default in (None, "", ()) else f" for {default}.")
            raise type(error)(error.message, f"{error.hint} {out}".strip()) from error


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
        known, asked = [parameter.name for parameter in self.query], request.args
        for name in asked:
            if name not in known:
                raise unknown("parameter", name, known)
        values = {part.argument: part.read_path(parts[part.name]) for part in self.parts}
        values |= {each.argument: each.read_query(asked) for each in self.query}
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
        self._declared: dict[str, tuple[Route, Handler]] = {}
        self._late: list[tuple[int, Callable[[Api], None]]] = []
        self._lock = RLock()

    @property
    def routes(self) -> list[Route]:
        """Every route, also those that are declared late."""
        self._complete()
        return [route for route, _ in self._declared.values()]

    def answers(self, route: Route) -> Callable[[Handler], Handler]:
        """Let the decorated function answer ``route``; its arguments are named as the route's values are.

        :raises ValueError: if there is such a route already.
        """

        def add(handler: Handler) -> Handler:
            _refuse_second(route.name, self._declared)
            self._declared[route.name] = route, handler
            return handler

        return add

    def late(self, declare: Callable[[Api], None]) -> None:
        """Let ``declare`` declare its routes only when all are asked for, or no other one fits a request.

        In the description they stand between those that were declared before and those that come after.
        """
        self._late.append((len(self._declared), declare))

    def _complete(self) -> None:
        with self._lock:
            while self._late:  # the last first, so that the places of the others stay right
                place, declare = self._late[-1]
                added = Api()
                declare(added)
                for name in added._declared:
                    _refuse_second(name, self._declared)
                known = list(self._declared.items())
                self._declared = dict([*known[:place], *added._declared.items(), *known[place:]])
                self._late.pop()

    def install(self, app: Flask, edition: caching.Edition) -> None:
        """Make the routes those of ``app``.

        :param edition: of program and corpus, by which an answer that may be kept is known again.
        """
        app.extensions["kalima.changing"] = set()
        app.url_map.merge_slashes = False  # a doubled slash is a mistake, to be answered as one
        self._add(app, app.url_map, edition)

        @app.url_value_preprocessor  # Flask calls it before the guard, which asks what the request is for
        def look_among_the_late(*_: object) -> None:
            # OPTIONS asks what else there may be at an address that is known.
            if request.routing_exception is None and request.method != "OPTIONS":
                return
            with self._lock:
                self._complete()
                if self._declared.keys() - app.view_functions.keys():
                    # A new map and no larger one: other threads look into the old one meanwhile.
                    every = _copy(app.url_map)
                    self._add(app, every, edition)
                    app.url_map = every
            looked_in = request_ctx.url_adapter
            if looked_in is not None and looked_in.map is not app.url_map:
                request_ctx.url_adapter = app.create_url_adapter(request)
                request.routing_exception = None
                request_ctx.match_request()

        @app.before_request
        def limit_body() -> None:
            """Refuse a large body also where nobody reads it; the server itself lets the largest pass."""
            route, _ = self._declared.get(request.endpoint or "", (None, None))
            request.max_content_length = route.body.most if route and route.body else MAX_BODY
            if (request.content_length or 0) > request.max_content_length:
                abort(413)

        app.after_request(caching.compress)

    def _add(self, app: Flask, rules: Map, edition: caching.Edition) -> None:
        for route, handler in self._declared.values():
            if route.name not in app.view_functions:
                app.view_functions[route.name] = _view(route, handler, edition)
                if route.changes:
                    app.extensions["kalima.changing"].add(route.name)
                path = route.path.replace("{", "<").replace("}", ">")
                rule = Rule(path, endpoint=route.name, methods=[route.method, "OPTIONS"])
                rule.provide_automatic_options = True  # type: ignore[attr-defined]  # Flask answers OPTIONS
                rules.add(rule)


def _refuse_second(name: str, declared: Mapping[str, object]) -> None:
    if name in declared:
        raise ValueError(f"there are two routes {name}")


def _copy(rules: Map) -> Map:
    copied = Map(merge_slashes=rules.merge_slashes)
    for rule in rules.iter_rules():
        again = rule.empty()
        again.provide_automatic_options = rule.provide_automatic_options  # type: ignore[attr-defined]
        copied.add(again)
    return copied


def _view(route: Route, handler: Handler, edition: caching.Edition) -> Callable[..., Response]:
    own = [parameter for parameter in route.query if parameter.own]

    def view(**parts: str) -> Response:
        values = route.read(parts)
        kept = route.cache == "corpus" and not any(each.names_own(values[each.argument]) for each in own)
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
