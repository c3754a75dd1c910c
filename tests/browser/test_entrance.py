"""How the browser gets in, and what a window sees that was not let in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from kalima import opening
from kalima.bundle import open_library
from kalima.paths import DATA_VARIABLE
from kalima.web.server import Server

from ..running import running


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path / "data"))
    with running(Server(*open_library(), port=0)) as started:
        yield started


@pytest.fixture
def stranger(browser: Browser) -> Iterator[Page]:
    """A window of a browser that no Kalima has let in."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("by", ["file", "ticket", "token"])
def test_the_page_opens_and_no_address_of_it_lets_anybody_in(server: Server, stranger: Page, by: str) -> None:
    address, arrived = server.let_in("/surah/112")
    if by == "file":
        address = opening.write_page(address).as_uri()
    elif by == "token":
        address = f"{server.url}enter?token={server.token}&to=/surah/112"
    stranger.goto("about:blank")
    stranger.goto(address)
    expect(stranger.get_by_role("heading", level=1)).to_contain_text("Al-Ikhlas")
    assert stranger.url == f"{server.url}surah/112"
    assert arrived.is_set() is (by != "token")
    (cookie,) = stranger.context.cookies()
    assert (cookie["name"], cookie["value"]) == (f"kalima-{server.port}", server.token)
    assert (cookie["httpOnly"], cookie["sameSite"], cookie["path"]) == (True, "Strict", "/")
    assert stranger.evaluate("document.cookie + document.referrer") == ""
    stranger.go_back()  # to before it was opened: the entrance has left no page behind
    assert stranger.url == "about:blank"


def test_the_cookie_lets_a_new_window_in_by_its_address(server: Server, stranger: Page) -> None:
    stranger.goto(server.let_in()[0])
    stranger.wait_for_url(server.url)
    another = stranger.context.new_page()
    another.goto(f"{server.url}surah/112")
    expect(another.get_by_role("heading", level=1)).to_contain_text("Al-Ikhlas")


@pytest.mark.parametrize("path", ["", "surah/112", "search?q=root:qwl", "translations", "about"])
def test_a_window_that_was_not_let_in_is_told_the_way(server: Server, stranger: Page, path: str) -> None:
    stranger.goto(server.url + path)
    told = stranger.locator(".error-box")
    expect(told.first).to_contain_text("Kalima does not know this window or program.")
    expect(told.first).to_contain_text("Open Kalima anew, as you started it: its own window is let in.")


@pytest.mark.parametrize("path", ["", "surah/112", "search?q=root:qwl"])
def test_a_window_that_reads_arabic_is_told_the_way_in_arabic(
    server: Server, browser: Browser, path: str
) -> None:
    with browser.new_context(locale="ar-EG") as context:
        page = context.new_page()
        page.goto(server.url + path)
        expect(page.locator("html")).to_have_attribute("dir", "rtl")
        told = page.locator(".error-box")
        expect(told.first).to_contain_text("لا يعرف «كلمة» هذه النافذة أو هذا البرنامج.")
        expect(told.first).to_contain_text("افتح «كلمة» من جديد كما شغّلته، فنافذته هي التي تدخل.")


def test_an_entrance_that_was_used_leads_on_who_is_in_already(server: Server, stranger: Page) -> None:
    address, _ = server.let_in("/surah/112")
    stranger.goto(address)
    stranger.wait_for_url(f"{server.url}surah/112")
    stranger.goto(address)
    expect(stranger.get_by_role("main")).to_contain_text("This way in was used already")
    stranger.get_by_role("link", name="try the page").click()
    expect(stranger.get_by_role("searchbox").or_(stranger.get_by_role("combobox")).first).to_be_visible()
