"""Where the user's own research is, for queries that ask of it: ``note:``, ``tag:``, ``has:``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from kalima.search.postings import Layout, bits_of
from kalima.search.research import ANYTHING, Marked

if TYPE_CHECKING:
    from kalima.store.research_store import ResearchStore  # which takes a start longer than all the rest here

_ITEMS = {"tag": "tagging"}
"""The kinds of items that ``has:`` asks for, where they have another name."""
_KEPT = 16
"""Answers that are kept, of some 20 KB each."""

Place = tuple[int, int, int | None, int | None]
"""A surah, a verse, and the first and last word of what is meant in it; no word is the whole verse."""
Newest = tuple[int, str] | None
"""The newest change: while it is the same, so is every answer."""


class ResearchedPlaces:
    """The places of the user's research as the engine's sets; an answer is kept until anything changes.

    :param store: gives the user's store, which nothing but such a query opens.
    """

    def __init__(self, store: Callable[[], ResearchStore], layout: Layout) -> None:
        self._store = store
        self._layout = layout
        self._marked = lru_cache(maxsize=_KEPT)(self._find)
        self._tags = lru_cache(maxsize=1)(self._find_tags)

    def is_empty(self) -> bool:
        """Whether nothing is stored, but for what is in the bin."""
        return not self._store().counts()

    def tags(self) -> list[str]:
        """The names of all tags, sorted."""
        return list(self._tags(self._newest()))

    def tagged(self, tags: Sequence[str]) -> Marked:
        """Where any of the tags of these names is."""
        change = self._newest()
        ids = self._tags(change)
        return self._marked(change, ("tagging",), tuple(ids[tag] for tag in tags if tag in ids), "")

    def noted(self, words: str) -> Marked:
        """Where something is whose text has all these words; one that ends in ``*`` is a beginning."""
        from kalima.study.research.full_text import folded

        return self._marked(self._newest(), (), None, folded(words))

    def having(self, kinds: Sequence[str]) -> Marked:
        """Where something of any of these kinds is."""
        items = () if ANYTHING in kinds else tuple(_ITEMS.get(kind, kind) for kind in kinds)
        return self._marked(self._newest(), items, None, "")

    def _newest(self) -> Newest:
        return self._store().newest()

    def _find_tags(self, change: Newest) -> dict[str, str]:
        """The ids of all tags by their names."""
        tags = self._store().items(kinds=("tag",))
        return dict(sorted((tag.data["name"], tag.id) for tag in tags))

    def _find(
        self, change: Newest, kinds: tuple[str, ...], tags: tuple[str, ...] | None, text: str
    ) -> Marked:
        """Where the items of these kinds are that mark places with these tags, and have these folded words.

        :param kinds: all, if there are none.
        :param tags: their ids; ``None`` for whatever is no mark, too.
        """
        return self._as_sets(self._store().places(kinds=kinds, tags=tags, text=text))

    def _as_sets(self, found: Iterable[Place]) -> Marked:
        """What of these places the corpus has: another one may have had more."""
        begins, ends = self._begins, self._layout.verses.ends
        verses: set[int] = set()
        words: set[int] = set()
        for surah, ayah, word, last_word in found:
            verse = begins[surah - 1] + ayah - 1 if 0 < surah < len(begins) else -1
            if ayah < 1 or verse < 0 or verse >= begins[surah]:
                continue
            verses.add(ends[verse])
            if word is not None:
                before = ends[verse - 1] if verse else -1
                words.update(range(before + word, min(before + (last_word or word), ends[verse]) + 1))
        return Marked(bits_of(verses, self._layout.words), bits_of(words, self._layout.words))

    @cached_property
    def _begins(self) -> list[int]:
        """The first verse of each surah, from 0, and after them the number of all verses."""
        surahs, verses = self._layout.surahs, self._layout.verses
        return [*(verses.number(surahs.span(n)[0]) for n in range(len(surahs))), len(verses)]
