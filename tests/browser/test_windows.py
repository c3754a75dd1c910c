"""What a real window says to Kalima as it opens, hides and closes, and what it shows when Kalima has ended."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from kalima.bundle import open_library
from kalima.paths import DATA_VARIABLE
from kalima.web.guard import OWN_USER, Rules
from kalima.web.server import Server

from ..running import running
from .conftest import TOKEN, let_in

SHOWN_AGAIN = "document.dispatchEvent(new Event('visibilitychange'))"


def serving(port: int = 0, rules: Rules = OWN_USER) -> AbstractContextManager[Server]:
    return running(Server(*open_library(), port=port, wait=None if rules.served else 0, rules=rules))


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context()
    yield context
    context.close()


def open_window(context: BrowserContext, server: Server, path: str = "surah/112") -> Page:
    page = context.new_page()
    let_in(page, server.url)
    page.goto(server.url + path)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    return page


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 15
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_windows_are_counted_as_they_open_and_close(context: BrowserContext) -> None:
    with serving() as server:
        seen = server.windows._seen
        first, second = open_window(context, server), open_window(context, server)
        until(lambda: len(seen) == 2)
        (before, other) = seen
        first.reload()
        until(
            lambda: len(seen) == 2 and before not in seen
        )  # another load of the page, one window all the same
        first.close()
        until(lambda: [*seen] == [other])
        second.goto("about:blank")
        until(lambda: not seen)
        second.go_back()
        until(lambda: len(seen) == 1)
        second.close()
        until(lambda: not seen)


def test_a_window_whose_kalima_has_ended_says_so_and_finds_it_again(context: BrowserContext) -> None:
    with serving() as server:
        page = open_window(context, server)
        port = server.port
    page.evaluate(SHOWN_AGAIN)
    notice = page.locator(".window-notice")
    expect(notice).to_contain_text("Kalima has ended.")
    expect(notice).to_contain_text("start Kalima as you did before")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Al-Ikhlas")  # what it shows stays
    with serving(port) as server:
        page.evaluate(SHOWN_AGAIN)
        expect(notice).to_be_empty()
        until(lambda: len(server.windows._seen) == 1)


def test_after_quit_nothing_more_is_said(context: BrowserContext) -> None:
    with serving() as server:
        page = open_window(context, server)
        page.get_by_role("button", name="Quit").click()
        page.get_by_role("button", name="Quit Kalima").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Kalima has ended")
        page.evaluate(SHOWN_AGAIN)
        expect(page.locator(".error-box")).to_have_count(0)


def test_data_of_a_newer_kalima_is_said_and_the_corpus_is_read(
    context: BrowserContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path))
    connection = sqlite3.connect(tmp_path / "research.db")
    connection.executescript("CREATE TABLE kept (text); PRAGMA user_version = 99")
    connection.close()
    with serving() as server:
        page = open_window(context, server)
        expect(page.locator(".window-notice")).to_contain_text("written by a newer Kalima")
        expect(page.get_by_role("heading", level=1)).to_contain_text("Al-Ikhlas")


@pytest.mark.parametrize(("token", "may_change"), [("", False), (TOKEN, True)])
def test_what_is_served_to_everybody_is_read_and_not_changed(
    context: BrowserContext, token: str, may_change: bool
) -> None:
    with serving(rules=Rules(token="r" * 43, open=True, served=True, write_token=TOKEN)) as server:
        page = context.new_page()
        if token:
            let_in(page, server.url)
        page.goto(f"{server.url}search?q=root:qwl")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.locator(".window-notice")).to_be_empty()
        quit_button = page.get_by_role("button", name="Quit")
        expect(quit_button).to_be_visible() if may_change else expect(quit_button).to_be_hidden()
        page.goto(f"{server.url}translations")
        adding = page.get_by_role("heading", name="Add a translation")
        expect(adding).to_be_visible() if may_change else expect(adding).to_be_hidden()
        page.goto(f"{server.url}surah/112")
        expect(page.get_by_role("heading", level=1)).to_contain_text("Al-Ikhlas")
