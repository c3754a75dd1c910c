"""What the tests share: the real corpus, opened once, and a mini corpus for logic."""

from __future__ import annotations

import pytest

from corpus_build.postings import IndexedSegment, PostingsWriter
from kalima.bundle import open_library
from kalima.corpus.model import Segment
from kalima.search.index import SearchIndex
from kalima.study.library import Library

_NOTHING = dict.fromkeys(Segment._fields[3:-1])


@pytest.fixture(scope="session")
def library() -> Library:
    """The corpus that dev.py built."""
    return open_library()[0]


def make_segment(kind: str = "STEM", form: str = "", pos: str = "N", **features: str) -> Segment:
    """A segment with the features named, all others unsaid."""
    return Segment(kind=kind, form=form, **{**_NOTHING, "pos": pos, **features})


def _stem(pos: str, root: str = "", **features: str) -> Segment:
    return make_segment(pos=pos, **({"root": root} if root else {}), **features)


# Three verses of four, three and two words; the third word of the first has two stems.
MINI_VERSES = (
    (
        ("قَالَ", "قال", [_stem("V", "قول", aspect="PERF")]),
        ("ٱللَّهُ", "الله", [_stem("PN", "اله", case="NOM")]),
        ("مِمَّا", "مما", [_stem("P"), _stem("REL")]),
        ("يَقُولُ", "يقول", [_stem("V", "قول", aspect="IMPF")]),
    ),
    (
        (
            "وَٱللَّهُ",
            "والله",
            [make_segment("PREFIX", pos="CONJ", function="w:CONJ"), _stem("PN", "اله", case="NOM")],
        ),
        ("قَوْلًا", "قولا", [_stem("N", "قول", case="ACC", state="INDEF")]),
        ("مِمَّا", "مما", [_stem("P"), _stem("REL")]),
    ),
    (
        ("يَـٰٓأَيُّهَا", "يا أيها", [_stem("N")]),
        ("ٱللَّهِ", "الله", [_stem("PN", "اله", case="GEN")]),
    ),
)


@pytest.fixture(scope="session")
def mini() -> SearchIndex:
    """A corpus of nine words, small enough to count by hand."""
    writer = PostingsWriter()
    for verse in MINI_VERSES:
        for text, modern, segments in verse:
            writer.add_word(text, [modern], [IndexedSegment(segment, segment.lemma) for segment in segments])
        writer.end_verse()
    return SearchIndex(writer.pack())
