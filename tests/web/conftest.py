from __future__ import annotations

import contextlib
import http.client
import json
from urllib.parse import quote, urlencode

import pytest

from kalima.bundle import open_library
from kalima.paths import DATA_VARIABLE
from kalima.web.guard import TOKEN_VARIABLE
from kalima.web.server import Server

from ..running import running

TOKEN = "a-token_of-the-tests-0123456789-ABCDEFGHIJK"  # noqa: S105


@pytest.fixture(scope="session", autouse=True)
def known_token(tmp_path_factory):
    """The tests ask as the user's own programs do: they know the token of every server that they start.

    What asks by http.client shows it without a word about it; raw sockets show what the test says. They have a data
    folder of their own, where nobody has left anything.
    """
    request = http.client.HTTPConnection.request

    def with_token(self, method, url, body=None, headers=None, **options):
        return request(
            self, method, url, body, {"Authorization": f"Bearer {TOKEN}", **(headers or {})}, **options
        )

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(TOKEN_VARIABLE, TOKEN)
        patch.setenv(DATA_VARIABLE, str(tmp_path_factory.mktemp("data")))
        patch.setattr(http.client.HTTPConnection, "request", with_token)
        yield TOKEN


@pytest.fixture(scope="session")
def library(library, known_token):
    """The corpus of all tests, with the research of these."""
    vars(library).pop("research", None)
    return library


@pytest.fixture(scope="session")
def server():
    """The real server on a free port, with the real corpus."""
    with running(Server(*open_library(), port=0)) as started:
        yield started


@pytest.fixture
def fetch(server):
    """Ask for a path: the status, and the answer's JSON or bytes."""

    def get(path: str, **query: object) -> tuple[int, object]:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
        asked = f"?{urlencode(query, doseq=True)}" if query else ""
        try:
            connection.request("GET", quote(path, safe="/:?=&%") + asked)
            response = connection.getresponse()
            body = response.read()
        finally:
            connection.close()
        is_json = response.headers.get_content_type() == "application/json"
        return response.status, json.loads(body) if is_json else body

    return get


@contextlib.contextmanager
def _serving(data):
    """What asks a server of its own, whose user's folder is ``data``."""
    with contextlib.ExitStack() as stack:
        stack.enter_context(pytest.MonkeyPatch.context()).setenv(DATA_VARIABLE, str(data))
        server = stack.enter_context(running(Server(*open_library(), port=0)))

        def send(method, path, body=None):
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
            headers = {} if body is None else {"Content-Type": "application/json"}
            sent = None if body is None else json.dumps(body).encode()
            connection.request(method, quote(path, safe="/?=&:*-%"), sent, headers)
            response = connection.getresponse()
            answered = response.read()
            connection.close()
            return response.status, json.loads(answered) if answered else None

        yield send


@pytest.fixture(scope="session")
def serving():
    """Starts servers with research of their own: ``with serving(folder) as ask: ask(method, path, body)``."""
    return _serving
