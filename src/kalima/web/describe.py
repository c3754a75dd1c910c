"""The OpenAPI document as a page: made here, read offline, without a script."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from shlex import quote
from typing import Any
from urllib.parse import unquote_plus

Schema = Mapping[str, Any]

_HEAD = """\
<!doctype html>
<html lang="en" dir="ltr">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>Kalima's API</title>
  <link rel="icon" href="/static/icon.svg" type="image/svg+xml">
  <link rel="stylesheet" href="/static/css/tokens.css">
  <link rel="stylesheet" href="/static/css/base.css">
  <link rel="stylesheet" href="/static/css/pages.css">
  <link rel="stylesheet" href="/static/css/api.css">
</head>
<body>
"""


def page_of(document: Mapping[str, Any]) -> str:
    """The whole page."""
    routes = [
        (method.upper(), path, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]
    chapters = [
        (tag, [route for route in routes if tag["name"] in route[2]["tags"]]) for tag in document["tags"]
    ]
    info, components = document["info"], document["components"]
    refusals = (_answer(name, each) for name, each in components["responses"].items())
    return "".join(
        [
            _HEAD,
            '<main class="api">\n<p><a href="/">Kalima</a></p>\n',
            f"<h1>{escape(info['title'])} {escape(info['version'])}: the API</h1>\n",
            _prose(info["description"]),
            '<p>For programs: <a href="/api/openapi.json">openapi.json</a>, which is this page.</p>\n',
            _contents(chapters),
            *(_chapter(tag, found) for tag, found in chapters),
            '<section id="refusals">\n<h2>Refusals</h2>\n<p>What any address may answer instead.</p>\n',
            _table("Refusals", ("name", "what it holds", "when"), refusals),
            '</section>\n<section id="shapes">\n<h2>Shapes</h2>\n',
            *(_shape(name, schema) for name, schema in components["schemas"].items()),
            "</section>\n</main>\n</body>\n</html>\n",
        ]
    )


def _prose(text: str) -> str:
    """Paragraphs, with the document's **strong** and `code`."""
    marked = re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", escape(text))
    marked = re.sub(r"`(.+?)`", r"<code>\1</code>", marked)
    return "".join(f"<p>{part.strip()}</p>\n" for part in marked.split("\n\n"))


def _contents(chapters: Iterable[tuple[Schema, Sequence[tuple[str, str, Schema]]]]) -> str:
    rows = []
    for tag, routes in chapters:
        rows.append(f"<dt>{escape(tag['name'])}</dt>")
        rows += (
            f'<dd><a href="#{operation["operationId"]}">{_address(method, path)}</a> '
            f"{escape(operation['summary'])}</dd>\n"
            for method, path, operation in routes
        )
    return f'<nav aria-label="Addresses">\n<dl class="api-contents">{"".join(rows)}</dl>\n</nav>\n'


def _chapter(tag: Schema, routes: Iterable[tuple[str, str, Schema]]) -> str:
    shown = "".join(_route(*route) for route in routes)
    return (
        f"<section>\n<h2>{escape(tag['name'])}</h2>\n<p>{escape(tag['description'])}</p>\n{shown}</section>\n"
    )


def _route(method: str, path: str, operation: Schema) -> str:
    pieces = [
        f'<article id="{operation["operationId"]}">\n<h3>{_address(method, path)}</h3>\n',
        f"<p>{escape(operation['summary'])}.</p>\n",
    ]
    if "description" in operation:
        pieces.append(_prose(operation["description"]))
    if parameters := operation.get("parameters"):
        rows = (
            (each["name"], _named(each["schema"], deep=True) + _presence(each), escape(each["description"]))
            for each in parameters
        )
        pieces.append(_table("Parameters", ("name", "what it may be", "what it is"), rows))
    if sent := operation.get("requestBody"):
        pieces.append(_fields("Body", sent["content"]["application/json"].get("schema", {})))
        pieces.append(f"<p>{escape(sent['description'])}</p>\n")
    answers = operation["responses"]
    rows = (_answer(status, each) for status, each in answers.items() if "$ref" not in each)
    pieces.append(_table("Answers", ("status", "what it holds", "when"), rows))
    usual = ", ".join(status for status, each in answers.items() if "$ref" in each)
    pieces.append(f'<p><a href="#refusals">Refused</a> as everywhere: {usual}.</p>\n')
    pieces.append("<h4>Examples</h4>\n")
    # What is there only if the user made it is no place to go to.
    there = "304" in answers or not any(each["required"] for each in operation.get("parameters", ()))
    pieces += (_example(each, there) for each in operation["x-examples"])
    return "".join([*pieces, "</article>\n"])


def _address(method: str, path: str) -> str:
    parts = re.sub(r"(\{\w+\})", r"<var>\1</var>", escape(path))
    return f'<code><span class="api-method">{method}</span> {parts}</code>'


def _presence(parameter: Schema) -> str:
    if parameter["required"]:
        return "" if parameter["in"] == "path" else "; required"
    default = parameter["schema"].get("default")
    return "" if default in (None, "") else f"; else <code>{escape(str(default))}</code>"


def _answer(status: str, answer: Schema) -> tuple[str, str, str]:
    holds = [
        _named(content["schema"], deep=True) if "json" in media else f"<code>{escape(media)}</code>"
        for media, content in answer.get("content", {}).items()
    ]
    headers = [f"<code>{escape(name)}</code>" for name in answer.get("headers", ())]
    return status, ", ".join(holds + headers) or "nothing", escape(answer["description"])


def _example(example: Schema, there: bool) -> str:
    target, method = example["target"], example["method"]
    if method == "GET" and not there:
        return f'<p class="api-example">{escape(unquote_plus(target))}</p>\n'
    if method == "GET":
        return f'<p class="api-example"><a href="{escape(target)}">{escape(unquote_plus(target))}</a></p>\n'
    sent = json.dumps(example.get("body", {}), ensure_ascii=False)
    command = f"curl -X {method} -H 'Content-Type: application/json' -d {quote(sent)} {quote(target)}"
    return f'<pre class="source-notice">{escape(command)}</pre>\n'


def _shape(name: str, schema: Schema) -> str:
    return f'<article id="shape-{name}">\n{_fields(name, schema)}</article>\n'


def _fields(title: str, schema: Schema) -> str:
    """An object's fields as a table; anything else in a line."""
    said = f"<p>{escape(schema['description'])}</p>\n" if "description" in schema else ""
    if not schema.get("properties"):
        return f"<h4>{escape(title)}</h4>\n{said}<p>{_named(schema, deep=True)}</p>\n"
    needed = schema.get("required", ())
    rows = (
        (
            name,
            _named(inner, deep=True) + ("" if name in needed else "; may be absent"),
            escape(inner.get("description", "")),
        )
        for name, inner in schema["properties"].items()
    )
    return f"<h4>{escape(title)}</h4>\n{said}" + _rows(("name", "what it is", "what it says"), rows)


def _table(title: str, heads: Sequence[str], rows: Iterable[tuple[str, str, str]]) -> str:
    return f"<h4>{escape(title)}</h4>\n{_rows(heads, rows)}"


def _rows(heads: Sequence[str], rows: Iterable[tuple[str, str, str]]) -> str:
    head = "".join(f'<th scope="col">{each}</th>' for each in heads)
    body = "".join(
        f'<tr><th scope="row"><code>{escape(name)}</code></th><td>{kind}</td><td>{says}</td></tr>\n'
        for name, kind, says in rows
    )
    return (
        f'<div class="api-table"><table><thead><tr>{head}</tr></thead>\n<tbody>{body}</tbody></table></div>\n'
    )


def _named(schema: Schema, *, deep: bool = False) -> str:
    """A schema in words; named shapes are links."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f'<a href="#shape-{name}">{name}</a>'
    if "anyOf" in schema:
        return " or ".join(_named(each) for each in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(f"<code>{escape(each)}</code>" for each in schema["enum"])
    kind = schema.get("type", "anything")
    if kind == "array":
        return f"list of {_named(schema['items'], deep=deep)}"
    if kind == "object" and isinstance(schema.get("additionalProperties"), Mapping):
        return f"{{name: {_named(schema['additionalProperties'], deep=deep)}}}"
    if kind == "object" and schema.get("properties") and deep:
        inner = (f"{escape(name)}: {_named(each)}" for name, each in schema["properties"].items())
        return f"{{{', '.join(inner)}}}"
    if kind == "integer" and "maximum" in schema:
        return _range(schema["minimum"], schema["maximum"])
    if kind == "string":
        most = schema.get("maxLength")
        return "text" if most is None else f"text of at most {most:,} characters"
    return {"boolean": "true or false", "anything": "any JSON"}.get(kind, escape(kind))


def _range(least: int, most: int) -> str:
    endless = most >= 1_000_000_000
    return f"whole number from {least:,}" if endless else f"{least:,} to {most:,}"
