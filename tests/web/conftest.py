from __future__ import annotations

import http.client
import threading

import pytest

from kalima.bundle import open_library
from kalima.paths import DATA_VARIABLE
from kalima.web.guard import TOKEN_VARIABLE
from kalima.web.server import Server

TOKEN = "a-token_of-the-tests-0123456789-ABCDEFGHIJK"  # noqa: S105


@pytest.fixture(scope="session", autouse=True)
def known_token(tmp_path_factory):
    """The tests ask as the user's own programs do: they know the token of every server that they start.

    What asks by http.client shows it without a word about it; raw sockets show what the test says. And no test
    meets, or leaves anything in, the data folder of who runs it.
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
def server():
    """The real server on a free port, with the real corpus."""
    running = Server(*open_library(), port=0)
    thread = threading.Thread(target=running.serve)
    thread.start()
    yield running
    running.stop()
    thread.join(10)
    assert not thread.is_alive()
