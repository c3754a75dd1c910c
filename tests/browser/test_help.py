"""The manual inside the program: read, looked through, and left by its links and examples."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

Open = Callable[..., Page]
Ask = Callable[..., dict[str, Any]]


def test_every_page_is_listed_and_opened(open_page: Open, ask: Ask) -> None:
    titles = [page["title"] for page in ask("manual")["pages"] if page["language"] == "en"]
    page = open_page("about")
    page.get_by_role("link", name="Manual").click()
    expect(page).to_have_title(f"{titles[0]} · Kalima")
    listed = page.get_by_role("navigation", name="Pages of the manual").get_by_role("link")
    expect(listed).to_have_text(titles)
    listed.get_by_text("Searching").press("Enter")
    expect(page.locator("h1")).to_have_text("Searching")
    expect(page).to_have_url(re.compile("/help/search$"))
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_is_looked_through_as_one_types(open_page: Open) -> None:
    page = open_page("help")
    field = page.get_by_role("searchbox", name="Look in the manual")
    field.press_sequentially("labels condit")
    hits = page.locator(".help-hits li")
    expect(hits.first.get_by_role("link")).to_have_text(re.compile("The query language"))
    expect(page.locator(".help-hits mark").first).to_have_text(re.compile("label|condit", re.IGNORECASE))
    expect(page).to_have_url(re.compile(r"/help\?q=labels\+condit$"))
    total = page.get_by_role("status").filter(has_text="of the manual")
    expect(total).to_have_text(f"{hits.count()} sections of the manual")
    field.fill("صَبْرٌ")
    expect(page.locator(".help-hits mark").first).to_contain_text("صبر")
    page.get_by_role("link", name="Your own research").first.press("Enter")
    expect(page).to_have_url(re.compile("/help/query-language#your-own-research$"))
    expect(page.get_by_role("heading", name="Your own research")).to_be_focused()
    expect(page.get_by_role("heading", name="Your own research")).to_be_in_viewport()
    page.go_back()
    expect(hits.first).to_be_visible()


def test_an_example_is_searched_and_a_link_followed(open_page: Open) -> None:
    page = open_page("help/query-language")
    page.get_by_role("link", name="Searching").first.click()
    expect(page).to_have_url(re.compile("/help/search$"))
    page.go_back()
    page.get_by_role("link", name="root:qwl", exact=True).first.click()
    expect(page).to_have_url(re.compile(r"/search\?q=root:qwl$"))


def test_a_page_that_is_not_there_is_said(open_page: Open) -> None:
    expect(open_page("help/nonsense").get_by_role("alert")).to_contain_text("no page “nonsense”")


def test_in_arabic_what_is_english_says_so(open_page: Open) -> None:
    page = open_page()
    page.evaluate("localStorage.setItem('kalima.language', 'ar')")
    open_page("help/query-language")
    expect(page.locator(".manual h1")).to_have_text("لغة البحث")
    expect(page.locator(".manual")).to_have_attribute("dir", "rtl")
    ranked = page.locator(".manual td").filter(has_text="وأقواها ربطًا").locator("bdi")
    expect(ranked).to_have_text(["NOT", "AND", "OR"])
    edges = [box["x"] for box in (each.bounding_box() for each in ranked.all()) if box]
    assert edges == sorted(edges, reverse=True)  # in the order of the sentence, from right to left
    open_page("help/security", width=360)
    expect(page.get_by_text("هذه الصفحة من الدليل بالإنجليزية.")).to_be_visible()
    expect(page.locator(".manual")).to_have_attribute("dir", "ltr")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.get_by_role("searchbox").fill("مقدرتان")
    expect(page.locator(".help-hits a").first).to_have_attribute("href", "/help/query-language#trees")


def test_the_sheet_of_keys_leads_to_the_manual(open_page: Open) -> None:
    page = open_page("surah/112")
    page.keyboard.press("?")
    page.get_by_role("dialog").get_by_role("link", name="Manual").press("Enter")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page).to_have_url(re.compile("/help$"))
    page.keyboard.press("g")
    page.keyboard.type("manual")
    expect(page.get_by_role("button", name="Open the manual")).to_be_visible()
