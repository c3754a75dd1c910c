"""The set operations, each against an obvious computation on lists."""

from hypothesis import given
from hypothesis import strategies as st

from kalima.search.postings import Layout, Vocabulary, bits_of, pack_vocabulary, positions


@st.composite
def layouts(draw):
    """A layout with, for each slot, its word and its verse."""
    stems_of_words = draw(
        st.lists(st.lists(st.integers(1, 2), min_size=1, max_size=9), min_size=1, max_size=6)
    )
    word_of, verse_of, second, ends = [], [], [], []
    for verse, words in enumerate(stems_of_words):
        for stems in words:
            word = word_of[-1] + 1 if word_of else 0
            for stem in range(stems):
                if stem:
                    second.append(len(word_of))
                word_of.append(word)
                verse_of.append(verse)
        ends.append(len(word_of) - 1)
    slots = draw(st.sets(st.integers(0, len(word_of) - 1)))
    return Layout(len(word_of), second, ends), word_of, verse_of, slots


@given(layouts())
def test_words_holds_each_word_once_on_its_first_stem(case):
    layout, word_of, _, slots = case
    expected = sorted({word_of.index(word_of[slot]) for slot in slots})
    assert positions(layout.words(bits_of(slots, layout.size))) == expected


@given(layouts())
def test_next_and_previous_word_stay_in_the_verse(case):
    layout, word_of, verse_of, slots = case
    words = {word_of[slot] for slot in slots}
    first = {word: word_of.index(word) for word in word_of}
    verse = {word: verse_of[slot] for word, slot in first.items()}
    bits = layout.words(bits_of(slots, layout.size))
    for step, move in ((1, layout.next_word), (-1, layout.previous_word)):
        expected = sorted(first[w + step] for w in words if verse.get(w + step) == verse[w])
        assert positions(move(bits)) == expected


@given(layouts())
def test_verses_marks_each_verse_that_has_a_slot_and_whole_verses_fills_it(case):
    layout, _, verse_of, slots = case
    hit = {verse_of[slot] for slot in slots}
    verses = layout.verses(bits_of(slots, layout.size))
    assert [layout.verse_number(slot) for slot in positions(verses)] == sorted(hit)
    assert positions(layout.whole_verses(verses)) == [s for s, verse in enumerate(verse_of) if verse in hit]


@given(layouts())
def test_numbers_of_words_and_verses(case):
    layout, word_of, verse_of, _ = case
    assert [layout.word_number(slot) for slot in range(layout.size)] == word_of
    assert [layout.verse_number(slot) for slot in range(layout.size)] == verse_of
    spans = [layout.verse_slots(verse) for verse in range(verse_of[-1] + 1)]
    assert [slot for first, last in spans for slot in range(first, last + 1)] == list(range(layout.size))


@given(st.sets(st.integers(0, 300)), st.integers(0, 20), st.one_of(st.none(), st.integers(0, 20)))
def test_positions_is_a_slice_of_the_sorted_members(slots, offset, limit):
    end = None if limit is None else offset + limit
    assert positions(bits_of(slots, 301), offset, limit) == sorted(slots)[offset:end]


@given(st.dictionaries(st.text(alphabet="ابت", min_size=1), st.sets(st.integers(0, 99), min_size=1)))
def test_a_vocabulary_gives_back_what_was_packed(postings):
    vocabulary = Vocabulary(pack_vocabulary(postings), 100)
    assert {value: set(vocabulary.members(value)) for value in vocabulary.values} == postings
    assert {value: set(positions(vocabulary.bits(value))) for value in postings} == postings
    assert vocabulary.members("ث") == []
    assert "ث" not in vocabulary
