"""Attaches items to places: what stands at a place, and whether that is still so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from kalima.arabic.references import Reference
from kalima.corpus.graph import GraphNode, VerseGraph
from kalima.corpus.model import Verse
from kalima.corpus.relations import BY_KEY as RELATIONS
from kalima.errors import KalimaError, NotFound
from kalima.store.research_store import Anchor
from kalima.study.research.kinds import Kind, Role, check_roles
from kalima.study.research.places import SORTS, Place, parse_place

if TYPE_CHECKING:
    from kalima.study.library import Library

NO_PLACE = "no such place"
"""What is said to stand now at a place that is no more."""
_AT_ONCE = 500
"""Verses, or words, that are asked for in one statement."""


def anchor(library: Library, place: Place, role: str) -> Anchor:
    """An anchor at a place, with what stands there.

    :raises NotFound: if there is no such place; the message says what there is.
    """
    return _anchors(library, [(role, place)])[0]


def anchors(
    library: Library, kind: Kind, places: Mapping[str, Sequence[str]], kept: Sequence[Anchor] = ()
) -> tuple[Anchor, ...]:
    """The anchors of an item of this kind at these places, by role.

    :param kept: what stays as it is of the roles that are not named.
    :raises KalimaError: if a role is unknown, has too few or too many places, or one that it cannot have.
    :raises NotFound: if there is no such place.
    """
    if not isinstance(places, Mapping):
        raise KalimaError("The places are no object.", 'Write them by role, as {"target": ["2:255:3"]}.')
    for name, listed in places.items():
        if not isinstance(listed, list | tuple) or not all(isinstance(each, str) for each in listed):
            raise KalimaError(f"The places of {name} are no list.", 'Write them as ["2:255:3"].')
    kept = [each for each in kept if each.role not in places]
    read = {name: list(dict.fromkeys(map(parse_place, listed))) for name, listed in places.items()}
    check_roles(kind, Counter(each.role for each in kept) + Counter({name: len(read[name]) for name in read}))
    for role in kind.roles:
        for place in read.get(role.name, ()):
            check_sort(kind, role, place)
    new = _anchors(library, [(name, place) for name, listed in read.items() for place in listed])
    order = [role.name for role in kind.roles]
    return tuple(sorted((*kept, *new), key=lambda each: order.index(each.role)))


def check_sort(kind: Kind, role: Role, place: Place) -> None:
    """
    :raises KalimaError: if an item of this kind cannot have such a place in this role.
    """
    if place.sort not in role.sorts:
        raise KalimaError(
            f"{place} cannot be the {role.name} of a {kind.name}.",
            f"Choose {' or '.join(SORTS[sort] for sort in role.sorts)}.",
        )


def _anchors(library: Library, found: Sequence[tuple[str, Place]]) -> tuple[Anchor, ...]:
    standing = standing_at(library, [place for _, place in found])
    for _, place in found:
        if standing[place] is None:
            raise _nothing_at(library, place)
    return tuple(Anchor(role, *place, text=standing[place] or "") for role, place in found)


def shaped(library: Library, items: Iterable[Sequence[Anchor]]) -> list[dict[str, list[dict[str, Any]]]]:
    """The anchors of each of these items by role, with what has moved."""
    listed = list(items)
    standing = standing_at(library, {Place.of(each) for attached in listed for each in attached})
    given = []
    for attached in listed:
        roles: dict[str, list[dict[str, Any]]] = {}
        for each in attached:
            place = Place.of(each)
            row = {
                "place": str(place),
                "ref": place.verse,
                "text": each.text,
                "moved": _moved(each, standing),
            }
            roles.setdefault(each.role, []).append(row)
        given.append(roles)
    return given


def _moved(attached: Anchor, standing: Mapping[Place, str | None]) -> bool | str:
    """``False`` if still the same stands at the anchor; else what stands there now."""
    now = standing[Place.of(attached)]
    return False if now == attached.text else NO_PLACE if now is None else now


def standing_at(library: Library, places: Collection[Place]) -> dict[Place, str | None]:
    """What stands at each of these places, in a few statements; ``None`` where there is no such place.

    A verse, words and a segment are their text; an implied node is its text and what it is to which word.
    """
    counts = [surah.ayah_count for surah in library.store.surahs]
    before = list(accumulate(counts, initial=0))
    ids = {
        (place.surah, place.ayah): before[place.surah - 1] + place.ayah
        for place in places
        if 1 <= place.surah <= len(counts) and 1 <= place.ayah <= counts[place.surah - 1]
    }
    verses = {
        (each.surah, each.ayah): each for each in _in_parts(library.store.verses_by_id, set(ids.values()))
    }
    first = {verse: library.index.layout.verses.span(ids[verse] - 1)[0] for verse in ids}
    words = {
        first[place[:2]] + place.word
        for place in places
        if place.segment is not None and place.word is not None and place[:2] in verses
    }
    segments = dict(_in_parts(lambda part: library.store.segments_of(part).items(), words))
    graphed = {ids[place[:2]] for place in places if place.node is not None and place[:2] in ids}
    graphs = dict(_in_parts(lambda part: library.store.graphs(part).items(), graphed))

    def stands(place: Place) -> str | None:
        verse: Verse | None = verses.get(place[:2])
        if verse is None:
            return None
        if place.node is not None:
            return _implied(graphs[verse.id], place.node)
        if place.word is None:
            return verse.text
        if not 1 <= place.word <= (place.last_word or place.word) <= len(verse.words):
            return None
        if place.segment is not None:
            forms = [each.form for each in segments[first[place[:2]] + place.word]]
            return forms[place.segment - 1] if 1 <= place.segment <= len(forms) else None
        return " ".join(verse.words[place.word - 1 : place.last_word or place.word])

    return {place: stands(place) for place in places}


def _in_parts(ask: Any, numbers: Collection[int]) -> list[Any]:
    listed = sorted(numbers)
    return [row for start in range(0, len(listed), _AT_ONCE) for row in ask(listed[start : start + _AT_ONCE])]


def _implied(graph: VerseGraph, position: int) -> str | None:
    nodes: dict[int, GraphNode] = {node.position: node for node in graph.nodes}
    node = nodes.get(position)
    if node is None or not node.implied:
        return None
    for arc in graph.arcs:
        if arc.dependent == position:
            return f"{node.text} ({RELATIONS[arc.relation].arabic}: {nodes[arc.head].text})"
    return node.text


def _nothing_at(library: Library, place: Place) -> NotFound:
    """What is said of a place that there is not: what there is."""
    reference = Reference(place.surah, place.ayah, place.ayah)
    try:
        (verse,) = library.verses(reference)
    except NotFound as error:
        return error
    if place.node is not None:
        nodes = library.store.graphs([verse.id])[verse.id].nodes
        implied = ", ".join(f"{place.verse}:*{node.position}" for node in nodes if node.implied)
        there = f"Implied there: {implied}." if implied else "Nothing is implied in this verse."
        return NotFound(f"There is no implied word at {place}.", there)
    whole, count = place.verse, len(verse.words)
    many = f"{count} words" if count > 1 else "one word"
    if place.segment is not None and place.word is not None and 1 <= place.word <= count:
        ((_, segments),) = library.words(reference._replace(word=place.word))
        whole, count = f"{place.verse}:{place.word}", len(segments)
        many = f"{count} segments" if count > 1 else "one segment"
    choice = f"{whole}:1 to {whole}:{count}" if count > 1 else f"{whole}:1"
    return NotFound(f"There is nothing at {place}: {whole} has {many}.", f"Choose {choice}.")
