"""What the word analysis says of a word's root, lemma and place in the tree, and the words like it."""

from __future__ import annotations

import re
import time
import urllib.parse
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

Open = Callable[..., Page]
Ask = Callable[..., dict[str, Any]]


def inspector(page: Page) -> Locator:
    return page.get_by_role("complementary")


def like(page: Page) -> Locator:
    return inspector(page).locator(".words-like")


def searched(page: Page) -> str:
    expect(page).to_have_url(re.compile("/search"))
    return urllib.parse.parse_qs(urllib.parse.urlsplit(page.url).query)["q"][0]


class TestDictionary:
    def test_counts_are_those_of_the_server(self, open_page: Open, ask: Ask) -> None:
        page = open_page("surah/112#112:1:1")
        (word,) = ask("words/112:1:1")["words"]
        rows = inspector(page).get_by_role("region", name="Root and lemma").get_by_role("listitem")
        root, lemma = (word["dictionary"][0][kind] for kind in ("root", "lemma"))
        expect(rows.nth(0)).to_contain_text(f"{root['counts']['words']:,} words")
        expect(rows.nth(0)).to_contain_text(f"{root['counts']['forms']:,} spellings")
        expect(rows.nth(1)).to_contain_text(f"{lemma['counts']['words']:,} words")
        expect(rows.nth(2)).to_contain_text(f"{word['same']['words']:,} words in {word['same']['verses']:,} verses")  # fmt: skip
        rows.nth(2).get_by_role("link").click()
        assert searched(page) == word["same"]["query"]

    def test_leads_to_the_pages_of_root_and_lemma(self, open_page: Open) -> None:
        page = open_page("surah/112#112:1:1")
        inspector(page).get_by_role("link", name="Page of the root قول").click()
        expect(page).to_have_title("Root قول · Kalima")
        page.go_back()
        inspector(page).get_by_role("link", name="Page of the lemma قَالَ").press("Enter")
        expect(page).to_have_title("Lemma قَالَ · Kalima")

    def test_a_word_that_is_nowhere_else_is_said(self, open_page: Open) -> None:
        page = open_page("surah/108#108:1:2")
        expect(inspector(page)).to_contain_text("nowhere else")


class TestTree:
    def test_says_what_governs_and_what_is_governed(self, open_page: Open, ask: Ask) -> None:
        page = open_page("surah/112#112:1:2")
        tree = inspector(page).get_by_role("region", name="Place in the tree")
        rows = tree.get_by_role("listitem")
        (word,) = ask("words/112:1:2", include="tree")["words"]
        (head,), (dependent,) = word["tree"]["heads"], word["tree"]["dependents"]
        for row, says, link in ((rows.nth(0), "Depends on", head), (rows.nth(1), "Governs", dependent)):
            for part in (says, link["node"]["text"], link["english"], link["arabic"]):
                expect(row).to_contain_text(part)
        rows.nth(0).get_by_role("link").click()
        expect(inspector(page).get_by_role("heading", level=2)).to_have_text("Word 112:1:1")
        expect(tree).to_contain_text("Nothing governs it")
        expect(tree).to_contain_text("Subject of a verb (implied)")
        tree.get_by_role("link", name="See the verse’s tree").press("Enter")
        expect(page).to_have_title("Tree of 112:1 · Kalima")


class TestWordsLike:
    def test_by_pointer(self, open_page: Open, ask: Ask) -> None:
        page = open_page("surah/112#112:1:1")
        like(page).locator("summary").click()
        expect(like(page).locator("code")).to_have_text('[root=="قول" & pos=="V"]')
        like(page).get_by_text("imperative").click()
        query = '[root=="قول" & pos=="V" & aspect=="IMPV"]'
        expect(like(page).locator("code")).to_have_text(query)
        total = ask("search", q=query, limit=0)["total"]
        says = f"{total['words']:,} words in {total['verses']:,} verses"
        expect(like(page).get_by_role("status")).to_have_text(says)
        like(page).get_by_role("link", name="Search").click()
        assert searched(page) == query
        expect(page.locator("main h1")).to_contain_text(f"{total['words']:,} words")

    def test_by_key(self, open_page: Open) -> None:
        page = open_page("surah/112#112:1:1")
        like(page).locator("summary").press("Enter")
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        expect(like(page).locator("code")).to_have_text('[pos=="V"]')
        like(page).get_by_role("checkbox", name="part of speech verb").press("Space")
        expect(like(page).get_by_role("status")).to_have_text("Choose at least one feature.")
        expect(like(page).get_by_role("link", name="Search")).to_have_count(0)
        like(page).get_by_role("checkbox", name="verb form").press("Space")
        like(page).get_by_role("link", name="Search").press("Enter")
        assert searched(page) == '[form=="I"]'

    @pytest.mark.parametrize("reference", ["1:1:1", "2:3:8", "2:26:6", "9:114:12", "12:4:5", "2:2:5"])
    def test_all_that_is_said_of_a_word_finds_it(self, open_page: Open, ask: Ask, reference: str) -> None:
        surah, ayah, _ = reference.split(":")
        page = open_page(f"surah/{surah}#{reference}")
        choices = like(page)
        choices.first.wait_for()
        for choice in choices.all():
            choice.locator("summary").click()
            for box in choice.get_by_role("checkbox").all():
                box.check()
            query = choice.locator("code").text_content()
            found = ask("search", q=f"in:{surah}:{ayah} {query}", by="word")["hits"]
            assert reference in [f"{hit['ref']}:{hit['word']}" for hit in found], query

    def test_each_stem_of_a_word_has_its_own(self, open_page: Open) -> None:
        page = open_page("surah/2#2:3:6")
        expect(like(page)).to_have_count(2)
        expect(like(page).first).to_contain_text("Find words like مِ")


def test_nothing_is_wider_than_a_narrow_window(open_page: Open) -> None:
    page = open_page("surah/2#2:3:8", width=360)
    like(page).locator("summary").click()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert inspector(page).locator(".inspector-body").evaluate("each => each.scrollWidth <= each.clientWidth")


def test_what_comes_late_leaves_the_analysis_where_it_is(open_page: Open) -> None:
    """A slow part of the panel once let "Loading…" take the place of what was there."""
    page = open_page("surah/112")

    def slowly(route: Route) -> None:
        time.sleep(0.6)
        route.continue_()

    page.route("**/components/place-research.js", slowly)
    page.locator('.word[data-ref="112:1:4"]').click()
    expect(page.locator(".place-research")).to_be_visible()
    expect(page.locator(".inspector .segment-row")).to_be_visible()
