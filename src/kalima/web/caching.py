"""What a browser or a script may keep of an answer, and how small the answer is on its way."""

from __future__ import annotations

import hashlib
import sys
import zlib
from functools import cached_property
from pathlib import Path

from flask import Response, request

from kalima import paths
from kalima.web import kept

GZIP_FROM = 32_000
"""Bytes of an answer that is compressed for a script that takes it so, which may sit behind a slow tunnel.

On loopback itself it pays at no size: of a surah of 394 KB it makes 132 KB, and of 95 answers a second 55; at
level 6 it makes 102 KB and 35. Below this size it hardly costs anything, and saves nothing worth having.
"""
GZIP_LEVEL = 1
_COMPRESSED = "-gzip"
"""Ends the tag of an answer that was sent compressed: other bytes, so another tag."""


class Edition:
    """One edition of program and corpus, within which the same question has the same answer.

    :param version: the program's.
    :param corpus: what the corpus's build fixed of it: the hashes of its files.
    """

    def __init__(self, version: str, corpus: dict[str, str]) -> None:
        self._named = repr((version, sorted(corpus.items())))

    @cached_property
    def _key(self) -> bytes:
        return hashlib.blake2b(f"{self._named} {_build()}".encode()).digest()

    def tag(self) -> str:
        """The tag of the answer to the request, which depends on nothing else than its address."""
        address = f"{request.environ['PATH_INFO']}?{request.environ['QUERY_STRING']}"
        return hashlib.blake2b(address.encode("utf-8", "replace"), key=self._key, digest_size=12).hexdigest()

    def unchanged(self) -> Response | None:
        """The answer to a client that has it already; ``None`` if it is to be made."""
        if "HTTP_IF_NONE_MATCH" not in request.environ:
            return None
        tag, wanted = self.tag(), request.if_none_match
        # A star means any answer at all; whether there is one, only the work can tell.
        for each in () if wanted.star_tag else (tag, tag + _COMPRESSED):
            if wanted.contains_weak(each):
                return _tagged(Response(status=304), each)
        return None

    def keep(self, response: Response) -> Response:
        """Let the client keep the answer, and ask whether it is still the same before it is used again."""
        kept.mark(request.environ)
        return _tagged(response, self.tag())


def _takes_gzip() -> bool:
    """Whether a large answer is sent compressed."""
    if "HTTP_ACCEPT_ENCODING" not in request.environ:
        return False
    if "HTTP_SEC_FETCH_SITE" in request.environ:  # a browser: the page is on this computer, and waits for it
        return False
    return bool(request.accept_encodings["gzip"])


def _tagged(response: Response, tag: str) -> Response:
    response.set_etag(tag)
    # Without a time: the next edition answers at the same address, and its page must not get this one's.
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Vary"] = "Accept-Encoding"
    return response


def forget(response: Response) -> Response:
    """Let nobody keep the answer: the next one may be another."""
    response.headers["Cache-Control"] = "no-store"
    return response


def compress(response: Response) -> Response:
    """Send large JSON compressed to a script that takes it so."""
    if not _takes_gzip() or response.mimetype != "application/json" or response.is_streamed:
        return response
    if "Content-Encoding" in response.headers:  # it is already
        return response
    body = response.get_data()
    if len(body) < GZIP_FROM:
        return response
    packer = zlib.compressobj(GZIP_LEVEL, zlib.DEFLATED, 31)  # 31: with gzip's head and sum
    response.set_data(packer.compress(body) + packer.flush())
    response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    tag, _ = response.get_etag()
    if tag:
        response.set_etag(tag + _COMPRESSED)
    return response


def _build() -> str:
    """What tells two builds of one version apart: the executable, or the newest module beside this one."""
    files = [Path(sys.executable)] if paths.frozen() else [*Path(__file__).parents[1].rglob("*.py")]
    newest = max((file.stat() for file in files), key=lambda stat: stat.st_mtime_ns)
    return f"{newest.st_mtime_ns} {newest.st_size}"
