"""Answers in memory, ready to be sent again: a bounded number of them, and of bytes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import NamedTuple

from flask import Response
from werkzeug.datastructures import Headers

MOST = 512
"""Answers that are kept, at most."""
MOST_BYTES = 4 << 20
"""Bytes of all their bodies, at most."""
_LARGEST = 8
"""A body may take this part of all bytes: the longest surah fits in, a page of 500 hits does not."""


class Answer(NamedTuple):
    """An answer as it is sent.

    :param tag: by which a client that has it asks for it.
    :param headers: its own, without those that every answer gets on its way out.
    """

    tag: str
    body: bytes
    headers: Headers

    def response(self) -> Response:
        """A response of its own, whose headers may be changed."""
        return Response(self.body, headers=self.headers.copy())


class Kept:
    """The answers that were asked for most lately, by whatever their requests differ in.

    An answer is kept when it is asked for the second time: most searches are never typed again, and would
    only drive out what is.
    """

    def __init__(self, most: int = MOST, most_bytes: int = MOST_BYTES) -> None:
        self._most, self._most_bytes = most, most_bytes
        self._answers: OrderedDict[Hashable, Answer] = OrderedDict()
        self._asked: OrderedDict[int, None] = OrderedDict()
        self._lock = Lock()
        self.size = 0
        """Bytes of the bodies that are kept."""

    def __len__(self) -> int:
        return len(self._answers)

    def get(self, key: Hashable) -> Answer | None:
        """The answer to a request, if it is kept."""
        with self._lock:
            answer = self._answers.get(key)
            if answer is not None:
                self._answers.move_to_end(key)
            return answer

    def offer(self, key: Hashable, answer: Answer) -> None:
        """Keep an answer that had to be made, unless it is too large or the first one to its request."""
        if len(answer.body) > self._most_bytes // _LARGEST:
            return
        with self._lock:
            if not self._asked_before(hash(key)):
                return
            if key in self._answers:  # two asked at once, and both were answered
                self.size -= len(self._answers.pop(key).body)
            self._answers[key] = answer
            self.size += len(answer.body)
            while len(self._answers) > self._most or self.size > self._most_bytes:
                _, oldest = self._answers.popitem(last=False)
                self.size -= len(oldest.body)

    def _asked_before(self, key: int) -> bool:
        if key in self._asked:
            del self._asked[key]
            return True
        self._asked[key] = None
        if len(self._asked) > 4 * self._most:
            self._asked.popitem(last=False)
        return False
