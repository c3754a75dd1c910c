"""Every named view, in English by day and in Arabic by night: nothing in it keeps anybody from using it.

axe-core looks for what it knows to be a barrier, such as a control without a name or text that is too pale. On a
phone nothing reaches over the edge of the window. The pictures are kept in build/screenshots, to be looked at.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from browsers import weight

Open = Callable[..., Page]

PICTURES = Path(__file__).parents[2] / "build" / "screenshots"

BUILT = 'A:[pos="V" & root="قول"] -subject-> [pos="PN|N"] AND B:[] []{0,3} C:[] :: B.root = C.root'
VIEWS: dict[str, tuple[str, str]] = {
    "start": ("", ".examples a, .example"),
    "surah": ("surah/112", ".verse"),
    "page": ("page/604", ".verse"),
    "inspector": ("surah/112#112:1:1", ".inspector h2, .inspector h3"),
    "tree": ("tree/1:2", "svg"),
    "results": ("search?q=root:رحم", ".hit, .verse-hit, article, li mark"),
    "lines": ("search?q=root:رحم in:1&view=lines&group=surah&facet=lemma&only=place:Meccan", ".facet a"),
    "searches": ("searches", "main h1"),
    "nothing-found": ("search?q=root:رحم root:قمطر", "main h1"),
    "error": ("search?q=rot:قول", ".error-box"),
    "roots": ("roots", "main h1"),
    "root": ("root/رحم", "main h1"),
    "numbers": ("numbers?q=root:رحم&by=lemma", ".chart"),
    "dispersion": ("numbers?view=dispersion&q=root:رحم", ".chart"),
    "two-roots": ("compare?a=رحم&b=غفر", ".chart"),
    "build": (f"build?q={quote(BUILT)}", ".results-total:not(:empty)"),
    "letters": ("build/letters", ".letter-boxes"),
    "translations": ("translations", "main h1"),
    "manual": ("help/search", ".manual h1"),
    "about": ("about", "main h1"),
    "not-found": ("nowhere", "main h1"),
}


REFUSED = {"error", "not-found"}
"""Views of what the server refuses, of which the browser's console tells too."""


WEIGHT = 300_000
"""Bytes of our own scripts and styles that any one view may need, as they are stored."""


def complaints(page: Page) -> list[str]:
    """What axe-core objects to, each with the elements that it means."""
    found = Axe().run(page).response["violations"]
    return [
        f"{each['id']}: {each['help']}: {[node['html'][:160] for node in each['nodes'][:4]]}"
        for each in found
    ]


BEYOND = """async () => {
    await new Promise((laidOut) => requestAnimationFrame(() => requestAnimationFrame(laidOut)));
    const wide = document.scrollingElement.scrollWidth > innerWidth;
    return [...document.querySelectorAll(wide ? "body *" : ".page-header *")].filter((each) => {
        const { left, right, width } = each.getBoundingClientRect();
        return width > 1 && (left < -1 || right > innerWidth + 1);
    }).map((each) => each.outerHTML.slice(0, 160)).slice(0, 4);
}"""


def beyond_a_phone(page: Page) -> list[str]:
    """What reaches over the edge of a phone's window, so that one must scroll to the side for it."""
    page.set_viewport_size({"width": 360, "height": 740})
    found: list[str] = page.evaluate(BEYOND)
    return found


@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("ar", "dark")])
@pytest.mark.parametrize("view", VIEWS)
def test_view_keeps_nobody_out(
    view: str, language: str, scheme: str, open_page: Open, console: list[str]
) -> None:
    path, sign = VIEWS[view]
    page = open_page("about", color_scheme=scheme)
    page.evaluate(f"localStorage.setItem('kalima.language', '{language}')")
    open_page(path, color_scheme=scheme)
    expect(page.locator(sign).first).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", language)
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{view}-{language}-{scheme}.png")
    assert complaints(page) == []
    assert 50_000 < weight(page) < WEIGHT
    assert beyond_a_phone(page) == []
    if view in REFUSED:
        console.clear()
