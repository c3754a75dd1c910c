"""What a query finds now, as items keep it; saved queries are run again and compared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from kalima.errors import KalimaError
from kalima.search.hits import Hits
from kalima.search.postings import Partition
from kalima.study.research.kinds import MOST_HITS

if TYPE_CHECKING:
    from kalima.study.library import Library
    from kalima.study.research.items import Research


class Found(NamedTuple):
    """What a query found: the corpus, how many hits there were, and the hits."""

    corpus: str
    total: int
    hits: Hits


def found(library: Library, query: str) -> Found:
    """Run a query. Its hits are its matches, or its verses if it only chooses verses (``en:mercy``).

    :raises QueryError: if it cannot be understood.
    """
    hits = library.search(query)
    return Found(corpus(library), hits.match_count or hits.verse_count, hits)


def corpus(library: Library) -> str:
    """The corpus that is open, as ``1.0 e9a5dc674470``: its version, and how its hash begins."""
    return f"{library.manifest['corpus_version']} {library.manifest['blake2b']['corpus.db'][:12]}"


def run_again(research: Research, id: str) -> dict[str, Any]:
    """Run a saved query on the present corpus. What was saved stays as it is.

    :return: ``total`` and ``corpus`` of now and of then, and the ``difference`` of the totals.
    :raises NotFound: if there is no such query.
    :raises KalimaError: if it has none, but a pattern of another program's.
    :raises QueryError: if it can no longer be understood.
    """
    item = research.item(id, "query")
    if not item.data.get("query", "").strip():
        raise KalimaError("This pattern has no query.", "It is a pattern that another program keeps.")
    now = found(research.library, item.data["query"])
    then = {"corpus": item.data["corpus"], "total": item.data["total"]}
    return {
        "query": item.data["query"],
        "now": {"corpus": now.corpus, "total": now.total},
        "then": then,
        "difference": now.total - then["total"],
    }


def places(library: Library, hits: Hits, offset: int = 0, limit: int = MOST_HITS) -> list[str]:
    """The places of each hit in mushaf order, ``2:255:3-5`` or ``2:1:1 2:1:4``, those of one place once."""
    verses = [
        f"{surah.number}:{ayah}" for surah in library.store.surahs for ayah in range(1, surah.ayah_count + 1)
    ]
    if not hits.match_count:
        return [verses[verse - 1] for verse in hits.verse_ids(offset, limit)]
    matches = hits.matches(offset, limit)
    return list(dict.fromkeys(_places(library.index.layout.verses, verses, match.words) for match in matches))


def _places(spans: Partition, verses: Sequence[str], words: Iterable[int]) -> str:
    """Where these words are, by their ids; those that follow each other in a verse are one place."""
    listed: list[tuple[str, int, int]] = []
    for word in words:
        number = spans.number(word - 1)
        verse, position = verses[number], word - spans.span(number)[0]
        if listed and listed[-1][0] == verse and listed[-1][2] == position - 1:
            listed[-1] = (verse, listed[-1][1], position)
        else:
            listed.append((verse, position, position))
    return " ".join(
        f"{verse}:{first}" if first == last else f"{verse}:{first}-{last}" for verse, first, last in listed
    )
