"""The answers in memory: which are kept, for whom, within which bounds; and how often the store is asked for the others."""

from __future__ import annotations

import contextlib
import http.client
import shutil
import sqlite3
from pathlib import Path
from typing import NamedTuple

import pytest
from flask import Flask, Response, request

from kalima.errors import NotFound
from kalima.study import analysis, dictionary, shapes
from kalima.web import caching, errors, guard
from kalima.web.caching import Edition
from kalima.web.kept import Answer, Kept
from kalima.web.kinds import ANYTHING, Text
from kalima.web.routes import Api, Parameter, Route, Tag
from kalima.web.server import Server

from ..running import running
from .test_guard import KNOWN, OWN, ask


def answer(size: int = 1) -> Answer:
    return Answer(b"", b"", bytes(size), closes=False)


def keep(kept: Kept, request: str, size: int = 2) -> None:
    """Ask for an answer as often as it takes to keep it; ``size`` is that of both."""
    kept.offer(request.encode(), answer(size - len(request)))
    kept.offer(request.encode(), answer(size - len(request)))


def serving(library):
    return running(Server(library, Path(), port=0))


# ---- the memory


def test_an_answer_is_kept_when_it_is_asked_for_again():
    kept, asked = Kept(), b"GET /a"
    assert kept.get(asked) is None
    kept.offer(asked, answer())
    assert kept.get(asked) is None
    kept.offer(asked, answer(7))
    assert (kept.get(asked), len(kept), kept.size) == (answer(7), 1, 7 + 6)


def test_what_was_used_longest_ago_makes_room():
    kept = Kept(most=2)
    keep(kept, "a")
    keep(kept, "b")
    kept.get(b"a")
    keep(kept, "c")
    assert [each for each in "abc" if kept.get(each.encode())] == ["a", "c"]


@pytest.mark.parametrize(
    ("most", "most_bytes", "sizes", "left"),
    [
        (3, 80, [2] * 9, 3),
        (99, 80, [10] * 9, 8),
        (99, 80, [10] * 8, 8),
        (99, 80, [11], 0),  # an eighth of all is the most that one may take
        (99, 80, [10] * 8 + [2], 8),
    ],
)
def test_neither_answers_nor_bytes_are_more_than_the_bounds(most, most_bytes, sizes, left):
    kept = Kept(most, most_bytes)
    for number, size in enumerate(sizes):
        keep(kept, str(number), size)
    assert len(kept) == left
    bodies = [each.body for number in range(len(sizes)) if (each := kept.get(str(number).encode()))]
    assert kept.size == sum(map(len, bodies)) + left
    assert kept.size <= most_bytes


def test_a_long_request_counts_as_a_long_answer_does():
    kept = Kept(most_bytes=80)
    keep(kept, "a" * 11, 11)
    assert len(kept) == 0
    for letter in "abcdefghi":
        keep(kept, letter * 10, 10)
    assert (len(kept), kept.size) == (8, 80)


def test_an_answer_that_two_made_at_once_is_counted_once():
    kept = Kept()
    for _ in range(4):
        kept.offer(b"a", answer(5))
    assert (len(kept), kept.size) == (1, 6)


def test_what_was_asked_for_once_is_remembered_for_a_while_only():
    kept = Kept(most=1)
    kept.offer(b"a", answer())
    for number in range(4):
        kept.offer(str(number).encode(), answer())
    kept.offer(b"a", answer())
    assert kept.get(b"a") is None


# ---- the answers over HTTP

LONG = "م" * caching.GZIP_FROM


class Got(NamedTuple):
    """An answer; its headers without the date, which is that of every answer."""

    status: int
    headers: dict[str, str]
    data: bytes


@pytest.fixture
def counted(library, monkeypatch):
    """Asks some routes (method, target, headers), and what their handlers were asked."""
    asked: list[str] = []
    api, tag = Api(), Tag("Trial", "Routes for the test.")
    query = [Parameter("q", Text(), "Anything.", ""), Parameter("own", Text(), "One's own.", "no", own=True)]

    @api.answers(Route("GET", "/api/same", "Same", tag, ANYTHING, examples=[{}], query=query, cache="corpus"))
    def same(q, own):
        asked.append(q)
        if q == "nowhere":
            raise NotFound("There is no such thing.", "Ask for another.")
        if q == "broken":
            raise ZeroDivisionError
        return [q, own, LONG if q == "long" else ""]

    @api.answers(Route("GET", "/api/other", "Other", tag, ANYTHING, examples=[{}]))
    def other():
        asked.append("other")
        return len(asked)

    app = Flask("trial", static_folder=None)
    errors.install(app)
    api.install(app, Edition("1", {}))

    @app.after_request
    def afterwards(response: Response) -> Response:
        """What may still happen to an answer that was marked."""
        if request.args.get("q") == "late":
            response.status_code = 503
        if request.args.get("q") == "cookie":
            response.set_cookie("own", str(len(asked)))
        return response

    app.extensions["kalima.access"] = guard.Access(0, guard.OWN_USER)
    monkeypatch.setattr("kalima.web.server.create_app", lambda *_, **__: app)
    with serving(library) as server:

        def get(target, headers=None, method="GET") -> Got:
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
            connection.request(method, target, headers=headers or {})
            response = connection.getresponse()
            told = {name: value for name, value in response.getheaders() if name != "Date"}
            got = Got(response.status, told, response.read())
            connection.close()
            return got

        yield get, asked


@pytest.mark.parametrize(
    ("target", "headers", "status", "made"),
    [
        ("/api/same", {}, 200, 2),
        ("/api/same?q=a", {}, 200, 2),
        ("/api/same?q=long", {}, 200, 2),
        ("/api/same?q=long", {"Accept-Encoding": "gzip"}, 200, 2),
        ("/api/same", {"If-None-Match": "*"}, 200, 2),
        ("/api/same?own=mine", {}, 200, 5),
        ("/api/other", {}, 200, 5),
        ("/api/same?q=nowhere", {}, 404, 5),
        ("/api/same?q=broken", {}, 500, 5),
        ("/api/same?q=late", {}, 503, 5),
        ("/api/same?q=cookie", {}, 200, 5),
        ("/api/same?r=a", {}, 400, 0),
        ("/api/nowhere", {}, 404, 0),
    ],
)
def test_what_cannot_change_is_made_twice_however_often_it_is_asked(counted, target, headers, status, made):
    get, asked = counted
    answers = [get(target, headers) for _ in range(5)]
    assert (len(asked), {each.status for each in answers}) == (made, {status})
    if made == 2:
        assert answers == [answers[0]] * 5


def test_a_kept_answer_is_compressed_only_for_who_takes_it_so(counted):
    get, asked = counted
    wishes = [
        {"Accept-Encoding": "identity"},
        {"Accept-Encoding": "gzip"},
        {"Accept-Encoding": "gzip", "Sec-Fetch-Site": "same-origin"},
    ]
    for _ in range(3):
        encodings = [get("/api/same?q=long", each).headers.get("Content-Encoding") for each in wishes]
        assert encodings == [None, "gzip", None]
    assert len(asked) == 6


def test_a_client_that_has_a_kept_answer_gets_nothing_again(counted):
    get, asked = counted
    for _ in range(3):
        tag = get("/api/same").headers["Etag"]
        assert get("/api/same", {"If-None-Match": tag}).status == 304
        assert get("/api/same", {"If-None-Match": '"other"'}).status == 200
    assert len(asked) == 4


def test_a_head_of_a_kept_answer_has_no_body(counted):
    get, _ = counted
    got = [get("/api/same") for _ in range(3)][-1]
    head = get("/api/same", method="HEAD")
    assert (head.data, head.headers["Content-Length"]) == (b"", str(len(got.data)))


# ---- whose the answers are


@pytest.fixture
def guarded(library, monkeypatch):
    """The real server, and the surahs that were made for who asked it."""
    made = []
    surah = shapes.surah
    monkeypatch.setattr(shapes, "surah", lambda record: made.append(record.number) or surah(record))
    with serving(library) as server:
        yield server, made


SURAH = "/api/v1/surahs/112"
GET = f"GET {SURAH}"


@pytest.mark.parametrize(
    ("start", "lines", "status", "made"),
    [
        (GET, [OWN, KNOWN], 200, 0),
        # the token
        (GET, [OWN], 403, 0),
        (GET, [OWN, "Authorization:"], 403, 0),
        (GET, [OWN, "Authorization: Bearer {token}x"], 403, 0),
        (GET, [OWN, "Authorization: Bearer  {token}"], 403, 0),
        (GET, [OWN, "Authorization: bearer {token}"], 200, 1),
        (GET, [OWN, "X-Authorization: Bearer {token}"], 403, 0),
        (GET, [OWN, "Cookie: kalima-{port}={token}"], 200, 1),
        (GET, [OWN, "Cookie: kalima-{port}={token}x"], 403, 0),
        (GET, [OWN, "Cookie: kalima-{port}=x; kalima-{port}={token}"], 200, 1),
        (GET, [OWN, "Cookie: Bearer {token}"], 403, 0),
        # the host, the origin and the site
        (GET, ["Host: localhost:{port}", KNOWN], 200, 1),
        (GET, ["Host: evil.example", KNOWN], 421, 0),
        (GET, ["Host: 127.0.0.1:1", KNOWN], 421, 0),
        (GET, [OWN, KNOWN, "Origin: http://127.0.0.1:{port}"], 200, 1),
        (GET, [OWN, KNOWN, "Origin: http://evil.example"], 403, 0),
        (GET, [OWN, KNOWN, "Origin: null"], 403, 0),
        (GET, [OWN, KNOWN, "Origin:"], 403, 0),
        (GET, [OWN, KNOWN, "Sec-Fetch-Site: same-origin"], 200, 1),
        (GET, [OWN, KNOWN, "Sec-Fetch-Site: cross-site"], 403, 0),
        # the method and the address
        (f"HEAD {SURAH}", [OWN, KNOWN], 200, 1),
        (f"POST {SURAH}", [OWN, KNOWN], 405, 0),
        (f"DELETE {SURAH}", [OWN, KNOWN], 405, 0),
        (f"OPTIONS {SURAH}", [OWN, KNOWN], 200, 0),
        ("GET /api/v1/surahs/113", [OWN, KNOWN], 200, 1),
        (f"{GET}?translation=", [OWN, KNOWN], 200, 1),
        (f"{GET}?nothing=", [OWN, KNOWN], 400, 0),
        (f"{GET}/", [OWN, KNOWN], 404, 0),
        (f"{GET} HTTP/1.0", [OWN, KNOWN], 200, 1),
        (f"{GET} HTTP/1.0", [OWN], 403, 0),
        # a header more, in another order, or otherwise written
        (GET, [OWN, KNOWN, "Accept-Encoding: gzip"], 200, 1),
        (GET, [OWN, KNOWN, "X-Any:"], 200, 1),
        (GET, [OWN, KNOWN, "Content-Type: text/plain"], 200, 1),
        (GET, [KNOWN, OWN], 200, 1),
        (GET, [OWN, KNOWN.lower().replace("bearer", "Bearer")], 200, 1),
    ],
)
def test_nobody_gets_the_answer_that_is_kept_for_another(guarded, start, lines, status, made):
    server, surahs = guarded

    def told(start, lines):
        found, headers, body = ask(server, start, *lines)
        del headers["Date"]
        return found, headers, body

    kept = [told(GET, [OWN, KNOWN]) for _ in range(3)][-1]
    assert (kept[0], len(surahs)) == (200, 2)
    assert (told(start, lines)[0], len(surahs)) == (status, 2 + made)
    assert (told(GET, [OWN, KNOWN]), len(surahs)) == (kept, 2 + made)


def test_the_cookie_of_the_entrance_is_given_anew_every_time(guarded):
    server, _ = guarded
    for _ in range(4):
        led, where, _ = ask(server, "GET /enter?token={token}", OWN)
        way_in = f"GET {where['Location']}"
        entered, given, _ = ask(server, way_in, OWN)
        assert (led, entered) == (303, 200)
        cookie = given["Set-Cookie"].partition(";")[0]
        assert ask(server, GET, OWN, f"Cookie: {cookie}")[0] == 200
        used, given, _ = ask(server, way_in, OWN)
        assert (used, "Set-Cookie" in given) == (403, False)


@pytest.mark.parametrize("target", ["/api/v1/words/2:282", "/api/v1/surahs/2"])
def test_the_longest_verse_word_by_word_and_the_longest_surah_are_kept(guarded, monkeypatch, target):
    server, surahs = guarded
    made, words = [], analysis.words
    monkeypatch.setattr(analysis, "words", lambda *asked: made.append(asked) or words(*asked))
    answers = [ask(server, f"GET {target}", OWN, KNOWN) for _ in range(4)]
    assert [status for status, *_ in answers] == [200] * 4
    assert len(made) + len(surahs) == 2
    assert len({body for *_, body in answers}) == 1


# ---- what an answer costs the store


@pytest.fixture
def statements(library, monkeypatch):
    """The statements that are run from now on, each as SQLite itself tells of it."""
    run: list[str] = []
    connect = sqlite3.connect

    def traced(*arguments, **named):
        connection = connect(*arguments, **named)
        connection.set_trace_callback(run.append)
        return connection

    monkeypatch.setattr(sqlite3, "connect", traced)
    store = type(library.store)(library.store.path)
    store.surahs, store.translations  # noqa: B018 - read once, when they are first needed
    monkeypatch.setattr(library, "store", store)
    run.clear()
    return run


@pytest.mark.parametrize("limit", [1, 50, shapes.MAX_PAGE])
@pytest.mark.parametrize(
    ("page", "query", "most"),
    [
        (shapes.word_hits, "root:قول", 2),
        (shapes.match_hits, 'V:[pos="V"] -subject-> [lemma="الله"]', 2),
        (shapes.verse_hits, "root:قول", 2),
    ],
)
def test_a_page_takes_as_many_statements_however_many_hits_it_has(
    library, statements, page, query, most, limit
):
    listed = page(library, library.search(query), 0, limit)
    assert 0 < len(listed) <= limit
    assert 0 < len(statements) <= most


@pytest.mark.parametrize(("kind", "name"), [("root", "قول"), ("root", "اله"), ("lemma", "مِن")])
def test_a_page_of_a_root_or_lemma_takes_one_statement(library, statements, kind, name):
    assert library.lemma_spellings  # read once, when they are first needed
    statements.clear()
    assert dictionary.entry(library, kind, name)["counts"]["words"] > 1_000
    assert len(statements) == 1


@pytest.mark.parametrize("verse", ["1:1", "2:282"])
def test_words_take_as_many_statements_however_many_they_are(library, statements, verse):
    assert library.lemma_spellings
    statements.clear()
    words = analysis.words(library, library.reference(verse))
    assert len(words) in (4, 128)
    assert len(statements) == 9


def test_a_reader_never_waits_for_a_writer(library, tmp_path):
    path = tmp_path / "corpus.db"
    shutil.copyfile(library.store.path, path)
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.execute("BEGIN EXCLUSIVE")
        assert len(type(library.store)(path).verses(1)) == 7
