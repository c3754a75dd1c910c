"""The lists and the pages of roots and lemmas, by pointer and by key."""

from __future__ import annotations

import re
import urllib.parse
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

Open = Callable[..., Page]
Ask = Callable[..., dict[str, Any]]

ROOT = "root/" + urllib.parse.quote("رحم")
LEMMA = "lemma/" + urllib.parse.quote("رَحْمَة")


def searched(page: Page) -> str:
    expect(page).to_have_url(re.compile("/search"))
    return urllib.parse.parse_qs(urllib.parse.urlsplit(page.url).query)["q"][0]


class TestEntry:
    def test_a_root_shows_all_that_there_is_of_it(self, open_page: Open, ask: Ask) -> None:
        page = open_page(ROOT)
        root = ask(ROOT.replace("root/", "roots/"))
        expect(page).to_have_title("Root رحم · Kalima")
        counts = root["counts"]
        expect(page.locator(".entry-heading")).to_contain_text(
            f"rHm · {counts['words']} words · {counts['verses']} verses · {counts['forms']} spellings · {counts['lemmas']} lemmas"
        )
        for heading, key in (("Lemmas", "lemmas"), ("Spellings", "forms"), ("Patterns", "patterns"), ("By surah", "surahs")):  # fmt: skip
            part = page.get_by_role("region", name=heading)
            for more in part.get_by_role("button", name="Show all").all():
                more.click()
            expect(part.locator("tbody tr")).to_have_count(len(root[key]))
            words = [each["counts"]["words"] if key == "lemmas" else each["words"] for each in root[key]]
            assert part.locator(".count-link > span").all_text_contents() == [f"{each:,}" for each in words]
        values = [value for feature in root["features"] for value in feature["values"]]
        shown = page.get_by_role("region", name="Features").get_by_role("link")
        assert shown.all_text_contents() == [f"{each['english']} {each['words']:,}" for each in values]

    @pytest.mark.parametrize("way", ["pointer", "key"])
    def test_a_count_is_a_search(self, open_page: Open, way: str) -> None:
        page = open_page(ROOT)
        link = page.get_by_role("region", name="Patterns").get_by_role("link").first
        link.click() if way == "pointer" else link.press("Enter")
        assert searched(page) == '[root=="رحم" & pattern=="فَعِلَ"]'
        expect(page.locator("main h1")).to_contain_text("28 words")

    def test_the_rest_is_shown_by_key_and_reached(self, open_page: Open) -> None:
        page = open_page(ROOT)
        forms = page.get_by_role("region", name="Spellings")
        forms.get_by_role("button", name="Show all 84").press("Enter")
        expect(forms.locator("tbody tr")).to_have_count(84)
        expect(forms.locator("tbody tr").nth(24).get_by_role("link").first).to_be_focused()

    def test_a_lemma_leads_to_its_root_and_back(self, open_page: Open) -> None:
        page = open_page(LEMMA)
        expect(page.locator(".entry-heading")).to_contain_text("noun · of the root رحم · 114 words")
        page.locator(".entry-heading").get_by_role("link", name="رحم").click()
        expect(page).to_have_title("Root رحم · Kalima")
        page.get_by_role("region", name="Lemmas").get_by_role("link", name="رَحْمَة", exact=True).press("Enter")
        expect(page).to_have_title("Lemma رَحْمَة · Kalima")
        page.get_by_role("link", name="Search all 114 words").click()
        assert searched(page) == "lemma:رَحْمَة"

    def test_a_place_leads_to_the_text(self, open_page: Open) -> None:
        page = open_page(ROOT)
        page.get_by_role("link", name="first at 2:143:45").click()
        expect(page.get_by_role("complementary")).to_contain_text("Word 2:143:45")

    @pytest.mark.parametrize("path", ["root/zzz", "lemma/zzz", "root/%25", "root/%"])
    def test_one_that_is_not_there_is_said(self, open_page: Open, console: list[str], path: str) -> None:
        page = open_page(path)
        expect(page.get_by_role("alert")).to_contain_text("There is no")
        console.clear()


class TestList:
    def test_by_letter(self, open_page: Open, ask: Ask) -> None:
        page = open_page()
        page.get_by_role("link", name="Roots", exact=True).click()
        expect(page).to_have_title("Roots · Kalima")
        expect(page.locator(".dictionary-total")).to_have_text("1,642 roots")
        page.get_by_role("navigation", name="First letter").get_by_role("link", name="ر, 87").click()
        expect(page.locator(".dictionary-total")).to_have_text("87 roots")
        rows = ask("roots", begins="ر", limit=500)["roots"]
        assert page.locator(".headword").all_text_contents() == [row["root"] for row in rows]
        page.get_by_role("link", name="رحم", exact=True).click()
        expect(page).to_have_title("Root رحم · Kalima")

    def test_by_frequency_and_by_key(self, open_page: Open, ask: Ask) -> None:
        page = open_page("roots")
        page.get_by_label("Order").select_option("frequency")
        expect(page).to_have_url(re.compile("sort=frequency"))
        rows = ask("roots", sort="frequency", limit=200)["roots"]
        expect(page.locator(".headword").first).to_have_text(rows[0]["root"])
        page.get_by_role("link", name="Next").press("Enter")
        expect(page.locator(".headword").first).to_have_text(rows[100]["root"])
        page.get_by_label("Begins with").fill("kt")
        page.keyboard.press("Enter")
        expect(page.locator(".headword").first).to_have_text("كتب")
        expect(page.get_by_label("Order")).to_have_value("frequency")

    def test_lemmas(self, open_page: Open) -> None:
        page = open_page("roots")
        page.get_by_role("link", name="Lemmas", exact=True).press("Enter")
        expect(page.locator(".dictionary-total")).to_have_text("4,832 lemmas")

    @pytest.mark.parametrize(
        ("path", "says"),
        [
            ("roots?begins=%D8%B8%D8%B8", "None begins with “ظظ”."),
            ("roots?page=18", "There is no page “18”: the list has 17 pages."),
            ("lemmas?page=x", "There is no page “x”: the list has 49 pages."),
        ],
    )
    def test_what_is_not_there_is_said(self, open_page: Open, path: str, says: str) -> None:
        expect(open_page(path).locator("main .notice")).to_have_text(says)


@pytest.mark.parametrize("path", [LEMMA, "lemmas?sort=frequency"])
def test_nothing_is_wider_than_a_phone(open_page: Open, path: str) -> None:
    page = open_page(path, width=360)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
