"""The user's annotations as Web Annotations (https://www.w3.org/TR/annotation-model/), in JSON-LD."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from typing import Any, TextIO

from kalima.store.research_store import Anchor, Item
from kalima.study.research.places import Place

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
SOURCE = "https://tanzil.net/"
"""What the places are in; ``SOURCE#2:255`` is a place's IRI. It is a name: nothing is ever fetched."""
NAMESPACE = uuid.UUID("1c8a4d52-6f0b-4e7e-9a51-3c5be0d7a26f")
"""In which an item's id is the name of a UUID (RFC 9562, version 5)."""


def is_annotation(item: Item) -> bool:
    """Whether an item is one that is written: an annotation that is not in the bin."""
    return item.kind == "annotation" and not item.deleted


def write(annotations: Iterable[Item], file: TextIO) -> int:
    """Write a collection of annotations, one on each line; return how many they are."""
    head = {
        "@context": CONTEXT,
        "id": _iri("annotations"),
        "type": "AnnotationCollection",
        "label": "Annotations made with Kalima",
    }
    file.write(json.dumps(head)[:-1] + ',\n"first": ')
    page = {"id": _iri("annotations 1"), "type": "AnnotationPage", "partOf": head["id"], "startIndex": 0}
    file.write(json.dumps(page)[:-1] + ', "items": [\n')
    total = 0
    for total, item in enumerate(annotations, 1):
        file.write((",\n" if total > 1 else "") + json.dumps(web_annotation(item), ensure_ascii=False))
    file.write(f'\n]}},\n"total": {total}}}\n')
    return total


def web_annotation(item: Item) -> dict[str, Any]:
    """An annotation as an Annotation: its text and layer are bodies, and of an arc its relation and head."""
    said = [("text", "commenting"), ("layer", "classifying"), ("relation", "tagging")]
    bodies: list[dict[str, Any]] = [
        {"type": "TextualBody", "value": item.data[name], "format": "text/plain", "purpose": purpose}
        for name, purpose in said
        if item.data.get(name)
    ]
    heads = [_resource(anchor) | {"purpose": "linking"} for anchor in item.anchors if anchor.role == "head"]
    return {
        "@context": CONTEXT,
        "id": _iri(item.id),
        "type": "Annotation",
        "motivation": "linking" if heads else "commenting",
        "created": item.created,
        "modified": item.changed,
        "body": bodies + heads,
        "target": [_resource(anchor) for anchor in item.anchors if anchor.role == "target"],
    }


def _resource(anchor: Anchor) -> dict[str, Any]:
    place = Place.of(anchor)
    selector: dict[str, Any] = {"type": "FragmentSelector", "value": str(place)}
    if place.sort != "node":  # what is implied is not written there
        selector["refinedBy"] = {"type": "TextQuoteSelector", "exact": anchor.text}
    return {"type": "SpecificResource", "source": SOURCE, "selector": selector}


def _iri(name: str) -> str:
    return uuid.uuid5(NAMESPACE, name).urn
