"""Routes that are declared late: nobody notices, whatever is asked first, and by however many at once."""

from __future__ import annotations

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from kalima.web import errors
from kalima.web.app import create_app
from kalima.web.caching import Edition
from kalima.web.kinds import ANYTHING, Natural
from kalima.web.routes import Api, Parameter, Route, Tag

PATIENCE = 20
TAG = Tag("Trial", "Routes for the test.")


def declare(api: Api, path: str, method: str = "GET") -> None:
    @api.answers(Route(method, path, "Says where it is", TAG, ANYTHING, examples=[{}]))
    def answer():
        return path


def test_a_start_does_not_load_what_only_earlier_clients_ask_for():
    program = (
        "import sys; from kalima.bundle import open_library; from kalima.web.server import Server;"
        "Server(*open_library(), port=0); print(*(name for name in sys.modules if 'earlier' in name))"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert told.stdout.split() == []


def test_late_routes_stand_where_they_were_announced():
    api = Api()
    declare(api, "/1")
    api.late(lambda late: [declare(late, "/2"), declare(late, "/3")])
    declare(api, "/4")
    api.late(lambda late: declare(late, "/5"))
    api.late(lambda late: declare(late, "/6"))
    assert [route.path for route in api.routes] == ["/1", "/2", "/3", "/4", "/5", "/6"]


def test_a_late_route_cannot_take_the_place_of_another():
    api = Api()
    api.late(lambda late: declare(late, "/1"))
    declare(api, "/1")
    with pytest.raises(ValueError, match="there are two routes get_1"):
        api.routes  # noqa: B018


def client(library, known_token, tmp_path):
    app = create_app(library, port=8642, font=tmp_path, quit_program=lambda: None)
    shown = {"HTTP_HOST": "127.0.0.1:8642", "HTTP_AUTHORIZATION": f"Bearer {known_token}"}
    return lambda method, path, **more: app.test_client().open(path, method=method, environ_overrides=shown | more)  # fmt: skip


@pytest.mark.parametrize(
    ("method", "path", "status", "allowed"),
    [
        ("GET", "/api/surahs", 200, None),
        ("GET", "/api/verse/1/1", 200, None),
        ("HEAD", "/api/surahs", 200, None),
        ("OPTIONS", "/api/surahs", 200, "GET, HEAD, OPTIONS"),
        ("POST", "/api/surahs", 405, "GET, HEAD, OPTIONS"),
        ("GET", "/api/surahs/", 404, None),
        ("GET", "/api//surahs", 404, None),
        ("GET", "/api/nowhere", 404, None),
        ("GET", "/api/v1/nowhere", 404, None),
        ("GET", "/nowhere", 404, None),
        ("POST", "/api/v1/surahs", 405, "GET, HEAD, OPTIONS"),
        ("OPTIONS", "/api/v1/quit", 200, "OPTIONS, POST"),
        ("GET", "/api/openapi.json", 200, None),
        ("GET", "/api", 200, None),
        ("POST", "/static/index.html", 405, "GET, HEAD, OPTIONS"),
        ("OPTIONS", "/search", 200, "GET, HEAD, OPTIONS, POST"),
        ("PUT", "/search", 405, "GET, HEAD, OPTIONS, POST"),
        ("POST", "/search", 415, None),
        ("OPTIONS", "/", 200, "GET, HEAD, OPTIONS"),
    ],
)
@pytest.mark.parametrize("knows", [True, False])
def test_whatever_is_asked_first_is_answered_as_it_is_later(
    library, known_token, tmp_path, method, path, status, allowed, knows
):
    more = {} if knows else {"HTTP_AUTHORIZATION": "Bearer wrong"}
    ask = client(library, known_token, tmp_path)
    first = ask(method, path, **more)
    for other in ("/api/stats", "/api/openapi.json", "/api/nowhere"):
        ask("GET", other)
    later = ask(method, path, **more)
    assert first.status_code == (status if knows else 403)
    if knows and allowed:
        assert ", ".join(sorted(first.headers["Allow"].split(", "))) == allowed
    assert (later.status_code, later.data) == (first.status_code, first.data)
    assert {name: each for name, each in later.headers if name != "Allow"} == {
        name: each for name, each in first.headers if name != "Allow"
    }


def test_two_first_requests_at_once_are_both_answered_and_nobody_else_waits():
    began, go_on, declared = threading.Event(), threading.Event(), []
    api = Api()

    @api.answers(
        Route("GET", "/api/now/{number}", "Now", TAG, ANYTHING, examples=[{"number": 1}], parts=[Parameter("number", Natural(), "Any.")])
    )  # fmt: skip
    def now(number):
        return number

    def declare_late(late: Api) -> None:
        began.set()
        assert go_on.wait(PATIENCE)
        declared.append(late)
        declare(late, "/api/late")
        declare(late, "/api/later", "POST")

    api.late(declare_late)
    app = Flask("trial", static_folder=None)
    errors.install(app)
    api.install(app, Edition("1", {}))

    def ask(method: str, path: str) -> int:
        return app.test_client().open(path, method=method).status_code

    with ThreadPoolExecutor(8) as threads:
        asked = [("GET", "/api/late"), ("GET", "/api/late"), ("GET", "/api/later"), ("POST", "/api/later"), ("GET", "/api/nowhere"), ("POST", "/api/now/1")]  # fmt: skip
        answers = [threads.submit(ask, *each) for each in asked]
        assert began.wait(PATIENCE)
        assert [ask("GET", f"/api/now/{number}") for number in range(9)] == [200] * 9
        go_on.set()
        assert [each.result(PATIENCE) for each in answers] == [200, 200, 405, 200, 404, 405]
    assert len(declared) == 1
