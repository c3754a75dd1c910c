from __future__ import annotations

import threading

import pytest

from kalima.bundle import open_library
from kalima.web.server import Server


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
