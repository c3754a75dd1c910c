"""What the tests of research files share: items, what holds them, and files."""

from __future__ import annotations

import json
import re

from kalima.store.research_store import Item, OwnTranslation, Write
from kalima.study.research.exchange import form
from kalima.study.research.exchange.exporting import exported
from kalima.study.research.full_text import full_text
from kalima.study.research.items import Research

EARLY, LATE, LATEST = (f"2026-01-0{day}T00:00:00.000Z" for day in (1, 2, 3))
TRANSLATION = OwnTranslation(
    "en.mine", "en", "Mine", "I", "", "# mine\n", "mine.txt", "2026-01-01T00:00:00+00:00", 2
)
VERSES = [(1, 1, "In the name\x0b"), (2, 255, "<b>")]


def note(title: str, changed: str = EARLY, revision: int = 1, id: str = "n1", **others) -> Item:
    return Item(
        id, "note", {"title": title}, (), EARLY, changed, **{"deleted": None, "revision": revision, **others}
    )


def keep(research: Research, *items: Item) -> Research:
    research.store.write([Write("import", item, full_text(item)) for item in items], who="before")
    return research


def file_of(research: Research, *, history: bool = False, format: str = "json") -> bytes:
    """What is exported, without the line that says when."""
    with exported(research.library, format, history=history) as file:
        return b"".join(line for line in file if not line.startswith(b'"exported"'))


def text_of(*items, **others) -> str:
    head = {"format": "kalima-research", "version": 1}
    return json.dumps(
        {**head, "items": [form.plain(item) if isinstance(item, Item) else item for item in items], **others}
    )


def total(told) -> dict:
    return {outcome: count for outcome, count in told["total"].items() if count}


TYPES = {"string": str, "integer": int, "boolean": bool, "array": list, "object": dict, "null": type(None)}


def fits(schema, value, root=None) -> bool:
    """Whether a value is as a schema says, in the words of JSON Schema that the schema of a file uses."""
    root = root or schema
    types = schema.get("type", list(TYPES)) if "type" in schema else []
    if "$ref" in schema and not fits(root["$defs"][schema["$ref"].rpartition("/")[2]], value, root):
        return False
    if "oneOf" in schema and sum(fits(each, value, root) for each in schema["oneOf"]) != 1:
        return False
    if types and type(value) not in [TYPES[name] for name in ([types] if isinstance(types, str) else types)]:
        return False
    if value != schema.get("const", value) or value not in schema.get("enum", [value]):
        return False
    if isinstance(value, str):
        return bool(re.search(schema.get("pattern", ""), value)) and len(value) <= schema.get(
            "maxLength", len(value)
        )
    if isinstance(value, list):
        bounds = schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value))
        return bounds and all(fits(schema.get("items", {}), each, root) for each in value)
    if isinstance(value, dict):
        own, patterns = schema.get("properties", {}), schema.get("patternProperties", {})
        others = schema.get("additionalProperties", {})

        def inner(name):
            found = own.get(
                name, next((each for pattern, each in patterns.items() if re.search(pattern, name)), others)
            )
            return {"not": True} if found is False else found

        return set(schema.get("required", ())) <= set(value) and all(
            inner(name) != {"not": True} and fits(inner(name), each, root) for name, each in value.items()
        )
    return True
