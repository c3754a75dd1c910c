"""The answers in memory: which are kept, within which bounds; and how often the store is asked for the others."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3

import pytest
from flask import Flask
from werkzeug.datastructures import Headers

from kalima.study import shapes
from kalima.web import caching
from kalima.web.caching import Edition
from kalima.web.kept import Answer, Kept
from kalima.web.kinds import ANYTHING, Text
from kalima.web.routes import Api, Parameter, Route, Tag


def answer(size: int = 1) -> Answer:
    return Answer("tag", bytes(size), Headers())


def keep(kept: Kept, key: str, size: int = 1) -> None:
    """Ask for an answer as often as it takes to keep it."""
    kept.offer(key, answer(size))
    kept.offer(key, answer(size))


# ---- the memory


def test_an_answer_is_kept_when_it_is_asked_for_again():
    kept = Kept()
    assert kept.get("a") is None
    kept.offer("a", answer())
    assert kept.get("a") is None
    kept.offer("a", answer(7))
    assert (kept.get("a"), len(kept), kept.size) == (answer(7), 1, 7)


def test_what_was_used_longest_ago_makes_room():
    kept = Kept(most=2)
    keep(kept, "a")
    keep(kept, "b")
    kept.get("a")
    keep(kept, "c")
    assert [key for key in "abc" if kept.get(key)] == ["a", "c"]


@pytest.mark.parametrize(
    ("most", "most_bytes", "sizes", "left"),
    [
        (3, 80, [1] * 9, 3),
        (99, 80, [10] * 9, 8),
        (99, 80, [10] * 8, 8),
        (99, 80, [11], 0),  # an eighth of all is the most that one may take
        (99, 80, [10] * 8 + [1], 8),
    ],
)
def test_neither_answers_nor_bytes_are_more_than_the_bounds(most, most_bytes, sizes, left):
    kept = Kept(most, most_bytes)
    for number, size in enumerate(sizes):
        keep(kept, str(number), size)
    assert len(kept) == left
    assert kept.size == sum(len(each.body) for number in range(len(sizes)) if (each := kept.get(str(number))))
    assert kept.size <= most_bytes


def test_an_answer_that_two_made_at_once_is_counted_once():
    kept = Kept()
    for _ in range(4):
        kept.offer("a", answer(5))
    assert (len(kept), kept.size) == (1, 5)


def test_what_was_asked_for_once_is_remembered_for_a_while_only():
    kept = Kept(most=1)
    kept.offer("a", answer())
    for number in range(4):
        kept.offer(str(number), answer())
    kept.offer("a", answer())
    assert kept.get("a") is None


def test_a_response_of_a_kept_answer_is_its_own():
    one = Answer("tag", b"{}", Headers({"Content-Type": "application/json", "ETag": '"tag"'}))
    changed = one.response()
    changed.headers["ETag"] = "another"
    again = one.response()
    assert (again.data, again.headers["ETag"], again.content_type) == (b"{}", '"tag"', "application/json")


# ---- the answers over HTTP

LONG = "م" * caching.GZIP_FROM


@pytest.fixture
def counted():
    """A client of two routes, and what their handlers were asked."""
    asked: list[str] = []
    api, tag = Api(), Tag("Trial", "Routes for the test.")
    query = [Parameter("q", Text(), "Anything.", ""), Parameter("own", Text(), "One's own.", "no", own=True)]

    @api.answers(Route("GET", "/api/same", "Same", tag, ANYTHING, examples=[{}], query=query, cache="corpus"))
    def same(q, own):
        asked.append(q)
        return [q, own, LONG if q == "long" else ""]

    @api.answers(Route("GET", "/api/other", "Other", tag, ANYTHING, examples=[{}]))
    def other():
        asked.append("other")
        return len(asked)

    app = Flask("trial", static_folder=None)
    api.install(app, Edition("1", {}))
    return app.test_client(), asked


@pytest.mark.parametrize(
    ("target", "headers", "made"),
    [
        ("/api/same", {}, 2),
        ("/api/same?q=a", {}, 2),
        ("/api/same?q=long", {}, 2),
        ("/api/same?q=long", {"Accept-Encoding": "gzip"}, 2),
        ("/api/same?own=mine", {}, 5),
        ("/api/other", {}, 5),
    ],
)
def test_what_cannot_change_is_made_twice_however_often_it_is_asked(counted, target, headers, made):
    client, asked = counted
    responses = [client.get(target, headers=headers) for _ in range(5)]
    assert len(asked) == made
    if made == 2:
        assert {(each.status_code, each.data, tuple(each.headers)) for each in responses} == {
            (200, responses[0].data, tuple(responses[0].headers))
        }


def test_a_kept_answer_is_compressed_only_for_who_takes_it_so(counted):
    client, asked = counted
    wishes = [{}, {"Accept-Encoding": "gzip"}, {"Accept-Encoding": "gzip", "Sec-Fetch-Site": "same-origin"}]
    for _ in range(3):
        encodings = [
            client.get("/api/same?q=long", headers=each).headers.get("Content-Encoding") for each in wishes
        ]
        assert encodings == [None, "gzip", None]
    assert len(asked) == 4


def test_a_client_that_has_a_kept_answer_gets_nothing_again(counted):
    client, asked = counted
    for _ in range(3):
        tag = client.get("/api/same").headers["ETag"]
        assert client.get("/api/same", headers={"If-None-Match": tag}).status_code == 304
        assert client.get("/api/same", headers={"If-None-Match": '"other"'}).status_code == 200
        assert client.get("/api/same", headers={"If-None-Match": "*"}).status_code == 200
    assert len(asked) == 2


def test_a_head_of_a_kept_answer_has_no_body(counted):
    client, _ = counted
    got = [client.get("/api/same") for _ in range(3)][-1]
    head = client.head("/api/same")
    assert (head.data, head.headers["Content-Length"]) == (b"", str(len(got.data)))


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


def test_a_reader_never_waits_for_a_writer(library, tmp_path):
    path = tmp_path / "corpus.db"
    shutil.copyfile(library.store.path, path)
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.execute("BEGIN EXCLUSIVE")
        assert len(type(library.store)(path).verses(1)) == 7
