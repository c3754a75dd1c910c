"""A user's research for queries to ask of, by hand: what is at which verses and words, from 0."""

from __future__ import annotations

from collections.abc import Sequence

from kalima.search.postings import Layout, bits_of
from kalima.search.research import Marked

Places = dict[str, tuple[list[int], list[int]]]
"""By the name of a tag, the text of a note or a kind: verses, and words."""


class OwnResearch:
    """What is at no place is still known by its name."""

    def __init__(
        self,
        layout: Layout,
        tags: Places | None = None,
        notes: Places | None = None,
        kinds: Places | None = None,
    ) -> None:
        self._layout = layout
        self._tags, self._notes, self._kinds = tags or {}, notes or {}, kinds or {}

    def is_empty(self) -> bool:
        return not (self._tags or self._notes or self._kinds)

    def tags(self) -> list[str]:
        return list(self._tags)

    def tagged(self, tags: Sequence[str]) -> Marked:
        return self._marked(self._tags, tags)

    def noted(self, words: str) -> Marked:
        return self._marked(self._notes, [words])

    def having(self, kinds: Sequence[str]) -> Marked:
        return self._marked(self._kinds, kinds)

    def _marked(self, places: Places, names: Sequence[str]) -> Marked:
        found = [places.get(name, ([], [])) for name in names]
        lasts = {self._layout.verses.ends[verse] for verses, _ in found for verse in verses}
        words = {word for _, listed in found for word in listed}
        return Marked(bits_of(lasts, self._layout.words), bits_of(words, self._layout.words))
