"""Leads a browser to the running Kalima, or to a page that says why there is none.

By a file that only the user can read: on a command line, every user of the computer could read the way in.
"""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import time
from pathlib import Path

from kalima import instance, paths
from kalima.instance import Instance

ARRIVAL = 20.0
"""Seconds in which a browser that was opened has come to the page, also one that had to be started."""
_PREFIX = "open-"
_PAGE = """\
<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="referrer" content="no-referrer">
  <meta http-equiv="refresh" content="0; url={address}">
  <title>Kalima</title>
</head>
<body>
<p><a href="{address}">Open Kalima</a></p>
<p lang="ar" dir="rtl"><a href="{address}">افتح «كلمة»</a></p>
</body>
</html>
"""

log = logging.getLogger(__name__)


def bring_browser(running: Instance) -> bool:
    """Open the page of a running Kalima in the browser; return whether one has come.

    First by a file, which nobody else can read. Some browsers cannot read it either (those from a snap do not
    see hidden folders), and on some computers another program opens such files: where nobody comes, the
    address itself is opened. It lets in once only, so who reads it on the command line comes too late.
    """
    return any(_arrives(running, by_file) for by_file in (True, False))


def way_in(running: Instance) -> str:
    """An address that lets one browser in, once; nothing if that Kalima does not answer (any more)."""
    head = instance.exchange(running.port, f"GET /enter?token={running.token}", running.token)
    for line in head.split("\r\n"):
        name, _, value = line.partition(": ")
        if name.lower() == "location" and value.startswith("/enter?"):
            return running.url.rstrip("/") + value
    return ""


def _arrives(running: Instance, by_file: bool) -> bool:
    """Open a browser at the page, and wait whether it gets there."""
    address = way_in(running)
    if not address:
        return False
    file = None
    try:
        if by_file:
            file = write_page(address)
        return open_browser(file.as_uri() if file else address) and _was_used(running, address)
    except OSError as error:
        log.warning("The browser is not led in by a file: %s", error)
        return False
    finally:
        if file:
            file.unlink(missing_ok=True)


def _was_used(running: Instance, address: str) -> bool:
    """Whether the way in is used in time: looking at it does not use it up, and says whether it is open."""
    target = address.removeprefix(running.url.rstrip("/"))
    deadline = time.monotonic() + ARRIVAL
    while True:
        head = instance.exchange(running.port, f"HEAD {target}")
        if " 200 " not in head.partition("\r\n")[0]:
            return bool(head)  # where nobody answers, Kalima has ended
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)


def write_page(address: str) -> Path:
    """A file that leads the browser which opens it to this address.

    :raises OSError: if the folder cannot be written.
    """
    from html import escape  # when the server answers already; nobody waits for it

    # Of its own name: two who open Kalima at once must not be led by one way in.
    page = paths.run_dir() / f"{_PREFIX}{os.urandom(8).hex()}.html"
    instance.write_private(page, _PAGE.format(address=escape(address)))
    return page


def remove_pages() -> None:
    """Take away what those who were killed while they waited for a browser have left behind."""
    with contextlib.suppress(OSError):
        for page in paths.run_dir().glob(f"{_PREFIX}*"):
            page.unlink(missing_ok=True)


def use_own_environment() -> None:
    """Take what the executable set for itself out of what other programs inherit.

    On Linux it points LD_LIBRARY_PATH at its unpacked libraries, and a browser that inherited them could not
    start. What it tells itself about its parts would confuse a Kalima that is started from that browser.
    """
    if not paths.frozen():
        return
    for name in [name for name in os.environ if name.startswith("_PYI_")]:
        del os.environ[name]
    original = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
    os.environ.pop("LD_LIBRARY_PATH", None)
    if original is not None:
        os.environ["LD_LIBRARY_PATH"] = original


def open_browser(target: str) -> bool:
    """Hand an address to the user's browser; return whether there is one.

    On Linux the desktop is asked directly: so the browser writes nothing to our terminal, and outlives a
    Ctrl-C in it. Where BROWSER names one, and on other systems, Python knows the way.
    """
    if sys.platform == "linux" and not os.environ.get("BROWSER"):
        import subprocess

        nothing = subprocess.DEVNULL
        with contextlib.suppress(OSError):
            subprocess.Popen(  # noqa: S603 - a fixed program and our own address
                ["xdg-open", target],  # noqa: S607
                stdin=nothing,
                stdout=nothing,
                stderr=nothing,
                start_new_session=True,
            )
            return True
    import webbrowser

    return webbrowser.open(target)
