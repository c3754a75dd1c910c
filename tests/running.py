"""A server that answers while a test asks it."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator

from kalima.web.server import Server


@contextlib.contextmanager
def running(server: Server, patience: float = 10) -> Iterator[Server]:
    """Serves on a thread of its own until the block ends, and sees that it ends then, within these seconds."""
    thread = threading.Thread(target=server.serve)
    thread.start()
    try:
        yield server
    finally:
        server.stop()
        thread.join(patience)
        assert not thread.is_alive()
