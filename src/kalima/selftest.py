"""Checks that this copy of Kalima works, as its user would meet it: over HTTP, on the whole corpus.

It runs in the frozen file too, where ``assert`` does nothing, and uses none.
"""

from __future__ import annotations

import http.client
import json
import sys
import threading
from typing import Any
from urllib.parse import quote

from kalima import __version__
from kalima.bundle import open_library
from kalima.errors import KalimaError
from kalima.web.server import HOST, Server

DEADLINE = 60.0
"""Seconds after which the test has failed, whatever it is waiting for."""

COUNTS = {
    "surahs": 114,
    "verses": 6_236,
    "words": 77_429,
    "segments": 128_219,
    "roots": 1_642,
    "lemmas": 4_832,
}
BASMALA = "بِسْمِ ٱللَّهِ ٱلرَّحْمَـٰنِ ٱلرَّحِيمِ"


class Failure(Exception):
    """What did not hold, as a sentence."""


def run_self_test() -> int:
    """Run the checks; print what was checked, or the sentence that says what failed; 0 if all held."""
    outcome: list[str] = []
    # A thread of its own, so that no check can keep the program past the deadline.
    worker = threading.Thread(target=_run, args=(outcome,), daemon=True)
    worker.start()
    worker.join(DEADLINE)
    failure = outcome[0] if outcome else f"The self-test was not done within {DEADLINE:.0f} seconds."
    if failure:
        _say(f"Kalima {__version__}: the self-test failed. {failure}")
        return 1
    _say(f"Kalima {__version__}: the self-test passed.")
    return 0


def _run(outcome: list[str]) -> None:
    try:
        _check_everything()
    except (Failure, KalimaError, OSError) as error:
        outcome.append(str(error) or repr(error))
    except Exception as error:  # the report of a self-test is the one place for it
        outcome.append(f"Unforeseen: {error!r}")
    else:
        outcome.append("")


def _check_everything() -> None:
    library, font = open_library()
    _expect("the counts of the corpus", library.store.counts(), COUNTS)
    server = Server(library, font, port=0)
    thread = threading.Thread(target=server.serve, daemon=True)
    thread.start()
    try:
        _check_server(server)
    finally:
        server.stop()
        thread.join(5)
    if thread.is_alive():
        raise Failure("The server did not end when it was told to.")


def _check_server(server: Server) -> None:
    _expect("/health", _get(server, "/health"), b"ok")
    _expect("what a stranger is answered", _ask(server, "/api/v1/surahs", {})[0], 403)
    verse = _json(server, "/api/v1/verses/1:1")["verses"][0]
    _expect("the text of 1:1", verse["text"], BASMALA)
    found = _json(server, "/api/v1/search?q=" + quote("root:قول&pos:V&aspect:PERF"))
    _expect("the perfect verbs of the root قول", found["total"], _totals(1_006, 1_006, 855))
    found = _json(server, "/api/v1/search?q=" + quote('[pos="V"] !-object-> _'))
    _expect("the verbs without an object", found["total"], _totals(9_507, 9_507, 4_404))
    word = _json(server, "/api/v1/words/1:1:1")["words"][0]
    _expect("the segments of 1:1:1", [each["pos"] for each in word["segments"]], ["P", "N"])
    _contains("the page", _get(server, "/"), b"<!doctype html>")
    _contains("a script of the page", _get(server, "/static/js/app.js"), b"import")
    _contains("the font", _get(server, "/fonts/AmiriQuran.woff2")[:4], b"wOF2")


def _totals(matches: int, words: int, verses: int) -> dict[str, int]:
    return {"matches": matches, "words": words, "verses": verses}


def _get(server: Server, path: str) -> bytes:
    status, body = _ask(server, path, {"Authorization": f"Bearer {server.token}"})
    if status != 200:
        raise Failure(f"GET {path} answered {status}.")
    return body


def _ask(server: Server, path: str, headers: dict[str, str]) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection(HOST, server.port, timeout=20)
    try:
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def _json(server: Server, path: str) -> Any:
    return json.loads(_get(server, path))


def _expect(what: str, found: object, expected: object) -> None:
    if found != expected:
        raise Failure(f"{what[:1].upper()}{what[1:]} should be {expected!r} and is {found!r}.")


def _contains(what: str, found: bytes, expected: bytes) -> None:
    if expected not in found:
        raise Failure(f"{what[:1].upper()}{what[1:]} is not what it should be.")


def _say(sentence: str) -> None:
    if sys.stdout is not None:
        print(sentence, flush=True)
