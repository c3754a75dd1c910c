"""The page as the executable carries it, beside the page as it is written."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from kalima import files
from kalima.web.page import page_file

from .conftest import AS_WRITTEN

Open = Callable[..., Page]

SCRIPTS = [name for name in files.names(files.PAGE) if name.startswith("js/")]
# What has a variable in it stays as it was written until it is used.
RULES = r"""sources => sources.map(source => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(source);
  return [...sheet.cssRules].map(rule => rule.cssText.replace(/,\s+/g, ","));
})"""


def test_every_script_of_it_is_one_for_the_browser(open_page: Open) -> None:
    page = open_page()
    page.evaluate("localStorage.setItem('kalima.language', 'ar')")
    page.reload()  # in Arabic, in which the page also says what Kalima refuses
    assert len(SCRIPTS) > 100
    assert page.evaluate(
        "names => Promise.all(names.map(name => import(`/static/${name}`).then(() => 1)))", SCRIPTS
    ) == [1] * len(SCRIPTS)


@pytest.mark.parametrize(("name", "least"), [("css/page.css", 500), ("css/api.css", 20)])
def test_every_style_sheet_of_it_has_the_same_rules(
    name: str, least: int, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    carried = page_file(name)
    monkeypatch.setattr(files, "read", AS_WRITTEN)
    written = page_file(name)
    assert len(carried) < len(written)
    rules, of_carried = open_page().evaluate(RULES, [written.decode(), carried.decode()])
    assert len(rules) > least
    assert of_carried == rules


@pytest.mark.usefixtures("page_as_written")
def test_as_it_is_written_it_shows_the_same(open_page: Open) -> None:
    page = open_page("search?q=root:رحم")
    assert "\n/**" in page.evaluate("fetch('/static/js/app.js').then(answer => answer.text())")
    expect(page.locator("main h1")).to_contain_text("339")
    expect(page.locator(".hit")).to_have_count(20)


def test_is_what_these_tests_see(open_page: Open) -> None:
    page = open_page()
    seen = page.evaluate("fetch('/static/js/app.js').then(answer => answer.text())")
    assert "\n" not in seen
    assert "import" in seen
