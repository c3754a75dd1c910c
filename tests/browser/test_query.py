"""The query language on the page: what was asked, what is wrong with it, how it goes on, what a label names."""

from __future__ import annotations

import json
import re
import urllib.parse
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

Open = Callable[..., Page]
Hold = Callable[[str], Callable[[], None]]
Ask = Callable[..., dict[str, Any]]

PASSIVE = 'V:[pos="V" & voice="PASS"] -نائب فاعل-> [number="P"]'
COGNATE = 'A:[pos="V"] []{0,4} B:[deriv="VN" & case="ACC"] :: A.root = B.root'
ISOLATES = str.maketrans("", "", "\u2068\u2069")


def address_of(query: str) -> str:
    return f"search?q={urllib.parse.quote(query)}"


def bar(page: Page) -> Locator:
    return page.get_by_role("search").get_by_role("combobox")


def offers(page: Page) -> Locator:
    return page.get_by_role("listbox").get_by_role("option")


def reading(page: Page) -> Locator:
    return page.get_by_role("region", name=re.compile("^Your query asks for"))


def wrong(page: Page, query: str, console: list[str]) -> Locator:
    """What is said of a query that is refused."""
    bar(page).fill(query)
    bar(page).press("Enter")
    alert = page.get_by_role("alert")
    expect(alert.locator(".error-query")).to_have_text(query)
    console.clear()
    return alert


class TestAnswer:
    @pytest.mark.parametrize(
        "query",
        [
            '[root="كتب"]',
            '[lemma="لم" & pos="NEG"] [mood="JUS"]',
            '[template="فَعِيل.*" & state="INDEF"]',
            PASSIVE,
            COGNATE,
            '[root="قول"] -subject-> [lemma="الله"] within <sura type="Meccan"/>',
            '[pos="V"] !-object-> _',
        ],
    )
    def test_of_a_typed_pattern(self, open_page: Open, ask: Ask, query: str) -> None:
        page = open_page("about")
        bar(page).press_sequentially(query)
        bar(page).press("Enter")
        answer = ask("search", q=query, limit=20)
        total = " · ".join(f"{number:,} {name}" for name, number in answer["total"].items())
        expect(page.locator("h1")).to_have_text(
            re.sub(r"\b1 (match|verse)es\b|\b1 (verse)s\b", r"1 \1\2", total)
        )
        marked = [f"{verse['ref']}:{place}" for verse in answer["verses"] for place in verse["hits"]]
        assert page.locator("mark .word").evaluate_all("all => all.map(each => each.dataset.ref)") == marked

    @pytest.mark.parametrize("query", ["in:2", "NOT الله", "en:mercy"])
    def test_of_verses_without_matches(self, open_page: Open, ask: Ask, query: str) -> None:
        page = open_page(address_of(query))
        total = ask("search", q=query, limit=0)["total"]
        expect(page.locator("h1")).to_have_text(f"{total['verses']:,} verses")
        expect(page.locator(".hit")).to_have_count(20)
        expect(page.locator("mark")).to_have_count(0)
        page.locator(".hit .word").first.press("Enter")
        expect(page.get_by_role("complementary")).to_be_visible()

    @pytest.mark.parametrize("query", [PASSIVE, "root:رحم en:mercy", "رحم*"])
    def test_is_said_in_both_languages(self, open_page: Open, ask: Ask, query: str) -> None:
        page = open_page(address_of(query))
        said = ask("explain", q=query)["reading"]
        for language, direction, text in (("en", "ltr", said["english"]), ("ar", "rtl", said["arabic"])):
            sentence = reading(page).locator(f"p[lang={language}]")
            expect(sentence).to_be_visible()
            expect(sentence).to_have_text(text.translate(ISOLATES))
            expect(sentence).to_have_css("direction", direction)
        font = reading(page).locator("p[lang=ar]").evaluate("each => getComputedStyle(each).fontFamily")
        assert font.startswith('"Noto Naskh Arabic"')

    def test_many_values_are_folded_away_and_counted(self, open_page: Open, ask: Ask) -> None:
        query = '[word=".*ون"]'
        page = open_page(address_of(query))
        (meaning,) = ask("explain", q=query)["meanings"]
        more = page.get_by_text(f"and {meaning['value_count'] - len(meaning['values']):,} more", exact=True)
        expect(more).to_be_hidden()
        page.get_by_text("How it was read").click()
        expect(more).to_be_visible()
        expect(page.locator(".meaning-value")).to_have_count(len(meaning["values"]))

    @pytest.mark.parametrize("query", [PASSIVE, COGNATE])
    def test_labelled_words_carry_the_name(self, open_page: Open, ask: Ask, query: str) -> None:
        page = open_page(address_of(query))
        names: dict[str, list[str]] = {}
        for verse in ask("search", q=query, limit=20)["verses"]:
            for name, places in verse["labels"].items():
                for place in places:
                    names.setdefault(f"{verse['ref']}:{place}", []).append(name)
        labelled = page.locator("mark .word[data-labels]")
        expect(labelled).to_have_count(len(names))
        for word in labelled.all()[:6]:
            written = " ".join(names[word.get_attribute("data-ref") or ""])
            expect(word).to_have_accessible_name(f"{word.text_content()}, {written.replace(' ', ', ')}")
            shown = word.evaluate("each => getComputedStyle(each, '::after').content")
            assert json.loads(shown.split(" / ")[0]) == written


class TestError:
    @pytest.mark.parametrize(
        ("query", "part", "suggestion"),
        [
            ('[root="قول" & pos="verbb"]', "verbb", '[root="قول" & pos="verb"]'),
            ("الحمد rot:قول", "rot", "الحمد root:قول"),
            ('"الله" [rot="قول"]', "rot", '"الله" [root="قول"]'),
            ("en:𐌀𐌁 rot:قول", "rot", "en:𐌀𐌁 root:قول"),  # two UTF-16 units for each of these letters
        ],
    )
    def test_shows_the_part_and_offers_the_query_that_was_meant(
        self, open_page: Open, console: list[str], query: str, part: str, suggestion: str
    ) -> None:
        page = open_page("about")
        alert = wrong(page, query, console)
        expect(alert.locator(".error-at")).to_have_text(part)
        expect(alert.locator(".error-at")).to_have_css("text-decoration-style", "wavy")
        expect(bar(page)).to_have_accessible_description(re.compile(re.escape(query)))
        instead = alert.get_by_role("link", name=f"Search for {suggestion} instead")
        instead.click() if part == "verbb" else instead.press("Enter")
        expect(bar(page)).to_have_value(suggestion)
        expect(alert).to_have_count(0)
        expect(bar(page)).not_to_have_attribute("aria-describedby", "query-error")

    def test_without_a_suggestion_offers_none(self, open_page: Open, console: list[str]) -> None:
        alert = wrong(open_page("about"), '[word="(a"]', console)
        expect(alert.locator(".error-at")).to_have_text("(")
        expect(alert.get_by_role("link")).to_have_count(0)


class TestCompletion:
    def test_by_key(self, open_page: Open) -> None:
        page = open_page("about")
        expect(bar(page)).to_have_attribute("aria-expanded", "false")
        bar(page).press_sequentially("moo")
        expect(offers(page).first).to_contain_text("mood")
        expect(bar(page)).to_have_attribute("aria-expanded", "true")
        expect(bar(page)).not_to_have_attribute("aria-activedescendant", re.compile("."))
        page.keyboard.press("ArrowDown")
        expect(offers(page).first).to_have_attribute("aria-selected", "true")
        chosen = bar(page).get_attribute("aria-activedescendant")
        assert chosen and chosen == offers(page).first.get_attribute("id")
        page.keyboard.press("Enter")
        expect(bar(page)).to_have_value("mood:")
        expect(page).to_have_url(re.compile("/about$"))  # taking an offer is not yet searching
        jussive = page.get_by_role("option", name="jussive")  # a value follows an attribute at once
        expect(jussive).to_contain_text("مجزوم")
        expect(jussive).to_contain_text(re.compile(r"\d words"))
        while jussive.get_attribute("aria-selected") == "false":
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Tab")
        expect(bar(page)).to_have_value("mood:JUS")
        expect(bar(page)).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_contain_text("matches")

    def test_by_pointer_in_the_midst_of_mixed_text(self, open_page: Open) -> None:
        page = open_page("about")
        bar(page).fill('𐌀 "الله" [root="قو" & pos="V"]')
        bar(page).evaluate("each => each.setSelectionRange(19, 19)")
        page.keyboard.press("ArrowDown")
        offers(page).filter(has_text="قول").first.click()
        expect(bar(page)).to_have_value('𐌀 "الله" [root="قول" & pos="V"]')
        expect(bar(page)).to_be_focused()
        assert bar(page).evaluate("each => each.selectionStart") == 20

    def test_is_left_by_key(self, open_page: Open) -> None:
        page = open_page("about")
        bar(page).press_sequentially("root:ق")
        expect(offers(page).first).to_be_visible()
        for key in ("Escape", "ArrowDown", "ArrowLeft"):
            page.keyboard.press(key)
            expect(offers(page)).to_have_count(12 if key == "ArrowDown" else 0)
        expect(bar(page)).to_have_value("root:ق")
        page.keyboard.press("ArrowDown")
        expect(offers(page).first).to_be_visible()
        page.keyboard.press("Tab")  # nothing is chosen: on to the button
        expect(page.get_by_role("button", name="Search")).to_be_focused()
        expect(offers(page)).to_have_count(0)

    def test_what_comes_late_is_not_shown(self, open_page: Open, hold: Hold) -> None:
        page = open_page("about")
        release = hold("**/complete?q=moo&**")
        with page.expect_request("**/complete?q=moo&**"):
            bar(page).press_sequentially("moo")
        bar(page).fill("form")
        expect(offers(page).first).to_contain_text("form:")
        release()
        page.evaluate("() => fetch('/api/v1/complete?q=moo').then(answer => answer.text())")
        expect(offers(page).first).to_contain_text("form:")
        expect(offers(page).filter(has_text="mood")).to_have_count(0)

    def test_that_fails_stops_nobody(self, open_page: Open, console: list[str]) -> None:
        page = open_page("about")
        page.route("**/api/v1/complete?**", lambda route: route.abort())
        with page.expect_request("**/complete?**"):
            bar(page).press_sequentially("root:قول")
        bar(page).press("Enter")
        expect(page.locator("h1")).to_contain_text("1,722 words")
        console.clear()


@pytest.mark.parametrize(
    ("query", "direction"),
    [
        ("", "ltr"),
        ("الحمد لله", "rtl"),
        ("الله OR الرب", "rtl"),
        ("رحم*", "rtl"),
        ("2:255", "ltr"),
        ("الحمد root:قول", "ltr"),
        ('[root="قول"] -فاعل-> []', "ltr"),
    ],
)
def test_a_query_runs_the_way_it_is_read(open_page: Open, query: str, direction: str) -> None:
    page = open_page("about")
    bar(page).fill(query)
    expect(bar(page)).to_have_css("direction", direction)


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("query", [COGNATE, '[word=".*ون"]', '[root="قول" & pos="verbb"]', "in:2"])
def test_nothing_is_wider_than_the_window(
    open_page: Open, console: list[str], query: str, width: int
) -> None:
    page = open_page(address_of(query), width=width)
    bar(page).fill("root:ق")
    expect(offers(page).first).to_be_visible()
    for folded in page.locator("main details").all():
        folded.evaluate("each => { each.open = true; }")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    console.clear()
