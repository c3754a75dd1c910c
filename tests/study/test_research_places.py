"""Places: how they are written, what there is not and how that is said, and what stands there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalima.errors import KalimaError, NotFound
from kalima.study.research.anchors import anchor, anchors, standing_at
from kalima.study.research.kinds import KINDS
from kalima.study.research.places import Place, parse_place

WRITTEN = [
    ("2:255", Place(2, 255), "2:255", "verse"),
    (" 2 : 255 ", Place(2, 255), "2:255", "verse"),
    ("٢:٢٥٥:٣", Place(2, 255, 3), "2:255:3", "word"),
    ("۲:۲۵۵:۳-۵", Place(2, 255, 3, 5), "2:255:3-5", "words"),
    ("2:255:3–5", Place(2, 255, 3, 5), "2:255:3-5", "words"),
    ("2:255:3-3", Place(2, 255, 3), "2:255:3", "word"),
    ("2:255:3:1", Place(2, 255, 3, segment=1), "2:255:3:1", "segment"),
    ("2:255:*36", Place(2, 255, node=36), "2:255:*36", "node"),
]


@pytest.mark.parametrize(("text", "place", "printed", "sort"), WRITTEN)
def test_places_are_read_and_written(text, place, printed, sort):
    assert parse_place(text) == place
    assert (str(place), place.sort, place.verse) == (printed, sort, "2:255")


NUMBER = st.integers(1, 10**9 - 1)
VERSE = st.tuples(NUMBER, NUMBER)
PLACES = st.one_of(
    VERSE.map(lambda verse: Place(*verse)),
    st.tuples(VERSE, NUMBER).map(lambda each: Place(*each[0], each[1])),
    st.tuples(VERSE, st.integers(1, 99), st.integers(1, 99)).map(
        lambda each: Place(*each[0], each[1], each[1] + each[2])
    ),
    st.tuples(VERSE, NUMBER, NUMBER).map(lambda each: Place(*each[0], each[1], segment=each[2])),
    st.tuples(VERSE, NUMBER).map(lambda each: Place(*each[0], node=each[1])),
)


@given(PLACES)
def test_a_place_that_is_written_is_read_again(place):
    assert parse_place(str(place)) == place


@pytest.mark.parametrize(
    "text",
    ["", "2", "2:", "2:255:", "2:255:3:1:1", "2:255:3-", "2:255:3-5:1", "2.255", "2:255:**1", "-1:2",
     "2:255\0", "<b>", "2:1234567890", "\ud800"],
)  # fmt: skip
def test_what_is_no_place(text):
    with pytest.raises(KalimaError, match="is no place") as caught:
        parse_place(text)
    assert "2:255:3-5" in caught.value.hint


THERE_IS_NOT = [
    ("0:1", "There is no surah 0: the Quran has 114.", "Choose 1 to 114."),
    ("115:1", "There is no surah 115: the Quran has 114.", "Choose 1 to 114."),
    ("2:287", "There is no verse 2:287: surah 2 has 286 verses.", "Choose 2:1 to 2:286."),
    ("2:255:51", "There is nothing at 2:255:51: 2:255 has 50 words.", "Choose 2:255:1 to 2:255:50."),
    ("2:255:0", "There is nothing at 2:255:0: 2:255 has 50 words.", "Choose 2:255:1 to 2:255:50."),
    ("2:255:49-51", "There is nothing at 2:255:49-51: 2:255 has 50 words.", "Choose 2:255:1 to 2:255:50."),
    ("2:255:3:2", "There is nothing at 2:255:3:2: 2:255:3 has one segment.", "Choose 2:255:3:1."),
    ("2:255:1:0", "There is nothing at 2:255:1:0: 2:255:1 has one segment.", "Choose 2:255:1:1."),
    ("1:2:1:3", "There is nothing at 1:2:1:3: 1:2:1 has 2 segments.", "Choose 1:2:1:1 to 1:2:1:2."),
    ("112:3:*1", "There is no implied word at 112:3:*1.", "Implied there: 112:3:*3, 112:3:*7."),
    ("1:3:*1", "There is no implied word at 1:3:*1.", "Nothing is implied in this verse."),
]


@pytest.mark.parametrize(("text", "message", "hint"), THERE_IS_NOT)
def test_a_place_that_there_is_not(library, text, message, hint):
    with pytest.raises(NotFound) as caught:
        anchor(library, parse_place(text), "target")
    assert (caught.value.message, caught.value.hint) == (message, hint)
    assert standing_at(library, [parse_place(text)]) == {parse_place(text): None}


STANDING = [
    ("112:1:2", "هُوَ"),
    ("112:1:1-2", "قُلْ هُوَ"),
    ("1:2:1:2", "حَمْدُ"),
    ("112:3:*3", "هو (فاعل: يَلِدْ)"),
    ("37:130:3", "إِلْ يَاسِينَ"),  # one word of the corpus, two of the text
]


@pytest.mark.parametrize(("place", "text"), STANDING)
def test_an_anchor_takes_what_stands_there(library, place, text):
    attached = anchor(library, parse_place(place), "target")
    assert (attached.text, Place.of(attached)) == (text, parse_place(place))


def test_many_places_are_looked_up_together(library):
    every_verse = [
        Place(surah.number, ayah) for surah in library.store.surahs for ayah in range(1, surah.ayah_count + 1)
    ]
    first_segments = [place._replace(word=1, segment=1) for place in every_verse]
    standing = standing_at(library, [*every_verse, *first_segments])
    verses = library.store.verses_by_id([1, 262, 6236])
    assert [standing[Place(verse.surah, verse.ayah)] for verse in verses] == [verse.text for verse in verses]
    assert len(standing) == 2 * 6236
    assert all(standing.values())


ROLES = [
    ({}, "annotation has 0 places as target; it needs 1 to 50."),
    ({"target": []}, "annotation has 0 places as target"),
    ({"target": [f"2:255:{word}" for word in range(1, 51)], "head": ["2:1", "2:2"]}, "2 places as head"),
    ({"target": [f"2:{ayah}" for ayah in range(1, 52)]}, "annotation has 51 places as target"),
    ({"targt": ["2:1"]}, "annotation has no role 'targt'. Did you mean target?"),
    ({"target": "2:1"}, "The places of target are no list."),
    ({"target": [2]}, "The places of target are no list."),
    (["2:1"], "The places are no object."),
    ({"target": ["2:1"], "head": ["9:130"]}, "surah 9 has 129 verses"),
]  # fmt: skip


@pytest.mark.parametrize(("places", "message"), ROLES)
def test_places_that_a_kind_cannot_have(library, places, message):
    with pytest.raises(KalimaError) as caught:
        anchors(library, KINDS["annotation"], places)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("kind", "role", "place", "hint"),
    [
        ("translation", "target", "2:255:3", "Choose a verse."),
        ("correction", "target", "2:255:3-4", "Choose a word or a segment."),
        ("pronoun", "pronoun", "2:255", "Choose a word or a segment or an implied word."),
        ("verdict", "hit", "2:255:3:1", "Choose a verse or a word or words."),
    ],
)
def test_a_sort_of_place_that_a_role_cannot_have(library, kind, role, place, hint):
    with pytest.raises(KalimaError) as caught:
        anchors(library, KINDS[kind], {role: [place]})
    assert str(caught.value) == f"{place} cannot be the {role} of a {kind}. {hint}"


def test_anchors_come_by_role_once_each_and_those_kept_stay(library):
    kind = KINDS["annotation"]
    first = anchors(library, kind, {"head": ["1:1:1"], "target": ["1:1:3", "1:1:2", "١:١:٣"]})
    assert [(each.role, str(Place.of(each))) for each in first] == [
        ("target", "1:1:3"), ("target", "1:1:2"), ("head", "1:1:1"),
    ]  # fmt: skip
    old = [each._replace(text="old") for each in first]
    second = anchors(library, kind, {"target": ["112:1:2"]}, old)
    assert [(each.role, str(Place.of(each)), each.text) for each in second] == [
        ("target", "112:1:2", "هُوَ"), ("head", "1:1:1", "old"),
    ]  # fmt: skip


TOUCHING = [
    ("2:5", "2:5", True), ("2:5", "2:5:1", True), ("2:5", "2:5:*3", True), ("2:5", "2:6", False),
    ("2:5:3", "2:5", False), ("2:5:3", "2:5:3", True), ("2:5:3", "2:5:2-4", True), ("2:5:3", "2:5:4-5", False),
    ("2:5:3", "2:5:3:2", True), ("2:5:3", "2:5:*3", False), ("2:5:2-4", "2:5:4-6", True),
    ("2:5:3:1", "2:5:3", True), ("2:5:3:1", "2:5:3:1", True), ("2:5:3:1", "2:5:3:2", False),
    ("2:5:3:1", "2:5:2-3", True), ("2:5:*3", "2:5:*3", True), ("2:5:*3", "2:5:*4", False), ("2:5:*3", "2:5", False),
]  # fmt: skip


@pytest.mark.parametrize(("here", "there", "touches"), TOUCHING)
def test_what_is_found_at_a_place(here, there, touches):
    assert parse_place(here).touches(parse_place(there)) is touches
