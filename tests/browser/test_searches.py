"""The searches that were made: the last ones, offered again, and those that are saved."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from .test_results import address_of, bar, offers, state_of

Open = Callable[..., Page]


class TestRecent:
    def test_are_offered_in_an_empty_bar_and_forgotten(self, open_page: Open) -> None:
        page = open_page(address_of("root:صمد"))
        for query, found in (("كفوا", 2), ("root:صمد", 1)):
            bar(page).fill(query)
            bar(page).press("Enter")
            expect(page.locator(".hit")).to_have_count(found)
        bar(page).fill("")
        expect(offers(page)).to_have_text(["root:صمد", "كفوا"])
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(page.locator(".hit-place")).to_have_text(["4:77", "112:4"])
        page.get_by_role("link", name="All searches").click()
        recent = page.get_by_role("button", name=re.compile("^Forget: "))
        expect(recent).to_have_count(2)
        recent.first.press("Enter")
        expect(recent).to_have_count(1)
        expect(recent).to_be_focused()
        page.get_by_role("button", name="Forget all").click()
        expect(page.get_by_text("None are remembered.")).to_be_focused()
        bar(page).focus()
        expect(offers(page)).to_have_count(0)

    def test_what_is_refused_is_not_remembered(self, open_page: Open, console: list[str]) -> None:
        page = open_page(address_of("rot:قول"))
        expect(page.get_by_role("alert")).to_be_visible()
        console.clear()
        assert page.evaluate("localStorage.getItem('kalima.searches')") is None


class TestSaved:
    def test_is_listed_opened_removed_and_taken_back(self, open_page: Open) -> None:
        page = open_page(address_of("root:صمد", view="lines", context="2"))
        page.get_by_text("Save this search").click()
        page.get_by_label("Name").fill("The refuge")
        page.get_by_role("button", name="Save", exact=True).press("Enter")
        expect(page.get_by_text("The search is saved")).to_be_visible()
        page.get_by_role("link", name="All searches").click()
        saved = page.get_by_role("listitem").filter(has_text="The refuge")
        expect(saved).to_contain_text("1 hit in corpus 1.0 ")
        saved.get_by_role("link").click()
        expect(page.locator(".kwic-place a")).to_have_text(["112:2"])
        assert state_of(page) == {"view": ["lines"], "context": ["2"]}
        page.go_back()
        page.get_by_role("button", name="Remove: The refuge").press("Enter")
        expect(page.get_by_role("button", name="Undo: The refuge")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.get_by_role("button", name="Remove: The refuge")).to_be_focused()
        page.keyboard.press("Enter")
        page.reload()
        expect(page.get_by_text("None yet.")).to_be_visible()
