"""The records of the corpus, as the rest of the program passes them around."""

from __future__ import annotations

from typing import NamedTuple


class Surah(NamedTuple):
    """One surah. ``place`` is ``Meccan`` or ``Medinan``, ``revelation_order`` counts from 1."""

    number: int
    arabic: str
    transliterated: str
    english: str
    place: str
    revelation_order: int
    ayah_count: int


class Source(NamedTuple):
    """Where a part of the data comes from. ``notice`` is the source's own, unchanged."""

    id: str
    name: str
    author: str
    license: str
    url: str
    notice: str
    package: str
    sha256: str


class Translation(NamedTuple):
    """A bundled translation. ``source`` is the id of the source it was read from."""

    id: str
    language: str
    name: str
    translator: str
    source: str


class Segment(NamedTuple):
    """One segment of a word with the features of the Quranic Arabic Corpus.

    A feature that the corpus does not state is ``None``, unless it is named in ``inferred``: then it
    was filled in by a rule (see ``manual/inferred.md``). ``form`` is the corpus's own spelling.
    """

    kind: str  # PREFIX, STEM or SUFFIX
    form: str
    pos: str
    function: str | None  # what a prefix or suffix does, as the corpus writes it: w:CONJ, Al, PRON
    lemma: str | None
    root: str | None
    aspect: str | None
    mood: str | None
    voice: str | None
    verb_form: str | None
    derivation: str | None
    person: str | None
    gender: str | None
    number: str | None
    case: str | None
    state: str | None
    special: str | None
    wazn: str | None = None  # by Kalima's rules, see kalima.corpus.wazn
    inferred: tuple[str, ...] = ()


class Word(NamedTuple):
    """One written word. ``position`` is 1-based in its verse; ``text`` is Tanzil's spelling."""

    id: int
    surah: int
    ayah: int
    position: int
    text: str
    modern: str

    @property
    def reference(self) -> str:
        """``surah:ayah:word``, all 1-based."""
        return f"{self.surah}:{self.ayah}:{self.position}"


class Printing(NamedTuple):
    """Where the Madinah mushaf prints a word (page 1 to 604, line 1 to 15), with which signs (their keys)."""

    page: int
    line: int
    signs: tuple[str, ...]


class Verse(NamedTuple):
    """One verse. ``id`` runs from 1 to 6,236 in mushaf order; ``text`` is Tanzil's, unchanged.

    ``joined`` is the 1-based word that is two of the text's tokens (بَعْدَ مَا), in four verses.
    """

    id: int
    surah: int
    ayah: int
    text: str
    joined: int | None = None
    transliteration: str = ""  # by Kalima's rules, see kalima.arabic.romanization
    juz: int = 0
    quarter: int = 0  # of a hizb, 1 to 240
    page: int = 0  # of the Madinah mushaf, print of 1440 AH
    page_1405: int = 0
    ruku: int = 0
    manzil: int = 0
    sajda: str | None = None

    @property
    def hizb(self) -> int:
        """1 to 60, two to a juz."""
        return (self.quarter + 3) // 4

    @property
    def words(self) -> list[str]:
        """The written words of the verse, as the corpus counts them."""
        words = self.text.split(" ")
        if self.joined is not None:
            words[self.joined - 1 : self.joined + 1] = [" ".join(words[self.joined - 1 : self.joined + 1])]
        return words

    @property
    def reference(self) -> str:
        return f"{self.surah}:{self.ayah}"
