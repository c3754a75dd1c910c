"""The jump box and the command line: what a line is taken for, and where it leads."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

Open = Callable[..., Page]

READ = """async ([text, here]) => {
    const { readCommand } = await import("/static/js/lib/commands.js");
    const { fetchSurahs } = await import("/static/js/lib/api.js");
    const read = readCommand(text, await fetchSurahs(), here);
    return read && (read.address ?? read.problem ?? "help");
}"""
HERE = {"passage": {"kind": "page", "number": 42}, "surah": 2, "ayah": 255, "word": None}


@pytest.fixture
def read(open_page: Open) -> Callable[[str, Any], str | None]:
    page = open_page("about")

    def read_one(line: str, here: Any = HERE) -> str | None:
        found: str | None = page.evaluate(READ, [line, here])
        return found

    return read_one


LINES = {
    "2": "/surah/2",
    "2:255": "/surah/2#2:255",
    "2 255": "/surah/2#2:255",
    "٢:٢٥٥": "/surah/2#2:255",
    "۲:۲۵۵": "/surah/2#2:255",
    "2:255-257": "/2:255-257",
    "٢:٢٥٥–٢٥٧": "/2:255-257",
    "2:255:3": "/surah/2#2:255:3",
    "baqarah 255": "/surah/2#2:255",
    "Al-Baqarah 255-257": "/2:255-257",
    "al baqara 255": "/surah/2#2:255",
    "البقرة ٢٥٥": "/surah/2#2:255",
    "البقرة: ٢٥٥": "/surah/2#2:255",
    "بقره 255": "/surah/2#2:255",
    "آل عمران ٧": "/surah/3#3:7",
    "ya-sin 3": "/surah/36#36:3",
    "yasin 3": "/surah/36#36:3",
    "juz 30": "/juz/30",
    "Juz' 30": "/juz/30",
    "juz30": "/juz/30",
    "جزء ٣٠": "/juz/30",
    "الجزء الثلاثون": "/juz/30",
    "page 5": "/page/5",
    "صفحة ٥": "/page/5",
    "page six hundred and four": "/page/604",
    "صفحة ثلاثمئة وخمس وعشرين": "/page/325",
    "surah 2": "/surah/2",
    "chapter two": "/surah/2",
    "see chapter 2": "/surah/2",
    "see 2:255": "/surah/2#2:255",
    "SEE CHAPTER TWO": "/surah/2",
    "see chapter twenty-five": "/surah/25",
    "see baqarah": "/surah/2",
    "سورة الإخلاص": "/surah/112",
    "سورة البقرة آية ٢٥٥": "/surah/2#2:255",
    "surah 2 verse 255": "/surah/2#2:255",
    "السورة الثانية": "/surah/2",
    "السورة الحادية عشرة": "/surah/11",
    "اذهب إلى البقرة": "/surah/2",
    "see verse 5": "/surah/2#2:5",
    "see verse two hundred fifty five": "/surah/2#2:255",
    "آية مئتين وخمس وخمسين": "/surah/2#2:255",
    "see word 3": "/page/42#2:255:3",
    "كلمة ثلاثة": "/page/42#2:255:3",
    "inspect": "/page/42#2:255:1",
    "حلل": "/page/42#2:255:1",
    "inspect 2:255:3": "/surah/2#2:255:3",
    "inspect 112:1": "/surah/112#112:1:1",
    "inspect word 3": "/page/42#2:255:3",
    "search root:كتب": "/search?q=root:%D9%83%D8%AA%D8%A8",
    "ابحث عن الرحمن": "/search?q=%D8%A7%D9%84%D8%B1%D8%AD%D9%85%D9%86",
    "help": "help",
    "مساعدة": "help",
    "manual": "/help",
    "الدليل": "/help",
    "115": "There is no surah 115: the Quran has 114.",
    "2:300": "There is no verse 2:300: Al-Baqarah has 286 verses.",
    "2:257-255": "Verses go upwards: write 2:255-257.",
    "juz 31": "There is no juz 31: the Quran has 30.",
    "page 605": "There is no page 605: the mushaf has 604.",
}
QUERIES = [
    "الله",
    "البقرة",
    "baqarah",
    "root:كتب",
    "in:2:1-20 في",
    '"رب العالمين"',
    "en:page",
    "كتاب مبين",
    "=كِتَـٰبٌ",
]


def test_a_line_is_taken_for_what_it_says(read: Callable[..., str | None]) -> None:
    assert {line: read(line) for line in LINES} == LINES


def test_a_query_is_no_command(read: Callable[..., str | None]) -> None:
    assert {query: read(query) for query in QUERIES} == dict.fromkeys(QUERIES)


def test_what_is_about_a_verse_needs_one(read: Callable[..., str | None]) -> None:
    needs = "Open a surah first: this command is about the verse one is at."
    lines = ["see word 3", "see verse 5", "inspect"]
    assert {line: read(line, None) for line in lines} == dict.fromkeys(lines, needs)


@pytest.mark.parametrize(
    ("typed", "says", "address"),
    [
        ("baqarah 255", "Go to verse 2:255, Al-Baqarah", "/surah/2#2:255"),
        ("juz 30", "Go to juz 30", "/juz/30"),
        ("page five", "Go to page 5", "/page/5"),
        ("search root:رحم", "Search for root:رحم", "/search?q="),
    ],
)
def test_the_box_says_what_enter_does(open_page: Open, typed: str, says: str, address: str) -> None:
    page = open_page("about")
    page.keyboard.press("g")
    expect(page.locator(".surah-list li")).to_have_count(114)
    page.keyboard.type(typed)
    expect(page.get_by_role("dialog").get_by_role("button", name=says)).to_be_visible()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(re.escape(address)))
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_box_by_pointer(open_page: Open) -> None:
    page = open_page("surah/1")
    page.get_by_role("button", name="Go to").click()
    page.get_by_label("A surah, verse, juz or page, or a command").fill("see word 3")
    page.get_by_role("button", name="Show word 1:1:3 and its analysis").click()
    expect(page.get_by_role("complementary")).to_contain_text("Word 1:1:3")


def test_a_place_that_is_not_there_is_said_and_stays(open_page: Open) -> None:
    page = open_page("about")
    page.keyboard.press("g")
    expect(page.locator(".surah-list li")).to_have_count(114)
    page.keyboard.type("juz 31")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").get_by_role("status")).to_have_text(
        "There is no juz 31: the Quran has 30."
    )


def test_the_search_bar_takes_commands_too(open_page: Open) -> None:
    page = open_page("surah/112")
    page.locator('.word[data-ref="112:2:2"]').focus()
    page.keyboard.press("/")
    page.keyboard.type("juz 30")
    page.keyboard.press("Enter")
    expect(page).to_have_title("Juz 30 · Kalima")
    page.keyboard.press("/")
    page.keyboard.type("help")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Keys and commands")).to_be_visible()


def test_in_arabic(open_page: Open) -> None:
    page = open_page()
    page.evaluate("localStorage.setItem('kalima.language', 'ar')")
    page.reload()
    page.get_by_role("button", name="انتقال").press("Enter")
    expect(page.locator(".surah-list li")).to_have_count(228)  # the start page's list and the box's own
    line = page.get_by_role("dialog").get_by_role("textbox")
    expect(line).to_have_css("direction", "rtl")  # or else its examples would stand in disorder
    page.keyboard.type("help")
    expect(line).to_have_css("direction", "ltr")
    line.fill("")
    page.keyboard.type("البقرة ٢٥٥")
    expect(line).to_have_css("direction", "rtl")
    page.get_by_role("button", name="إلى الآية").click()
    expect(page).to_have_url(re.compile("/surah/2#2:255$"))
    expect(page.locator('.word[data-ref="2:255:1"]')).to_be_focused()
