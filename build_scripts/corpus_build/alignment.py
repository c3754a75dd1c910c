"""Lays the treebank's nodes on the segments of the Quranic Arabic Corpus, by their letters alone.

The two cut a verse differently and spell it differently: the treebank in modern spelling (الرحمن, آمن), the
corpus in the Uthmani one (ٱلرَّحْمَٰنِ, ءَامَنَ). What they share is the run of letters of the whole verse. Both
runs are reduced to a skeleton and matched as sequences; a node is on the segments that its letters are in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

# One letter for what the two spellings write in several ways. Hamza is a letter of its own on any seat, so
# that the أَ of a question meets the corpus's ءَ; a dagger alif counts, since modern spelling mostly writes it.
_HAMZA, _ALIF = "ء", "ا"
_SKELETON: dict[int, str] = {
    **dict.fromkeys(map(ord, "أإؤئ\u0654"), _HAMZA),
    **dict.fromkeys(map(ord, "ٱ\u0670"), _ALIF),
    ord("آ"): _HAMZA + _ALIF,
    ord("ى"): "ي",
    ord("ی"): "ي",
    ord("ک"): "ك",
    ord("ة"): "ه",
}
_KEPT = frozenset("ءابتثجحخدذرزسشصضطظعغفقكلمنهوي")


class SegmentForm(NamedTuple):
    """A segment as the alignment needs it: its word in the verse, its kind, its form in Arabic letters."""

    word: int
    kind: str  # PREFIX, STEM or SUFFIX
    form: str


class Attachment(NamedTuple):
    """Where a node lies: the segments it covers, 0-based in the verse, and the one it stands for.

    They are ``()`` and ``None`` for a node that has no letter in common with the corpus's verse there.
    """

    segments: tuple[int, ...]
    main: int | None


def skeleton(text: str) -> str:
    """The letters of ``text`` that both spellings can be expected to share."""
    return "".join(letter for letter in text.translate(_SKELETON) if letter in _KEPT)


def align(nodes: Sequence[str], segments: Sequence[tuple[int, str, str]]) -> list[Attachment]:
    """Attach the nodes of one verse to its segments.

    :param nodes: the texts of the verse's real nodes (not the implied ones), in order.
    :param segments: the verse's segments in order, each ``(word, kind, form)`` as in :class:`SegmentForm`.
    :returns: one attachment for each node. Nodes may share a segment; none spans two words of the corpus.
    """
    forms = [SegmentForm(*segment) for segment in segments]
    node_letters, node_of = _letters(nodes)
    segment_letters, segment_of = _letters(segment.form for segment in forms)
    covered: list[Counter[int]] = [Counter() for _ in nodes]
    for ours, theirs in _matches(node_letters, segment_letters):
        # Alif is where the spellings differ, so one that matches says less than another letter.
        covered[node_of[ours]][segment_of[theirs]] += 1 if node_letters[ours] == _ALIF else 2
    weights = Counter[int]()
    for segment, letter in zip(segment_of, segment_letters, strict=True):
        weights[segment] += 1 if letter == _ALIF else 2
    return [_attachment(counts, forms, weights) for counts in covered]


def _letters(texts: Iterable[str]) -> tuple[str, list[int]]:
    """The letters of all texts in one run, and which text each is from."""
    run: list[str] = []
    origin: list[int] = []
    for index, text in enumerate(texts):
        letters = skeleton(text)
        run.append(letters)
        origin.extend([index] * len(letters))
    return "".join(run), origin


def _matches(ours: str, theirs: str) -> Iterator[tuple[int, int]]:
    """The positions of the letters that two runs share, in order."""
    if ours == theirs:
        yield from enumerate(range(len(ours)))
        return
    for block in SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks():
        yield from ((block.a + i, block.b + i) for i in range(block.size))


def _attachment(covered: Counter[int], segments: list[SegmentForm], weights: Counter[int]) -> Attachment:
    if not covered:
        return Attachment((), None)
    words = Counter[int]()
    for segment, weight in covered.items():
        words[segments[segment].word] += weight
    # A silent alif at the end of a word can be taken for that of ال in the next: keep the word that has most.
    word = max(words, key=lambda word: (words[word], word))
    kept = sorted(segment for segment in covered if segments[segment].word == word)

    def claim(segment: int) -> tuple[float, bool, int, int]:
        """A node is for the segment it fills best: نَّا takes a letter of إِنَّ, but all of the pronoun."""
        share = covered[segment] / weights[segment]
        return share, segments[segment].kind == "STEM", covered[segment], -segment

    return Attachment(tuple(kept), max(kept, key=claim))
