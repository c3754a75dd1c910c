"""The divisions, the printed page, and the transliteration: against the wheels, and against what is well known."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from corpus_build import divisions, morphology, tanzil, transliteration
from corpus_build.divisions import Divisions, Laid, Mushaf, Pair, Parts, Place, pair_words
from corpus_build.transliteration import split_words
from corpus_build.wheels import open_wheel
from kalima.arabic.folding import fold

Words = dict[Place, list[str]]


@pytest.fixture(scope="module")
def listed(sources_dir: Path) -> Divisions:
    with open_wheel(sources_dir, "quran-cli") as wheel:
        return divisions.read_divisions(wheel)


@pytest.fixture(scope="module")
def mushaf(sources_dir: Path) -> Mushaf:
    with open_wheel(sources_dir, "quran-text") as wheel:
        return divisions.read_mushaf(wheel)


@pytest.fixture(scope="module")
def printed(listed: Divisions, mushaf: Mushaf) -> Divisions:
    return divisions.as_printed(listed, mushaf)


@pytest.fixture(scope="module")
def groups(sources_dir: Path) -> dict[Place, list[list[tuple[str, str]]]]:
    """For each of the corpus's words its tokens, as (Uthmani, modern)."""
    forms: dict[Place, dict[int, str]] = {}
    with open_wheel(sources_dir, "quran-transcript") as wheel:
        for line in morphology.read_lines(wheel):
            words = forms.setdefault((line.surah, line.ayah), {})
            words[line.word] = words.get(line.word, "") + line.segment.form
        text, modern = tanzil.read_text(wheel), tanzil.read_modern(wheel)
    found = {}
    for place, verse in text.verses.items():
        tokens = verse.split(" ")
        found[place] = [
            [(tokens[n], modern[place][n][1]) for n in group]
            for group in tanzil.join_tokens(list(forms[place].values()), tokens)
        ]
    return found


@pytest.fixture(scope="module")
def words(groups: dict[Place, list[list[tuple[str, str]]]]) -> Words:
    return {place: [" ".join(t for t, _ in word) for word in verse] for place, verse in groups.items()}


@pytest.fixture(scope="module")
def laid(words: Words, mushaf: Mushaf) -> dict[Place, list[Laid]]:
    return {place: divisions.lay_words(verse, mushaf.verses[place]) for place, verse in words.items()}


def test_counts_of_the_list(listed):
    lists = (listed.juz, listed.quarters, listed.pages, listed.ruku, listed.manzil)
    assert [len(starts) for starts in lists] == [30, 240, 604, 556, 7]
    assert listed.juz == listed.quarters[::8]


@pytest.mark.parametrize(
    ("place", "parts"),
    [
        ((1, 1), Parts(1, 1, 1, 1, 1, 1, None)),
        ((1, 7), Parts(1, 1, 1, 1, 1, 1, None)),
        ((2, 1), Parts(1, 1, 1, 2, 2, 1, None)),
        ((2, 141), Parts(1, 2, 8, 21, 17, 1, None)),
        ((2, 142), Parts(2, 3, 9, 22, 18, 1, None)),
        ((2, 282), Parts(3, 5, 19, 48, 40, 1, None)),
        ((5, 1), Parts(6, 11, 43, 106, 86, 2, None)),
        ((7, 206), Parts(9, 18, 70, 176, 145, 2, "recommended")),
        ((18, 1), Parts(15, 30, 117, 293, 252, 4, None)),
        ((78, 1), Parts(30, 59, 233, 582, 518, 7, None)),
        ((114, 6), Parts(30, 60, 240, 604, 556, 7, None)),
    ],
    ids=str,
)
def test_a_verse_and_its_parts(listed, place, parts):
    assert listed.of(place) == parts


def test_manzils(listed):
    assert [surah for surah, _ in listed.manzil] == [1, 5, 10, 17, 26, 37, 50]


def test_the_fifteen_sajdas(listed, mushaf, laid):
    """The four that are obligatory are those of the ʿAzāʾim surahs; the print has its sign at the same 15."""
    obligatory = [(32, 15), (41, 38), (53, 62), (96, 19)]
    assert [place for place, kind in listed.sajdas.items() if kind == "obligatory"] == obligatory
    assert [place for place, kind in listed.sajdas.items() if kind == "recommended"] == [
        (7, 206), (13, 15), (16, 50), (17, 109), (19, 58), (22, 18), (22, 77), (25, 60), (27, 26), (38, 24), (84, 21),
    ]  # fmt: skip
    signed = {
        place for place, verse in laid.items() if any(m.kind == "sajda" for w in verse for m in w.marks)
    }
    assert signed == listed.sajdas.keys()


def test_starts_that_do_not_rise_stop_the_build():
    with pytest.raises(ValueError, match="the starts of parts do not rise from 1:1"):
        divisions._starts("parts", {"parts": [[1, 1], [2, 5], [2, 3]]})
    with pytest.raises(ValueError, match="unknown sign of the mushaf"):
        divisions._mark({"kind": "waqf", "sign": "x", "side": "after"})


def test_counts_of_the_mushaf(mushaf, words):
    assert sum(map(len, mushaf.verses.values())) == 77_432
    assert list(mushaf.verses) == list(words)
    assert sum(word.plain is None for verse in mushaf.verses.values() for word in verse) == 76


def test_every_word_has_a_page_and_a_line_and_neither_goes_back(laid):
    places = [(word.page, word.line) for verse in laid.values() for word in verse]
    assert len(places) == 77_429
    assert all(first <= second for first, second in pairwise(places))
    assert {page for page, _ in places} == set(range(1, 605))
    assert len(set(places)) == 8_820
    # 15 lines a page, but 8 on the first two; what is missing are the titles and the basmalahs.
    assert 602 * 15 + 2 * 8 - len(set(places)) == 114 + 112


@pytest.mark.parametrize(
    ("page", "lines"),
    [(1, range(2, 9)), (2, range(3, 9)), (48, range(1, 16)), (50, range(3, 16)), (187, range(2, 16))],
)
def test_the_lines_of_a_page(laid, page, lines):
    """A title is line 1, a basmalah line 2; surah 9, on page 187, has none."""
    assert {word.line for verse in laid.values() for word in verse if word.page == page} == set(lines)


def test_every_full_page_ends_with_line_15(laid):
    last = {word.page: word.line for verse in laid.values() for word in verse}
    assert Counter(last.values()) == {15: 602, 8: 2}


def test_no_verse_is_on_two_pages(laid):
    assert [place for place, verse in laid.items() if len({word.page for word in verse}) > 1] == []
    assert {word.line for word in laid[2, 282]} == set(range(1, 16))


def test_the_words_that_do_not_pair_one_to_one(words, mushaf):
    unequal: dict[Place, list[Pair]] = {}
    for place, verse in words.items():
        for pair in pair_words(verse, [word.text for word in mushaf.verses[place]]):
            if len(pair.words) != 1 or len(pair.printed) != 1:
                unequal.setdefault(place, []).append(pair)
    assert unequal == {
        (2, 181): [Pair((2,), (2, 3))],
        (8, 6): [Pair((3,), (3, 4))],
        (13, 37): [Pair((7,), (7, 8))],
        (15, 7): [Pair((0, 1), (0,))],
        (37, 130): [Pair((2,), (2, 3))],
    }


def test_other_letters_do_not_pair():
    assert pair_words(["بعد ما", "لو"], ["بعد", "ما", "لو"]) == [Pair((0,), (0, 1)), Pair((1,), (2,))]
    with pytest.raises(ValueError, match="the mushaf has other letters"):
        pair_words(["قل", "هو"], ["قل", "هي"])
    with pytest.raises(ValueError, match="1 words do not pair with 2 printed ones"):
        pair_words(["قل"], ["قل", "هو"])


def test_marks_by_kind(laid):
    assert Counter(mark.kind for verse in laid.values() for word in verse for mark in word.marks) == {
        "pause_allowed": 2_083,
        "continuing_preferred": 1_651,
        "pause_preferred": 511,
        "pause_required": 21,
        "pause_at_one_of_two": 6,
        "silence": 5,
        "quarter": 199,
        "sajda_line": 26,
        "sajda": 15,
    }


@pytest.mark.parametrize(
    ("kind", "places"),
    [
        ("silence", [(18, 1), (36, 52), (69, 28), (75, 27), (83, 14)]),
        ("pause_at_one_of_two", [(2, 2), (2, 2), (5, 26), (5, 26), (5, 41), (5, 41)]),
    ],
)
def test_where_rare_marks_stand(laid, kind, places):
    found = [p for p, verse in laid.items() for word in verse for mark in word.marks if mark.kind == kind]
    assert found == places


def test_only_the_sign_of_a_quarter_is_before_its_word(mushaf):
    marks = {mark for verse in mushaf.verses.values() for word in verse for mark in word.marks}
    assert {mark.sign for mark in marks if mark.before} == {"\u06de"}
    assert len(marks) == 9


def test_quarters_have_their_sign_but_at_a_surahs_beginning(listed, printed, mushaf):
    signed = divisions.signed_quarters(mushaf)
    assert set(signed) - set(listed.quarters) == {(15, 49)}
    assert {place for place in listed.quarters if place[1] > 1} - set(signed) == {(15, 50)}
    assert [place for place in printed.quarters if place[1] > 1] == [p for p in signed if p[1] > 1]


def test_where_the_two_sources_disagree(listed, mushaf):
    found = divisions.compare(listed, mushaf)
    assert Counter(row.division for row in found) == {"page": 56, "quarter": 1, "juz": 2}
    assert [tuple(row) for row in found if row.division != "page"] == [
        ("quarter", (15, 49), 105, 106),
        ("juz", (3, 92), 3, 4),
        ("juz", (9, 93), 11, 10),
    ]
    assert all(abs(row.quran_cli - row.quran_text) == 1 for row in found)


def test_the_pages_that_begin_elsewhere_in_the_newer_print(listed, printed):
    """The 25 page starts that moved between the prints of 1405 and 1440 AH."""
    starts = enumerate(zip(listed.pages, printed.pages, strict=True), start=1)
    assert {page: new for page, (old, new) in starts if old != new} == {
        121: (5, 78), 122: (5, 84), 123: (5, 91), 145: (6, 131), 532: (55, 19), 533: (55, 42), 534: (55, 70),
        565: (68, 17), 568: (69, 36), 570: (70, 41), 576: (74, 19), 584: (79, 17), 586: (80, 41), 588: (83, 5),
        589: (83, 34), 590: (84, 25), 592: (87, 11), 593: (88, 23), 594: (89, 23), 595: (90, 19), 596: (92, 10),
        597: (94, 3), 598: (96, 13), 599: (98, 6), 600: (100, 6),
    }  # fmt: skip


def test_a_verses_page_is_that_of_its_words(printed, laid):
    assert [p for p, verse in laid.items() if printed.of(p).page != verse[0].page] == []


def test_modern_spellings_that_differ(groups, laid):
    """What is left after folding: the mushaf's publisher spells some words otherwise than Tanzil."""
    pairs = [
        (" ".join(modern for _, modern in word), place.plain)
        for verse, places in zip(groups.values(), laid.values(), strict=True)
        for word, place in zip(verse, places, strict=True)
        if place.plain is not None
    ]
    differences = divisions.spelling_differences(pairs)
    assert (len(pairs), differences.total()) == (77_351, 734)
    folded = [(fold(ours), fold(theirs)) for ours, theirs in differences.elements()]
    assert tanzil.difference_classes(folded).most_common(6) == [
        ("U+0020 -> nothing", 361),  # يا أيها, ياأيها
        ("U+0627 -> nothing", 192),  # السماوات, السموات
        ("nothing -> U+0020", 53),  # أولم, أو لم
        ("U+062A -> U+0647", 44),  # نعمت, نعمة
        ("U+0627 -> U+064A", 22),  # أإذا, أئذا
        ("nothing -> U+0627", 19),  # تتلو, تتلوا
    ]


def test_the_transliteration_is_the_same_in_both_wheels(sources_dir):
    with open_wheel(sources_dir, "quranic-nlp") as wheel:
        source = transliteration.read_transliteration(wheel)
    with open_wheel(sources_dir, "quran-cli") as wheel:
        assert transliteration.read_copy(wheel) == source.verses
    assert source.id == "en.transliteration"
    assert source.verses[112, 1] == "Qul huwa Allahu ahadun"
    assert "Tanzil.net" in source.notice


def test_the_transliteration_of_each_word(sources_dir, words):
    """One verse cannot be split: in 28:29 the source has run two words together."""
    with open_wheel(sources_dir, "quranic-nlp") as wheel:
        source = transliteration.read_transliteration(wheel)
    split = {place: split_words(source.verses[place], verse) for place, verse in words.items()}
    assert [place for place, parts in split.items() if parts is None] == [(28, 29)]
    parts = {place: parts for place, parts in split.items() if parts}
    assert all(len(parts[place]) == len(words[place]) for place in parts)
    assert Counter(part.split()[0].lower() for verse in parts.values() for part in verse if " " in part) == {
        "ya": 349, "waya": 11, "awa": 5, "wa": 2, "baaada": 1, "il": 1, "jaa": 1, "fai": 1,
    }  # fmt: skip
    far = {
        fold(words[place][n])
        for place, verse in parts.items()
        for n, part in enumerate(verse)
        if transliteration.word_distance(part, words[place][n]) > 0.5
    }
    assert far == {"الر", "عسق", "ايا"}


@pytest.mark.parametrize(
    ("text", "verse", "parts"),
    [
        ("Qul huwa Allahu ahadun", "قُلْ هُوَ ٱللَّهُ أَحَدٌ", ["Qul", "huwa", "Allahu", "ahadun"]),
        ("Qul ya ayyuha alkafiroona", "قُلْ يَـٰٓأَيُّهَا ٱلْكَـٰفِرُونَ", ["Qul", "ya ayyuha", "alkafiroona"]),
        ("Qulhuwa", "قُلْ هُوَ", None),
    ],
)
def test_split_words(text, verse, parts):
    assert split_words(text, verse.split()) == parts
