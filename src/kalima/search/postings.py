"""Sets of stems and of treebank nodes, packed for the index and opened for the engine.

A set is a Python integer with a bit for each *unit*; the set operations are then single instructions over
a few kilobytes. The units are numbered so that words, stems and nodes each are a range from 0 on:

- the written words in mushaf order (the bit is that of the word's first stem),
- the second stems (مِمَّا has two, so that all tests of one token can be demanded of one stem),
- the treebank's nodes that lead on no stem: of affixes, letters, implied words.

A *feature* (few values) is packed as one set a value. A *vocabulary* (many values: spellings, lemmas,
roots) is packed as its sorted values in one string and its members in one array, and a set is made when
it is asked for.
"""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence, Sized
from functools import cached_property, lru_cache
from itertools import accumulate, chain, compress, count
from operator import sub
from typing import Any

_SEPARATOR = "\n"
_PLACE = 8  # bytes of a set that are looked through at a time: small integers are quick
_WIDEST = 4  # bytes of a number in an array
_SIGN = bytes(128) + b"\xff" * 128  # what lies above the highest byte of a number
_DENSE = 8  # from every eighth unit on, a byte for each is looked through sooner than the bits
_DIGIT = bytes.maketrans(b"01", b"\0\1")
_LAST_CHARACTER = "\U0010ffff"


def bits_of(members: Iterable[int], size: int) -> int:
    """The set of these units as an integer; ``size`` is the number of units there are."""
    listed = members if isinstance(members, Sized) else list(members)
    if 32 * len(listed) < size:
        row = bytearray(size // 8 + 1)
        for member in listed:
            row[member >> 3] |= 1 << (member & 7)
        return int.from_bytes(row, "little")
    # A digit for each is set sooner than a bit; but to read all digits takes half a millisecond.
    digits = bytearray(b"0") * (size + 1)
    one = ord("1")
    for member in listed:
        digits[member] = one
    digits.reverse()
    return int(digits, 2)


def positions(bits: int, offset: int = 0, limit: int | None = None) -> list[int]:
    """The members of a set in ascending order, ``limit`` of them after the first ``offset``."""
    if limit is None and not offset and _DENSE * bits.bit_count() > bits.bit_length():
        return list(compress(count(), flags(bits)))
    if offset:
        start = _position(bits, offset)
        return [start + at for at in positions(bits >> start, 0, limit)]
    places = array("Q", bits.to_bytes(_PLACE * (bits.bit_length() // (8 * _PLACE) + 1), sys.byteorder))
    if sys.byteorder == "big":
        places.reverse()
    found: list[int] = []
    for place in compress(count(), places):
        part, before = places[place], 8 * _PLACE * place - 1
        while part:
            lowest = part & -part
            found.append(before + lowest.bit_length())
            part ^= lowest
        if limit is not None and len(found) >= limit:
            return found[:limit]
    return found


def flags(units: int) -> bytes:
    """A byte for each unit up to the last of a set, 1 for those in it, for ``compress``."""
    return f"{units:b}".encode().translate(_DIGIT)[::-1]


def _position(bits: int, number: int) -> int:
    """Where the member with this 0-based number is, by halving, or the end of the set if it has fewer."""
    low, high = 0, bits.bit_length()
    while low < high:
        middle = (low + high) // 2
        if (bits & ((2 << middle) - 1)).bit_count() <= number:
            low = middle + 1
        else:
            high = middle
    return low


def _pack_numbers(numbers: Sequence[int]) -> bytes:
    """The step to each number from the one before it, all lowest bytes first, all highest last.

    Steps are small and their high bytes alike: packed once more by xz, they take a fifth less. The first
    byte says how many bytes a step has.
    """
    steps = array("i", map(sub, numbers, chain((0,), numbers)))
    width = max(map(int.bit_length, steps), default=0) // 8 + 1  # with the sign
    if sys.byteorder == "big":
        steps.byteswap()
    data = steps.tobytes()
    return bytes((width,)) + b"".join(data[place::_WIDEST] for place in range(width))


def _unpack_numbers(packed: bytes) -> array[int]:
    width = packed[0]
    count = (len(packed) - 1) // width
    planes = [packed[1 + place * count : 1 + (place + 1) * count] for place in range(width)]
    planes += [planes[-1].translate(_SIGN)] * (_WIDEST - width)
    data = bytearray(_WIDEST * count)
    for place, plane in enumerate(planes):
        data[place::_WIDEST] = plane
    steps = array("i", bytes(data))
    if sys.byteorder == "big":
        steps.byteswap()
    return array("I", accumulate(steps))


def pack_set(members: Iterable[int], size: int) -> int | bytes:
    """A set of units in whichever form is smaller: a bit for each unit there is, or a list of its members."""
    listed = sorted(set(members))
    bits, packed = bits_of(listed, size), _pack_numbers(listed)
    return bits if bits.bit_length() // 8 < len(packed) else packed


def unpack_set(packed: int | bytes, size: int) -> int:
    """The set that :func:`pack_set` packed, as an integer."""
    return packed if isinstance(packed, int) else bits_of(_unpack_numbers(packed), size)


def pack_vocabulary(postings: Mapping[str, Iterable[int]]) -> dict[str, str | bytes]:
    """Plain containers that :class:`Vocabulary` opens again.

    :raises ValueError: if a value holds the separator, a line feed.
    """
    values = sorted(postings)
    if any(_SEPARATOR in value for value in values):
        raise ValueError("a value of a vocabulary holds a line feed")
    starts, members = [0], array("I")
    for value in values:
        members.extend(sorted(set(postings[value])))
        starts.append(len(members))
    return {
        "values": _SEPARATOR.join(values),
        "starts": _pack_numbers(starts),
        "members": _pack_numbers(members),
    }


class Vocabulary:
    """The values of one attribute, sorted, each with the units that have it.

    The values stay one string, ``text``, a line each: as strings of their own they would be half of the
    program's memory. The rest is unpacked when it is first asked for.
    """

    def __init__(self, packed: dict[str, Any], size: int) -> None:
        self.text: str = packed["values"]
        self._packed = packed
        self._size = size
        # Popular words are asked for again and again; 16 sets are 300 KB.
        self.bits = lru_cache(maxsize=16)(self._bits)

    @cached_property
    def _starts(self) -> array[int]:
        return self._unpacked("starts")

    @cached_property
    def _members(self) -> array[int]:
        return self._unpacked("members")

    def _unpacked(self, name: str) -> array[int]:
        """The numbers in the place of what they were packed in, so that memory holds one of the two."""
        if isinstance(self._packed[name], bytes):
            self._packed[name] = _unpack_numbers(self._packed[name])
        numbers: array[int] = self._packed[name]
        return numbers

    @cached_property
    def _places(self) -> array[int]:
        """Where each value begins in the text, and where one more would."""
        return array("I", accumulate((len(value) + 1 for value in self.values), initial=0))

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __contains__(self, value: str) -> bool:
        return self.number(value) is not None

    @property
    def values(self) -> list[str]:
        """All values, in order. Made anew each time: for a message, not for a search."""
        return self.text.split(_SEPARATOR) if len(self) else []

    def value(self, number: int) -> str:
        """The value with this 0-based number."""
        return self.text[self._places[number] : self._places[number + 1] - 1]

    def number(self, value: str) -> int | None:
        """The 0-based number of ``value``; ``None`` if no unit has it."""
        at = self._first_from(value)
        return at if at < len(self) and self.value(at) == value else None

    def numbers_from(self, prefix: str) -> range:
        """The numbers of the values that begin with ``prefix``."""
        return range(self._first_from(prefix), self._first_from(prefix + _LAST_CHARACTER))

    def _first_from(self, value: str) -> int:
        return bisect_left(range(len(self)), value, key=self.value)

    def members(self, value: str) -> list[int]:
        """The units that have ``value``, ascending; none if no unit has."""
        number = self.number(value)
        return [] if number is None else self._of(number, number + 1).tolist()

    def count(self, value: str) -> int:
        """How many units have ``value``."""
        number = self.number(value)
        return 0 if number is None else self.size_of(number)

    def units_of(self, number: int) -> array[int]:
        """The units that have the value with this 0-based number, ascending."""
        return self._of(number, number + 1)

    def by_stem(self, stems: int) -> array[int]:
        """For each stem the number of its value, counted from 1; 0 if it has none.

        :param stems: how many there are. Of a vocabulary that is of stems alone, each with one value.
        """
        numbers = array("H", bytes(2 * stems))
        for number in range(len(self)):
            for stem in self.units_of(number):
                numbers[stem] = number + 1
        return numbers

    def size_of(self, number: int) -> int:
        """How many units have the value with this 0-based number."""
        return self._starts[number + 1] - self._starts[number]

    def union(self, numbers: Iterable[int]) -> int:
        """The set of the units that have any of the values with these numbers."""
        if isinstance(numbers, list) and len(numbers) == 1:
            return self.bits(self.value(numbers[0]))
        if isinstance(numbers, range) and numbers.step == 1:
            return bits_of(self._of(numbers.start, max(numbers.stop, numbers.start)), self._size)
        return bits_of(chain.from_iterable(self._of(n, n + 1) for n in numbers), self._size)

    def _of(self, start: int, stop: int) -> array[int]:
        return self._members[self._starts[start] : self._starts[stop]]

    def _bits(self, value: str) -> int:
        return bits_of(self.members(value), self._size)


class Partition:
    """Spans of words that follow one another: verses, surahs, pages, juz.

    A set of spans is the set of their last words.

    :param ends: the last word of each span, ascending.
    :param size: number of words.
    """

    def __init__(self, ends: Sequence[int], size: int) -> None:
        self.ends = list(ends)
        self._size = size

    def __len__(self) -> int:
        return len(self.ends)

    @cached_property
    def last(self) -> int:
        """The last word of each span."""
        return bits_of(self.ends, self._size)

    @cached_property
    def first(self) -> int:
        """The first word of each span."""
        return (self.last << 1 | 1) & ((1 << self._size) - 1)

    @cached_property
    def rest(self) -> int:
        """The words after which their span goes on."""
        return ((1 << self._size) - 1) & ~self.last

    @cached_property
    def _reaches(self) -> list[tuple[int, int]]:
        """For each doubling step the words that stand at least that far before their span's end."""
        lengths = (end - before for before, end in zip([-1, *self.ends], self.ends, strict=False))
        longest = max(lengths, default=0)
        reaches, step, mask = [], 1, self.rest
        while step < longest:
            reaches.append((step, mask))
            # A word reaches 2n further if it reaches n and so does the word n further on.
            mask &= mask >> step
            step *= 2
        return reaches

    def hit(self, words: int) -> int:
        """The spans that have any of these words.

        Within each span ``(x & rest) + rest`` carries into the last word exactly when another word is
        set, and never beyond it: one addition asks all spans at once.
        """
        return ((((words & self.rest) + self.rest) & self.last) | words) & self.last

    def whole(self, lasts: int) -> int:
        """All words of the spans that :meth:`hit` found."""
        for step, reach in self._reaches:
            lasts |= (lasts >> step) & reach
        return lasts

    def number(self, word: int) -> int:
        """The 0-based number of the span that has this word."""
        return bisect_left(self.ends, word)

    @cached_property
    def by_word(self) -> array[int]:
        """For each word the 0-based number of the span that has it."""
        width = "H" if len(self) <= 1 << 16 else "I"
        numbers = array(width)
        for number in range(len(self)):
            first, last = self.span(number)
            numbers.extend(array(width, (number,)) * (last - first + 1))
        return numbers

    def span(self, number: int) -> tuple[int, int]:
        """The first and the last word of the span with this 0-based number."""
        return (self.ends[number - 1] + 1 if number else 0), self.ends[number]

    def numbered(self, numbers: Iterable[int]) -> int:
        """All words of the spans with these 0-based numbers."""
        return self.whole(bits_of([self.ends[number] for number in numbers], self._size))


class Layout:
    """How units are numbered, and how words make verses, surahs, pages and juz.

    :param words: number of words.
    :param second: for each second stem, in order, the word that it belongs to.
    :param units: number of all units.
    :param spans: the last words of the spans of each kind: ``aya``, ``sura``, ``page``, ``juz``.
    """

    def __init__(
        self, words: int, second: Sequence[int], units: int, spans: Mapping[str, Sequence[int]]
    ) -> None:
        self.words = words
        self.stems = words + len(second)
        self.units = units
        self.everything = (1 << self.words) - 1
        self.all_stems = (1 << self.stems) - 1
        self.second = list(second)
        self.spans = {kind: Partition(ends, words) for kind, ends in spans.items()}
        self.verses, self.surahs, self.pages, self.juz = (
            self.spans[kind] for kind in ("aya", "sura", "page", "juz")
        )

    @cached_property
    def second_of(self) -> dict[int, int]:
        """The unit of the second stem of each word that has one."""
        return {word: self.words + number for number, word in enumerate(self.second)}

    def words_of(self, stems: array[int]) -> set[int]:
        """The words that these stems, ascending, belong to."""
        seconds = bisect_left(stems, self.words)
        return {*stems[:seconds], *(self.second[stem - self.words] for stem in stems[seconds:])}

    @cached_property
    def with_second(self) -> int:
        """The words that have a second stem."""
        return bits_of(self.second, self.words)

    def fold(self, stems: int) -> int:
        """The words that these stems belong to; other nodes are left out."""
        words = stems & self.everything
        if seconds := (stems & self.all_stems) >> self.words:
            words |= bits_of([self.second[number] for number in positions(seconds)], self.words)
        return words

    def spread(self, words: int) -> int:
        """All stems of these words."""
        if both := words & self.with_second:
            words |= bits_of([self.second_of[word] for word in positions(both)], self.stems)
        return words
