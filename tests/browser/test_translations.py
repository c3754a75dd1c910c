"""The page's translations, what the treebank says in the word analysis, and the build report."""

from __future__ import annotations

import os
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from dev_setup import cache_folder

Open = Callable[..., Page]
MARKUP = '<img src=x onerror="alert(1)"> \u202e</p>'
FILE = f"112|1|{MARKUP}\n112|2|Zweitens\n#  Name: <i>Meine</i>\n#  Translator: Ich\n#  ID: de.meine\n"


@pytest.fixture
def page(open_page: Open, base: str) -> Page:
    """The page of translations."""
    return open_page("translations", base=base)


def give(page: Page, text: str | bytes, name: str = "meine.txt") -> None:
    data = text if isinstance(text, bytes) else text.encode()
    page.locator("#import-file").set_input_files({"name": name, "mimeType": "text/plain", "buffer": data})


def outcome(page: Page) -> Locator:
    return page.locator(".import-outcome")


def shown(page: Page) -> Locator:
    return page.get_by_role("group", name="Shown under the verses")


def test_is_reached_from_the_reader_and_from_about(open_page: Open, base: str) -> None:
    for path, link in (("surah/112", "Pickthall (change)"), ("about", "Choose a translation")):
        page = open_page(path, base=base)
        page.get_by_role("link", name=link).click()
        expect(page).to_have_title("Translations · Kalima")
        expect(page.get_by_role("radio", name="Pickthall")).to_be_checked()


def test_source_and_notice_are_shown(page: Page) -> None:
    page.get_by_text("Source and notice").click()
    expect(shown(page)).to_contain_text("Public domain")
    expect(shown(page)).to_contain_text("#  Translator: Mohammed Marmaduke William Pickthall")


def test_added_shown_remembered_and_removed(page: Page, base: str) -> None:
    give(page, FILE)
    expect(outcome(page)).to_contain_text("<i>Meine</i> is added with 2 verses")
    expect(outcome(page)).to_contain_text("It leaves out 6,234 verses: 1:1–7, 2:1–286")
    expect(page.get_by_role("radio", name="<i>Meine</i>")).to_be_checked()
    expect(shown(page)).to_contain_text("German · Ich · added by you · 2 of 6,236 verses")

    page.goto(f"{base}surah/112")
    texts = page.locator(".verse .translation")
    expect(texts.nth(0)).to_contain_text(MARKUP)
    expect(page.locator("main img")).to_have_count(0)
    expect(texts.nth(0)).to_have_attribute("lang", "de")
    expect(texts.nth(2)).to_have_text("3This translation leaves out this verse.")
    expect(page.locator(".page-footer")).to_contain_text("Translation: <i>Meine</i>, Ich")
    page.goto(f"{base}search?q=112:1")
    page.goto(f"{base}search?q=lemma:كُفُو")
    expect(page.locator(".hit .translation").first).to_contain_text("leaves out this verse")

    page.goto(f"{base}translations")
    page.get_by_role("button", name="Remove <i>Meine</i>").click()
    expect(page.get_by_role("alertdialog")).to_contain_text("Remove <i>Meine</i>?")
    expect(page.get_by_role("button", name="Keep it")).to_be_focused()
    page.keyboard.press("Escape")
    expect(shown(page).get_by_role("radio")).to_have_count(2)
    page.get_by_role("button", name="Remove <i>Meine</i>").press("Enter")
    page.get_by_role("button", name="Remove it").click()
    expect(shown(page).get_by_role("radio")).to_have_count(1)
    expect(page.get_by_role("radio", name="Pickthall")).to_be_checked()
    expect(page.get_by_text("<i>Meine</i> is removed.")).to_be_visible()


def test_further_translations_are_shown_below_the_first(page: Page, base: str, console: list[str]) -> None:
    give(page, FILE)
    expect(outcome(page)).to_contain_text("is added")
    page.get_by_role("radio", name="Pickthall").check()
    page.get_by_role("checkbox", name="Show <i>Meine</i> as well").press("Space")
    expect(page.get_by_text("<i>Meine</i> is shown as well from now on.")).to_be_visible()
    expect(page.get_by_role("checkbox", name="Show Pickthall as well")).to_have_count(0)
    page.goto(f"{base}surah/112")
    expect(page.locator('[id="112:2"] .translation')).to_have_text(
        ["2Allah, the eternally Besought of all!", "<i>Meine</i>Zweitens"]
    )
    expect(page.locator(".page-footer")).to_contain_text("M. M. Pickthall, 1930 · <i>Meine</i>, Ich")
    page.goto(f"{base}translations")
    page.get_by_role("button", name="Remove <i>Meine</i>").click()
    page.get_by_role("button", name="Remove it").click()
    expect(page.get_by_text("<i>Meine</i> is removed.")).to_be_visible()
    page.evaluate(
        "localStorage.setItem('kalima.translations-also', 'de.meine')"
    )  # as another window may have it
    page.goto(f"{base}surah/112")
    expect(page.locator('[id="112:2"] .translation')).to_have_count(1)
    console.clear()


def test_a_choice_is_remembered_and_the_text_runs_its_own_way(page: Page, base: str) -> None:
    give(page, "112|1|کہہ دو\n#  Name: اردو\n#  ID: ur.mine\n")
    expect(outcome(page)).to_contain_text("is added")
    page.get_by_role("radio", name="Pickthall").check()
    expect(page.get_by_role("status").filter(has_text="Pickthall is shown from now on.")).to_be_visible()
    page.goto(f"{base}surah/112")
    text = page.locator(".verse .translation").first
    expect(text).to_contain_text("Say: He is Allah")
    page.goto(f"{base}translations")
    page.get_by_role("radio", name="Pickthall").press("ArrowDown")
    page.reload()
    expect(page.get_by_role("radio", name="اردو")).to_be_checked()
    page.goto(f"{base}surah/112")
    expect(text).to_contain_text("کہہ دو")
    expect(text).to_have_css("direction", "rtl")
    expect(text).to_have_attribute("lang", "ur")


def test_one_that_is_gone_gives_way_to_the_bundled_one(page: Page, base: str, console: list[str]) -> None:
    page.evaluate("localStorage.setItem('kalima.translation-id', 'xx.gone')")
    page.goto(f"{base}surah/112")
    expect(page.locator(".translation").first).to_contain_text("Say: He is Allah")
    assert page.evaluate("localStorage.getItem('kalima.translation-id')") == "en.pickthall"
    page.goto(f"{base}surah/115")
    expect(page.get_by_role("alert")).to_contain_text("There is no surah 115")
    console.clear()


def test_bad_lines_are_listed_and_the_mended_file_is_taken(page: Page, console: list[str]) -> None:
    give(page, b"1|1|a\n1|1|b\n1|2|\xff\n" + b"x\n" * 30)
    alert = outcome(page).get_by_role("alert")
    expect(alert).to_contain_text("The file has 32 lines that cannot be read; nothing was added.")
    lines = alert.get_by_role("listitem")
    expect(lines).to_have_count(21)
    expect(lines.nth(0)).to_have_text("Line 2 verse 1:1 already stands in line 1")
    expect(lines.nth(1)).to_have_text("Line 3 it is not UTF-8 text")
    expect(lines.nth(20)).to_have_text("and 12 more")
    expect(shown(page).get_by_role("radio")).to_have_count(1)
    console.clear()
    give(page, FILE)
    expect(outcome(page).get_by_role("alert")).to_have_count(0)
    expect(shown(page).get_by_role("radio")).to_have_count(2)


def test_what_the_file_does_not_say_is_asked_for(page: Page, console: list[str]) -> None:
    give(page, "1|1|a", "mine.txt")
    expect(outcome(page)).to_contain_text("The file does not say its language.")
    language = page.get_by_role("textbox", name="Language")
    expect(language).to_be_focused()
    language.fill("sv")
    outcome(page).get_by_role("button", name="Try again").click()
    expect(page.get_by_role("radio", name="mine")).to_be_checked()
    expect(shown(page)).to_contain_text("Swedish")
    console.clear()


def test_one_of_the_same_id_is_replaced_when_that_is_said(page: Page, console: list[str]) -> None:
    give(page, FILE)
    expect(outcome(page)).to_contain_text("is added with 2 verses")
    give(page, FILE.replace("112|2|Zweitens\n", ""))
    expect(outcome(page)).to_contain_text("There is a translation de.meine already.")
    outcome(page).get_by_role("button", name="Replace it").click()
    expect(outcome(page)).to_contain_text("is added with 1 verse,")
    expect(shown(page).get_by_role("radio")).to_have_count(2)
    console.clear()


def test_a_file_is_dropped(page: Page) -> None:
    drop = """([text, names]) => {
      const data = new DataTransfer();
      for (const name of names) data.items.add(new File([text], name));
      for (const type of ["dragover", "drop"])
        document.querySelector(".translations").dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
    }"""
    page.evaluate(drop, [FILE, ["a.txt", "b.txt"]])
    expect(outcome(page)).to_contain_text("Add one file at a time.")
    page.evaluate(drop, [FILE, ["a.txt"]])
    expect(page.get_by_role("radio", name="<i>Meine</i>")).to_be_checked()


def test_while_it_is_added_nothing_else_is_taken(page: Page, console: list[str]) -> None:
    held: list[Any] = []
    page.route("**/api/v1/translations", lambda route: held.append(route))
    give(page, FILE)
    expect(outcome(page)).to_contain_text("Adding meine.txt…")
    expect(page.get_by_role("progressbar")).to_be_visible()
    expect(page.locator("#import-file")).to_be_disabled()
    for route in held:  # else they are let through when the server has ended
        route.abort()
    expect(outcome(page)).not_to_contain_text("Adding meine.txt…")
    console.clear()


def test_a_file_that_is_too_large_is_not_even_sent(page: Page) -> None:
    page.route("**/api/v1/translations", lambda route: pytest.fail("it was sent"))
    give(page, b"x" * 20_000_001)
    expect(outcome(page)).to_contain_text("The file has 20.0 MB; the most is 20 MB.")


def test_a_real_file(page: Page) -> None:
    folder = Path(os.environ.get("KALIMA_SOURCES") or cache_folder() / "sources")
    wheels = list(folder.glob("quranic_nlp-*.whl"))
    if not wheels:
        pytest.skip(f"no source wheels in {folder}: `python3 build_scripts/dev.py setup` fetches them")
    with zipfile.ZipFile(wheels[0]) as wheel:
        give(page, wheel.read("quranic_nlp/data/translate_quran/en/sahih.txt"), "sahih.txt")
    expect(outcome(page)).to_contain_text("Saheeh International is added with 6,236 verses")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_fits_a_narrow_window(open_page: Open, base: str, scheme: Any) -> None:
    page = open_page("translations", base=base, width=320, color_scheme=scheme)
    give(page, FILE)
    expect(outcome(page)).to_contain_text("is added")
    page.get_by_text("Source and notice").last.click()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_the_word_analysis_shows_the_treebank_and_where_the_sources_differ(
    open_page: Open, ask: Callable[..., dict[str, Any]]
) -> None:
    page = open_page("surah/2#2:37:10")
    (word,) = ask("words/2:37:10")["words"]
    stem = page.locator(".segment").last
    expect(stem.locator(".differences")).to_have_text(
        re.compile(
            r"^The two sources differ:.*active participle in the corpus, intensive participle in the treebank"
        )
    )
    row = stem.locator(".treebank tr").first
    expect(row).to_be_hidden()
    stem.get_by_text("Treebank", exact=True).click()
    features = word["segments"][-1]["treebank"]
    expect(stem.locator(".treebank tr")).to_have_count(len(features))
    expect(row).to_contain_text(features[0]["value_arabic"])
    expect(stem.locator(".treebank")).to_contain_text("quranic-nlp")
    stem.get_by_role("link", name="pattern").click()
    expect(page).to_have_title("Search: wazn:فَاعِل · Kalima")


def test_about_shows_the_build_report(open_page: Open, ask: Callable[..., dict[str, Any]]) -> None:
    page = open_page("about")
    report = ask("report")
    page.get_by_text("Show the report").click()
    shown = page.locator(".report")
    expect(shown.get_by_role("heading", name="Treebank")).to_be_visible()
    expect(shown).to_contain_text(f"{report['counts']['segments']:,}")
    unattached = report["treebank"]["nodes_not_attached"]
    shown.get_by_text(f"Nodes not attached ({len(unattached)})").click()
    expect(shown.get_by_text(unattached[0]).first).to_be_visible()
    expect(shown).to_contain_text("nothing -> ARABIC TATWEEL: 5,924")
    expect(shown.get_by_role("heading", name="Disagreements")).to_be_visible()
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
