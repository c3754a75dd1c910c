"""The page as a person meets it: read, search, inspect, by pointer and by key."""

from __future__ import annotations

import re
import urllib.parse
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Request, Route, expect

SAID = "root:قول&pos:V&aspect:PERF"
TOTAL = "1,006 matches · 1,006 words · 855 verses"

Open = Callable[..., Page]
Hold = Callable[[str], Callable[[], None]]
Ask = Callable[..., dict[str, Any]]


def address_of(query: str, page: int = 1) -> str:
    return f"search?q={urllib.parse.quote(query)}" + (f"&page={page}" if page > 1 else "")


def word(page: Page, reference: str) -> Locator:
    return page.locator(f'.word[data-ref="{reference}"]')


def heading(page: Page) -> Locator:
    return page.locator("main h1")


def bar(page: Page) -> Locator:
    return page.get_by_role("search").get_by_role("combobox")


def said(total: dict[str, int]) -> str:
    """A total as the page says it: what there is none of is left out."""
    return " · ".join(f"{number:,} {name}" for name, number in total.items() if number)


def inspector(page: Page) -> Locator:
    return page.get_by_role("complementary")


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


class TestStart:
    def test_shows_what_can_be_done(self, open_page: Open, ask: Ask) -> None:
        page = open_page()
        expect(page).to_have_title("Kalima")
        expect(page.get_by_role("search")).to_have_count(1)
        expect(page.locator(".surah-list li")).to_have_count(114)
        examples = page.locator(".example")
        expect(examples).to_have_count(6)
        for example in examples.all():
            total = ask("search", q=example.locator("code").text_content(), limit=0)["total"]
            assert total["verses"] > 1
            expect(example.locator(".example-total")).to_have_text(said(total))

    def test_how_to_write_a_search_can_be_typed(self, open_page: Open, ask: Ask) -> None:
        page = open_page()
        for query in page.locator(".syntax code").all_text_contents():
            answer = ask("search", q=query, limit=0)
            assert "reference" in answer or answer["total"]["verses"] > 0, query

    def test_an_example_is_a_search(self, open_page: Open) -> None:
        page = open_page()
        page.locator(".example", has_text=SAID).click()
        expect(heading(page)).to_have_text(TOTAL)
        expect(bar(page)).to_have_value(SAID)
        page.go_back()
        page.locator(".example").last.press("Enter")
        expect(page.locator(".chart")).to_be_visible()


class TestReader:
    def test_opens_a_surah_by_pointer(self, open_page: Open) -> None:
        page = open_page()
        page.locator(".surah-list").get_by_role("link", name="Al-Ikhlas").click()
        expect(page).to_have_url(re.compile("/surah/112$"))
        expect(page).to_have_title("112. Al-Ikhlas · Kalima")
        expect(heading(page)).to_contain_text("الإخلاص")
        expect(page.locator(".surah-heading-facts")).to_contain_text("Meccan · 4 verses")
        expect(page.locator(".verse")).to_have_count(4)

    def test_opens_a_surah_by_key(self, open_page: Open) -> None:
        page = open_page("about")
        for typed, surah in (("baqarah", 2), ("الاخلاص", 112), ("elephant", 105), ("114", 114)):
            page.get_by_role("button", name="Go to").press("Enter")
            expect(page.locator(".surah-found")).to_have_text("114 surahs")
            page.keyboard.type(typed)
            expect(page.locator(".surah-found")).to_have_text("1 surah")
            page.keyboard.press("Enter")
            expect(page).to_have_url(re.compile(f"/surah/{surah}$"))
            expect(page.get_by_role("dialog")).to_have_count(0)

    def test_chooser_is_walked_and_left_by_key(self, open_page: Open) -> None:
        page = open_page("surah/1")
        page.get_by_role("button", name="Go to").press("Enter")
        expect(page.locator(".surah-chooser li")).to_have_count(114)
        page.keyboard.type("zzz")
        expect(page.locator(".surah-found")).to_contain_text("No surah")
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(page.get_by_role("button", name="Go to")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator(".surah-found")).to_have_text("114 surahs")
        for _ in range(3):
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile("/surah/3$"))

    @pytest.mark.parametrize("surah", [1, 2, 9, 114])
    def test_text_is_that_of_the_source(self, open_page: Open, ask: Ask, surah: int) -> None:
        page = open_page(f"surah/{surah}")
        verses = ask(f"surahs/{surah}")["verses"]
        assert page.locator(".verse-text").evaluate_all("all => all.map(each => each.textContent)") == [
            verse["text"] for verse in verses
        ]
        assert page.locator(".word").count() == sum(len(verse["words"]) for verse in verses)

    def test_is_set_in_amiri_quran_from_right_to_left(self, open_page: Open) -> None:
        page = open_page("surah/2")
        page.evaluate("document.fonts.ready")
        assert page.evaluate("document.fonts.check('32px \"Amiri Quran\"', 'ٱلْكِتَـٰبُ')")
        assert page.evaluate("[...document.fonts].map(font => font.status)") == ["loaded"]
        text = page.locator(".verse-arabic").nth(1)
        assert text.evaluate("each => getComputedStyle(each).fontFamily").startswith('"Amiri Quran"')
        expect(text).to_have_attribute("lang", "ar")
        expect(text).to_have_css("direction", "rtl")
        expect(text.locator(".verse-number")).to_have_text("۝٢")
        expect(page.locator(".translation").nth(1)).to_have_attribute("lang", "en")
        expect(page.locator(".translation").nth(1)).to_have_css("direction", "ltr")
        first, second = (word(page, f"2:2:{place}").bounding_box() for place in (1, 2))
        assert first and second and first["x"] > second["x"]

    @pytest.mark.parametrize("path", ["surah/2#2:255", "surah/2?ayah=255"])
    def test_an_address_leads_to_a_verse(self, open_page: Open, path: str) -> None:
        page = open_page(path)
        verse = page.locator('[id="2:255"]')
        expect(verse).to_be_in_viewport()
        expect(verse).to_have_class("verse verse-target")
        expect(word(page, "2:255:1")).to_be_focused()

    def test_a_verse_that_is_not_there_is_said(self, open_page: Open) -> None:
        page = open_page("surah/2#2:300")
        expect(page.locator(".notice")).to_have_text("There is no verse 2:300: Al-Baqarah has 286 verses.")

    def test_a_surah_that_is_not_there_is_said(self, open_page: Open, console: list[str]) -> None:
        page = open_page("surah/115")
        expect(page.get_by_role("alert")).to_contain_text("There is no surah 115")
        console.clear()

    def test_goes_to_the_neighbours(self, open_page: Open) -> None:
        page = open_page("surah/113")
        page.get_by_role("link", name="Next surah").first.click()
        expect(page).to_have_title(re.compile("^114"))
        expect(page.get_by_role("link", name="Next surah")).to_have_count(0)
        page.get_by_role("link", name="Previous surah").first.press("Enter")
        expect(page).to_have_title(re.compile("^113"))
        page.go_back()
        expect(page).to_have_title(re.compile("^114"))

    def test_the_translation_is_switched_off_and_stays_off(self, open_page: Open) -> None:
        page = open_page("surah/112")
        shown = page.locator(".translation").first
        expect(shown).to_be_visible()
        page.get_by_text("Translation", exact=True).click()
        expect(shown).to_be_hidden()
        page.reload()
        expect(page.locator(".verse-text").first).to_be_visible()
        expect(shown).to_be_hidden()
        page.get_by_role("switch", name="Translation").press("Space")
        expect(shown).to_be_visible()

    def test_the_longest_surah_is_laid_out_only_where_it_is_seen(self, open_page: Open) -> None:
        page = open_page("surah/2")
        expect(page.locator(".verse").last).to_have_css("content-visibility", "auto")
        assert page.locator(".word").count() == 6116

    def test_prints_the_text_and_not_the_tools(self, open_page: Open) -> None:
        page = open_page("surah/112#112:1:1")
        expect(inspector(page)).to_be_visible()
        page.emulate_media(media="print")
        for tool in (".page-header", ".reader-tools", ".inspector", ".neighbours"):
            expect(page.locator(tool).first).to_be_hidden()
        expect(page.locator(".verse-text").first).to_be_visible()
        expect(page.locator(".page-footer")).to_contain_text("Tanzil")


class TestInspector:
    def test_by_pointer_shows_features_in_both_languages(self, open_page: Open, ask: Ask) -> None:
        page = open_page("surah/1")
        word(page, "1:5:2").click()
        expect(inspector(page).get_by_role("heading", level=2)).to_have_text("Word 1:5:2")
        (described,) = ask("words/1:5:2")["words"]
        expect(inspector(page).locator(".inspector-word")).to_have_text(described["text"])
        expect(inspector(page).locator(".inspector-modern bdi")).to_have_text(described["modern"])
        assert len(described["segments"]) == inspector(page).locator(".segment").count()
        for shown, segment in zip(
            inspector(page).locator(".segment").all(), described["segments"], strict=True
        ):
            expect(shown).to_contain_text(segment["kind_english"])
            expect(shown).to_contain_text(segment["kind_arabic"])
            for feature in segment["features"]:
                row = shown.get_by_role("row", name=feature["english"])
                expect(row.locator("td").nth(0)).to_contain_text(feature["value_english"])
                expect(row.locator("td").nth(1)).to_contain_text(feature["arabic"])
                expect(row.locator("td").nth(1)).to_contain_text(feature["value_arabic"])
                expect(row.get_by_text("inferred", exact=True)).to_have_count(int(feature["inferred"]))
        expect(inspector(page).locator(".inferred-note")).to_be_visible()
        inspector(page).get_by_role("button").click()
        expect(inspector(page)).to_be_hidden()

    def test_by_key_and_the_focus_returns(self, open_page: Open) -> None:
        page = open_page("surah/1")
        assert page.locator('.verses [tabindex="0"]').count() == 1
        word(page, "1:1:1").focus()
        page.keyboard.press("ArrowLeft")
        expect(word(page, "1:1:2")).to_be_focused()
        page.keyboard.press("ArrowRight")
        expect(word(page, "1:1:1")).to_be_focused()
        page.keyboard.press("End")
        expect(word(page, "1:1:4")).to_be_focused()
        page.keyboard.press("ArrowLeft")
        expect(page.locator('[id="1:1"] .verse-number')).to_be_focused()
        page.keyboard.press("ArrowLeft")
        expect(word(page, "1:2:1")).to_be_focused()
        page.keyboard.press("ArrowDown")
        expect(word(page, "1:3:1")).to_be_focused()
        page.keyboard.press("ArrowUp")
        page.keyboard.press("Enter")
        expect(inspector(page)).to_contain_text("Word 1:2:1")
        expect(inspector(page).get_by_role("heading", level=2)).to_be_focused()
        page.keyboard.press("Escape")
        expect(inspector(page)).to_be_hidden()
        expect(word(page, "1:2:1")).to_be_focused()
        assert page.locator('.verses [tabindex="0"]').count() == 1

    def test_root_and_lemma_are_searches(self, open_page: Open, ask: Ask) -> None:
        page = open_page("surah/112#112:1:1")
        inspector(page).get_by_role("link", name="every word of the root").click()
        expect(heading(page)).to_have_text("1,722 matches · 1,722 words · 1,383 verses")
        expect(inspector(page)).to_be_hidden()
        page.go_back()
        inspector(page).get_by_role("link", name="every word of the lemma").press("Enter")
        (described,) = ask("words/112:1:1")["words"]
        total = ask("search", q=f"lemma:{described['segments'][0]['lemma']}")["total"]
        expect(heading(page)).to_have_text(said(total))

    def test_opens_from_the_results(self, open_page: Open) -> None:
        page = open_page(address_of(SAID))
        word(page, "2:11:2").click()
        expect(inspector(page)).to_contain_text("perfect")
        page.keyboard.press("Escape")
        word(page, "2:13:2").press("Enter")
        expect(inspector(page)).to_contain_text("Word 2:13:2")

    def test_says_when_the_analysis_cannot_be_had(self, open_page: Open, console: list[str]) -> None:
        page = open_page("surah/1")
        page.route("**/api/v1/words/**", lambda route: route.abort())
        word(page, "1:1:1").click()
        expect(inspector(page).get_by_role("alert")).to_contain_text("Kalima does not answer")
        page.unroute("**/api/v1/words/**")
        inspector(page).get_by_role("button", name="Try again").click()
        expect(inspector(page)).to_contain_text("preposition")
        console.clear()


class TestSearch:
    def test_from_the_bar_through_the_pages_and_back(self, open_page: Open, ask: Ask) -> None:
        page = open_page("surah/1")
        bar(page).fill(SAID)
        page.get_by_role("button", name="Search").click()
        expect(heading(page)).to_have_text(TOTAL)
        expect(page).to_have_title(f"Search: {SAID} · Kalima")
        expect(page.locator('body > [role="status"]')).to_have_text(TOTAL)
        expect(page.locator(".meanings")).to_contain_text("a word of the root قول")
        answer = ask("search", q=SAID, limit=20)
        marked = [f"{verse['ref']}:{place}" for verse in answer["verses"] for place in verse["hits"]]
        assert page.locator("mark .word").evaluate_all("all => all.map(each => each.dataset.ref)") == marked
        assert page.locator(".verse-text").evaluate_all("all => all.map(each => each.textContent)") == [
            verse["text"] for verse in answer["verses"]
        ]
        expect(page.locator("mark .word").first).to_have_css("border-bottom-style", "solid")

        page.get_by_role("link", name="Page 2", exact=True).click()
        expect(page).to_have_url(re.compile("&page=2$"))
        second = ask("search", q=SAID, limit=20, offset=20)["verses"][0]["ref"]
        expect(page.locator(".hit-place").first).to_have_text(second)
        page.reload()
        expect(page.locator(".hit-place").first).to_have_text(second)
        page.go_back()
        expect(page.locator(".hit-place").first).to_have_text("2:11")
        page.go_back()
        expect(page).to_have_title("1. Al-Fatihah · Kalima")
        page.go_forward()
        expect(heading(page)).to_have_text(TOTAL)

    def test_by_key_alone(self, open_page: Open) -> None:
        page = open_page("surah/1")
        page.keyboard.press("/")
        expect(bar(page)).to_be_focused()
        page.keyboard.type(SAID)
        page.keyboard.press("Enter")
        expect(heading(page)).to_have_text(TOTAL)
        page.get_by_role("link", name="Next", exact=True).press("Enter")
        expect(page.locator(".results-page")).to_have_text("Page 2 of 43")
        expect(heading(page)).to_be_focused()

    def test_back_returns_to_the_same_height(self, open_page: Open) -> None:
        page = open_page(address_of(SAID))
        reference = page.locator(".hit-reference").nth(9)
        reference.click()
        expect(page).to_have_url(re.compile(r"/surah/\d+#"))
        page.go_back()
        expect(page.locator(".hit-reference").nth(9)).to_be_in_viewport()

    def test_a_place_is_gone_to(self, open_page: Open) -> None:
        page = open_page("about")
        for typed, address, verse in (
            ("البقرة ٢٥٥", "/surah/2#2:255", "2:255"),
            ("112:3", "/surah/112#112:3", "112:3"),
            ("ikhlas 2", "/surah/112#112:2", "112:2"),
        ):
            bar(page).fill(typed)
            bar(page).press("Enter")
            expect(page).to_have_url(re.compile(f"{address}$"))
            expect(page.locator(f'[id="{verse}"]')).to_be_in_viewport()
            expect(word(page, f"{verse}:1")).to_be_focused()
            page.go_back()
        expect(page).to_have_title("About Kalima · Kalima")

    def test_what_is_typed_while_a_page_comes_is_kept(self, open_page: Open) -> None:
        page = open_page("surah/112")

        def type_first(route: Route) -> None:
            bar(page).fill("root:رحم")
            route.continue_()

        page.route("**/api/v1/roots**", type_first)
        page.get_by_role("link", name="Roots", exact=True).click()
        expect(page).to_have_title("Roots · Kalima")
        expect(bar(page)).to_have_value("root:رحم")
        expect(bar(page)).to_be_focused()

    def test_an_error_is_shown_where_it_is(self, open_page: Open, console: list[str]) -> None:
        page = open_page("surah/1")
        bar(page).fill("rot:قول")
        bar(page).press("Enter")
        alert = page.get_by_role("alert")
        expect(alert).to_contain_text("There is no field named 'rot'.")
        expect(alert).to_contain_text("Did you mean root?")
        expect(alert.locator(".error-at")).to_have_text("rot")
        expect(alert.locator(".error-at")).to_have_css("text-decoration-line", "underline")
        expect(alert.locator(".error-query")).to_have_text("rot:قول")
        expect(bar(page)).to_have_attribute("aria-invalid", "true")
        assert all("400" in complaint for complaint in console)
        console.clear()
        bar(page).fill("root:قول")
        bar(page).press("Enter")
        expect(bar(page)).not_to_have_attribute("aria-invalid", "true")

    def test_an_empty_query_is_answered_with_examples(self, open_page: Open, console: list[str]) -> None:
        page = open_page("search?q=")
        expect(page.get_by_role("alert")).to_contain_text("The query is empty.")
        expect(page.locator(".example")).to_have_count(6)
        console.clear()

    def test_nothing_found_says_what_was_understood_and_what_next(self, open_page: Open) -> None:
        page = open_page(address_of("root:حمد&pos:V&mood:JUS"))
        expect(heading(page)).to_have_text("No verse of the Quran matches")
        expect(page.locator(".meanings")).to_contain_text("mood jussive")
        page.get_by_role("link", name="Leave out “mood jussive”").click()
        expect(bar(page)).to_have_value("root:حمد&pos:V")
        expect(heading(page)).to_contain_text("verse")

    def test_a_page_that_is_not_there_is_said(self, open_page: Open) -> None:
        page = open_page(address_of(SAID, 99))
        expect(page.locator(".notice")).to_contain_text("There is no page “99”: this search has 43 pages.")
        page.get_by_role("link", name="Go to the first page").click()
        expect(page.locator(".hit")).to_have_count(20)

    def test_markup_is_text(self, open_page: Open, console: list[str]) -> None:
        hostile = "<img src=x onerror=alert(1)></script>"
        page = open_page(address_of(hostile))
        expect(page.locator(".error-query")).to_have_text(hostile)
        assert page.locator("main img").count() == 0
        console.clear()

    def test_a_very_long_query_is_refused_within_the_window(
        self, open_page: Open, console: list[str]
    ) -> None:
        page = open_page(address_of("قول " * 2500))
        expect(page.get_by_role("alert")).to_be_visible()
        assert fits(page)
        console.clear()

    def test_a_slow_answer_shows_that_it_is_coming(self, open_page: Open, hold: Hold) -> None:
        page = open_page("about")
        release = hold("**/api/v1/search?**")
        bar(page).fill(SAID)
        bar(page).press("Enter")
        expect(page.locator("main")).to_have_attribute("aria-busy", "true")
        expect(page.locator("main").get_by_role("progressbar", name="Loading…")).to_be_visible()
        release()
        expect(heading(page)).to_have_text(TOTAL)
        expect(page.locator("main")).not_to_have_attribute("aria-busy", "true")

    def test_a_server_that_is_gone_is_said_and_can_be_tried_again(
        self, open_page: Open, console: list[str]
    ) -> None:
        page = open_page("about")
        page.route("**/api/v1/search?**", lambda route: route.abort())
        bar(page).fill(SAID)
        bar(page).press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("Kalima does not answer.")
        page.unroute("**/api/v1/search?**")
        page.get_by_role("button", name="Try again").click()
        expect(heading(page)).to_have_text(TOTAL)
        console.clear()


class TestForEveryone:
    def test_the_content_can_be_skipped_to(self, open_page: Open) -> None:
        page = open_page("surah/1")
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
        page.keyboard.press("Enter")
        expect(heading(page)).to_be_focused()

    @pytest.mark.parametrize("path", ["", "about", "surah/2#2:282:10", address_of(SAID), address_of("=بسم")])
    def test_a_narrow_window_is_not_scrolled_sideways(self, open_page: Open, path: str) -> None:
        page = open_page(path, width=360, height=740)
        page.locator("main a").last.wait_for()
        assert fits(page)

    def test_in_a_narrow_window_the_analysis_is_a_sheet_at_the_foot(self, open_page: Open) -> None:
        page = open_page("surah/2#2:282", width=360, height=740)
        word(page, "2:282:10").click()
        expect(inspector(page)).to_contain_text("imperative")
        sheet, opened = inspector(page).bounding_box(), word(page, "2:282:10").bounding_box()
        assert sheet and opened
        assert sheet["y"] + sheet["height"] == pytest.approx(740, abs=1)
        assert opened["y"] + opened["height"] <= sheet["y"]

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_colours_follow_the_system_and_can_be_told_apart(self, open_page: Open, scheme: str) -> None:
        page = open_page(color_scheme=scheme)
        pairs = [
            *((ink, paper) for ink in ("ink", "quiet", "accent") for paper in ("paper", "raised", "sunken")),
            *((kind, "raised") for kind in ("prefix", "stem", "suffix", "fault")),
            ("on-accent", "accent"),
            ("ink", "mark"),
            ("ink", "fault-surface"),
        ]
        colours = page.evaluate(
            """names => {
                const probe = document.body.appendChild(document.createElement("i"));
                return Object.fromEntries(names.map(name => {
                    probe.style.color = `var(--${name})`;
                    const channels = getComputedStyle(probe).color.match(/\\d+/g).slice(0, 3);
                    return [name, "#" + channels.map(each => (+each).toString(16).padStart(2, "0")).join("")];
                }));
            }""",
            sorted({name for pair in pairs for name in pair}),
        )
        assert (luminance(colours["paper"]) < 0.1) == (scheme == "dark")
        assert {
            pair: ratio for pair in pairs if (ratio := contrast(*(colours[name] for name in pair))) < 4.5
        } == {}

    def test_motion_is_left_out_for_who_asks(self, open_page: Open) -> None:
        page = open_page(reduced_motion="reduce")
        assert (
            page.locator(".example").first.evaluate("each => getComputedStyle(each).transitionDuration")
            == "0s"
        )

    def test_about_leads_to_the_description_of_the_api(self, open_page: Open) -> None:
        page = open_page("about")
        with page.expect_popup() as opened:
            page.get_by_role("link", name="Every address, with its parameters and answers").press("Enter")
        expect(opened.value).to_have_url(re.compile("/api$"))
        expect(opened.value.locator("h1")).to_be_visible()

    def test_about_names_every_source(self, open_page: Open, ask: Ask) -> None:
        page = open_page()
        page.get_by_role("link", name="About").press("Enter")
        about = ask("about")
        expect(page.locator(".source h3")).to_have_text([source["name"] for source in about["sources"]])
        expect(page.locator("main")).to_contain_text(about["corpus_blake2b"])
        page.get_by_text("Notice", exact=True).first.click()
        assert page.locator(".source-notice").first.text_content() == about["sources"][0]["notice"]


class TestQuit:
    def test_asks_first_and_then_ends(self, open_page: Open, own_url: str) -> None:
        page = open_page(base=own_url)
        quit_button = page.get_by_role("button", name="Quit", exact=True)
        quit_button.press("Enter")
        expect(page.get_by_role("alertdialog")).to_be_visible()
        page.keyboard.press("Escape")
        expect(quit_button).to_be_focused()
        quit_button.click()
        page.get_by_role("button", name="Quit Kalima").click()
        expect(heading(page)).to_have_text("Kalima has ended")
        expect(page.locator("main")).to_contain_text("You can close this window.")
        expect(page.get_by_role("combobox")).to_have_count(0)

    def test_by_key(self, open_page: Open, own_url: str) -> None:
        page = open_page("surah/1", base=own_url)
        page.get_by_role("button", name="Quit", exact=True).press("Enter")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page).to_have_title("Kalima has ended · Kalima")

    def test_nothing_is_asked_for_afterwards(self, open_page: Open, own_url: str) -> None:
        page = open_page("surah/1", base=own_url)
        page.get_by_role("button", name="Quit", exact=True).press("Enter")
        page.keyboard.press("Tab")
        with page.expect_response("**/quit"):
            page.keyboard.press("Enter")
        expect(page).to_have_title("Kalima has ended · Kalima")
        asked: list[str] = []

        def note(request: Request) -> None:
            asked.append(request.url)

        page.on("request", note)
        page.wait_for_timeout(1_000)  # longer than the page waits before it reads ahead
        page.remove_listener("request", note)
        assert asked == []


def luminance(colour: str) -> float:
    """The relative luminance of ``#rrggbb``, as WCAG 2 has it."""
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """How far two colours are apart, from 1 to 21."""
    dark, light = sorted(map(luminance, (one, other)))
    return (light + 0.05) / (dark + 0.05)
