"""Corrections that the user proposes: what the source says, and what may stand in its place."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from kalima.arabic.references import Reference
from kalima.corpus import tagset
from kalima.corpus.model import Segment
from kalima.errors import KalimaError
from kalima.study.research.places import Place

if TYPE_CHECKING:
    from kalima.study.library import Library

FREE = ("form", "lemma", "root", "wazn")
"""Attributes whose value is any text. All others have the values of the tagset."""
FEATURES = {feature.key: feature for feature in (*tagset.FEATURES, *tagset.TREEBANK_FEATURES)}


def checked(library: Library, place: Place, attribute: str, value: str) -> str:
    """What the source says of this attribute there; ``""`` if nothing.

    :raises KalimaError: if there is no such attribute, it cannot have this value or has it already, or the
        word has several stems.
    """
    feature = FEATURES.get(attribute)
    if feature is None and attribute not in FREE:
        near = difflib.get_close_matches(attribute[:40], [*FREE, *FEATURES], 1)
        hint = f"Did you mean {near[0]}?" if near else f"Known: {', '.join([*FREE, *FEATURES])}."
        raise KalimaError(f"There is no attribute {attribute[:40]!r}.", hint)
    if feature is not None and value:
        _check_value(feature, value)
    source = _source(
        library, place, feature.field if feature else attribute, bool(feature and feature.source != "qac")
    )
    if source == value:
        raise KalimaError(f"{attribute} is {value or 'unsaid'} at {place} already.", "Propose another value.")
    return source


def _check_value(feature: tagset.Feature, value: str) -> None:
    names: dict[str, tagset.Value] = {}
    for each in feature.values:
        names |= {name.lower(): each for name in (each.arabic, each.english, *each.aliases, each.tag)}
    if any(each.tag == value for each in feature.values):
        return
    near = difflib.get_close_matches(value[:40].lower(), names, 1)
    tags = ", ".join(f"{each.tag} ({each.english})" for each in feature.values)
    hint = f"Did you mean {names[near[0]].tag} ({names[near[0]].english})?" if near else f"Known: {tags}."
    raise KalimaError(f"{feature.key} has no value {value[:40]!r}.", hint)


def _source(library: Library, place: Place, field: str, of_treebank: bool) -> str:
    """What the corpus, or the treebank, says of a segment, or of a word's stem."""
    word = Reference(place.surah, place.ayah, place.ayah, place.word)
    ((record, segments),) = library.words(word)
    position = place.segment or _stem(place, segments)
    if of_treebank:
        return library.store.treebank_of([record.id]).get((record.id, position), {}).get(field, "")
    return getattr(segments[position - 1], field) or ""


def _stem(place: Place, segments: list[Segment]) -> int:
    stems = [number for number, each in enumerate(segments, start=1) if each.kind == "STEM"]
    if len(stems) != 1:
        choice = " or ".join(f"{place}:{number}" for number in stems)
        raise KalimaError(f"{place} has {len(stems)} stems.", f"Say which segment is meant: {choice}.")
    return stems[0]
