"""The builders: a query from cards and a pattern of letters, by pointer and by key, in both languages."""

from __future__ import annotations

import re
import urllib.parse
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

Open = Callable[..., Page]
Ask = Callable[..., dict[str, Any]]
PRESS = """key => (document.activeElement.dataset.key ? document.activeElement : document.querySelector("[data-key^=box]"))
    .dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }))"""
EXTENT = {"x": "width", "y": "height"}
FATHA = "\u064e"


def address_of(query: str, kind: str = "") -> str:
    return f"build{kind}?q={urllib.parse.quote(query)}"


def said(page: Page) -> Locator:
    """The query, as the page shows that it asks for it."""
    return page.locator(".build .reading code")


def card(page: Page, name: str) -> Locator:
    return page.locator(".word-card").filter(has=page.locator(f"[data-key='card-{name}']"))


def add_feature(page: Page, name: str, attribute: str, *values: str) -> None:
    """Choose a feature by pointer; `values` are ticked."""
    page.locator(f"[data-key='add-{name}']").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("combobox").first.select_option(attribute)
    for value in values:
        dialog.get_by_role("checkbox", name=re.compile(f"^{value} ")).click()
    dialog.get_by_role("button", name=re.compile("^(Done|تم)$")).click()


def finds_what_typing_finds(page: Page, ask: Ask, query: str) -> None:
    """The count and the results of the query that is shown are those of the typed one."""
    total = ask("search", q=query, limit=0)["total"]
    expect(page.locator(".build .results-total")).to_have_text(
        re.compile(rf"{total['words']:,} words?.*{total['verses']:,} verses?")
    )
    page.locator(".build .results").get_by_role("link", name="Search").click()
    expect(page.locator("main h1")).to_contain_text(f"{total['verses']:,} verse")
    shown = urllib.parse.parse_qs(urllib.parse.urlsplit(page.url).query)["q"][0]
    assert ask("search", q=shown, limit=0)["total"] == total


class TestCards:
    def test_two_words_and_a_gap_by_pointer(self, open_page: Open, ask: Ask) -> None:
        page = open_page()
        page.get_by_role("link", name="Build a query from cards").click()
        expect(page).to_have_url(re.compile("/build$"))
        add_feature(page, "A", "pos", "verb", "proper noun")
        expect(said(page)).to_have_text('[pos="V|PN"]')
        page.get_by_role("button", name="Add a word").click()
        expect(page.locator("[data-key=add-B]")).to_be_focused()
        add_feature(page, "B", "case", "genitive")
        page.get_by_label("How word B stands").select_option("some")
        page.get_by_label("Words between, at most").fill("3")
        page.get_by_label("Words between, at most").press("Tab")
        page.get_by_label("Where").select_option("112")
        expect(said(page)).to_have_text('[pos="V|PN"] []{0,3} [case="GEN"] AND in:112')
        page.get_by_label("Where").select_option("1")
        finds_what_typing_finds(page, ask, '[pos="V|PN"] []{0,3} [case="GEN"] in:1')
        page.go_back()
        page.reload()
        expect(said(page)).to_have_text('[pos="V|PN"] []{0,3} [case="GEN"] AND in:1')
        page.go_back()
        expect(said(page)).to_have_text('[pos="V|PN"] []{0,3} [case="GEN"] AND in:112')
        page.get_by_role("button", name="Remove: case: genitive").click()
        page.get_by_role("button", name="Move Word B earlier").click()
        expect(said(page)).to_have_text('[] []{0,3} [pos="V|PN"] AND in:112')
        expect(page.locator("[data-key=card-A]")).to_be_focused()

    def test_two_words_and_a_root_by_key(self, open_page: Open, ask: Ask) -> None:
        page = open_page("about")
        page.keyboard.press("g")
        page.keyboard.type("build")
        expect(page.get_by_role("button", name="Build a query", exact=True)).to_be_visible()
        page.keyboard.press("Enter")
        page.locator("[data-key=add-A]").press("Enter")
        typed = page.get_by_role("dialog").get_by_role("combobox", name="Value")
        typed.press_sequentially("قو")
        expect(page.locator("dialog .offers li").first).to_contain_text("قول")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(typed).to_have_value("قول")
        page.keyboard.press("Enter")
        expect(said(page)).to_have_text('[root="قول"]')
        expect(page.locator("[data-key=add-A]")).to_be_focused()
        page.get_by_role("button", name="Add a word").press("Enter")
        name = page.locator("[data-key=card-B]")
        name.press("ArrowRight")
        expect(page.locator("[data-key=card-A]")).to_be_focused()
        page.keyboard.press("Shift+ArrowLeft")
        expect(said(page)).to_have_text('[] [root="قول"]')
        expect(name).to_be_focused()
        expect(page.get_by_role("status").filter(has_text="Word A was moved")).to_have_count(1)
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Delete")
        expect(said(page)).to_have_text('[root="قول"]')
        page.get_by_role("button", name="Change: root: قول").press("Delete")
        expect(said(page)).to_have_text("[]")
        page.go_back()
        expect(said(page)).to_have_text('[root="قول"]')

    def test_an_arc_by_pointer(self, open_page: Open, ask: Ask) -> None:
        page = open_page(address_of('[pos="V" & aspect="IMPV"] []'))
        page.get_by_label("How word B stands").select_option("A")
        expect(said(page)).to_have_text('[pos="V" & aspect="IMPV"] -> []')
        page.get_by_role("button", name="Relation: in any relation").click()
        page.get_by_role("dialog").get_by_role("checkbox", name=re.compile("^Object of a verb ")).click()
        page.get_by_role("dialog").get_by_role("button", name="Done").click()
        expect(said(page)).to_have_text('[pos="V" & aspect="IMPV"] -object-> []')
        page.get_by_label("Through how many arcs").select_option("not")
        page.get_by_label("also words that are understood").check()
        expect(said(page)).to_have_text('[pos="V" & aspect="IMPV"] !-object-> _')
        finds_what_typing_finds(page, ask, '[pos="V" & aspect="IMPV"] !-object-> _')

    def test_an_arc_the_other_way_by_key(self, open_page: Open, ask: Ask) -> None:
        page = open_page(address_of('[pos="PN"] [pos="V"]'))
        page.get_by_label("How word A stands").press("ArrowDown")  # the next choice: depends on B
        expect(said(page)).to_have_text('[pos="V"] -> [pos="PN"]')
        expect(page.get_by_label("How word B stands")).to_be_focused()
        page.get_by_role("button", name="Relation: in any relation").press("Enter")
        subject = page.get_by_role("dialog").get_by_role("checkbox", name=re.compile("^Subject of a verb "))
        subject.press("Space")
        subject.press("Enter")
        expect(said(page)).to_have_text('[pos="V"] -subject-> [pos="PN"]')
        expect(page.get_by_role("button", name="Relation: Subject of a verb")).to_be_focused()

    @pytest.mark.parametrize(
        ("language", "names"),
        [("en", ["Subject of a verb", "Object of a verb"]), ("ar", ["فاعل", "مفعول به"])],
    )
    def test_arcs_are_drawn_between_the_cards(self, open_page: Open, language: str, names: list[str]) -> None:
        page = open_page()
        page.evaluate("language => localStorage.setItem('kalima.language', language)", language)
        page = open_page(address_of('[pos="V"] -subject-> [pos="N"] ; -object-> [pos="PN"]'))
        arcs = page.locator(".card-arcs")
        expect(arcs).to_have_attribute("aria-hidden", "true")  # the cards say the same
        for width, side in ((1280, "y"), (360, "x")):
            page.set_viewport_size({"width": width, "height": 860})
            expect(page.locator(".stacked")).to_have_count(int(width == 360))
            expect(arcs.locator("text")).to_have_text(names)
            cards = [card(page, name).bounding_box() for name in "ABC"]
            lines = [each.bounding_box() for each in arcs.locator(".tree-line").all()]
            for line, (head, dependent) in zip(lines, ((0, 1), (0, 2)), strict=True):
                assert line[side] + line[EXTENT[side]] <= min(each[side] for each in cards)
                along = "x" if side == "y" else "y"
                ends = sorted((cards[head], cards[dependent]), key=lambda each: each[along])
                assert ends[0][along] < line[along] < ends[0][along] + ends[0][EXTENT[along]]
                assert (
                    ends[1][along]
                    < line[along] + line[EXTENT[along]]
                    < ends[1][along] + ends[1][EXTENT[along]]
                )

    def test_a_condition_between_words(self, open_page: Open, ask: Ask) -> None:
        page = open_page(address_of('[pos="V"] []{0,4} [deriv="VN" & case="ACC"]'))
        page.get_by_role("button", name="Add a condition").click()
        expect(said(page)).to_have_text('A:[pos="V"] []{0,4} B:[deriv="VN" & case="ACC"] :: A.root = B.root')
        finds_what_typing_finds(
            page, ask, 'A:[pos="V"] []{0,4} B:[deriv="VN" & case="ACC"] :: A.root = B.root'
        )
        page.go_back()
        page.get_by_label("How they compare").press("ArrowDown")
        expect(said(page)).to_contain_text("A.root != B.root")
        page.get_by_label("How word B stands").select_option("verse")
        expect(said(page)).to_have_text('[pos="V"] AND [deriv="VN" & case="ACC"]')
        expect(page.get_by_role("status").filter(has_text="were removed: 1")).to_have_count(1)

    def test_in_arabic_by_pointer_and_key(self, open_page: Open) -> None:
        page = open_page()
        page.evaluate("localStorage.setItem('kalima.language', 'ar')")
        page = open_page("build")
        expect(page).to_have_title("إنشاء استعلام · كلمة")
        add_feature(page, "A", "pos", "فعل")
        expect(page.get_by_role("button", name="تغيير: قسم الكلام: فعل")).to_be_visible()
        page.get_by_role("button", name="إضافة كلمة").press("Enter")
        page.get_by_label("موقع الكلمة B").select_option("later")
        expect(said(page)).to_have_text('[pos="V"] []* []')
        expect(page.locator(".reading p").first).to_contain_text("فعل")
        first, second = (card(page, name).bounding_box() for name in "AB")
        assert first and second and first["x"] > second["x"]

    def test_what_cards_cannot_show_or_nobody_can_read_is_said(
        self, open_page: Open, console: list[str]
    ) -> None:
        page = open_page(address_of("NOT root:قول"))
        expect(page.locator("main .notice")).to_contain_text("NOT root:قول")
        page = open_page(address_of('[pos="verbb"]'))
        expect(page.get_by_role("alert").locator(".error-at")).to_have_text("verbb")
        console.clear()
        page = open_page("build")
        page.get_by_role("button", name="Add a feature to Word A").click()
        page.get_by_role("dialog").get_by_label("Value").fill("ققق")
        page.get_by_role("dialog").get_by_role("button", name="Done").click()
        expect(page.get_by_role("dialog").get_by_role("alert")).to_contain_text("There is no root 'ققق'")
        page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
        expect(said(page)).to_have_text("[]")
        console.clear()


class TestLetters:
    def test_by_pointer(self, open_page: Open, ask: Ask) -> None:
        page = open_page("build")
        page.get_by_role("link", name="Letters").click()
        expect(said(page)).to_have_text('[word="..."]')
        keyboard = page.get_by_role("group", name="Arabic letters")
        keyboard.get_by_role("button", name="ك", exact=True).click()
        page.get_by_label("several letters to choose from").check()
        keyboard.get_by_role("button", name="ق", exact=True).click()
        page.get_by_role("button", name="fatha", exact=False).first.click()
        page.get_by_label("more letters may follow").check()
        expect(said(page)).to_have_text(f'[spelling="[كق]{FATHA}...*"]')
        page.get_by_role("button", name=re.compile("^Letter 2")).click()
        page.get_by_role("button", name="no mark").click()
        page.get_by_role("button", name="Remove the box").click()
        page.get_by_role("button", name=re.compile("^Letter 2")).click()
        keyboard.get_by_role("button", name="ت", exact=True).click()
        query = f'[spelling="[كق]{FATHA}ت.*"]'
        expect(said(page)).to_have_text(query)
        forms = ask("frequency", q=query, by="spelling", limit=24)
        shown = page.get_by_role("list", name="Spellings that fit").get_by_role("link")
        expect(shown).to_have_count(len(forms["rows"]))
        expect(shown.first).to_contain_text(forms["rows"][0]["values"][0])
        finds_what_typing_finds(page, ask, query)

    def test_by_key_in_arabic(self, open_page: Open, ask: Ask) -> None:
        page = open_page()
        page.evaluate("localStorage.setItem('kalima.language', 'ar')")
        page = open_page("build/letters")
        page.get_by_role("button", name=re.compile("^الحرف ١")).focus()
        for key in ("ر", "ArrowLeft", "ح", "ArrowLeft", "Delete", "Insert", "م", FATHA, "Insert", "*"):
            page.evaluate(PRESS, key)
        expect(said(page)).to_have_text(f'[spelling="رحم{FATHA}.*"]')
        expect(page.get_by_label("قد تليه حروف أخرى")).to_be_checked()
        page.go_back()
        expect(said(page)).not_to_have_text(f'[spelling="رحم{FATHA}.*"]')
        before = said(page).inner_text()
        page.reload()
        expect(said(page)).to_have_text(before)
