"""Hypotheses: their query is run on demand and compared with the last time; every hit is judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kalima.errors import KalimaError
from kalima.store.research_store import Item
from kalima.study.research import queries
from kalima.study.research.anchors import standing_at
from kalima.study.research.kinds import MOST_HITS, VERDICTS
from kalima.study.research.places import Place, parse_place

if TYPE_CHECKING:
    from kalima.study.research.items import Research


def run(research: Research, id: str) -> dict[str, Any]:
    """Run the query of a hypothesis, keep what it found as a ``run``, and compare it with the last one.

    What is as it was the last time (query, corpus and hits) is not kept again: then ``run`` is the last one.

    :return: ``{run, new, before, total, complete, added, removed, verdicts}``. ``run`` and ``before``, which
        is the last run or ``None``, are items without their places. ``added`` and ``removed`` are hits,
        ``None`` where there is no last run or one of the two has more than 20,000 hits. ``verdicts`` counts
        ``supports``, ``contradicts`` and ``unclear``; ``none``, hits that are not judged; and ``elsewhere``,
        verdicts on what is no hit (any more); these two are ``None`` where there are more than 20,000 hits.
    :raises NotFound: if there is no such hypothesis.
    :raises KalimaError: if it is in the bin or has no query.
    :raises QueryError: if its query cannot be understood.
    """
    hypothesis = research.item(id, "hypothesis")
    if hypothesis.deleted:
        raise KalimaError("This hypothesis is in the bin.", "Restore it first.")
    data, places = _find(research, hypothesis)
    last = next(iter(_runs(research, id, limit=1)), None)
    new = last is None or last.data != data
    kept = research.keep("run", data) if new or last is None else last
    was = last.data.get("places") if last else None
    return {
        "run": _without_places(research, kept),
        "new": new,
        "before": _without_places(research, last) if last else None,
        "total": data["total"],
        "complete": data["complete"],
        "added": None if was is None or places is None else _only_in(places, was),
        "removed": None if was is None or places is None else _only_in(was, places),
        "verdicts": _counts(_verdicts(research, id), places),
    }


def hits(research: Research, id: str, offset: int = 0, limit: int = 50) -> dict[str, Any]:
    """A page of the hits of a hypothesis on the present corpus, each with its verdict.

    Of more than 20,000 matches, those that differ in their labels only are not put together.

    :return: ``{total, offset, judged, hits: [{places, ref, text, verdict}]}``; ``judged`` counts the
        verdicts of each sort, also on what is no hit any more; ``places`` is what a verdict's role ``hit``
        takes, ``ref`` the verse in which the hit begins, ``verdict`` an item or ``None``.
    :raises NotFound: if there is no such hypothesis.
    :raises KalimaError: if it has no query.
    :raises QueryError: if its query cannot be understood.
    """
    found = _found(research, research.item(id, "hypothesis"))
    if found.total > MOST_HITS or found.hits.of_single_words:
        total, page = found.total, queries.places(research.library, found.hits, offset, limit)
    else:
        places = queries.places(research.library, found.hits)
        total, page = len(places), places[offset : offset + limit]
    verdicts = _verdicts(research, id)
    given = [verdicts[key] for hit in page if (key := _key(hit)) in verdicts]
    shaped = {item.id: plain for item, plain in zip(given, research.shaped(given), strict=True)}
    read = {hit: [parse_place(place) for place in hit.split()] for hit in page}
    standing = standing_at(research.library, {place for places in read.values() for place in places})
    return {
        "total": total,
        "offset": offset,
        "judged": _sorts(verdicts),
        "hits": [
            {
                "places": hit.split(),
                "ref": places[0].verse,
                "text": " … ".join(standing[place] or "" for place in places),
                "verdict": shaped[verdicts[_key(hit)].id] if _key(hit) in verdicts else None,
            }
            for hit, places in read.items()
        ],
    }


def judge(
    research: Research, id: str, places: Sequence[str], verdict: str, note: str | None = None
) -> dict[str, Any]:
    """Say what a hit says of a hypothesis; what was said of this hit before is changed.

    :return: the verdict's item.
    :raises NotFound: if there is no such hypothesis or place.
    :raises KalimaError: if there is no such verdict.
    """
    hypothesis = research.item(id, "hypothesis")
    return research.create(
        "verdict", {"hypothesis": hypothesis.id, "verdict": verdict, "note": note}, {"hit": list(places)}
    )


def runs(research: Research, id: str) -> list[dict[str, Any]]:
    """The runs of a hypothesis, the newest first, without their places.

    :raises NotFound: if there is no such hypothesis.
    """
    research.item(id, "hypothesis")
    return [_without_places(research, each) for each in _runs(research, id)]


def _found(research: Research, hypothesis: Item) -> queries.Found:
    query = hypothesis.data.get("query", "")
    if not query.strip():
        raise KalimaError("This hypothesis has no query.", "Give it one whose hits are to be judged.")
    return queries.found(research.library, query)


def _find(research: Research, hypothesis: Item) -> tuple[dict[str, Any], list[str] | None]:
    """What a run of the hypothesis holds now; and the hits, unless they are too many."""
    found = _found(research, hypothesis)
    data = {"hypothesis": hypothesis.id, "query": hypothesis.data["query"], "corpus": found.corpus}
    if found.total > MOST_HITS:
        return {**data, "total": found.total, "complete": False}, None
    places = queries.places(research.library, found.hits)
    return {**data, "total": len(places), "complete": True, "places": places}, places


def _runs(research: Research, id: str, limit: int | None = None) -> list[Item]:
    return research.store.items(kinds=("run",), where={"hypothesis": id}, limit=limit)


def _without_places(research: Research, run: Item) -> dict[str, Any]:
    data = {name: value for name, value in run.data.items() if name != "places"}
    return research.shaped([run._replace(data=data)])[0]


def _only_in(these: Sequence[str], those: Sequence[str]) -> list[str]:
    known = set(those)
    return [hit for hit in these if hit not in known]


def _verdicts(research: Research, id: str) -> dict[frozenset[str], Item]:
    """The verdicts on a hypothesis by the places of their hits."""
    items = research.store.items(kinds=("verdict",), where={"hypothesis": id})
    # The newest comes first; an import may have brought a second one.
    return {frozenset(str(Place.of(each)) for each in item.anchors): item for item in reversed(items)}


def _key(hit: str) -> frozenset[str]:
    return frozenset(hit.split())


def _sorts(verdicts: Mapping[frozenset[str], Item]) -> dict[str, int]:
    """How many verdicts there are of each sort."""
    counted = Counter(item.data["verdict"] for item in verdicts.values())
    return {verdict: counted[verdict] for verdict in VERDICTS}


def _counts(verdicts: Mapping[frozenset[str], Item], places: Sequence[str] | None) -> dict[str, int | None]:
    known: dict[str, int | None] = {**_sorts(verdicts)}
    if places is None:
        return known | {"none": None, "elsewhere": None}
    judged = verdicts.keys() & set(map(_key, places))
    return known | {"none": len(places) - len(judged), "elsewhere": len(verdicts) - len(judged)}
