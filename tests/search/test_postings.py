"""The set operations, each against an obvious computation on lists."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalima.search.postings import (
    Layout,
    Partition,
    Vocabulary,
    bits_of,
    pack_set,
    pack_vocabulary,
    positions,
    unpack_set,
)


@st.composite
def partitions(draw):
    """Words divided into spans, with the span of each word, and some of the words."""
    lengths = draw(st.lists(st.integers(1, 9), min_size=1, max_size=8))
    span_of = [span for span, length in enumerate(lengths) for _ in range(length)]
    ends = [word for word, span in enumerate(span_of) if span_of[word + 1 : word + 2] != [span]]
    words = draw(st.sets(st.integers(0, len(span_of) - 1)))
    return Partition(ends, len(span_of)), span_of, words


@given(partitions())
def test_hit_marks_each_span_that_has_a_word_and_whole_fills_it(case):
    partition, span_of, words = case
    spans = {span_of[word] for word in words}
    hit = partition.hit(bits_of(words, len(span_of)))
    inside = [word for word, span in enumerate(span_of) if span in spans]
    assert [partition.number(word) for word in positions(hit)] == sorted(spans)
    assert positions(hit & ~partition.last) == []
    assert positions(partition.whole(hit)) == inside
    assert positions(partition.numbered(spans)) == inside


@given(partitions())
def test_edges_of_spans(case):
    partition, span_of, _ = case
    spans = [partition.span(number) for number in range(len(partition))]
    assert [word for first, last in spans for word in range(first, last + 1)] == list(range(len(span_of)))
    assert positions(partition.first) == [first for first, _ in spans]
    assert positions(partition.last) == partition.ends == [last for _, last in spans]
    assert partition.rest == (1 << len(span_of)) - 1 - partition.last
    assert [partition.number(word) for word in range(len(span_of))] == span_of


@st.composite
def layouts(draw):
    """A layout with three further nodes, the word of each stem, and some of all units."""
    count = draw(st.integers(1, 40))
    second = sorted(draw(st.sets(st.integers(0, count - 1))))
    layout = Layout(
        count, second, count + len(second) + 3, {kind: [count - 1] for kind in ("aya", "sura", "page", "juz")}
    )
    units = draw(st.sets(st.integers(0, layout.units - 1)))
    return layout, [*range(count), *second], units


@given(layouts())
def test_fold_takes_stems_to_their_words_and_spread_words_to_their_stems(case):
    layout, word_of, units = case
    words = {word_of[unit] for unit in units if unit < layout.stems}
    folded = layout.fold(bits_of(units, layout.units))
    assert positions(folded) == sorted(words)
    assert positions(layout.spread(folded)) == [unit for unit, word in enumerate(word_of) if word in words]


@given(st.sets(st.integers(0, 300)), st.integers(0, 20), st.one_of(st.none(), st.integers(0, 20)))
def test_positions_is_a_slice_of_the_sorted_members(members, offset, limit):
    end = None if limit is None else offset + limit
    assert positions(bits_of(members, 301), offset, limit) == sorted(members)[offset:end]


@given(st.sets(st.integers(0, 3000)))
def test_a_set_is_the_same_however_many_members_it_has(members):
    """Few members and many are set in different ways, and packed in different forms."""
    expected = sum(1 << member for member in members)
    assert bits_of(members, 3001) == bits_of(iter(members), 3001) == expected
    assert unpack_set(pack_set(members, 3001), 3001) == expected


@pytest.mark.parametrize(
    "members", [[], [0], [127], [128], [32_767, 32_768], [0, 147_898], list(range(9, 5000))]
)
def test_packed_members_at_the_edges_of_a_byte(members):
    vocabulary = Vocabulary(pack_vocabulary({"ا": members, "ب": [0]}), 147_899)
    assert vocabulary.members("ا") == members
    assert vocabulary.members("ب") == [0]


@given(st.dictionaries(st.text(alphabet="ابت", min_size=1), st.sets(st.integers(0, 99), min_size=1)))
def test_a_vocabulary_gives_back_what_was_packed(postings):
    vocabulary = Vocabulary(pack_vocabulary(postings), 100)
    assert vocabulary.values == sorted(postings)
    assert vocabulary.text.splitlines() == sorted(postings)
    assert {value: set(vocabulary.members(value)) for value in vocabulary.values} == postings
    assert {value: set(positions(vocabulary.bits(value))) for value in postings} == postings
    assert {value: vocabulary.count(value) for value in postings} == {v: len(m) for v, m in postings.items()}
    numbers = [vocabulary.number(value) for value in vocabulary.values]
    assert numbers == list(range(len(vocabulary)))
    assert [vocabulary.value(number) for number in numbers] == vocabulary.values
    assert (vocabulary.members("ث"), vocabulary.count("ث"), vocabulary.number("ث")) == ([], 0, None)
    assert "ث" not in vocabulary


@given(
    st.dictionaries(st.text(alphabet="ابت", min_size=1), st.sets(st.integers(0, 99), min_size=1)),
    st.text(alphabet="ابت", max_size=3),
    st.data(),
)
def test_prefixes_and_unions(postings, prefix, data):
    vocabulary = Vocabulary(pack_vocabulary(postings), 100)
    begun = [value for value in sorted(postings) if value.startswith(prefix)]
    assert [vocabulary.value(number) for number in vocabulary.numbers_from(prefix)] == begun
    assert set(positions(vocabulary.union(vocabulary.numbers_from(prefix)))) == set().union(
        *(postings[value] for value in begun)
    )
    some = data.draw(st.sets(st.sampled_from(sorted(postings)))) if postings else set()
    numbers = [vocabulary.number(value) for value in some]
    assert set(positions(vocabulary.union(numbers))) == set().union(*(postings[value] for value in some))


def test_a_line_feed_in_a_value_is_refused():
    with pytest.raises(ValueError, match="holds a line feed"):
        pack_vocabulary({"ا\nب": [1]})


def test_a_word_knows_its_span_also_where_spans_are_more_than_two_bytes_can_count():
    assert Partition(range(70_000), 70_000).by_word[-1] == 69_999
    assert Partition([1, 3], 4).by_word.tolist() == [0, 0, 1, 1]
