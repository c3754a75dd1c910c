"""What the tests share: the real corpus, opened once, and a mini corpus for logic."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus_build.postings import IndexedNode, IndexedSegment, PostingsWriter
from kalima.arabic.romanization import romanize, romanize_verse
from kalima.bundle import open_library
from kalima.corpus.model import Segment
from kalima.paths import DATA_VARIABLE
from kalima.search.index import SearchIndex
from kalima.store.full_database import write_full_database
from kalima.study.library import Library

_NOTHING = dict.fromkeys(Segment._fields[3:-1])


def pytest_unconfigure(config: pytest.Config) -> None:
    """The very last lines name what failed, each in one: what a browser says of a failure takes pages."""
    terminal = config.pluginmanager.get_plugin("terminalreporter")
    for outcome in ("failed", "error"):
        for report in terminal.stats.get(outcome, ()) if terminal else ():
            terminal.write_line(
                f"{outcome.upper()} {report.nodeid} ({report.when}, {getattr(report, 'duration', 0):.1f} s)"
            )


@pytest.fixture(scope="session", autouse=True)
def data_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test meets, or leaves anything in, the data folder of who runs it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(DATA_VARIABLE, str(tmp_path_factory.mktemp("data")))
        yield


@pytest.fixture(scope="session")
def library() -> Library:
    """The corpus that dev.py built."""
    return open_library()[0]


@pytest.fixture(scope="session")
def full_database(library, tmp_path_factory) -> Path:
    """The documented tables as a database of their own, made of the real corpus."""
    path = tmp_path_factory.mktemp("full") / "full.db"
    write_full_database(library.store.path, path)
    return path


def make_segment(kind: str = "STEM", form: str = "", pos: str = "N", **features: str) -> Segment:
    """A segment with the features named, all others unsaid."""
    return Segment(kind=kind, form=form, **{**_NOTHING, "pos": pos, **features})


def _stem(pos: str, root: str = "", **features: str) -> Segment:
    return make_segment(pos=pos, **({"root": root} if root else {}), **features)


def _suffix(**features: str) -> Segment:
    return make_segment("SUFFIX", pos="PRON", function="PRON", person="3", gender="M", number="S", **features)


# Five verses of four, three, two, three and two words; the third word of the first two has two stems.
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
    (
        ("كَتَبَتْ", "كتبت", [_stem("V", "كتب", aspect="PERF", person="3", gender="F", number="S")]),
        ("أُمُّهُۥ", "أمه", [_stem("N", "امم", gender="F", case="NOM"), _suffix()]),
        ("كِتَـٰبَهُۥ", "كتابه", [_stem("N", "كتب", gender="M", case="ACC"), _suffix()]),
    ),
    (
        (
            "بِكِتَـٰبٍ",
            "بكتاب",
            [make_segment("PREFIX", pos="P", function="bi:P"), _stem("N", "كتب", gender="M", case="GEN")],
        ),
        ("ٱكْتُبْ", "اكتب", [_stem("V", "كتب", aspect="IMPV", person="2", gender="M", number="S")]),
    ),
)

_IMPLIED, _UNATTACHED = IndexedNode(implied=True), IndexedNode()
_LETTER = IndexedNode(0, leads=False)

# The nodes of each verse, most of them by the 0-based segment on which they lead, and the arcs between them,
# head first. The second stem of 2:3 and the stem of 3:1 have no node; two arcs are there twice; in 1 there is
# a circle, by a node that has two heads.
MINI_TREES = (
    (
        (0, 1, 2, 3, 4, _IMPLIED),
        (
            (0, 1, "subject"),
            (0, 1, "subject"),
            (0, 2, "attachment"),
            (2, 3, "genitive"),
            (3, 4, "relative-clause"),
            (4, 3, "object"),
            (4, 5, "subject"),
        ),
    ),
    (
        (0, 1, _IMPLIED, 2, 3, _UNATTACHED),
        ((1, 0, "conjunction"), (2, 1, "subject"), (2, 3, "object"), (3, 4, "attachment")),
    ),
    ((_IMPLIED, 1), ((0, 1, "apposition"),)),
    (
        (0, _LETTER, 1, 2, 3, 4),
        (
            (0, 1, "feminine-ta"),
            (0, 2, "subject"),
            (2, 3, "possessive"),
            (0, 4, "object"),
            (0, 4, "object"),
            (4, 5, "possessive"),
        ),
    ),
    ((0, 1, 2, _IMPLIED), ((0, 1, "genitive"), (2, 0, "attachment"), (2, 3, "subject"))),
)
MINI_SURAHS = (("الفاتحة", "Meccan", 5), ("البقرة", "Medinan", 87))
# Surah, page and juz of each verse, and the prostration at it.
MINI_SPANS = ((1, 1, 1, None), (1, 1, 1, None), (1, 2, 1, None), (2, 2, 1, None), (2, 2, 2, "recommended"))


@pytest.fixture(scope="session")
def mini() -> SearchIndex:
    """A corpus of fourteen words, small enough to count by hand."""
    writer = PostingsWriter()
    for surah in MINI_SURAHS:
        writer.add_surah(*surah)
    for verse, (nodes, arcs), (surah, page, juz, sajda) in zip(
        MINI_VERSES, MINI_TREES, MINI_SPANS, strict=True
    ):
        recited = romanize_verse([text for text, _, _ in verse])
        for (text, modern, segments), latin in zip(verse, recited, strict=True):
            indexed = [IndexedSegment(segment, segment.lemma) for segment in segments]
            writer.add_word(text, [modern], indexed, (latin, romanize(text)))
        writer.end_verse(
            surah=surah,
            page=page,
            juz=juz,
            sajda=sajda,
            nodes=[IndexedNode(node) if isinstance(node, int) else node for node in nodes],
            arcs=arcs,
        )
    return SearchIndex(writer.pack())
