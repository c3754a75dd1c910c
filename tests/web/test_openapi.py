"""The description of the API: that it is whole, that it is sound, and that every example in it is true."""

from __future__ import annotations

import http.client
import json
import re
import threading
from html.parser import HTMLParser

import pytest

from kalima import __version__
from kalima.bundle import open_library
from kalima.paths import DATA_VARIABLE
from kalima.web.app import create_api, create_app
from kalima.web.openapi import describe
from kalima.web.server import Server

METHODS = ("get", "post", "put", "delete")


@pytest.fixture(scope="module")
def api(library):
    return create_api(library, lambda: None)


@pytest.fixture(scope="module")
def document(api):
    return describe(api)


def operations(document):
    return [
        (path, method, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]


def objects(value):
    """Every object inside a JSON value, itself among them."""
    if isinstance(value, dict):
        yield value
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from objects(each)


def found(document, reference):
    target = document
    for step in reference.removeprefix("#/").split("/"):
        target = target[step]
    return target


# ---- whole

FILES = ("application/octet-stream", "application/zip")
"""What need not be text."""


def test_every_rule_under_api_is_described_and_every_path_described_is_a_rule(document, library, tmp_path):
    app = create_app(library, port=1, font=tmp_path, quit_program=lambda: None)
    app.test_client().get("/api/nowhere")  # what is declared late is so now
    not_of_the_api = {
        "/",
        "/surah/{}",
        "/juz/{}",
        "/page/{}",
        "/{}:{}",
        "/search",
        "/about",
        "/translations",
        "/tree/{}",
        "/roots",
        "/root/{}",
        "/lemmas",
        "/lemma/{}",
        "/build",
        "/build/letters",
        "/searches",
        "/numbers",
        "/compare",
        "/help",
        "/help/{}",
        "/research",
        "/research/file",
        "/research/hypothesis/{}",
        "/enter",
        "/static/{}",
        "/fonts/AmiriQuran.woff2",
    }
    rules = {
        (re.sub(r"<[^>]*>", "{}", rule.rule), method.lower())
        for rule in app.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    described = {(re.sub(r"{\w+}", "{}", path), method) for path, method, _ in operations(document)}
    pages = {(path, "get") for path in not_of_the_api}
    assert rules == described | pages
    assert not [path for path, _ in pages if path.startswith("/api")]


def test_it_is_served_as_it_is_made(document, server):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    connection.request("GET", "/api/openapi.json")
    response = connection.getresponse()
    assert (response.status, json.loads(response.read())) == (200, document)
    connection.close()


def test_it_is_the_same_whenever_it_is_made(library, document):
    again = describe(create_api(library, lambda: None))
    assert json.dumps(again) == json.dumps(document)


# ---- sound, by the rules of OpenAPI 3.1 (openapi-spec-validator agrees, but is not among our dependencies)


def test_the_head(document):
    assert document["openapi"] == "3.1.0"
    assert list(document) == ["openapi", "info", "servers", "security", "tags", "paths", "components"]
    assert (document["info"]["title"], document["info"]["version"]) == ("Kalima", __version__)
    assert document["info"]["license"]["identifier"] == "GPL-3.0-or-later"
    assert [server["url"] for server in document["servers"]] == ["/"]


def test_every_reference_leads_somewhere_and_every_component_is_used(document):
    references = {each["$ref"] for each in objects(document) if "$ref" in each}
    assert all(isinstance(found(document, reference), dict) for reference in references)
    components = {
        f"#/components/{kind}/{name}"
        for kind, all_ in document["components"].items()
        for name in all_
        if kind != "securitySchemes"  # used by their names alone
    }
    assert components == references


def test_every_operation_is_complete(document):
    ids = [operation["operationId"] for _, _, operation in operations(document)]
    assert len(set(ids)) == len(ids)
    tags = [tag["name"] for tag in document["tags"]]
    for path, method, operation in operations(document):
        assert method in METHODS and path.startswith("/")
        assert operation["summary"] and set(operation["tags"]) <= set(tags)
        parameters = operation.get("parameters", [])
        in_path = [each["name"] for each in parameters if each["in"] == "path"]
        assert in_path == re.findall(r"{(\w+)}", path)
        assert all(each["required"] for each in parameters if each["in"] == "path")
        assert all(each["description"] and each["schema"] for each in parameters)
        assert len({each["name"] for each in parameters}) == len(parameters)
        assert [status for status in operation["responses"] if status.startswith("2")]
        assert {"400", "403", "421", "500"} <= set(operation["responses"])
        assert ("requestBody" in operation) is (method in ("post", "put"))
        assert operation["x-changes"] is (method != "get") or "description" in operation
        for response in operation["responses"].values():
            assert (
                found(document, response["$ref"])["description"]
                if "$ref" in response
                else response["description"]
            )


def test_every_address_but_health_asks_for_the_token(document):
    schemes = document["components"]["securitySchemes"]
    assert {name: each["type"] for name, each in schemes.items()} == {"bearer": "http", "cookie": "apiKey"}
    assert document["security"] == [{"bearer": []}, {"cookie": []}]
    assert [path for path, _, operation in operations(document) if "security" in operation] == ["/health"]
    assert document["paths"]["/health"]["get"]["security"] == []


def test_every_schema_is_one(document):
    types = {"string", "integer", "number", "boolean", "array", "object", "null"}
    schemas = [each["schema"] for each in objects(document) if "schema" in each]
    schemas += document["components"]["schemas"].values()
    for schema in schemas:
        for each in objects(schema):
            if isinstance(each.get("type"), str):
                assert each["type"] in types
            if isinstance(each.get("required"), list):
                assert set(each["required"]) <= set(each["properties"])
            if each.get("type") == "array":
                assert isinstance(each["items"], dict)


def test_no_answer_to_a_query_that_may_ask_of_the_users_own_work_is_kept(api):
    queries = {
        (route.path, parameter.name): parameter
        for route in api.routes
        for parameter in route.query
        if route.cache == "corpus" and parameter.name in ("q", "query", "reference")
    }
    assert {("/api/v1/search", "q"), ("/api/v1/frequency", "q"), ("/api/v1/keyness", "reference")} <= set(
        queries
    )
    assert [name for name, each in queries.items() if not each.names_own("tag:faith")] == []
    assert [name for name, each in queries.items() if each.names_own("root:رحم")] == []


# ---- true


class Fault(Exception):
    pass


def check(document, schema, value, at="answer"):
    """Hold a value against a schema; written apart from the code that made the schema."""
    if "$ref" in schema:
        check(document, found(document, schema["$ref"]), value, at)
    if "anyOf" in schema:
        faults = []
        for each in schema["anyOf"]:
            try:
                check(document, each, value, at)
                break
            except Fault as fault:
                faults.append(str(fault))
        else:
            raise Fault(f"{at} is none of: {'; '.join(faults)}")
    if "type" in schema:
        kinds = {"string": str, "integer": int, "number": int | float, "boolean": bool, "array": list, "object": dict, "null": type(None)}  # fmt: skip
        if not isinstance(value, kinds[schema["type"]]) or (
            schema["type"] != "boolean" and isinstance(value, bool)
        ):
            raise Fault(f"{at} is no {schema['type']}: {value!r}")
    if "enum" in schema and value not in schema["enum"]:
        raise Fault(f"{at}={value!r} is not of {schema['enum']}")
    if isinstance(value, int) and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        raise Fault(f"{at}={value} is out of its bounds")
    if isinstance(value, list):
        for place, each in enumerate(value):
            check(document, schema.get("items", {}), each, f"{at}[{place}]")
    if isinstance(value, dict):
        if lacking := set(schema.get("required", ())) - set(value):
            raise Fault(f"{at} lacks {lacking}")
        for name, each in value.items():
            others = schema.get("additionalProperties", {})
            inner = schema.get("properties", {}).get(name, others)
            if inner is False:
                raise Fault(f"{at} has a further {name}")
            check(document, inner, each, f"{at}.{name}")


@pytest.mark.parametrize(
    ("schema", "value", "fault"),
    [
        ({"type": "integer", "maximum": 3}, 4, "is out of its bounds"),
        ({"type": "integer"}, True, "is no integer"),
        ({"anyOf": [{"type": "null"}, {"type": "string"}]}, 1, "is none of"),
        ({"type": "object", "properties": {"a": {}}, "required": ["a"]}, {}, "lacks"),
        ({"type": "object", "properties": {}, "additionalProperties": False}, {"b": 1}, "has a further b"),
        ({"type": "array", "items": {"type": "string"}}, ["", 1], r"answer\[1\] is no string"),
        ({"enum": ["a"]}, "b", "is not of"),
        ({"$ref": "#/components/schemas/Total"}, {"matches": 1, "words": 1}, "lacks"),
    ],
)
def test_the_check_of_the_examples_finds_what_is_wrong(document, schema, value, fault):
    with pytest.raises(Fault, match=fault):
        check(document, schema, value)


def test_every_example_is_answered_as_described(document, tmp_path, monkeypatch):
    """In their order, on a server of its own: what one adds, the next removes, and the last ends the program."""
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path / "data"))
    running = Server(*open_library(), port=0)
    thread = threading.Thread(target=running.serve)
    thread.start()
    examples = [
        (operation, example)
        for _, _, operation in operations(document)
        for example in operation["x-examples"]
    ]
    examples.sort(key=lambda each: each[1]["target"] == "/api/v1/quit")
    connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=20)
    try:
        for operation, example in examples:
            body = json.dumps(example.get("body", {})).encode() if example["method"] != "GET" else None
            headers = {"Content-Type": "application/json"} if body else {}
            connection.request(example["method"], example["target"], body, headers)
            response = connection.getresponse()
            answered = response.read()
            described = operation["responses"].get(str(response.status), {})
            assert response.status < 300, (example, answered)
            assert set(described.get("headers", ())) <= set(response.headers) | {"ETag"}
            assert ("304" in operation["responses"]) == (response.headers["ETag"] is not None)
            for media, content in described.get("content", {}).items():
                assert response.headers.get_content_type() == media
                value = (
                    json.loads(answered)
                    if media == "application/json"
                    else answered.decode("latin-1" if media in FILES else "utf-8")
                )
                check(document, content["schema"], value, example["target"])
    finally:
        running.stop()
        connection.close()
        thread.join(10)


@pytest.mark.parametrize(
    ("target", "status"),
    [
        ("/api/v1/search?q=rot:x", 400),
        ("/api/v1/search?q=2:300", 404),
        ("/api/v1/search?limt=1", 400),
        ("/api/v1/surahs/115", 404),
        ("/api/v1/surahs/1?translation=no.ne", 404),
    ],
)
def test_a_refusal_is_as_described(document, server, target, status):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    connection.request("GET", target)
    response = connection.getresponse()
    assert response.status == status
    check(document, document["components"]["schemas"]["Error"], json.loads(response.read()))
    connection.close()


# ---- readable


class Page(HTMLParser):
    """What the page links to, what can be linked to, and what in it is not text."""

    VOID = ("meta", "link", "br")

    def __init__(self) -> None:
        super().__init__()
        self.ids, self.links, self.tags, self.open, self.text = [], [], set(), [], ""

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        named = dict(attributes)
        assert not {"style", "onclick", "onload"} & set(named)
        self.ids += [named["id"]] if "id" in named else []
        self.links += [named["href"]] if "href" in named else []
        self.open += [] if tag in self.VOID else [tag]

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


@pytest.fixture(scope="module")
def page(server):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    connection.request("GET", "/api")
    response = connection.getresponse()
    assert (response.status, response.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    page = Page()
    page.feed(response.read().decode())
    connection.close()
    return page


def test_the_page_is_sound_html_without_scripts(page):
    assert page.open == []
    assert not page.tags & {"script", "style", "iframe", "form"}
    assert len(set(page.ids)) == len(page.ids)


def test_the_page_shows_every_route_and_every_shape(page, document):
    assert {f"#{operation['operationId']}" for _, _, operation in operations(document)} <= set(page.links)
    assert {f"shape-{name}" for name in document["components"]["schemas"]} <= set(page.ids)
    for path, method, operation in operations(document):
        assert f"{method.upper()} {path}" in page.text
        assert all(each["description"] in page.text for each in operation.get("parameters", ()))


def test_every_link_of_the_page_leads_somewhere(page, server):
    inside = [link for link in page.links if link.startswith("#")]
    assert {link[1:] for link in inside} <= set(page.ids)
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    for link in set(page.links) - set(inside):
        assert link.startswith("/")
        connection.request("GET", link)
        response = connection.getresponse()
        response.read()
        assert response.status == 200, link
    connection.close()
