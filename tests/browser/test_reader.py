"""Reading: every passage, what is shown with the text, the tools of a verse, and the way back."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

Open = Callable[..., Page]
Ask = Callable[..., dict[str, Any]]

REMEMBERS = """ayah => new Promise(done => {
    const look = () => localStorage.getItem("kalima.last-place").includes(ayah) ? done() : setTimeout(look, 20);
    look();
})"""


def texts(page: Page) -> list[str]:
    found: list[str] = page.locator(".verse > .verse-arabic > .verse-text").evaluate_all(
        "all => all.map(each => each.textContent)"
    )
    return found


def heading(page: Page) -> Locator:
    return page.locator("main h1")


def switch(page: Page, name: str) -> Locator:
    return page.get_by_role("switch", name=name)


@pytest.mark.parametrize(
    ("path", "answer", "title"),
    [
        ("surah/112", "surahs/112", "112. Al-Ikhlas · Kalima"),
        ("juz/30", "juz/30", "Juz 30 · Kalima"),
        ("page/604", "pages/604", "Page 604 · Kalima"),
        ("2:255", "verses/2:255", "Al-Baqarah 2:255 · Kalima"),
        ("2:255-257", "verses/2:255-257", "Al-Baqarah 2:255–257 · Kalima"),
    ],
)
def test_every_passage_has_an_address(open_page: Open, ask: Ask, path: str, answer: str, title: str) -> None:
    page = open_page(path)
    expect(page).to_have_title(title)
    verses = ask(answer)["verses"]
    assert texts(page) == [verse["text"] for verse in verses]
    assert page.locator(".verse").evaluate_all("all => all.map(each => each.id)") == [
        verse["ref"] for verse in verses
    ]


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("juz/31", "There is no juz 31"),
        ("page/605", "There is no page 605"),
        ("2:287", "There is no verse 2:287"),
    ],
)
def test_a_passage_that_is_not_there_is_said(
    open_page: Open, console: list[str], path: str, message: str
) -> None:
    expect(open_page(path).get_by_role("alert")).to_contain_text(message)
    console.clear()


def test_surahs_that_begin_in_a_passage_are_named_and_opened_by_the_basmala(
    open_page: Open, ask: Ask
) -> None:
    page = open_page("page/604")
    expect(page.locator(".surah-opening h2")).to_contain_text(
        ["112. Al-Ikhlas", "113. Al-Falaq", "114. An-Nas"]
    )
    basmala = ask("verses/1:1")["verses"][0]["text"]
    assert page.locator(".basmala").all_text_contents() == [basmala] * 3
    for path, count in (("surah/1", 0), ("surah/9", 0), ("surah/27", 1)):
        page = open_page(path)
        expect(page.locator(".basmala")).to_have_count(count)


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        ("surah/2", "surah/1", "surah/3"),
        ("juz/2", "juz/1", "juz/3"),
        ("page/2", "page/1", "page/3"),
        ("2:255", "2:254", "2:256"),
        ("2:255-257", "2:252-254", "2:258-260"),
        ("2:1-3", "1:5-7", "2:4-6"),
        ("2:285-286", "2:283-284", "3:1-2"),
    ],
)
def test_before_and_after_by_button_and_by_key(open_page: Open, path: str, before: str, after: str) -> None:
    page = open_page(path)
    page.locator('[rel="next"]').first.click()
    expect(page).to_have_url(re.compile(f"/{after}$"))
    page.locator("main[aria-busy]").wait_for(state="detached")
    page.go_back()
    expect(page).to_have_url(re.compile(f"/{path}$"))
    expect(page.locator('[rel="prev"]').first).to_have_attribute("href", f"/{before}")
    page.keyboard.press("p")
    expect(page).to_have_url(re.compile(f"/{before}$"))
    expect(page.locator('[rel="next"]').first).not_to_have_attribute("href", f"/{after}")
    page.keyboard.press("n")
    expect(page).to_have_url(re.compile(f"/{path}$"))


@pytest.mark.parametrize(
    ("path", "rel"), [("juz/1", "prev"), ("page/604", "next"), ("114:6", "next"), ("1:1", "prev")]
)
def test_nothing_lies_beyond_the_first_and_the_last(open_page: Open, path: str, rel: str) -> None:
    page = open_page(path)
    expect(page.locator(".verse").first).to_be_visible()
    expect(page.locator(f'[rel="{rel}"]')).to_have_count(0)


@pytest.mark.parametrize(
    ("name", "key", "shown", "usual"),
    [
        ("Translation", "t", ".verse .translation", True),
        ("Transliteration", "l", ".verse .transliteration", False),
        ("Word by word", "w", ".verse .gloss", False),
    ],
)
def test_what_goes_with_the_text_is_switched_and_remembered(
    open_page: Open, name: str, key: str, shown: str, usual: bool
) -> None:
    page = open_page("surah/112")
    first = page.locator(shown).first
    expect(first).to_be_visible(visible=usual)
    switch(page, name).click()
    expect(first).to_be_visible(visible=not usual)
    page.reload()
    expect(switch(page, name)).to_be_checked(checked=not usual)
    expect(first).to_be_visible(visible=not usual)
    page.keyboard.press(key)
    expect(switch(page, name)).to_be_checked(checked=usual)
    expect(first).to_be_visible(visible=usual)


def test_under_each_word_stands_what_its_parts_are(open_page: Open, ask: Ask) -> None:
    page = open_page("1:1-2")
    page.keyboard.press("w")
    glosses = page.locator('[id="1:1"] .word-column')
    expect(glosses.nth(0)).to_have_text("بِسْمِbi-smiprepositiongenitive nounسمو")
    expect(glosses.nth(2).locator(".gloss-part")).to_have_text(["determiner", "genitive adjective"])
    assert texts(page)[0].startswith("بِسْمِ")
    segments = ask("verses/1:1", include="segments")["verses"][0]["segments"]
    assert glosses.locator(".gloss-part").count() == sum(map(len, segments))
    expect(glosses.locator(".gloss").first).to_have_css("user-select", "none")


@pytest.mark.parametrize(
    ("verse", "sounds"),
    [
        ("2:1", ["alif lām mīm"]),
        ("10:1", ["alif lām rā", "tilka"]),
        ("8:6", ["yujādilūnaka", "fī", "l-ḥaqqi", "baʿda mā"]),
    ],
)
def test_each_word_has_its_own_transliteration(open_page: Open, verse: str, sounds: list[str]) -> None:
    page = open_page(verse)
    page.keyboard.press("w")
    found = page.locator(".gloss-sound")
    expect(found.first).to_be_visible()
    assert found.all_text_contents()[: len(sounds)] == sounds


def test_a_word_keeps_the_focus_when_its_analysis_comes(open_page: Open) -> None:
    page = open_page("surah/112")
    word = page.locator('.word[data-ref="112:1:2"]')
    word.focus()
    page.keyboard.press("w")
    expect(page.locator(".gloss").first).to_be_visible()
    expect(word).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(page.locator('.word[data-ref="112:1:3"]')).to_be_focused()


def test_of_a_long_surah_only_what_is_near_is_put_in(open_page: Open) -> None:
    page = open_page("surah/2")
    page.keyboard.press("w")
    page.locator('[id="2:1"] .gloss').wait_for()
    assert page.locator('[id="2:250"] .gloss').count() == 0
    page.evaluate("document.getElementById('2:250').scrollIntoView()")
    page.locator('[id="2:250"] .gloss').first.wait_for()


def test_analysis_that_cannot_be_had_is_said_and_tried_again(open_page: Open, console: list[str]) -> None:
    page = open_page("surah/112")
    page.route("**/api/v1/verses/**", lambda route: route.abort())
    page.keyboard.press("w")
    expect(page.get_by_role("alert")).to_contain_text("Kalima does not answer")
    page.unroute("**/api/v1/verses/**")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".gloss").first).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)
    console.clear()


def test_similar_verses_by_pointer_and_by_key(open_page: Open, ask: Ask) -> None:
    page = open_page("surah/112")
    page.locator('[id="112:1"] .verse-number').click()
    similar = page.get_by_role("button", name="Similar verses")
    similar.click()
    places = [each["ref"] for each in ask("similar/112:1")["similar"]]
    expect(page.locator(".similar .hit-place")).to_have_text(places)
    similar.click()
    expect(page.locator("#similar-verses")).to_be_hidden()
    page.locator('.word[data-ref="112:2:1"]').focus()
    page.keyboard.press("s")
    expect(page.get_by_role("heading", level=3)).to_have_text("Verses similar to 112:2")
    expect(page.locator('[id="112:2"] #similar-verses')).to_be_visible()


def test_a_verse_leads_to_its_page_and_juz_and_stands_alone(open_page: Open) -> None:
    page = open_page("surah/2#2:255")
    tools = page.get_by_role("group", name="Verse 2:255: more")
    expect(tools.get_by_role("link")).to_have_text(["This verse alone", "Page 42", "Juz 3"])
    tools.get_by_role("link", name="Page 42").click()
    expect(page).to_have_url(re.compile("/page/42#2:255$"))
    expect(page.locator('[id="2:255"]')).to_be_in_viewport()
    page.get_by_role("link", name="This verse alone").press("Enter")
    expect(page.locator(".verse")).to_have_count(1)


def test_a_verse_of_elsewhere_is_led_to(open_page: Open) -> None:
    page = open_page("page/1#2:255")
    expect(page.locator(".notice")).to_contain_text("Verse 2:255 is not among these.")
    page.get_by_role("link", name="Open it in its surah").click()
    expect(page).to_have_url(re.compile("/surah/2#2:255$"))


def test_the_last_place_is_gone_back_to(open_page: Open) -> None:
    page = open_page("juz/3")
    page.evaluate("document.getElementById('2:258').scrollIntoView()")
    page.evaluate(REMEMBERS, "258")
    page.get_by_role("link", name="Kalima, start page").click()
    go_on = page.get_by_role("link", name="Go on reading: Al-Baqarah 2:258")
    for follow in (go_on.click, lambda: go_on.press("Enter")):
        follow()
        expect(page).to_have_url(re.compile("/juz/3#2:258$"))
        expect(page.locator('[id="2:258"]')).to_be_in_viewport()
        page.evaluate(REMEMBERS, "258")
        page.go_back()


def test_a_spoilt_memory_does_no_harm(open_page: Open) -> None:
    page = open_page()
    page.evaluate("localStorage.setItem('kalima.last-place', '{\"passage\": 1}')")
    page.evaluate("localStorage.setItem('kalima.translations-also', 'gone.one gone.two')")
    page.reload()
    expect(page.locator(".surah-list li")).to_have_count(114)
    expect(page.get_by_role("link", name="Go on reading")).to_have_count(0)
