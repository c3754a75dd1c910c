"""The real page: a server of its own over the real corpus, and a browser that is on this computer."""

from __future__ import annotations

import json
import os
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Route, expect, sync_playwright

import browsers
from browsers import FLAGS, NO_BROWSER, find_browser
from kalima import files
from kalima.bundle import open_library
from kalima.paths import DATA_VARIABLE
from kalima.web.guard import TOKEN_VARIABLE
from kalima.web.server import Server
from pack_page import pack

from ..running import running

AS_WRITTEN = files.read
TOKEN = "a-token_of-the-tests-0123456789-ABCDEFGHIJK"  # noqa: S105


@pytest.fixture(scope="session", autouse=True)
def known_token() -> Iterator[None]:
    """Every server that the tests start has this token, so that they can let the browser in to each."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(TOKEN_VARIABLE, TOKEN)
        yield


@cache
def as_carried(folder: str, name: str) -> bytes:
    return pack(name, AS_WRITTEN(folder, name))


@pytest.fixture(autouse=True)
def page_as_carried(monkeypatch: pytest.MonkeyPatch) -> None:
    """The servers give the page as the executable does: what is tested is what is shipped."""
    monkeypatch.setattr(files, "read", as_carried)


@pytest.fixture
def page_as_written(page_as_carried: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page as it is in a checkout."""
    monkeypatch.setattr(files, "read", AS_WRITTEN)


def let_in(page: Page, base: str) -> None:
    """Give the browser what the entrance of the server at this address would have given it."""
    browsers.let_in(page.context, base, TOKEN)


@contextmanager
def running_server() -> Iterator[str]:
    """The address of a Kalima that answers until the block ends, or the test has ended it."""
    with running(Server(*open_library(), port=0)) as server:
        yield server.url


@pytest.fixture(scope="session")
def url() -> Iterator[str]:
    """The address of the server that the tests share."""
    with running_server() as address:
        yield address


@pytest.fixture
def own_url() -> Iterator[str]:
    """The address of a server that the test may end."""
    with running_server() as address:
        yield address


@pytest.fixture
def base(window: tuple[Page, list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a server with research of its own."""
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path / "data"))
    with running_server() as address:
        yield address
        leave(window[0])  # while the server answers: the page would complain that it has gone


@pytest.fixture(scope="session")
def ask(url: str) -> Callable[..., dict[str, Any]]:
    """What the server itself answers, for comparison: ``ask("search", q="…")``."""

    def get(path: str, **parameters: object) -> dict[str, Any]:
        query = f"?{urllib.parse.urlencode(parameters, doseq=True)}" if parameters else ""
        request = urllib.request.Request(
            f"{url}api/v1/{path}{query}", headers={"Authorization": f"Bearer {TOKEN}"}
        )
        with urllib.request.urlopen(request) as response:
            answer: dict[str, Any] = json.load(response)
        return answer

    return get


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless browser; without one the tests are skipped, and under CI they fail."""
    program = find_browser()
    if program is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(NO_BROWSER)
    expect.set_options(timeout=10_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def window(browser: Browser) -> tuple[Page, list[str]]:
    """One window for all tests, which is much faster than one for each, and what its pages complain of."""
    page = browser.new_page()
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            complaints.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return page, complaints


def leave(page: Page) -> None:
    """Forget what the page remembers and close it, as a test leaves it behind."""
    page.unroute_all()
    if page.url.startswith("http"):
        page.evaluate("localStorage.clear()")
        page.goto("about:blank")


@pytest.fixture
def hold(window: tuple[Page, list[str]]) -> Callable[[str], Callable[[], None]]:
    """Holds requests back: ``release = hold("**/surahs")``, and ``release()`` lets the first through, once it came."""

    def hold_one(pattern: str) -> Callable[[], None]:
        page = window[0]
        held: list[Route] = []
        page.route(pattern, lambda route: held.append(route))

        def release() -> None:
            until = time.monotonic() + 10
            while not held and time.monotonic() < until:
                page.wait_for_timeout(20)  # in which Playwright tells of requests
            held[0].continue_()

        return release

    return hold_one


@pytest.fixture
def console(window: tuple[Page, list[str]]) -> list[str]:
    """What the page complained of. A test that means to provoke a complaint clears it."""
    return window[1]


@pytest.fixture
def open_page(window: tuple[Page, list[str]], url: str) -> Iterator[Callable[..., Page]]:
    """Opens an address of the page, with nothing remembered: ``open_page("surah/2", width=360)``.

    Further arguments are the media that the page is told of, such as ``color_scheme="dark"``.

    What a long surah does not show yet is waited for by ``locator.wait_for()``: while an ``expect()`` finds nothing,
    Playwright describes the whole page at each try, which with thousands of words holds up the page for seconds.
    """
    page, complaints = window

    def open_one(
        path: str = "", *, width: int = 1280, height: int = 860, base: str = url, **media: Any
    ) -> Page:
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(
            **{"media": "screen", "color_scheme": "light", "reduced_motion": "no-preference"} | media
        )
        let_in(page, base)
        page.goto(base + path, wait_until="commit")
        page.locator("main h1, main .error-box").first.wait_for(state="attached")
        return page

    yield open_one
    leave(page)
    found = complaints.copy()
    complaints.clear()
    assert found == []
