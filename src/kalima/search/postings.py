"""Postings over stems, packed for the index and opened for the engine.

The unit is the *stem slot*: the 77,915 stems in mushaf order, so that a word with two stems (مِمَّا)
has two neighbouring slots and all tests of one token can be demanded of one stem. A set of slots is a
Python integer with a bit per slot; the set operations are then single instructions over 9.7 KB.

A *feature* (few values) is packed as one set a value. A *vocabulary* (many values: spellings, lemmas,
roots) is packed as its sorted values in one string and its slots in one array, and a set is made when
it is asked for.
"""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

_SEPARATOR = "\n"
_CHUNK = 64  # bytes of a set that are looked through at a time: small integers are quick


def bits_of(slots: Iterable[int], size: int) -> int:
    """The set of these slots as an integer; ``size`` is the number of slots there are."""
    row = bytearray(size // 8 + 1)
    for slot in slots:
        row[slot >> 3] |= 1 << (slot & 7)
    return int.from_bytes(row, "little")


def _packed(numbers: array[int]) -> bytes:
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()


def _numbers(packed: bytes) -> memoryview:
    """The numbers in ``packed``, where they lie: they are most of the index and are not copied."""
    if sys.byteorder == "big":
        swapped = array("I", packed)
        swapped.byteswap()
        packed = swapped.tobytes()
    return memoryview(packed).cast("I")


def pack_set(slots: Iterable[int], size: int) -> int | bytes:
    """A set of slots in whichever form is smaller: a bit for each slot there is, or a list of its members."""
    members = array("I", sorted(set(slots)))
    return bits_of(members, size) if 4 * len(members) > size // 8 else _packed(members)


def unpack_set(packed: int | bytes, size: int) -> int:
    """The set that :func:`pack_set` packed, as an integer."""
    return packed if isinstance(packed, int) else bits_of(_numbers(packed), size)


def pack_vocabulary(postings: Mapping[str, Iterable[int]]) -> dict[str, str | bytes]:
    """Plain containers that :class:`Vocabulary` opens again.

    :raises ValueError: if a value holds the separator, a line feed.
    """
    values = sorted(postings)
    if any(_SEPARATOR in value for value in values):
        raise ValueError("a value of a vocabulary holds a line feed")
    starts, slots, places = array("I", [0]), array("I"), array("I", [0])
    for value in values:
        slots.extend(sorted(set(postings[value])))
        starts.append(len(slots))
        places.append(places[-1] + len(value) + 1)
    return {
        "values": _SEPARATOR.join(values),
        "places": _packed(places),
        "starts": _packed(starts),
        "slots": _packed(slots),
    }


class Vocabulary:
    """The values of one attribute, sorted, each with the slots that have it.

    The values stay one string: as strings of their own they would be half of the program's memory.
    """

    def __init__(self, packed: Mapping[str, Any], size: int) -> None:
        self._text: str = packed["values"]
        self._places = _numbers(packed["places"])
        self._starts = _numbers(packed["starts"])
        self._slots = _numbers(packed["slots"])
        self._size = size
        # Popular words are asked for again and again; 16 sets are 150 KB.
        self.bits = lru_cache(maxsize=16)(self._bits)

    def __len__(self) -> int:
        return len(self._places) - 1

    def __contains__(self, value: str) -> bool:
        return self._number(value) is not None

    @property
    def values(self) -> list[str]:
        """All values, in order. Made anew each time: for a message, not for a search."""
        return self._text.split(_SEPARATOR) if len(self) else []

    def value(self, number: int) -> str:
        """The value with this 0-based number."""
        return self._text[self._places[number] : self._places[number + 1] - 1]

    def _number(self, value: str) -> int | None:
        at = bisect_left(range(len(self)), value, key=self.value)
        return at if at < len(self) and self.value(at) == value else None

    def members(self, value: str) -> list[int]:
        """The slots that have ``value``, ascending; none if no slot has."""
        number = self._number(value)
        if number is None:
            return []
        return self._slots[self._starts[number] : self._starts[number + 1]].tolist()

    def _bits(self, value: str) -> int:
        return bits_of(self.members(value), self._size)


class Layout:
    """How slots make words and words make verses, as masks for the engine.

    :param size: number of slots.
    :param second: the slots that are a word's second stem.
    :param verse_ends: the last slot of each verse, ascending.
    """

    def __init__(self, size: int, second: list[int], verse_ends: list[int]) -> None:
        self.size = size
        self.everything = (1 << size) - 1
        self._second_slots = second
        self._second = bits_of(second, size)
        self.verse_ends = verse_ends
        self._last = bits_of(verse_ends, size)
        self._first = (self._last << 1 | 1) & self.everything
        self._rest = self.everything & ~self._last
        self._reach = self._reaches(verse_ends)

    def _reaches(self, verse_ends: list[int]) -> list[tuple[int, int]]:
        """For each doubling step the slots that lie at least that far before their verse's end."""
        longest = max(end - start for start, end in zip([-1, *verse_ends], verse_ends, strict=False))
        reaches, step, mask = [], 1, self._rest
        while step < longest:
            reaches.append((step, mask))
            # A slot reaches 2n further if it reaches n and so does the slot n further on.
            mask &= mask >> step
            step *= 2
        return reaches

    def words(self, bits: int) -> int:
        """One bit per word, on its first stem: no word is counted twice."""
        return (bits & ~self._second) | ((bits & self._second) >> 1)

    def both_stems(self, bits: int) -> int:
        """The set with both stems of every word that it has one stem of."""
        words = self.words(bits)
        return words | ((words << 1) & self._second)

    def next_word(self, words: int) -> int:
        """Each word's successor in its verse; what stood last in a verse is gone."""
        after = (self.both_stems(words) & self._rest) << 1
        return after & ~self._second

    def previous_word(self, words: int) -> int:
        """Each word's predecessor in its verse; what stood first in a verse is gone."""
        return self.words((words & ~self._first) >> 1)

    def verses(self, bits: int) -> int:
        """One bit per verse that has any slot of the set: the verse's last slot.

        Within each verse ``(x & rest) + rest`` carries into the last slot exactly when another slot
        is set, and never beyond it: one addition asks all verses at once.
        """
        return ((((bits & self._rest) + self._rest) & self._last) | bits) & self._last

    def whole_verses(self, verses: int) -> int:
        """All slots of the verses that :meth:`verses` marked."""
        for step, reach in self._reach:
            verses |= (verses >> step) & reach
        return verses

    def word_number(self, slot: int) -> int:
        """The 0-based number of the word that has this slot."""
        return slot - bisect_left(self._second_slots, slot + 1)

    def verse_number(self, slot: int) -> int:
        """The 0-based number of the verse that has this slot."""
        return bisect_left(self.verse_ends, slot)

    def verse_slots(self, verse: int) -> tuple[int, int]:
        """The first and the last slot of the verse with this 0-based number."""
        return (self.verse_ends[verse - 1] + 1 if verse else 0), self.verse_ends[verse]


def positions(bits: int, offset: int = 0, limit: int | None = None) -> list[int]:
    """The members of a set in ascending order, ``limit`` of them after the first ``offset``."""
    if offset:
        start = _position(bits, offset)
        return [start + at for at in positions(bits >> start, 0, limit)]
    data = bits.to_bytes(bits.bit_length() // 8 + 1, "little")
    found: list[int] = []
    for start in range(0, len(data), _CHUNK):
        part = int.from_bytes(data[start : start + _CHUNK], "little")
        while part:
            if limit is not None and len(found) >= limit:
                return found
            lowest = part & -part
            found.append(start * 8 + lowest.bit_length() - 1)
            part ^= lowest
    return found


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
