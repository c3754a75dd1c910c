"""Answers in memory, sent again to who asks the very same: a bounded number of them, and of bytes."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

MOST = 512
"""Answers that are kept, at most."""
MOST_BYTES = 8 << 20
"""Bytes of all of them with their requests, at most: so many pages of 20 hits, of 14 KB each, fit in."""
_LARGEST = 8
"""One may take this part of all bytes: the longest surah fits in, and the longest verse word by word."""
_MARK = "kalima.keep"
_DATE = b"\r\nDate: "


class Answer(NamedTuple):
    """An answer as it was sent, without the date.

    :param head: up to the place of the date, and ``rest`` what follows there; ``body`` after both.
    :param closes: whether the connection ends with it.
    """

    head: bytes
    rest: bytes
    body: bytes
    closes: bool

    @classmethod
    def of(cls, head: bytes, body: bytes, closes: bool) -> Answer:
        """Take the date out of a head that has one."""
        before, name, after = head.partition(_DATE)
        return cls(before + name, after[after.index(b"\r\n") :], body, closes)

    def at(self, date: bytes) -> bytes:
        """All of its bytes, as they are sent on this date."""
        return b"".join((self.head, date, self.rest, self.body))


def mark(environ: WSGIEnvironment) -> None:
    """Say that the answer to this request is the same as long as the program runs."""
    environ[_MARK] = True


def is_marked(environ: WSGIEnvironment) -> bool:
    """Whether that was said."""
    return _MARK in environ


class Kept:
    """The answers that were asked for most lately, by the bytes of the request.

    An answer is kept when it is asked for the second time: most searches are never typed again, and would
    only drive out what is.
    """

    def __init__(self, most: int = MOST, most_bytes: int = MOST_BYTES) -> None:
        self._most, self._most_bytes = most, most_bytes
        self._answers: OrderedDict[bytes, Answer] = OrderedDict()
        self._asked: OrderedDict[int, None] = OrderedDict()
        self._lock = Lock()
        self.size = 0
        """Bytes that are kept."""

    def __len__(self) -> int:
        return len(self._answers)

    def get(self, asked: bytes) -> Answer | None:
        """The answer to a request, if it is kept."""
        with self._lock:
            answer = self._answers.get(asked)
            if answer is not None:
                self._answers.move_to_end(asked)
            return answer

    def offer(self, asked: bytes, answer: Answer) -> None:
        """Keep an answer that had to be made, unless it is too large or the first one to its request."""
        size = _size(asked, answer)
        if size > self._most_bytes // _LARGEST:
            return
        with self._lock:
            if not self._asked_before(hash(asked)):
                return
            if asked in self._answers:  # two asked at once, and both were answered
                self.size -= _size(asked, self._answers.pop(asked))
            self._answers[asked] = answer
            self.size += size
            while len(self._answers) > self._most or self.size > self._most_bytes:
                self.size -= _size(*self._answers.popitem(last=False))

    def _asked_before(self, request: int) -> bool:
        if request in self._asked:
            del self._asked[request]
            return True
        self._asked[request] = None
        if len(self._asked) > 4 * self._most:
            self._asked.popitem(last=False)
        return False


def _size(asked: bytes, answer: Answer) -> int:
    """Of the parts that can be long."""
    return len(asked) + len(answer.body)
